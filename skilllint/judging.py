"""Judge and price what was read: the candidates, what is said of a section, what a move would do.

Nothing here is done to a skill that is not asked for; all of it may raise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

from skilllint import cost, headings, identity, situational, stated
from skilllint.config import Config
from skilllint.cost import Assumptions, Terms
from skilllint.model import Moved, Scale, Section, Skill, Why

RULE_OF = {"conditional": "ST201", "reference": "ST202", "late": "late"}
"""The rule that reports a kind of candidate; both carry one identity."""

MIXED = "calls, model and cache differ by configuration: each skill's cost names its own"


@dataclass(frozen=True, slots=True)
class Ready:
    """A skill that was read, with its file and what is configured for it.

    `exact` is the scale of its tokens, where the model's maker counted them.
    """

    skill: Skill
    path: Path
    config: Config
    exact: Scale | None = None

    @property
    def units(self) -> situational.Units:
        """The least that is judged as a block."""
        return situational.Units(self.config.lines, self.config.tokens)


def judge(one: Ready, figures: Assumptions) -> Ready:
    """A skill with its candidates, each with its price and identity."""
    skill = one.skill
    usage = stated.of(skill, one.path, one.config, figures)
    found = situational.find(skill.source, skill.outline, skill.weights, one.units, usage)
    priced = (cost.price(skill, each, figures) for each in found)
    # text that every run needs is named only where moving it pays
    named = (each for each in priced if each.kind != "late" or each.verdict == "extract")
    skill = replace(skill, candidates=tuple(named))
    known = zip(skill.candidates, identity.candidates(RULE_OF, skill), strict=True)
    skill = replace(
        skill, candidates=tuple(replace(each, fingerprint=name) for each, name in known)
    )
    return replace(one, skill=skill)


def without(
    one: Ready, texts: Sequence[str], figures: Assumptions
) -> tuple[Ready, tuple[Moved, ...]]:
    """A judged skill as it would be judged if the sections that some texts name had moved."""
    sections = named(one.skill, texts)
    if not sections:
        return one, ()
    from skilllint import whatif  # only here, for most runs ask for neither
    from skilllint.situational import moving

    usage = stated.of(one.skill, one.path, one.config, figures)
    moves = moving.propose(one.skill, one.units, sections)
    rest, moved = whatif.without(one.skill, moves, usage, figures)
    return judge(replace(one, skill=rest), figures), moved


def explain(one: Ready, texts: Sequence[str], figures: Assumptions) -> tuple[Why, ...]:
    """Why the sections of a judged skill that some texts name are candidates or none."""
    sections = named(one.skill, texts)
    if not sections:
        return ()
    from skilllint.situational import why

    usage = stated.of(one.skill, one.path, one.config, figures)
    return why.explain(one.skill, one.units, usage, sections)


def named(skill: Skill, texts: Iterable[str]) -> list[Section]:
    """The sections that texts name, each once, in the file's order."""
    found = {s.index: s for several in headings.find(texts, skill).values() for s in several}
    return [found[index] for index in sorted(found)]


def unmatched(
    ready: Sequence[Ready], explained: Iterable[str], left_out: Iterable[str]
) -> Iterator[str]:
    """A sentence for each text that names no section of any of the skills, if there are any."""
    for option, texts in (("--why", explained), ("--without", left_out)):
        for text in texts:
            if ready and not any(headings.find([text], one.skill) for one in ready):
                hint = headings.nearest(text, (one.skill.outline for one in ready))
                yield f'{option}: no skill has a heading "{text}"{hint}'


# --- what it costs ------------------------------------------------------------


@cache
def figures_for(
    host: str, calls: int | None, model: str | None, ttl: str, terms: Terms
) -> Assumptions:
    """The figures of a price tag, chosen once for all skills that share it."""
    return cost.assume(host, calls, model, ttl, terms)


def assumptions(settings: Config, host: str, exact: Scale | None = None) -> Assumptions:
    """The figures a configuration asks for.

    An exact scale was asked for on the command line, which goes before a configuration.
    """
    found = figures_for(host, settings.calls, settings.model, settings.ttl, terms(settings))
    return replace(found, scale=exact) if exact else found


def terms(settings: Config) -> Terms:
    """What a configuration says of prices and tokens over the price list."""
    return Terms(*(getattr(settings, field.name) for field in fields(Terms)))


def notices(ready: Iterable[Ready], host: str, today: date) -> tuple[str, ...]:
    """What whoever is shown dollars must know: that their prices are old."""
    rows = (assumptions(one.config, host).price for one in ready)
    return tuple(dict.fromkeys(filter(None, (cost.aged(row, today) for row in rows))))


def figures(ready: Sequence[Ready], host: str) -> tuple[str, ...]:
    """The numbers in force, or that they differ; exact scales are one range."""
    exact = [one.exact for one in ready if one.exact]
    asked = {id(assumptions(one.config, host)): one for one in ready}
    if len(asked) > 1:
        return (MIXED,)
    scales: list[Scale | None] = [spanned(exact)] if exact else []
    if len(exact) < len(ready):
        scales.append(None)
    said = (cost.figures_text(assumptions(ready[0].config, host, scale)) for scale in scales)
    return tuple(dict.fromkeys(chain.from_iterable(said)))


def spanned(scales: Sequence[Scale]) -> Scale:
    """The range of some exact scales, with the source of the oldest count."""
    ends = [scale.value for scale in scales]
    low, high = min(ends), max(ends)
    return Scale(low, (low + high) / 2, high, "exact", min(scale.source for scale in scales))
