"""The skill as the checks see it, the rules, and what they find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from skilllint.model.explaining import Moved, Why
from skilllint.model.hosting import Host
from skilllint.model.pointing import Extraction
from skilllint.model.reading import Outline, Section, Source
from skilllint.model.weighing import Candidate, Cost, Cut, File, Keep, Tiers, Weight

if TYPE_CHECKING:
    from skilllint.model.joining import Measured

Severity = Literal["error", "warning", "note"]
Confidence = Literal["exact", "heuristic", "advice"]


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill as the checks see it. `folder` is the name of its folder, where a link leads.

    `path` is relative to the working directory, `place` to the repository.
    `standalone` marks a Markdown file that belongs to no skill and is read as one,
    `root` a skill that is a whole repository or plugin. `gates` are the lines behind
    the first cut that ask for approval, stop the run or are called a gate.
    """

    path: str
    place: str
    folder: str
    name: str
    description: str
    plugin: str | None
    standalone: bool
    root: bool
    source: Source
    outline: Outline
    weights: tuple[Weight, ...]
    tokens: Tiers
    cuts: tuple[Cut, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    extraction: Extraction = field(default_factory=Extraction)
    files: tuple[File, ...] = ()
    gates: tuple[Keep, ...] = ()

    def weight(self, section: Section) -> Weight:
        """The tokens of one of its sections."""
        return self.weights[section.index]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a repository's own rule looks for: an expression of the `regex` package.

    `scope` is where (checks/_patterns.py). A match is a problem, or, where it is
    `required`, that there is none.
    """

    scope: str
    expression: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One file of `rules/`: metadata, documentation and tests of a rule.

    It names one finder: a `check` of single skills, one of all skills together
    (`across`), a `metric` with a limit, a `pattern`, or what can be wrong with an `entry`
    of an allow-list. `page` is the whole file. `hint` is what a metric's or a pattern's
    findings advise; `aliases` are the codes and names it had before.
    """

    code: str
    name: str
    check: str | None
    metric: str | None
    across: str | None
    severity: Severity
    confidence: Confidence
    limits: Mapping[str, float]
    hosts: tuple[str, ...]
    since: str
    title: str
    page: str
    hint: str = ""
    aliases: tuple[str, ...] = ()
    pattern: Pattern | None = None
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a check may depend on besides the skill: its limits and the hosts selected."""

    limits: Mapping[str, float]
    hosts: Mapping[str, Host]


@dataclass(frozen=True, slots=True)
class Edit:
    """A safe change: of a file's text, the characters from `start` up to `end` become `text`.

    The file's text is what `Source.text` or `File.text` holds: without a byte
    order mark, with its line ends as they are.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check yields. `end` 0 means the one line; `value` and `limit` also stand in JSON.

    `file` is the file of the skill's folder that it is in, by its path in there;
    nothing for SKILL.md. `edits` mend it without changing what the text means, all
    together or not at all, and do not overlap. `host` names the one host the problem
    holds for. `severity` and `confidence` override the rule's where a check is of two
    minds (a *possible* candidate is advice). `whole` marks a problem of the whole file:
    where it is shown may move with any edit, so its line is no part of its identity;
    `entire` one whose text down to `end` is its identity, not its first line alone.
    `alike` is what several skills share: it alone is the identity of a problem that is
    shown at any of them.
    """

    line: int
    message: str
    end: int = 0
    col: int = 1
    hint: str = ""
    value: float | None = None
    limit: float | None = None
    host: str | None = None
    severity: Severity | None = None
    confidence: Confidence | None = None
    whole: bool = False
    entire: bool = False
    file: str = ""
    alike: str = ""
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its rule, its place and its identity.

    `path` is the file relative to the working directory, `place` the same file
    relative to the repository. `heading_path` are the headings above it. `asked`
    marks advice that a configuration or an option asks for by its rule's name,
    `failing` what gives status 1 when it is shown.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    path: str
    start: int
    end: int
    col: int
    message: str
    hint: str
    value: float | None
    limit: float | None
    host: str | None
    fingerprint: str
    place: str = ""
    heading_path: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    asked: bool = False
    failing: bool = False

    @property
    def told(self) -> bool:
        """Whether people are told of it unasked, or it is asked for by its rule's name."""
        return self.asked or self.confidence != "advice"

    @property
    def fixable(self) -> bool:
        """Whether `--fix` mends it."""
        return bool(self.edits)


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that is not told, only counted, and why.

    `by` is `baseline` (it was there when the baseline was written) or `allowed`
    (an entry of the configuration lets it be); `reason` is that entry's.
    """

    finding: Finding
    by: Literal["baseline", "allowed"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A path that was not audited or not wholly, and why, in one line.

    `cause` is `unreadable` (missing, binary, too large), `configuration`,
    `excluded` (then `path` is the configuration that says so), `slow` (a pattern of
    the repository's own gave no answer) or `crash` (an error of ours: a check or a
    whole skill failed).
    """

    path: str
    reason: str
    cause: Literal["unreadable", "configuration", "excluded", "slow", "crash"] = "unreadable"


@dataclass(frozen=True, slots=True)
class Audited:
    """One skill with everything that was found out about it, and the checks that failed.

    `findings` are those to tell, `suppressed` those that are only counted. `why`
    explains the sections that were asked for. `moved` are blocks that the
    skill is shown without; its body had `before` tokens with them. `measured` is what
    the user's own sessions say of it.
    """

    skill: Skill
    cost: Cost
    findings: tuple[Finding, ...]
    failed: tuple[Unread, ...] = ()
    why: tuple[Why, ...] = ()
    moved: tuple[Moved, ...] = ()
    before: int | None = None
    suppressed: tuple[Suppressed, ...] = ()
    measured: Measured | None = None

    @property
    def issues(self) -> tuple[Finding, ...]:
        """The findings to show: advice only where it was asked for by its name."""
        return tuple(one for one in self.findings if one.told)


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found. Renderers print it and decide nothing.

    `unread` are paths that were not audited, `empty` folders that hold no
    skill, and `skipped` counts given files that belong to no skill and were
    passed over. `assumptions` are the sentences the costs rest on, `figures`
    the numbers. `unmatched` says of headings asked for that no skill has them,
    `remarks` says it of headings in a configuration; both are sentences. `entries`
    are findings on none of the skills: on the allow-lists of configurations, and on what
    grew and is left out; `stale` counts what a baseline
    records though it is no more, `mended` what `--fix` has just fixed. `notices` are for
    whoever is shown dollars; `calibrations` says which sessions of the user's the numbers
    come from.
    """

    skills: tuple[Audited, ...]
    unread: tuple[Unread, ...] = ()
    empty: tuple[str, ...] = ()
    skipped: int = 0
    assumptions: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    entries: tuple[Finding, ...] = ()
    stale: int = 0
    mended: int = 0
    notices: tuple[str, ...] = ()
    calibrations: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: in the order of the skills, then those on none of them."""
        return (*(f for audited in self.skills for f in audited.findings), *self.entries)

    def shown(self, advice: bool) -> tuple[Finding, ...]:
        """The findings that a reader asked to see: with advice or without."""
        if advice:
            return self.findings
        return (*(found for audited in self.skills for found in audited.issues), *self.entries)

    @property
    def suppressed(self) -> tuple[Suppressed, ...]:
        """All findings that are only counted."""
        return tuple(one for audited in self.skills for one in audited.suppressed)

    @property
    def failed(self) -> tuple[Unread, ...]:
        """The paths that were not audited, and the checks that failed."""
        return (*self.unread, *(one for audited in self.skills for one in audited.failed))

    @property
    def crashes(self) -> tuple[Unread, ...]:
        """Everything that failed through an error of ours."""
        return tuple(one for one in self.failed if one.cause == "crash")
