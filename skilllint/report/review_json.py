"""The review of a pull request as JSON: the shape is `review` of the schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from skilllint.model import Comparison, Finding
from skilllint.model.reviewing import Posted, Pull
from skilllint.report.changes import is_told
from skilllint.report.compare_json import document
from skilllint.report.json import Json, dump


def render(
    found: Comparison,
    told: Sequence[Finding],
    *,
    limit: int | None,
    pull: Pull | None,
    posted: Posted | None,
) -> str:
    """Everything that differs, and what was written where."""
    return (
        dump(
            {
                **document(found, limit),
                "pull_request": None if pull is None else asdict(pull),
                "comment": posted and posted.summary,
                "posted": None if posted is None else sent(posted),
                "told": {"new_or_worse": len(told), "findings": len(told) + still(found)},
            }
        )
        + "\n"
    )


def sent(posted: Posted) -> Json:
    """What was written, and what was not and why."""
    return {
        "outcome": posted.outcome,
        "writes": len(posted.writes),
        "left_out": [{"fingerprint": name, "reason": why} for name, why in posted.left_out],
        "sentences": [*posted.sentences],
    }


def still(found: Comparison) -> int:
    """How many findings were there before, and are told."""
    return sum(is_told(one, False) for change in found.skills for one in change.still)
