"""The audit for a terminal: a table of all skills, then each skill's sections and candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from skilllint.model import Audited, Candidate, Cut, Report, Section, Skill
from skilllint.report.wording import (
    breadcrumb,
    break_even,
    clean,
    percent,
    plural,
    rounded,
    spread,
    whole,
)

SMALL = 0.02
"""Sections below this share of the body are folded into one line, unless one skill was named."""

EVIDENCE = 4
"""Reasons shown for a candidate; JSON has all of them."""

BAR = 12


def render(report: Report, console: Console, *, details: int) -> None:
    """Print the table, the details of the first `details` skills, and what the costs rest on."""
    if not report.skills:
        return
    if len(report.skills) > 1:
        console.print(overview(report.skills))
    for audited in report.skills[:details]:
        console.print(Group(*skill(audited, fold=len(report.skills) > 1)))
    left = len(report.skills) - details
    if left > 0:
        console.print(
            Text(f"\n{plural(left, 'more skill')} without details: name one, or --top N", "dim")
        )
    console.print(Text(f"\n{notes(report.skills[0])}", "dim"))


# --- all skills -------------------------------------------------------------


def overview(skills: tuple[Audited, ...]) -> Table:
    """One row a skill, one for their sum."""
    table = Table(box=None, pad_edge=False, show_footer=len(skills) > 1, footer_style="bold")
    tiers = [audited.skill.tokens for audited in skills]
    columns = (
        ("listing", whole(sum(t.listing for t in tiers))),
        ("body", whole(sum(t.body for t in tiers))),
        ("references", whole(sum(t.references for t in tiers))),
        ("re-sent", ""),
        ("could leave", whole(sum(leaving(a.skill) for a in skills))),
        ("findings", str(sum(len(shown(a)) for a in skills))),
    )
    table.add_column(
        "skill", footer=plural(len(skills), "skill"), overflow="ellipsis", no_wrap=True
    )
    table.add_column(
        "lines", justify="right", footer=whole(sum(len(a.skill.source.lines) for a in skills))
    )
    for name, footer in columns:
        table.add_column(name, justify="right", footer=footer)
    for audited in skills:
        table.add_row(*row(audited))
    return table


def row(audited: Audited) -> Iterator[str | Text]:
    """The cells of one skill."""
    one = audited.skill
    yield Text(clean(one.name if one.folder else one.path, 60))
    yield whole(len(one.source.lines))
    yield whole(one.tokens.listing)
    yield whole(one.tokens.body)
    yield whole(one.tokens.references) if one.tokens.references else "-"
    yield rounded(audited.cost.resent.p50)
    yield whole(leaving(one)) if leaving(one) else "-"
    yield str(len(shown(audited))) if shown(audited) else "-"


def leaving(one: Skill) -> int:
    """Tokens of the likely candidates."""
    return sum(c.tokens for c in one.candidates if c.band == "likely" and c.kind != "late")


def shown(audited: Audited) -> list[str]:
    """The codes of the findings that are not mere advice."""
    return [f.code for f in audited.findings if f.confidence != "advice"]


# --- one skill --------------------------------------------------------------


def skill(audited: Audited, *, fold: bool) -> Iterator[RenderableType]:
    """A skill's heading, costs, sections, candidates and cuts."""
    one, cost = audited.skill, audited.cost
    yield Text(f"\n{clean(one.name)}", "bold") + Text(f"  {clean(one.path)}", "dim")
    tiers = one.tokens
    parts = [f"body {whole(tiers.body)} tokens", f"listing {whole(tiers.listing)}"]
    parts += [f"references {whole(tiers.references)}"] if tiers.references else []
    parts += [f"scripts {whole(tiers.scripts)}"] if tiers.scripts else []
    yield Text("  " + " · ".join(parts))
    dollars = cost.usd_per_1000_sessions
    price = f" · ${spread(dollars)} per 1,000 sessions on {cost.model}" if dollars else ""
    yield Text(
        f"  a session re-sends {spread(cost.resent)} tokens · "
        f"{spread(cost.ite)} ITE after caching{price}"
    )
    yield Padding(tree(one, fold), (0, 0, 0, 2))
    for found in one.candidates:
        yield Padding(Group(*candidate(one, found)), (0, 0, 0, 2))
    for lost in one.cuts:
        yield Padding(cut(lost), (0, 0, 0, 2))


def tree(one: Skill, fold: bool) -> Table:
    """The sections with their lines, tokens, share and a bar."""
    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim", expand=False)
    table.add_column("section", overflow="ellipsis", no_wrap=True, ratio=1, min_width=24)
    for name in ("lines", "tokens", "share"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", width=BAR, no_wrap=True)
    marked = {index: found for found in one.candidates for index in found.sections}
    for part, folded in visible(one, one.outline.top, fold):
        table.add_row(*section(one, part, marked) if part else smaller(folded, one))
    return table


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
    style = "" if found is None else ("yellow" if found.band == "likely" else "cyan")
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


# --- candidates and cuts ----------------------------------------------------


def candidate(one: Skill, found: Candidate) -> Iterator[RenderableType]:
    """A block that could leave the body: where, why, and what that is worth."""
    style = "yellow" if found.band == "likely" else "cyan"
    yield Text(f"\n{found.band} {kind(found)}: ", style) + Text(
        f"{breadcrumb(found.heading_path)}", "bold"
    )
    yield Text(
        f"  lines {found.start}–{found.end}, {whole(found.tokens)} tokens, "
        f"{percent(found.share)} of the body"
    )
    for reason in found.evidence[:EVIDENCE]:
        yield Text(f"  {reason.weight:+.1f} line {reason.line}: {clean(reason.text, 90)}", "dim")
    if found.saving:
        saving = found.saving
        yield Text(
            f"  without it a session saves {rounded(saving.tokens)} tokens of context, "
            f"{spread(saving.resent)} re-sent, {spread(saving.ite)} ITE"
        )
        yield Text(
            f"  pays if fewer than {break_even(saving.break_even)} of sessions need it; "
            f"one that does pays {rounded(max(0.0, -saving.taken_ite.p50))} ITE more"
        )
    for line in found.keep[:3]:
        yield Text(f"  keep line {line.line}: {clean(line.reason, 90)}")


def kind(found: Candidate) -> str:
    """What sort of block it is, in plain words."""
    return {
        "conditional": "block that only some runs need",
        "reference": "look-up material",
        "late": "block needed late",
    }[found.kind]


def cut(found: Cut) -> Text:
    """Where a host stops reading, and what is lost."""
    unit = "bytes" if found.rule.unit == "bytes" else "characters"
    lost = ", ".join(clean(part.title, 40) or "text" for part in found.lost[:3])
    more = f" and {len(found.lost) - 3} more" if len(found.lost) > 3 else ""
    return Text(
        f"\n{found.host} reads {whole(found.rule.limit)} of {whole(found.size)} {unit} "
        f"{found.rule.when}: cut at line {found.line}, "
        f"{rounded(found.lost_tokens)} tokens lost ({lost}{more})",
        "red",
    )


def notes(first: Audited) -> str:
    """What the figures mean, in one place."""
    calls = first.cost.calls
    spread_ = (
        f"{calls.p50:.0f} calls"
        if calls.p25 == calls.p75
        else f"{calls.p50:.0f} calls ({calls.p25:.0f}–{calls.p75:.0f})"
    )
    return (
        f"tokens: o200k_base, exact · a session: {spread_} after the load · "
        f"ITE: price of one uncached input token · {first.cost.source}"
    )
