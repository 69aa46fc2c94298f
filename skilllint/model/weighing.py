"""What a skill weighs, where hosts cut it, and what it costs a session."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Literal

from skilllint.model.hosting import CutRule

FileKind = Literal["reference", "script"]
Kind = Literal["conditional", "reference", "late"]
Band = Literal["likely", "possible"]
Verdict = Literal["extract", "keep", "not decided"]
ScaleTag = Literal["measured", "default", "given", "exact"]


@dataclass(frozen=True, slots=True)
class Weight:
    """Tokens of a section: its own text, and with all sections below it."""

    own: int
    subtree: int


@dataclass(frozen=True, slots=True)
class File:
    """A file of a skill's folder besides SKILL.md, by its path in there; `size` in bytes.

    `kind` is None for what is neither read nor run. `runnable` says that its run bit
    is set. `text`, without a byte order mark, is None where the file holds no text,
    is too large or cannot be read.
    """

    path: str
    kind: FileKind | None
    size: int
    runnable: bool
    text: str | None

    @property
    def lines(self) -> list[str]:
        """Its lines, without their `\\n`; none without a text."""
        return self.text.removesuffix("\n").split("\n") if self.text else []


@dataclass(frozen=True, slots=True)
class FileWeight:
    """A file of the skill's folder besides SKILL.md; `tokens` is None where it was not counted."""

    path: str
    kind: FileKind
    tokens: int | None


@dataclass(frozen=True, slots=True)
class Tiers:
    """Tokens by when a host loads them. `file` = `frontmatter` + `body`, exactly.

    `listing` is the line a host shows of every skill in every session; 0 where it shows none.
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against: a signal, its weight in the score, and where it stands."""

    signal: str
    weight: float
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Keep:
    """A line that must hold in every run, such as one in a candidate, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """Where a section of a candidate goes, and the line that stays in its place.

    `section` is its place in `Outline.sections`, `file` relative to the skill's
    folder. `pointer` is one line of Markdown: when to read the file. Where the
    text states no condition, it has a gap for the author.
    """

    section: int
    file: str
    pointer: str


def nearest(number: float) -> int:
    """A number as a whole one, a half upwards wherever it is told."""
    return floor(number + 0.5)


@dataclass(frozen=True, slots=True)
class Quartiles:
    """One figure at the 25th, 50th and 75th percentile of calls per session."""

    p25: float
    p50: float
    p75: float


@dataclass(frozen=True, slots=True)
class Scale:
    """A model's tokens over o200k tokens: the likeliest value between a low and a high end.

    `tag` is `measured` in the user's sessions, `exact` for a count by the model's maker,
    `given` by the user, `default` for what was published; `source` says more, as `n=9`.
    """

    low: float
    value: float
    high: float
    tag: ScaleTag
    source: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What a text of `occupancy` tokens costs a session, in three figures that never mix.

    A `occupancy` tokens of the window; B `resent` tokens per session; C `ite`,
    input-token equivalents after prompt caching, and dollars per 1,000
    sessions where a model was named. `unit` names the tokens of `ite`, `scale` says
    what they are over o200k tokens.
    """

    calls: Quartiles
    occupancy: int
    resent: Quartiles
    ite: Quartiles
    usd_per_1000_sessions: Quartiles | None
    model: str | None
    ttl: str
    source: str
    scale: Scale
    unit: str = "o200k tokens"


@dataclass(frozen=True, slots=True)
class LateAfter:
    """From how many calls after the load on a move pays, for a text that every session needs.

    At the quartiles of calls per session; None where it never pays.
    """

    p25: int | None
    p50: int | None
    p75: int | None


@dataclass(frozen=True, slots=True)
class Saving:
    """What moving a block to a reference file changes, per session.

    `break_even` is the share of sessions below which the move saves money.
    `tokens`, `resent` and `ite` are saved when the branch is not taken;
    `taken_ite` is the (usually negative) saving when it is, and
    `extra_call_ite` what the call that reads the file adds to such a session.
    Dollars are there only where a model was named, `late_after` only for text
    that is needed late.
    """

    break_even: Quartiles
    tokens: int
    resent: Quartiles
    ite: Quartiles
    taken_ite: Quartiles
    source: str
    extra_call_ite: float = 0.0
    usd_per_1000_sessions: Quartiles | None = None
    taken_usd_per_1000_sessions: Quartiles | None = None
    late_after: LateAfter | None = None


@dataclass(frozen=True, slots=True)
class Probability:
    """How often a branch is taken: the author's word or a measured frequency.

    `least` says that it is taken at least so often: more may have gone unseen.
    """

    value: float
    low: float
    high: float
    source: str
    least: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block that could leave the body. `sections` are places in `Outline.sections`.

    `expected` is the ITE that moving it saves an average session, where its
    `probability` is known; `pays_from` are the fewest calls of a session in which it
    then does, told only where sessions were measured. `reached` is the share of the
    numbered steps that come before a late block. `calibration` is the file of the counts
    that its price rests on, if it rests on any.
    """

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
    moves: tuple[Move, ...] = ()
    saving: Saving | None = None
    probability: Probability | None = None
    expected: Quartiles | None = None
    verdict: Verdict = "not decided"
    reached: float | None = None
    fingerprint: str = ""
    pays_from: int | None = None
    calibration: str = ""

    @property
    def lines(self) -> int:
        """Lines from the first heading to the last line."""
        return self.end - self.start + 1
