"""RE: files that nothing names, that cannot be run, or that only their author has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from skilllint.checks._against import denied
from skilllint.checks._texts import Text, in_comment, line_at, spot, texts
from skilllint.checks._wording import count, quoted, shortened
from skilllint.model import Confidence, Problem, Setting, Skill

NAMED = 3
"""Files that a message names; of the others it says how many there are."""

HOME = re.compile(
    r"(?<![\w.$~}/:-])(?:/(?:Users|home)/|(?<!\w)[A-Za-z]:(?:\\{1,2}|/)Users(?:\\{1,2}|/))"
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

PLACEHOLDER = re.compile(r"(?<![\w/=])<(?P<name>[\w.-]{1,40})>$")
"""What stands before a path that begins in a folder somebody is to fill in."""


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
    for one in texts(skill, known=True):
        text = one.text
        if "/Users/" not in text and "/home/" not in text and "Users\\" not in text:
            continue
        places: dict[str, list[int]] = defaultdict(list)
        for found in HOME.finditer(text):
            at = found.start()
            fits = not ANYBODY.fullmatch(found["name"]) and not _under_placeholder(text, at)
            if fits and not denied(one, at):
                places[found[0]].append(at)
        for path, starts in places.items():
            yield _home(one, path, starts)


def _under_placeholder(text: str, at: int) -> bool:
    """Whether a path goes on behind `<folder>`, and not between the tags of an element."""
    found = PLACEHOLDER.search(text, max(0, at - 42), at) if text[at - 1 : at] == ">" else None
    return found is not None and f"</{found['name']}>" not in line_at(text, at)


def _home(one: Text, path: str, starts: Sequence[int]) -> Problem:
    """A path at all its places: the first that is more than a comment, if there is one."""
    earnest = [at for at in starts if not in_comment(one, at)]
    at = (earnest or starts)[0]
    line, col = spot(one.text, at)
    again = f" (and {count(len(starts) - 1, 'times')} more)" if len(starts) > 1 else ""
    return Problem(
        line,
        f"{quoted(path)} is the home of one user: on another machine it leads nowhere{again}",
        col=col,
        hint="write it from the skill's folder, from ~, or with a placeholder",
        value=len(earnest or starts),
        file=one.file,
        confidence=None if earnest else "advice",
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
