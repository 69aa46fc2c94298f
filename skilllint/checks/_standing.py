"""How a command stands in a text: as one that is run, as data, or as something that is offered."""

from __future__ import annotations

import re
from functools import lru_cache

from skilllint.checks._texts import NEAR, Text, fence_at, form, line_at, section_at

FAR = 10 * NEAR
"""Characters around a command that are looked at, however long its section or script is."""

PROMPT = r"[ \t]*(?:[-*][ \t]+)?(?:[$%❯#>+][ \t]+|PS[^>\n]{0,60}>[ \t]*)?"
WRAP = (
    r"(?:(?:run|script|command|cmd|exec|then|do|else|if|while|!|\(|\{|&&|\|\||RUN|CMD|ENTRYPOINT)"
    r"(?:[ \t]*[:|]|)[ \t]+|\w{1,60}=\S{0,80}[ \t]+|\(){0,4}"
)
RUN = re.compile(
    rf"{PROMPT}{WRAP}(?:\w{{1,60}}=[\"'`(]?|@|&[ \t]|await[ \t]+|return[ \t]+)?"
    r"(?:\[{1,2}[ ]|[a-z~./$\"'`{(][\w./${}~:-]{0,120}[\"'}]?(?=[\s(`;]|$))"
)
"""A line of a fence that begins with a program, behind a prompt, a key or a variable's value."""

DATA = re.compile(
    r"[ \t]*(?:[|\]}]|\[(?![ \[])|\{(?![ \t]*[a-z])"
    r"|[fbr]?(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}')[ \t]*(?:[,:\]})]|$)"
    r"|-[ \t]+[\"'\[]|[\w.\"'-]{1,60}[ \t]{0,8}[:=][ \t]{0,8}[\[{]|return[ \t]+[\[{(])"
)
"""A line of a table or of a data structure; a call that holds a list is none."""

DEFINED = re.compile(
    r"add_argument\(|\.(?:option|flag)\(|click\.option|case\s|^\s*(?:-\w\s?\|\s?)?--[\w-]+\s?\)"
)
"""A line that says what a program's own option is called."""

ASKS = re.compile(r"\?[\s\"'\])]{0,4}$|[(\[][yY]/[nN][)\]]")
"""A line that asks somebody."""

COMMAND = re.compile(r"[a-z][\w./-]{0,60}[ \t]+\S")
"""A code span that begins with a program and goes on; `--flag` alone is only its name."""

ORDER = re.compile(
    r"\b(?:run|execute|call|invoke|launch|start|spawn|issue|with|then)(?:[ \t]+(?:it|them|this|the "
    r"command))?(?:[ \t]+(?:with|as|using|via))?:?[ \t]+$",
    re.IGNORECASE,
)
REWRITE = re.compile(r"git[ -]filter-(?:branch|repo)\b|\bbfg\b")
"""What makes a history that only a forced push can publish."""


def standing(one: Text, start: int) -> str:
    """`run` for a command that is to be run as it stands, `shown` for data or an offer, else ``."""
    where = form(one.text, start) if one.markdown else "script"
    if where in ("span", "prose"):
        return "run" if where == "span" and ordered(one.text, start) else ""
    line = begin(one.text, start)
    if DEFINED.search(line):
        return ""
    if DATA.match(line) or ASKS.search(line):
        return "shown"
    return "run" if where == "script" or RUN.match(line) else ""


def ordered(text: str, start: int) -> bool:
    """Whether a code span begins with a command, and the words before it say to run it."""
    tick = text.rfind("`", max(0, start - NEAR), start)
    before = text[max(0, tick - 60) : tick].rpartition("\n")[2]
    end = text.find("`", start, start + NEAR)
    return bool(ORDER.search(before) and COMMAND.match(text[tick + 1 : max(end, start)]))


def begin(text: str, offset: int) -> str:
    """The line around a character, from the first of the lines that it goes on."""
    line = line_at(text, offset)
    start = text.rfind("\n", max(0, offset - NEAR), offset) + 1
    for _ in range(10):
        above = text.rfind("\n", max(0, start - NEAR), max(0, start - 1)) + 1
        previous = text[above : max(above, start - 1)].rstrip("\r")
        if not start or above >= start or not previous.endswith(("\\", "`")):
            break
        if previous.lstrip().startswith("```"):
            break
        line, start = previous + " " + line, above
    return line


def rewritten(one: Text, start: int) -> bool:
    """Whether the history is rewritten before a place, in the same fence or script."""
    fence = fence_at(one.text, start) if one.markdown else (0, start)
    return bool(fence and REWRITE.search(one.text, max(fence[0], start - FAR), start))


# --- the same from a registry -------------------------------------------------------

PACKAGED = re.compile(
    r"\b(?:brew|apt|apt-get|dnf|yum|apk|port|winget|choco|scoop|pip3?|pipx|uv|npm|pnpm|yarn|bun|"
    r"cargo|gem|conda|mamba|snap|flatpak|zypper|mise|asdf|nix-env|pacman|yay|dotnet|go)[ \t]+"
    r"(?:(?:tool|global|profile|bundle)[ \t]+)?(?:install|add|i|use|-S|-iA|get)[ \t]+"
    r"(?P<what>[^\n`|;&#]{1,120})"
)
GENERAL = re.compile(
    r"install(?:er)?|setup|https?|www|com|org|net|dev|run|ba|sh|bash|sudo|main|master|raw|latest|"
    r"scripts?|downloads?|releases?|githubusercontent|github|cli|app|get|tools?|the|and|for|via"
)
"""Words of an address or a command that name no tool."""

WORD = re.compile(r"[a-z0-9]+")


MANY = 100
"""Tools of a section that are compared with what is downloaded there; none offers more."""


def packaged(one: Text, start: int, command: str) -> bool:
    """Whether the section or script around a download also offers the tool from a registry."""
    place = section_at(one.text, start) if one.markdown else (0, len(one.text))
    address = command.lower()
    parts = set(WORD.findall(address))
    return any(
        word in parts or (len(word) > 3 and word in address) for word in _offered(one.text, *place)
    )


@lru_cache(maxsize=8)
def _offered(text: str, first: int, last: int) -> tuple[str, ...]:
    """The names of what a part of a text installs from registries."""
    names: dict[str, None] = {}
    for found in PACKAGED.finditer(text, first, last):
        words = WORD.findall(found["what"].lower())
        names.update(dict.fromkeys(word for word in words if not GENERAL.fullmatch(word)))
        if len(names) >= MANY:
            break
    return tuple(names)
