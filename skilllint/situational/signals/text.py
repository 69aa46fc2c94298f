"""What the text says: the first lines, the lines that name the section, the material."""

from __future__ import annotations

from collections.abc import Iterator

from skilllint.model import Section
from skilllint.situational import keep, leads
from skilllint.situational.facts import Facts
from skilllint.situational.signals.neighbours import MAIN
from skilllint.situational.signals.sign import Sign, excerpt
from skilllint.situational.titles import content

ACTIVATION = frozenset({"lead.use", "lead.user"})
"""Cues that in the main part of a body say when the skill itself is used."""

MENU = 3
"""Lines that point to other files from which on a section routes rather than tells."""


def lead(facts: Facts, section: Section) -> Iterator[Sign]:
    """Cue words of the first lines below the heading."""
    whole = section.lines > MAIN * facts.lines
    for family, line, quoted in leads.find(facts.outline, section, facts.lexicon):
        if whole and family in ACTIVATION:
            continue
        yield Sign(family, line, f'its first lines say "{quoted}"')


def mentions(facts: Facts, section: Section) -> Iterator[Sign]:
    """Who names the section: a guarded clause, a routing table, nobody."""
    title = facts.title(section)
    found = facts.mentions.get(section.index, ())
    kinds = {m.kind: m for m in reversed(found)}
    if title.number and "guarded" in kinds:
        guard = kinds["guarded"]
        yield Sign("reference.numbered", guard.line, f'named in "{excerpt(guard.text, guard.at)}"')
    if not title.number and not facts.is_topic(" ".join(title.core)):
        for kind in ("guarded", "routed"):
            if kind in kinds:
                name = "only" if kind == "guarded" and "plain" not in kinds else kind
                found_at = kinds[kind]
                text = f'named in "{excerpt(found_at.text, found_at.at)}"'
                yield Sign(f"reference.{name}", found_at.line, text)
        if not found:
            yield Sign("reference.unused", section.start, "no text outside of it names it")
    named = [
        w for w in content(title.core) if len(w) > 2 and w not in facts.lexicon.nouns["common"]
    ]
    if any(word in facts.hint for word in named):
        yield Sign("reference.hint", facts.hint_line, "the argument-hint names it")
    for word in named[:1]:
        row = facts.rows.get(word, section.start)
        if row < section.start and word == title.core[0]:
            yield Sign("reference.row", row, f'a table has a row for "{word}"')


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
        yield Sign("body.symptoms", start, f"{count} lines open with a symptom, a cause or a fix")
    if t.source > 1:
        yield Sign("body.source", start, f"{t.source} blocks of source code")
    if t.data > 1:
        yield Sign("body.data", start, f"{t.data} blocks of data")
    sent = len({line for line, _ in keep.within(facts.pointers, section)})
    if sent >= MENU:
        yield Sign("body.pointers", start, f"{sent} lines send the reader to other files")
    topics = sum(not facts.titles[child].number for child in section.children)
    if t.entries > 2 or (topics > 4 and not t.steps):
        yield Sign("body.entries", start, f"{max(t.entries, topics)} entries inside")


def stays(facts: Facts, section: Section) -> Iterator[Sign]:
    """Approvals, stops, output contracts and steps of every run: the part that must not leave."""
    seen: set[str] = set()
    for line, family in keep.within(facts.kept, section):
        if family not in seen:
            seen.add(family)
            yield Sign(family, line, f"{facts.lexicon.reasons[family]}, so this line stays")
