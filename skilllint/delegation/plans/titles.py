"""What a heading of a plan says of the lines below it: work to do, or words on the work."""

from __future__ import annotations

import re
from functools import lru_cache

PICTURES = re.compile(r"^[^\w`\[(\"'*~✅☑✔]+")
OUTSIDE = re.compile(r"no[tn][ -]|out of|future|follow-?up|next steps|deferred|reproduc", re.I)
CONTAINER = re.compile(
    r"(?:(?:the|implementation|implement|work|execution|development|proposed|detailed|delivery"
    r"|migration|build|coding|code|refactor(?:ing)?|project|technical|high-level|key|main|core"
    r"|required|planned|per-\w+|task|action|step-by-step|suggested|recommended|concrete|and|/) +)"
    r"{0,3}"
    r"(?:units?|tasks?(?: list| breakdown)?|steps?|phases?|plan|changes|map|checklist|to-?dos?|"
    r"sequence|milestones?|deliverables?|breakdown|roadmap|stages|work items?|implementation)"
    r"(?:\s*\([^()]*\))?",
    re.I,
)
FILES = re.compile(
    r"files? (?:to (?:\w+)(?:(?:/| and | or )\w+)?|changed|affected|touched)"
    r"|(?:changed|affected|modified) files",
    re.I,
)
NO_WORK = re.compile(
    r"(?:acceptance|success|exit|quality|verification|validation|test(?:ing|s)?\b|risk|reference|"
    r"source|alternative|open question|question|scope|context|research|requirement|glossary|"
    r"rollback|rollout|metric|definition of done|decision|background|assumption|user flow|"
    r"prerequisite|constraint|summary of)",
    re.I,
)
"""Sections whose lists are no work to do."""

ABOUT = re.compile(
    r"(?:(?:\d+(?:\.\d+)*[.)]?\s+)?(?:overview|introduction|background|context|motivation|summary"
    r"|problem(?: statement)?|(?:non-)?goals?|objectives?|(?:non-)?requirements?|scope|out of scope"
    r"|assumptions?|constraints?|(?:known )?risks?|(?:open )?questions?|(?:key )?decisions?"
    r"|alternatives?(?: considered)?|(?:success|acceptance) (?:criteria|metrics)|timeline"
    r"|definition of done|references?|sources?|glossary|appendix|dependencies|future work|notes)"
    r"(?:\s*(?:and|&|/|,)\s*[\w-]+){0,2})",
    re.I,
)
"""Headings that are on the work and no piece of it, even right below the plan's title."""

PLACED = re.compile(r"^\d+(?:\.\d+)*[.)]?\s+")
LOOSE = re.compile(r"test|verif|valid|scope|context|rollout|prerequisite", re.IGNORECASE)
"""Sections that are work where they stand in a numbered row: `7. Testing`."""


@lru_cache(1024)
def contains(title: str) -> bool:
    """Whether what stands below a heading is the work to do."""
    title = PLACED.sub("", plain(title), count=1)
    return bool(CONTAINER.fullmatch(title.strip(" :"))) and not OUTSIDE.match(title)


@lru_cache(1024)
def idle(title: str) -> bool:
    """Whether the lists below a heading are no work to do."""
    bare = plain(title)
    title = PLACED.sub("", bare, count=1)
    if title != bare and LOOSE.match(title):
        return False
    return bool(NO_WORK.match(title) or OUTSIDE.match(title))


def plain(title: str) -> str:
    """A heading without the pictures before its words."""
    return PICTURES.sub("", title, count=1)


def about(title: str) -> bool:
    """Whether a heading is on the work, and no piece of it."""
    return bool(ABOUT.fullmatch(plain(title).strip(" :*")))


def alone(title: str) -> bool:
    """Whether a numbered list below the only heading of a text is work to do."""
    return not idle(title) and not OUTSIDE.search(title)
