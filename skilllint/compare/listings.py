"""What hosts list of skills that they list together, before and after.

That takes all skills of two trees, also those that do not differ: of each only the head
is read, from git, and each text once however many skills of both states have it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from skilllint import discovery, hosts, selection, skills, source
from skilllint.checks import _listing as listing
from skilllint.checks import _similar as similar
from skilllint.compare import copies, trees
from skilllint.compare.blobs import Tree
from skilllint.compare.copies import Wanted
from skilllint.compare.git import Repository
from skilllint.compare.sides import One
from skilllint.config import Configs
from skilllint.model import Delta, Host, ListingBudget, Skill, Source
from skilllint.skills import Home

Key = tuple[str, str]
"""What skills of one listing have in common: their plugin, and the folder of their folders."""


class State(NamedTuple):
    """The skills of one state, by their folders, that may be listed with others.

    `copy` is where the repository would lie.
    """

    copy: Path
    files: Mapping[str, Wanted]


def altered(pairs: Iterable[tuple[One | None, One | None]]) -> set[str]:
    """The folders of the skills of which some host may list something else than before."""
    keys = {
        key
        for host in hosts.table().values()
        if host.listing
        for key in (*host.listing.keys, *host.listing.unlisted)
    }
    found = set()
    for was, now in pairs:
        same = was and now and was.folder == now.folder and said(was, keys) == said(now, keys)
        if not same:
            found |= {one.folder for one in (was, now) if one}
    return found


def said(one: One, keys: Iterable[str]) -> list[object]:
    """What a skill's head says that hosts list."""
    values = one.audited.skill.source.front.values
    return [one.audited.skill.description, *(values.get(key) for key in keys)]


def beside(tree: Tree, folders: Iterable[str]) -> dict[str, Wanted]:
    """The skills of a tree that may be listed with those of some folders, by their folders."""
    shelves = {similar.shelf_of(folder) for folder in folders}
    found: dict[str, Wanted] = {}
    for path, entry in tree.items():
        if not trees.is_skill(path, entry):
            continue
        folder, name = posixpath.split(path)
        if similar.shelf_of(folder) in shelves:
            other = found.get(folder)
            if other is None or discovery.best([posixpath.basename(other.path), name]) == name:
                found[folder] = Wanted(path, entry, read=True)
    return found


def compare(place: Repository, both: Sequence[State], configs: Configs) -> Iterator[ListingBudget]:
    """The listings that are not as long as they were; one of one skill is none.

    Raises `GitError`.
    """
    heads = read(place, [one for state in both for one in state.files.values()])
    was, now = (listed(place, state, heads, configs) for state in both)
    for key in sorted({*was, *now}):
        before, after = was.get(key, []), now.get(key, [])
        if max(len(before), len(after)) > 1:
            copy, first = (both[1].copy, after[0]) if after else (both[0].copy, before[0])
            path = copy / first.place
            for host in selection.selected_hosts(configs.of(path), path).values():
                yield from budget(host, key[1], before, after)


def budget(
    host: Host, scope: str, before: Sequence[Skill], after: Sequence[Skill]
) -> Iterator[ListingBudget]:
    """What one host lists of some skills, if it is not as long as it was."""
    rule = host.listing
    if rule is None:
        return
    was, now = (listing.sizes(dict(enumerate(one)), rule).values() for one in (before, after))
    size = Delta(sum(was), sum(now))
    if size.growth or len(was) != len(now):
        yield ListingBudget(host.name, scope, len(now), size, rule.budget, rule.when, rule.certain)


def read(place: Repository, files: Iterable[Wanted]) -> dict[str, Source]:
    """The text of each blob that can be read, by its id. Raises `GitError`."""
    texts = copies.fetch(place, files).texts
    found = {blob: parsed(data) for blob, data in texts.items()}
    return {blob: text for blob, text in found.items() if text}


def parsed(data: bytes) -> Source | None:
    """The text of a skill's file; None where it cannot be read."""
    try:
        return source.take(data, "")
    except source.Unreadable:
        return None


def listed(
    place: Repository, state: State, heads: Mapping[str, Source], configs: Configs
) -> dict[Key, list[Skill]]:
    """The skills of one state by what those of one listing have in common."""
    found = []
    for folder, file in state.files.items():
        text = heads.get(file.entry.blob or "")
        if not file.entry.blob:
            held = copies.on_disk(place.root / file.path, read=True)
            text = parsed(held[1]) if held else None
        if text and not is_excluded(state.copy / folder, file.path, state.copy, configs):
            where = home(state.copy, folder, file.path)
            found.append(skills.unweighed(replace(text, path=file.path), where))
    return {
        (found[scope[0]].plugin or "", similar.shelf(found[scope[0]])): [found[at] for at in scope]
        for scope in similar.scopes(found, least=1)
    }


def is_excluded(folder: Path, file: str, copy: Path, configs: Configs) -> bool:
    """Whether a configuration leaves a skill out; most have nothing to say of that."""
    return bool(configs.known[folder].exclude) and bool(configs.excludes(copy / file, (copy,)))


def home(copy: Path, folder: str, file: str) -> Home:
    """What lies around a skill's file in a copy, which has no links and so no other places."""
    here = copy / folder
    plugin = discovery.plugin(here)
    return Home(here.name, file, plugin.name if plugin else None, root=here in (copy, plugin))
