"""`skilllint compare` as a whole process, on a repository of many skills of which some changed.

    python benchmarks/compare.py [--skills 1000] [--changed 20] [--runs 7] [--from SKILLS_FOLDER]

The skills are made here, of some 9 kB with two references each, or are copies of real ones.
Then two commits of a bare clone, and the same where descriptions differ: what hosts list of
all skills is then counted before and after.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from timing import measure, row

TARGET = "1 s"
SAID = (
    "read write check build test deploy move copy file folder branch review change table "
    "section heading answer question report error warning setup release version number list"
)
NAMES = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Benchmark"), ("EMAIL", "benchmark@example.invalid"))
}


def main() -> None:
    """Make the repository, change some skills on disk, and time the command."""
    options = arguments()
    with TemporaryDirectory() as place:
        repository = Path(place) / "repository"
        folders = copied(repository, options) if options.source else made(repository, options)
        git(repository, "init", "-q", "-b", "main")
        git(repository, "add", "-A")
        git(repository, "commit", "-q", "-m", "all")
        changed = folders[:: max(1, len(folders) // options.changed)][: options.changed]
        change(changed)
        os.chdir(repository)
        command = [sys.executable, "-m", "skilllint", "compare", "--format", "json"]
        print(f"{len(folders):,} skills, {options.changed} changed; median of {options.runs} runs")
        print(row("compare", measure([*command, "HEAD"], options.runs)), TARGET, sep="   ")
        for name in ("bare clone", "descriptions"):
            git(repository, "add", "-A")
            git(repository, "commit", "-q", "-m", name)
            clone = Path(place) / name
            git(repository, "clone", "-q", "--bare", str(repository), str(clone))
            os.chdir(clone)
            print(row(name, measure([*command, "HEAD~1", "HEAD"], options.runs)), TARGET, sep="   ")
            describe(changed)
        print(row("bare python", measure([sys.executable, "-c", "pass"], options.runs)))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--skills", type=int, default=1000)
    parser.add_argument("--changed", type=int, default=20)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--from", type=Path, dest="source")
    return parser.parse_args()


def git(folder: Path, *words: str) -> None:
    """Run git as somebody with a name."""
    subprocess.run(["git", *words], check=True, cwd=folder, env={**os.environ, **NAMES})


def made(repository: Path, options: argparse.Namespace) -> list[Path]:
    """Skills of our own words."""
    chance = random.Random(4)
    folders = [repository / "skills" / f"skill-{number}" for number in range(options.skills)]
    for folder in folders:
        (folder / "references").mkdir(parents=True)
        head = f"---\nname: {folder.name}\ndescription: Does it. Use when asked.\n---\n\n# It\n\n"
        (folder / "SKILL.md").write_text(head + text(chance, 14), "utf-8")
        for name in ("one.md", "two.md"):
            (folder / "references" / name).write_text(text(chance, 6), "utf-8")
    return folders


def text(chance: random.Random, sections: int) -> str:
    """Sections of a hundred words."""
    return "".join(
        f"## Part {number}\n\n{' '.join(chance.choices(SAID.split(), k=100))}.\n\n"
        for number in range(sections)
    )


def copied(repository: Path, options: argparse.Namespace) -> list[Path]:
    """Copies of real skills, again and again, until there are enough."""
    real = sorted(path.parent for path in options.source.rglob("SKILL.md"))
    folders = [repository / "skills" / f"{n}-{one.name}" for n in range(9) for one in real]
    pairs: Sequence[tuple[Path, Path]] = list(zip(real * 9, folders, strict=True))
    for one, folder in pairs[: options.skills]:
        shutil.copytree(one, folder, copy_function=shutil.copyfile)
    return folders[: options.skills]


def change(folders: Sequence[Path]) -> None:
    """Rename a section, move one to a reference and write a new one, in each skill."""
    for folder in folders:
        path = folder / "SKILL.md"
        parts = path.read_text("utf-8").split("\n## ")
        if len(parts) > 3:
            (folder / "references").mkdir(exist_ok=True)
            (folder / "references" / "moved.md").write_text(f"# {parts[2]}", "utf-8")
            parts[1:3] = [f"Renamed {parts[1]}", "Moved\n\nSee references/moved.md if needed.\n"]
        parts.append("New\n\nThis is new.\n")
        path.write_text("\n## ".join(parts), "utf-8")


def describe(folders: Sequence[Path]) -> None:
    """Say a little more of each skill."""
    for folder in folders:
        path = folder / "SKILL.md"
        path.write_text(
            path.read_text("utf-8").replace("description: ", "description: New. ", 1), "utf-8"
        )


if __name__ == "__main__":
    main()
