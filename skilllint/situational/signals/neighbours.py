"""How a section stands to those around it and inside it."""

from __future__ import annotations

from collections.abc import Iterator

from skilllint.model import Section
from skilllint.situational import leads
from skilllint.situational.facts import Facts
from skilllint.situational.siblings import MERGES
from skilllint.situational.signals.sign import Sign

LONG = 800
"""Lines of a body that hardly a run needs whole."""

SHORT = 50
"""Lines below which an alternative made of code is one sample of several."""

SAMPLES = 0.6
"""Alternatives that are so much code are samples of one thing, to be looked up."""

STATED = ("optional", "only", "condition", "mode", "trouble", "named", "flag")
"""Cues by which a heading states when all below it applies."""

OPENING = frozenset({"lead.use", "lead.user", "lead.only"})
"""Cues by which the first lines of a section state when all of it applies."""

MAIN = 0.4
"""The share of a body from which on a section is its main part."""

GROUPS = {
    "class": "structure.alternatives",
    "sample": "structure.alternatives",
    "named": "structure.alternatives",
    "branch": "structure.branch",
}


def alternatives(facts: Facts, section: Section) -> Iterator[Sign]:
    """One of a group of alternatives, and what the section around the group says of them."""
    group = facts.groups.get(section.index)
    if not group:
        return
    name = "structure.samples" if is_sample(facts, section) else GROUPS[group.kind]
    yield Sign(name, section.start, group.why)
    above = facts.outline.ancestors(section)
    step = next((outer for outer in above if facts.title(outer).plain_step), None)
    if step and facts.tallies[section.index].lines < SHORT:
        yield Sign("structure.choice", step.start, f'"{step.title}" needs one of them in every run')
    for outer in above[:1]:
        for family, line, quoted in leads.find(facts.outline, outer, facts.lexicon, "around"):
            yield Sign(family, line, f'"{outer.title}" says "{quoted}"')


def is_sample(facts: Facts, section: Section) -> bool:
    """Whether a section is one sample of several: short, and the same code in each language."""
    group = facts.groups.get(section.index)
    short = facts.tallies[section.index].lines < SHORT
    return group is not None and group.kind == "sample" and short and is_code(facts, section)


def is_code(facts: Facts, section: Section) -> bool:
    """Whether a section is mostly code."""
    tally = facts.tallies[section.index]
    return tally.code > SAMPLES * tally.lines


def container(facts: Facts, section: Section) -> Iterator[Sign]:
    """Most of what lies directly inside are alternatives."""
    groups = [(c, facts.groups[c].kind) for c in section.children if c in facts.groups]
    inside = [(child, kind) for child, kind in groups if kind in MERGES]
    if len(inside) > 1 and len(inside) >= 0.6 * len(section.children):
        first, kind = inside[0]
        name = "samples" if kind == "sample" and is_code(facts, section) else "container"
        why = f"{len(inside)} of {len(section.children)} sections inside are named as alternatives"
        yield Sign(f"structure.{name}", facts.outline.sections[first].start, why)


def tasks(facts: Facts, section: Section) -> Iterator[Sign]:
    """Most of what lies directly inside are tasks: "Create a board", "List boards"."""
    inside = [child for child in section.children if facts.is_task(facts.titles[child])]
    many = len(inside) > 1 and len(inside) * 2 >= len(section.children)
    # the parts of a step are all gone through
    inside_step = any(facts.title(a).step for a in facts.outline.ancestors(section))
    if many and not inside_step and not facts.title(section).number:
        line = facts.outline.sections[inside[0]].start
        yield Sign(
            "structure.tasks",
            line,
            f"{len(inside)} of {len(section.children)} sections inside are tasks",
        )


def numbering(facts: Facts, section: Section) -> Iterator[Sign]:
    """How the section stands to the numbered steps around it."""
    title, sections = facts.title(section), facts.outline.sections
    above = facts.outline.ancestors(section)
    family = above[0].children if above else tuple(s.index for s in facts.outline.top)
    steps = [i for i in family if facts.titles[i].step]
    if len(steps) > 1 and not title.number:
        first, last = sections[steps[0]].start, sections[steps[-1]].start
        yield Sign("structure.outsider", first, "not numbered, although its siblings are steps")
        if section.start > last:
            yield Sign("structure.after", last, "behind the last numbered step")
    inside = next((a for a in above if facts.title(a).step), None)
    if inside:
        yield Sign("structure.instep", inside.start, f'inside "{inside.title}"')
    own = [i for i in section.children if facts.titles[i].step]
    if len(own) > 1 and len(own) >= 0.6 * len(section.children):
        yield Sign("structure.steps", sections[own[0]].start, f"{len(own)} numbered steps inside")


def place(facts: Facts, section: Section) -> Iterator[Sign]:
    """Where in the file the section stands, and what kind of file it is."""
    position = (section.start - facts.first) / facts.lines
    if position < 0.2:
        yield Sign("structure.early", section.start, "in the first fifth of the body")
    if position > 0.75:
        yield Sign("structure.late", section.start, "in the last quarter of the body")
    if facts.lines >= LONG:
        yield Sign("structure.long", section.start, f"one part of a body of {facts.lines} lines")
    if facts.topics:
        yield Sign(
            "structure.topics",
            section.start,
            "the headings around it are topics, not numbered steps",
        )


def inherited(facts: Facts, section: Section) -> Iterator[Sign]:
    """A condition stated by a section around this one, or under which alone it is reached."""
    outer = condition_around(facts, section)
    if outer:
        yield Sign("structure.inherited", outer.start, f'inside "{outer.title}"')


def condition_around(facts: Facts, section: Section) -> Section | None:
    """The nearest section around one that states a condition, or is reached through one only."""
    for outer in facts.outline.ancestors(section):
        title = facts.title(outer)
        if outer.level == 0 or title.plain_step or facts.is_topic(title.text):
            continue
        stated = any(f"title.{name}" in title.cues for name in STATED)
        if stated or guarded_only(facts, outer) or opens_with_condition(facts, outer):
            return outer
    return None


def guarded_only(facts: Facts, section: Section) -> bool:
    """Whether every line that names a section does so under a condition."""
    return {mention.kind for mention in facts.mentions.get(section.index, ())} == {"guarded"}


def opens_with_condition(facts: Facts, section: Section) -> bool:
    """Whether a section that is not the main part says first when it is needed."""
    if section.lines > MAIN * facts.lines:
        return False
    found = leads.find(facts.outline, section, facts.lexicon)
    return any(family in OPENING for family, _, _ in found)
