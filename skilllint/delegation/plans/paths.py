"""The files that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable

CODE = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<link>[^)\s]+)\)|(`+)(?P<code>.+?)\3(?!`)")
PATH = re.compile(
    r"(?<![\w/.:@-])(?:\./|~/|/)?(?:[\w.@+*{}$<>\[\],-]+/)*[\w.@+*{}$<>\[\]-]*\w/?(?![\w/])"
)
EXTENSION = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,10}$", re.IGNORECASE)
PLACE = re.compile(r"(?::\d+(?:[-–:,]\d+)*|#L?\d[\w-]*|::[\w.]+)$")
BARE = frozenset(
    ("Dockerfile", "Makefile", "Gemfile", "Rakefile", "Procfile", "Justfile", "LICENSE")
)
NOT_PATHS = re.compile(
    r"https?:|www\.|mailto:|\$\{|e\.g|i\.e|etc\.|\d+\.\d|and/or|n/a|yes/no|true/false|-", re.I
)
ASIDE = re.compile(
    r"(?<!\])\((?=[^()]*\b(?:mirror|follow|like|see|pattern|copied|from|similar|read|as in|per"
    r"|already|unchanged|reference|stays?|instead of|imports?|used by)\w*\b)"
    r"(?:[^()]|\([^()]*\))*\)",
    re.IGNORECASE,
)
"""A remark in brackets on another file, which the unit does not change."""

READING = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*\*)?(?:read|reference|see|inspect|verify|run|no changes? to|unchanged"
    r"|do not|don't|audit)\b",
    re.IGNORECASE,
)
"""A line on a file that is looked at."""

CHANGE = re.compile(
    r"\s*(?:\*\*|(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(?:\*\*)?)"
    r"(?:create|modify|update|add|edit|delete|remove|rename|move|change|write|implement|extend|new|rewrite|replace|refactor)\b",
    re.IGNORECASE,
)
"""A list item or a bold line that says what to change."""

FIRST = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?\**(?P<path>`[^`]+`)")
"""A list item that begins with what may be a file."""

SOURCE = re.compile(
    r"\b(?:from|like|as in|using|based on|mirror\w*|matching|see|following|per|instead of|copy)\b",
    re.IGNORECASE,
)
"""Behind it stands what the change is made after."""


def changed(lines: Iterable[str]) -> tuple[str, ...]:
    """The files that the lines below a label for files name, each once, without those read."""
    kept = (ASIDE.sub("", line) for line in lines if not READING.match(line))
    return unique(path for line in kept for path in find(line))


def mentioned(title: str, lines: Iterable[str]) -> tuple[str, ...]:
    """The files of a title and of the list items that say what to change."""
    told = [title]
    for line in lines:
        if CHANGE.match(line):
            told.append(SOURCE.split(ASIDE.sub("", line), maxsplit=1)[0])
        elif first := FIRST.match(line):
            told.append(first["path"])
    return unique(path for text in told for path in find(text, loose=False))


def find(text: str, *, loose: bool = True) -> list[str]:
    """The paths in a text; `loose` takes folders and names without a folder as well."""
    found: list[str] = []
    rest = []
    end = 0
    for span in CODE.finditer(text):
        rest.append(text[end : span.start()])
        end = span.end()
        shown = (span["code"], (span["text"] or "").strip("`*"), span["link"])
        paths = (path_of(one.strip(), quoted=True, loose=loose) for one in shown if one)
        found += [path for path in paths if path][:1]
    rest.append(text[end:])
    for word in PATH.findall(" ".join(rest)):
        # nearly all words of a text end here
        looks = "/" in word or "." in word or word in BARE
        if looks and (path := path_of(word, quoted=False, loose=loose)):
            found.append(path)
    return found


def path_of(word: str, *, quoted: bool, loose: bool) -> str | None:
    """A word as a path, without lines and leading dots, or None if it does not look like one."""
    word = PLACE.sub("", word.strip("`'\",;"))
    if (
        not word
        or " " in word
        or word[0] in "-$@<["
        or NOT_PATHS.match(word)
        or "://" in word
        or "(" in word
    ):
        return None
    name = word.rstrip("/").rpartition("/")[2]
    extended = bool(EXTENSION.search(name)) or name in BARE or (name[:1] == "." and len(name) > 3)
    folder = "/" in word.strip("/") or (word[-1] == "/" and word[0] != "/")
    if not extended and not (loose and folder and (quoted or word.endswith("/"))):
        return None
    if not folder and not known_name(name):
        return None
    return word.removeprefix("./")


KNOWN = frozenset(
    "py js ts tsx jsx mjs cjs go rs rb java kt swift c h cc cpp hpp cs php sh bash ps1 sql md "  # noqa: SIM905
    "mdx rst txt html css scss vue svelte json jsonc yaml yml toml ini cfg lock xml proto tf "
    "gradle env csv svg ipynb lua ex exs hs ml dart scala clj zig nix bat".split()
)


def known_name(name: str) -> bool:
    """Whether a bare word without a folder is a file: `setup.py` is, `self.run` is not."""
    hidden = name[:1] == "." and len(name) > 3
    return hidden or name in BARE or name.rpartition(".")[2].lower() in KNOWN


def unique(paths: Iterable[str]) -> tuple[str, ...]:
    """Each path once, in order, without names that shorten a path beside them.

    Names in capitals stay: `README.md` is the one at the root.
    """
    found = dict.fromkeys(paths)
    ends = {path.rpartition("/")[2] for path in found if "/" in path}
    shorter = {path for path in found if path in ends and not path.partition(".")[0].isupper()}
    return tuple(path for path in found if path not in shorter)
