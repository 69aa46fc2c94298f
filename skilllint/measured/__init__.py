"""What a calibration says of linted skills: whose figures hold, which sections are needed.

A text that has changed since it was loaded changes nothing but what depends on the text.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from skilllint import cost, discovery, tokens
from skilllint.calibration import file as calibrations
from skilllint.config import Config, ConfigError, Copied
from skilllint.cost import Assumptions, Evidence, prices
from skilllint.folder import Shelf
from skilllint.measured import needing, owning, uses
from skilllint.measured.uses import UNUSED, Uses
from skilllint.model import File, Skill, utf16
from skilllint.model.joining import Better, FileUse, Measured
from skilllint.model.measuring import Calibration, HostUse, Share, SkillUse
from skilllint.situational import Given, Units


@dataclass(frozen=True, slots=True)
class Joined:
    """A skill with what the sessions on a host say of it.

    `file` is the calibration, `about` what it holds in a sentence; `use` are the loads
    of the skill, if it is known there; `sentences` say how it was found and whose figures
    hold. `prompt` are the tokens of an average prompt, `model` says which model to name.
    `general` is the evidence without what is the skill's own.
    """

    file: str
    about: str
    evidence: Evidence = cost.NOTHING
    general: Evidence = cost.NOTHING
    use: SkillUse | None = None
    sentences: tuple[str, ...] = ()
    prompt: float | None = None
    uses: Uses = UNUSED
    model: str = ""

    @property
    def own(self) -> bool:
        """Whether the skill has loads enough for figures of its own."""
        return self.use is not None and self.use.pool.enough


def join(skill: Skill, path: Path, config: Config, host: str, shelf: Shelf) -> Joined | None:
    """What the calibration that is configured for a skill says of it; None without one.

    Raises `ConfigError` for a calibration that cannot be used.
    """
    if not config.calibration:
        return None
    version = located(config.root, config.calibration)
    calibration, file = read(version), version.name
    sessions = calibration.hosts.get(host)
    if sessions is None:
        return Joined(file, f"{file} holds no sessions of {host}, so the defaults hold")
    use, how = owning.find(sessions.skills, skill, path)
    every = everyone(version, host)
    return Joined(
        file=file,
        about=about(file, calibration, sessions),
        evidence=replace(every, skill=use.pool) if use else every,
        general=every,
        use=use,
        sentences=(*how, whose(use, sessions, owning.left_out(sessions.left_out, skill, path))),
        prompt=average(sessions),
        uses=uses.find(use, skill, path, shelf) if use and not skill.standalone else UNUSED,
        model="" if config.model else model(sessions),
    )


def of(
    skill: Skill, joined: Joined | None, units: Units, figures: Assumptions
) -> Mapping[int, Given]:
    """How often sections are needed at least, by their places in the outline."""
    if joined is None:
        return {}
    return needing.of(skill, needing.Known(joined.uses, joined.file, units, figures))


class Version(NamedTuple):
    """A calibration by its absolute path, as it was when it was `changed` last.

    `name` is what reports call it, `lost` why there is none.
    """

    place: str
    changed: int
    name: str
    lost: str = ""


def located(root: Path, named: str | Copied) -> Version:
    """Where a calibration lies, and when it changed; 0 for one that cannot be looked at."""
    if isinstance(named, Copied):
        return Version(named.path, 0, named.name, named.lost)
    place = os.path.abspath(root / named)  # noqa: PTH100
    name = discovery.shown(Path(place))
    try:
        return Version(place, os.stat(place).st_mtime_ns, name)  # noqa: PTH116
    except (OSError, ValueError):
        return Version(place, 0, name)


@cache
def everyone(version: Version, host: str) -> Evidence:
    """What the sessions on a host say of all skills, the same one for each of them."""
    sessions = read(version).hosts[host]
    return Evidence(None, sessions.pool, sessions.scales)


@cache
def read(version: Version) -> Calibration:
    """A calibration, read once. Raises `ConfigError`."""
    if version.lost:
        raise ConfigError(f"{version.name}: {version.lost}")
    try:
        return calibrations.read(Path(version.place), version.name)
    except calibrations.CalibrationError as error:
        missing = str(error).endswith("no such file")
        hint = "; `skilllint calibrate` writes one" if missing else ""
        raise ConfigError(f"{error}{hint}") from None


# --- what it says, in words ------------------------------------------------------------


def about(file: str, calibration: Calibration, sessions: HostUse) -> str:
    """What a calibration holds of a host, in a sentence."""
    pool, days = sessions.pool, ""
    if sessions.first and sessions.last:
        days = f", {sessions.first} to {sessions.last}"
    loads = f"{count(pool.loads, 'load')} of {count(len(sessions.skills), 'skill')}"
    logs = f"{count(pool.logs, 'log')} of {sessions.host}"
    return f"{file} of {calibration.made}: {loads} in {logs}{days}"


def whose(use: SkillUse | None, sessions: HostUse, left_out: int = 0) -> str:
    """Whose figures hold for a skill, in a sentence; `left_out` loads of it count for nothing."""
    mine = "no load of this skill"
    if left_out:
        those = "its log edits" if left_out == 1 else "their logs edit"
        mine = f"{count(left_out, 'load')} of this skill, left out as {those} it"
    if use:
        loads, logs = count(use.pool.loads, "load"), count(use.pool.logs, "log")
        mine = f"{loads} of this skill in {logs}"
        if use.pool.enough:
            return mine
    few = ": too few," if use else ":"
    if sessions.pool.enough:
        return f"{mine}{few} all your skills' figures hold"
    every = count(sessions.pool.loads, "load")
    return f"{mine}{few} and {every} of all your skills are too few as well, so the defaults hold"


def model(sessions: HostUse) -> str:
    """Which model to name: the one of most calls that the price list knows; nothing for none."""
    every = sum(sessions.models.values())
    for name in sorted(sessions.models, key=lambda one: -sessions.models[one]):
        if row := prices.known(name):
            part = f"{sessions.models[name] / every * 100:.0f} %" if every else "0 %"
            return f"your sessions used {name} ({part}): --model {row.id} tells its dollars"
    return ""


def average(sessions: HostUse) -> float | None:
    """The tokens of an average prompt."""
    calls = sum(sessions.models.values())
    return sum(sessions.tokens.values()) / calls if calls else None


def count(number: int, noun: str) -> str:
    """`1 load`, `2 loads`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


# --- what follows for a skill ----------------------------------------------------------


def told(
    skill: Skill, joined: Joined, own: Assumptions, general: Assumptions, *, files: bool
) -> Measured:
    """What the sessions say of a skill; `own` are its figures, `general` those of all skills.

    Without `files` none is weighed.
    """
    use = joined.use
    known = cost.figures_text(general)
    share = None
    if use and joined.prompt and own.model is not None:
        share = skill.tokens.body * own.scale.value / joined.prompt
    return Measured(
        name=owning.called(use) if use else None,
        loads=use.pool.loads if use else 0,
        logs=use.pool.logs if use else 0,
        sentences=joined.sentences,
        figures=tuple(one for one in cost.figures_text(own) if one not in known),
        brief=cost.own_text(own, general),
        files=tuple(
            file_use(one, joined.uses.shares[one.path], own)
            for one in joined.uses.files
            if files and one.kind == "reference" and one.text
        ),
        share_of_prompt=share,
    )


def file_use(file: File, share: Share, figures: Assumptions) -> FileUse:
    """What it costs or saves that a reference is a file, and not in the body."""
    assert file.text is not None
    size = tokens.count(file.text)
    known = cost.measured(share.count, share.of)
    saving = cost.saving(size, 0, utf16(file.text), figures)
    where: Mapping[str, Better] = {"extract": "file", "keep": "body"}
    return FileUse(
        path=file.path,
        tokens=size,
        loads=share,
        probability=known,
        break_even=saving.break_even,
        expected=cost.expected(saving, known),
        better=where.get(cost.verdict(known, saving), "not decided"),
    )
