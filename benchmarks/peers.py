"""Ours beside whichever peers are installed, in turn on the same folder.

    python benchmarks/peers.py SKILLS_FOLDER [--runs 5]

Install peers into a scratch environment of their own and put its `bin` last on
PATH; they are never dependencies of ours. Each does something different: the
last column says what.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from statistics import median

from timing import Run, once, row

PEERS = {
    "skillcheck": (["skillcheck", "{folder}"], "lint, tokens estimated"),
    "skillsaw": (["skillsaw", "lint", "{folder}"], "lint"),
    "tokc": (["tokc", "scan", "--offline", "{folder}"], "tokens; skills right below the folder"),
}
OURS = {
    "skilllint": (["check", "{folder}"], "lint, judgement, exact tokens"),
    "skilllint audit": (["audit", "--format", "json", "{folder}"], "and every reference weighed"),
}


def main() -> None:
    """Run everything in turn, so that a drifting machine drifts for all."""
    parser = argparse.ArgumentParser(description="time peers and ours on one folder")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    commands = {
        name: [sys.executable, "-m", "skilllint", *filled(command, options.folder)]
        for name, (command, _) in OURS.items()
    }
    for name, (command, _) in PEERS.items():
        if shutil.which(name):
            commands[name] = filled(command, options.folder)
        else:
            print(f"{name:14} not installed")
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(options.runs + 1):
        for name, command in commands.items():
            run = once(command)
            if number:
                runs[name].append(run)
    base = median(run.wall for run in runs["skilllint"])
    for name, counted in runs.items():
        ratio = median(run.wall for run in counted) / base
        does = (OURS | PEERS)[name][1]
        print(f"{row(name, counted)}  × {ratio:.2f}  {does}")


def filled(command: list[str], folder: Path) -> list[str]:
    """A command with the folder in its place."""
    return [word.replace("{folder}", str(folder)) for word in command]


if __name__ == "__main__":
    main()
