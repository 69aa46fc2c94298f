"""Hand-made differences of skills, for tests of what people are shown of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from skilllint.model import (
    Candidate,
    Comparison,
    Cost,
    Delta,
    Evidence,
    Finding,
    Keep,
    ListingBudget,
    Move,
    Quartiles,
    Saving,
    Scale,
    SectionChange,
    SectionStatus,
    Sizes,
    SkillChange,
    SkillStatus,
    Worse,
)

BASE, HEAD = "a1b2c3d4e5f6" + "0" * 28, "0f1e2d3c4b5a" + "9" * 28
CALLS = Quartiles(22, 50, 129)
SOURCE = "calls [default]; o200k tokens, scale 1: no model named; 5m cache [default]"
SCALE = Scale(1, 1, 1, "default", "no model named")


def times(tokens: int, calls: Quartiles = CALLS, share: float = 1.0) -> Quartiles:
    """Tokens that are sent again in every call."""
    return Quartiles(*(tokens * one * share for one in (calls.p25, calls.p50, calls.p75)))


def cost(tokens: int, source: str = SOURCE, calls: Quartiles = CALLS) -> Cost:
    """What so many tokens cost a session."""
    resent, ite = times(tokens, calls), times(tokens, calls, 0.16)
    return Cost(calls, tokens, resent, ite, None, None, "5m", source, SCALE)


def change(
    name: str,
    before: int,
    after: int,
    *,
    listing: tuple[int, int] = (40, 40),
    references: tuple[int, int] = (0, 0),
    **others: Any,
) -> SkillChange:
    """A skill whose body had so many tokens, and has so many now; none before makes it new."""
    path = f"skills/{name}/SKILL.md"
    status: SkillStatus = "changed" if before and after else "added" if after else "removed"
    sizes = Sizes(Delta(before, after), Delta(*listing), Delta(*references))
    made = SkillChange(
        path,
        path,
        path,
        name,
        status,
        sizes,
        sizes,
        cost(before) if before else None,
        cost(after) if after else None,
    )
    return replace(made, **others)


def comparison(*skills: SkillChange, **others: Any) -> Comparison:
    """What differs between two commits."""
    fields: dict[str, Any] = {
        "base": BASE,
        "head": HEAD,
        "against": "where it left main",
        "skills": tuple(skills),
        "assumptions": ("Prompt caching works.", "The pointer left in the body is followed."),
    }
    return Comparison(**{**fields, **others})


def section(
    title: str, before: int, after: int, line: int, status: SectionStatus = "changed"
) -> SectionChange:
    """A section below the title of the file."""
    tokens = Delta(before, after)
    return SectionChange(("Title", title), ("Title", title), status, line, tokens, tokens)


def finding(
    name: str,
    code: str = "SZ106",
    rule: str = "section-tokens",
    *,
    line: int = 40,
    **others: Any,
) -> Finding:
    """A finding in a skill's body."""
    fields: dict[str, Any] = {
        "code": code,
        "name": rule,
        "severity": "warning",
        "confidence": "exact",
        "path": f"skills/{name}/SKILL.md",
        "start": line,
        "end": line,
        "col": 1,
        "message": 'section "Migrate a schema" has 1,240 tokens (limit 1,000)',
        "hint": "split it, or move what only some runs need to a file of the folder",
        "value": 1_240,
        "limit": 1_000,
        "host": None,
        "fingerprint": f"{name}{code}{line}",
        "place": f"skills/{name}/SKILL.md",
    }
    return Finding(**{**fields, **others})


def worse(name: str, **others: Any) -> Worse:
    """A finding that is larger than before."""
    return Worse(finding(name, value=1_240, **others), finding(name, value=1_010, **others))


def candidate(name: str, tokens: int = 900, line: int = 120, **others: Any) -> Candidate:
    """A block that only some runs need."""
    saving = Saving(
        Quartiles(0.72, 0.76, 0.77),
        tokens - 30,
        times(tokens - 30),
        times(tokens - 30, share=0.16),
        Quartiles(-400, -700, -1_500),
        SOURCE,
    )
    fields: dict[str, Any] = {
        "sections": (3,),
        "start": line,
        "end": line + 60,
        "heading_path": ("Title", "Migrate a schema"),
        "kind": "conditional",
        "band": "likely",
        "score": 6.5,
        "tokens": tokens,
        "share": 0.41,
        "evidence": (
            Evidence("condition", 3.5, line + 2, "Only if the schema has changed since the last"),
            Evidence("late", 2.0, line, "heading names a case: Migrate a schema"),
            Evidence("order", -1.0, line + 9, "Always run the tests"),
        ),
        "keep": (Keep(line + 9, "always"),),
        "moves": (
            Move(3, "references/migrate.md", "If the schema changed, read references/migrate.md."),
        ),
        "saving": saving,
        "fingerprint": f"{name}block{line}",
    }
    return Candidate(**{**fields, **others})


def listing(before: int, after: int, *, certain: bool = True) -> ListingBudget:
    """What a host lists of twelve skills."""
    size = Delta(before, after)
    return ListingBudget(
        "Claude Code", "skills", 12, size, 8_000, "with a window of 200,000 tokens", certain
    )
