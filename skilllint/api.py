"""The program for Python: the same reports that the commands print.

    from skilllint.api import audit, check
    from skilllint.tokens import count

    for finding in check("skills/", hosts=["codex"]).shown(advice=False):
        print(finding.path, finding.start, finding.code, finding.message)

What is not named here may change with any version; the shapes of `skilllint.model` grow
as the JSON output does.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from skilllint import audit as pipeline
from skilllint.audit import Request
from skilllint.config import Override
from skilllint.model import Report
from skilllint.tokens import count

__all__ = ["Report", "audit", "check", "count"]

Place = str | PathLike[str]


def audit(
    *paths: Place,
    calls: int | None = None,
    model: str | None = None,
    host: str = "claude-code",
    calibration: Place | None = None,
) -> Report:
    """Where the tokens of some skills are, what they cost, and what is wrong with them.

    Without a path, those below the working directory. `calls` is how many model calls a
    session makes after a load, `model` a name of the price list, `host` whose sessions are
    priced, `calibration` a file that `skilllint calibrate` wrote. Nothing is written, and
    nothing leaves the machine. Raises `skilllint.config.ConfigError` for a wrong argument;
    what is wrong with a path or a configuration file is in `Report.unread`.
    """
    counted = None if calibration is None else os.path.abspath(calibration)  # noqa: PTH100
    override = Override(calls=calls, model=model, calibration=counted)
    return pipeline.run(
        places(paths), Request(loose=True, files=True, host=host, override=override)
    )


def check(
    *paths: Place,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] | None = None,
    hosts: Iterable[str] | None = None,
) -> Report:
    """What is wrong with some skills, but for what a baseline or an allow-list lets be.

    Cheaper than `audit`, for it weighs no references. `select` and `ignore` hold codes,
    names or beginnings of codes; they and `hosts` go before the configuration. Raises as
    `audit` does.
    """
    override = Override(select=words(select), ignore=words(ignore), hosts=words(hosts))
    return pipeline.run(places(paths), Request(override=override, baseline=True))


def places(paths: Iterable[Place]) -> list[Path]:
    """Paths as the pipeline takes them."""
    return [Path(path) for path in paths] or [Path()]


def words(given: Iterable[str] | None) -> tuple[str, ...] | None:
    """An argument as the command line would give it; a text is one word."""
    return (given,) if isinstance(given, str) else None if given is None else tuple(given)
