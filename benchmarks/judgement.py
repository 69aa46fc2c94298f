"""How well the audit judges what can leave a body, against labelled blocks.

    python benchmarks/judgement.py DATA [--report REPORT.json] [--owners FILE|N/K]
                                        [--markdown | --errors | --folds K]

DATA holds `extraction/` and `ordinary/`. Without a report, `skilllint audit` runs on their
files; with one, any version's JSON can be judged. A unit hits a labelled range if either
covers 60 % of the other; blocks flagged as late are left out. Intervals are 95 %, by
bootstrap over the owners of the repositories. Lenient: a second label is right as well.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import printing
from answers import fates, ranks, table
from baselines import keyword_sections, long_sections
from labels import FILES, LABELS, Label, Units, Unusable, candidates, files, read_labels
from mistakes import listing, mistakes
from owners import chosen, folds, of_owners
from questions import CONDITIONAL, LONG

ROOT = Path(__file__).parents[1]
VERSION = 1
"""The version of the JSON that this program reads."""

Report = Mapping[str, Any]


def main() -> None:
    """Print what was asked for; exit 2 where data or report are of no use."""
    options = arguments()
    try:
        labels = labelled(options.data)
        if options.owners:
            labels = of_owners(labels, chosen(options.owners, labels, options.seed))
        report = read_report(options.report) if options.report else audit(options.data)
        covered(report, labels)
        print(shown(options, report, labels))
    except Unusable as problem:
        give_up(str(problem))
    except OSError as problem:
        give_up(f"{problem.filename}: {problem.strerror}")


def give_up(why: str) -> NoReturn:
    """Say why on standard error and exit with 2."""
    print(f"nothing was judged: {why}", file=sys.stderr)
    sys.exit(2)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Judge the judgement on labelled blocks.")
    parser.add_argument("data", type=Path, help="folder that holds extraction/ and ordinary/")
    parser.add_argument("--report", type=Path, help="JSON of `skilllint audit` on the data's files")
    parser.add_argument(
        "--owners", metavar="FILE|N/K", help="only owners named in a file, or the Nth of K folds"
    )
    parser.add_argument("--seed", type=int, default=0, help="deals owners into folds (default: 0)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="as it stands in README.md")
    form.add_argument("--errors", action="store_true", help="every wrong answer, by owner")
    form.add_argument("--folds", type=int, metavar="K", help="the targets' figures per fold")
    return parser.parse_args()


# --- reading ------------------------------------------------------------------


def labelled(data: Path) -> list[Label]:
    """The labels of a data folder."""
    for name in (*LABELS, *FILES):
        if not (data / name).exists():
            raise Unusable(f"{data} holds no {name}")
    return read_labels(data)


def audit(data: Path) -> Report:
    """The report of the installed version on the labelled files."""
    paths = map(str, files(data))
    command = [sys.executable, "-m", "skilllint", "audit", "--format", "json", *paths]
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise Unusable(done.stderr.strip())
    return understood(done.stdout)


def read_report(path: Path) -> Report:
    """A report that some version wrote before."""
    return understood(path.read_bytes())


def understood(text: str | bytes) -> Report:
    """The JSON of `skilllint audit`, if it is of the version read here."""
    try:
        report = json.loads(text)
    except ValueError as problem:
        raise Unusable(f"the report is not JSON: {problem}") from None
    if not isinstance(report, dict) or "skills" not in report:
        raise Unusable("the report is not one of `skilllint audit --format json`")
    if report.get("version") != VERSION:
        raise Unusable(f"the report has version {report.get('version')}, {VERSION} is read here")
    return report


def covered(report: Report, labels: Sequence[Label]) -> None:
    """Say how many labelled files a report lacks; they count as files without candidates."""
    files = {one.file for one in labels}
    missing = files - {Path(skill["path"]).stem for skill in report["skills"]}
    if missing == files:
        raise Unusable("no labelled file is in the report" if files else "no labels of such owners")
    if missing:
        print(f"{len(missing)} of {len(files)} files are not in the report", file=sys.stderr)


# --- printing -----------------------------------------------------------------


def shown(options: argparse.Namespace, report: Report, labels: Sequence[Label]) -> str:
    """The text in the form that was asked for."""
    units = candidates(report)
    if options.errors:
        with_late = candidates(report, late=True)
        return "\n".join(listing(with_late, mistakes(units, labels)))
    if options.folds:
        return per_fold(units, labels, folds(labels, options.folds, options.seed))
    return whole(report, units, labels, head(labels, options.report is None), options.markdown)


def whole(report: Report, units: Units, labels: Sequence[Label], head: str, markdown: bool) -> str:
    """All figures, with the baselines beside them."""
    simple = {
        "every long section": table(long_sections(report, 50), labels, draws=0),
        "keyword in the title": table(keyword_sections(report, 50), labels, draws=0),
    }
    layout = printing.markdown if markdown else printing.text
    return "\n\n".join(
        (
            head,
            layout(*printing.answers(table(units, labels), simple)),
            layout(*printing.becoming(fates(units, labels))),
            printing.ranking("all candidates", ranks(units, labels)),
            printing.ranking("the conditional candidates", ranks(units, labels, "conditional")),
        )
    )


def per_fold(units: Units, labels: Sequence[Label], groups: Sequence[frozenset[str]]) -> str:
    """The questions with a target, answered for each group of owners alone."""
    parts = [of_owners(labels, owners) for owners in groups]
    rows = [table(units, part, draws=0) for part in parts]
    sizes = (
        f"fold {number}: {len(owners)} owners, {len(part)} rows, "
        f"{sum(one.is_a(CONDITIONAL) for one in part)} of them conditional"
        for number, (owners, part) in enumerate(zip(groups, parts, strict=True), 1)
    )
    return "\n".join((*sizes, "", printing.text(*printing.stability(rows))))


def head(labels: Sequence[Label], of_checkout: bool) -> str:
    """Date, commit and what was judged."""
    when = datetime.now(UTC).date().isoformat()
    what = commit() if of_checkout else "a given report"
    moved = [one for one in labels if not one.ordinary]
    owners = len({one.owner for one in moved})
    return (
        f"{', '.join(filter(None, (when, what)))}: {sum(map(LONG, moved))} blocks of 50 lines or "
        f"more of {owners} owners, {len(labels) - len(moved)} sections of ordinary files. "
        "In parentheses 95 %, by bootstrap over owners; baselines: precision / recall / F1."
    )


def commit() -> str:
    """The commit that was judged, empty without git."""
    ask = ("git", "-C", str(ROOT))
    short = run(*ask, "rev-parse", "--short", "HEAD")
    changed = run(*ask, "status", "--porcelain", "--", "skilllint")
    return f"commit {short}{' with changes' if changed else ''}" if short else ""


def run(*command: str) -> str:
    """What a command prints, empty if it fails or is not there."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError:
        return ""
    return "" if done.returncode else done.stdout.strip()


if __name__ == "__main__":
    main()
