"""Why a section is a candidate or none: everything that was weighed, so that one can disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from skilllint.model import Candidate, Outcome, Section, Skill, Sum, Why
from skilllint.situational import Given, Units, Usage, facts, given, keep, large, lexicon, prepare
from skilllint.situational.facts import Facts
from skilllint.situational.lexicon import Lexicon
from skilllint.situational.score import STRONG, Verdict
from skilllint.situational.units import MAX_SHARE, Walk


class Case(NamedTuple):
    """One section with all that its judgement depended on; of `usage`, what decides."""

    skill: Skill
    walk: Walk
    usage: Usage
    section: Section
    sums: tuple[Verdict, Verdict]
    lexicon: Lexicon


def explain(
    skill: Skill, units: Units, usage: Usage, sections: Iterable[Section]
) -> tuple[Why, ...]:
    """Why each of some sections of a judged skill is one of its candidates, or is none.

    Takes what `find` was given; also for sections that are too small to be judged.
    """
    wanted = large(skill.outline, skill.weights, units)
    known = gather(skill, wanted)
    walk = prepare(known, skill.weights, units)
    decides, found = given.deciding(usage), []
    for section in sections:
        # mentions of small sections are not looked for unless one is asked about
        near = known if section.index in wanted else gather(skill, wanted | {section.index})
        sums = given.sums(near, section)
        case = Case(skill, walk, decides, section, sums, known.lexicon)
        found.append(why(case, usage.get(section.index)))
    return tuple(found)


def gather(skill: Skill, wanted: frozenset[int]) -> Facts:
    """The facts about a skill's file."""
    return facts.gather(skill.source, skill.outline, lexicon.spoken(skill.source.text), wanted)


def why(case: Case, known: Given | None) -> Why:
    """What is said of one section, of whose use something may be known that decides nothing."""
    skill, section = case.skill, case.section
    tokens = skill.weight(section).subtree
    outcome, sentence = came_of_it(case)
    if known:
        sentence = f"{given.said(known)}; {sentence}"
    return Why(
        heading_path=section.path,
        start=section.start,
        end=section.end,
        tokens=tokens,
        share=tokens / skill.tokens.body if skill.tokens.body else 0.0,
        outcome=outcome,
        sentence=sentence,
        sums=tuple(total(one, case.lexicon) for one in case.sums),
        keep=keep.of(skill.outline, section, case.lexicon),
    )


def total(verdict: Verdict, words: Lexicon) -> Sum:
    """One sum with the thresholds of its bands."""
    bands = words.bands[verdict.kind]
    return Sum(verdict.kind, verdict.score, bands["possible"], bands["likely"], verdict.evidence)


# --- what came of it ------------------------------------------------------------


def came_of_it(case: Case) -> tuple[Outcome, str]:
    """The first reason that holds; they are asked in the order in which they decide."""
    for outcome, ask in REASONS:
        sentence = ask(case)
        if sentence:
            return outcome, sentence
    return "left out", "its sum reaches the threshold, but it was left out for its neighbours"


def stated(case: Case) -> str:
    """It is a candidate, or kept, because somebody knows how often it is needed."""
    found = taken(case.skill.candidates, case.section)
    if not found or not found.probability or not found.saving:
        return ""
    return f"moving it pays below {percent(found.saving.break_even.p50)}: {found.verdict}"


def judged(case: Case) -> str:
    """It is a candidate, alone or with its neighbours."""
    found = taken(case.skill.candidates, case.section)
    if not found:
        return ""
    if found.kind == "late":
        return f"late: {found.evidence[0].text}; its sums do not matter for that"
    bands = case.lexicon.bands[found.kind]
    reached = f"the {found.kind} sum of {found.score:g} reaches {bands[found.band]:g}"
    if found.band == "possible":
        reached += f", but not the {bands['likely']:g} of likely"
    others = [case.skill.outline.sections[i] for i in found.sections if i != case.section.index]
    beside = f", together with {quoted(others)}; a typical one of them counts" if others else ""
    return f"{found.band} candidate{beside}: {reached}"


def inside(case: Case) -> str:
    """A section around it is a candidate, or it is known how often that is needed."""
    for outer in case.skill.outline.ancestors(case.section):
        if outer.index in case.usage and given.sized(case.walk, outer):
            known = given.said(case.usage[outer.index], "that")
            return f"it lies inside {quoted([outer])}, and {known}"
        if taken(case.skill.candidates, outer):
            return f"it lies inside {quoted([outer])}, which is a candidate as a whole"
    return ""


def small(case: Case) -> str:
    """It is not worth a file of its own."""
    lines, tokens = case.section.lines, case.skill.weight(case.section).subtree
    least = case.walk.units
    if least.reached(lines, tokens):
        return ""
    return (
        f"too small: {lines} lines and {tokens:,} tokens; "
        f"a block has {least.lines} lines or {least.tokens:,} tokens"
    )


def most(case: Case) -> str:
    """It is the body."""
    if case.walk.large(case.section):
        return ""
    tokens = case.skill.weight(case.section).subtree / case.walk.tokens
    share = max(case.section.lines / case.walk.lines, tokens)
    return f"too large: it is {percent(share)} of the body, a block is at most {percent(MAX_SHARE)}"


def holding(case: Case) -> str:
    """A part of it is known to be needed too often."""
    below = case.skill.outline.subtree(case.section)[1:]
    kept = [
        s
        for s in below
        if s.index in case.usage
        and case.usage[s.index].verdict == "keep"
        and given.sized(case.walk, s)
    ]
    if not kept or not reached(case):
        return ""
    return f"it holds {quoted(kept)}, and {given.said(case.usage[kept[0].index], 'that')}"


def outdone(case: Case) -> str:
    """Parts of it are candidates, and so it is none."""
    section = case.section
    within = [
        case.skill.outline.sections[found.sections[0]]
        for found in case.skill.candidates
        if section.start <= found.start and found.end <= section.end and found.kind != "late"
    ]
    if not within or not reached(case):
        return ""
    return f"a part of it is surer and is taken in its place: {quoted(within)}"


def below(case: Case) -> str:
    """Neither sum reaches its threshold."""
    if reached(case):
        return ""
    return f"no candidate: {', '.join(missed(one, case.lexicon) for one in case.sums)}"


def missed(sum_: Verdict, words: Lexicon) -> str:
    """By how much a sum misses its threshold, or that only small reasons make it up."""
    least = words.bands[sum_.kind]["possible"]
    if sum_.score >= least:
        return (
            f"the {sum_.kind} sum of {sum_.score:g} reaches {least:g}, but no reason in it "
            f"weighs {STRONG:g} or more"
        )
    return f"the {sum_.kind} sum of {sum_.score:g} misses {least:g} by {least - sum_.score:.3g}"


REASONS: Sequence[tuple[Outcome, Callable[[Case], str]]] = (
    ("stated", stated),
    ("candidate", judged),
    ("inside", inside),
    ("too small", small),
    ("too large", most),
    ("left out", holding),
    ("outdone", outdone),
    ("below", below),
)


def reached(case: Case) -> bool:
    """Whether one of the sums, or what is known, makes the section a candidate by itself."""
    return case.section.index in case.usage or any(one.margin >= 0 for one in case.sums)


def taken(candidates: Iterable[Candidate], section: Section) -> Candidate | None:
    """The candidate that a section is, or is one of several of."""
    return next((found for found in candidates if section.index in found.sections), None)


def quoted(sections: Sequence[Section]) -> str:
    """The titles of up to three sections."""
    named = ", ".join(f'"{section.title}"' for section in sections[:3])
    return f"{named} and {len(sections) - 3} more" if len(sections) > 3 else named


def percent(share: float) -> str:
    """A share in whole percents."""
    return f"{share * 100:.0f} %"
