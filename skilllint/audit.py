"""The program: paths in, report out. Nothing here prints, and nothing later decides."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from skilllint import (
    catalogue,
    checking,
    config,
    cost,
    discovery,
    folder,
    identity,
    judging,
    parallel,
    skills,
    source,
    stated,
)
from skilllint.config import Configs, Override
from skilllint.discovery import Found
from skilllint.judging import Ready
from skilllint.model import Audited, Report, Scale, Skill, Unread
from skilllint.silencing import Sieve

NO_BYTES: Mapping[str, bytes] = MappingProxyType({})

Ask = Callable[[Sequence[Skill]], Mapping[str, Scale]]
"""Has the tokens of skills counted elsewhere: the scale of each that was, by its path."""

Track = Callable[[Iterator["Looked"], int], Iterable["Looked"]]
"""Hands on some of so many results as they come; a terminal may show how far it is."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for besides its paths.

    `loose` reads Markdown files outside any skill as skills of their own;
    `files` weighs references and scripts too; `ignored` finds also what a
    `.gitignore` leaves out; `host` is whose sessions are priced; `override` is
    what the command line says over every configuration.
    `why` and `without` are headings: of sections to explain, and of sections
    to leave out as if they had moved to files of their own. `baseline` is a file
    of findings that are not told, True the one of each skill's repository, False
    none. `today` decides which entries of an allow-list are over, and whether prices are
    old. `force_exclude` leaves out what a configuration excludes even where it is named.
    `texts` are bytes in the place of what files hold, by their real paths. `ask`, if
    anything, has all skills counted before they are judged, and `scales` are what it found.
    """

    loose: bool = False
    files: bool = False
    ignored: bool = False
    host: str = "claude-code"
    override: Override = config.NOTHING
    why: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    baseline: Path | bool = False
    today: date | None = None
    force_exclude: bool = False
    texts: Mapping[str, bytes] = field(default_factory=dict)
    ask: Ask | None = None
    scales: Mapping[str, Scale] = field(default_factory=dict)


class Given(NamedTuple):
    """A skill to look at, what on the command line stands for it, and whether it is a lone file."""

    path: Path
    named: tuple[Path, ...]
    standalone: bool


class Looked(NamedTuple):
    """What came of some skills: each as judged, each with its findings, and what failed."""

    judged: list[Ready]
    audited: list[Audited]
    unread: list[Unread]


def run(
    paths: Sequence[Path],
    request: Request,
    track: Track = lambda results, _: results,
    typed: Mapping[str, bytes] = NO_BYTES,
    configs: Configs | None = None,
) -> Report:
    """Find the skills, read and weigh them, judge, price and check each, then all together.

    What is let be is sifted out last. `typed` are texts by the name to report,
    such as standard input, each a skill of its own; `configs` are configurations
    known already. What is wrong with one skill never hides another. Raises
    `config.ConfigError`, `baseline.BaselineError` and `cost.Unknown` for a wrong request,
    `rulefile.RuleError` for a broken rule.
    """
    configs = configs or Configs(request.override, force_exclude=request.force_exclude)
    discovery.holds.cache_clear()  # what lies around skills is looked at anew in each run
    found = discovery.find(paths, ignored=request.ignored, present=request.texts)
    judged, audited, lost = look_at_all(found, request, configs, track, typed)
    audited = checking.check_together(audited, judged)
    unread = (*found.missing, *lost)
    sifted = sieve(request, configs, paths, unread).sift(audited, judged)
    return Report(
        skills=sifted.audited,
        unread=unread,
        empty=tuple(map(discovery.shown, found.empty)),
        skipped=len(found.passed_over) + (0 if request.loose else len(found.loose)),
        assumptions=cost.SENTENCES,
        figures=judging.figures(judged, request.host),
        unmatched=tuple(judging.unmatched(judged, request.why, request.without)),
        remarks=tuple(stated.unheard(((o.skill, o.path, o.config) for o in judged), paths)),
        entries=sifted.entries,
        stale=sifted.stale,
        notices=judging.notices(judged, request.host, request.today or date.today()),
        calibrations=judging.calibrations(judged),
    )


def look_at_all(
    found: Found, request: Request, configs: Configs, track: Track, typed: Mapping[str, bytes]
) -> Looked:
    """All skills that were found, on all processors, and the texts that are in no file."""
    catalogue.rules()  # read once, before any process begins as a copy of this one
    wanted = [Given(path, found.named[path], False) for path in found.skills]
    if request.loose:
        wanted += [Given(path, found.named[path], True) for path in found.loose]
    if request.ask is not None:
        request = counted(request, request.ask, wanted, configs, typed)
    look = partial(look_at, request=request, configs=configs)
    parts = [*track(parallel.chunks(look, wanted), len(wanted))]
    parts.append(look_at_typed(typed, request, configs))
    return Looked(*(list(chain(*each)) for each in zip(*parts, strict=True)))


def counted(
    request: Request,
    ask: Ask,
    wanted: Sequence[Given],
    configs: Configs,
    typed: Mapping[str, bytes],
) -> Request:
    """The request with the scales of all that it will look at, and none that it leaves out."""
    shelf = folder.Shelf(request.texts, ignored=request.ignored)
    read = [open_skill(one, configs, shelf) for one in wanted]
    read += [take_in(data, name, configs) for name, data in typed.items()]
    skills = [one.skill for one in read if isinstance(one, Ready)]
    return replace(request, ask=None, scales=ask(skills))


def sieve(
    request: Request, configs: Configs, paths: Sequence[Path], unread: Iterable[Unread]
) -> Sieve:
    """What lets findings be in a run."""
    said = request.override
    narrowed = any(words is not None for words in (said.select, said.ignore, said.hosts))
    narrowed |= bool(request.without)
    lost = any(one.cause != "excluded" for one in unread)
    today = request.today or date.today()
    whole = not narrowed and not lost
    return Sieve(configs, today, request.baseline, named(paths), whole)


def named(paths: Iterable[Path]) -> frozenset[str]:
    """What was named, lexically, as configurations are looked for."""
    return frozenset(os.path.abspath(path) for path in paths)  # noqa: PTH100


def look_at(given: Sequence[Given], *, request: Request, configs: Configs) -> Looked:
    """Some skills, read and judged, priced and checked."""
    shelf = folder.Shelf(request.texts, ignored=request.ignored)
    ready, unread = checking.sort_out(open_skill(one, configs, shelf) for one in given)
    for one in ready:
        shelf.put(one.path, one.skill.source.bom + one.skill.source.text)
    if request.files:
        ready, lost = weigh_files(ready, shelf)
        unread += lost
    return finish(ready, unread, request, shelf)


def look_at_typed(typed: Mapping[str, bytes], request: Request, configs: Configs) -> Looked:
    """The same for texts that are in no file."""
    ready, unread = checking.sort_out(take_in(data, name, configs) for name, data in typed.items())
    return finish(ready, unread, request, folder.Shelf())


def finish(
    ready: Sequence[Ready], unread: list[Unread], request: Request, shelf: folder.Shelf
) -> Looked:
    """Judge, price and check what was read."""
    scaled = [replace(one, exact=request.scales.get(one.skill.path)) for one in ready]
    judged, failed = checking.sort_out(judge(one, request, shelf) for one in scaled)
    done = [(one, examine(one, request, shelf)) for one in judged]
    whole = [(one, made) for one, made in done if isinstance(made, Audited)]
    crashed = [made for _, made in done if isinstance(made, Unread)]
    return Looked([one for one, _ in whole], [m for _, m in whole], [*unread, *failed, *crashed])


def open_skill(given: Given, configs: Configs, shelf: folder.Shelf) -> Ready | Unread:
    """Read one skill, unless its configuration is broken or leaves it out."""
    path, named, standalone = given
    shown = discovery.shown(path)
    try:
        left_out = configs.excludes(path, named)
        if left_out:
            return Unread(left_out, f"{shown} is excluded", "excluded")
        settings = configs.of(path)
        data = shelf.load(path)
        skill = skills.read(path, data, standalone=standalone, base=settings.root)
        return Ready(skill, path, settings)
    except config.ConfigError as error:
        return Unread(shown, str(error), "configuration")
    except source.Unreadable as error:
        return Unread(shown, str(error))
    except Exception as error:
        return checking.crash(shown, "reading it failed", error)


def take_in(data: bytes, name: str, configs: Configs) -> Ready | Unread:
    """Read bytes that are in no file, such as standard input, as a skill of their own."""
    try:
        return Ready(skills.read_bytes(data, name), Path(name), configs.of(Path.cwd()))
    except config.ConfigError as error:
        return Unread(name, str(error), "configuration")
    except source.Unreadable as error:
        return Unread(name, str(error))


def weigh_files(ready: Sequence[Ready], shelf: folder.Shelf) -> tuple[list[Ready], list[Unread]]:
    """The skills with the weights of their folders' files, and the files that have none."""
    alone = [one for one in ready if one.skill.standalone]
    owners = [one for one in ready if not one.skill.standalone]
    files, unread = folder.weigh([one.path for one in owners], shelf)
    weighed = [
        replace(one, skill=replace(one.skill, tokens=replace(one.skill.tokens, files=found)))
        for one, found in zip(owners, files, strict=True)
    ]
    return [*weighed, *alone], unread


# --- judging, pricing, checking ------------------------------------------------


def judge(one: Ready, request: Request, shelf: folder.Shelf) -> Ready | Unread:
    """A skill with its candidates, each with its price by what is known of its use."""
    try:
        one = judging.join(one, request.host, shelf)
        return judging.judge(one, judging.assumptions(one, request.host))
    except config.ConfigError as error:
        if request.override.calibration:
            raise  # the numbers that all were asked for are not there
        return Unread(one.skill.path, str(error), "configuration")
    except Exception as error:
        return checking.crash(one.skill.path, "judging it failed", error)


def examine(one: Ready, request: Request, shelf: folder.Shelf) -> Audited | Unread:
    """Check and price one judged skill: as it stands, or without some of its blocks."""
    figures = judging.assumptions(one, request.host)
    rules = checking.rules_for(one.path, one.config)
    try:
        why = judging.explain(one, request.why, figures)
        rest, moved = judging.without(one, request.without, figures)
        skill = rest.skill
        # the files of blocks that only would have moved are not there to be pointed to
        if not moved and not skill.standalone:
            skill = checking.informed(skill, one.path, rules, shelf)
        measured = judging.told(one, request.host, files=request.files)
    except Exception as error:
        return checking.crash(one.skill.path, "judging it failed", error)
    findings, failed = checking.check(skill, rules)
    price = cost.of(skill.tokens.body, skill.source.units, figures)
    before = one.skill.tokens.body if moved else None
    # the texts of files without a finding have served; they would only be carried about
    told = {found.path for found in findings}
    files = tuple(f for f in skill.files if identity.beside(skill.path, f.path) in told)
    return Audited(
        replace(skill, files=files),
        price,
        findings,
        failed,
        why,
        moved,
        before,
        measured=measured,
    )
