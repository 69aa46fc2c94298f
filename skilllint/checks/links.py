"""RE: where the links and paths of a skill lead, and whether anything is there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
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
            message = f"{_link(first)} is written from the {where}, not from its file"
            hint = f"a renderer looks for it beside this file: there it is {quoted(first.real)}"
            yield _problem(group, message, hint, ADVICE)
        elif first.leads == "missing":
            message = f"{_link(first)} leads to nothing"
            yield _problem(group, message, "correct the path, add the file, or take the link out")
        else:
            message = f"{_link(first)} leads to nothing in the skill's folder"
            hint = "if it means a file of the user's, set it in code instead of linking it"
            yield _problem(group, message, hint, ADVICE)


def missing_file(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Paths of the skill's own files that prose names and that do not exist."""
    for group in _groups(skill, ("missing", "ordered")):
        first = group[0]
        if first.kind == "path":
            unsure = first.leads == "ordered" and first.written.startswith(PROJECT)
            yield _problem(
                group,
                f"{quoted(first.written)} is named here, and there is no such file in the skill",
                "correct the path, add the file, or take the sentence out",
                ADVICE if unsure else USUAL,
            )


def outside_skill(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Links that lead out of the skill's folder."""
    for group in _groups(skill, ("outside", "beyond")):
        first = group[0]
        if first.leads == "beyond":
            message = f"{_link(first)} leads out of the repository"
            yield _problem(group, message, "move the file into the skill's folder, or name it")
        else:
            message = f"{_link(first)} leads out of the skill's folder"
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
        anchor = quoted("#" + first.written.partition("#")[2])
        own = first.leads == "own anchor"
        where = "this file" if own else first.real
        yield _problem(
            group,
            f"{where} has no heading for {anchor}",
            "link to a heading that is there, or to the file",
            Tier("note") if own else USUAL,
        )


def file_url(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Links to a place on the author's own machine."""
    for group in _groups(skill, ("url",)):
        if group[0].written.lower().startswith("file:"):
            message = f"{_link(group[0])} leads to a place on one machine"
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
    """The targets that lead so, the equal ones of a file together."""
    found: dict[tuple[str, str, bool], list[Target]] = defaultdict(list)
    for target in skill.extraction.targets:
        if target.leads in leads:
            found[target.file, target.written, target.kind == "path"].append(target)
    return iter(found.values())


def _problem(
    group: Sequence[Target],
    message: str,
    hint: str,
    tier: Tier = USUAL,
    edits: tuple[Edit, ...] = (),
) -> Problem:
    """One problem for all places where a file says the same."""
    first, *others = group
    again = f" (and in {count(len(others), 'places')} more)" if others else ""
    return Problem(
        first.line,
        message + again,
        col=first.col,
        hint=hint,
        severity=tier.severity,
        confidence=tier.confidence,
        file=first.file,
        edits=edits,
    )


def _link(target: Target) -> str:
    """A link as a message names it."""
    return f"the {target.kind} to {quoted(target.written)}"


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
