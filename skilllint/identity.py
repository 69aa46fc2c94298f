"""What makes a finding the same finding after an edit.

A fingerprint hashes the rule, the path, the headings above and the first line of
what it is about, never a line number, a measured value or the message. So a
finding keeps its identity when lines come or go elsewhere, and when it grows.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from skilllint.model import Finding, Problem, Rule, Skill


def fingerprint(
    code: str, path: str, heading_path: Sequence[str], block_text: str, ordinal: int = 0
) -> str:
    """16 hexadecimal digits that name a finding; `ordinal` tells equal ones apart.

    White space in `block_text` is folded. Digits in it and in headings are the
    author's words and count; numbers that we measured are never passed in.
    """
    from hashlib import sha256

    parts = (code, path, *heading_path, " ".join(block_text.split()), str(ordinal))
    # each with its length, so that no two lists of parts read alike
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def text_hash(text: str) -> str:
    """16 hexadecimal digits that name a skill's text, as it lies on disk or was loaded.

    Line ends, blanks at the end of lines and blank lines around it do not count, nor does
    what the user typed behind the skill's name, which Claude Code appends as
    `ARGUMENTS: …`. Where a text holds `$ARGUMENTS`, that stands there instead: such a text
    is known again only if nothing was typed.
    """
    from hashlib import sha256

    return sha256(folded(text).encode("utf-8", "replace")).hexdigest()[:16]


def folded(text: str) -> str:
    """What of a skill's text counts for its hash."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("$ARGUMENTS", "")
    lines = [line.rstrip() for line in text.split("\n")]
    typed = (n for n in range(len(lines) - 1, 0, -1) if lines[n].startswith("ARGUMENTS:"))
    last = next((n for n in typed if not lines[n - 1]), None)
    return "\n".join(lines[:last]).strip("\n")


def findings(rule: Rule, skill: Skill, problems: Iterable[Problem]) -> Iterator[Finding]:
    """The problems of one rule in one skill as findings, from the top of the file down."""
    seen: Counter[tuple[str, tuple[str, ...], str]] = Counter()
    order = sorted(problems, key=lambda p: (p.file, p.line, p.col, p.host or "", p.message))
    for problem in order:
        headings, text = place(skill, problem)
        key = problem.file, headings, text
        where = "" if problem.alike else beside(skill.place, problem.file)
        print_ = fingerprint(rule.code, where, headings, text, seen[key])
        seen[key] += 1
        yield finding(rule, skill, problem, print_)


def candidates(codes: Mapping[str, str], skill: Skill) -> Iterator[str]:
    """The identities of a skill's blocks, in their order; `codes` gives the rule of each kind.

    Each is that of the block's finding: a block may grow and stay itself.
    """
    seen: Counter[tuple[str, tuple[str, ...], str]] = Counter()
    for found in skill.candidates:
        headings = skill.outline.sections[found.sections[0]].path
        key = codes[found.kind], headings, skill.source.lines[found.start - 1]
        yield fingerprint(key[0], skill.place, headings, key[2], seen[key])
        seen[key] += 1


def place(skill: Skill, problem: Problem) -> tuple[tuple[str, ...], str]:
    """The headings above a problem and the line it is about.

    It is known by its first line: what lies behind it, down to the last of several
    places or to the end of the file, may change while the problem stays. One that
    says so is known by all its text, one of the whole file by nothing but its host, and
    one of several skills by what they share, for any of them may be where it is shown.
    """
    if problem.alike:
        return (), problem.alike
    if problem.whole:
        return (), problem.host or ""
    last = max(problem.line, problem.end) if problem.entire else problem.line
    if problem.file:
        inside = next((file.lines for file in skill.files if file.path == problem.file), [])
        return (), "\n".join(inside[problem.line - 1 : last])
    section = skill.outline.at(problem.line)
    text = "\n".join(skill.source.lines[problem.line - 1 : last])
    return section.path if section else (), text


def beside(path: str, file: str) -> str:
    """The path of a file of a skill's folder, given SKILL.md's; SKILL.md's own without one."""
    return posixpath.join(posixpath.dirname(path), file) if file else path


def finding(rule: Rule, skill: Skill, problem: Problem, print_: str) -> Finding:
    """One problem with its rule's name and word on how bad and how sure it is."""
    section = None if problem.file or problem.whole else skill.outline.at(problem.line)
    only = rule.hosts[0] if len(rule.hosts) == 1 and rule.hosts != ("any",) else None
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=problem.severity or rule.severity,
        confidence=problem.confidence or rule.confidence,
        path=beside(skill.path, problem.file),
        start=problem.line,
        end=max(problem.line, problem.end),
        col=problem.col,
        message=problem.message,
        hint=problem.hint,
        value=problem.value,
        limit=problem.limit,
        host=problem.host or only,
        fingerprint=print_,
        place=beside(skill.place, problem.file),
        heading_path=section.path if section else (),
        edits=problem.edits,
    )
