"""What a skill tells the agent to which it hands code work: the prompts, and what they ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from skilllint.checks._delegate_words import COMMAND, DESCRIBES, READS, WRITES
from skilllint.checks._delegates import Call, calls, markdown
from skilllint.checks._texts import Text, example, fences, lead
from skilllint.model import Skill

SHORTEST = 6
"""Lines of a prompt: a shorter one is an example or a single sentence, and says little."""

LONGEST = 20_000
"""Characters of a prompt that are looked at."""

LANGUAGE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*(?P<name>[\w-]{0,20})")
PROSE = {"", "md", "markdown", "xml", "text", "txt", "prompt", "html"}
CALLED = re.compile(r"\bprompt[\"']?[ \t]{0,4}[:=][ \t]{0,4}(?:f?\"{3}|f?'{3}|[|>`])")
PIPED = re.compile(
    r"^[ \t]*(?:echo|printf|codex|claude)\b[^\n'\"]{0,120}['\"]|<<-?[ \t]?['\"]?\w{1,20}",
    re.MULTILINE,
)
"""Where a prompt of several lines begins in the arguments of a call, and in a command."""

TAG = re.compile(
    r"^[ \t>]*<(?P<name>task|goal|context|files?|scope|scope-rules|patterns|approach|constraints|"
    r"rules|instructions|verify|verification|testing|tests|output|output_contract|unit|units|"
    r"requirements|plan)\b[^>\n]{0,80}>",
    re.MULTILINE | re.IGNORECASE,
)
ADDRESSED = re.compile(
    r"\byou (?:are|implement|will|must|have been)\b|\byour (?:task|job|goal|assignment)\b|"
    r"^[ \t>#*]*(?:task|goal|implement)\b",
    re.IGNORECASE | re.MULTILINE,
)
HEAD = 600
"""Characters of a prompt in which it says to whom it speaks."""

INTRODUCED = re.compile(
    r"\b(?:prompts?|templates?|briefs?|instruct\w{0,5}|packets?|hand-?overs?|messages?|tasks?|give|"
    r"tell|send|pass)\b",
    re.IGNORECASE,
)
"""What leads in to a fence that shows a prompt."""

ORDERED = re.compile(
    r"^[\s\[>*\d.)-]{0,8}(?:<\w{1,20}>\s{0,4})?(?:then )?(?:implement|fix|refactor|"
    r"build the|migrate|make the|apply|write the|change|update|edit)\b|"
    r"\b(?:executor|implementer|coder|developer|engineer|experiment worker)\b|"
    r"\b(?:you|to) (?:will |must |should |are )?(?:implement(?:ing)?|fix(?:ing)?|refactor|"
    r"migrate)\b|"
    r"\bimplementation unit|\bcode changes\b",
    re.IGNORECASE | re.MULTILINE,
)
"""An order to change code."""

REVIEWER = re.compile(
    r"\byou(?:r (?:task|job) is to| are)(?: an?)? (?:[\w-]{1,20} ){0,3}?"
    r"(?:review|research|audit|analy|critic|judg|grad|verif|explor|scout)|"
    r"\A(?:[ \t>]*(?:`{3,}|~{3,})[^\n]*\n)?\W{0,10}"
    r"(?:review|analy[sz]e|audit|evaluate|inspect|assess|critique|verify|check)\b",
    re.IGNORECASE,
)
READ_ONLY = re.compile(
    r"\bread-only\b|\b(?:do not|don't|never|must not) (?:\w{1,12} ){0,2}(?:edit|modify|change|"
    r"write|implement|fix)\b[^.\n]{0,30}\b(?:code|anything|files?\b(?! outside| in | not))",
    re.IGNORECASE,
)


class Prompt(NamedTuple):
    """A text that a delegate is given: the characters from `start` to `end` of a file."""

    one: Text
    start: int
    end: int

    @property
    def text(self) -> str:
        """What it says."""
        return self.one.text[self.start : min(self.end, self.start + LONGEST)]


class Handover(NamedTuple):
    """How a skill hands code work over; `work` are its calls that change code."""

    parts: tuple[Text, ...]
    work: tuple[Call, ...]
    prompts: tuple[Prompt, ...]


def describes(skill: Skill) -> bool:
    """Whether a skill is about agents, for somebody who builds or chooses them, and runs none."""
    return bool(DESCRIBES.search(skill.description or skill.name))


def handover(skill: Skill) -> Handover | None:
    """How a skill hands code work to other agents; None for one that does not."""
    found = calls(skill)
    return _handover(markdown(skill), found) if found else None


@lru_cache(maxsize=2)
def _handover(parts: tuple[Text, ...], found: tuple[Call, ...]) -> Handover | None:
    work = tuple(call for call in found if call.writes)
    if not work:
        return None
    shown = {call.one.file for call in found}
    prompts = [one for part in parts if part.file in shown for one in _fenced(part)]
    prompts += _files(parts, found)
    return Handover(parts, work, tuple(prompts))


def _fenced(one: Text) -> Iterator[Prompt]:
    """The fences of a text that are prompts for code work."""
    for begin, end in fences(one.text):
        start, text = begin, one.text[begin:end]
        if text.count("\n") <= SHORTEST or not (name := LANGUAGE.match(text)):
            continue
        shown = INTRODUCED.search(lead(one.text, start)) is not None
        spoken = name["name"].lower() in PROSE and shown and asks(text)
        called = None if spoken or example(one.text, start) else _argument(text)
        if called:
            start, text = begin + called.end(), text[called.end() :]
        if (spoken or (called and text.count("\n") > SHORTEST // 2)) and codes(text):
            yield Prompt(one, start, end)


def _argument(text: str) -> re.Match[str] | None:
    """Where in a fence of calls or commands a prompt begins."""
    return CALLED.search(text) or (PIPED.search(text) if COMMAND.search(text) else None)


def _files(parts: Sequence[Text], found: Sequence[Call]) -> Iterator[Prompt]:
    """The files that are prompts for code work: a call names them, and they speak to somebody."""
    said = " ".join(call.said for call in found if call.writes)
    for one in parts:
        named = one.file and one.file.rpartition("/")[2] in said
        if named and asks(one.text) and codes(one.text) and not any(_fenced(one)):
            yield Prompt(one, 0, len(one.text))


def asks(text: str) -> bool:
    """Whether a text speaks to the agent that gets it: by its tags, or as "you"."""
    tags = {found["name"].lower() for found in TAG.finditer(text)}
    return len(tags) > 1 or bool(ADDRESSED.search(text[:HEAD]))


def codes(text: str) -> bool:
    """Whether a prompt asks for changes of code."""
    small = text.lower()
    looks = len(READS.findall(small))
    if REVIEWER.search(text[:HEAD]) or READ_ONLY.search(text[: 4 * HEAD]):
        return False
    return bool(ORDERED.search(text)) and len(WRITES.findall(small)) >= max(1, looks // 2)


def first(found: Handover) -> Call:
    """The call that stands for a skill's delegation: in a loop, then a command, then a tool."""
    order = ("command", "tool", "order")
    return min(found.work, key=lambda call: (not call.each, order.index(call.form)))
