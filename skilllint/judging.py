"""Judge and price what was read: the candidates, what is said of a section, what a move would do.

Nothing here is done to a skill that is not asked for; all of it may raise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from skilllint import cost, headings, identity, situational, stated
from skilllint.config import Config
from skilllint.cost import Assumptions, Evidence, Terms
from skilllint.folder import Shelf
from skilllint.model import Moved, Scale, Section, Skill, Why

if TYPE_CHECKING:
    from skilllint.measured import Joined
    from skilllint.model.joining import Measured

RULE_OF = {"conditional": "ST201", "reference": "ST202", "late": "late"}
"""The rule that reports a kind of candidate; both carry one identity."""

KEPT = 4096
"""Figures kept at most: those of each skill that was counted, and those that all share."""

MIXED = "calls, model and cache differ by configuration: each skill's cost names its own"

APART = "a skill with loads enough has figures of its own, named with it"


@dataclass(frozen=True, slots=True)
class Ready:
    """A skill that was read, with its file, what is configured for it and what was counted.

    `exact` is the scale of its tokens, where the model's maker counted them.
    """

    skill: Skill
    path: Path
    config: Config
    joined: Joined | None = None
    exact: Scale | None = None

    @property
    def units(self) -> situational.Units:
        """The least that is judged as a block."""
        return situational.Units(self.config.lines, self.config.tokens)


def judge(one: Ready, figures: Assumptions) -> Ready:
    """A skill with its candidates, each with its price and identity."""
    skill = one.skill
    usage = needs(one, figures)
    found = situational.find(skill.source, skill.outline, skill.weights, one.units, usage)
    priced = (cost.price(skill, each, figures) for each in found)
    # text that every run needs is named only where moving it pays
    named = (each for each in priced if each.kind != "late" or each.verdict == "extract")
    skill = replace(skill, candidates=tuple(named))
    known = zip(skill.candidates, identity.candidates(RULE_OF, skill), strict=True)
    by = one.joined.file if one.joined and figures.counted else ""
    told = (replace(each, fingerprint=name, calibration=by) for each, name in known)
    skill = replace(skill, candidates=tuple(told))
    return replace(one, skill=skill)


def join(one: Ready, host: str, shelf: Shelf) -> Ready:
    """A skill with what a calibration says of it, where one is configured.

    Raises `ConfigError` for a calibration that cannot be used.
    """
    if not one.config.calibration:
        return one
    from skilllint import measured  # only here, for most runs have none

    return replace(one, joined=measured.join(one.skill, one.path, one.config, host, shelf))


def needs(one: Ready, figures: Assumptions) -> Mapping[int, situational.Given]:
    """How often sections are needed: the author's word, before what was counted."""
    said = stated.of(one.skill, one.path, one.config, figures)
    if one.joined is None:
        return said
    from skilllint import measured

    return {**measured.of(one.skill, one.joined, one.units, figures), **said}


def without(
    one: Ready, texts: Sequence[str], figures: Assumptions
) -> tuple[Ready, tuple[Moved, ...]]:
    """A judged skill as it would be judged if the sections that some texts name had moved."""
    sections = named(one.skill, texts)
    if not sections:
        return one, ()
    from skilllint import whatif  # only here, for most runs ask for neither
    from skilllint.situational import moving

    usage = needs(one, figures)
    moves = moving.propose(one.skill, one.units, sections)
    rest, moved = whatif.without(one.skill, moves, usage, figures)
    return judge(replace(one, skill=rest), figures), moved


def explain(one: Ready, texts: Sequence[str], figures: Assumptions) -> tuple[Why, ...]:
    """Why the sections of a judged skill that some texts name are candidates or none."""
    sections = named(one.skill, texts)
    if not sections:
        return ()
    from skilllint.situational import why

    usage = needs(one, figures)
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


def assumptions(one: Ready, host: str) -> Assumptions:
    """The figures that hold for a skill: what is configured, what was counted, the defaults."""
    found = counted(one, host)
    # asked for on the command line, which goes before a configuration
    return replace(found, scale=one.exact) if one.exact else found


def counted(one: Ready, host: str) -> Assumptions:
    """The same without what the model's maker counted."""
    return over(one, host, one.joined.evidence if one.joined else cost.NOTHING)


def general(one: Ready, host: str) -> Assumptions:
    """The same without what was counted of this skill alone."""
    return over(one, host, one.joined.general if one.joined else cost.NOTHING)


def over(one: Ready, host: str, evidence: Evidence) -> Assumptions:
    """The figures of a configuration with what was counted in the place of defaults."""
    settings = one.config
    return chosen(host, settings.calls, settings.model, settings.ttl, terms(settings), evidence)


chosen = lru_cache(maxsize=KEPT)(cost.assume)
"""The figures of a price tag, chosen once for all skills that share it and its evidence."""


def terms(settings: Config) -> Terms:
    """What a configuration says of prices and tokens over the price list."""
    return Terms(*(getattr(settings, field.name) for field in fields(Terms)))


def notices(ready: Iterable[Ready], host: str, today: date) -> tuple[str, ...]:
    """What whoever is shown dollars must know: that their prices are old."""
    rows = (general(one, host).price for one in ready)
    return tuple(dict.fromkeys(filter(None, (cost.aged(row, today) for row in rows))))


def told(one: Ready, host: str, *, files: bool) -> Measured | None:
    """What the user's sessions say of a skill, for the reports; `files` weighs its references."""
    if one.joined is None:
        return None
    from skilllint import measured

    both = assumptions(one, host), general(one, host)
    return measured.told(one.skill, one.joined, *both, files=files)


def calibrations(ready: Iterable[Ready]) -> tuple[str, ...]:
    """Which sessions the numbers come from."""
    return tuple(dict.fromkeys(one.joined.about for one in ready if one.joined))


def figures(ready: Sequence[Ready], host: str) -> tuple[str, ...]:
    """The numbers in force, or that they differ; exact scales are one range."""
    # a skill that is alone has its own figures told, several those of all skills
    alone = len(ready) == 1
    asked: list[Assumptions] = []
    for one in ready:
        found = counted(one, host) if alone else general(one, host)
        if not any(found is other or found == other for other in asked):
            asked.append(found)
    if len(asked) != 1:
        return (MIXED,) if asked else ()
    exact = [one.exact for one in ready if one.exact]
    forms = [replace(asked[0], scale=spanned(exact))] if exact else []
    forms += asked if len(exact) < len(ready) else []
    joined = [one.joined for one in ready if one.joined]
    more = dict.fromkeys(one.model for one in joined if one.model)
    own = [APART] if any(one.own for one in joined) and not alone else []
    return (*dict.fromkeys(chain.from_iterable(map(cost.figures_text, forms))), *more, *own)


def spanned(scales: Sequence[Scale]) -> Scale:
    """The range of some exact scales, with the source of the oldest count."""
    ends = [scale.value for scale in scales]
    low, high = min(ends), max(ends)
    return Scale(low, (low + high) / 2, high, "exact", min(scale.source for scale in scales))
