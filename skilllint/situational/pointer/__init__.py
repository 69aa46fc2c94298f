"""What to leave in the body for a block that moves: the file, and one line that says when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from unicodedata import category, normalize

from skilllint.model import Move, Section
from skilllint.situational import leads
from skilllint.situational.facts import Facts
from skilllint.situational.pointer import calls, conditions, topics
from skilllint.situational.pointer.phrases import Voice, english, listen, plain, quoted
from skilllint.situational.score import Verdict

GAP = "When … (state the condition)"
"""What the author has to fill in, where the text states no condition."""

NAMED = frozenset(
    {
        "title.class",
        "title.named",
        "title.kind",
        "title.command",
        "title.trouble",
        "title.mode",
        "title.alternative",
        "title.setup",
        "title.once",
        "title.advanced",
        "title.flag",
        "structure.alternatives",
        "structure.branch",
        "reference.hint",
        "reference.routed",
    }
)
"""Evidence that a heading names what a run may need: then its subject is the condition."""

CONDITIONS = frozenset({"lead.use", "lead.user", "lead.only", "lead.condition"})
"""Cues of first lines that say when a section is needed."""

WORDS, LONGEST = 5, 40
"""Words and characters of a heading that a file's name keeps."""

OUTSIDE = re.compile(r"[(（][^)）]*[)）]|^\W*(?:(?:step|phase|path|part|stage)\b\s*)?\d[\w.]*\W+")
LABEL = re.compile(r"^(?:reference|mode|type|example|workflow|optional|appendix):\s+(?=\w)")
LOOSE = frozenset("and or the a an to of for in on with your from by at is are".split())  # noqa: SIM905
IN_USE = re.compile(r"references/([\w.-]+)\.md")


class Plan(NamedTuple):
    """How a file writes, and the new file of each section that moves."""

    voice: Voice
    files: Mapping[int, str]


def plan(facts: Facts, sections: Iterable[Section], taken: Iterable[str] = ()) -> Plan:
    """A file for each section, named by its heading as no other is.

    `taken` are files of the skill's folder, as `references/x.md`. Those that the
    body names are taken as well.
    """
    named = IN_USE.findall("\n".join(facts.outline.lines))
    used = {*taken, *(f"references/{name}.md" for name in named)}
    files: dict[int, str] = {}
    numbers: Counter[str] = Counter()
    for section in sections:
        name = slug(section.title)
        file = f"references/{name}.md"
        while file in used:
            numbers[name] += 1
            file = f"references/{name}-{numbers[name] + 1}.md"
        used.add(file)
        files[section.index] = file
    return Plan(listen(facts.prose, facts.lexicon), files)


def propose(
    facts: Facts, sections: Sequence[Section], verdict: Verdict, plan: Plan
) -> tuple[Move, ...]:
    """For each section of a unit its file, and the line to leave in its place."""
    return tuple(
        Move(section.index, plan.files[section.index], line(facts, section, verdict, plan))
        for section in sections
    )


def line(facts: Facts, section: Section, verdict: Verdict, plan: Plan) -> str:
    """The condition, and the command to read."""
    voice, file = plan.voice, plan.files[section.index]
    name = plain(section.title[: topics.MOST])
    if not voice.english or not english(name):
        said = opening(facts, section)
        return f"{quoted(name)}{f' ({said})' if said else ''}: read `{file}`."
    condition = when(facts, section, verdict, voice)
    if not english(condition):
        condition = GAP if verdict.kind == "conditional" else f"For {quoted(name)}"
    return f"{condition}, {'see' if verdict.kind == 'reference' else 'read'} `{file}`."


def opening(facts: Facts, section: Section) -> str:
    """The condition that the first lines state in a language that no sentence is built in."""
    for family, _, words in leads.find(facts.outline, section, facts.lexicon):
        if family in CONDITIONS:
            return plain(words)[: topics.MOST]
    return ""


def when(facts: Facts, section: Section, verdict: Verdict, voice: Voice) -> str:
    """The condition as the text states it, from the surest place to the least sure."""
    title = facts.title(section)
    heading = topics.parse(title)
    if verdict.kind == "late":
        return f"Before {topics.ordinal(heading, voice)}"
    loose = verdict.kind == "conditional"
    return (
        topics.stated(heading, voice)
        or conditions.lead(facts.outline, section, voice, loose=loose)
        or calls.condition(facts.outline, title, facts.mentions.get(section.index, ()))
        or subject(facts, section, verdict, voice)
    )


def subject(facts: Facts, section: Section, verdict: Verdict, voice: Voice) -> str:
    """What the block is about, where that is when it is needed; else the gap."""
    heading = topics.parse(facts.title(section))
    if topics.trouble(heading):
        return "If something fails"
    marker = topics.weak(heading)
    topic = topics.task(heading, voice) or topics.about(heading, voice)
    if marker:
        return f"{marker}: {topic[0].lower()}{topic[1:]}"
    if verdict.kind == "reference" or topic.startswith("To "):
        return topic
    positive = {found.signal for found in verdict.evidence if found.weight > 0}
    return topic if section.index in facts.groups or positive & NAMED else GAP


def slug(title: str) -> str:
    """A file's name made of a heading, without its number, a label and what is in parentheses."""
    bare = OUTSIDE.sub(" ", title[: topics.MOST].lower())
    bare = LABEL.sub("", bare.strip())
    words = "".join(c if is_word(c) else " " for c in normalize("NFKC", bare)).split()[:WORDS]
    while len(words) > 2 and (words[-1] in LOOSE or len("-".join(words)) > LONGEST):
        words.pop()
    return "-".join(words)[:LONGEST] or "details"


def is_word(char: str) -> bool:
    """Whether a character is part of a word in its script; what colours an emoji is not."""
    return char.isalnum() or (category(char) in ("Mn", "Mc") and not "\ufe00" <= char <= "\ufe0f")
