"""`skilllint review` as a whole process: two commits, and a pull request on a loopback GitHub.

    python benchmarks/review.py [--skills 1000] [--changed 20] [--runs 5] [--from SKILLS_FOLDER]

The repository is that of compare.py, the GitHub that of the tests. Two changes there are at
least a second apart, as GitHub asks: that second is in the time of a first review.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from compare import arguments, change, copied, git, made
from timing import Run, once, row

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from hub import Hub

TARGET = "2 s besides the network"
REVIEW = (sys.executable, "-m", "skilllint", "review")


def main() -> None:
    """Make the repository and its pull requests, and time the command on them."""
    options = arguments()
    with TemporaryDirectory() as place:
        repository = Path(place) / "repository"
        folders = copied(repository, options) if options.source else made(repository, options)
        git(repository, "init", "-q", "-b", "main")
        git(repository, "add", "-A")
        git(repository, "commit", "-q", "-m", "all")
        git(repository, "checkout", "-q", "-b", "topic")
        change(folders[:: max(1, len(folders) // options.changed)][: options.changed])
        broken(folders[0])
        git(repository, "add", "-A")
        git(repository, "commit", "-q", "-m", "some")
        os.chdir(repository)
        print(f"{len(folders):,} skills, {options.changed} changed; median of {options.runs} runs")
        alone = ("--base", "main", "--head", "topic")
        print(row("two commits", repeated(alone, options.runs)), TARGET, sep="   ")
        print(row("all as SARIF", repeated((*alone, "--output=sarif:/dev/null"), options.runs)))
        with Hub(repository / ".git", strict=False) as hub:
            asked(hub, Path(place), options.runs)


def broken(folder: Path) -> None:
    """Give a skill a finding that can be remarked on."""
    with (folder / "SKILL.md").open("a") as file:
        file.write("\n```sh\nnever closed\n")


def repeated(words: Sequence[str], runs: int) -> list[Run]:
    """The command again and again, once more to warm up."""
    return [once([*REVIEW, *words]) for _ in range(runs + 1)][1:]


def asked(hub: Hub, place: Path, runs: int) -> None:
    """Reviews of pull requests: new ones, unchanged ones, and without a clone."""
    base, head = (hub.store.git("rev-parse", name) for name in ("main", "topic"))
    numbers = [hub.open(base=base, head=head) for _ in range(runs)]
    report("first review", hub, place, numbers)
    report("unchanged", hub, place, numbers)
    (place / "nowhere").mkdir()
    os.chdir(place / "nowhere")
    report("no clone", hub, place, numbers)


def report(name: str, hub: Hub, place: Path, numbers: Sequence[int]) -> None:
    """Review each pull request once, and say what that took."""
    ran, requests, writes, fetches = [], set(), set(), set()
    for number in numbers:
        os.environ |= hub.environment(place / "runner", "pull_request", hub.event(number))
        hub.log.clear()
        hub.fetches.clear()
        ran.append(once(REVIEW))
        requests.add(len(hub.log))
        writes.add(len(hub.writes))
        fetches.add(len(hub.fetches))
    counts = (sorted(found) for found in (requests, writes, fetches))
    told = "{} requests, {} of them writes; git asked {} times".format(*counts)
    print(row(name, ran), told, sep="   ")


if __name__ == "__main__":
    main()
