"""What is let be: findings that an allow-list or a baseline speaks of are counted, not told.

An entry of an allow-list that is over, or that lets nothing be, is a finding itself: in
the configuration's file, for it belongs to no skill.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from skilllint import baseline, catalogue, config, discovery, headings, identity, places, selection
from skilllint.baseline import Baseline
from skilllint.config import Allow, Config, Configs
from skilllint.configkinds import LEVELS, RATCHET
from skilllint.discovery import shown
from skilllint.judging import Ready
from skilllint.model import Audited, Finding, Rule, Skill, Suppressed

Line = Finding | Suppressed


@dataclass(frozen=True, slots=True)
class Sifted:
    """The skills with what is told and what is let be, findings on entries, and what is stale."""

    audited: tuple[Audited, ...]
    entries: tuple[Finding, ...]
    stale: int


@dataclass(slots=True)
class Sieve:
    """One run's silencing. `today` decides which entries are over.

    `configs` are the configurations of the run. `recorded` is a baseline's file;
    True is the one that belongs to each skill, False none. `asked` are the folders
    that were named, `whole` says that all configured rules were put to all that is
    in them.
    """

    configs: Configs
    today: date
    recorded: Path | bool
    asked: frozenset[str]
    whole: bool
    baselines: dict[Path, Baseline | None] = field(default_factory=dict)
    spoken: dict[tuple[Path | None, str], frozenset[str]] = field(default_factory=dict)
    used: set[tuple[Path, int]] = field(default_factory=set)

    def sift(self, audited: Sequence[Audited], judged: Sequence[Ready]) -> Sifted:
        """Sort out what is told of some skills. Raises `BaselineError`."""
        done = [
            self.sift_one(one, ready.path, ready.config)
            for one, ready in zip(audited, judged, strict=True)
        ]
        found = [entry for those in grouped(judged) for entry in self.judge_entries(those)]
        roots = {root(one.config, one.path) for one in judged}
        stale = 0
        if self.whole and all(covers(self.asked, folder) for folder in roots):
            stale = sum(one.stale for one in self.baselines.values() if one)
        return Sifted(tuple(done), tuple(found), stale)

    def sift_one(self, audited: Audited, path: Path, settings: Config) -> Audited:
        """One skill with its findings sorted out."""
        # read also where nothing was found: one that is broken or gone is told at once
        record = self.baseline_of(path, settings) if self.recorded else None
        if not audited.findings:
            return audited
        lines: Iterable[Line] = audited.findings
        if settings.allow:
            lines = self.allowed(audited.findings, audited.skill, settings)
        if record:
            lines = through(record, lines)
        lines = list(lines)
        marks = Marks.of(settings)
        told = tuple(marks.put(one) for one in lines if isinstance(one, Finding))
        silent = tuple(one for one in lines if isinstance(one, Suppressed))
        return replace(audited, findings=told, suppressed=(*audited.suppressed, *silent))

    # --- the allow-list -----------------------------------------------------------

    def allowed(
        self, findings: Iterable[Finding], skill: Skill, settings: Config
    ) -> Iterator[Line]:
        """Findings of a skill; those that an entry lets be are suppressed with its reason."""
        assert settings.file is not None
        entries = [
            (number, entry, self.codes(entry, settings))
            for number, entry in enumerate(settings.allow, 1)
            if entry.rule != RATCHET and not self.over(entry)
        ]
        for finding in findings:
            for number, entry, codes in entries:
                if finding.code in codes and speaks(entry, finding, skill, settings):
                    self.used.add((settings.file, number))
                    yield Suppressed(finding, "allowed", entry.reason)
                    break
            else:
                yield finding

    def over(self, entry: Allow) -> bool:
        """Whether an entry's day has passed."""
        return entry.until is not None and entry.until < self.today

    def codes(self, entry: Allow, settings: Config) -> frozenset[str]:
        """The codes of the rules that an entry names."""
        key = settings.file, entry.rule
        if key not in self.spoken:
            self.spoken[key] = catalogue.match(entry.rule, settings.known)
        return self.spoken[key]

    # --- the baseline -------------------------------------------------------------

    def baseline_of(self, path: Path, settings: Config) -> Baseline | None:
        """What was recorded of a skill's repository, if anything. Raises `BaselineError`."""
        if isinstance(self.recorded, Path):
            file, needed = self.recorded, True
        else:
            file, needed = home(settings, path), settings.baseline is not None
        if file not in self.baselines:
            there = needed or os.path.lexists(file)
            self.baselines[file] = baseline.read(file) if there else None
        return self.baselines[file]

    # --- findings on the entries themselves -----------------------------------------

    def judge_entries(self, those: Sequence[Ready]) -> Iterator[Finding]:
        """What is wrong with the entries of one configuration; it belongs to some skills."""
        file = those[0].config.file
        assert file is not None
        settings = self.configs.of(file)  # not what overrides say of some skill
        complete = self.whole and covers(self.asked, settings.root)
        hosts = selection.selected_hosts(settings, file)
        rules = {rule.entry: rule for rule in selection.active(settings, hosts) if rule.entry}
        for number, entry in enumerate(settings.allow, 1):
            concerned = complete or any(meant(entry, one) for one in those)
            if self.over(entry) and concerned and "expired" in rules:
                said = f"the allowance of {entry.rule} ended on {entry.until}: {entry.reason}"
                hint = "mend what it let be and delete the entry; a later day is a new decision"
                yield finding(rules["expired"], settings, number, said, hint)
            idle = entry.rule != RATCHET and (file, number) not in self.used
            if idle and not self.over(entry) and complete and "unused" in rules:
                said = f"this entry lets nothing be: {entry.rule} finds nothing{scope(entry)}"
                hint = "delete it" + unknown(entry, those)
                yield finding(rules["unused"], settings, number, said, hint)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a configuration says of telling: advice, and what gives status 1."""

    advice: bool
    named: frozenset[str]
    failing: tuple[str, ...]

    @classmethod
    def of(cls, settings: Config) -> Marks:
        """The marks for a skill."""
        words = (*settings.select, *settings.extend_select)
        failing = (
            () if settings.fail_on == "never" else LEVELS[: LEVELS.index(settings.fail_on) + 1]
        )
        codes = named(words) | selection.named(words, settings.rules)
        return cls(settings.advice, codes, failing)

    def put(self, finding: Finding) -> Finding:
        """A finding that knows whether it was asked for and whether it fails a check."""
        asked = self.advice or finding.code in self.named
        return replace(finding, asked=asked, failing=finding.severity in self.failing)


@cache
def named(words: tuple[str, ...]) -> frozenset[str]:
    """The codes of those of our rules that some words name one by one."""
    return selection.named(words, catalogue.rules())


def root(settings: Config, path: Path) -> Path:
    """The folder that a skill's baseline is of: its repository, else its configuration's."""
    return discovery.repository(path.parent) or settings.root


def home(settings: Config, path: Path) -> Path:
    """The file of the baseline that a skill belongs to."""
    if settings.baseline is not None:
        return settings.root / settings.baseline
    return root(settings, path) / baseline.FILE


def through(record: Baseline, lines: Iterable[Line]) -> Iterator[Line]:
    """What a baseline leaves of findings; what is let be stays so."""
    for one in lines:
        yield from record.cover([one]) if isinstance(one, Finding) else (one,)


def speaks(entry: Allow, finding: Finding, skill: Skill, settings: Config) -> bool:
    """Whether an entry means a finding's file, and its section where it names one."""
    if entry.path is not None and not config.matches(
        [entry.path], Path(finding.path), settings.root
    ):
        return False
    if entry.heading is None:
        return True
    # a finding of the whole file, or of another file, lies under no heading
    sections = headings.find([entry.heading], skill).get(entry.heading, ())
    return bool(finding.heading_path) and any(s.start <= finding.start <= s.end for s in sections)


def meant(entry: Allow, one: Ready) -> bool:
    """Whether an entry may speak of a skill."""
    return entry.path is None or config.matches([entry.path], one.path, one.config.root)


def covers(asked: frozenset[str], folder: Path) -> bool:
    """Whether a whole folder was asked for."""
    return not asked.isdisjoint(map(str, (folder, *folder.parents)))


def grouped(judged: Iterable[Ready]) -> Iterable[Sequence[Ready]]:
    """The skills of each configuration that has an allow-list."""
    found: defaultdict[Path, list[Ready]] = defaultdict(list)
    for one in judged:
        if one.config.file and one.config.allow:
            found[one.config.file].append(one)
    return found.values()


def scope(entry: Allow) -> str:
    """Where an entry lets something be, as the end of a sentence."""
    under = f' under "{entry.heading}"' if entry.heading else ""
    return under + (f' in "{entry.path}"' if entry.path else "")


def unknown(entry: Allow, those: Iterable[Ready]) -> str:
    """What is said of a heading or a path that nothing fits."""
    able = [one.skill for one in those if meant(entry, one)]
    if entry.path is not None and not able:
        return ", or correct its path, which fits no audited SKILL.md"
    if entry.heading and not any(headings.find([entry.heading], skill) for skill in able):
        near = headings.nearest(entry.heading, (skill.outline for skill in able))
        return f", or correct its heading, which no audited skill has{near}"
    return ""


def finding(rule: Rule, settings: Config, number: int, message: str, hint: str) -> Finding:
    """A finding on an entry of a configuration."""
    assert settings.file is not None
    line = line_of(settings.file, number)
    base = discovery.repository(settings.root) or settings.root
    place = Path(os.path.relpath(settings.file, base)).as_posix()
    made = Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        confidence=rule.confidence,
        path=shown(settings.file),
        start=line,
        end=line,
        col=1,
        message=message,
        hint=hint,
        value=None,
        limit=None,
        host=None,
        fingerprint=identity.fingerprint(rule.code, place, (), repr(settings.allow[number - 1])),
        place=place,
    )
    return Marks.of(settings).put(made)


def line_of(file: Path, number: int) -> int:
    """The line of an entry of `[[allow]]`."""
    try:
        known: Mapping[str, int] = places.lines(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return 1
    start = "" if file.name == "skilllint.toml" else "tool.skilllint."
    return places.line(known, f"{start}allow.{number}")
