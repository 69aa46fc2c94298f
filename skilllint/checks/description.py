"""DE: whether the description tells a host what a skill does, and when to load it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.checks import _listing as listing
from skilllint.checks._heads import readable, written
from skilllint.checks._triggers import says_when
from skilllint.checks._wording import count, quoted
from skilllint.model import Host, Problem, Setting, Skill, utf16, utf16_prefix

TAG = re.compile(r"</[A-Za-z][\w:.-]{0,60}[ \t]*>|<[A-Za-z][\w:.-]{0,60}(?:[ \t][^<>\n]{0,200})?/>")
"""A closing or a self-closing tag: what a `<placeholder>` never is."""

OPEN = re.compile(r"<([A-Za-z][\w:.-]{0,60})>")
CODE = re.compile(r"`[^`\n]{0,300}`")
QUOTED = re.compile(r"\"[^\"\n]{0,300}\"|“[^”\n]{0,300}”|「[^」\n]{0,300}」|`[^`\n]{0,300}`")
"""What a user may say, or a piece of code: not the voice of the description."""

LONGEST = 5_000
"""Characters that are judged: no host lists as many, and a stranger may write a million."""

SHORT = 160
"""Characters beyond which a text says more than a name, whatever its words."""

DOES = "can|will|help|am|are|have|do|use|create|write|make|build|review|check|find|convert"
FIRST = re.compile(rf"(?:^|[.!?]\s{{1,4}})(?P<said>(?:I|We)(?:['’](?:ll|m|re|ve)| (?:{DOES}))\b)")
SECOND = re.compile(
    r"(?:^|[.!?]\s{1,4})(?P<said>You (?:are|can|will|have|need|use|get)\b"
    r"|You (?:should|must)\b(?! (?:use|load|invoke|call|run|apply)\b))"
)

PLACEHOLDER = re.compile(
    r"^\W{0,3}(?:TODO|TBD|FIXME|XXX)"
    r"(?=\W{0,3}$|\]|:| [-–—]| (?:add|write|describe|fill|say|update)\b)"
    r"|\[(?:TODO|TBD|FIXME):"
    r"|^\[[^\[\]]{1,300}\]$|^<[^<>]{1,300}>$|^\{\{[^{}]{0,300}\}\}$"
    r"|\{\{\s{0,4}\w{0,30}(?:description|summary|skill)\w{0,30}\s{0,4}\}\}"
    r"|^(?:(?:a|the|your|short|brief|skill|insert|add|enter) ){0,6}description"
    r"(?: of (?:the|this|your) skill| here| goes here)?\W{0,3}$"
    r"|\blorem ipsum\b"
    r"|^(?:describe|explain) what (?:the|this|your) skill does",
    re.IGNORECASE,
)
"""What a template leaves; a skill about TODO comments or `{{braces}}` is none."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Writing without blanks: two of these are about a word."""

FILLERS = frozenset(
    re.findall(
        r"\w+",
        "a an the of for to and or in on with by this that is it its skill skills agent tool tools "
        "helper helpers utility utilities guide guides workflow workflows expert provides provide "
        "handles handle helps help does do use used using about related tasks task work stuff "
        "things everything support supports claude codex copilot",
    )
)
"""Words that say nothing of what a skill does."""

GLUE = frozenset(
    re.findall(
        r"\w+",
        "a an the of for to and or in on with by this that is are from into as at when use using "
        "via per between",
    )
)
"""Words that a sentence has, and a list of keywords has not."""

ENDS = re.compile(r"[.!?…。！？:)\]\"'”’`>*]$")
TORN = re.compile(r"(?:,|\b(?:an|the|and|or|when|if))$")
"""What no description ends with, unless its rest is elsewhere."""

SCALAR = re.compile(r"(?:true|false|null|v?[0-9][\w.]{0,20})$", re.IGNORECASE)
"""A value that is whole: text on the next line does not belong to it."""


def markup(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Tags in the two keys that hosts put into a prompt of their own."""
    if not readable(skill):
        return
    front = skill.source.front
    for key in ("name", "description"):
        value = front.values.get(key)
        if not isinstance(value, str) or "<" not in value:
            continue
        plain = CODE.sub("", value[:LONGEST])
        line = front.line_of(key)
        if found := TAG.search(plain):
            hint = "say it in words; an upload of it is refused"
            yield Problem(line, f"`{key}` holds the tag {quoted(found[0])}", hint=hint)
        elif found := OPEN.search(plain):
            yield Problem(
                line,
                f"`{key}` holds {quoted(found[0])}, which an upload takes for a tag",
                hint="write it in capitals or braces",
                severity="note",
                confidence="advice",
            )


def listing_cut(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A description that is longer than what a host lists of it."""
    if not readable(skill) or not skill.source.front.listed:
        return
    host = setting.hosts.get("claude-code")
    if host and host.listing:
        whole, limit = listing.entry(skill, host.listing), host.listing.entry
        if utf16(whole) > limit:
            yield _cut(skill, whole, utf16(skill.description), host, limit)


def _cut(skill: Skill, whole: str, first: int, host: Host, limit: int) -> Problem:
    kept = utf16_prefix(whole, limit)
    size = utf16(whole)
    key = "description" if first > limit else "when_to_use"
    lost = count(size - utf16(kept), "characters")
    last = quoted(f"…{kept[-40:].strip()}")
    return Problem(
        skill.source.front.line_of(key),
        f"{host.label} lists `{key}` only as far as {last}: {lost} behind it are lost "
        f"({count(size, 'characters')}, limit {limit:,})",
        hint=f"lost: {quoted(whole[len(kept) :].strip())}; put first what decides on a load",
        value=size,
        limit=limit,
        host=host.name,
        whole=True,
    )


def no_when(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A description that says what a skill does, and not when to use it."""
    said, more = _judged(skill)
    if said and not more and not says_when(said):
        yield Problem(
            skill.source.front.line_of("description"),
            "`description` does not say when to use the skill",
            hint="name what a user asks for, or the situation: Use when …",
        )


def wrong_person(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A description that speaks as the skill, or to its user, and not about it."""
    said, _ = _judged(skill)
    plain = QUOTED.sub('""', said)
    found = FIRST.search(plain) or SECOND.search(plain)
    if found:
        yield Problem(
            skill.source.front.line_of("description"),
            f"`description` speaks in the {'first' if found.re is FIRST else 'second'} person: "
            f"{quoted(found['said'])}",
            hint="say what the skill does: Writes …, Checks …",
        )


def restates_name(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A description that has no word which the name has not."""
    said, more = _judged(skill)
    if said and not more and _restates(said, skill.name):
        yield Problem(
            skill.source.front.line_of("description"),
            f"`description` {quoted(said)} says no more than the name",
            hint="say what the skill does and when to use it",
        )


def _restates(said: str, name: str) -> bool:
    if len(said) > SHORT or IDEOGRAPHS.search(said):
        return False
    named = {_stem(word) for word in WORD.findall(name.lower().replace("_", " "))}
    words = {word for word in WORD.findall(said.lower()) if word not in FILLERS}
    return {_stem(word) for word in words} <= named


def keyword_list(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A description that lists words, and says nothing."""
    said, more = _judged(skill)
    if GLUE & {*said.lower().split()}:
        return
    items = [WORD.findall(item.lower()) for item in re.split(r"[,;|\n]", said) if item.strip()]
    if more or len(items) < setting.limits["items"]:
        return
    verb = len(items[0]) > max(map(len, items[1:]))  # as in "write notes, letters, reports"
    if not verb and all(len(words) <= 3 and not GLUE & {*words} for words in items):
        yield Problem(
            skill.source.front.line_of("description"),
            f"`description` is a list of {len(items)} keywords and no sentence",
            hint="say in a sentence what the skill does, then when to use it",
        )


def placeholder_description(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A description that a template left."""
    if readable(skill) and (found := PLACEHOLDER.search(skill.description[:LONGEST])):
        yield Problem(
            skill.source.front.line_of("description"),
            f"`description` is still a placeholder: {quoted(found[0])}",
            hint="say what the skill does and when to use it",
        )


def thin_description(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A description of so few words that hardly a request matches it."""
    said, more = _judged(skill)
    if not said or more or _restates(said, skill.name):
        return
    least = setting.limits["words"]
    if len(said.split()) >= least:
        return
    dense = len(IDEOGRAPHS.findall(said))
    size = len(WORD.findall(IDEOGRAPHS.sub(" ", said))) + (dense + 1) // 2
    if size < least:
        yield Problem(
            skill.source.front.line_of("description"),
            f"`description` has {count(size, 'words')}; fewer than {least:.0f} match few requests",
            hint="name what users ask for, the files and the tools it is about",
            value=size,
            limit=least,
        )


def broken_off(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A description whose rest YAML reads as the value of another key."""
    said = skill.description
    if not readable(skill) or not said or ENDS.search(said[-1:]):
        return
    front = skill.source.front
    last = quoted(f"…{said[-30:].strip()}")
    for key, line in front.keys:
        value = front.values.get(key)
        first = written(skill, line)
        if (
            line > front.line_of("description")
            and isinstance(value, str)
            and SCALAR.match(first)
            and value.startswith(f"{first} ")
        ):
            yield Problem(
                front.line_of("description"),
                f"`description` breaks off at {last}; its rest is in `{key}`",
                hint=f"move what follows line {line} up, behind the description",
            )
            return
    if TORN.search(said[-30:]):
        yield Problem(
            front.line_of("description"),
            f"`description` breaks off at {last}",
            hint="write the sentence to its end",
        )


def _when(skill: Skill) -> str:
    """What the front matter says besides the description of when to use the skill."""
    more = skill.source.front.values.get("when_to_use")
    return more.strip() if isinstance(more, str) else ""


def _judged(skill: Skill) -> tuple[str, str]:
    """The description, and what says when; nothing where no host chooses by it.

    Nor where it is a placeholder, which is told once.
    """
    said = skill.description[:LONGEST]
    listed = readable(skill) and skill.source.front.listed
    return (said, _when(skill)) if listed and not PLACEHOLDER.search(said) else ("", "")


def _stem(word: str) -> str:
    """A word without the endings that a name and a sentence differ by."""
    for end in ("ing", "ies", "ers", "er", "ed", "es", "s", "e"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            return word[: -len(end)]
    return word
