"""Where the time goes inside one process: files and megabytes a second per stage.

python benchmarks/stages.py SKILLS_FOLDER
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from skilllint import (
    catalogue,
    checking,
    config,
    discovery,
    folder,
    outline,
    situational,
    skills,
    source,
)
from skilllint.config import Configs

T = TypeVar("T")
R = TypeVar("R")


def main(place: Path) -> None:
    """Time each stage over all skills of a folder, one after the other."""
    began = time.perf_counter()
    found = discovery.find([place]).skills
    size = sum(path.stat().st_size for path in found)
    print(f"{len(found)} skills, {size / 1e6:.2f} MB of SKILL.md")
    tell("find", time.perf_counter() - began, len(found), size)
    sources = stage("read", source.read, found, size)
    outlines = stage("parse", outline.read, sources, size)
    pairs = list(zip(sources, outlines, strict=True))
    weights = stage("count", lambda pair: skills.section_weights(*pair)[1], pairs, size)
    judged = list(zip(sources, outlines, weights, strict=True))
    units = situational.Units()
    stage("judge", lambda one: situational.find(*one, units), judged, size)
    rules = catalogue.rules()
    configs = Configs(config.NOTHING)
    read = [skills.read(path) for path in found]
    stage(
        f"check ({len(rules)} rules)",
        lambda one: checking.check(one[0], checking.rules_for(one[1], configs.of(one[1]))),
        list(zip(read, found, strict=True)),
        size,
    )
    began = time.perf_counter()
    weighed, _ = folder.weigh(found)
    files = [file for beside in weighed for file in beside]
    seconds = time.perf_counter() - began
    print(f"{'references':16} {seconds * 1000:7.0f} ms  {len(files) / seconds:8.0f} files/s")


def stage(name: str, do: Callable[[T], R], things: Sequence[T], size: int) -> list[R]:
    """Do one stage to everything and print its pace."""
    began = time.perf_counter()
    results = [do(thing) for thing in things]
    tell(name, time.perf_counter() - began, len(things), size)
    return results


def tell(name: str, seconds: float, files: int, size: int) -> None:
    """One line of the table."""
    pace = f"{files / seconds:8.0f} files/s  {size / 1e6 / seconds:7.1f} MB/s"
    print(f"{name:16} {seconds * 1000:7.0f} ms  {pace}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
