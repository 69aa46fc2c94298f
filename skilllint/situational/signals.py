"""The signals: each looks at one section and yields what it saw, with its line.

To add one: a function here, listed in `SIGNALS`, and a table of `lexicon.toml`
for each name that it yields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from skilllint.model import Section
from skilllint.situational import leads
from skilllint.situational.facts import Facts
from skilllint.situational.titles import content, enumerated


class Sign(NamedTuple):
    """Something seen: the signal's name, its line, what a reader can check there.

    `amount` scales the weight of signals that are a share.
    """

    signal: str
    line: int
    text: str
    amount: float = 1.0


Signal = Callable[[Facts, Section], Iterator[Sign]]

AGAINST = frozenset({"title.core", "title.output", "title.check", "title.gate"})
"""Cues against, which a condition in the same heading overrules."""

EXCERPT = 80
"""Characters of a sentence that evidence quotes."""

TOPICAL = frozenset({"title.trouble", "title.mode", "title.setup", "title.advanced"})
"""Cues that say nothing in a skill that is about just that, such as debugging."""


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
    if silent.get(family, title.strong and family in AGAINST):
        return ""
    if family not in TOPICAL:
        return family
    if facts.is_topic(cue):
        return ""
    # what an audit looks for, and errors in a lesson on a language, are look-up material
    sought = cue.startswith("common") and facts.lexicon.nouns["auditing"] & facts.topic
    taught = cue == "error handling" and facts.tallies[section.index].source > 1
    return "title.lookup" if sought or taught else family


def number(facts: Facts, section: Section) -> Iterator[Sign]:
    """A number before the heading: mostly a step of the main path."""
    title, group = facts.title(section), facts.groups.get(section.index)
    chapter = not title.step and group and group.kind != "branch"
    if title.plain_step and not chapter:
        name = "title.step" if title.step else "title.number"
        rare = any(f"title.{n}" in title.cues for n in ("trouble", "mode", "flag", "once"))
        yield Sign(name, section.start, f'numbered "{title.number}"', 0.6 if rare else 1.0)


def naming(facts: Facts, section: Section) -> Iterator[Sign]:
    """A heading that names one of several: "Option B", "Mode: quick", a platform."""
    title = facts.title(section)
    core, nouns = title.core, facts.lexicon.nouns
    if core and not title.step:
        if enumerated(title, nouns["alternative"]):
            yield Sign("title.named", section.start, f'one of several by its name: "{title.text}"')
        if enumerated(title, nouns["entry"]):
            yield Sign("title.entry", section.start, f'entry of a catalogue: "{title.text}"')
        for word in core:
            if word in facts.lexicon.classes and word not in facts.topic:
                yield Sign("title.class", section.start, f'heading names "{word}"')
                break


def lead(facts: Facts, section: Section) -> Iterator[Sign]:
    """Cue words of the first lines below the heading."""
    for family, line, quoted in leads.find(facts.outline, section, facts.lexicon):
        yield Sign(family, line, f'begins with "{quoted}"')


GROUPS = {
    "class": "structure.alternatives",
    "named": "structure.alternatives",
    "branch": "structure.branch",
    "alike": "structure.alike",
}


def alternatives(facts: Facts, section: Section) -> Iterator[Sign]:
    """One of a group of alternatives, and what the section around the group says of them."""
    group = facts.groups.get(section.index)
    if not group:
        return
    yield Sign(GROUPS[group.kind], section.start, group.why)
    if section.parent is not None:
        outer = facts.outline.sections[section.parent]
        for family, line, quoted in leads.find(facts.outline, outer, facts.lexicon, "around"):
            yield Sign(family, line, f'"{outer.title}" says "{quoted}"')


def container(facts: Facts, section: Section) -> Iterator[Sign]:
    """Most of what lies directly inside are alternatives."""
    inside = [
        child
        for child in section.children
        if child in facts.groups and facts.groups[child].kind in ("class", "named")
    ]
    if len(inside) > 1 and len(inside) >= 0.6 * len(section.children):
        line = facts.outline.sections[inside[0]].start
        why = f"{len(inside)} of {len(section.children)} sections inside are alternatives"
        yield Sign("structure.container", line, why)


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
    if facts.topics:
        yield Sign("structure.topics", section.start, "a file of topics without numbered steps")


def inherited(facts: Facts, section: Section) -> Iterator[Sign]:
    """A condition stated by the heading of a section around this one."""
    names = ("optional", "only", "condition", "mode", "trouble", "named", "flag")
    for outer in facts.outline.ancestors(section):
        title = facts.title(outer)
        if outer.level == 0 or outer.lines > 0.7 * facts.lines:
            continue
        cue = next((title.cues[f"title.{n}"] for n in names if f"title.{n}" in title.cues), None)
        if cue and not title.plain_step:
            yield Sign("structure.inherited", outer.start, f'inside "{title.text}"')
            return


def mentions(facts: Facts, section: Section) -> Iterator[Sign]:
    """Who names the section: a guarded clause, a routing table, nobody."""
    title = facts.title(section)
    found = facts.mentions.get(section.index, ())
    if not title.number:
        for kind in ("guarded", "routed"):
            mention = next((m for m in found if m.kind == kind), None)
            if mention:
                yield Sign(f"reference.{kind}", mention.line, f'named in "{excerpt(mention.text)}"')
        if not found:
            yield Sign("reference.unused", section.start, "no other section names it")
    named = [
        w for w in content(title.core) if len(w) > 2 and w not in facts.lexicon.nouns["common"]
    ]
    if any(word in facts.hint for word in named):
        yield Sign("reference.hint", facts.hint_line, "the argument-hint names it")


def material(facts: Facts, section: Section) -> Iterator[Sign]:
    """What the block is made of."""
    t = facts.tallies[section.index]
    start = section.start
    lines, parts = max(1, t.lines - 1), max(4, t.parts)
    for name, share in (("code", t.code / lines), ("table", t.table / lines)):
        if share > 0.1:
            yield Sign(f"body.{name}", start, f"{share:.0%} of its lines are {name}", share)
    for name, word, share in (
        ("orders", "begin with an order", t.orders / parts),
        ("ordered", "are numbered", t.ordered / parts),
        ("ifs", "begin with if or when", t.ifs / parts),
    ):
        if share > 0.1:
            yield Sign(f"body.{name}", start, f"{share:.0%} of items and paragraphs {word}", share)
    if t.labels > 2 or t.faults > 2:
        count = max(t.labels, t.faults)
        yield Sign("body.symptoms", start, f"{count} entries of symptom, cause or fix")
    if t.source > 1:
        yield Sign("body.source", start, f"{t.source} blocks of source code")
    if t.data > 1:
        yield Sign("body.data", start, f"{t.data} blocks of data")
    topics = sum(not facts.titles[child].number for child in section.children)
    if t.entries > 2 or (topics > 4 and not t.steps):
        yield Sign("body.entries", start, f"{max(t.entries, topics)} entries inside")


SIGNALS: tuple[Signal, ...] = (
    heading,
    number,
    naming,
    lead,
    alternatives,
    container,
    numbering,
    place,
    inherited,
    mentions,
    material,
)


def excerpt(text: str) -> str:
    """The first words of a sentence, cut between two of them."""
    return text if len(text) <= EXCERPT else text[:EXCERPT].rpartition(" ")[0] + " …"
