"""The version, with the dates of the facts that come with it."""

from __future__ import annotations

from pathlib import Path

from skilllint import __version__

DATA = Path(__file__).parent.parent / "data"


def sentence() -> str:
    """`skilllint 0.1.0 (hosts 2026-11-20, prices 2026-11-10)`."""
    hosts, prices = date("hosts.toml"), date("prices.json")
    return f"skilllint {__version__} (hosts {hosts}, prices {prices})"


def date(table: str) -> str:
    """The date of a table, which stands on a line of its own above all else."""
    with (DATA / table).open(encoding="utf-8") as lines:
        found = next(line for line in lines if line.lstrip().startswith(("date = ", '"date": ')))
    return found.strip(' dates=":,\n')
