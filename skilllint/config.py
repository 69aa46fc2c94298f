"""What a repository and the command line say over the rules' defaults.

The nearest `skilllint.toml`, or `pyproject.toml` with `[tool.skilllint]`, at or
above a skill holds for it, alone: configurations do not add up.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from skilllint import catalogue, configfile
from skilllint.configfile import Allow, ConfigError, Layer, Usage
from skilllint.discovery import shown
from skilllint.ignoring import compile_lines
from skilllint.model import Rule, Unit

__all__ = [
    "NOTHING",
    "Allow",
    "Config",
    "ConfigError",
    "Configs",
    "Copied",
    "Override",
    "Usage",
    "load",
    "matches",
]

FILES = ("skilllint.toml", "pyproject.toml")
ADDING = frozenset({"extend_select", "ignore"})
"""Keys of an override that add to what holds already."""


@dataclass(frozen=True, slots=True)
class Override:
    """What the command line says in the place of what is configured; None is nothing said.

    `calibration` is an absolute path, or an empty text for none.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    hosts: tuple[str, ...] | None = None
    fail_on: str | None = None
    calls: int | None = None
    model: str | None = None
    ttl: str | None = None
    input_price: float | None = None
    read_multiple: float | None = None
    write_multiple: float | None = None
    token_scale: float | None = None
    calibration: str | None = None


NOTHING = Override()


@dataclass(frozen=True, slots=True)
class Copied:
    """A file that a revision's configuration names: what reports call it, and where it can be read.

    A copy of it lies at the absolute `path`; `lost` says in its place why there is none.
    """

    name: str
    path: str = ""
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """What is in force for a skill. `root` is where `exclude` patterns count from.

    `rules` are the repository's own. `select`, `extend_select` and `ignore` hold codes,
    names or beginnings of codes; `ignore` wins. `hosts` None is the default ones and
    those that the repository shows. `advice` shows advice, `fail_on` is the least severity
    that gives status 1; `baseline` is a file, from `root`. `limits` are by rule code. A
    unit of `lines` or of `tokens` is the least that is judged as a block; `calls`, `model`
    and `ttl` price it; what is said of prices and tokens goes before the price list, and
    what `calibration` counted, a file from `root` or the copy of one, before the defaults.
    `usage` is what the author states of headings, `allow` what is let be; `overrides` are
    for some paths only, a later one before an earlier one. The ratchet counts in a `unit`,
    tokens or bytes.
    """

    root: Path
    file: Path | None = None
    rules: tuple[Rule, ...] = ()
    select: tuple[str, ...] = ("ALL",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    hosts: tuple[str, ...] | None = None
    advice: bool = False
    fail_on: str = "warning"
    baseline: str | None = None
    limits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    lines: int = 50
    tokens: int = 700
    calls: int | None = None
    model: str | None = None
    ttl: str | None = None
    input_price: float | None = None
    read_multiple: float | None = None
    write_multiple: float | None = None
    token_scale: float | None = None
    calibration: str | Copied | None = None
    usage: tuple[Usage, ...] = ()
    allow: tuple[Allow, ...] = ()
    overrides: tuple[Layer, ...] = ()
    unit: Unit = "tokens"

    @property
    def known(self) -> tuple[Rule, ...]:
        """All rules that there are for a skill: ours, and the repository's own."""
        return (*catalogue.rules(), *self.rules)


@dataclass(slots=True)
class Configs:
    """The configurations of a run: each folder is looked at once. Raises `ConfigError`.

    `force_exclude` leaves out what is excluded even where it is named.
    """

    override: Override = NOTHING
    force_exclude: bool = False
    known: dict[Path, Config] = field(default_factory=dict)

    def __post_init__(self) -> None:
        verify(self.override)

    def of(self, skill: Path) -> Config:
        """What is in force for a skill's file or folder."""
        return merge(at(load(skill, self.known), skill), self.override)

    def excludes(self, skill: Path, named: Iterable[Path] = ()) -> str | None:
        """The configuration file that leaves a skill's file out, as shown; None if none does.

        A path on the command line that stands for the skill is `named`: patterns that
        match the path itself do not count, and none counts against a file.
        """
        config = self.of(skill)
        if config.file is None or not matches(config.exclude, skill, config.root):
            return None
        if not self.force_exclude:
            for path in named:
                if not path.is_dir() or not matches(left(config, path), skill, config.root):
                    return None
        return shown(config.file)


def matches(patterns: Collection[str], path: Path, root: Path) -> bool:
    """Whether patterns as in a `.gitignore` of a folder `root` match a path."""
    place = Path(os.path.relpath(path, root)).as_posix()
    return bool(patterns) and compile_lines(patterns).match_file(place)


def left(config: Config, folder: Path) -> tuple[str, ...]:
    """The patterns that count below a folder that was named: those that do not match it."""
    place = Path(os.path.relpath(folder, config.root))
    if place.parts[:1] == ("..",):
        return config.exclude
    slashed = f"{place.as_posix()}/"
    return tuple(one for one in config.exclude if not compile_lines([one]).match_file(slashed))


# --- from the nearest file ----------------------------------------------------


def load(start: Path, known: dict[Path, Config] | None = None) -> Config:
    """The configuration nearest to a path, or the defaults; `known` spares reading twice.

    Raises `ConfigError`.
    """
    known = {} if known is None else known
    # lexically: a linked folder belongs to where it was named
    absolute = Path(os.path.abspath(start))  # noqa: PTH100
    passed = []
    found = None
    for folder in (absolute, *absolute.parents):
        found = known.get(folder) or read_folder(folder)
        passed.append(folder)
        if found:
            break
    config = found or Config(root=Path.cwd())
    known.update(dict.fromkeys(passed, config))
    return config


def read_folder(folder: Path) -> Config | None:
    """The configuration that stands in a folder, if one does. Raises `ConfigError`."""
    for name in FILES:
        values = configfile.read(folder / name)
        if values is not None:
            return Config(root=folder, file=folder / name, **values)
    return None


# --- for some paths only --------------------------------------------------------


def at(config: Config, skill: Path) -> Config:
    """A configuration with what its `[[overrides]]` say of a skill's file."""
    for layer in layers(config, skill):
        config = over(config, layer.values)
    return config


def layers(config: Config, skill: Path) -> Iterator[Layer]:
    """The overrides that hold for a skill's file, in their order."""
    return (one for one in config.overrides if matches(one.paths, skill, config.root))


def over(config: Config, values: Mapping[str, Any]) -> Config:
    """A configuration with an override's values: lists of rules and limits add up."""
    new = dict(values)
    for name in ADDING & new.keys():
        new[name] = (*getattr(config, name), *new[name])
    if "limits" in new:
        codes = {**config.limits, **new["limits"]}
        new["limits"] = {
            code: {**config.limits.get(code, {}), **new["limits"].get(code, {})} for code in codes
        }
    return replace(config, **new)


# --- with the command line over it --------------------------------------------


def verify(override: Override) -> None:
    """Raise `ConfigError` for an option that names what does not exist."""
    own = rules_here() if override.select or override.extend_select or override.ignore else ()
    for one in fields(override):
        value = getattr(override, one.name)
        if value is None or (one.name == "calibration" and not value):
            continue
        try:
            configfile.option(one.name, value, own)
        except ConfigError:
            load(Path.cwd())  # a rule that cannot be read is why its code is not known
            raise


def here() -> tuple[Rule, ...]:
    """All rules that there are where one works: ours, and the repository's own.

    Raises `ConfigError`.
    """
    return (*catalogue.rules(), *load(Path.cwd()).rules)


def rules_here() -> tuple[Rule, ...]:
    """The own rules of the repository that one works in; a broken configuration has none."""
    try:
        return load(Path.cwd()).rules
    except ConfigError:
        return ()


def merge(config: Config, override: Override) -> Config:
    """A configuration with what the command line says over it.

    `--select` is the whole choice: what a file adds to its own or ignores does not count,
    what `--extend-select` adds does. That alone adds to what a file chooses.
    """
    said = {option.name: getattr(override, option.name) for option in fields(override)}
    told = {name: value for name, value in said.items() if value is not None}
    before = () if "select" in told else config.extend_select
    if "select" in told:
        told.setdefault("ignore", ())
    told["extend_select"] = (*before, *(override.extend_select or ()))
    return replace(config, **told)
