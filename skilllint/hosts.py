"""The hosts that load skills, and where each stops reading one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from skilllint import tokens
from skilllint.model import Cut, CutRule, Host, Listing, Lost, ReadLimit, Skill, Source

UNITS = {"bytes": ("utf-8", 1), "utf-16": ("utf-16-le", 2)}
"""How a limit's unit is counted: an encoding, and the bytes of one unit in it."""

DATA = Path(__file__).parent / "data" / "hosts.toml"


@cache
def table() -> Mapping[str, Host]:
    """All known hosts by name, from `data/hosts.toml`."""
    return {name: host(name, row) for name, row in rows().items() if isinstance(row, dict)}


@cache
def rows() -> dict[str, Any]:
    """The data file as it stands."""
    import tomllib

    return tomllib.loads(DATA.read_text("utf-8"))


def host(name: str, row: Mapping[str, Any]) -> Host:
    """One host from its row."""
    cuts = tuple(CutRule(**cut) for cut in row.get("cuts", ()))
    values = {
        key: allowed if isinstance(allowed, str) else tuple(allowed)
        for key, allowed in row.get("values", {}).items()
    }
    return Host(
        name=name,
        label=row["label"],
        cuts=cuts,
        keys=frozenset(row["keys"]),
        source=row["source"],
        closed=row.get("closed", False),
        values=values,
        listing=listed(**row["listing"]) if "listing" in row else None,
        reserved=tuple(row.get("reserved", ())),
        tool_lists=row.get("tool_lists", False),
        read=ReadLimit(**row["read"]) if "read" in row else None,
    )


def listed(keys: Sequence[str], unlisted: Sequence[str], **rest: Any) -> Listing:
    """What a host shows of all skills, from its table."""
    return Listing(keys=tuple(keys), unlisted=tuple(unlisted), **rest)


def cuts(skill: Skill) -> tuple[Cut, ...]:
    """Where every host would cut this skill, and what lies behind each cut."""
    return tuple(
        cut(one.name, rule, size, skill)
        for one in table().values()
        for rule in one.cuts
        if (size := measure(skill.source, rule)) > rule.limit
    )


def measure(source: Source, rule: CutRule) -> int:
    """The size of what a limit counts, in its unit."""
    return source.size if rule.unit == "bytes" else source.units


def cut(host_name: str, rule: CutRule, size: int, skill: Skill) -> Cut:
    """The line, the heading and the loss of one cut."""
    source = skill.source
    if rule.scope == "body":
        offset = source.body_offset + prefix(source.body, rule)
    else:
        offset = prefix(source.bom + source.text, rule) - len(source.bom)
    line = source.text.count("\n", 0, offset) + 1
    section = skill.outline.at(line)
    lost = tuple(losses(skill, offset, line))
    head = tokens.count(source.text[offset : source.body_offset]) if section is None else 0
    return Cut(
        host=host_name,
        rule=rule,
        size=size,
        line=line,
        heading_path=section.path if section else (),
        lost_tokens=head + sum(part.tokens for part in lost),
        lost=lost,
    )


def prefix(text: str, rule: CutRule) -> int:
    """How many whole characters of a text fit into the limit."""
    encoding, width = UNITS[rule.unit]
    kept = text.encode(encoding, "replace")[: rule.limit * width]
    return len(kept.decode(encoding, "ignore"))


def losses(skill: Skill, offset: int, line: int) -> Iterator[Lost]:
    """The sections behind a cut: the rest of the one it falls into, then whole subtrees."""
    text, covered = skill.source.text, 0
    at_start = text[offset - 1 : offset] in ("", "\n")
    for section in skill.outline.sections:
        if section.start <= covered or section.end < line:
            continue
        if section.start >= line + (not at_start):
            covered = section.end
            yield Lost(section.start, section.title, skill.weight(section).subtree)
        elif line <= section.own_end:
            ends = sum(len(before) + 1 for before in skill.outline.lines[: section.own_end])
            yield Lost(line, section.title, tokens.count(text[offset:ends]))
