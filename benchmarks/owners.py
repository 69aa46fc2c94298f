"""Labelled blocks split by the owners of their repositories."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from labels import Label, Unusable


def folds(labels: Iterable[Label], count: int, seed: int = 0) -> list[frozenset[str]]:
    """The owners in so many groups with about as many rows each; the seed deals them anew.

    The largest owner goes first, each to the lightest group.
    """
    weights = Counter(one.owner for one in labels)
    if not 1 <= count <= len(weights):
        raise Unusable(f"{len(weights)} owners make no {count} folds")
    names = sorted(weights)
    random.Random(seed).shuffle(names)
    piles: list[list[str]] = [[] for _ in range(count)]
    for name in sorted(names, key=lambda name: -weights[name]):
        min(piles, key=lambda pile: sum(weights[one] for one in pile)).append(name)
    return [frozenset(pile) for pile in piles]


def of_owners(labels: Iterable[Label], owners: frozenset[str]) -> list[Label]:
    """The labels of these owners."""
    return [one for one in labels if one.owner in owners]


def chosen(choice: str, labels: Sequence[Label], seed: int = 0) -> frozenset[str]:
    """The owners meant by `2/5`, the second of five folds, or named in a file, one a line."""
    fold = re.fullmatch(r"(\d+)/(\d+)", choice)
    if not fold:
        lines = Path(choice).read_text("utf-8").splitlines()
        return frozenset(line.strip().lower() for line in lines if line.strip())
    number, count = map(int, fold.groups())
    if not 1 <= number <= count:
        raise Unusable(f"no fold {choice}: they are 1/{count} to {count}/{count}")
    return folds(labels, count, seed)[number - 1]
