"""The lines of a plan that may open a unit: headings, list items, bold lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from skilllint.delegation.plans import fields
from skilllint.delegation.plans.titles import FILES, about, alone, contains, idle, plain
from skilllint.model import Outline, Section

Kind = Literal["unit", "task", "item", "step", "phase", "section", "box", "point", "file"]
"""What a line calls itself; `item` is a numbered checkbox, `section`, `box` and `point` are a
heading, a checkbox and another list item without a name of their own, `file` one of a list of
files to change."""

Form = Literal["heading", "box", "bold", "row", "line"]
"""How a line stands there."""

LONGEST = 2000
"""Characters of a line that are looked at."""

WORDS: dict[str, Kind] = {
    "unit": "unit",
    "implementation unit": "unit",
    "work unit": "unit",
    "work package": "unit",
    "work item": "unit",
    "workstream": "unit",
    "deliverable": "unit",
    "task": "task",
    "story": "task",
    "ticket": "task",
    "slice": "task",
    "chunk": "task",
    "commit": "task",
    "pr": "task",
    "step": "step",
    "phase": "phase",
    "stage": "phase",
    "milestone": "phase",
    "part": "phase",
    "epic": "phase",
    "sprint": "phase",
    "wave": "phase",
}
PREFIXES: dict[str, Kind] = {
    "u": "unit", "unit": "unit", "wp": "unit", "wi": "unit", "t": "task", "m": "phase", "s": "step",
}  # fmt: skip
"""Letters before a number that name a unit by themselves, as `U3` and `T001`."""

NUMBER = r"\d+(?:\.\d+)*[a-z]?"
NAMED = re.compile(
    rf"(?:(?P<word>{'|'.join(sorted(WORDS, key=len, reverse=True))})\s+#?"
    rf"(?P<id>(?:[A-Z]{{1,4}}-?)?{NUMBER}|(?-i:[A-Z]|[IVX]{{1,4}}))"
    rf"|(?P<code>(?-i:(?P<prefix>U|T|WP|WI|M|S|(?:TASK|UNIT|ITEM|STORY|STEP)(?=-)))-?{NUMBER}(?:-(?-i:[A-Z]{{2,8}}))?))"
    r"(?P<end>\s*[.:)\]|]|\s+[-–—]+\s|\s*\(|\s*$|\s+(?=(?-i:[A-Z`\[])))",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    rf"(?P<id>{NUMBER}(?=[.):]|\s[-–—]\s)|\d+(?:\.\d+)+)(?:[.):]|\s[-–—])?\s+(?=\S)"
)
BULLET = re.compile(r"(?P<indent>\s*)(?:>\s*)?(?:[-*+]|(?P<number>\d{1,4})[.)])\s+")
BOX = re.compile(r"\\?\[(?P<mark>[ xX~-])\\?\]\*?\s*")
TICKED = re.compile(r"(?:✅|☑|✔)\ufe0f?\s*")
STRUCK = re.compile(r"(?:\*\*)?~~.+~~")
FINISHED = re.compile(
    r"\s*(?:[-–—]\s*(?:done|completed?)[\s*]*$|[(\[](?:done|completed?)[)\]])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that may open a unit; `last` is the last line that can belong to it.

    `id` is its number or letters as written, `label` its name as a reader would call it.
    `column` is how far it is indented. `cells` are those of a table's row, by their heads.
    """

    line: int
    last: int
    kind: Kind
    form: Form
    id: str
    label: str
    title: str
    done: bool
    column: int = 0
    contained: bool = False
    idle: bool = False
    cells: tuple[tuple[str, str], ...] = ()


def find(outline: Outline, hidden: frozenset[int]) -> Iterator[Mark]:
    """Every line that may open a unit, but for those that are hidden in fences and the like."""
    for section in outline.sections:
        if section.level:
            yield from headings(outline, section)
        place = Place(outline, section)
        start = section.start + (1 if section.level else 0)
        for number in range(start, section.own_end + 1):
            line = outline.lines[number - 1]
            if number not in hidden and (mark := opened(line, number, place)):
                yield mark


class Place:
    """Where a list stands: the section, and what its headings say of the lines below."""

    __slots__ = ("alone", "contained", "files", "idle", "last", "level")

    def __init__(self, outline: Outline, section: Section) -> None:
        titles = [section.title, *(one.title for one in outline.ancestors(section))]
        self.last = reach(outline, section)
        self.level = section.level
        self.files = any(FILES.fullmatch(title) for title in titles)
        # below "Files to update", "References" is a heading for files
        self.idle = not self.files and any(map(idle, titles))
        self.contained = any(contains(title) for title in titles)
        # a title and a numbered list is the shortest plan there is
        sole = section.level < 2 and sum(1 for one in outline.sections[:3] if one.level) < 2
        self.alone = sole and alone(section.title)


def reach(outline: Outline, section: Section) -> int:
    """The last line that belongs to the last item of a section's lists.

    Headings below that are labels, as `#### Approach`, are part of it; those below the
    title of the whole plan are not.
    """
    last = section.own_end
    for child in outline.children(section) if section.level > 1 else ():
        if not fields.known(child.title):
            break
        last = child.end
    return last


def headings(outline: Outline, section: Section) -> Iterator[Mark]:
    """The mark of a section's own heading, by its name or by where it stands."""
    above = outline.ancestors(section)
    titles = [one.title for one in above]
    contained = bool(above) and contains(titles[0])
    title, done = ticked(section.title)
    whole = section.level == 1 and section.end >= outline.sections[-1].end and above == ()
    named = None if whole and section.index <= 1 else name(plain(title))
    if named is None and contained and not about(title):
        number = NUMBERED.match(title)
        label = number["id"] if number else ""
        named = ("section", label, label, title[number.end() :] if number else title)
    if named:
        kind, id_, label, rest = named
        yield Mark(
            section.start, section.end, kind, "heading", id_, label, rest, done,
            contained=contained, idle=any(map(idle, titles)),
        )  # fmt: skip


def opened(line: str, number: int, place: Place) -> Mark | None:
    """The mark of a list item or of a bold line."""
    text = line.lstrip()[:LONGEST]
    if not text or text[0] not in "-*+>0123456789":
        return None
    bullet = BULLET.match(line[:LONGEST])
    text = line[bullet.end() : LONGEST] if bullet else text
    if not bullet and not text.startswith("**"):
        return None
    box = BOX.match(text)
    text, done = ticked(text[box.end() :] if box else text)
    if bullet and not (
        box
        or place.contained
        or place.files
        or (place.alone and bullet["number"])
        or text[:1] == "*"
        or text[:1].isupper()
    ):
        return None
    done = done or bool(box and box["mark"] in "xX")
    form: Form = "box" if box else "bold" if text.startswith("**") else "line"
    text = text.replace("**", "").replace("__", "").strip()
    named = name(text) or unnamed(text, bullet, bool(box), place)
    if named is None:
        return None
    kind, id_, label, rest = named
    column = len(bullet["indent"].expandtabs(4)) if bullet else 0
    return Mark(
        number, place.last, kind, form, id_, label, rest, done, column, place.contained, place.idle
    )


def unnamed(
    text: str, bullet: re.Match[str] | None, boxed: bool, place: Place
) -> tuple[Kind, str, str, str] | None:
    """What a list item is that calls itself nothing; it depends on where it stands."""
    if not bullet or not text:
        return None
    number = NUMBERED.match(text) if boxed else None
    if number:
        return "item", number["id"], number["id"], text[number.end() :]
    id_ = bullet["number"] or ""
    if boxed and (place.contained or not bullet["indent"]):
        return "box", id_, id_, text
    if boxed or bullet["indent"]:
        return None
    if place.files:
        return "file", id_, id_, text
    return ("point", id_, id_, text) if place.contained or (place.alone and id_) else None


def name(text: str) -> tuple[Kind, str, str, str] | None:
    """Kind, number, name and title of a text that calls itself a unit, a task, a step…"""
    found = NAMED.match(text)
    if not found:
        return None
    rest = text[found.end() :] if found["end"].strip() != "(" else text[found.end("end") - 1 :]
    rest = rest.strip(" *:.-–—")
    if found["word"]:
        kind = WORDS[found["word"].lower()]
        return (
            kind,
            found["id"],
            f"{found['word'][0].upper()}{found['word'][1:]} {found['id']}",
            rest,
        )
    kind = PREFIXES.get(found["prefix"].lower(), "task")
    return kind, found["code"], found["code"], rest


def ticked(text: str) -> tuple[str, bool]:
    """A title without the marks that say it is done, and whether they do."""
    box = BOX.match(text) if "[" in text else None
    done = bool(box and box["mark"] in "xX")
    text = text[box.end() :] if box else text
    if not text.isascii():
        bare = TICKED.sub("", text)
        done, text = done or bare != text, bare
    if "~~" in text:
        done = done or bool(STRUCK.match(text))
        text = text.replace("~~", "")
    told = "one" in text or "ONE" in text or "omplete" in text or "OMPLETE" in text
    if told and (finished := FINISHED.search(text)):
        return text[: finished.start()] + text[finished.end() :], True
    return text, done
