"""RE: where the links and paths of a skill lead, and whether anything is there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from skilllint.checks._wording import count, quoted, shortened
from skilllint.model import Confidence, Edit, Leads, Problem, Setting, Severity, Skill, Target

CLIMB = re.compile(r"(?:\.{1,2}/)+")
PROJECT = ("scripts", "templates", "agents", "modules")
"""Folders that the user's own repository may have as well."""


class Tier(NamedTuple):
    """How bad and how sure a problem is, where that is not what its rule says."""

    severity: Severity | None = None
    confidence: Confidence | None = None


FEW = 3
"""Paths of one folder that are told one by one; more of them are one problem."""

EACH = ("case", "separator", "url", "undefined")
"""What is told, and mended, one by one."""

ADVICE = Tier("note", "advice")
USUAL = Tier()
PLACEHOLDER = re.compile(r"[<>{}$…]|\.\.\.")
WRONG = (
    (re.compile(r"https?:/{1,4}https?[:/]", re.IGNORECASE), "it begins twice"),
    (re.compile(r"https?:(?:/?(?!/)|///)", re.IGNORECASE), "two slashes belong behind its scheme"),
    (re.compile(r"https?//", re.IGNORECASE), "the colon is missing"),
    (re.compile(r"(?!https?:|ssh:)[htps]{3,6}:?//", re.IGNORECASE), "its scheme is misspelled"),
    (re.compile(r"https?://(?:[/?#]|$)", re.IGNORECASE), "it names no host"),
    (re.compile(r"https?://\[[^\]]*$", re.IGNORECASE), "a bracket is not closed"),
    (re.compile(r"(?:https?|ftp)://\S*\s", re.IGNORECASE), "a blank stands in it"),
)
"""What is wrong with an address, by how it begins."""


def missing_target(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Relative links and images whose target does not exist."""
    for group in _groups(skill, ("missing", "foreign", "from root")):
        first = group[0]
        if first.kind == "path":
            continue
        if first.leads == "from root":
            where = "repository's root" if first.real.startswith("../") else "skill's folder"
            message = f"{_links(group)} written from the {where}, not from this file"
            hint = f"a renderer looks for it beside this file: there it is {quoted(first.real)}"
            yield _problem(group, message, hint, ADVICE)
        elif first.leads == "missing":
            message = f"{_links(group, 'leads', 'lead')} to nothing"
            hint = "correct the path, add the file, or take the link out"
            if all(one.real for one in group):
                each = "; likewise the others" if len({one.written for one in group}) > 1 else ""
                hint = f"{quoted(first.real)} is there: link to that{each}"
            yield _problem(group, message, hint)
        else:
            message = f"{_links(group, 'leads', 'lead')} to nothing in the skill's folder"
            hint = "if it means a file of the user's, set it in code instead of linking it"
            yield _problem(group, message, hint, ADVICE)


def missing_file(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Paths of the skill's own files that prose names and that do not exist."""
    for group in _groups(skill, ("missing", "ordered")):
        first = group[0]
        if first.kind == "path":
            unsure = first.leads == "ordered" and first.written.startswith(PROJECT)
            several = len({one.written for one in group}) > 1
            are = "are named here, and none of them is" if several else "is named here, and is not"
            yield _problem(
                group,
                f"{_names(group)} {are} in the skill",
                "correct the path, add the file, or take the sentence out",
                ADVICE if unsure else USUAL,
            )


def outside_skill(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Links that lead out of the skill's folder."""
    for group in _groups(skill, ("outside", "beyond")):
        if group[0].leads == "beyond":
            message = f"{_links(group, 'leads', 'lead')} out of the repository"
            yield _problem(group, message, "move the file into the skill's folder, or name it")
        else:
            message = f"{_links(group, 'leads', 'lead')} out of the skill's folder"
            hint = "a skill that is installed alone does not have it: copy it, or name the skill"
            yield _problem(group, message, hint, ADVICE)


def nested_reference(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """References that the body leads to only by way of another one."""
    by: dict[str, list[str]] = defaultdict(list)
    for one in skill.extraction.references:
        if one.through and one.reached and one.expected:
            by[one.through].append(one.path)
    for through, paths in by.items():
        named = ", ".join(shortened(path) for path in paths[:3])
        more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
        are = "is" if len(paths) == 1 else "are"
        yield Problem(
            max(1, min(skill.source.body_line, len(skill.source.lines))),
            f"{named}{more} {are} reached only through {shortened(through)}",
            hint="name it in SKILL.md as well, with the condition",
            value=len(paths),
            whole=True,
        )


def name_case(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Links and paths that exist in another case only."""
    for group in _groups(skill, ("case",)):
        first = group[0]
        yield _problem(
            group,
            f"{quoted(first.written)} is spelled {quoted(first.real)} on the disk",
            "write it as the file is called: where case counts, such as on Linux, it is not found",
            edits=_edits(group),
        )


def windows_separator(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Paths with backslashes whose file exists with slashes."""
    for group in _groups(skill, ("separator",)):
        yield _problem(
            group,
            f"{quoted(group[0].written)} has the separators of Windows",
            f"write {quoted(group[0].real)}, which every system understands",
            edits=tuple(Edit(one.start, one.end, one.real) for one in group),
        )


def malformed_url(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Addresses that no program can open, judged by their letters alone."""
    for group in _groups(skill, ("url",)):
        address = group[0].written.strip()
        if not PLACEHOLDER.search(address):
            wrong = next((said for pattern, said in WRONG if pattern.match(address)), "")
            if wrong:
                message = f"{quoted(address)} is no address: {wrong}"
                yield _problem(group, message, "correct the address")


def missing_file_anchor(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Links to a heading of a reference that has no such heading."""
    for group in _groups(skill, ("anchor", "own anchor")):
        first = group[0]
        own = first.leads == "own anchor"
        anchors = dict.fromkeys("#" + one.written.partition("#")[2] for one in group)
        yield _problem(
            group,
            f"{'this file' if own else first.real} has no heading for {_listed(anchors)}",
            "link to a heading that is there, or to the file",
            Tier("note") if own else USUAL,
        )


def file_url(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Links to a place on the author's own machine."""
    for group in _groups(skill, ("url",)):
        if group[0].written.lower().startswith("file:"):
            message = f"{_links(group, 'leads', 'lead')} to a place on one machine"
            yield _problem(group, message, "put the file into the skill, and link it from there")


def undefined_link(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Links `[text][name]` whose name is defined nowhere in the file."""
    for group in _groups(skill, ("undefined",)):
        yield _problem(
            group,
            f"{quoted(group[0].written)} is no link: nothing defines its name",
            "put the definition below, [name]: path, or write the path behind the text",
        )


def _groups(skill: Skill, leads: Sequence[Leads]) -> Iterator[Sequence[Target]]:
    """The targets that lead so: all of one folder together where a file names many of them.

    Otherwise those that are written alike.
    """
    alike: dict[tuple[str, ...], dict[str, list[Target]]] = defaultdict(dict)
    for target in skill.extraction.targets:
        if target.leads in leads:
            place = target.written.partition("#")[0].rstrip("/").rpartition("/")[0]
            kind = "path" if target.kind == "path" else "link"
            found = alike[target.file, target.leads, kind, place]
            found.setdefault(target.written, []).append(target)
    for found in alike.values():
        if len(found) > FEW and not _mended(found):
            yield [one for group in found.values() for one in group]
        else:
            yield from found.values()


def _mended(found: Mapping[str, Sequence[Target]]) -> bool:
    """Whether targets are of a kind that is mended, each by itself."""
    return any(group[0].leads in EACH for group in found.values())


def _problem(
    group: Sequence[Target],
    message: str,
    hint: str,
    tier: Tier = USUAL,
    edits: tuple[Edit, ...] = (),
) -> Problem:
    """One problem for all places where a file says the same."""
    first = group[0]
    again = len(group) - len({one.written for one in group})
    return Problem(
        first.line,
        f"{message} (and in {count(again, 'places')} more)" if again else message,
        col=first.col,
        hint=hint,
        value=len(group),
        severity=tier.severity,
        confidence=tier.confidence,
        file=first.file,
        edits=edits,
    )


def _links(group: Sequence[Target], one: str = "is", many: str = "are") -> str:
    """Some links as a message names them, with their verb."""
    written = {target.written for target in group}
    if len(written) == 1:
        return f"the {group[0].kind} to {quoted(group[0].written)} {one}"
    return f"the links to {_names(group)} {many}"


def _names(group: Sequence[Target]) -> str:
    """What is written in some places, the first few of them."""
    return _listed(dict.fromkeys(one.written for one in group))


def _listed(texts: Iterable[str]) -> str:
    """Some texts in quotes, and how many more there are."""
    first = [quoted(text) for text in texts]
    more = f" and {len(first) - FEW} more" if len(first) > FEW else ""
    return ", ".join(first[:FEW]) + more


def _edits(group: Sequence[Target]) -> tuple[Edit, ...]:
    """The changes that spell a path as its file is called; none where that is not plain."""
    edits = []
    for one in group:
        path = one.written.partition("#")[0]
        begin = found.end() if (found := CLIMB.match(path)) else 0
        tail = path[begin:]
        real = one.real[-len(tail) :]
        if real.lower() != tail.lower():
            return ()
        edits.append(Edit(one.start + begin, one.start + len(path), real))
    return tuple(edits)
