"""What has left a skill's body: the files of its folder, and the places that point to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["link", "path", "name", "several", "include"]
TargetKind = Literal["link", "image", "path", "command"]
Leads = Literal[
    "missing", "foreign", "ordered", "case", "separator", "from root", "outside", "beyond",
    "anchor", "own anchor", "url", "undefined", "not runnable", "no shebang",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place in the body's prose that names files of the skill's folder.

    `target` is what stands there, `files` what it leads to, relative to the
    folder: one file, or those of a folder, a glob or a placeholder (`several`).
    A `name` is a bare file name, an `include` an `@path` that a host expands.
    `condition` quotes what says when to follow it: its sentence, its paragraph
    or table's header, or what leads in to its list; empty where nothing does.
    `section` is its place in `Outline.sections`.
    """

    line: int
    col: int
    target: str
    files: tuple[str, ...]
    form: Form
    section: int
    sentence: str
    condition: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A text file of the skill's folder, by its path in there.

    `reached` says that the body leads to it, directly or through other files,
    or that a script names it. `expected` is false for files that nobody is to be
    sent to, such as a README. `named_in` are files that name it but are not
    reached themselves; `front_line` is the line of the front matter that does, or 0.
    `through` is the one other reference that leads to it where the body does not.
    `unsure` says that a script which may name it could not be read, or holds nothing.
    """

    path: str
    reached: bool
    expected: bool
    named_in: tuple[str, ...] = ()
    front_line: int = 0
    through: str = ""
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Stub:
    """A section, or a whole body, that is little more than a pointer to one file.

    `lines` are its lines that are not blank, `words` the words besides the
    pointer's sentence, `echoed` how many of them stand in the file in the same
    order. `bare` says that it begins with its pointer, so that no work of its own
    comes before. `when` quotes what says when the file is needed: in the section,
    its heading or what stands around it. A stub of the whole body has no `section`.
    """

    section: int | None
    pointer: Pointer
    lines: int
    words: int
    echoed: int
    bare: bool
    when: str


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition that stands at a pointer and again at the top of the file it leads to."""

    pointer: Pointer
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Load:
    """An order to read several references at once, under no condition, as the work begins."""

    line: int
    end: int
    text: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to, or a path that is named; there is none for what is as it should be.

    `file` is the file it stands in, by its path in the skill's folder, nothing for
    SKILL.md; `start` and `end` are the characters of `written` in that file's text,
    `label` a link's text. `real` is where it leads to: the file as it is spelled, or,
    of what lies outside, its path from the folder.

    A `path` stands in prose, a `command` runs it. Of what is not there, `missing` was
    meant to be a file of the skill (`real` is one whose name has `.md` more), `foreign`
    may be one of the user's, `ordered` is one that an agent is told to read; `from root`
    is there if it is read from the skill's folder; `outside` it, and `beyond` the
    repository.
    """

    file: str
    line: int
    col: int
    start: int
    end: int
    kind: TargetKind
    written: str
    label: str
    leads: Leads
    real: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """A script of the skill's folder that nothing names.

    `unsure` says that a file which may name it could not be read, or holds nothing.
    """

    path: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that is known about what has left a body; empty for a file without a folder.

    `listed` is the pointer to each file that a mere list of references names,
    under no condition, and no other part of the body. `targets` are the links and
    paths of all files that lead astray, `unnamed` the scripts nothing names.
    """

    pointers: tuple[Pointer, ...] = ()
    references: tuple[Reference, ...] = ()
    stubs: tuple[Stub, ...] = ()
    gates: tuple[Gate, ...] = ()
    loads: tuple[Load, ...] = ()
    listed: tuple[Pointer, ...] = ()
    targets: tuple[Target, ...] = ()
    unnamed: tuple[Script, ...] = ()
