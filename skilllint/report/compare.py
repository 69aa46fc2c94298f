"""What differs between two states, for a terminal: a table of all skills, then each skill's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from skilllint.model import Comparison, Delta, ListingBudget, SectionChange, SkillChange
from skilllint.report.changes import (
    both,
    budget,
    figures,
    findings,
    kept,
    outcome,
    remarks,
    shown,
    signed,
    states,
    tally,
    title,
    told,
)
from skilllint.report.grid import grid
from skilllint.report.table import INDENT
from skilllint.report.wording import clean, plural

INSET = (0, 0, 0, INDENT)

NUMBERS = ("body", "listing", "references")


def render(found: Comparison, console: Console, *, advice: bool, limit: int | None) -> str:
    """What is compared, the table, each skill, and what the costs rest on."""
    with console.capture() as captured:
        console.print(Text(states(found), "dim"))
        if found.skills:
            console.print(overview(found, console.width, advice))
        for change in found.skills:
            for line in skill(change, console.width, advice):
                console.print(line, crop=False)
        if found.listings:
            console.print()
        for one in found.listings:
            console.print(Text(listing(one), "red" if one.size.after > one.budget else ""))
        if limit is not None:
            console.print(Text(f"\n{budget(found, limit)}"))
        for remark in remarks(found, advice):
            console.print(Text(f"\n{remark}", "dim"))
    # cells are padded to their column; nobody wants the blanks in a file
    return "".join(f"{line.rstrip()}\n" for line in captured.get().split("\n")[:-1])


def overview(found: Comparison, width: int, advice: bool) -> Text:
    """One row a skill, one for their sum; what differs in none of the skills needs no column."""
    shown = [name for name in NUMBERS if any(getattr(x.tokens, name).growth for x in found.skills)]
    names = list(dict.fromkeys(("body", *shown)))
    rows = [tuple(cells(change, names, advice)) for change in found.skills]
    if len(rows) > 1:
        numbers = [Text(both(getattr(found.tokens, name)), "bold") for name in names]
        rows.append((Text(plural(len(found.skills), "skill"), "bold"), *numbers, Text("")))
    return Text("\n") + grid(("skill", *names, "findings"), rows, width)


def cells(change: SkillChange, names: Sequence[str], advice: bool) -> Iterator[Text]:
    """The cells of one skill: its name, some of its numbers, and its findings."""
    yield Text(clean(change.name, 60))
    for name in names:
        one: Delta = getattr(change.tokens, name)
        yield Text(both(one), tint(one))
    yield Text(tally(change, advice))


def tint(one: Delta) -> str:
    """The colour of a number that changed."""
    return "" if not one.growth else "red" if one.growth > 0 else "green"


def skill(change: SkillChange, width: int, advice: bool) -> Iterator[Text | Padding]:
    """One skill: what it costs, its sections and its findings."""
    yield Text(f"\n{clean(change.name)}", "bold") + Text(f"  {clean(change.path)}", "dim")
    if change.status != "changed":
        yield inset(outcome(change))
    for line in figures(change):
        yield inset(line)
    rows = [tuple(section(row)) for row in shown(change)]
    if rows:
        yield Padding(grid(("section", "tokens", "change", ""), rows, width - INDENT), INSET)
    if kept(change):
        yield inset(f"{plural(kept(change), 'section')} unchanged", "dim")
    for word, line in findings(change, advice):
        yield inset(f"{word}: {line}", "green" if word == "fixed" else "red")


def section(row: SectionChange) -> Iterator[Text]:
    """The cells of one section."""
    yield Text("  " * max(0, len(row.heading_path) - 1) + title(row))
    yield Text(both(row.tokens, alone=True))
    yield Text(signed(row.tokens.growth), tint(row.tokens))
    yield Text(told(row), "dim")


def listing(one: ListingBudget) -> str:
    """What a host lists of skills together, and how much it has room for."""
    listed = f"{clean(one.host)} lists {plural(one.skills, 'skill')} below {clean(one.scope)}"
    room = f"{both(one.size)} of {one.budget:,} characters {clean(one.when)}"
    return f"{listed}: {room}"


def inset(text: str, style: str = "") -> Padding:
    """A line below a skill's name, indented also where it wraps."""
    return Padding(Text(text, style), INSET, expand=False)
