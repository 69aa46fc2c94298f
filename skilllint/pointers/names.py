"""A folder's files by every way to name them, and what a written path stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from posixpath import normpath
from urllib.parse import unquote

from skilllint.folder import REFERENCE
from skilllint.pointers import written
from skilllint.pointers.written import BLANK, UNKNOWN, composed, trimmed

MARKS = frozenset("<{[$*%?")
"""Marks without which a path stands for itself."""

AROUND = "@.*+-_~/"
"""What emphasis and punctuation may leave on a word."""

FOREIGN = re.compile(r"^[^\x00-\x7f]+|[^\x00-\x7f]+$")
"""Words of a language written without blanks, where they touch a path."""

LITERAL = re.compile(r"[^\W_]")

MOST = 500
"""Globs and placeholders that are looked at for one skill; real ones have a few dozen."""

Paths = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The files of a folder that is called one of `roots`; every key is in lower case.

    `tails` holds each path and every end of it (`a/b/c.md`, `b/c.md`, `c.md`),
    `folders` the same of the folders, each with all files below, `bare` the ends
    of texts' paths without their suffix (`a/b/c`, `b/c`). `ends` are the names of
    all of them, without marks; `suffixes` what stands behind the files' last dots.
    `globs` are those that have been looked at, by themselves and where they stand.
    """

    roots: frozenset[str]
    paths: Mapping[str, Paths]
    tails: Mapping[str, Paths]
    folders: Mapping[str, Paths]
    bare: Mapping[str, Paths]
    ends: frozenset[str]
    suffixes: frozenset[str]
    globs: dict[tuple[str, str], Paths] = field(default_factory=dict)


def index(roots: Iterable[str], paths: Iterable[str]) -> Names:
    """The names of some files, given by their paths in a folder and what that is called."""
    whole: dict[str, list[str]] = defaultdict(list)
    tails: dict[str, list[str]] = defaultdict(list)
    folders: dict[str, list[str]] = defaultdict(list)
    bare: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        key = composed(path.lower())
        whole[key].append(path)
        *above, name = key.split("/")
        for tail in ends([*above, name]):
            tails[tail].append(path)
        for depth in range(1, len(above) + 1):
            for tail in ends(above[:depth]):
                folders[tail].append(path)
        stem, dot, suffix = name.rpartition(".")
        if above and dot + suffix in REFERENCE:
            for tail in ends([*above, stem]):
                bare[tail].append(path)
    parts = {part for key in (*whole, *bare) for part in key.split("/")}
    return Names(
        roots=frozenset(composed(root.lower()) for root in roots if root),
        paths=fixed(whole),
        tails=fixed(tails),
        folders=fixed(folders),
        bare=fixed(bare),
        ends=frozenset(part.strip(AROUND) for part in parts),
        suffixes=frozenset(key.rpartition(".")[2] for key in whole),
    )


def fixed(found: Mapping[str, Sequence[str]]) -> Mapping[str, Paths]:
    """Lists that grow no more."""
    return {key: tuple(paths) for key, paths in found.items()}


def ends(parts: Sequence[str]) -> Iterator[str]:
    """A path and every end of it."""
    return ("/".join(parts[start:]) for start in range(len(parts)))


# --- one token ----------------------------------------------------------------


def leads_to(token: str, base: str, names: Names) -> Paths:
    """The files that a token stands for, written in a file of the folder `base` ("" is the root).

    Nothing for a path that leads out of the folder, or to no file in it.
    """
    word = composed(trimmed(unquote(token) if "%" in token else token).lower())
    if word.startswith("//"):
        return ()
    found = from_here(word, base, names)
    if not found and word.startswith("_"):
        found = from_here(word.lstrip("_"), base, names)
    return found if found or word.isascii() else from_here(FOREIGN.sub("", word), base, names)


def from_here(word: str, base: str, names: Names) -> Paths:
    """The files that a path means, be it relative, absolute or from a place unknown here."""
    if not may_lead(word, names):
        return ()
    first, slash, rest = word.partition("/")
    unknown = bool(slash) and (not first or UNKNOWN.fullmatch(first) is not None)
    path = normpath(rest if unknown else word)
    if word.endswith("/"):
        path += "/"
    if not path.startswith("../"):
        return found_at(path, "" if unknown else base, names)
    if climbed := inside(path.split("/"), "" if unknown else base, names.roots):
        return found_at(climbed, "", names)
    # beside a script's folder: "$HERE/../references/x.md"
    return names.paths.get(re.sub(r"^(?:\.\./)+", "", path), ()) if unknown else ()


def may_lead(word: str, names: Names) -> bool:
    """Whether the last part of a path, or a part beside its blanks, names anything here."""
    parts = [part.strip(AROUND) for part in word.rstrip("/").split("/")]
    if BLANK.search(word):
        return parts[-1].rpartition(".")[2] in names.suffixes or not names.ends.isdisjoint(parts)
    return parts[-1] in names.ends


def inside(parts: Sequence[str], base: str, roots: frozenset[str]) -> str:
    """A path with `..` seen from the skill's folder; empty if it leads out of it."""
    place = base.split("/") if base else []
    for position, part in enumerate(parts):
        if part != "..":
            return "/".join([*place, *parts[position:]])
        if not place:
            return behind(parts, roots)
        place.pop()
    return ""


def behind(parts: Sequence[str], roots: frozenset[str]) -> str:
    """What stands behind the skill's own folder in a path from outside; empty without it."""
    at = next((at for at, part in enumerate(parts) if part in roots), len(parts))
    return "/".join(parts[at + 1 :])


def found_at(path: str, base: str, names: Names) -> Paths:
    """What a relative path leads to: beside the file it stands in, from the root, or as an end."""
    bare = path.rstrip("/")
    near = f"{base}/{bare}" if base else bare
    if BLANK.search(bare):
        return matching(bare, base, names)
    for exact in (near, bare, behind(bare.split("/"), names.roots)):
        if exact in names.paths:
            return names.paths[exact]
    if bare in names.tails:
        return names.tails[bare]
    if "/" in path:
        return names.folders.get(near) or names.folders.get(bare) or names.bare.get(bare, ())
    return ()


def matching(path: str, base: str, names: Names) -> Paths:
    """The files that a path with blanks in it may mean; none if the blanks are all of it.

    Each is compared with every file, so a skill's are looked at once, and not too many.
    """
    path = BLANK.sub(lambda blank: blank[0].replace("/", "|"), path)
    if (path, base) not in names.globs and len(names.globs) < MOST:
        names.globs[path, base] = matched(path, base, names)
    return names.globs.get((path, base), ())


def matched(path: str, base: str, names: Names) -> Paths:
    """The files whose paths match one with blanks."""
    folder = LITERAL.search(BLANK.sub("", path.rpartition("/")[0])) is not None
    if not folder and not LITERAL.search(BLANK.sub("", path)):
        return ()
    wanted = pattern(path, deep=folder)
    near = f"{base}/" if base else ""
    return tuple(
        path
        for low, found in names.paths.items()
        if (folder and wanted.fullmatch(low))
        or (low.startswith(near) and wanted.fullmatch(low.removeprefix(near)))
        for path in found
    )


@lru_cache(maxsize=512)
def pattern(path: str, deep: bool) -> re.Pattern[str]:
    """A path with blanks as a pattern; `deep` finds it below any folder, `**` crosses folders.

    All but the last blank take the first place where what follows them stands,
    and try no other: so no name and no path, however odd, takes long.
    """
    texts = BLANK.split(path)
    blanks = [blank[0] for blank in BLANK.finditer(path)]
    made = ("(?:.*/)?" if deep else "") + re.escape(texts[0])
    for at, (blank, text) in enumerate(zip(blanks, texts[1:], strict=True), 1):
        if blank == "**" and made.count(".*") < 3:  # of whole folders, or of none
            whole = text.startswith("/") and (not made or made.endswith(("/", ")?")))
            made += "(?:.*/)?" + re.escape(text[1:]) if whole else ".*" + re.escape(text)
        elif at == len(blanks):
            made += (".*" if blank == "**" else "[^/]*") + re.escape(text)
        else:
            made += f"(?>[^/]*?{re.escape(text)})"
    return re.compile(made)


# --- a whole text -------------------------------------------------------------


def resolved(words: Collection[str], base: str, names: Names) -> dict[str, Paths]:
    """Every token of some words that leads to files: a path, a file's name, a folder, a glob."""
    base = composed(base.lower())
    found = (
        (token, leads_to(token, base, names))
        for token in written.tokens(words)
        if plausible(token, names)
    )
    return {token: files for token, files in found if files}


def plausible(token: str, names: Names) -> bool:
    """Whether a token can lead anywhere: a quick look that spares most of them a longer one."""
    return token.strip(AROUND).rpartition("/")[2].lower().strip(AROUND) in names.ends or (
        not token.isascii() or not MARKS.isdisjoint(token)
    )


def named(text: str, base: str, names: Names) -> set[str]:
    """Every file that the tokens of a text lead to."""
    found = resolved(written.likely(text), base, names)
    return {file for files in found.values() for file in files}
