"""SE: orders to the agent that a reader does not see, or that set it against its user."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.checks import _override as override
from skilllint.checks._against import guards
from skilllint.checks._texts import NEAR, form, lead, line_at, spot, texts
from skilllint.checks._wording import quoted
from skilllint.model import Problem, Setting, Skill

LONGEST = 6000
"""Characters of a comment that are read."""

AGENT = r"(?:AI|LLM|agents?|assistants?|Claude|Codex|Copilot|Gemini|GPT|(?:language )?models?)"
VERB = (
    r"(?:must|always|never|do not|don't|before|after|when|also|first|please|read|run|use|post|send|"
    r"ignore|skip|make sure|remember|include|write|add|follow|load|call|execute)"
)
ORDER = re.compile(
    rf"(?:^\s{{0,20}}|[.!\n]\s{{0,4}}|\b(?:for|to|hey|dear|attention)\s{{1,3}})(?:the\s{{1,3}}|any\s{{1,3}})?"
    rf"{AGENT}(?:\s{{1,3}}(?:agents?|assistants?|models?|Code))?\s{{0,2}}[:,](?=[^\n]{{0,60}}\b{VERB}\b)|"
    rf"\b{AGENT}\s{{1,3}}(?:must|shall|should|has to|have to|needs? to)\b|"
    rf"\byou are an?\s{{1,3}}{AGENT}\b|"
    r"\b(?:curl|wget)\s[^\n]{0,200}(?:\|\s{0,3}(?:ba|z)?sh\b|\s-d\b|\s--data|\$\()|"
    r"\bbase64\s{1,3}(?:-d|--decode|-D)\b"
)
BEWARE = re.compile(
    r"\b(?:untrusted|attack\w{0,3}|inject\w{0,4}|malicious|suspicious|suspect\w{0,3}|detect\w{0,4}|treat|"
    r"such as|e\.g|examples?|like|resembl\w{0,3}|phrases?|patterns?|attempts?|tricks?|refuse|"
    r"reject|comply|flag|instead of|as data|jailbreak\w{0,3}|try|tries)\b",
    re.IGNORECASE,
)
"""Words beside such a sentence that make it an example of what others write."""

UNSEEN = re.compile(
    r"<[a-z]{1,10}\s[^<>\n]{0,120}?(?:display\s{0,2}:\s{0,2}none|visibility\s{0,2}:\s{0,2}hidden|"
    r"font-size\s{0,2}:\s{0,2}0|opacity\s{0,2}:\s{0,2}0(?![.\d])|\shidden\b)[^<>]{0,120}>"
    r"(?P<text>[^<]{1,2000})"
)


def hidden_instructions(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Comments and hidden elements that tell the agent what to do."""
    for file, text, markdown in texts(skill):
        if not markdown:
            continue
        for what, start, inside in _unseen(text):
            order = ORDER.search(inside) or next(
                (re.match(".*", said) for _, said in override.find(" " + inside)), None
            )
            if order and form(text, start) == "prose":
                line, col = spot(text, start)
                yield Problem(
                    line,
                    f"{what}, which nobody sees on the page, gives the agent orders: "
                    f"{quoted(inside.strip(), 80)}",
                    end=spot(text, start + len(inside))[0],
                    col=col,
                    hint="write it as text that everybody sees, or delete it",
                    entire=True,
                    file=file,
                )


def _unseen(text: str) -> Iterator[tuple[str, int, str]]:
    """What a page hides: its kind, where it starts, and the text inside."""
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        stop = end if end >= 0 else len(text)
        yield "a comment", start, text[start + 4 : min(stop, start + LONGEST)]
        start = text.find("<!--", stop) if end >= 0 else -1
    for found in UNSEEN.finditer(text):
        yield "a hidden element", found.start(), found["text"]


def instruction_override(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Sentences that set the agent against its instructions or its user."""
    shows = guards(skill.name, skill.description)
    for file, text, markdown in texts(skill):
        for start, said in override.find(text) if markdown else ():
            if form(text, start) == "prose" and not _cited(text, start, start + len(said)):
                line, col = spot(text, start)
                yield Problem(
                    line,
                    f"{quoted(said)} sets the agent against its instructions or its user",
                    col=col,
                    hint="delete it; if it shows what others might write, put it in quotes",
                    file=file,
                    confidence="advice" if shows else None,
                )


def _cited(text: str, start: int, end: int) -> bool:
    """Whether a sentence is quoted, or shown as something to beware of."""
    line = line_at(text, start)
    before = text[max(0, start - NEAR) : start].rpartition("\n")[2]
    quotes = before.count('"') % 2 or before.count("“") > before.count("”")
    if quotes or before[-1:] in tuple("'‘«„") or line.lstrip().startswith(">"):
        return True
    return bool(BEWARE.search(lead(text, start)) or BEWARE.search(text[end : end + NEAR // 4]))
