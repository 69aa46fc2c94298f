"""What is said of a block, a cut and a price, alike in every format that people read."""

from __future__ import annotations

from collections.abc import Iterator

from skilllint.model import Audited, Candidate, Cost, Cut, Finding, Saving
from skilllint.report.wording import breadcrumb, break_even, clean, percent, rounded, spread, whole

KINDS = {
    "conditional": "block that only some runs need",
    "reference": "look-up material",
    "late": "block that is needed late",
}


def title(found: Candidate) -> str:
    """A block's headings, without the title of the whole file."""
    return breadcrumb(found.heading_path[1:] or found.heading_path)


def place(found: Candidate) -> str:
    """Where a block stands and what it weighs."""
    return (
        f"lines {found.start}–{found.end}, {whole(found.tokens)} tokens, "
        f"{percent(found.share)} of the body"
    )


def score(found: Candidate, shown: int) -> str:
    """The sum of the evidence, and how much of it is not shown."""
    more = len(found.evidence) - shown
    rest = f", {more} smaller {'reason' if more == 1 else 'reasons'} included" if more > 0 else ""
    return f"score {found.score:.1f}{rest}"


def worth(found: Candidate, cost: Cost) -> Iterator[str]:
    """What moving a block saves, and when that pays."""
    saving = found.saving
    if saving is None:
        return
    if found.kind == "late":
        yield f"every session needs it: moving it {late(saving, cost)}"
        return
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


def late(saving: Saving, cost: Cost) -> str:
    """From which call on a text that is always needed pays as a reference."""
    after = saving.late_after
    if after is None or after.p50 is None:
        return "never pays"
    return f"pays if it is first needed after {after.p50} of {cost.calls.p50:.0f} calls or later"


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


def session(cost: Cost) -> str:
    """What a body costs a session."""
    price = cost.usd_per_1000_sessions
    money = f" · ${spread(price)} per 1,000 sessions" if price else ""
    return (
        f"a session re-sends {spread(cost.resent)} tokens · {spread(cost.ite)} ITE"
        f"{'' if cost.model is None else f' in {cost.unit}'}{money}"
    )


def notes(skills: tuple[Audited, ...]) -> str:
    """What the figures mean and rest on; skills may be configured differently."""
    sources = list(dict.fromkeys(audited.cost.source for audited in skills))
    calls = skills[0].cost.calls
    spread_ = f"{calls.p50:.0f}" + (
        "" if calls.p25 == calls.p75 else f" ({calls.p25:.0f}–{calls.p75:.0f})"
    )
    rests = sources[0] if len(sources) == 1 else "calls and prices differ by configuration"
    session_ = f"a session: {spread_} calls after the load · " if len(sources) == 1 else ""
    return f"tokens: o200k_base, exact · {session_}ITE: price of one uncached input token · {rests}"


def elsewhere(audited: Audited) -> list[Finding]:
    """The findings, advice aside, that no candidate and no cut shows already."""
    blocks = {found.fingerprint for found in audited.skill.candidates}
    cuts = {(cut.host, cut.line) for cut in audited.skill.cuts}
    return [
        found
        for found in audited.issues
        if found.fingerprint not in blocks and (found.host, found.start) not in cuts
    ]
