"""Read a skill and weigh it: every section, every tier, every file of its folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from skilllint import discovery, hosts, outline, source, tokens
from skilllint.model import FileKind, FileWeight, Outline, Skill, Source, Tiers, Weight

REFERENCE = frozenset({".md", ".markdown", ".mdx", ".txt", ".rst", ".adoc"})
SCRIPT = frozenset(
    ".bash .bat .cjs .cmd .cs .fish .go .js .jsx .kts .lua .mjs .php .pl .ps1 .py .r .rb .rs "  # noqa: SIM905
    ".scala .sh .sql .swift .ts .tsx .zsh".split()
)
LEGAL = ("license", "licence", "notice", "copying")
"""Texts that no agent is sent to; weighing them would drown the references. They
are known by the bare word, or by the word in capitals (`LICENSE-MIT.txt`)."""


class Home(NamedTuple):
    """Where a skill lives: its folder's name, its path in the repository, its plugin."""

    folder: str
    place: str
    plugin: str | None = None
    standalone: bool = False


def read(path: Path, *, standalone: bool = False) -> Skill:
    """Read and weigh one SKILL.md. Raises `source.Unreadable`."""
    text = source.read(path, shown(path))
    # lexically: the folder's name is the one it was reached by, also for a plain "SKILL.md"
    absolute = Path(os.path.abspath(path))  # noqa: PTH100
    return weigh(text, home(absolute, standalone))


def read_text(text: str, path: str = "SKILL.md", folder: str = "") -> Skill:
    """Read and weigh a text that is in no file. Raises `source.Unreadable`."""
    return read_bytes(text.encode("utf-8", "replace"), path, folder)


def read_bytes(data: bytes, path: str, folder: str = "") -> Skill:
    """Read and weigh bytes that are in no file, such as a pipe's. Raises `source.Unreadable`."""
    source.check_size(len(data))
    return weigh(source.parse(data, path), Home(folder, path, standalone=not folder))


def shown(path: Path) -> str:
    """A path as reports name it: POSIX, relative to the working directory."""
    return Path(os.path.relpath(path)).as_posix()


def home(path: Path, standalone: bool) -> Home:
    """What lies around a skill's file; outside a repository its place is the path as shown."""
    folder = path.parent
    root, plugin = discovery.repository(folder), discovery.plugin(folder)
    place = path.relative_to(root).as_posix() if root else shown(path)
    return Home(folder.name, place, plugin.name if plugin else None, standalone)


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
        source=text,
        outline=sections,
        weights=weights,
        tokens=Tiers(
            file=front + body,
            frontmatter=front,
            listing=tokens.count(f"- {name}: {description[: hosts.listing_limit()]}"),
            body=body,
        ),
    )
    return replace(skill, cuts=hosts.cuts(skill))


def value(text: Source, key: str) -> str:
    """A front-matter value as text; empty where it is missing or no scalar."""
    found = text.front.values.get(key)
    return str(found).strip() if isinstance(found, str | int | float) else ""


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


# --- the other files of the folder -------------------------------------------


def with_files(skills: Sequence[tuple[Skill, Path]]) -> list[tuple[Skill, Path]]:
    """Weigh the references and scripts of many skills at once, each file read and counted once."""
    listed = [[] if skill.standalone else list(folder_files(path)) for skill, path in skills]
    texts: dict[Path, str] = {}
    for path, _ in (entry for entries in listed for entry in entries):
        if path not in texts:
            text = file_text(path)
            if text is not None:
                texts[path] = text
    counts = dict(zip(texts, tokens.count_each(list(texts.values())), strict=True))
    return [
        (with_weights(skill, file_weights(entries, counts)), path)
        for (skill, path), entries in zip(skills, listed, strict=True)
    ]


def with_weights(skill: Skill, files: Iterable[FileWeight]) -> Skill:
    """A skill that knows the weights of its folder's files."""
    return replace(skill, tokens=replace(skill.tokens, files=tuple(files)))


def folder_files(skill_file: Path) -> Iterable[tuple[Path, FileKind]]:
    """The references and scripts of a skill's folder; assets and licences are left out."""
    for path in discovery.files_below(skill_file.parent):
        kind = kind_of(path)
        if kind and path != skill_file:
            yield path, kind


def kind_of(path: Path) -> FileKind | None:
    """Whether a file is text to read or a script to run; None for anything else."""
    suffix = path.suffix.lower()
    if suffix in REFERENCE:
        legal = path.stem.lower() in LEGAL or path.stem.startswith(tuple(map(str.upper, LEGAL)))
        return None if legal else "reference"
    if suffix in SCRIPT or (not suffix and path.parent.name == "scripts"):
        return "script"
    return None


def file_text(path: Path) -> str | None:
    """A file's text, or None where it cannot be read as text."""
    try:
        bom, text = source.decode(source.load(path))
    except source.Unreadable:
        return None
    return bom + text


def file_weights(
    entries: Iterable[tuple[Path, FileKind]], counts: dict[Path, int]
) -> Iterable[FileWeight]:
    """The weights of one skill's files; None for one that could not be read."""
    for path, kind in entries:
        yield FileWeight(shown(path), kind, counts.get(path))
