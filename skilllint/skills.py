"""Read a skill and weigh it: every section, every tier."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from skilllint import discovery, frontmatter, hosts, outline, source, tokens
from skilllint.model import Outline, Skill, Source, Tiers, Weight


class Home(NamedTuple):
    """Where a skill lives: its folder's name, its path in the repository, its plugin.

    `root` marks the folder of a whole repository or plugin, which a clone may call anything.
    """

    folder: str
    place: str
    plugin: str | None = None
    standalone: bool = False
    root: bool = False


def read(path: Path, *, standalone: bool = False, base: Path | None = None) -> Skill:
    """Read and weigh one SKILL.md. Raises `source.Unreadable`.

    `base` is the folder that its place counts from outside any repository.
    """
    text = source.read(path, discovery.shown(path))
    # lexically: the folder's name is the one it was reached by, also for a plain "SKILL.md"
    absolute = Path(os.path.abspath(path))  # noqa: PTH100
    return weigh(text, home(absolute, standalone, base))


def read_text(text: str, path: str = "SKILL.md", folder: str = "") -> Skill:
    """Read and weigh a text that is in no file. Raises `source.Unreadable`."""
    return read_bytes(text.encode("utf-8", "replace"), path, folder)


def read_bytes(data: bytes, path: str, folder: str = "") -> Skill:
    """Read and weigh bytes that are in no file, such as a pipe's. Raises `source.Unreadable`."""
    source.check_size(len(data))
    return weigh(source.parse(data, path), Home(folder, path, standalone=not folder))


def home(path: Path, standalone: bool, base: Path | None = None) -> Home:
    """What lies around a skill's file; outside a repository its place counts from `base`."""
    folder = path.parent
    root, plugin = discovery.repository(folder), discovery.plugin(folder)
    place = Path(os.path.relpath(path, root or base or ".")).as_posix()
    called = plugin.name if plugin else None
    return Home(folder.name, place, called, standalone, folder in (root, plugin))


def weigh(text: Source, where: Home) -> Skill:
    """Outline a source, count its sections and see where hosts cut it."""
    sections = outline.read(text)
    front, weights = section_weights(text, sections)
    body = sum(weight.own for weight in weights)
    name = value(text, "name") or where.folder or Path(text.path).stem
    description = value(text, "description")
    skill = Skill(
        path=text.path,
        place=where.place,
        folder=where.folder,
        name=name,
        description=description,
        plugin=where.plugin,
        standalone=where.standalone,
        root=where.root,
        source=text,
        outline=sections,
        weights=weights,
        tokens=Tiers(
            file=front + body,
            frontmatter=front,
            listing=tokens.count(listed(name, description)),
            body=body,
        ),
    )
    return replace(skill, cuts=hosts.cuts(skill))


def listed(name: str, description: str) -> str:
    """The line that a host shows of a skill in every session."""
    return f"- {name}: {description[: hosts.listing_limit()]}"


def value(text: Source, key: str) -> str:
    """A front-matter value as text; empty where it is missing or holds several.

    A scalar that YAML takes for something else (`yes`, `010`, a date) is what the author wrote.
    """
    found = text.front.values.get(key)
    if isinstance(found, str):
        return found.strip()
    if found is None or isinstance(found, list | dict | set | tuple):
        return ""
    return str(frontmatter.recover(text.front.text).get(key, ""))


def section_weights(text: Source, sections: Outline) -> tuple[int, tuple[Weight, ...]]:
    """Tokens of the front matter, and of each section alone and with all below it.

    A piece of text belongs to the section it starts in, so the numbers add up
    to the file's exactly.
    """
    bom = len(text.bom)
    starts = offsets(text, sections)
    front, *own = tokens.parts(text.bom + text.text, [bom + start for start in starts])
    subtree = list(own)
    for section in reversed(sections.sections):
        if section.parent is not None:
            subtree[section.parent] += subtree[section.index]
    return front, tuple(map(Weight, own, subtree))


def offsets(text: Source, sections: Outline) -> list[int]:
    """The character at which each section starts."""
    found = []
    line, offset = 1, 0
    for section in sections.sections:
        while line < section.start:
            offset += len(text.lines[line - 1]) + 1
            line += 1
        found.append(max(offset, text.body_offset))
    return found
