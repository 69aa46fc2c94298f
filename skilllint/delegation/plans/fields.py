"""What a unit says about itself under labels: its files, dependencies, tests, verification."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from skilllint.delegation.plans import paths

Field = Literal[
    "goal", "files", "changes", "reads", "dependencies", "tests", "verification", "approach",
    "status",
]  # fmt: skip

LABELS: tuple[tuple[Field, str], ...] = (
    ("files", r"(?:\w+ )?files?(?: (?:to|changed|affected|touched|modified|involved)\b.*)?"),
    ("files", r"(?:target|file|affected|output) ?(?:files?|paths?|locations?)|paths?|locations?"),
    ("changes", r"(?:optionally |possibly )?(?:create|modify|update|add|edit|delete|remove|rename"
                r"|move|change|write|test|new|created|modified|deleted|extend)"),
    ("reads", r"(?:read|reference|see|pattern|mirror)s?(?: only)?"),
    ("dependencies", r"dependenc(?:y|ies)|depend(?:s|ed|ing)?(?: on| upon)?|blocked by|deps"
                     r"|prerequisites?|prereqs?|after|needs|requires units?|consumes"),
    ("tests", r"tests?|test (?:scenarios?|cases?|plan|expectations?|coverage|strategy|approach)"
              r"|testing|(?:unit|integration) tests?|scenarios|tests required"),
    ("verification", r"verif\w*(?: \w+)?|validat\w*(?: \w+)?|acceptance(?: criteria)?|done when"
                     r"|definition of done|success criteri(?:a|on)|how to (?:verify|test|check)"
                     r"|expected(?: \w+)?|run|exit criteria|check(?:point|s)?|independent test"
                     r"|completion criteria"),
    ("goal", r"goals?|objectives?|outcome|purpose|description|what|summary|why|deliverables?"
             r"|produces"),
    ("approach", r"approach|implementation(?: \w+)?|steps|details?|technical \w+|how|tasks?"
                 r"|changes(?: required)?|actions?|execution note|design|work|what to do"),
    ("status", r"status|state"),
)  # fmt: skip
KNOWN = [(field, re.compile(pattern, re.IGNORECASE)) for field, pattern in LABELS]
STATED = frozenset({"goal", "files", "dependencies", "tests", "verification", "approach"})
"""Labels that show a line to be a unit and no mention of one."""

LABEL = re.compile(
    r"(?P<indent>\s*)(?P<bullet>(?:[-*+]|\d+[.)])\s+)?(?:\\?\[[ xX]\\?\]\s*)?"
    r"(?:(?P<bold>\*\*|__)(?P<name>[^*_:`]{2,60}?)\s*(?P<in>:)?\s*(?P=bold)\s*(?:\([^)]*\)\s*)?(?P<out>:)?"
    r"|[*_]?(?P<plain>[A-Za-z][A-Za-z /-]{1,40})(?: ?\([^)]{0,40}\))?:[*_]?(?=\s|\*|$))"
    r"(?P<rest>.*)"
)
ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s|\s{2,}\S")
SUB = re.compile(
    r"\s*(?:[-*+]|\d+[.)])\s+\**(?!(?:\w+ )?files?\b|paths?\b|locations?\b)", re.IGNORECASE
)
"""A point below a label for files, as `- Create: x`."""
SHORT = 100
"""Characters of a line in which a label that is not bold ends."""

HEAD = re.compile(r" {0,3}#{2,6}\s+(?P<name>[^`]{2,60}?)\s*:?\s*#*$")


@lru_cache(1024)
def known(name: str) -> Field | None:
    """The field that a label stands for."""
    name = " ".join(name.replace("*", "").split()).strip(" :")
    return next((field for field, pattern in KNOWN if pattern.fullmatch(name)), None)


def read(lines: Iterable[str]) -> dict[Field, tuple[str, ...]]:
    """The fields of a unit's lines; a label may come again, and adds to what is there."""
    found: dict[Field, list[str]] = {}
    field: Field | None = None
    column: int | None = None
    gap = inline = False
    for line in lines:
        if not line.strip():
            gap = True
            continue
        label = labelled(line, column)
        if label is not None:
            field, rest, column = label
            inline = field == "files" and not SUB.match(line) and bool(paths.find(rest))
        elif field == "files" and gap and (inline or not ITEM.match(line)):
            field = None  # what follows the files is prose on them
        else:
            rest = line
        gap = False
        if field:
            found.setdefault(field, []).append(rest)
    return {name: tuple(text for text in one if text.strip()) for name, one in found.items()}


def labelled(line: str, column: int | None) -> tuple[Field | None, str, int | None] | None:
    """The field that a line begins, its first text and where its label stands in a list.

    `column` is that of the label before. An unknown label ends a field, unless it stands in
    a list below the label, where it is a point of the field.
    """
    start = line.lstrip()
    if start[:1] == "#":
        head = HEAD.match(line)
        return (known(head["name"]), "", None) if head else None
    # neither a bold label nor a plain one before its first letters end
    if "**" not in start and "__" not in start and ":" not in start[:SHORT]:
        return None
    label = LABEL.match(line)
    if not label or not (label["plain"] or label["in"] or label["out"] or bare(label["rest"])):
        return None
    field = known(label["name"] or label["plain"])
    here = len(label["indent"].expandtabs(4)) if label["bullet"] else None
    if field in ("changes", "reads"):
        named: Field = "files" if field == "changes" else "reads"
        return (named, label["rest"], column) if paths.find(label["rest"]) else None
    below = here is not None and (column is None or here > column)
    return None if field is None and (label["plain"] or below) else (field, label["rest"], here)


def bare(rest: str) -> bool:
    """Whether nothing follows a bold label, so that it needs no colon."""
    return not rest.strip()


def from_cells(cells: Iterable[tuple[str, str]]) -> dict[Field, tuple[str, ...]]:
    """The fields that a table's row holds, by the heads of its columns."""
    return {field: (cell,) for head, cell in cells if (field := known(head))}
