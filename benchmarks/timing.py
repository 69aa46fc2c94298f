"""Time a command as a whole process, with the operating system's own account of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: wall and processor seconds, peak memory in MiB, exit status."""

    wall: float
    cpu: float
    memory: float
    status: int


def measure(command: Sequence[str], runs: int) -> list[Run]:
    """Run a command once to warm up and `runs` times to count; its output is thrown away."""
    return [once(command) for _ in range(runs + 1)][1:]


def once(command: Sequence[str]) -> Run:
    """One run. POSIX only: the figures are the kernel's (`wait4`)."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    per_mib = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / per_mib, process.returncode)


def row(name: str, runs: Sequence[Run]) -> str:
    """One line: median wall time with its range, processor time, peak memory."""
    walls = sorted(run.wall for run in runs)
    return (
        f"{name:14} {median(walls) * 1000:7.0f} ms ({walls[0] * 1000:.0f}–{walls[-1] * 1000:.0f})"
        f"  cpu {median(run.cpu for run in runs) * 1000:6.0f} ms"
        f"  peak {max(run.memory for run in runs):5.0f} MiB  exit {runs[0].status}"
    )
