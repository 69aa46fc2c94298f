"""Whether to delegate plans, as JSON: the shape is `plan` of the schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from skilllint.model import Advice, Batching, Economics, Plan, Range, Unread
from skilllint.report.json import VERSION, Json, dump
from skilllint.report.json import unread as unread_rows


def render(found: Sequence[Advice], unread: Sequence[Unread]) -> str:
    """Everything that is known of each plan; `estimate` stands for units without one."""
    bare = next((one for one in found if one.plan is None), None)
    return dump(
        {
            "version": VERSION,
            "plans": [{**plan(one.plan), **advised(one)} for one in found if one.plan],
            "estimate": bare and advised(bare),
            "unread": unread_rows(unread),
        }
    )


def plan(one: Plan) -> Json:
    """What was read; `form` is null where nothing looks like units."""
    return {
        "path": one.path,
        "form": one.form or None,
        "units": [
            {**asdict(unit), "says": sorted(unit.says), "trivial": unit.trivial or None}
            for unit in one.units
        ],
        "open": len(one.open),
        "remarks": [*one.remarks],
    }


def advised(one: Advice) -> Json:
    """What follows from it."""
    return {
        **batching(one.batching),
        "economics": one.economics and economics(one.economics),
        "missing": [asdict(lack) for lack in one.lacks],
        "preference": one.preference,
        "recommended": one.recommended,
        "marginal": bool(one.economics and one.economics.marginal),
        "course": one.course,
        "reason": one.reason,
    }


def batching(one: Batching) -> Json:
    """The batches, the order of all open units, and where the rules collide."""
    return {
        "order": [*one.order],
        "batches": [asdict(batch) for batch in one.batches],
        "conflicts": [*one.conflicts],
    }


def economics(one: Economics) -> Json:
    """Tokens in whole numbers; where delegating never becomes cheaper, `break_even` is null."""
    return {
        "units": one.units,
        "delegated": whole(one.delegated),
        "direct": whole(one.direct),
        "saving": whole(one.saving),
        "wall_clock": asdict(one.wall_clock),
        "break_even": one.break_even
        and {k: round(v, 2) for k, v in asdict(one.break_even).items()},
        "noise": one.noise,
        "measured_units": [*one.measured],
        "timed_units": [*one.timed],
        "tag": one.tag,
        "source": one.source,
        "date": one.date and one.date.isoformat(),
    }


def whole(figure: Range) -> Json:
    """The ends of a range in whole tokens."""
    return {name: round(value) for name, value in asdict(figure).items()}
