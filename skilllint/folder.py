"""The other files of a skill's folder: references to read, scripts to run.

References are Markdown and plain text wherever they lie, also below `assets/`:
an agent that is sent to a template there reads it like any other.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from skilllint import discovery, source, tokens
from skilllint.model import File, FileKind, FileWeight, Unread

REFERENCE = frozenset({".md", ".markdown", ".mdx", ".txt", ".rst", ".adoc"})
SCRIPT = frozenset(
    ".bash .bat .cjs .cmd .cs .fish .go .js .jsx .kts .lua .mjs .php .pl .ps1 .py .r .rb .rs "  # noqa: SIM905
    ".scala .sh .sql .swift .ts .tsx .zsh".split()
)
DATA = frozenset(".cfg .conf .css .csv .env .html .ini .json .svg .toml .xml .yaml .yml".split())  # noqa: SIM905
"""Other files that hold text, in which something may stand that must not."""

HIDDEN = frozenset({".env", ".envrc", ".netrc", ".npmrc", ".pypirc"})
KEYS = (".key", ".pem")
"""Files of secrets, by their names and their endings."""

LEGAL = ("license", "licence", "notice", "copying")
"""Texts that no agent is sent to; weighing them would drown the references. They
are known by the bare word, or by the word in capitals (`LICENSE-MIT.txt`)."""

Files = tuple[FileWeight, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a run has read of the skills' folders: each file once.

    `instead` are bytes in the place of what files hold, by their real paths; `named`
    holds by folder what the skills right below it name in one another's. `ignored`
    says that files are read which a `.gitignore` leaves out.
    """

    instead: Mapping[str, bytes] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    named: dict[Path, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    ignored: bool = False

    def put(self, path: Path, text: str) -> None:
        """Keep the text of a file that was read elsewhere."""
        self.texts[os.path.abspath(path)] = text  # noqa: PTH100

    def read(self, path: Path) -> str:
        """The text of a file, its byte order mark included. Raises `source.Unreadable`."""
        key = os.path.abspath(path)  # noqa: PTH100
        if key not in self.texts:
            self.texts[key] = "".join(source.decode(self.load(path)))
        return self.texts[key]

    def load(self, path: Path) -> bytes:
        """The bytes of a file, or what stands in for them. Raises `source.Unreadable`."""
        data = self.instead.get(os.path.realpath(path)) if self.instead else None
        if data is None:
            return source.load(path)
        source.check_size(len(data))
        return data


def weigh(
    skill_files: Sequence[Path], shelf: Shelf | None = None
) -> tuple[list[Files], list[Unread]]:
    """The weights of the files beside each SKILL.md, and the files that cannot be weighed.

    All are counted together: many at once are counted faster.
    """
    shelf = shelf or Shelf()
    listed = [list(beside(path, shelf.ignored)) for path in skill_files]
    texts: dict[Path, str] = {}
    unread: dict[Path, Unread] = {}
    for path in dict.fromkeys(path for entries in listed for path, _ in entries):
        try:
            texts[path] = shelf.read(path)
        except source.Unreadable as error:
            unread[path] = Unread(discovery.shown(path), str(error))
    each = list(dict.fromkeys(texts.values()))  # a copy counts as its original does
    known = dict(zip(each, tokens.count_each(each), strict=True))
    counts = {path: known[text] for path, text in texts.items()}
    return [tuple(weights(entries, counts)) for entries in listed], list(unread.values())


def beside(skill_file: Path, ignored: bool) -> Iterator[tuple[Path, FileKind]]:
    """The references and scripts of a skill's folder; assets and licences are left out."""
    for path in discovery.files_below(skill_file.parent, ignored=ignored):
        kind = kind_of(path)
        if kind and path != skill_file:
            yield path, kind


def files(skill_file: Path, shelf: Shelf) -> tuple[File, ...]:
    """The files of a skill's folder besides every SKILL.md, each with its text if it is one."""
    try:
        with os.scandir(skill_file.parent) as entries:
            if len(list(entries)) == 1:  # two in five: nothing to walk, nor to ignore
                return ()
    except OSError:
        return ()
    above = len(skill_file.parent.parts)
    paths = discovery.files_below(skill_file.parent, ignored=shelf.ignored)
    return tuple(
        file(path, "/".join(path.parts[above:]), shelf)
        for path in paths
        if not discovery.is_skill(path.name)
    )


def file(path: Path, name: str, shelf: Shelf) -> File:
    """One file of a skill's folder; `name` is its path in there."""
    kind = kind_of(path)
    try:
        status = path.stat()
    except OSError:
        return File(name, kind, 0, False, None)
    text = None
    if status.st_size and (kind or holds_text(path)):
        with suppress(source.Unreadable):
            text = shelf.read(path).removeprefix("\ufeff")
    elif kind and stat.S_ISREG(status.st_mode):
        text = ""
    return File(name, kind, status.st_size, bool(status.st_mode & stat.S_IXUSR), text)


def holds_text(path: PurePath) -> bool:
    """Whether a file that is neither read nor run is text by its name."""
    name = path.name.lower()
    return path.suffix.lower() in DATA or name in HIDDEN or name.endswith(KEYS)


def kind_of(path: PurePath) -> FileKind | None:
    """Whether a file is text to read or a script to run; None for anything else."""
    suffix = path.suffix.lower()
    if suffix in REFERENCE:
        legal = path.stem.lower() in LEGAL or path.stem.startswith(tuple(map(str.upper, LEGAL)))
        return None if legal else "reference"
    if suffix in SCRIPT or (not suffix and path.parent.name == "scripts"):
        return "script"
    return None


def weights(
    entries: Sequence[tuple[Path, FileKind]], counts: Mapping[Path, int]
) -> Iterator[FileWeight]:
    """The weights of one skill's files; None for one that could not be read."""
    for path, kind in entries:
        yield FileWeight(discovery.shown(path), kind, counts.get(path))
