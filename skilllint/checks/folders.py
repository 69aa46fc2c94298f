"""SZ: the weight of what stands beside SKILL.md.

`check` counts no token there: what is said of references is an estimate, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from skilllint.checks._lines import about
from skilllint.checks._wording import count, quoted
from skilllint.model import Problem, Setting, Skill


def reference_tokens(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A reference that costs more than a body may when it is read."""
    limit = setting.limits["tokens"]
    for file in skill.files:
        if file.kind == "reference" and (tokens := about(skill, file.size)) > limit:
            yield Problem(
                1,
                f"the reference has about {count(tokens, 'tokens')} (limit {limit:,.0f})",
                hint="divide it by when its parts are needed; SKILL.md names each part there",
                value=tokens,
                limit=limit,
                whole=True,
                file=file.path,
            )


def references_tokens(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """References that together are more than a session should be made to read."""
    limit = setting.limits["tokens"]
    files = [file for file in skill.files if file.kind == "reference"]
    tokens = about(skill, sum(file.size for file in files))
    if tokens > limit and not skill.root:
        largest = max(files, key=lambda file: file.size)
        yield Problem(
            1,
            f"{count(len(files), 'references')} have about {count(tokens, 'tokens')} together "
            f"(limit {limit:,.0f})",
            hint=f"the largest is {quoted(largest.path)}; make two skills of what "
            "two kinds of task need",
            value=tokens,
            limit=limit,
            whole=True,
        )


def folder_bytes(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A folder that is too large to be uploaded as a skill."""
    limit = setting.limits["bytes"]
    size = skill.source.size + sum(file.size for file in skill.files)
    if size > limit and not skill.root and not skill.standalone:
        largest = max(skill.files, key=lambda file: file.size)
        yield Problem(
            1,
            f"the folder has {count(size, 'bytes')} in {count(len(skill.files) + 1, 'files')} "
            f"(limit {limit:,.0f})",
            hint=f"the largest is {quoted(largest.path)} ({count(largest.size, 'bytes')})",
            value=size,
            limit=limit,
            whole=True,
        )
