"""How many tokens of a model's own an o200k token is, from how prompts grew with loaded texts.

A prompt that a skill was loaded into is longer by the text, by some framing around it,
and now and then by something else that entered along with it, which can only add. So of
every text the least growth counts, and the scale is the median slope between texts,
weighted by how far apart their sizes are (Theil–Sen, weighted); no single load that went
wrong moves it. The framing of no text at all is one more point: with few texts, or texts
of one size, it holds the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from skilllint import identity, tokens
from skilllint.model import Scale
from skilllint.transcripts.log import Load, Log

LEAST = 5
"""Loads of a model from which its scale is measured."""

BELIEVED = (0.8, 2.5)
"""No tokenizer that is published lies outside; a scale that does measured something else."""

FRAMING = (-60, 0, 140)
"""Tokens that a growth holds beside the text, over the 60 that the reader has taken off.

Around the text stand the Skill tool's call and its result; of the call a log tells the
output now and then only. That no more than 200 tokens are around it is assumed.
"""

MIDDLE = (0.25, 0.5, 0.75)
"""The weighted quantiles of the slopes that are the low end, the scale and the high end.

Of made-up users in 24 settings (1 to 15 texts, 1.5 or 4 loads of each, one load in 20 or
in 7 along with 300 to 5,000 tokens of something else), the ends held the true scale in
90–98 %, and lay 3–12 % apart.
"""

MOST = 200
"""Texts at most, the largest, for every two of them are compared."""

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sample:
    """One load: its text's hash and o200k tokens, and by how many the model's prompt grew.

    `identity` is the load's, the same in every copy of its log.
    """

    model: str
    text: str
    tokens: int
    growth: int
    identity: int


def samples(log: Log) -> Iterator[Sample]:
    """The loads of a log that tell of a scale.

    Those of Codex tell nothing, for what was read stands in no record of its own; its
    models count in o200k tokens.
    """
    for load in log.loads:
        if load.text is not None and load.growth is not None:
            model = log.calls[load.before].model  # the same as before the load, or nothing grew
            hashed = identity.text_hash(load.text)
            yield Sample(model, hashed, weight(load), load.growth, load.identity)


def weight(load: Load) -> int:
    """o200k tokens of all that a load added, with the line that names the folder."""
    first = f"Base directory for this skill: {load.base}\n" if load.base else ""
    return counted(first + (load.text or ""))


@lru_cache(maxsize=64)
def counted(text: str) -> int:
    """As `tokens.count`, for skills are loaded again and again."""
    return tokens.count(text)


def fit(found: Iterable[Sample]) -> Mapping[str, Scale]:
    """The scale of every model with at least five loads, where both its ends can be believed."""
    return {
        model: scale
        for model, scale in estimates(found)
        if believable(scale.low) and believable(scale.high)
    }


def disbelieved(found: Iterable[Sample]) -> Mapping[str, Scale]:
    """The scales that no tokenizer has: something else was measured.

    What only its ends make doubtful, as with few short texts, is not measured, and not told.
    """
    return {model: scale for model, scale in estimates(found) if not believable(scale.value)}


def believable(scale: float) -> bool:
    """Whether a tokenizer may have that scale."""
    least, most = BELIEVED
    return least <= scale <= most


def estimates(found: Iterable[Sample]) -> Iterator[tuple[str, Scale]]:
    """The scale of every model with at least five loads, as it comes out."""
    models: dict[str, dict[int, Sample]] = {}
    for one in found:
        # where less was added than any tokenizer makes of the text, something else left
        if one.growth >= BELIEVED[0] * one.tokens > 0:
            models.setdefault(one.model, {}).setdefault(one.identity, one)
    for model, loads in sorted(models.items()):
        if len(loads) >= LEAST:
            points = least_grown(loads.values())
            ends = zip(reversed(FRAMING), MIDDLE, strict=True)
            line = (quantile(slopes([(0, none), *points]), at) for none, at in ends)
            low, value, high = (round(each, 3) for each in line)
            yield model, Scale(low, value, high, "measured", f"n={len(loads)}")


def least_grown(loads: Iterable[Sample]) -> list[Point]:
    """Tokens and growth of the load of each text that little else entered with."""
    texts: dict[str, Point] = {}
    for one in loads:
        now = (one.tokens, one.growth)
        old = texts.setdefault(one.text, now)
        # the same text is a little longer where the user typed something behind its name
        texts[one.text] = min(old, now, key=lambda point: point[1] / point[0])
    return sorted(texts.values())[-MOST:]


def slopes(points: Sequence[Point]) -> list[tuple[float, int]]:
    """The slope between every two points of different size, with that difference."""
    return [
        ((grown - less) / (size - small), size - small)
        for (small, less), (size, grown) in combinations(points, 2)
        if size > small
    ]


def quantile(weighted: Sequence[tuple[float, int]], at: float) -> float:
    """The value that the share `at` of all weight lies at or below."""
    left = at * sum(weight for _, weight in weighted)
    for value, weight in sorted(weighted):
        left -= weight
        if left <= 0:
            return value
    return max(value for value, _ in weighted)
