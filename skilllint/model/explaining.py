"""What is said of a section on request: why it was judged so, and what moving it would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from skilllint.model.weighing import Evidence, Keep, Kind, Probability, Quartiles, Saving, Verdict

Outcome = Literal[
    "candidate", "stated", "inside", "too small", "too large", "below", "outdone", "left out"
]


@dataclass(frozen=True, slots=True)
class Sum:
    """What the signals of one kind add up to, and from where on that is possible or likely."""

    kind: Kind
    score: float
    possible: float
    likely: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a section is a candidate or none: both sums, what came of them, and what must stay.

    `sentence` says in words what `outcome` stands for. `tokens` are those of
    the whole subtree, `share` is their part of the body.
    """

    heading_path: tuple[str, ...]
    start: int
    end: int
    tokens: int
    share: float
    outcome: Outcome
    sentence: str
    sums: tuple[Sum, ...]
    keep: tuple[Keep, ...]

    @property
    def lines(self) -> int:
        """Lines from the heading to the last line."""
        return self.end - self.start + 1


@dataclass(frozen=True, slots=True)
class Moved:
    """A section that an audit leaves out as if it had moved to `file`.

    Lines, `tokens` and `share` are those it has in the file as it stands;
    `left` are the tokens of the heading and the `pointer` that stay, `keep`
    lines that should have stayed as well.
    `expected` is the ITE an average session saves, where `probability` is known.
    """

    heading_path: tuple[str, ...]
    start: int
    end: int
    tokens: int
    left: int
    share: float
    file: str
    pointer: str
    saving: Saving
    keep: tuple[Keep, ...] = ()
    probability: Probability | None = None
    expected: Quartiles | None = None
    verdict: Verdict = "not decided"

    @property
    def lines(self) -> int:
        """Lines from the heading to the last line."""
        return self.end - self.start + 1


@dataclass(frozen=True, slots=True)
class InForce:
    """One value of what is configured for a skill, and where it comes from.

    `source` is `default`, `repository` (a folder of it shows that host), `file`
    (then `place` is the configuration and `line` the key's) or `option` (then
    `place` is the option).
    """

    key: str
    value: str | float | bool | tuple[str, ...] | None
    source: Literal["default", "repository", "file", "option"]
    place: str = ""
    line: int = 0
