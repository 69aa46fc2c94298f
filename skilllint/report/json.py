"""JSON, version 1: additions keep the version, removals and changes of meaning raise it.

The shapes are those of `skilllint/data/report.schema.json`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from skilllint.model import (
    Audited,
    Candidate,
    Cost,
    Cut,
    Finding,
    Moved,
    Quartiles,
    Report,
    Saving,
    Section,
    Skill,
    Unread,
    nearest,
)
from skilllint.report import plugins, sentences
from skilllint.report.view import View
from skilllint.report.wording import COMMAND
from skilllint.tokens import ENCODING

if TYPE_CHECKING:
    from skilllint.model.joining import Measured

VERSION = 1

Json = dict[str, Any]


def render_audit(report: Report) -> str:
    """Everything that is known of each skill."""
    return dump(
        {
            "version": VERSION,
            "tokenizer": ENCODING,
            "skills": [skill(audited) for audited in report.skills],
            "plugins": [asdict(plugin) for plugin in plugins.of(report.skills)],
            "unread": unread(one for one in report.failed if one.cause != "crash"),
            "internal": unread(report.crashes),
            "assumptions": [*report.assumptions, *report.figures],
            **({"calibrations": [*report.calibrations]} if report.calibrations else {}),
        }
    )


def render_check(view: View) -> str:
    """The findings alone; advice is only counted unless it is asked for."""
    report = view.report
    counts = {"statistics": [asdict(one) for one in view.counts]} if view.statistics else {}
    document = {
        "version": VERSION,
        "findings": [finding(one) for one in view.shown],
        **counts,
        "suppressed": len(report.suppressed),
        "suppressed_by": dict(Counter(one.by for one in report.suppressed)),
        "baseline_fixed": report.stale,
        "advice": len(report.findings) - len(report.shown(advice=False)),
        "fixed": report.mended,
        "unread": unread(one for one in report.failed if one.cause != "crash"),
        "internal": unread(report.crashes),
    }
    return dump(document) + "\n"


def dump(value: Json | list[Json]) -> str:
    """The text of a document, in ASCII: it passes any encoding and hides nothing on a terminal.

    Nothing in it is a command for a CI runner that prints it.
    """
    text = json.dumps(value, indent=1).replace("\x7f", "\\u007f")
    return COMMAND.sub(r"#\\u0023", text)


def skill(audited: Audited) -> Json:
    """One skill with its sections, candidates, cuts, cost and findings."""
    one = audited.skill
    ranked = {found.start: rank for rank, found in enumerate(sentences.ranked(one.candidates), 1)}
    return {
        "path": one.path,
        "name": one.name,
        "plugin": one.plugin,
        "lines": len(one.source.lines),
        "bytes": one.source.size,
        "tokens": tokens(one, sentences.exact(audited)),
        "sections": [section(one, child) for child in one.outline.top],
        "candidates": [
            {"rank": ranked[found.start], **candidate(found)} for found in one.candidates
        ],
        "cuts": [cut(found) for found in one.cuts],
        "cost": cost(audited.cost),
        "findings": [finding(found) for found in audited.findings],
        "suppressed": len(audited.suppressed),
        "body_before": audited.before,
        "without": [moved(block) for block in audited.moved],
        **({"measured": measured(audited.measured)} if audited.measured else {}),
    }


def tokens(one: Skill, exact: int | None) -> Json:
    """The tiers of a skill, with each file of its folder; `exact` is its maker's count."""
    tiers = one.tokens
    return {
        "file": tiers.file,
        "frontmatter": tiers.frontmatter,
        "listing": tiers.listing,
        "body": tiers.body,
        **({} if exact is None else {"body_exact": exact}),
        "references": tiers.references,
        "scripts": tiers.scripts,
        "files": [asdict(file) for file in tiers.files],
    }


def section(one: Skill, part: Section) -> Json:
    """A section with the sections below it."""
    weight = one.weight(part)
    return {
        "title": part.title,
        "level": part.level,
        "start": part.start,
        "end": part.end,
        "tokens": weight.subtree,
        "own_tokens": weight.own,
        "share": share(weight.subtree, one),
        "children": [section(one, child) for child in one.outline.children(part)],
    }


def share(part: int, one: Skill) -> float:
    """The part of the body's tokens, to four digits."""
    return round(part / one.tokens.body, 4) if one.tokens.body else 0.0


def candidate(found: Candidate) -> Json:
    """A block that could leave the body, with its evidence and price."""
    saving = found.saving
    return {
        "start": found.start,
        "end": found.end,
        "heading_path": list(found.heading_path),
        "kind": found.kind,
        "band": found.band,
        "score": round(found.score, 2),
        "lines": found.lines,
        "tokens": found.tokens,
        "share": round(found.share, 4),
        "evidence": [asdict(reason) for reason in found.evidence],
        "keep": [asdict(line) for line in found.keep],
        "reached": found.reached and round(found.reached, 2),
        "moves": [{"file": move.file, "pointer": move.pointer} for move in found.moves],
        "break_even_probability": saving and quartiles(saving.break_even, 4),
        "saving": saving and price(saving),
        **decision(found),
        **({"pays_from_calls": found.pays_from} if found.pays_from else {}),
        "fingerprint": found.fingerprint,
    }


def decision(found: Candidate | Moved) -> Json:
    """How often a block is needed, if that is known, and what follows."""
    return {
        "probability": found.probability and asdict(found.probability),
        "expected": found.expected and {"ite": quartiles(found.expected)},
        "verdict": found.verdict,
    }


def measured(found: Measured) -> Json:
    """What the user's own sessions say of a skill."""
    part = found.share_of_prompt
    return {
        "name": found.name,
        "loads": found.loads,
        "logs": found.logs,
        "sentences": [*found.sentences],
        "figures": [*found.figures],
        "share_of_prompt": part and round(part, 4),
        "files": [
            {
                "path": file.path,
                "tokens": file.tokens,
                "loads": asdict(file.loads),
                "probability": asdict(file.probability),
                "break_even_probability": quartiles(file.break_even, 4),
                "expected": {"ite": quartiles(file.expected)},
                "better": file.better,
            }
            for file in found.files
        ],
    }


def moved(block: Moved) -> Json:
    """A block that the skill is shown without; its lines are those of the file on disk."""
    return {
        "heading_path": list(block.heading_path),
        "start": block.start,
        "end": block.end,
        "lines": block.lines,
        "tokens": block.tokens,
        "left_tokens": block.left,
        "share": round(block.share, 4),
        "file": block.file,
        "pointer": block.pointer,
        "break_even_probability": quartiles(block.saving.break_even, 4),
        "saving": price(block.saving),
        "keep": [asdict(line) for line in block.keep],
        **decision(block),
    }


def price(saving: Saving) -> Json:
    """What moving a block saves when its branch is not taken, and when it is."""
    idle: Json = {
        "tokens": saving.tokens,
        "resent": quartiles(saving.resent),
        "ite": quartiles(saving.ite),
    }
    taken: Json = {"ite": quartiles(saving.taken_ite)}
    if saving.usd_per_1000_sessions and saving.taken_usd_per_1000_sessions:
        idle["usd_per_1000_sessions"] = quartiles(saving.usd_per_1000_sessions, 2)
        taken["usd_per_1000_sessions"] = quartiles(saving.taken_usd_per_1000_sessions, 2)
    after = saving.late_after and asdict(saving.late_after)
    return {
        "branch_not_taken": idle,
        "branch_taken": taken,
        "late_after": after,
        "extra_call_ite": round(saving.extra_call_ite),
        "source": saving.source,
    }


def cut(found: Cut) -> Json:
    """Where one host stops reading."""
    return {
        "host": found.host,
        "name": found.rule.name,
        "limit": found.rule.limit,
        "unit": found.rule.unit,
        "when": found.rule.when,
        "size": found.size,
        "line": found.line,
        "heading_path": list(found.heading_path),
        "lost_tokens": found.lost_tokens,
        "lost": [asdict(part) for part in found.lost],
    }


def cost(price: Cost) -> Json:
    """The three figures of a body."""
    dollars = price.usd_per_1000_sessions
    return {
        "calls": {name: nearest(value) for name, value in asdict(price.calls).items()},
        "occupancy": price.occupancy,
        "resent": quartiles(price.resent),
        "ite": quartiles(price.ite),
        "usd_per_1000_sessions": dollars and quartiles(dollars, 2),
        "model": price.model,
        "unit": price.unit,
        "ttl": price.ttl,
        "scale": asdict(price.scale),
        "source": price.source,
    }


def quartiles(figure: Quartiles, digits: int = 0) -> Json:
    """A figure at its quartiles, rounded to what it can mean."""
    if not digits:
        return {"p25": round(figure.p25), "p50": round(figure.p50), "p75": round(figure.p75)}
    return {key: round(value, digits) for key, value in asdict(figure).items()}


def finding(found: Finding) -> Json:
    """One finding; how it is mended is not told, only whether."""
    fields = asdict(found)
    del fields["edits"], fields["place"], fields["asked"], fields["failing"]
    return {**fields, "heading_path": list(found.heading_path), "fixable": found.fixable}


def unread(found: Iterable[Unread]) -> list[Json]:
    """Paths that could not be audited, with the reason."""
    return [asdict(one) for one in found]
