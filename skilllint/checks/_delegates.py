"""Where a skill hands work to another agent, and whether it does so once for each unit.

What only mentions agents hands nothing over: counted is a command that runs one, a tool
that is called with its arguments, and a sentence that orders it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from skilllint.checks._against import BEFORE, warned
from skilllint.checks._delegate_words import (
    AGAINST,
    APART,
    ASKED,
    BREAK,
    COMMAND,
    DENIED,
    DONE,
    EACH,
    HELPER,
    ITEM,
    LEAD,
    LOOPS,
    NAMED,
    NEEDLES,
    NOUN,
    ONLY_IF,
    ORDER,
    OVER,
    OWN,
    PLANNED,
    READS,
    SERIAL,
    SHARED,
    SHARES,
    SHELL_LOOP,
    SHELLS,
    SURE,
    TOOL,
    TOOLS,
    VERBS,
    WRITES,
)
from skilllint.checks._texts import (
    NEAR,
    Text,
    example,
    fence_at,
    form,
    in_comment,
    section_at,
    texts,
)
from skilllint.checks._wording import quoted
from skilllint.model import Skill

Form = Literal["command", "tool", "order"]


class Call(NamedTuple):
    """A place that hands work to another agent; `said` is the sentence around it.

    `words` is how it stands there, `each` the words that repeat it for every unit
    ("for each task") and `opened` where they stand, `writes` whether the delegate changes
    code, `apart` whether the section lets several work at once or fills batches.
    """

    one: Text
    start: int
    form: Form
    words: str
    said: str
    each: str
    opened: int
    writes: bool
    apart: bool


Hit = tuple[Form, int, str]
"""The form of a call, where it starts and how it stands there."""


REACH = 4000
"""Characters below the line that opens a loop in which its body stands."""

AROUND = 60
"""Characters around a call whose words say who is called."""

MANY = 200
"""Calls of a text that are looked at."""

FEW = 3
"""Commands of a line that are looked at, and tools."""


def calls(skill: Skill) -> tuple[Call, ...]:
    """Where a skill hands work to another agent, SKILL.md first; nothing if it never does."""
    return _calls(markdown(skill))


def markdown(skill: Skill) -> tuple[Text, ...]:
    """SKILL.md and every Markdown file of its folder that a run may read."""
    return tuple(one for one in texts(skill, known=True) if one.markdown)


@lru_cache(maxsize=2)
def _calls(parts: tuple[Text, ...]) -> tuple[Call, ...]:
    return tuple(call for one in parts for call in _found(one))


def _found(one: Text) -> Iterator[Call]:
    """The calls of one text from the top down, one a sentence."""
    last = ""
    number = 0
    for start, end in _lines(one.text):
        for way, place, words in _hits(one, start, end):
            number += 1
            if number > MANY:
                return
            said = sentence(one.text, place)
            if said == last:
                continue
            last = said
            yield _call(one, place, way, words, said)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text, its front matter left out, that name what could be an agent."""
    body = text.find("\n---", 3) if text.startswith("---") else 0
    found: dict[int, int] = {}
    for needle in NEEDLES:
        at = text.find(needle, max(0, body))
        while at >= 0:
            start = text.rfind("\n", max(0, at - NEAR), at) + 1 or max(0, at - NEAR)
            stop = text.find("\n", at, at + NEAR)
            end = stop if stop >= 0 else min(len(text), at + NEAR)
            found[start] = max(end, found.get(start, 0))
            at = text.find(needle, end)
    return iter(sorted(found.items()))


def _hits(one: Text, start: int, end: int) -> Iterator[Hit]:
    """What in one line calls a delegate."""
    text = one.text
    line = text[start:end]
    if _any(NEEDLES[3:], line):
        for found in islice(COMMAND.finditer(text, start, end), FEW):
            if _runs(one, found.start()) and not warned(one, found.start(), found.end()):
                yield "command", found.start(), found[0]
    if _any(TOOLS, line):
        for found in islice(TOOL.finditer(text, start, end + NEAR), FEW):
            if found.start() >= end:
                break
            shown = fence_at(text, found.start()) and not _coded(text, found.start())
            if not shown and not warned(one, found.start(), found.end()):
                yield "tool", found.start(), found[0].rstrip("(=: ")
    above = max(0, start - NEAR)
    above = text.rfind("\n", above, max(above, start - 1)) + 1 or above
    places: list[tuple[int, int]] = []
    if _any(VERBS, text[above:end]):
        places += [found.span() for found in ORDER.finditer(text, above, end)]
    if _any(SHARES, line) and _any(SURE, line):
        places += [found.span() for found in SHARED.finditer(text, start, end)]
    if _any(SURE, line):
        places += _asked(text, above, start, end)
    yield from _orders(text, start, sorted(places))


def _any(words: Sequence[str], text: str) -> bool:
    """Whether a text holds one of some words."""
    return any(map(text.__contains__, words))


def _asked(text: str, above: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a line names what is an agent beyond doubt and the words before say to use it."""
    for found in HELPER.finditer(text, start, end):
        if verb := ASKED.search(text[max(above, found.start() - 120) : found.start()]):
            yield found.start() - len(verb[0]), found.end()


def _orders(text: str, start: int, places: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Those places of one line of prose that are orders; they may begin on the line before."""
    for first, last in places:
        words = text[first:last]
        if last <= start or "\n\n" in words:
            continue
        before = BREAK.split(text[max(0, first - NEAR) : first])[-1]
        against = BEFORE.search(before) or DENIED.search(before) or NOUN.search(before)
        spanned = before.count("`") % 2 or OWN.search(before[-20:] + words)
        if not against and not spanned and not fence_at(text, first):
            yield "order", first, words


def _coded(text: str, start: int) -> bool:
    """Whether a place stands in a fence of commands or of calls, none that shows a file."""
    fence = fence_at(text, start)
    return bool(fence and not example(text, start) and SHELLS.match(text, fence[0]))


def _runs(one: Text, start: int) -> bool:
    """Whether a command stands in a fence of commands, or words before its span say to run it."""
    text = one.text
    where = form(text, start)
    if where != "span":
        return where == "fence" and _coded(text, start) and not in_comment(one, start)
    before = BREAK.split(text[max(0, start - 80) : start])[-1]
    return bool(NAMED.search(before)) and not before.rstrip("` ").endswith(" by")


def sentence(text: str, at: int) -> str:
    """The sentence around a place, over the ends of its lines; in a fence, its line."""
    if fence_at(text, at):
        first = text.rfind("\n", max(0, at - NEAR), at) + 1 or max(0, at - NEAR)
        return text[first : at + NEAR].partition("\n")[0]
    before = text[max(0, at - NEAR) : at]
    cut = [one.end() for one in BREAK.finditer(before)]
    end = BREAK.search(text, at, at + NEAR)
    return text[at - len(before) + (cut[-1] if cut else 0) : end.start() if end else at + NEAR]


# --- once for each unit -----------------------------------------------------------


def _call(one: Text, at: int, way: Form, words: str, said: str) -> Call:
    """A call with what stands around it."""
    text = one.text
    writes = _writes(text[max(0, at - AROUND) : at + len(words) + AROUND // 2], plainly=True)
    if writes is None:
        writes = _writes(said)
    if writes is None:
        top, end = fence_at(text, at) or (at, at)
        above = text.rfind("\n#", max(0, top - NEAR), top) + 1 or max(0, top - NEAR)
        below = text.find("\n#", end, end + 2 * NEAR)
        around = text[above : below if below >= 0 else end + 2 * NEAR]
        writes = _writes(around)
        if writes is None and way == "command":
            writes = PLANNED.search(around) is not None
    each, where = _each(one, at, said) if writes else ("", at)
    apart = False
    if each:
        first, last = section_at(text, at)
        several = APART.search(text, max(0, at - 2 * NEAR), at + 4 * NEAR)
        apart = bool(several) and not SERIAL.search(text, first, last)
    return Call(one, at, way, words, said, each, where, bool(writes), apart)


def _writes(text: str, *, plainly: bool = False) -> bool | None:
    """Whether a text speaks of changing code; None where it does not say, or not `plainly`."""
    small = text.lower()  # thrice as fast as to look for either kind of letter
    changes, looks = len(WRITES.findall(small)), len(READS.findall(small))
    if plainly and changes and looks:
        return None
    return changes > looks if changes or looks else None


def _each(one: Text, at: int, said: str) -> tuple[str, int]:
    """The words that repeat a call for every unit, and where they stand."""
    text = one.text
    fence = fence_at(text, at)
    if fence:
        for loop in SHELL_LOOP.finditer(text, fence[0], at):
            if not DONE.search(text, loop.end(), at):
                return loop[0], loop.start()
    elif (found := EACH.search(said)) and not AGAINST.search(said[: found.start()]):
        return found[0], at
    if not _any(LOOPS, text[max(0, at - REACH) : at].lower()):
        return "", at
    first = max(section_at(text, at)[0], at - REACH)
    for opened in reversed([*LEAD.finditer(text, first, at)]):
        each = EACH.search(opened[0])
        if each and not fence_at(text, opened.start()):
            ended = OVER.search(text, opened.end(), at) or ONLY_IF.search(said)
            inside = not ended and _inside(text, opened, at)
            return (each[0], opened.start()) if inside else ("", at)
    return "", at


def _inside(text: str, opened: re.Match[str], at: int) -> bool:
    """Whether a place belongs to the loop that a line opens: a heading, or a line with a colon."""
    line = opened[0].strip()
    if line.startswith("#"):
        return True
    if not re.search(r":[*_`]{0,3}$", line):
        return False
    between = text[opened.end() : at]
    item = ITEM.match(opened[0])
    if item and any(len(one[1]) <= len(item[1]) for one in ITEM.finditer(between)):
        return False
    paragraphs = re.findall(r"\n[ \t]*\n(?=[^\s>*+\-\d`~#|])", between)
    return len(paragraphs) <= 1  # what leads in to the fence with the call


def named(call: Call) -> str:
    """A call as a message names it."""
    return quoted(call.words.replace("*", "").replace("`", ""))
