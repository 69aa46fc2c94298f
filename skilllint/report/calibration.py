"""A calibration for people: what was counted on each host, skill by skill, and what it is good for.

Names come out of strangers' sessions; each passes through `clean` or `code`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.console import Console

from skilllint.model import Probability, Scale, nearest
from skilllint.model.measuring import (
    ENOUGH_LOADS,
    ENOUGH_LOGS,
    Calibration,
    HostUse,
    Misses,
    Pool,
    Share,
    SkillUse,
    Spread,
)
from skilllint.report.pieces import WIDE, Piece, Row, Table, marked, painted
from skilllint.report.wording import clean, percent, plural, rounded, spread, whole

MOST = 20
"""Rows of a table; calibration.json has all."""

FEW = 5
"""Skills that are named whose loads were left out."""

FILES = 12
"""Rows of the table of files."""

Chance = Callable[[int, int], Probability]
"""The probability behind so many of so many, with its interval."""

Scales = Callable[[str], Scale | None]
"""What is known of a model's tokens where they were not measured."""


def render(found: Calibration, chance: Chance, known: Scales, console: Console) -> str:
    """The tables for a terminal."""
    with console.capture() as captured:
        for use in found.hosts.values():
            for piece in pieces(use, chance, known):
                console.print(painted(piece, console.width), crop=False)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().split("\n")[:-1])


def render_markdown(found: Calibration, chance: Chance, known: Scales) -> str:
    """The same as Markdown."""
    lines: list[str] = []
    for use in found.hosts.values():
        for piece in pieces(use, chance, known):
            lines += marked(piece)
    return "\n".join(lines).lstrip("\n") + "\n"


# --- one host ---------------------------------------------------------------


def pieces(use: HostUse, chance: Chance, known: Scales) -> Iterator[Piece]:
    """What is said of a host, from the top down."""
    yield head(use)
    yield ""
    if use.skills or use.left_out:
        yield skills(use)
        cut = "" if whole_sessions(use) else ", to a compaction or the end"
        yield f"loads in so many logs; calls after a load: median (quartiles){cut}"
        if use.left_out:
            yield "left out: loads whose log edits the skill"
        yield sources(use)
    else:
        yield "no skill was loaded: an audit takes the public defaults"
    yield ""
    table = files(use, chance)
    if table.rows:
        yield table
        yield from reads(use.pool)
        yield ""
    if use.models:
        yield from cache(use)
        yield ""
        yield models(use, known)
        yield ""


def whole_sessions(use: HostUse) -> bool:
    """Whether calls were counted to the end of sessions, and apart from that to a compaction."""
    return use.pool.compaction_calls is not None


def head(use: HostUse) -> str:
    """The host, its days, and how much was counted."""
    parts = [use.host]
    if use.first and use.last:
        parts.append(f"{plural((use.last - use.first).days + 1, 'day')} to {use.last}")
    parts.append(plural(use.pool.session_calls.n if use.pool.session_calls else 0, "session"))
    parts.append(plural(sum(use.models.values()), "call"))
    parts.append(plural(use.pool.loads, "load"))
    return " · ".join(parts)


def skills(use: HostUse) -> Table:
    """One row a skill, those first that go by their own figures, and one for all."""
    heads = ["skill", "loads", "calls after", "to compaction", "figures"]
    ranked = sorted(use.skills, key=lambda one: (not one.pool.enough, -one.pool.loads, title(one)))
    others = "of all" if use.pool.enough else "default"
    rows = [Row("all your skills", [*cells(use.pool), ""], "ours")]
    for one in ranked[:MOST]:
        taken = "own" if one.pool.enough else others
        rows.append(Row(title(one), [*cells(one.pool), taken]))
    if len(ranked) > MOST:
        more = f"… {plural(len(ranked) - MOST, 'more skill')}"
        rows.append(Row(more, ["", "", "", others], "ours"))
    rows += left_out(use)
    if whole_sessions(use):
        return Table(heads, rows)
    kept = [Row(row.name, [*row.cells[:2], *row.cells[3:]], row.kind) for row in rows]
    return Table([*heads[:3], heads[4]], kept)


def left_out(use: HostUse) -> Iterator[Row]:
    """The loads that tell how a skill is written, not how it is used."""
    ranked = sorted(use.left_out.items(), key=lambda pair: (-pair[1], pair[0]))
    for name, loads in ranked[:FEW]:
        yield Row(name, [whole(loads), "", "", "left out"])
    if more := sum(loads for _, loads in ranked[FEW:]):
        yield Row(f"… {plural(more, 'more load')}", ["", "", "", "left out"], "ours")


def title(use: SkillUse) -> str:
    """The skill, and the plugin it comes from."""
    named = use.plugin is None or use.name.startswith(f"{use.plugin}:")
    return use.name if named else f"{use.name} ({use.plugin})"


def cells(pool: Pool) -> Iterator[str]:
    """The cells of a pool behind its name."""
    yield f"{whole(pool.loads)} in {whole(pool.logs)}"
    yield counts(pool.calls)
    yield counts(pool.compaction_calls)


def counts(of: Spread | None) -> str:
    """The median and the quartiles."""
    if of is None:
        return "-"
    low, middle, high = (whole(nearest(one)) for one in (of.at.p25, of.at.p50, of.at.p75))
    return middle if low == high else f"{middle} ({low}–{high})"


def sources(use: HostUse) -> str:
    """Which figures an audit takes."""
    limit = f"{ENOUGH_LOADS} loads in {ENOUGH_LOGS} logs"
    if not use.pool.enough:
        return f"fewer than {limit} in all: an audit takes the public defaults"
    if not any(one.pool.enough for one in use.skills):
        return f"no skill has {limit}: an audit of each takes the figures of all your skills"
    return f"an audit takes a skill's own figures from {limit} on, else those of all your skills"


def files(use: HostUse, chance: Chance) -> Table:
    """One row a file of the skills that have loads enough, those most loaded first."""
    rows: list[Row] = []
    ranked = sorted(use.skills, key=lambda one: (-one.pool.loads, title(one)))
    for one in (one for one in ranked if one.pool.enough):
        found = [
            Row(path, [f"{part.count} of {part.of}", *share(chance(part.count, part.of))], "below")
            for path, part in used(one)
        ]
        rows += [Row(title(one), ["", "", ""]), *found] if found else []
    left = sum(row.kind == "below" for row in rows[FILES:])
    left += sum(len(used(one)) for one in ranked if not one.pool.enough)
    shown = rows[:FILES]
    if shown and shown[-1].kind == "name":
        shown.pop()  # none of its files follows
    if left:
        few = f"{plural(left, 'file')} of skills with few loads"
        label = f"… {plural(left, 'more file')}" if shown else few
        shown.append(Row(label, ["", "", ""], "ours"))
    return Table(("files of skills that were used", "loads", "share", "80 % interval"), shown)


def used(skill: SkillUse) -> list[tuple[str, Share]]:
    """The files of a skill, the most used first."""
    paths = {path for version in skill.versions for path in version.files}
    found = [(path, skill.share(path)) for path in paths]
    return sorted(found, key=lambda pair: (-pair[1].count, pair[0]))


def share(of: Probability) -> tuple[str, str]:
    """A share and its interval."""
    return percent(of.value), f"{of.low * 100:.0f}–{percent(of.high)}"


def reads(pool: Pool) -> Iterator[str]:
    """What all reads of references have in common."""
    if pool.prompt:
        yield (
            f"first reads: {counts(pool.read_after)} calls after the load, at a prompt of "
            f"{spread(pool.prompt.at)} tokens; {part(pool.sole)} took a call of their own"
        )


def part(of: Share | Misses) -> str:
    """A share with what it is counted from."""
    return f"{whole(of.count)} of {whole(of.of)}"


# --- cache and tokens ---------------------------------------------------------


def cache(use: HostUse) -> Iterator[str]:
    """How much came from the cache, how long that lives, and how often the text was gone."""
    prompts = sum(use.tokens.values())
    if prompts:
        hit = percent(use.tokens.get("cached", 0) / prompts)
        yield f"cache: {hit} of {rounded(prompts)} prompt tokens read from it{lives(use.pool)}"
    for life, misses in sorted(use.pool.misses.items()):
        of = "" if life == "unknown" else f"{life} "
        rate = f"{misses.count / misses.of * 100:.1f} %" if misses.of else "-"
        yield f"       {rate} of later calls ({part(misses)}) found a text gone from the {of}cache"


def lives(pool: Pool) -> str:
    """What was written to the caches of each life."""
    total = sum(pool.written.values())
    lives = (f"{percent(part / total)} for {life}" for life, part in sorted(pool.written.items()))
    return f"; written {', '.join(lives)}" if total else ""


def models(use: HostUse, known: Scales) -> Table:
    """The calls of each model, and what its tokens are."""
    ranked = sorted(use.models.items(), key=lambda pair: (-pair[1], pair[0]))
    scales = {name: use.scales.get(name) or known(name) for name, _ in ranked}
    rows = [Row(name, [whole(calls), scale(scales[name])]) for name, calls in ranked[:MOST]]
    return Table(("model", "calls", "its tokens"), rows)


def scale(found: Scale | None) -> str:
    """A model's tokens over o200k tokens."""
    if found is None:
        return "scale not known"
    if found.low == found.high == 1:
        return "o200k"
    ends = f"{found.low:.3g}–{found.high:.3g}"
    counted = f", {clean(found.source, WIDE)}" if found.tag == "measured" else ""
    return f"o200k × {found.value:.3g} ({ends}; {found.tag}{counted})"
