"""A first configuration, fitted to what was found; and what to do with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from skilllint.model import Finding, Report, Rule
from skilllint.report.wording import clean, plural

HOOKS = """\
repos:
  - repo: https://example.invalid/skilllint  # where you got this from
    rev: v{version}
    hooks:
      - id: skilllint        # the skills that the changed files belong to
      - id: skilllint-audit  # every skill of the repository
        args: [--ratchet]    # whose numbers may only fall
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a configuration is fitted to.

    `hosts` are the hosts that skills would be judged for, with how many skills each choice
    is for; `left_out` folders that hold skills of others or of tests, with how many.
    """

    report: Report
    rules: Sequence[Rule]
    hosts: Mapping[tuple[str, ...], int]
    left_out: Mapping[str, int]


def render(facts: Facts) -> str:
    """The text of a `skilllint.toml`."""
    parts = (head, hosts, exclude, ignore, advice, fail_on, limits, allow)
    return "\n".join("".join(f"{line}\n" for line in part(facts)) for part in parts)


def head(facts: Facts) -> Iterator[str]:
    """What the file is."""
    yield "# How skilllint judges the skills below this folder."
    yield "# `skilllint config PATH` shows what is in force for a skill, and why."
    yield f"# When this was written: {found(facts.report)}."


def found(report: Report) -> str:
    """What there is, as a part of a sentence."""
    counts = Counter(one.severity for one in report.shown(advice=False))
    kinds = [
        plural(counts[level], level) for level in ("error", "warning", "note") if counts[level]
    ]
    return ", ".join([plural(len(report.skills), "skill"), *(kinds or ["no problems"])])


def hosts(facts: Facts) -> Iterator[str]:
    """The hosts, where they are the same for all."""
    yield "# The hosts that load these skills; without this key, the usual ones and those that"
    yield "# a repository or plugin shows by its folders."
    if len(facts.hosts) == 1:
        yield f"hosts = {texts(next(iter(facts.hosts)))}"
        return
    for names, skills in facts.hosts.items():
        yield f"# hosts = {texts(names)}  # as for {plural(skills, 'skill')}"


def exclude(facts: Facts) -> Iterator[str]:
    """The folders to leave out."""
    yield "# Skills to leave out, such as those of others: patterns as in a .gitignore."
    if not facts.left_out:
        yield "exclude = []"
        return
    yield "exclude = ["
    for folder, skills in facts.left_out.items():
        yield f"  {quoted(folder)},  # {plural(skills, 'skill')}"
    yield "]"


def ignore(facts: Facts) -> Iterator[str]:
    """The rules that have found something."""
    yield "# Rules to leave out: codes, names, or the beginning of codes. `skilllint explain CODE`"
    yield "# says what each is for. A baseline lets old findings be and keeps the rule."
    yield from tally(facts, facts.report.shown(advice=False), "Found today:")
    yield "ignore = []"


def advice(facts: Facts) -> Iterator[str]:
    """The rules that would advise something."""
    yield "# Rules to add; one that gives mere advice is shown when it is named here."
    hidden = [one for one in facts.report.findings if one.confidence == "advice"]
    yield from tally(facts, hidden, "Advice today:")
    yield "extend-select = []"


def tally(facts: Facts, findings: Iterable[Finding], start: str) -> Iterator[str]:
    """How much each rule found, most first."""
    counts = Counter(one.code for one in findings)
    names = {rule.code: rule.name for rule in facts.rules}
    if counts:
        yield f"# {start}"
    width = max((len(names[code]) for code in counts), default=0)
    for code, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"#   {code}  {names[code]:{width}}  {number:>5,}"


def fail_on(facts: Facts) -> Iterator[str]:
    """What gives status 1."""
    yield "# The least severity that fails a check: error, warning, note or never."
    yield 'fail-on = "warning"'


def limits(facts: Facts) -> Iterator[str]:
    """The limits that skills exceed, with the most that was found."""
    yield "# Limits, as they are without this file."
    most: dict[str, tuple[float, str]] = {}
    for one in facts.report.findings:
        if one.value is not None:
            most[one.code] = max(most.get(one.code, (0, "")), (one.value, one.path))
    for rule in facts.rules:
        for key, limit in rule.limits.items() if rule.metric else ():
            value, path = most.get(rule.code, (0, ""))
            told = f"  # the most is {value:,}, in {clean(path)}" if path else ""
            yield f"# [limits.{rule.code}]  # {rule.title}"
            yield f"# {key} = {limit}{told}"


def allow(facts: Facts) -> Iterator[str]:
    """An example of an entry, for its form."""
    yield "# What to let be: the reason is told with it, `until` is its last day."
    yield "# [[allow]]"
    yield '# rule = "SZ101"'
    yield '# path = "skills/NAME/"'
    yield '# reason = "the tables move to references/ with the next release"'
    yield "# until = 2030-12-31"


def after(file: str, facts: Facts, version: str, hidden: str | None) -> str:
    """What was done, and what to do next."""
    lines = [f"{clean(file)} written: {found(facts.report)}"]
    if hidden:
        lines.append(f"below this folder it holds alone: {clean(hidden)} no longer does")
    lines += [
        "next, let old findings be, and stop new ones:",
        "  skilllint check --write-baseline",
        "  pre-commit install",
        "with this in .pre-commit-config.yaml:",
        "",
    ]
    return "\n".join(lines) + "\n" + HOOKS.format(version=version)


def texts(values: Iterable[str]) -> str:
    """A list of texts in TOML."""
    return f"[{', '.join(map(quoted, values))}]"


def quoted(text: str) -> str:
    """A text in TOML; it holds no control character."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
