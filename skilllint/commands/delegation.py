"""`delegation`: where a repository routes work to agents, and what each route still needs."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from skilllint import discovery
from skilllint.commands.shared import CLEAN, NO_SKILL, USAGE, UsageError, complain
from skilllint.delegation import readiness
from skilllint.model.delegating import Readiness


def run(options: Namespace) -> int:
    """Answer for a folder; 0 however ready it is, 2 if a file of it could not be read."""
    root = Path(options.path)
    if not root.is_dir():
        why = "not a folder" if root.exists() else "no such file or folder"
        raise UsageError(f"{root}: {why}; name a repository")
    found = readiness.read(discovery.tidy(root))
    if not (found.texts or found.agents or found.unread):
        return complain(f"{root}: no agent, skill, AGENTS.md or CLAUDE.md below it", NO_SKILL)
    show(found, options)
    above = discovery.repository(root)
    if above and not above.samefile(root):
        complain("what stands above the folder is not read: name the repository's root", CLEAN)
    for one in found.unread:
        complain(f"{one.path}: {one.reason}", USAGE)
    return USAGE if found.unread else CLEAN


def show(found: Readiness, options: Namespace) -> None:
    """Print the answer in one of its forms."""
    if options.format == "json":
        from skilllint.report import delegation_json

        print(delegation_json.render(found), end="")
    elif options.format == "markdown":
        from skilllint.report import delegation_markdown

        print(delegation_markdown.render(found), end="")
    else:
        from skilllint.report import delegation

        print(delegation.render(found, options.top), end="")
