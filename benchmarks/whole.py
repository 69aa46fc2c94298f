"""Whole processes: seconds and peak memory of what a user runs, warm disk, median of several runs.

    python benchmarks/whole.py SKILLS_FOLDER [--file SKILL.md] [--plans FOLDER] [--runs 7]

Without `--file` the single-file case takes the SKILL.md nearest to 33 kB.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from timing import Run, measure, row

NEAR = 33_000
TARGETS = {
    "--version": "40 ms",
    "--help": "40 ms",
    "check FILE": "120 ms",
    "check FOLDER": "1.2 s",
    "audit FOLDER": "2 s, < 150 MiB",
    "plan FILES": "0.6 s for 56",
}


def main() -> None:
    """Measure the five commands and print them beside their targets."""
    options = arguments()
    skill = options.file or nearest(options.folder)
    ours = [sys.executable, "-m", "skilllint"]
    commands = {
        "bare python": [sys.executable, "-c", "pass"],
        "--version": [*ours, "--version"],
        "--help": [*ours, "--help"],
        "check FILE": [*ours, "check", str(skill)],
        "check FOLDER": [*ours, "check", str(options.folder)],
        "audit FOLDER": [*ours, "audit", "--format", "json", str(options.folder)],
    }
    if options.plans:
        commands["plan FILES"] = [*ours, "plan", *map(str, sorted(options.plans.glob("*.md")))]
    print(f"FILE is {skill.stat().st_size:,} bytes; median (min–max) of {options.runs} runs")
    for name, command in commands.items():
        runs: list[Run] = measure(command, options.runs)
        print(row(name, runs), TARGETS.get(name, ""), sep="   ")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--plans", type=Path, help="a folder of plans, read in one run")
    parser.add_argument("--runs", type=int, default=7)
    return parser.parse_args()


def nearest(folder: Path) -> Path:
    """The SKILL.md whose size is nearest to 33 kB."""
    return min(folder.rglob("SKILL.md"), key=lambda path: abs(path.stat().st_size - NEAR))


if __name__ == "__main__":
    main()
