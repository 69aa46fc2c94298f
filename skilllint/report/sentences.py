"""What is said of a block, a cut and a price, alike in every format that people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple

from skilllint.model import (
    Audited,
    Candidate,
    Cost,
    Cut,
    Evidence,
    Finding,
    Moved,
    Quartiles,
    Report,
    Saving,
    Why,
    nearest,
)
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

MOST = 0.6
"""The share of a body above which its blocks, all moved, would leave little of it."""

KINDS = {
    "conditional": "block that only some runs need",
    "reference": "look-up material",
    "late": "block that is needed late",
}

BY_COUNT = ", by your sessions"
"""Behind what a block is where its use was counted and that decides."""

GIVEN = "usage.given"
"""The evidence that is somebody's word or a count."""


def title(found: Candidate | Moved | Why) -> str:
    """A block's headings, without the title of the whole file."""
    return breadcrumb(found.heading_path[1:] or found.heading_path)


def label(found: Candidate) -> str:
    """What a block is, and how sure that is."""
    if found.verdict == "keep":
        return f"keep{BY_COUNT if counted(found) else ''}"
    if counted(found) and found.verdict == "extract":
        return f"{KINDS[found.kind]}{BY_COUNT}"
    return f"{found.band} {KINDS[found.kind]}"


def counted(found: Candidate) -> bool:
    """Whether it was counted how often a block is needed: then no guess adds to that."""
    return found.probability is not None and found.probability.source.startswith("measured")


def reasons(found: Candidate) -> tuple[Evidence, ...]:
    """The evidence to show: what was counted alone, where it decides."""
    decides = counted(found) and found.verdict != "not decided"
    return tuple(one for one in found.evidence if not decides or one.signal == GIVEN)


def reason(why: Evidence) -> str:
    """One piece of evidence; what somebody says or counted has no weight, it goes before all."""
    text = clean(why.text)
    return text if why.signal == GIVEN else f"{why.weight:+.1f} line {why.line}: {text}"


def place(found: Candidate | Why) -> str:
    """Where a block stands and what it weighs."""
    return (
        f"lines {found.start}–{found.end}, {whole(found.tokens)} tokens, "
        f"{percent(found.share)} of the body"
    )


def score(found: Candidate, shown: int) -> Iterator[str]:
    """The sum of the evidence, and how much of it is not shown; nothing where it was counted."""
    if counted(found):
        return
    more = len(found.evidence) - shown
    rest = f", {more} smaller {'reason' if more == 1 else 'reasons'} included" if more > 0 else ""
    yield f"score {found.score:.1f}{rest}"


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Blocks in the order in which they deserve a look: the surest first, then the heaviest.

    Nothing is surer than what was counted.
    """
    kinds, bands = list(KINDS), ("likely", "possible")
    return sorted(
        candidates,
        key=lambda c: (
            c.verdict == "keep",
            not (c.verdict == "extract" and counted(c)),
            kinds.index(c.kind),
            bands.index(c.band),
            -c.tokens,
        ),
    )


def hollow(candidates: Iterable[Candidate]) -> str:
    """What is said where the blocks together are most of a body; nothing elsewhere."""
    share = sum(c.share for c in candidates if c.verdict != "keep")
    if share <= MOST:
        return ""
    return (
        f"together these blocks are {percent(share)} of the body: a run that reads "
        "several of them again pays more than before, so move the rarest first"
    )


def pointers(found: Candidate) -> tuple[str, ...]:
    """The lines to leave in the body where a block moves; none for what is to be kept."""
    return () if found.verdict == "keep" else tuple(move.pointer for move in found.moves)


def worth(found: Candidate, cost: Cost) -> Iterator[str]:
    """What moving a block saves, and when that pays."""
    saving = found.saving
    if saving is None:
        return
    if found.kind == "late":
        yield f"every session needs it: moving it {late(found, saving, cost)}"
        return
    yield from priced(saving)
    yield from decided(found)


def priced(saving: Saving) -> Iterator[str]:
    """What a move saves a session that does not need the block, and when it pays."""
    yield (
        f"a session that does not need it saves {rounded(saving.tokens)} tokens of context, "
        f"{spread(saving.resent)} re-sent, {spread(saving.ite)} ITE"
        f"{dollars(saving)}"
    )
    loss = -saving.taken_ite.p50
    if loss <= 0:
        yield "moving it saves in every session, also where it is needed"
    else:
        yield (
            f"worth moving if fewer than {break_even(saving.break_even)} of sessions need it; "
            f"one that does costs {rounded(loss)} ITE more"
        )


def decided(found: Candidate | Moved) -> Iterator[str]:
    """What follows where it is known how often a block is needed."""
    known, average = found.probability, found.expected
    if known is None or average is None:
        return
    share = percent(known.value)
    if known.low < known.high:
        share += f" ({known.low * 100:.0f}–{percent(known.high)})"
    share = f"at least {share}" if known.least else share
    calls = found.pays_from if isinstance(found, Candidate) else None
    since = f"; it pays from {plural(calls, 'call')} on" if calls else ""
    yield f"{found.verdict}: {share} of sessions need it, so moving it {saves(average)}{since}"


def saves(average: Quartiles) -> str:
    """What an average session gains or loses; its quartiles may lie on both sides."""
    low, middle, high = astuple(average)
    word = gain(middle).partition(" ")[0]
    if low * high < 0:
        return f"{gain(middle)} ITE in the average session ({gain(low)} to {gain(high)})"
    least, most = sorted((abs(low), abs(high)))
    return f"{word} {spread(Quartiles(least, abs(middle), most))} ITE in the average session"


def gain(figure: float) -> str:
    """A gain or a loss in words."""
    return f"{'saves' if figure >= 0 else 'costs'} {rounded(abs(figure))}"


def gone(one: Moved) -> str:
    """What moved where, and what is left of it."""
    lines = f"lines {one.start}–{one.end} of the file as it stands"
    share = f"{whole(one.tokens)} tokens, {percent(one.share)} of the body"
    return f"{lines}, {share}, to {one.file}; {whole(one.left)} tokens stay"


def detailed(report: Report, details: int) -> list[Audited]:
    """The skills to show with details: the first ones, and all that are shown without a block."""
    return [a for number, a in enumerate(report.skills) if number < details or a.moved]


def late(found: Candidate, saving: Saving, cost: Cost) -> str:
    """From which call on a text that is always needed pays as a reference."""
    after, calls = saving.late_after, cost.calls.p50
    if after is None or after.p50 is None:
        return "never pays"
    pays = f"pays if it is first needed after {after.p50} of {calls:.0f} calls or later"
    if found.reached is None:
        return pays
    # steps of equal length are a guess, and said to be one
    return f"{pays}; by its place among the steps after {found.reached * calls:.0f} [assumed]"


def dollars(saving: Saving) -> str:
    """The saving in money, where a model was named."""
    price = saving.usd_per_1000_sessions
    return f", ${spread(price)} per 1,000 sessions" if price else ""


def cut(found: Cut) -> str:
    """Where a host stops reading, and what is lost."""
    unit = "bytes" if found.rule.unit == "bytes" else "characters"
    lost = ", ".join(clean(part.title, 40) or "text" for part in found.lost[:3])
    more = f" and {len(found.lost) - 3} more" if len(found.lost) > 3 else ""
    return (
        f"{found.host} reads {whole(found.rule.limit)} of {whole(found.size)} {unit} "
        f"{found.rule.when}: cut at line {found.line}, "
        f"{rounded(found.lost_tokens)} tokens lost ({lost}{more})"
    )


def exact(audited: Audited) -> int | None:
    """The body's tokens as the model's maker counted them; None where nobody did.

    A body that is shown without some of its blocks was not counted.
    """
    if audited.cost.scale.tag != "exact" or audited.before is not None:
        return None
    return round(audited.skill.tokens.body * audited.cost.scale.value)


def body(audited: Audited) -> str:
    """What a body weighs, also in the model's own tokens where its maker counted them."""
    size, counted = whole(audited.skill.tokens.body), exact(audited)
    if counted is None:
        return f"body {size} tokens"
    return f"body {size} o200k tokens · {whole(counted)} {audited.cost.unit} [exact]"


def session(cost: Cost) -> str:
    """What a body costs a session."""
    price = cost.usd_per_1000_sessions
    money = f" · ${spread(price)} per 1,000 sessions" if price else ""
    plain = cost.model is None and cost.unit == "o200k tokens"
    unit = "" if plain else f" in {cost.unit}"
    if cost.scale.tag == "exact":
        unit += f", o200k × {cost.scale.value:.4g} [exact]"
    return f"a session re-sends {spread(cost.resent)} tokens · {spread(cost.ite)} ITE{unit}{money}"


def notes(skills: tuple[Audited, ...]) -> str:
    """What the figures mean and rest on; skills may be configured differently."""
    sources = list(dict.fromkeys(rest(audited.cost, skills) for audited in skills))
    calls = skills[0].cost.calls
    ends = "" if calls.p25 == calls.p75 else f" ({nearest(calls.p25)}–{nearest(calls.p75)})"
    spread_ = f"{nearest(calls.p50)}{ends}"
    differ = "calls and prices differ by configuration"
    if any(audited.measured for audited in skills):
        differ = "each skill's figures are its own where it has enough loads"
    rests = sources[0] if len(sources) == 1 else differ
    session_ = f"a session: {spread_} calls after the load · " if len(sources) == 1 else ""
    told = f"tokens: o200k_base, exact · {session_}ITE: price of one uncached input token · {rests}"
    allowed = sum(len(audited.suppressed) for audited in skills)
    return f"{told} · {plural(allowed, 'finding')} allowed" if allowed else told


def rest(cost: Cost, skills: tuple[Audited, ...]) -> str:
    """What a skill's figures rest on; of exact scales, which each skill tells, the range."""
    exact = [one.cost.scale for one in skills if one.cost.scale.tag == "exact"]
    if len(skills) == 1 or not exact:
        return cost.source
    ends = [scale.value for scale in exact]
    times = f"{min(ends):.4g}–{max(ends):.4g} [exact, {min(scale.source for scale in exact)}]"
    uncounted = len(skills) - len(exact)
    but = f", {plural(uncounted, 'skill')} not counted" if uncounted else ""
    calls, _, prices = cost.source.split("; ", 2)
    return f"{calls}; o200k tokens × {times}{but}; {prices}"


def elsewhere(audited: Audited) -> list[Finding]:
    """The findings, advice aside, that no candidate and no cut shows already."""
    blocks = {found.fingerprint for found in audited.skill.candidates}
    cuts = {(cut.host, cut.line) for cut in audited.skill.cuts}
    return [
        found
        for found in audited.issues
        if found.fingerprint not in blocks and (found.host, found.start) not in cuts
    ]
