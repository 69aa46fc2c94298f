"""Where sections would go that somebody wants to move, candidates or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from skilllint.model import Move, Outline, Section, Skill
from skilllint.situational import Units, facts, large, lexicon, pointer, score


def propose(skill: Skill, units: Units, sections: Iterable[Section]) -> tuple[Move, ...]:
    """A file and a pointer for each of some sections of a judged skill, in the file's order.

    What lies inside another of them moves along with it. A candidate goes where
    it was proposed to.
    """
    blocks = outermost(skill.outline, sections)
    found = {move.section: move for one in skill.candidates for move in one.moves}
    others = [block for block in blocks if block.index not in found]
    wanted = large(skill.outline, skill.weights, units) | {block.index for block in others}
    known = facts.gather(skill.source, skill.outline, lexicon.spoken(skill.source.text), wanted)
    plan = pointer.plan(known, others, [*(m.file for m in found.values()), *beside(skill)])
    for block in others:
        found[block.index] = pointer.propose(known, [block], score.judge(known, block), plan)[0]
    return tuple(found[block.index] for block in blocks)


def outermost(outline: Outline, sections: Iterable[Section]) -> Sequence[Section]:
    """The sections that lie in no other of them, in the file's order."""
    asked = {section.index: section for section in sections}
    return [
        asked[index]
        for index in sorted(asked)
        if not any(outer.index in asked for outer in outline.ancestors(asked[index]))
    ]


def beside(skill: Skill) -> Iterable[str]:
    """The files of a skill's folder, by their paths in there."""
    folder = PurePosixPath(skill.path).parent
    paths = (PurePosixPath(file.path) for file in skill.tokens.files)
    return (str(path.relative_to(folder)) for path in paths if path.is_relative_to(folder))
