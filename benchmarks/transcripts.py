"""How long `skilllint calibrate` takes over a large folder of sessions, cold and warm.

    python benchmarks/transcripts.py [--megabytes 500] [--runs 3]

Makes the folder (`corpus.py` says of what), with a cache folder of its own, and removes
both. Memory is of all processes together, sampled from /proc, so Linux only.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import rmtree
from statistics import median
from typing import NamedTuple

import corpus

EVERY = 0.05  # seconds between two looks at the memory


class Timed(NamedTuple):
    """A finished run: seconds, processor seconds of all its processes, MiB at their peak."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    """Make the folder, run the command in three ways, print them beside their targets."""
    options = arguments()
    with tempfile.TemporaryDirectory() as place:
        folder, cache = Path(place, "sessions"), Path(place, "cache")
        sessions = corpus.write(folder, options.megabytes)
        paths = sorted(folder.rglob("*.jsonl"))
        size = sum(path.stat().st_size for path in paths)
        what = f"{sessions} sessions in {len(paths)} files, {size / 1e6:,.0f} MB"
        print(f"{what}; {os.cpu_count()} cores")
        cold, warm, grown = [], [], []
        for _ in range(options.runs):
            rmtree(cache, ignore_errors=True)
            cold.append(timed(folder, cache))
            warm.append(timed(folder, cache))
            with paths[0].open("a", encoding="utf-8") as log:
                log.write("{}\n")
            grown.append(timed(folder, cache))
    scale = options.megabytes / 500
    print(row("first run", cold), f"≤ {20 * scale:g} s, < 200 MiB")
    print(row("second run", warm), "≤ 1 s")
    print(row("one log grown", grown))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--megabytes", type=float, default=500)
    parser.add_argument("--runs", type=int, default=3)
    return parser.parse_args()


def timed(folder: Path, cache: Path) -> Timed:
    """One run of `calibrate` over a folder, its figures written beside it."""
    command = [sys.executable, "-m", "skilllint", "calibrate", str(folder)]
    env = {**os.environ, "SKILLLINT_CACHE_DIR": str(cache)}
    return watch(command, folder.parent, env)


def watch(command: list[str], cwd: Path, env: Mapping[str, str]) -> Timed:
    """Run a command to its end; raise if it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    peak = 0.0
    while True:
        peak = max(peak, sum(map(memory, family(process.pid))))
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            break
        time.sleep(EVERY)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    said = process.stderr.read() if process.stderr else b""
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
    return Timed(wall, usage.ru_utime + usage.ru_stime, peak)


def family(process: int) -> Iterator[int]:
    """A process and all that it began, as far as they live."""
    yield process
    try:
        tasks = [*Path(f"/proc/{process}/task").iterdir()]
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def memory(process: int) -> float:
    """MiB of a process, with its part of what it shares with others."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def row(name: str, runs: list[Timed]) -> str:
    """One line: median seconds with their range, processor seconds, peak memory."""
    walls = sorted(run.wall for run in runs)
    return (
        f"{name:14} {median(walls):6.2f} s ({walls[0]:.2f}–{walls[-1]:.2f})"
        f"  cpu {median(run.cpu for run in runs):6.2f} s"
        f"  peak {max(run.memory for run in runs):5.0f} MiB  "
    )


if __name__ == "__main__":
    main()
