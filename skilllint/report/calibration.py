"""A calibration for people: what was counted on each host, skill by skill, and what it is good for.

Names come out of strangers' sessions; each passes through `clean` or `code`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from skilllint.model import (
    ENOUGH_LOADS,
    ENOUGH_LOGS,
    Calibration,
    HostUse,
    Pool,
    Probability,
    Share,
    SkillUse,
    Spread,
)
from skilllint.report.grid import grid
from skilllint.report.markdown import code
from skilllint.report.wording import clean, percent, plural, rounded, spread, whole

MOST = 20
"""Rows of a table; calibration.json has all."""

WIDE = 44
"""Characters of a name or a path; a terminal may show fewer."""

SKILLS = ("skill", "loads", "calls after", "to compaction", "first read")
FILES = ("file of a skill", "used in", "share", "80 % interval")

Chance = Callable[[int, int], Probability]
"""The probability behind so many of so many, with its interval."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first a stranger's words; `plain` rows are ours."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    plain: frozenset[int]


Piece = str | Table


def render(found: Calibration, chance: Chance, console: Console) -> str:
    """The tables for a terminal."""
    with console.capture() as captured:
        for use in found.hosts.values():
            for piece in pieces(use, chance):
                console.print(painted(piece, console.width), crop=False)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().split("\n")[:-1])


def painted(piece: Piece, width: int) -> Text:
    """A line, or a table in columns."""
    if isinstance(piece, str):
        return Text(piece)
    rows = []
    for at, (name, *cells) in enumerate(piece.rows):
        first = Text(name, "bold") if at in piece.plain else Text(clean(name, WIDE))
        rows.append([first, *map(Text, cells)])
    return grid(piece.heads, rows, width)


def render_markdown(found: Calibration, chance: Chance) -> str:
    """The same as Markdown."""
    lines: list[str] = []
    for use in found.hosts.values():
        for piece in pieces(use, chance):
            lines += marked(piece)
    return "\n".join(lines).lstrip("\n") + "\n"


def marked(piece: Piece) -> Iterator[str]:
    """A line or a table, and the blank line behind it."""
    if isinstance(piece, str):
        if piece:
            yield from (piece, "")
        return
    yield f"| {' | '.join(piece.heads)} |"
    yield f"|---|{'--:|' * len(piece.heads[1:])}"
    for at, (name, *cells) in enumerate(piece.rows):
        first = name if at in piece.plain else code(name, WIDE)
        yield f"| {' | '.join((first, *cells))} |"
    yield ""


# --- one host ---------------------------------------------------------------


def pieces(use: HostUse, chance: Chance) -> Iterator[Piece]:
    """What is said of a host, from the top down."""
    yield head(use)
    yield ""
    if use.skills:
        yield skills(use)
        yield from verdict(use)
        yield ""
    else:
        yield "no skill was loaded; the public defaults hold"
    table = files(use.skills, chance)
    if table.rows:
        yield table
        yield from reads(use.pool)
        yield ""
    yield from cache(use)
    yield from models(use)
    yield ""


def head(use: HostUse) -> str:
    """The host, its days, and how much was counted."""
    parts = [use.host]
    if use.first and use.last:
        days = (use.last - use.first).days + 1
        parts.append(f"{use.first} to {use.last} ({plural(days, 'day')})")
    parts.append(plural(use.pool.session_calls.n if use.pool.session_calls else 0, "session"))
    parts.append(plural(sum(use.models.values()), "call"))
    parts.append(plural(use.pool.loads, "load") + " of skills")
    return " · ".join(parts)


def skills(use: HostUse) -> Table:
    """One row a skill, those first that go by their own figures, and one for all."""
    ranked = sorted(use.skills, key=lambda one: (not one.pool.enough, -one.pool.loads, *names(one)))
    rows = [("all your skills", *row(use.pool))]
    rows += [(": ".join(names(one)), *row(one.pool)) for one in ranked[:MOST]]
    plain = {0}
    if len(ranked) > MOST:
        plain.add(len(rows))
        rows.append((f"… {plural(len(ranked) - MOST, 'more skill')}", "", "", "", ""))
    return Table(SKILLS, rows, frozenset(plain))


def names(use: SkillUse) -> tuple[str, ...]:
    """The plugin, where there is one, and the skill."""
    return (use.plugin, use.name) if use.plugin else (use.name,)


def row(pool: Pool) -> Iterator[str]:
    """The cells of a pool behind its name."""
    yield f"{whole(pool.loads)} in {whole(pool.logs)}"
    yield figure(pool.calls)
    yield figure(pool.compaction_calls)
    yield figure(pool.read_after)


def figure(of: Spread | None) -> str:
    """The median and the quartiles."""
    return spread(of.at) if of else "-"


def verdict(use: HostUse) -> Iterator[str]:
    """Which skills go by their own figures, and what the others go by."""
    own = sum(one.pool.enough for one in use.skills)
    limit = f"{ENOUGH_LOADS} loads in {ENOUGH_LOGS} sessions"
    yield "loads in sessions; calls at the median (quartiles)"
    others = "that of all your skills" if use.pool.enough else "the public defaults"
    if own == len(use.skills):
        yield f"every skill has {limit}, and figures of its own"
    elif own:
        rest = plural(len(use.skills) - own, "skill")
        yield f"the first {own} with {limit} or more: figures of their own; {rest}: {others}"
    elif use.pool.enough:
        yield f"no skill has {limit}; an audit takes the figures of all your skills"
    else:
        yield f"fewer than {limit} in all; an audit takes the public defaults"


def files(skills: Sequence[SkillUse], chance: Chance) -> Table:
    """One row a file of a skill's folder, the skills most loaded first."""
    rows = [
        (
            f"{one.name}/{path}",
            f"{count} of {one.pool.loads}",
            *share(chance(count, one.pool.loads)),
        )
        for one in sorted(skills, key=lambda one: (-one.pool.loads, *names(one)))
        for path, count in used(one)
    ]
    left = len(rows) - MOST
    if left > 0:
        rows[MOST:] = [(f"… {plural(left, 'more file')}", "", "", "")]
    return Table(FILES, rows, frozenset({MOST}))


def used(skill: SkillUse) -> list[tuple[str, int]]:
    """The files of a skill, the most used first, over all texts that it had."""
    counts: Counter[str] = Counter()
    for version in skill.versions:
        counts.update(version.files)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def share(of: Probability) -> tuple[str, str]:
    """A share and its interval."""
    return percent(of.value), f"{of.low * 100:.0f}–{percent(of.high)}"


def reads(pool: Pool) -> Iterator[str]:
    """What all reads of references have in common."""
    if pool.prompt is None:
        return
    yield (
        f"{plural(pool.prompt.n, 'first read')} at a prompt of {figure(pool.prompt)} tokens, "
        f"{part(pool.sole)} in a call of their own"
    )


def part(of: Share) -> str:
    """A share with what it is counted from."""
    return f"{percent(of.count / of.of)} ({whole(of.count)} of {whole(of.of)})" if of.of else "none"


# --- cache and tokens ---------------------------------------------------------


def cache(use: HostUse) -> Iterator[str]:
    """How much came from the cache, how long that lives, and how often the text was gone."""
    whole_prompt = sum(use.tokens.values())
    if whole_prompt:
        hit = percent(use.tokens.get("cached", 0) / whole_prompt)
        yield f"cache: {hit} of {rounded(whole_prompt)} prompt tokens read from it{lives(use.pool)}"
    for life, misses in sorted(use.pool.misses.items()):
        of = "" if life == "unknown" else f"{life} "
        yield f"a loaded text was gone from the {of}cache in {rare(misses)} later calls"


def lives(pool: Pool) -> str:
    """What was written to the caches of each life."""
    written: Mapping[str, int] = pool.written
    total = sum(written.values())
    shares = (f"{life} {percent(tokens / total)}" for life, tokens in sorted(written.items()))
    return f"; written for {', '.join(shares)}" if total else ""


def rare(of: Share) -> str:
    """A small share with a decimal."""
    return f"{of.count / of.of * 100:.1f} % ({whole(of.count)}) of {whole(of.of)}" if of.of else "0"


def models(use: HostUse) -> Iterator[str]:
    """The calls of each model, and what its tokens are."""
    for name, calls in sorted(use.models.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{clean(name, WIDE)}: {plural(calls, 'call')}, {scale(use, name)}"


def scale(use: HostUse, model: str) -> str:
    """A model's tokens over o200k tokens."""
    found = use.scales.get(model)
    if found is None:
        return "token scale not measured"
    ends = f"{found.low:.3g}–{found.high:.3g}"
    return f"o200k × {found.value:.3g} ({ends}; {found.tag}, {clean(found.source, WIDE)})"
