"""Which loads of a calibration are those of a linted skill.

A skill is known in the sessions by its folder's name and its plugin's; one that was
renamed or has moved, by its text.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from skilllint import discovery, identity
from skilllint.model import Skill
from skilllint.model.measuring import SkillUse

CHANGED = "its text has changed since those loads"

FILLED = re.compile(r"\$(?:ARGUMENTS|\d|\{CLAUDE_(?!SKILL_DIR))|!`")
"""What a load fills in: such a text was never loaded as it stands, so nobody sees a change."""


def find(
    known: Iterable[SkillUse], skill: Skill, path: Path
) -> tuple[SkillUse | None, tuple[str, ...]]:
    """The loads of a skill, and what is to be said of how they were found."""
    known = list(known)
    plugins = names(os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120
    # the folder of a whole repository may be called anything
    own_names = {skill.folder, skill.name} if skill.root else {skill.folder}
    named = [one for one in known if one.name in own_names]
    text = identity.text_hash(skill.source.body)
    if own := [one for one in named if one.plugin in plugins]:
        found = most(own)
        texts = {each.text for each in found.versions}
        changed = texts and not texts & {text, None} and not FILLED.search(skill.source.body)
        return found, (CHANGED,) if changed else ()
    if same := [one for one in known if any(each.text == text for each in one.versions)]:
        found = most(same)
        return found, (f"its text is known there as {called(found)}, whose loads are counted",)
    others = " or ".join(called(one) for one in named)
    if named:
        return None, (f"{others} has another text and is not taken for this skill",)
    return None, ()


def left_out(known: Mapping[str, int], skill: Skill, path: Path) -> int:
    """The loads of a skill that were left out, of those of all skills by their names."""
    plugins = names(os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120
    own_names = {skill.folder, skill.name} if skill.root else {skill.folder}
    named = {f"{plugin}:{name}" if plugin else name for plugin in plugins for name in own_names}
    return sum(loads for name, loads in known.items() if name in named)


def most(found: Iterable[SkillUse]) -> SkillUse:
    """Of several entries the one with most loads."""
    return max(found, key=lambda one: one.pool.loads)


def called(use: SkillUse) -> str:
    """What the sessions call a skill."""
    return f"{use.plugin}:{use.name}" if use.plugin else use.name


def names(place: str) -> frozenset[str | None]:
    """What the plugin is called that a folder lies in; several in a marketplace; or None."""
    for above in discovery.upwards(Path(place)):
        if discovery.holds(above, *discovery.MANIFESTS):
            return frozenset(manifests(Path(above))) or frozenset({Path(above).name})
        if discovery.holds(above, ".git"):
            break
    return frozenset({None})


def manifests(plugin: Path) -> Iterator[str]:
    """The names that the manifests of a plugin's folder give it."""
    alone, several = discovery.NAMING
    for mark in discovery.MANIFESTS:
        own = load(plugin / mark / alone).get("name")
        if isinstance(own, str) and own:
            yield own
        listed = load(plugin / mark / several).get("plugins")
        for one in listed if isinstance(listed, list) else ():
            here = isinstance(one, dict) and one.get("source") in (".", "./")
            if here and isinstance(one.get("name"), str):
                yield one["name"]


def load(manifest: Path) -> Mapping[str, object]:
    """A manifest's keys; none of one that is missing or broken."""
    try:
        found = json.loads(manifest.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
