"""A stranger's YAML to values, and where it stopped being YAML."""

from __future__ import annotations

DEEPEST = 100
"""Collections within collections that are read. The parser's own stack ends the program."""

OPENERS = "[{-?"
"""What begins a collection on a line; one by indentation alone takes a longer line each time."""


class TooDeep(Exception):
    """YAML with more collections within each other than anybody writes by hand."""


def load(text: str) -> object:
    """What a YAML text says. Raises nearly anything."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if sum(map(text.count, OPENERS)) > DEEPEST and too_deep(text):
        raise TooDeep(f"more than {DEEPEST} collections are nested")
    return yaml.load(text, Loader=loader)


def too_deep(text: str) -> bool:
    """Whether more collections are nested than are read; looks no further than the first such."""
    import yaml

    now = 0
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.CollectionStartEvent):
                now += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                now -= 1
            if now > DEEPEST:
                return True
    except yaml.YAMLError:
        pass  # loading stops at the same place
    return False


def explain(text: str, error: Exception) -> tuple[str, int]:
    """Why a text is no YAML, in one line, and the character at which that showed; 0 if unknown.

    Not the mark's line: YAML ends lines at U+0085 and others too.
    """
    from yaml.reader import Reader, ReaderError

    first = str(error).split("\n", 1)[0]
    problem = getattr(error, "problem", None) or first or type(error).__name__
    if isinstance(error, ReaderError):
        found = Reader.NON_PRINTABLE.search(text)
        return problem, found.start() if found else 0
    # a key without its colon is only missed on the next line; the context is where it stands
    where = "context_mark" if problem.startswith("could not find expected") else "problem_mark"
    mark = getattr(error, where, None)
    return problem, mark.index if mark else 0
