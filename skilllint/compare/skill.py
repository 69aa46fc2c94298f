"""What became of one skill: its numbers, its sections, its files and its findings."""

from __future__ import annotations

from skilllint import skills
from skilllint.compare import findings, pieces, sections
from skilllint.compare.git import Repository
from skilllint.compare.sides import One
from skilllint.compare.texts import Features
from skilllint.model import Delta, FileChange, Sizes, SkillChange, SkillStatus


def compare(was: One | None, now: One | None, place: Repository) -> SkillChange:
    """A skill before and after; one of the two is there."""
    one = now or was
    assert one is not None
    moved = was is not None and now is not None and was.place != now.place
    rows = sections.compare(
        pieces.cut(was.audited.skill) if was else (),
        pieces.cut(now.audited.skill) if now else (),
        gained(was, now) if was and now else {},
    )
    found = findings.compare(was, now, rows)
    return SkillChange(
        path=place.shown(one.place),
        old_path=place.shown(was.place) if was and moved else None,
        place=one.place,
        name=one.audited.skill.name,
        status=status(was, now),
        tokens=tokens(was, now),
        bytes=sizes(was, now),
        cost_before=was.audited.cost if was else None,
        cost_after=now.audited.cost if now else None,
        sections=rows,
        files=files(was, now),
        new=found.new,
        worsened=found.worsened,
        fixed=found.fixed,
        still=found.still,
        candidates=found.candidates,
        listing_line=one.audited.skill.source.front.line_of("description"),
    )


def status(was: One | None, now: One | None) -> SkillStatus:
    """What happened to a skill, in one word."""
    if was is None:
        return "added"
    if now is None:
        return "removed"
    return "changed" if was.folder == now.folder else "renamed"


def tokens(was: One | None, now: One | None) -> Sizes:
    """The tokens of a skill before and after."""
    before = was.audited.skill.tokens if was else None
    after = now.audited.skill.tokens if now else None
    return Sizes(
        Delta(before.body if before else 0, after.body if after else 0),
        Delta(before.listing if before else 0, after.listing if after else 0),
        Delta(before.references if before else 0, after.references if after else 0),
    )


def sizes(was: One | None, now: One | None) -> Sizes:
    """The bytes of a skill before and after."""
    (body, listing, references), (new_body, new_listing, new_references) = weigh(was), weigh(now)
    return Sizes(
        Delta(body, new_body), Delta(listing, new_listing), Delta(references, new_references)
    )


def weigh(one: One | None) -> tuple[int, int, int]:
    """The bytes of a skill's body, of its listing entry and of its references."""
    if one is None:
        return 0, 0, 0
    skill = one.audited.skill
    listed = skills.listed(skill.source, skill.name, skill.description)
    return (
        len(skill.source.body.encode("utf-8", "replace")),
        len(listed.encode("utf-8", "replace")),
        sum(map(one.size, one.references)),
    )


def files(was: One | None, now: One | None) -> tuple[FileChange, ...]:
    """The references that weigh otherwise than before."""
    before, after = (was.references if was else {}), (now.references if now else {})
    found = (
        FileChange(
            path,
            Delta(before.get(path, 0), after.get(path, 0)),
            Delta(
                was.size(path) if was and path in before else 0,
                now.size(path) if now and path in after else 0,
            ),
            now.title(path) if now and path not in before else "",
        )
        for path in sorted({*before, *after})
    )
    return tuple(one for one in found if one.tokens.growth or one.bytes.growth)


def gained(was: One, now: One) -> dict[str, Features]:
    """What each reference holds now and did not hold before."""
    if was.audited.skill.source.body == now.audited.skill.source.body:
        return {}
    found = {
        path: now.features(path) - (was.features(path) if path in was.references else frozenset())
        for path in now.references
        if path not in was.references or was.data(path) != now.data(path)
    }
    return {path: features for path, features in found.items() if features}
