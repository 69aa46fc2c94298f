"""Read a skill and weigh it: every section, every tier."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from skilllint import discovery, frontmatter, hosts, outline, source, tokens
from skilllint.model import Outline, Skill, Source, Tiers, Weight, utf16_prefix


class Home(NamedTuple):
    """Where a skill lives: its folder's name, its path in the repository, its plugin.

    `root` marks the folder of a whole repository or plugin, which a clone may call anything.
    """

    folder: str
    place: str
    plugin: str | None = None
    standalone: bool = False
    root: bool = False


def read(
    path: Path, data: bytes | None = None, *, standalone: bool = False, base: Path | None = None
) -> Skill:
    """Read and weigh one SKILL.md. Raises `source.Unreadable`.

    `data` are its bytes if they are known, `base` is the folder that its place counts
    from outside any repository.
    """
    shown = discovery.shown(path)
    text = source.read(path, shown) if data is None else source.take(data, shown)
    # lexically: a folder that is linked from elsewhere has the name it was reached by
    absolute = Path(os.path.abspath(path))  # noqa: PTH100
    return weigh(text, home(absolute, standalone, base))


def read_text(text: str, path: str = "SKILL.md", folder: str = "") -> Skill:
    """Read and weigh a text that is in no file. Raises `source.Unreadable`."""
    return read_bytes(text.encode("utf-8", "replace"), path, folder)


def read_bytes(data: bytes, path: str, folder: str = "") -> Skill:
    """Read and weigh bytes that are in no file, such as a pipe's. Raises `source.Unreadable`."""
    return weigh(source.take(data, path), Home(folder, path, standalone=not folder))


def home(path: Path, standalone: bool, base: Path | None = None) -> Home:
    """What lies around a skill's file; outside a repository its place counts from `base`."""
    root = discovery.repository(path.parent)
    path, place = settled(path, root, base)
    folder = path.parent
    plugin = discovery.plugin(folder)
    called = plugin.name if plugin else None
    return Home(folder.name, place, called, standalone, folder in (root, plugin))


def settled(path: Path, root: Path | None, base: Path | None) -> tuple[Path, str]:
    """A skill's file and its place in the repository; outside any, counted from `base`.

    A linked folder is where the link leads, if that is in the repository, or else
    below `base` or beside the link: a search of it finds the skill there, and the
    programs that show findings know no other file.
    """
    inside = root or base or Path.cwd()
    real = Path(os.path.realpath(path.parent), path.name)
    around = Path(os.path.realpath(inside))
    if real.is_relative_to(around):
        return inside / real.relative_to(around), real.relative_to(around).as_posix()
    if root:
        return path, path.relative_to(root).as_posix()
    beside = Path(os.path.realpath(path.parent.parent))
    if real.is_relative_to(beside):
        path = path.parent.parent / real.relative_to(beside)
    return path, Path(os.path.relpath(path, inside)).as_posix()


def followed(path: Path) -> Path:
    """A skill's file; in a linked folder that is where the link leads, if it stays around."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100
    there, _ = settled(absolute, discovery.repository(absolute.parent), None)
    return path if there == absolute else there


def weigh(text: Source, where: Home) -> Skill:
    """Outline a source, count its sections and see where hosts cut it."""
    sections = outline.read(text)
    front, weights = section_weights(text, sections)
    body = sum(weight.own for weight in weights)
    skill = unweighed(text, where)
    skill = replace(
        skill,
        outline=sections,
        weights=weights,
        tokens=Tiers(
            file=front + body,
            frontmatter=front,
            listing=tokens.count(listed(text, skill.name, skill.description)),
            body=body,
        ),
    )
    return replace(skill, cuts=hosts.cuts(skill))


def unweighed(text: Source, where: Home) -> Skill:
    """A skill of which nothing is known but what its head says and where it lives."""
    return Skill(
        path=text.path,
        place=where.place,
        folder=where.folder,
        name=value(text, "name") or where.folder or Path(text.path).stem,
        description=value(text, "description"),
        plugin=where.plugin,
        standalone=where.standalone,
        root=where.root,
        source=text,
        outline=Outline((), (), ()),
        weights=(),
        tokens=Tiers(0, 0, 0, 0),
    )


def listed(text: Source, name: str, description: str) -> str:
    """The line that Claude Code shows of a skill in every session; nothing if it shows none."""
    if not text.front.listed:
        return ""
    said = " ".join(filter(None, (description, value(text, "when_to_use"))))
    shown = hosts.table()["claude-code"].listing
    return f"- {name}: {utf16_prefix(said, shown.entry) if shown else said}"


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
