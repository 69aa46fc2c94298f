"""FM: the keys of the front matter, and the values that hosts take for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from skilllint.checks._heads import inner_line, kind, readable, written
from skilllint.checks._wording import count, quoted, shortened
from skilllint.model import Host, Problem, Setting, Skill

LONG = 8
"""Letters from which on a key is known again by its likeness; `mode` is no slip of `model`."""

LIKE = 0.9
"""How much of two such keys must be the same."""

NAMED = 5
"""Keys that a message names before it only counts."""

ESTIMATES = ("estimated_tokens", "estimated-tokens", "token_estimate", "token_count")
BUDGETS = ("token_budget", "token-budget")
"""Keys in which authors state the size of a body; no host reads them."""


def unknown_key(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A key that no selected host knows, or that makes one drop the skill."""
    if not readable(skill):
        return
    front = skill.source.front
    hosts = setting.hosts.values()
    dropped: set[str] = set()
    for host in hosts:
        if host.closed and (odd := [key for key in front.values if key not in host.keys]):
            dropped.update(odd)
            yield _dropped(front.line_of(odd[0]), host, odd)
    known = frozenset(key for host in hosts for key in host.keys)
    others = []
    for key in front.values:
        if key in known:
            continue
        meant = _meant(key, known)
        if meant and meant not in front.values:
            message = f"no selected host knows the key `{shortened(key)}`"
            yield Problem(front.line_of(key), message, hint=f"did you mean `{meant}`?")
        elif key not in dropped:
            others.append(key)
    if others:
        yield Problem(
            front.line_of(others[0]),
            f"no selected host knows {_listed(others)}",
            hint="hosts pass over it; what tools of your own read fits below `metadata`",
            value=len(others),
            severity="note",
            confidence="advice",
        )


def _dropped(line: int, host: Host, keys: list[str]) -> Problem:
    return Problem(
        line,
        f"{host.label} drops the skill: it does not know {_listed(keys)}",
        hint="move what you need of it below `metadata`, or leave that host out",
        value=len(keys),
        host=host.name,
        severity="error",
        confidence="exact",
    )


@cache
def _meant(key: str, known: frozenset[str]) -> str:
    """The known key that another one is a slip of; empty if there is none."""
    folded = {_folded(name): name for name in sorted(known)}
    word = _folded(key)
    if word in folded:
        return folded[word]
    from difflib import get_close_matches

    near = get_close_matches(
        word[: LONG * 4], [name for name in folded if len(name) >= LONG], 1, LIKE
    )
    return folded[near[0]] if near else ""


def _folded(key: str) -> str:
    """A key in lower case with hyphens, however its words were joined."""
    return re.sub("(?<=[a-z])(?=[A-Z])|_", "-", key).lower()


def compatibility_not_allowed(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A `compatibility` that is empty, no text, or too long."""
    front = skill.source.front
    if not readable(skill) or "compatibility" not in front.values:
        return
    value, line = front.values["compatibility"], front.line_of("compatibility")
    limit = setting.limits["characters"]
    if value is None or (isinstance(value, str) and not value.strip()):
        yield Problem(line, "`compatibility` is empty", hint="leave the key out")
    elif not isinstance(value, str):
        hint = "say in one sentence what the skill needs"
        yield Problem(line, f"`compatibility` is {kind(value)}, not a text", hint=hint)
    elif len(value) > limit:
        over = count(len(value) - limit, "characters")
        sizes = f"{count(len(value), 'characters')}, limit {limit:,.0f}"
        yield Problem(
            line,
            f"`compatibility` is {over} over its limit ({sizes})",
            hint="name what the skill needs; how to set it up belongs in the body",
            value=len(value),
            limit=limit,
            whole=True,
        )


def metadata_not_allowed(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A `metadata` that is no mapping of texts to texts."""
    front = skill.source.front
    if not readable(skill) or "metadata" not in front.values:
        return
    value = front.values["metadata"]
    if value is None:
        return
    if not isinstance(value, dict):
        hint = "write a line `key: value` for each, indented below `metadata:`"
        line = front.line_of("metadata")
        yield Problem(line, f"`metadata` is {kind(value)}, not a mapping", hint=hint)
        return
    lists = {str(key): one for key, one in value.items() if isinstance(one, list)}
    if lists:
        hint = 'join the entries in one text, such as "one, two"'
        yield _no_texts(skill, lists, hint)
    rest = {str(key): one for key, one in value.items() if not isinstance(one, str | list | None)}
    if rest:
        scalars = not any(isinstance(one, dict) for one in rest.values())
        hint = "quote it, so that every host reads a text" if scalars else ""
        yield _no_texts(skill, rest, hint, advice=True)


def _no_texts(
    skill: Skill, values: Mapping[str, object], hint: str, advice: bool = False
) -> Problem:
    first, value = next(iter(values.items()))
    line = inner_line(skill, skill.source.front, "metadata", first)
    others = f", as are {count(len(values) - 1, 'others')}" if len(values) > 1 else ""
    others = others.replace("as are 1 other", "as is 1 other")
    return Problem(
        line,
        f"`{shortened(first)}` in `metadata` is {kind(value)}, not a text{others}",
        hint=hint,
        value=len(values),
        severity="note" if advice else None,
        confidence="advice" if advice else None,
    )


def allowed_tools_shape(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """An `allowed-tools` in a form that the selected hosts do not read."""
    front = skill.source.front
    if not readable(skill) or "allowed-tools" not in front.values:
        return
    value, line = front.values["allowed-tools"], front.line_of("allowed-tools")
    hint = "write them in one line with blanks between: allowed-tools: Read Grep"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        strict = [host for host in setting.hosts.values() if not host.tool_lists]
        if strict:
            only = len(strict) == len(setting.hosts)
            yield Problem(
                line,
                "`allowed-tools` is a list; the specification has a text here",
                hint=hint,
                severity=None if only else "note",
                confidence=None if only else "advice",
            )
    elif isinstance(value, list):
        odd = next(one for one in value if not isinstance(one, str))
        yield Problem(line, f"`allowed-tools` holds {kind(odd)}, not only texts", hint=hint)
    elif not isinstance(value, str) and value is not None:
        yield Problem(line, f"`allowed-tools` is {kind(value)}, not a text", hint=hint)


def stated_tokens_wrong(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A size that the front matter states of the body, and that the body has not."""
    if not readable(skill) or not skill.tokens.body:
        return
    front, body = skill.source.front, skill.tokens.body
    inner = front.values.get("metadata")
    for values, above in ((front.values, ""), (inner, "metadata")):
        if not isinstance(values, dict):
            continue
        for key in (*ESTIMATES, *BUDGETS):
            stated = _number(values.get(key))
            if stated is None:
                continue
            line = inner_line(skill, front, above, key) if above else front.line_of(key)
            yield from _off(line, key, stated, body, setting.limits["percent"])


def _off(line: int, key: str, stated: int, body: int, percent: float) -> Iterator[Problem]:
    """Too small is wrong by any tokenizer; too large may count other files as well."""
    room = 1 + percent / 100
    below = body > stated * room
    if not below and (key in BUDGETS or stated <= body * room):
        return
    sure = below and key in ESTIMATES
    yield Problem(
        line,
        f"`{key}` says {count(stated, 'tokens')}, the body has {body:,}",
        hint=f"write {body}, or leave the key out: no host reads it",
        value=body,
        limit=stated,
        whole=True,
        severity=None if sure else "note",
        confidence=None if sure else "advice",
    )


def _number(value: object) -> int | None:
    """A stated number of tokens; None where nothing, or something else, is stated."""
    if isinstance(value, str) and re.fullmatch("[0-9]{1,9}", value):
        return int(value)
    whole = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9
    return value if whole and isinstance(value, int) else None


def value_not_allowed(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A value that a host passes over, because it takes only some words or another type."""
    if not readable(skill):
        return
    front, told = skill.source.front, set()
    for host in setting.hosts.values():
        for key, allowed in host.values.items():
            if front.values.get(key) is None or key in told:
                continue
            for problem in _unfit(skill, key, allowed, host):
                told.add(key)
                yield problem


def _unfit(skill: Skill, key: str, allowed: str | tuple[str, ...], host: Host) -> Iterator[Problem]:
    value, line = skill.source.front.values[key], skill.source.front.line_of(key)
    if allowed == "boolean":
        yield from _no_boolean(key, value, written(skill, line), line, host)
    elif allowed == "text":
        if isinstance(value, list | dict):
            spelled = written(skill, line)
            hint = (
                f'quote it: {key}: "{spelled}"' if spelled[:1] == "[" and '"' not in spelled else ""
            )
            yield Problem(line, f"`{key}` is {kind(value)}, not a text", hint=hint, host=host.name)
    elif allowed == "mapping":
        if not isinstance(value, dict):
            yield Problem(line, f"`{key}` is {kind(value)}, not a mapping", host=host.name)
    elif not isinstance(value, str) or value not in allowed:
        said = quoted(value) if isinstance(value, str) else kind(value)
        words = ", ".join(f"`{word}`" for word in allowed)
        yield Problem(
            line,
            f"`{key}` is {said}; {host.label} knows {'only ' if len(allowed) == 1 else ''}{words}",
            hint="leave the key out to get the default",
            host=host.name,
            confidence="heuristic",
        )


def _no_boolean(key: str, value: object, spelled: str, line: int, host: Host) -> Iterator[Problem]:
    """`yes` and `on` are booleans to YAML 1.1 only, and texts to hosts that read YAML 1.2."""
    truth = value if isinstance(value, bool) else str(value).lower() == "true"
    hint = f"write {key}: {str(truth).lower()}"
    if isinstance(value, bool):
        if spelled.lower() in ("yes", "no", "on", "off"):
            said = f"`{key}` is {quoted(spelled)}, which YAML 1.2 reads as a text, not as a boolean"
            yield Problem(line, said, hint=hint, host=host.name, confidence="heuristic")
    elif isinstance(value, str) and value.lower() in ("true", "false"):
        said = f"`{key}` is the text {quoted(value)}, not a boolean"
        yield Problem(line, said, hint=hint, host=host.name, severity="note", confidence="advice")
    else:
        said = quoted(value) if isinstance(value, str) else kind(value)
        hint = f"write {key}: true, or leave the key out"
        yield Problem(line, f"`{key}` is {said}, not a boolean", hint=hint, host=host.name)


def _listed(keys: Iterable[str]) -> str:
    """Some keys by name, and how many more there are."""
    names = [*keys]
    shown = ", ".join(f"`{shortened(name, 30)}`" for name in names[:NAMED])
    more = len(names) - NAMED
    return f"{shown} and {more} more" if more > 0 else shown
