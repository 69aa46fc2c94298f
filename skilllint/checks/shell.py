"""SE: what a skill lets a shell do, and the safeguards it takes away."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from skilllint.checks import _commands as commands
from skilllint.checks._against import guards, warned
from skilllint.checks._standing import packaged, rewritten, standing
from skilllint.checks._texts import Text, example, form, line_at, spot, texts
from skilllint.checks._wording import quoted
from skilllint.model import Problem, Setting, Skill

DYNAMIC = re.compile(r"!`(?P<command>[^`\n]{2,400})`")
WHOLE = re.compile(r"\*|(?:Bash|Shell)(?:\(\s*(?:\*|:\*)?\s*\))?", re.IGNORECASE)
COUNTED = 50
"""Places of a kind in one file that are counted; nobody needs to know of more."""

TOOL = re.compile(r"[^\s,(]{1,200}(?:\([^()]{0,400}\))?")


def piped_to_shell(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Downloads that a shell runs before anybody has seen them."""
    shows = guards(skill.name, skill.description)
    for one in texts(skill):
        for found in commands.piped(one.text):
            if _runs(one, found):
                line, col = spot(one.text, found.start)
                said = found.text.replace("\\|", "|")  # as a table has to write it
                registry = packaged(one, found.start, said)
                yield Problem(
                    line,
                    f"a shell runs what was just downloaded, unseen: {quoted(said, 80)}",
                    col=col,
                    hint="take the install from a registry that stands here too"
                    if registry
                    else "download to a file, check its hash or read it, then run it; or install "
                    "from a package registry with a fixed version",
                    file=one.file,
                    confidence="advice" if registry or shows else None,
                )


def permission_bypass(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Commands that switch a safeguard off, once a file and kind."""
    shows = guards(skill.name, skill.description)
    for one in texts(skill):
        kinds: dict[str, list[tuple[bool, commands.Command]]] = defaultdict(list)
        for found in commands.lifted(one.text):
            if len(kinds[found.kind]) == COUNTED:
                continue
            if (stands := standing(one, found.start)) and not _spoken(one, found):
                earnest = stands == "run" and not _forced_by(one, found)
                kinds[found.kind].append((earnest, found))
        for places in filter(None, kinds.values()):
            earnest, found = next((place for place in places if place[0]), places[0])
            line, col = spot(one.text, found.start)
            yield Problem(
                line,
                f"{quoted(found.text)} {found.kind}",
                col=col,
                hint="leave the safeguard on, or say who must agree before the command is run",
                value=sum(place[0] == earnest for place in places),
                file=one.file,
                confidence=None if earnest and not shows else "advice",
            )


def _forced_by(one: Text, command: commands.Command) -> bool:
    """Whether a push is forced because the history was rewritten right before."""
    return command.text.startswith("git push") and rewritten(one, command.start)


def unbounded_command(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Commands that Claude Code runs as it loads the body, and whose output has no bound."""
    text = skill.source.text
    if "claude-code" not in setting.hosts or "!`" not in text:
        return
    for found in DYNAMIC.finditer(text, skill.source.body_offset):
        before = text[max(0, found.start() - 2) : found.start()]
        endless = commands.endless(found["command"])
        where = form(text, found.start())
        alone = line_at(text, found.start()).strip() == found[0] and not example(
            text, found.start()
        )
        shown = before[-1:] not in ("", " ", "\n", "\t") or before[:1] == "`"
        if endless and not shown and (where == "prose" or alone):
            line, col = spot(text, found.start())
            yield Problem(
                line,
                f"the output of {quoted(endless)} becomes part of the body, whatever its size",
                col=col,
                hint="bound it, as with `| head -50`, `--stat` or `-n 10`, or let the agent run it "
                "when it needs it",
                host="claude-code",
            )


def unrestricted_shell(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Leave to run every command without asking."""
    granted = skill.source.front.values.get("allowed-tools")
    if isinstance(granted, str):
        tools = TOOL.findall(granted)
    elif isinstance(granted, list):
        tools = [tool for tool in granted if isinstance(tool, str)]
    else:
        return
    whole = next((tool for tool in tools if WHOLE.fullmatch(tool.strip())), None)
    if whole:
        yield Problem(
            skill.source.front.line_of("allowed-tools"),
            f"{quoted(whole.strip())} in allowed-tools lets the skill run every command unasked",
            hint="name the commands it needs, as in `Bash(git log:*)`",
        )


def _runs(one: Text, command: commands.Command) -> bool:
    """Whether a command stands where it is meant to be run, and nothing speaks against it."""
    if one.markdown and form(one.text, command.start) == "prose":
        return False
    return not _spoken(one, command)


def _spoken(one: Text, command: commands.Command) -> bool:
    """Whether a command is only said to somebody, or spoken against."""
    if commands.says(line_at(one.text, command.start)):
        return True
    return warned(one, command.start, command.start + len(command.text))
