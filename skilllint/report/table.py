"""The audit for a terminal: a table of all skills, then each skill's sections and candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from skilllint.model import Audited, Candidate, Cost, Keep, Moved, Report, Section, Skill
from skilllint.report import measured, plugins, sentences
from skilllint.report.grid import GAP, grid
from skilllint.report.wording import clean, percent, plural, rounded, whole

if TYPE_CHECKING:
    from skilllint.model.joining import Measured

SMALL = 0.02
"""Sections below this share of the body are folded into one line, unless one skill was named."""

EVIDENCE = 4
"""Reasons shown for a candidate; JSON has all of them."""

KEPT = 3
"""Lines to keep, and to leave, that are shown; JSON has all of them."""

BAR = 12
"""Cells of a bar for the whole body."""

INDENT = 2
"""Cells before what belongs to one skill."""

INSET = (0, 0, 0, INDENT)


def render(report: Report, console: Console, *, details: int) -> str:
    """The table, the details of the first `details` skills, and what the costs rest on."""
    if not report.skills:
        return ""
    with console.capture() as captured:
        if len(report.skills) > 1:
            console.print(overview(report.skills, console.width))
            if table := by_plugin(report.skills, console.width):
                console.print(Group("", table))
        shown = sentences.detailed(report, details)
        for audited in shown:
            for part in skill(audited, console.width, fold=len(report.skills) > 1):
                console.print(part, crop=False)
        left = len(report.skills) - len(shown)
        if left > 0:
            more = f"\n{plural(left, 'more skill')} without details: name one, or --top N"
            console.print(Text(more, "dim"))
        console.print(Text(f"\n{sentences.notes(report.skills)}", "dim"))
        console.print(Text("costs assume: " + " ".join(report.assumptions), "dim"))
        for sentence in measured.closing(report):
            console.print(Text(sentence, "dim"))
    # cells are padded to their column; nobody wants the blanks in a file
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


# --- all skills -------------------------------------------------------------


def overview(skills: tuple[Audited, ...], width: int) -> Text:
    """One row a skill, one for their sum."""
    tiers = [audited.skill.tokens for audited in skills]
    total = (
        plural(len(skills), "skill"),
        whole(sum(len(audited.skill.source.lines) for audited in skills)),
        whole(sum(tier.listing for tier in tiers)),
        whole(sum(tier.body for tier in tiers)),
        rounded(sum(tier.references for tier in tiers)),
        "",
        whole(sum(map(plugins.leaving, skills))),
        str(sum(len(audited.issues) for audited in skills)),
    )
    heads = ("skill", "lines", "listing", "body", "refs", "re-sent", "movable", "issues")
    rows = [
        *(tuple(row(audited)) for audited in skills),
        tuple(Text(cell, "bold") for cell in total),
    ]
    return grid(heads, rows, width)


def row(audited: Audited) -> Iterator[Text]:
    """The cells of one skill."""
    one = audited.skill
    yield Text(clean(one.path if one.standalone else one.name, 60))
    yield Text(whole(len(one.source.lines)))
    yield Text(whole(one.tokens.listing))
    yield Text(whole(one.tokens.body))
    yield Text(rounded(one.tokens.references) if one.tokens.references else "-")
    yield Text(rounded(audited.cost.resent.p50))
    movable = plugins.leaving(audited)
    yield Text(whole(movable) if movable else "-")
    yield Text(str(len(audited.issues) or "-"))


def by_plugin(skills: Sequence[Audited], width: int) -> Text | None:
    """One row a plugin, where there are several."""
    found = plugins.of(skills)
    if len(found) < 2:
        return None
    rows = [
        (
            Text(clean(plugin.name, 60) if plugin.name else "(no plugin)"),
            Text(whole(plugin.skills)),
            Text(whole(plugin.listing)),
            Text(whole(plugin.body)),
            Text(rounded(plugin.references) if plugin.references else "-"),
            Text(whole(plugin.movable) if plugin.movable else "-"),
            Text(str(plugin.issues or "-")),
        )
        for plugin in found
    ]
    return grid(plugins.HEADS, rows, width)


# --- one skill --------------------------------------------------------------


def skill(audited: Audited, width: int, *, fold: bool) -> Iterator[RenderableType]:
    """A skill's heading, costs, sections, candidates, cuts and findings."""
    one = audited.skill
    yield Group("", named(one, width))
    yield from map(inset, weights(audited))
    if audited.measured:
        yield from counted(audited.measured, width)
    for moved in audited.moved:
        yield Padding(Group(*without(moved)), INSET, expand=False)
    if audited.moved:
        yield Text("")
    if one.outline.sections:
        yield Padding(tree(one, fold, width), INSET, expand=False)
    for found in sentences.ranked(one.candidates):
        yield Padding(Group(*candidate(found, audited.cost)), INSET, expand=False)
    if too_many := sentences.hollow(one.candidates):
        yield Padding(Text(f"\n{too_many}"), INSET, expand=False)
    for lost in one.cuts:
        yield Padding(Text(f"\n{sentences.cut(lost)}", "red"), INSET, expand=False)
    for number, finding in enumerate(sentences.elsewhere(audited)):
        line = Text(f"{finding.code} line {finding.start}: {clean(finding.message)}", "red")
        yield Padding(Text("\n" * (number == 0)) + line, INSET, expand=False)


def named(one: Skill, width: int) -> RenderableType:
    """A skill's name and path, on one line or two."""
    name, path = Text(clean(one.name), "bold"), Text(clean(one.path), "dim")
    if name.cell_len + GAP + path.cell_len <= width:
        return name + Text("  ") + path
    # whole, however narrow the terminal: a path is there to be copied
    path.no_wrap, path.overflow = True, "ignore"
    return Group(name, path)


def weights(audited: Audited) -> Iterator[str]:
    """The lines below a skill's name: its tiers, and what they cost a session."""
    tiers = audited.skill.tokens
    was = "" if audited.before is None else f", with all blocks {whole(audited.before)}"
    parts = [f"{sentences.body(audited)}{was}", f"listing {whole(tiers.listing)}"]
    parts += [f"references {whole(tiers.references)}"] if tiers.references else []
    parts += [f"scripts {whole(tiers.scripts)}"] if tiers.scripts else []
    yield " · ".join(parts)
    yield sentences.session(audited.cost)


def counted(found: Measured, width: int) -> Iterator[RenderableType]:
    """What the user's sessions say of a skill, and of its references."""
    yield from map(inset, measured.brief(found))
    heads, *rows = [*measured.table(found)] or [()]
    if rows:
        cells = [tuple(map(Text, row)) for row in rows]
        yield Padding(grid(heads, cells, width - INDENT), INSET, expand=False)


def without(moved: Moved) -> Iterator[RenderableType]:
    """A block that the skill is shown without, and what that saves."""
    yield Text("\nwithout: ", "green") + Text(sentences.title(moved), "bold")
    yield inset(sentences.gone(moved))
    yield inset(f"in its place: {clean(moved.pointer)}")
    for sentence in (*sentences.priced(moved.saving), *sentences.decided(moved)):
        yield inset(sentence)
    yield from kept(moved.keep)


def tree(one: Skill, fold: bool, width: int) -> Text:
    """The sections with their lines, tokens, share and a bar."""
    marked = {index: found for found in one.candidates for index in found.sections}
    rows = [
        tuple(section(one, part, marked) if part else smaller(folded, one))
        for part, folded in visible(one, one.outline.top, fold)
    ]
    return grid(("section", "lines", "tokens", "share", ""), rows, width - INDENT)


def visible(
    one: Skill, parts: Iterable[Section], fold: bool
) -> Iterator[tuple[Section | None, list[Section]]]:
    """The sections to show; small neighbours are gathered behind them."""
    small = []
    for part in parts:
        if fold and one.weight(part).subtree < SMALL * one.tokens.body:
            small.append(part)
            continue
        yield part, []
        yield from visible(one, one.outline.children(part), fold)
    if small:
        yield None, small


def section(one: Skill, part: Section, marked: dict[int, Candidate]) -> Iterator[Text]:
    """The cells of one section; a candidate's are coloured."""
    weight = one.weight(part).subtree
    share = weight / one.tokens.body if one.tokens.body else 0
    found = marked.get(part.index)
    style = tint(found) if found else ""
    depth = len(part.path) - 1
    title = clean(part.title) or "(before the first heading)"
    yield Text("  " * depth + title, style)
    yield Text(f"{part.start}–{part.end}", "dim")
    yield Text(whole(weight), style)
    yield Text(percent(share), style)
    yield Text(bar(share), style or "blue")


def smaller(folded: list[Section], one: Skill) -> Iterator[Text]:
    """One row for the sections that are too small to show."""
    weight = sum(one.weight(part).subtree for part in folded)
    depth = len(folded[0].path) - 1
    yield Text("  " * depth + f"… {plural(len(folded), 'smaller section')}", "dim")
    yield Text("")
    yield Text(whole(weight), "dim")
    yield Text(percent(weight / one.tokens.body), "dim")
    yield Text("")


def bar(share: float) -> str:
    """A share as a bar of eighths, `BAR` cells for the whole body."""
    eighths = round(share * BAR * 8)
    full, rest = divmod(eighths, 8)
    return "█" * full + ("▏▎▍▌▋▊▉"[rest - 1] if rest else "")


# --- candidates ---------------------------------------------------------------


def candidate(found: Candidate, cost: Cost) -> Iterator[RenderableType]:
    """A block that could leave the body: where, why, and what that is worth."""
    style = tint(found)
    what = f"\n{sentences.label(found)}: "
    yield Text(what, style) + Text(sentences.title(found), "bold")
    yield inset(sentences.place(found))
    reasons = sentences.reasons(found)
    for reason in reasons[:EVIDENCE]:
        short = reason.signal != sentences.GIVEN  # what somebody says of it is shown in full
        why = Text(sentences.reason(reason), "dim", no_wrap=short, overflow="ellipsis")
        yield Padding(why, INSET, expand=False)
    for sentence in (*sentences.score(found, EVIDENCE), *sentences.worth(found, cost)):
        yield inset(sentence)
    yield from leave(sentences.pointers(found))
    yield from kept(found.keep)


def kept(lines: Sequence[Keep]) -> Iterator[Padding]:
    """The first lines of a block that must stay, each with its reason."""
    for line in lines[:KEPT]:
        yield inset(f"keep line {line.line}: {clean(line.reason, 90)}")
    if len(lines) > KEPT:
        yield inset(f"and {len(lines) - KEPT} more lines to keep")


def leave(pointers: Sequence[str]) -> Iterator[Padding]:
    """The lines that stay where a block was; of a run of alternatives the first ones."""
    for pointer in pointers[:KEPT]:
        yield inset(f"leave: {clean(pointer)}")
    if len(pointers) > KEPT:
        yield inset(f"and lines for {plural(len(pointers) - KEPT, 'more file')}")


def tint(found: Candidate) -> str:
    """The colour of a candidate by what is to be done with it."""
    if found.verdict == "keep":
        return "green"
    return "yellow" if found.band == "likely" else "cyan"


def inset(text: str) -> Padding:
    """A line below a candidate's title, indented also where it wraps."""
    return Padding(Text(text), INSET, expand=False)
