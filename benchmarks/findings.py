"""How many findings a folder of skills gets, and a sample of them to be read by hand.

    python benchmarks/findings.py SKILLS --sample 150 --seed 4

prints a table by rule, and each sampled finding with the lines it is about. Whether one is
true is for a reader to say; the table in README.md says what readers said.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from skilllint import audit, catalogue
from skilllint.model import Finding, Report

AROUND = 2
"""Lines shown before and after the place of a finding."""


def main() -> None:
    """Audit, count and show."""
    options = arguments()
    report = audit.run([options.skills], audit.Request())
    found = report.shown(advice=options.advice)
    print_table(report, found)
    chosen = sample(found, options.sample, options.seed)
    for number, one in enumerate(chosen, 1):
        print(f"\n--- {number} of {len(chosen)}: {one.path}:{one.start} {one.code} {one.name}")
        print(f"{one.message}\n    {one.hint}")
        print(*context(one), sep="\n")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("skills", type=Path, help="a folder of skills")
    parser.add_argument("--sample", type=int, default=0, help="findings to show (0)")
    parser.add_argument("--seed", type=int, default=0, help="which ones (0)")
    parser.add_argument("--advice", action="store_true", help="with findings that are mere advice")
    return parser.parse_args()


def print_table(report: Report, found: Sequence[Finding]) -> None:
    """Findings by rule, those of rules that found nothing left out."""
    counts = Counter(one.code for one in found)
    rules = {rule.code: rule for rule in catalogue.rules()}
    for code, count in sorted(counts.items()):
        print(f"{code}  {count:5}  {rules[code].confidence:9}  {rules[code].name}")
    mean = len(found) / max(len(report.skills), 1)
    silent = sum(not audited.issues for audited in report.skills)
    print(f"{len(found)} findings in {len(report.skills)} skills: {mean:.2f} a skill; ", end="")
    print(f"{silent} skills have none; {len(rules) - len(counts)} of {len(rules)} rules are silent")


def sample(found: Sequence[Finding], size: int, seed: int) -> list[Finding]:
    """Some findings drawn without putting back, in the order of the report."""
    size = min(size, len(found))
    places = sorted(random.Random(seed).sample(range(len(found)), size))
    return [found[place] for place in places]


def context(one: Finding) -> list[str]:
    """The lines that a finding is about, cut to what fits a screen."""
    lines = Path(one.path).read_text("utf-8", "replace").split("\n")
    first = max(one.start - AROUND, 1)
    last = min(max(one.start, min(one.end, one.start + 12)) + AROUND, len(lines))
    return [f"{number:6} | {lines[number - 1][:160]}" for number in range(first, last + 1)]


if __name__ == "__main__":
    main()
