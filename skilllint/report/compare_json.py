"""What differs between two states, as JSON: the shape is `compare` of the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from skilllint.model import (
    Anchor,
    Comparison,
    Finding,
    ListingBudget,
    SectionChange,
    Sizes,
    SkillChange,
    Worse,
)
from skilllint.report import sentences
from skilllint.report.changes import is_told
from skilllint.report.json import VERSION, Json, candidate, cost, dump, finding, unread
from skilllint.tokens import ENCODING


def render(found: Comparison, *, limit: int | None) -> str:
    """Everything that differs, advice included."""
    return dump(document(found, limit))


def document(found: Comparison, limit: int | None) -> Json:
    """The same before it is text."""
    growth = found.tokens.body.growth
    return {
        "version": VERSION,
        "tokenizer": ENCODING,
        "base": found.base,
        "head": found.head,
        "against": found.against,
        "skills": [skill(change, found.anchors) for change in found.skills],
        "totals": totals(found),
        "budget": None
        if limit is None
        else {"limit": limit, "growth": growth, "exceeded": growth > limit},
        "listings": [listing(one) for one in found.listings],
        "submodules": [*found.submodules],
        "unread": unread(one for one in found.unread if one.cause != "crash"),
        "unread_before": unread(found.unread_before),
        "internal": unread(one for one in found.unread if one.cause == "crash"),
        "assumptions": [*found.assumptions],
        **({"calibrations": [*found.calibrations]} if found.calibrations else {}),
    }


def skill(change: SkillChange, anchors: Mapping[str, Anchor]) -> Json:
    """One skill before and after; a cost is null where it was not there."""
    ranked = {one.start: rank for rank, one in enumerate(sentences.ranked(change.candidates), 1)}
    return {
        "path": change.path,
        "old_path": change.old_path,
        "name": change.name,
        "status": change.status,
        "tokens": sizes(change.tokens),
        "bytes": sizes(change.bytes),
        "cost": {
            "before": change.cost_before and cost(change.cost_before),
            "after": change.cost_after and cost(change.cost_after),
        },
        "sections": [section(row) for row in change.sections],
        "findings": {
            "new": [placed(one, anchors) for one in change.new],
            "worsened": [worse(one, anchors) for one in change.worsened],
            "fixed": [finding(one) for one in change.fixed],
            "still": len(change.still),
        },
        "candidates": [{"rank": ranked[one.start], **candidate(one)} for one in change.candidates],
    }


def sizes(found: Sizes) -> Json:
    """Each number as `[before, after]`."""
    return {name: [one["before"], one["after"]] for name, one in asdict(found).items()}


def section(row: SectionChange) -> Json:
    """A section's own tokens before and after."""
    return {
        "heading_path": list(row.heading_path),
        "old_heading_path": row.old_heading_path and list(row.old_heading_path),
        "status": row.status,
        "line": row.line or None,
        "before": row.tokens.before,
        "after": row.tokens.after,
        "moved_to": row.moved_to,
    }


def placed(one: Finding, anchors: Mapping[str, Anchor]) -> Json:
    """A finding with the lines of the diff that it can be remarked on at, if there are any."""
    found = anchors.get(one.fingerprint)
    lines = found and {"start": found.start, "end": found.end}
    return {**finding(one), "anchor": lines}


def worse(one: Worse, anchors: Mapping[str, Anchor]) -> Json:
    """A finding that is worse than it was, with its value before."""
    return {**placed(one.finding, anchors), "value_before": one.before.value}


def listing(one: ListingBudget) -> Json:
    """What a host lists of some skills together, as `[before, after]`, and what it has room for."""
    return {**asdict(one), "size": [one.size.before, one.size.after]}


def totals(found: Comparison) -> Json:
    """The numbers of all skills that differ, and how many findings do."""
    count = dict.fromkeys(("changed", "renamed", "added", "removed"), 0)
    for change in found.skills:
        count[change.status] += 1
    return {
        "skills": count,
        "tokens": sizes(found.tokens),
        "findings": counted(found, advice=True),
        "told": counted(found, advice=False),
    }


def counted(found: Comparison, *, advice: bool) -> Json:
    """How many findings differ or are there still; those of advice only with `advice`."""
    each = {
        "new": [one for change in found.skills for one in change.new],
        "worsened": [one.finding for change in found.skills for one in change.worsened],
        "fixed": [one for change in found.skills for one in change.fixed],
        "still": [one for change in found.skills for one in change.still],
    }
    return {word: sum(is_told(one, advice) for one in some) for word, some in each.items()}
