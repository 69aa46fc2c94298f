"""What a section's own heading says: cue words, a number, a name among others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.model import Section
from skilllint.situational.facts import Facts
from skilllint.situational.signals.neighbours import condition_around, is_sample
from skilllint.situational.signals.sign import Sign
from skilllint.situational.titles import enumerated

AGAINST = frozenset({"title.core", "title.output", "title.check", "title.gate"})
"""Cues against, which a condition in the same heading overrules."""

TOPICAL = frozenset({"title.trouble", "title.mode", "title.setup", "title.advanced"})
"""Cues that say nothing in a skill that is about just that, such as debugging."""

RARE = ("title.trouble", "title.mode", "title.flag", "title.once")
"""Cues by which a numbered step is less surely one of the main path."""

DISCOUNT = 0.6
"""What a number weighs before a heading that looks rare otherwise."""

INSERTED = re.compile(r"\d[a-z]$")


def heading(facts: Facts, section: Section) -> Iterator[Sign]:
    """Cue words of the heading, for and against."""
    title = facts.title(section)
    for family, match in title.cues.items():
        cue = title.text[match.start : match.end]
        counted = meaning(facts, section, family, cue.lower())
        if counted:
            yield Sign(counted, section.start, f'heading says "{cue}"')
    if title.command:
        yield Sign("title.command", section.start, "heading gives a command or its arguments")


def meaning(facts: Facts, section: Section, family: str, cue: str) -> str:
    """The family a cue counts for, given the rest of its heading and the skill's topic; or none."""
    title = facts.title(section)
    silent = {
        "title.lookup": title.strong or "title.mode" in title.cues,
        "title.condition": "title.optional" in title.cues,
    }
    # "Workflow 2" speaks of no core workflow, but "Mode C (core)" does
    named = enumerated(title, facts.lexicon.nouns["alternative"]) and cue in title.core
    if silent.get(family, (title.strong or named) and family in AGAINST):
        return ""
    if family not in TOPICAL:
        return family
    if facts.is_topic(cue):
        return ""
    # what an audit looks for, and errors in a lesson on a language, are look-up material
    nouns = facts.lexicon.nouns
    sought = cue in nouns["sought"] and nouns["auditing"] & facts.topic
    taught = cue in nouns["taught"] and facts.tallies[section.index].source > 1
    return "title.lookup" if sought or taught else family


def number(facts: Facts, section: Section) -> Iterator[Sign]:
    """A number before the heading: mostly a step of the main path."""
    title, group = facts.title(section), facts.groups.get(section.index)
    chapter = not title.step and group and group.kind != "branch"
    if not title.plain_step or chapter:
        return
    inserted = INSERTED.search(title.number) is not None
    rare = inserted or any(family in title.cues for family in RARE)
    rare = rare or condition_around(facts, section) is not None
    name = "title.step" if title.step else "title.number"
    yield Sign(name, section.start, f'numbered "{title.number}"', DISCOUNT if rare else 1.0)
    if inserted:
        yield Sign("title.inserted", section.start, f'"{title.number}" was put between the steps')


def naming(facts: Facts, section: Section) -> Iterator[Sign]:
    """A heading that names one of several: "Option B", "Mode: quick", a platform."""
    title = facts.title(section)
    core, nouns = title.core, facts.lexicon.nouns
    if core and not title.step:
        if enumerated(title, nouns["alternative"]):
            yield Sign("title.named", section.start, f'one of several by its name: "{title.text}"')
        if enumerated(title, nouns["entry"]):
            yield Sign("title.entry", section.start, f'entry of a catalogue: "{title.text}"')
        group = facts.groups.get(section.index)
        beside = group is not None and group.kind in ("class", "sample")
        for word in core:
            known = word in facts.lexicon.classes and (beside or word not in nouns["ambiguous"])
            if known and word not in facts.topic and not is_sample(facts, section):
                yield Sign("title.class", section.start, f'heading names "{word}"')
                break
        if facts.topics and facts.is_task(title):
            yield Sign("title.task", section.start, f'a task among others: "{title.text}"')
