"""The nouns of the program: frozen facts, without behaviour beyond properties.

Every room speaks in these types. Lines are 1-based and inclusive; `tokens` is
always a count of o200k_base tokens; `share` is a fraction of the body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
Confidence = Literal["exact", "heuristic", "advice"]
Kind = Literal["conditional", "reference", "late"]
Band = Literal["likely", "possible"]
Verdict = Literal["extract", "keep", "not decided"]
FileKind = Literal["reference", "script"]
BlockKind = Literal[
    "paragraph", "list", "item", "quote", "fence", "code", "table", "html", "rule", "setext"
]


# --- reading ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the front matter; `kind` is a closed set (frontmatter.py)."""

    kind: str
    line: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML head of a file. Without one, `start` and `end` are 0 and `values` is empty.

    `values` is what the YAML says, or, where it does not parse, what a scan of
    its `key: value` lines recovers. `keys` holds each top-level key with its
    line, repeated keys repeated.
    """

    start: int
    end: int
    text: str
    values: Mapping[str, object]
    keys: tuple[tuple[str, int], ...]
    faults: tuple[Fault, ...]

    def line_of(self, key: str) -> int:
        """The line of a top-level key; the first line of the front matter without it."""
        return next((line for name, line in self.keys if name == key), max(self.start, 1))


@dataclass(frozen=True, slots=True)
class Source:
    """One text file as read: `text` lacks only the byte order mark, `lines` their `\\n`.

    The body begins at character `body_offset` of `text`, on line `body_line`,
    behind the front matter and the blank lines that follow it.
    """

    path: str
    size: int
    bom: str
    text: str
    lines: tuple[str, ...]
    front: FrontMatter
    body_offset: int
    body_line: int

    @property
    def body(self) -> str:
        """What a host sends as the skill's text: everything behind the front matter."""
        return self.text[self.body_offset :]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that is one thing in Markdown; an `item` lies inside its `list`.

    `info` is a fence's info string. `closed` is false for a fence or an HTML
    comment that runs to the end because nothing closes it. A `setext` is a
    paragraph that a `---` line turns into a heading nobody meant.
    """

    kind: BlockKind
    start: int
    end: int
    info: str = ""
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """`[text](target)` on a line of the body; images included."""

    line: int
    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and everything down to the next heading of its level or above.

    Level 0 is the text before the first heading. `own_end` is the last line
    before the first child. `parent` and `children` are places in
    `Outline.sections`; `path` ends with the section's own title.
    """

    index: int
    title: str
    level: int
    start: int
    own_end: int
    end: int
    parent: int | None
    children: tuple[int, ...]
    path: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> int:
        """Lines of the whole subtree."""
        return self.end - self.start + 1


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of a body in document order; together they cover every line of it."""

    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    links: tuple[Link, ...]

    @property
    def top(self) -> tuple[Section, ...]:
        """The sections that lie in no other."""
        return tuple(s for s in self.sections if s.parent is None)

    def children(self, section: Section) -> tuple[Section, ...]:
        """The sections directly below one."""
        return tuple(self.sections[i] for i in section.children)

    def subtree(self, section: Section) -> tuple[Section, ...]:
        """A section and all below it, in document order."""
        below = self.sections[section.index :]
        return tuple(s for s in below if s.start <= section.end)

    def ancestors(self, section: Section) -> tuple[Section, ...]:
        """From the parent upwards."""
        found: list[Section] = []
        while section.parent is not None:
            section = self.sections[section.parent]
            found.append(section)
        return tuple(found)

    def at(self, line: int) -> Section | None:
        """The innermost section that holds a line of the body."""
        return next((s for s in reversed(self.sections) if s.start <= line <= s.own_end), None)

    def text(self, start: int, end: int) -> str:
        """The lines from `start` to `end`."""
        return "\n".join(self.lines[start - 1 : end])


# --- weighing ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Weight:
    """Tokens of a section: its own text, and with all sections below it."""

    own: int
    subtree: int


@dataclass(frozen=True, slots=True)
class FileWeight:
    """A file of the skill's folder besides SKILL.md; `tokens` is None where it was not counted."""

    path: str
    kind: FileKind
    tokens: int | None


@dataclass(frozen=True, slots=True)
class Tiers:
    """Tokens by when a host loads them. `file` = `frontmatter` + `body`, exactly.

    `listing` is the line a host shows of every skill in every session.
    """

    file: int
    frontmatter: int
    listing: int
    body: int
    files: tuple[FileWeight, ...] = ()

    @property
    def references(self) -> int:
        """Tokens of all reference files together."""
        return sum(f.tokens or 0 for f in self.files if f.kind == "reference")

    @property
    def scripts(self) -> int:
        """Tokens of all scripts together; a script that is run costs only its output."""
        return sum(f.tokens or 0 for f in self.files if f.kind == "script")


@dataclass(frozen=True, slots=True)
class Host:
    """What one host reads and where it cuts: a row of `data/hosts.toml`, with its date."""

    name: str
    label: str
    cuts: tuple[CutRule, ...]
    keys: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class CutRule:
    """A limit at which a host silently drops the rest.

    `unit` is `bytes` of the whole file or `utf-16` units of the body; `warn` is
    the size from which little room is left.
    """

    name: str
    limit: int
    warn: int
    unit: Literal["bytes", "utf-16"]
    scope: Literal["file", "body"]
    when: str
    source: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A section that lies behind a cut, wholly or in part."""

    line: int
    title: str
    tokens: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a host stops reading one skill: the line and heading at which the cut falls."""

    host: str
    rule: CutRule
    size: int
    line: int
    heading_path: tuple[str, ...]
    lost_tokens: int
    lost: tuple[Lost, ...]


# --- judging and pricing ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against: the signal's name, its weight in the score, and where it stands."""

    signal: str
    weight: float
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Keep:
    """A line inside a candidate that must stay in the body, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Quartiles:
    """One figure at the 25th, 50th and 75th percentile of calls per session."""

    p25: float
    p50: float
    p75: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What a text of `occupancy` tokens costs a session, in three figures that never mix.

    A `occupancy` tokens of the window; B `resent` tokens per session; C `ite`,
    input-token equivalents after prompt caching, and dollars per 1,000
    sessions where a model was named.
    """

    calls: Quartiles
    occupancy: int
    resent: Quartiles
    ite: Quartiles
    usd_per_1000_sessions: Quartiles | None
    model: str | None
    ttl: str
    source: str


@dataclass(frozen=True, slots=True)
class Saving:
    """What moving a block to a reference file changes, per session.

    `break_even` is the share of sessions below which the move saves money.
    `tokens`, `resent` and `ite` are saved when the branch is not taken;
    `taken_ite` is the (usually negative) saving when it is.
    """

    break_even: Quartiles
    tokens: int
    resent: Quartiles
    ite: Quartiles
    taken_ite: Quartiles
    source: str


@dataclass(frozen=True, slots=True)
class Probability:
    """How often a branch is taken: the author's word or a measured frequency."""

    value: float
    low: float
    high: float
    source: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block that could leave the body. `sections` are places in `Outline.sections`."""

    sections: tuple[int, ...]
    start: int
    end: int
    heading_path: tuple[str, ...]
    kind: Kind
    band: Band
    score: float
    tokens: int
    share: float
    evidence: tuple[Evidence, ...]
    keep: tuple[Keep, ...] = ()
    saving: Saving | None = None
    probability: Probability | None = None
    verdict: Verdict = "not decided"
    fingerprint: str = ""

    @property
    def lines(self) -> int:
        """Lines from the first heading to the last line."""
        return self.end - self.start + 1


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill as the checks see it. `folder` is the real name of its folder.

    `standalone` marks a Markdown file that belongs to no skill and is read as one.
    """

    path: str
    folder: str
    name: str
    description: str
    plugin: str | None
    standalone: bool
    source: Source
    outline: Outline
    weights: tuple[Weight, ...]
    tokens: Tiers
    cuts: tuple[Cut, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    def weight(self, section: Section) -> Weight:
        """The tokens of one of its sections."""
        return self.weights[section.index]


# --- rules and findings -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Example:
    """A sample of a rule's page: a SKILL.md and the exact lines it yields (none for Good)."""

    skill: str
    output: tuple[str, ...]
    limits: Mapping[str, float]
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One file of `rules/`: metadata, documentation and tests of a rule."""

    code: str
    name: str
    check: str | None
    metric: str | None
    severity: Severity
    confidence: Confidence
    limits: Mapping[str, float]
    hosts: tuple[str, ...]
    since: str
    title: str
    page: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What a check may depend on besides the skill: its limits and the hosts selected."""

    limits: Mapping[str, float]
    hosts: Mapping[str, Host]


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check yields. `end` 0 means the one line; `value` and `limit` also stand in JSON.

    `host` names the one host the problem holds for. `severity` and `confidence`
    override the rule's where a check is of two minds (a *possible* candidate is
    advice).
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


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its rule, its place and its identity."""

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
    fixable: bool
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A path or file that could not be audited, and why, in one line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Audited:
    """One skill with everything that was found out about it."""

    skill: Skill
    cost: Cost
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found. Renderers print it and decide nothing.

    `unread` are paths that could not be audited, `internal` checks that
    crashed (rule, file and error), `skipped` Markdown files outside any skill
    that were passed over.
    """

    skills: tuple[Audited, ...]
    unread: tuple[Unread, ...] = ()
    internal: tuple[Unread, ...] = ()
    skipped: int = 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, in the order of the skills."""
        return tuple(f for audited in self.skills for f in audited.findings)
