"""RE: files that nothing names, that cannot be run, or that only their author has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from skilllint.checks._wording import count, quoted, shortened
from skilllint.model import Confidence, Problem, Setting, Skill

NAMED = 3
"""Files that a message names; of the others it says how many there are."""

HOME = re.compile(
    r"(?<![\w.$~}>/:-])(?:/(?:Users|home)/|(?<!\w)[A-Za-z]:(?:\\{1,2}|/)Users(?:\\{1,2}|/))"
    r"(?P<name>[\w.-]{1,60})(?=[/\\])"
)
ANYBODY = re.compile(
    r"(?:you|your|my|me|user|usr|home|someone|somebody|anyone|name|foo|bar|baz|test|demo|dev|"
    r"example|sample|x{2,}|alice|bob|carol|jane|joe|john|jdoe|johndoe|janedoe|"
    r"runner|node|ubuntu|debian|vscode|codespace|coder|app|agent|claude|sandbox|circleci|jovyan|"
    r"ec2-user|opc|azureuser|pi|git|www|linuxbrew|shared|public|default|admin|administrator|"
    r"runneradmin|container\w*)(?:[_.-]?(?:name|user|users?))?\d*|your[\w.-]*|user[_.-]?\w*|\.+|\W+",
    re.IGNORECASE,
)
"""Names that stand for any user, or that containers and build machines give theirs."""


def orphan_script(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Scripts that no text, no other script and no hook names."""
    lost = skill.extraction.unnamed
    tiers: tuple[tuple[bool, Confidence | None], ...] = ((False, None), (True, "advice"))
    for unsure, confidence in tiers:
        paths = [one.path for one in lost if one.unsure == unsure]
        if paths:
            named = ", ".join(shortened(path) for path in paths[:NAMED])
            more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
            are = "is a script" if len(paths) == 1 else "are scripts"
            yield Problem(
                max(1, min(skill.source.body_line, len(skill.source.lines))),
                f"{named}{more} {are} that nothing names",
                hint="name it in the step that runs it, or delete it",
                value=len(paths),
                confidence=confidence,
                whole=True,
            )


def home_path(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Absolute paths below one user's home."""
    yield from _homes(skill.source.text, "")
    for file in skill.files:
        if file.kind and file.text:
            yield from _homes(file.text, file.path)


def _homes(text: str, file: str) -> Iterator[Problem]:
    if "/Users/" not in text and "/home/" not in text and "Users\\" not in text:
        return
    places: dict[str, list[int]] = defaultdict(list)
    for found in HOME.finditer(text):
        if not ANYBODY.fullmatch(found["name"]):
            places[found[0]].append(found.start())
    for path, starts in places.items():
        at = starts[0]
        again = f" (and {count(len(starts) - 1, 'times')} more)" if len(starts) > 1 else ""
        yield Problem(
            text.count("\n", 0, at) + 1,
            f"{quoted(path)} is the home of one user: on another machine it leads nowhere{again}",
            col=at - text.rfind("\n", 0, at),
            hint="write it from the skill's folder, from ~, or with a placeholder",
            file=file,
        )


def no_run_bit(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Scripts that a text runs by their path alone and that may not be executed."""
    for one in skill.extraction.targets:
        if one.leads == "not runnable":
            yield Problem(
                one.line,
                f"{quoted(one.written)} is run by its path, and the file has no run bit",
                col=one.col,
                hint=f"chmod +x {one.real}, or name the program that runs it",
                file=one.file,
            )


def no_shebang(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Scripts that a text runs by their path alone and that name no interpreter."""
    for one in skill.extraction.targets:
        if one.leads == "no shebang":
            yield Problem(
                one.line,
                f"{quoted(one.written)} is run by its path, and its first line names no program",
                col=one.col,
                hint="begin the file with #! and the program, or name the program here",
                file=one.file,
            )
