"""What a shell command reads and writes, as far as its words say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

WORD = re.compile(
    r"""(?:[^\s"'\\;|&<>()`]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+|[;|&<>()`\n]|["'\\]""", re.DOTALL
)
HERE = re.compile(r"(?<!<)<<-?[ \t]*[\"']?([A-Za-z_]\w*)")
"""The sign before a text inside a command, and the word that ends it."""

ESCAPED = re.compile(r"""\\(["\\$`])""")
"""A sign that a backslash keeps from its meaning between double quotes."""

QUOTED = re.compile(r""""((?:[^"\\]|\\.)*)"|'([^']*)'|\\([\s"'\\$`])""", re.DOTALL)
ENDS = frozenset(";|&()`\n")
IN_PLACE = re.compile(r"-[a-zA-HJ-LN-Z]*i|--in-place")
"""An option to change files; what follows Perl's `-M` and `-I` is a name."""

ASSIGNED = re.compile(r"[A-Za-z_]\w*=")

CHANGES = re.compile(r">|\btee\b|\s(?:-\w*i|--in-place)")
"""What stands in a command line that changes a file, and in others."""

_BEFORE_VERBS = "sudo command time env nohup then do else if while until ! { exec"
_READERS = "sed cat head tail nl bat batcat less more awk gawk type gc get-content"
_SHELLS = "bash sh zsh dash ksh fish cmd cmd.exe powershell powershell.exe pwsh pwsh.exe"

BEFORE_VERBS = frozenset(_BEFORE_VERBS.split())
READERS = frozenset(_READERS.split())
"""Commands that print a file's text. `rg` and `grep` print only what they find."""

FEEDERS = frozenset({"for", "printf", "echo"})
"""Commands whose words may be the files that another reads."""

_LISTERS = "cd pushd ls find tree dir du eza exa gci get-childitem mkdir rmdir"
LISTERS = frozenset(_LISTERS.split())
"""Commands whose words are folders, or files with an ending to their name."""

LISTING = re.compile(rf"\b(?:{'|'.join(LISTERS)})\b", re.IGNORECASE)

SHELLS = frozenset(_SHELLS.split())
_ALONE = """
    # [ [[ ack ag alias cd chmod chroot cmp cp diff docker egrep export fd fgrep file find gh git
    grep kubectl ln ls man mkdir mosh mv node perl podman python python3 read rg rm ruby set
    sort ssh stat tee test touch tree wc whereis which zgrep
"""
ALONE = FEEDERS | SHELLS | frozenset(_ALONE.split())
"""Commands whose words are no command, or one that runs elsewhere; others may run one."""

SCRIPT = frozenset({"-c", "-lc", "-ic", "-lic", "/c", "-command"})
"""Options before a script, in lower case."""

LONGEST = 30_000
"""Characters of a command line that are looked at; what is longer carries a text."""

PATCHED = re.compile(r"^\*\*\* (?:(?:Add|Update|Delete) File|Move to): (.+)$", re.MULTILINE)


class Simple(NamedTuple):
    """One simple command: its verb, its other words, and where its output is written."""

    verb: str
    words: tuple[str, ...]
    targets: tuple[str, ...]

    @property
    def in_place(self) -> bool:
        """Whether it changes the files that it names."""
        if self.verb == "tee":
            return True
        options = [word for word in self.words if IN_PLACE.match(word)]
        return self.verb in ("sed", "perl") and bool(options)

    @property
    def prints(self) -> bool:
        """Whether it prints the files that it names."""
        return self.verb in READERS and not self.in_place


def simples(command: str) -> Iterator[Simple]:
    """The simple commands that a command line strings together, those of a script in it too."""
    words: list[str] = []
    targets: list[str] = []
    arrow = False
    for raw in (*WORD.findall(bare(command[:LONGEST])), "\n"):
        if raw in ENDS:
            if words:
                yield from simple(words, targets)
            words, targets, arrow = [], [], False
        elif raw in "<>":
            arrow = raw == ">"
        elif arrow:
            targets.append(unquoted(raw))
            arrow = False
        else:
            words.append(unquoted(raw))


def simple(words: list[str], targets: list[str]) -> Iterator[Simple]:
    """One simple command, or those of the script that it runs."""
    at = 0
    while at < len(words) and (words[at] in BEFORE_VERBS or ASSIGNED.match(words[at])):
        at += 1
    verb, *rest = words[at:] or [""]
    verb = verb.replace("\\", "/").rpartition("/")[2].lower()
    inner = script(rest) if verb in SHELLS else None
    if inner is not None:
        yield from simples(inner)
        words = []
    elif verb == "xargs":
        verb = next((word for word in rest if word in READERS), verb)
    elif verb not in READERS and verb not in ALONE:
        verb, rest = wrapped(verb, rest) or (verb, rest)
    if words or targets:
        yield Simple(verb, tuple(rest), tuple(targets))


def wrapped(wrapper: str, words: Sequence[str]) -> tuple[str, list[str]] | None:
    """The verb and the words of a command that reads, behind options and numbers of another."""
    option = wrapper.startswith("-")
    for at, word in enumerate(words):
        if word in READERS:
            return word, [*words[at + 1 :]]
        if not (option or word[:1].isdigit() or word.startswith("-")):
            break
        option = word.startswith("-")
    return None


def bare(command: str) -> str:
    """A command without the texts inside it, which are none themselves."""
    kept: list[str] = []
    end: str | None = None
    for line in command.split("\n"):
        if end is None:
            kept.append(line)
            here = HERE.search(line)
            end = here and here[1]
        elif line.strip() == end:
            end = None
    return "\n".join(kept)


def script(words: Sequence[str]) -> str | None:
    """The script among the words that a shell is given."""
    flags = (at for at, word in enumerate(words[:-1]) if word.lower() in SCRIPT)
    at = next(flags, None)
    return None if at is None else words[at + 1]


def unquoted(word: str) -> str:
    """A word without its quotes; a backslash before a letter stays, as in a path of Windows."""
    return QUOTED.sub(bared, word)


def bared(found: re.Match[str]) -> str:
    """What stands between quotes, or behind a backslash."""
    double, single, plain = found.groups()
    return ESCAPED.sub(r"\1", double) if double else single or plain or ""


def quoted(word: str) -> str:
    """A word as a command line writes it."""
    return word if WORD.fullmatch(word) and not QUOTED.search(word) else f"'{word}'"


def reads(command: str) -> Iterator[str]:
    """The words that a command line may print as files, such as those of `cat`, each once a verb.

    The words of a loop, or of what feeds a pipe, count if anything in the line reads, and
    nothing reads them by name.
    """
    parts = list(simples(command))
    if any(part.verb in READERS for part in parts):
        named = {word for part in parts if part.prints for word in part.words}
        for part in parts:
            words = dict.fromkeys(part.words)
            if part.prints:
                yield from words
            elif part.verb in FEEDERS:
                yield from (word for word in words if word not in named)


def listed(command: str) -> Iterator[str]:
    """The words that a command line lists the files of, such as those of `ls`."""
    if LISTING.search(command):
        for part in simples(command):
            if part.verb in LISTERS:
                yield from part.words


def writes(command: str) -> Iterator[str]:
    """The files that a command line writes: by a patch, by `>`, `tee`, or in place."""
    yield from patched(command)
    if not CHANGES.search(command):
        return
    for part in simples(command):
        yield from part.targets
        if part.in_place:
            yield from part.words


def patched(patch: str) -> Iterator[str]:
    """The files that a patch of Codex changes."""
    for found in PATCHED.finditer(patch):
        yield found[1].strip()
