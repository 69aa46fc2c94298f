"""What a configuration comes to for one path, value by value, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from skilllint import config, configfile, places, selection, silencing
from skilllint.config import ADDING, Config, Override
from skilllint.configfile import OPTIONS
from skilllint.discovery import shown
from skilllint.model import InForce, Rule

KEYS: Mapping[str, str] = {
    "select": "select",
    "extend_select": "extend-select",
    "ignore": "ignore",
    "exclude": "exclude",
    "advice": "advice",
    "fail_on": "fail-on",
    "baseline": "baseline",
    "lines": "units.lines",
    "tokens": "units.tokens",
    "calls": "cost.calls",
    "model": "cost.model",
    "ttl": "cost.ttl",
    "input_price": "cost.input-price",
    "read_multiple": "cost.read-multiple",
    "write_multiple": "cost.write-multiple",
    "token_scale": "cost.token-scale",
    "calibration": "cost.calibration",
    "unit": "ratchet.unit",
}
"""The plain values of `Config`, by what they are called in a file."""

LIFE = "5m, or as measured"
"""How long a prompt cache lives where nobody says it."""


@dataclass(frozen=True)
class Trace:
    """The ways by which values come to a skill's file. Raises `ConfigError`."""

    path: Path
    override: Override

    @cached_property
    def base(self) -> Config:
        """The nearest configuration, before anything is said over it."""
        return config.load(self.path)

    @cached_property
    def settings(self) -> Config:
        """All that is in force."""
        return config.merge(config.at(self.base, self.path), self.override)

    @cached_property
    def said(self) -> Mapping[str, Any]:
        """The values that the file holds itself."""
        return (configfile.read(self.base.file) if self.base.file else None) or {}

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """Where the keys of the file stand, ours without the name of our table."""
        if self.base.file is None:
            return {}
        known = places.lines(self.base.file.read_text("utf-8"))
        start = "" if self.base.file.name == "skilllint.toml" else "tool.skilllint."
        ours = (key for key in known if key.startswith(start))
        return {key.removeprefix(start): known[key] for key in ours}

    # --- what is in force -----------------------------------------------------------

    def rows(self) -> Iterator[InForce]:
        """Every value, in the order of the documentation."""
        for name, key in KEYS.items():
            yield from self.plain(name, key)
            if name == "exclude":
                yield from self.hosts()
        for rule in self.rules():
            for key in rule.limits:
                yield self.limit(rule, key)
        if self.settings.rules:
            own = tuple(rule.code for rule in self.settings.rules)
            yield self.from_file("rules", own)
        for number, usage in enumerate(self.settings.usage, 1):
            value = f'"{usage.heading}"{within(usage.path)}: {usage.p:g}, {usage.note}'
            yield self.from_file(f"usage.{number}", value, key="usage")
        for number, entry in enumerate(self.settings.allow, 1):
            under = f' under "{entry.heading}"' if entry.heading else ""
            until = f" until {entry.until}" if entry.until else ""
            value = f"{entry.rule}{under}{within(entry.path)}{until}: {entry.reason}"
            yield self.from_file(f"allow.{number}", value, key="allow")

    def rules(self) -> tuple[Rule, ...]:
        """The rules that are put to the skill."""
        hosts = selection.selected_hosts(self.settings, self.path)
        return selection.active(self.settings, hosts)

    # --- one value ------------------------------------------------------------------

    def plain(self, name: str, key: str) -> Iterator[InForce]:
        """A value; of a list that adds up, what each place adds to it."""
        default = getattr(Config(self.base.root), name)
        if name == "baseline" and (file := silencing.home(self.base, self.path)).exists():
            default = shown(file)
        if name == "ttl":
            default = LIFE
        found = [InForce(key, default, "default")]
        if name in self.said:
            found = [self.from_file(key, self.said[name])]
        for layer in config.layers(self.base, self.path):
            if name in layer.values:
                path = f"overrides.{layer.number}.{key}"
                one = self.from_file(path, layer.values[name], key=key)
                found = [*found, one] if name in ADDING else [one]
        if name in ADDING and self.override.select is not None:
            found = [InForce(key, (), "default")]
        option = getattr(self.override, name, None)
        if option is not None:
            one = InForce(key, option, "option", f"--{OPTIONS.get(key, key)}")
            found = [*found, one] if name == "extend_select" else [one]
        yield from [one for one in found if one.value != ()] or found[:1]

    def hosts(self) -> Iterator[InForce]:
        """The hosts that a skill is judged for, those that the repository shows apart."""
        names = tuple(selection.selected_hosts(self.settings, self.path))
        if self.settings.hosts is None:
            usual = tuple(name for name in names if name in selection.DEFAULT_HOSTS)
            yield InForce("hosts", usual, "default")
            if extra := tuple(name for name in names if name not in usual):
                yield InForce("hosts", extra, "repository")
        else:
            yield from self.plain("hosts", "hosts")

    def limit(self, rule: Rule, key: str) -> InForce:
        """One limit of a rule."""
        found = InForce(f"limits.{rule.code}.{key}", rule.limits[key], "default")
        tables = [("", self.said)]
        tables += [
            (f"overrides.{layer.number}.", layer.values)
            for layer in config.layers(self.base, self.path)
        ]
        for start, values in tables:
            value = values.get("limits", {}).get(rule.code, {}).get(key)
            if value is not None:
                words = (rule.code, rule.name, *rule.aliases)
                paths = [f"{start}limits.{word}.{key}" for word in words]
                path = next((path for path in paths if path in self.lines), paths[0])
                found = self.from_file(path, value, key=found.key)
        return found

    def from_file(self, path: str, value: Any, *, key: str = "") -> InForce:
        """A value that the configuration's file holds."""
        assert self.base.file is not None
        line = places.line(self.lines, path)
        return InForce(key or path, value, "file", shown(self.base.file), line)


def within(path: str | None) -> str:
    """Which skills an entry is about, within a sentence."""
    return f' in "{path}"' if path else ""
