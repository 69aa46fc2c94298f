"""Files that a text names without their ending, or by the folder they lie in."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise
from pathlib import PurePath

from skilllint.pointers.written import TOKEN, composed

MARKED = re.compile(r"[`*\"'“‘\[|(]\s?(\w[\w &/-]{0,58}\w)(?=\s?[`*\"'”’\]|)])")
"""Words between marks, as a name is written: a cell, a bold word, code."""

AT = ("`{0}`", '"{0}"', "'{0}'", "{0} folder", "{0} director", "`{0}` folder", "{0}/ ",
      "{1} file", "{1} document", "{1} doc", "{1} material")  # fmt: skip
"""How a folder is written that is meant as one: `references`, "the reference files"."""

KINDS = (
    "folder", "director", "dir", "file", "reference", "guide", "module", "agent", "persona",
    "prompt", "template",
)  # fmt: skip
"""Beginnings of the words behind a name: "the tokens reference"."""

FEW = 20
WORD = re.compile(r"\w[\w-]*")
PART = re.compile(r"[\W_]+")
COMPOUND = re.compile(r"\w[-_.]\w|[a-z][A-Z]|\d|^[A-Z]{4,}$")
"""A stem that is no common word: `smoke-tests`, `apiErrors`, `GLOSSARY`."""


def called(text: str, missing: Collection[str], *, script: bool = False) -> set[str]:
    """Which of some files a text names without their ending, or by their folder.

    One word must stand between marks, or before a word like "reference", unless
    it is no common one; a folder, in code or quotes. A script may build its
    paths: in there any word counts.
    """
    low = composed(text.lower())
    if script:
        words = set(WORD.findall(low))
        return {p for p in missing if stem(p) in words or not words.isdisjoint(above(p))}
    folders = {name for path in missing for name in above(path)}
    meant = {name for name in folders if any(at.format(name, name[:-1]) in low for at in AT)}
    found = {path for path in missing if meant & above(path)}
    nearly = spelled(low, set(missing) - found)
    if not nearly:
        return found
    # a path that led nowhere here names a file of somewhere else
    low = " ".join(word for word in low.split() if "/" not in word or len(word) < 4)
    words = set(WORD.findall(low))
    marked = {a.strip("`*'\"") for a, b in pairwise(low.split()) if b.startswith(KINDS)}
    marked.update(map(slug, MARKED.findall(low)))
    return found.union(
        path
        for path in nearly
        if slug(stem(path)) in marked
        or (is_compound(path) and stem(path) in words)
        or not TOKEN.fullmatch(path)
    )


def spelled(low: str, missing: set[str]) -> set[str]:
    """Which files' names have all their words in a text, wherever these stand."""
    if len(missing) <= FEW:  # looking for one word of each is cheaper than listing all
        missing = {path for path in missing if max(key(path), key=len, default="") in low}
    if not missing:
        return set()
    words = set(WORD.findall(low))
    parts = words.union(*(PART.split(word) for word in words if "-" in word or "_" in word))
    return {path for path in missing if parts >= key(path)}


def key(path: str) -> set[str]:
    """The words that a text must hold to name a file; short ones may be written otherwise."""
    return {part for part in PART.split(stem(path)) if len(part) > 2 and part != "and"}


def stem(path: str) -> str:
    """A file's name without its endings, in lower case."""
    return composed(path.lower()).rpartition("/")[2].split(".")[0]


def above(path: str) -> set[str]:
    """The names of the folders that a file lies in, in lower case."""
    return set(composed(path.lower()).split("/")[:-1])


def slug(words: str) -> str:
    """Words as a file is called by them: `memory-and-strings` for "Memory & strings"."""
    plain = words.lower().replace("&", " and ").replace("/", "").replace("_", " ")
    return "-".join(plain.split())


def is_compound(path: str) -> bool:
    """Whether a file's stem is a name of its own, not a word that any text may hold."""
    return COMPOUND.search(PurePath(path).name.partition(".")[0]) is not None
