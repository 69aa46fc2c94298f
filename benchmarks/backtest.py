"""What loads of skills really cost, by their usage records, beside what the model says.

    python benchmarks/backtest.py DIR... [--format text|markdown|json]

DIR holds transcripts of Claude Code or Codex. Costs are multiples: the price of one
uncached input token, so many times, for each token of the loaded text; times its tokens
they are ITE. Forecasts:

* defaults: what the audit says with nothing measured (50 calls, 22–129, 5-minute cache);
* other sessions: what it says with a calibration from all logs but the load's own;
* own calls: the formula over the calls that carried the load and the compactions it outlived,
  with the default misses;
* own calls, other misses: the same with the misses of all logs but the load's own;
* own calls and misses: the same with the load's own: what is left is the formula's fault;
* body × calls, once: the two formulas in use elsewhere.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from math import isnan
from pathlib import Path
from typing import Any

import chance
from carried import Carried, loads
from figures import Span
from forecasts import FORECASTS, assumptions, evidence, without_each
from printing import Cells, markdown, text
from scores import MEDIAN, SUM, Inside, Pair, Score, score

from skilllint import transcripts
from skilllint.model import Quartiles
from skilllint.transcripts import Log

HEAD = ("", "median error", "sum", "sum of ITE", "in p25–p75", "target")
LAYOUTS = {"text": text, "markdown": markdown}
AIMED = "own calls"  # the forecast that has the targets

Scores = Mapping[str, Sequence[Score]]
Told = tuple[Carried, Mapping[str, Quartiles]]


def main() -> None:
    """Read the logs, price every load as paid and as forecast, print the differences."""
    options = arguments()
    logs = [*read(options.folder)]
    told = forecast(logs, [*loads(logs)])
    scores = scored(told)
    if options.format == "json":
        print(json.dumps(as_data(scores, told), indent=2, ensure_ascii=False))
        return
    print(LAYOUTS[options.format](HEAD, tabled(scores)))
    print("", *remarks(logs, [load for load, _ in told]), sep="\n")


def read(folders: Sequence[Path]) -> Iterator[Log]:
    """The transcripts below folders; those that cannot be read are named."""
    found = transcripts.find(folders)
    for name, reason in found.unread:
        print(f"{name}: {reason}", file=sys.stderr)
    for one in found.transcripts:
        try:
            yield transcripts.read(one.path)
        except (OSError, ValueError) as error:
            print(error, file=sys.stderr)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--format", choices=[*LAYOUTS, "json"], default="text")
    return parser.parse_args()


def forecast(logs: Sequence[Log], found: Sequence[Carried]) -> list[Told]:
    """Each load with what every forecast says of it."""
    others = without_each(logs, {load.session for load in found})
    known = [evidence(load, others[load.session]) for load in found]
    return [
        (load, {name: said(load, each) for name, said in FORECASTS.items()})
        for load, each in zip(found, known, strict=True)
    ]


def scored(told: Sequence[Told]) -> Scores:
    """Every forecast's score, by host and over all."""
    said = dict(told)
    return {
        group: [score(name, [Pair(one, said[one][name]) for one in found]) for name in FORECASTS]
        for group, found in grouped([*said]).items()
    }


def remarks(logs: Sequence[Log], found: Sequence[Carried]) -> list[str]:
    """What was left out, and what the logs do not show."""
    every = {load.identity for log in logs for load in log.loads}
    idle = len(every) - len(found)
    assumed = sum(load.assumed for load in found)
    unknown = sum(not load.tokens for load in found)
    return [
        f"{many(len(logs), 'log')}, {many(len(every), 'load')}, of which no call carried {idle}",
        f"outlived a compaction by the host's documented rule, not by the log: {assumed}",
        f"of unknown tokens, so in no sum of ITE: {unknown}",
        *map(luck, grouped(found).items()),
    ]


def luck(group: tuple[str, Sequence[Carried]]) -> str:
    """What no formula over these loads can be below, but by chance."""
    name, found = group
    least = chance.least([(one, assumptions(one, one.life).rates) for one in found])
    return f"{name}: misses at the default rate alone make a median error of {spread(least)}"


def grouped(found: Sequence[Carried]) -> dict[str, list[Carried]]:
    """Loads by host, and all of them where there are several."""
    hosts = sorted({load.host for load in found})
    groups = {host: [load for load in found if load.host == host] for host in hosts}
    return {**groups, **({"all": [*found]} if len(hosts) > 1 else {})}


# --- printing -----------------------------------------------------------------


def tabled(scores: Scores) -> dict[str, list[Cells]]:
    """Rows of the table, one group a host."""
    return {
        f"{host}: {many(rows[0].loads, 'load')}, {many(rows[0].sessions, 'session')}": [
            cells(row) for row in rows
        ]
        for host, rows in scores.items()
    }


def many(number: int, noun: str) -> str:
    """`1 load`, `3 loads`."""
    return f"{number} {noun}{'s' * (number != 1)}"


def cells(row: Score) -> Cells:
    """One row of the table."""
    return (
        row.forecast,
        spread(row.median),
        spread(row.total, "+"),
        spread(row.weighted, "+"),
        coverage(row.inside) if row.inside else "",
        verdict(row),
    )


def spread(figure: Span, sign: str = "") -> str:
    """`14 % (9 to 21)`."""
    if isnan(figure.value):
        return "–"
    if isnan(figure.low):
        return f"{round(100 * figure.value):{sign}} %".replace("-", "−")
    value, low, high = (f"{round(100 * one):{sign}}".replace("-", "−") for one in figure)
    return f"{value} % ({low} to {high})"


def coverage(inside: Inside) -> str:
    """`9 of 16, 56 % (30 to 80)`."""
    share = Span(inside.count / inside.of, inside.low, inside.high)
    return f"{inside.count} of {inside.of}, {spread(share)}"


def verdict(row: Score) -> str:
    """Whether the targets of this forecast are reached; empty where it has none."""
    if row.forecast == AIMED:
        late = row.median.value - MEDIAN, abs(row.total.value) - SUM
        names = "median", "sum"
        missed = [
            f"{n} missed by {100 * by:.0f}" for n, by in zip(names, late, strict=True) if by > 0
        ]
        return ", ".join(missed) or "reached"
    if row.inside:
        return "compatible" if row.inside.compatible else "not half of them"
    return ""


def as_data(scores: Scores, told: Sequence[Told]) -> dict[str, Any]:
    """The same for programs, and every load with its forecasts."""
    return {
        "scores": {host: [asdict(row) for row in rows] for host, rows in scores.items()},
        "loads": [
            {
                **asdict(load),
                "forecasts": {name: asdict(one) for name, one in said.items()},
            }
            for load, said in told
        ],
    }


if __name__ == "__main__":
    main()
