"""What a user's own sessions say of one skill that was audited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from skilllint.model.measuring import Share
from skilllint.model.weighing import Probability, Quartiles

Better = Literal["file", "body", "not decided"]


@dataclass(frozen=True, slots=True)
class FileUse:
    """A reference of the skill's folder: in how many loads it was read, and what follows.

    `break_even` is the share of loads below which it costs less as a file than in the
    body; `expected` are the ITE that an average session saves as it is a file, negative
    where it costs. `better` is where it costs less, if the interval lies on one side.
    """

    path: str
    tokens: int
    loads: Share
    probability: Probability
    break_even: Quartiles
    expected: Quartiles
    better: Better


@dataclass(frozen=True, slots=True)
class Measured:
    """What the sessions on a host say of a skill: how it is known there, and what holds.

    `name` is what they call it (`plugin:skill`), None where none of its loads is known;
    `loads` come from so many `logs`. `sentences` say how it was found and whose figures
    hold, `figures` are the numbers that are its own, `brief` the counted ones of them in few
    words. `share_of_prompt` is the part of an average prompt that its body makes up; known
    only with a model.
    """

    name: str | None
    loads: int
    logs: int
    sentences: tuple[str, ...]
    figures: tuple[str, ...] = ()
    brief: tuple[str, ...] = ()
    files: tuple[FileUse, ...] = ()
    share_of_prompt: float | None = None
