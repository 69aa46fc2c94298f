"""What a block is made of: code, tables, orders, catalogue entries, symptoms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from skilllint.model import Block, Outline, Section
from skilllint.situational.lexicon import Lexicon
from skilllint.situational.titles import Title
from skilllint.situational.wide import holds

FIRST = re.compile(
    r"[\s>*`_\"'\[\]xX☐✅❌-]*(?:\d+[.)、．]\s*)?[*`_\"'\[]*+([^\W\d_]+(?:'[a-z]+)?)"
)
OPENING = 200
"""Characters of a line in which its first word begins. A line of nothing but marks is read
once for each of them, so it must not be read whole."""

ORDERED = re.compile(r"\s*\d+[.)、．]")
LABEL = re.compile(r"\b([^\W\d]+)\d*\W{0,3}[:：]")
FAULT = re.compile(
    r"\w*error\b|\"|.*\bnot (?:found|working|set|detected|available)|.*\bfail|missing|q\d",
    re.I,
)
IFS = frozenset(["if", "when", "unless", "otherwise"])
DATA = frozenset("json jsonc yaml yml toml xml graphql sql http proto ini env".split())  # noqa: SIM905
TEXT = frozenset(["markdown", "md", "text", "txt", ""])
SHELL = frozenset("bash sh shell console zsh powershell".split())  # noqa: SIM905


class Tally(NamedTuple):
    """Counts over a section and all below it."""

    lines: int = 0
    code: int = 0
    table: int = 0
    parts: int = 0
    orders: int = 0
    ordered: int = 0
    ifs: int = 0
    labels: int = 0
    faults: int = 0
    entries: int = 0
    steps: int = 0
    source: int = 0
    data: int = 0
    texts: int = 0


def tally(outline: Outline, titles: Sequence[Title], lexicon: Lexicon) -> tuple[Tally, ...]:
    """The tally of every section; sums over subtrees come from one running total."""
    own = [count(outline, section, titles[section.index], lexicon) for section in outline.sections]
    totals = [list(accumulate(column, initial=0)) for column in zip(*own, strict=True)]
    return tuple(
        Tally(*(total[last(outline, s)] - total[s.index] for total in totals))
        for s in outline.sections
    )


def last(outline: Outline, section: Section) -> int:
    """One behind the place of the last section below this one."""
    while section.children:
        section = outline.sections[section.children[-1]]
    return section.index + 1


def count(outline: Outline, section: Section, title: Title, lexicon: Lexicon) -> tuple[int, ...]:
    """What a section adds to its own tally and to those of the sections above it."""
    sums = dict.fromkeys(Tally._fields, 0)
    sums["lines"] = section.own_end - section.start + 1
    sums["faults"] = int(fault(section.title, lexicon))
    sums["steps"] = int(title.step)
    sums["entries"] = int(bool(title.words) and entry(title, lexicon))
    for block in section.blocks:
        if block.kind in ("fence", "code"):
            sums["code"] += block.end - block.start + 1
            sums[language(block)] += 1
        elif block.kind == "table":
            sums["table"] += block.end - block.start + 1
        elif block.kind in ("item", "paragraph"):
            part(outline.lines[block.start - 1], sums, lexicon)
    return tuple(sums.values())


def language(block: Block) -> str:
    """Whether a fence holds data, text, shell lines (counted as text) or source code."""
    name = block.info.split(" ")[0].lower()
    if name in DATA:
        return "data"
    return "texts" if name in TEXT or name in SHELL else "source"


def part(line: str, sums: dict[str, int], lexicon: Lexicon) -> None:
    """Count one paragraph or list item by its first line."""
    sums["parts"] += 1
    sums["ordered"] += ORDERED.match(line) is not None
    first = FIRST.match(line[:OPENING])
    word = first[1].lower() if first else ""
    if holds(word):
        opening = lexicon.pattern("opening").match(word)
        word = opening[0] if opening else word
    nouns = lexicon.nouns
    sums["orders"] += word in nouns["order"] or (not line.isascii() and ends_as_order(line, nouns))
    sums["ifs"] += word in IFS or word in nouns["branch"]
    sums["labels"] += word in nouns["symptom"] or labelled(line[:120], nouns)


def labelled(line: str, nouns: Mapping[str, frozenset[str]]) -> bool:
    """Whether a line says "Cause:" or the like."""
    if ":" not in line and (line.isascii() or "：" not in line):
        return False
    return any(m[1].lower() in nouns["symptom"] for m in LABEL.finditer(line))


def ends_as_order(line: str, nouns: Mapping[str, frozenset[str]]) -> bool:
    """Whether a sentence of a language with its verb at the end gives an order."""
    return line.rstrip(" .。！!*").endswith(tuple(nouns["order_end"]))


def fault(title: str, lexicon: Lexicon) -> bool:
    """Whether a heading names a fault."""
    return FAULT.match(title) is not None or lexicon.holds("fault", title)


def entry(title: Title, lexicon: Lexicon) -> bool:
    """Whether a heading opens an entry of a catalogue: "Pattern 3", "Example: X"."""
    nouns = lexicon.nouns["entry"]
    return bool(title.core) and title.core[0] in nouns
