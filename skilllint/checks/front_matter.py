"""FM: whether hosts find a skill's front matter and can use its name and description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from skilllint.checks._heads import kind, readable
from skilllint.checks._wording import count, quoted, shortened
from skilllint.model import Edit, Fault, Insert, Problem, Setting, Skill

PLACED = {
    "missing": (
        "the file has no front matter, so hosts find neither name nor description",
        "begin the file with `---`, `name: …`, `description: …`, `---`",
    ),
    "unclosed": (
        "the front matter that opens here is never closed",
        "put a line `---` behind its last key",
    ),
    "indented-close": (
        "the `---` that should close the front matter is indented, so it closes nothing",
        "begin the line with `---`",
    ),
    "one-line": (
        "the front matter stands on one line, so hosts read no key of it",
        "give `---`, each key, and the closing `---` a line of their own",
    ),
    "glued-close": (
        "text follows the closing `---` on its line, so it closes nothing",
        "break the line behind `---`",
    ),
    "not-a-mapping": (
        "the front matter holds no `key: value` lines",
        "write `name: …` and `description: …`, a line each",
    ),
}


def front_matter_misplaced(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Front matter that is missing or not where hosts look for it."""
    for fault in skill.source.front.faults:
        if fault.kind == "late":
            yield _late(fault)
        elif fault.kind in PLACED and not skill.standalone:
            message, hint = PLACED[fault.kind]
            yield Problem(fault.line, message, hint=hint)


def _late(fault: Fault) -> Problem:
    if fault.line == 1:
        return Problem(
            1,
            "something stands before the opening `---`, so hosts see no front matter",
            hint="delete the blanks or invisible characters before it",
        )
    return Problem(
        fault.line,
        f"the front matter begins on line {fault.line}; hosts look for it on line 1 only",
        hint="delete what stands above it, or move that below the closing `---`",
    )


def yaml_broken(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Front matter that is no YAML; an unquoted `: ` in a value is the commonest cause."""
    for fault in skill.source.front.faults:
        if fault.kind != "yaml":
            continue
        start = "the YAML of the front matter does not parse"
        cause, _, key = fault.detail.partition(":")
        if cause == "unquoted-colon":
            message = f'{start}: the value of `{key}` holds ": " and is not quoted'
        elif cause == "list-and-more":
            message = f"{start}: the value of `{key}` goes on behind a list in brackets"
        else:
            detail = shortened(fault.detail, 120)
            message = f"{start}: {detail}" if detail else start
        edits = tuple(map(partial(_insertion, skill), fault.mends))
        yield Problem(fault.line, message, hint=_quote(skill, fault), edits=edits)


def _quote(skill: Skill, fault: Fault) -> str:
    """The offered line: the value in the quotes that need no escapes in it."""
    first = fault.mends[0].line if fault.mends else fault.line
    key, _, value = skill.source.lines[first - 1].partition(":")
    value = value.strip()
    if any(mend.line != fault.line for mend in fault.mends):
        return f"quote the whole value of `{key.strip()}` on line {first}"
    if not fault.mends and not fault.detail.startswith(("unquoted-colon:", "list-and-more:")):
        return ""
    mark = '"' if not {'"', "\\"} & set(value) else "'"
    inner = shortened(value, 120)
    inner = inner.replace("'", "''") if mark == "'" else inner
    return f"quote it: {key.strip()}: {mark}{inner}{mark}"


def _insertion(skill: Skill, insert: Insert) -> Edit:
    before = skill.source.lines[: insert.line - 1]
    at = sum(map(len, before)) + len(before) + insert.column
    return Edit(at, at, insert.text)


def name_not_allowed(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A `name` that is missing or that the specification does not allow."""
    if not readable(skill):
        return
    front = skill.source.front
    line = front.line_of("name")
    if "name" not in front.values:
        yield Problem(line, "the front matter has no `name`", hint=_offer(skill.folder))
        return
    value = front.values["name"]
    if value is None:
        value = ""
    if not isinstance(value, str):
        # not `value`: the author's spelling, and YAML may have read it as a number without end
        fits = isinstance(value, int) and len(skill.name) <= setting.limits["characters"]
        hint = f'quote it: name: "{skill.name}"' if fits else ""
        yield Problem(line, f"`name` is {kind(value)}, not a text", hint=hint)
        return
    limit = setting.limits["characters"]
    if len(value) > limit:
        yield _long_name(line, value, limit)
    elif reason := _unfit(value):
        called = f"`name` {quoted(value)}" if value else "`name`"
        yield Problem(line, f"{called} {reason}", hint=_offer(value))


def _long_name(line: int, name: str, limit: float) -> Problem:
    size = len(name)
    sizes = f"{count(size, 'characters')}, limit {limit:,.0f}"
    message = f"`name` is {count(size - limit, 'characters')} over its limit ({sizes})"
    return Problem(line, message, value=size, limit=limit, whole=True)


def _unfit(name: str) -> str:
    """Why the letters of a name are not allowed, as the end of a sentence; empty if they are."""
    if not name:
        return "is empty"
    odd = [*dict.fromkeys(re.findall("[^a-z0-9-]", name))][:5]
    if odd:
        listed = ", ".join(f'"{char}"' for char in odd)
        return f"holds {listed}; allowed are a-z, 0-9 and hyphens"
    if name.strip("-") != name:
        return "begins or ends with a hyphen"
    return "holds two hyphens in a row" if "--" in name else ""


def _offer(text: str) -> str:
    """A hint with an allowed name made of a text, if any is left of it."""
    slug = re.sub("[^a-z0-9]+", "-", text.lower())[:64].strip("-")
    return f"write name: {slug}" if slug else ""


def name_differs_from_folder(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A good `name` that is not the name of the skill's folder.

    A skill at the root of its repository or plugin is let be: the folder is a copy's.
    """
    name = skill.source.front.values.get("name")
    if not readable(skill) or skill.root or not skill.folder or not isinstance(name, str):
        return
    if name != skill.folder and not _unfit(name):
        yield Problem(
            skill.source.front.line_of("name"),
            f"`name` {quoted(name)} differs from its folder {quoted(skill.folder)}",
            hint="rename one of them; hosts that compare the two may drop the skill",
        )


def description_not_allowed(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A `description` that is missing, empty, no text, or too long."""
    if not readable(skill):
        return
    front = skill.source.front
    line = front.line_of("description")
    if "description" not in front.values:
        hint = "add description: what the skill does and when to use it"
        yield Problem(line, "the front matter has no `description`", hint=hint)
        return
    value = front.values["description"]
    if value is None or (isinstance(value, str) and not value.strip()):
        hint = "say what the skill does and when to use it"
        yield Problem(line, "`description` is empty", hint=hint)
    elif not isinstance(value, str):
        yield Problem(line, f"`description` is {kind(value)}, not a text")
    elif len(value) > setting.limits["characters"]:
        yield _too_long(line, len(value), setting.limits["characters"])


def _too_long(line: int, size: int, limit: float) -> Problem:
    over = count(size - limit, "characters")
    return Problem(
        line,
        f"`description` is {over} over its limit ({count(size, 'characters')}, limit {limit:,.0f})",
        hint="keep what decides whether to load the skill; move the rest into the body",
        value=size,
        limit=limit,
        whole=True,
    )


def duplicate_key(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A key of the front matter that is given twice."""
    front = skill.source.front
    for fault in front.faults:
        if fault.kind == "duplicate-key":
            first = front.line_of(fault.detail)
            yield Problem(
                fault.line,
                f"`{shortened(fault.detail)}` is given a second time; line {first} has it already",
                hint="delete one of them; which one a host keeps is not defined",
            )


def reserved_name(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A `name` with a word in it that a host keeps for itself."""
    name = skill.source.front.values.get("name")
    if not readable(skill) or not isinstance(name, str):
        return
    for host in setting.hosts.values():
        held = (word for word in host.reserved if word in name.lower())
        if word := next((one for one in held if one in re.split("[^a-z]+", name.lower())), ""):
            yield Problem(
                skill.source.front.line_of("name"),
                f"`name` {quoted(name)} holds the reserved word {quoted(word)}",
                hint="name what the skill does; an upload of it is refused",
                host=host.name,
            )
