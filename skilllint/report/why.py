"""Why sections are candidates or none: every signal of both sums, in each format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from skilllint.model import Audited, Evidence, Report, Sum, Why
from skilllint.report import json, sentences, table
from skilllint.report.spans import code
from skilllint.report.wording import clean
from skilllint.tokens import ENCODING

DEPTH = 2
"""Cells that each level is set in."""

DISAGREE = (
    "words and weights: situational/lexicon.toml of the package; [[usage]] in skilllint.toml, "
    "with heading, p and note, goes before them"
)

# --- for a terminal ---------------------------------------------------------------


def render(report: Report, console: Console) -> str:
    """Each section that was asked for, below the file it stands in."""
    with console.capture() as captured:
        for audited in asked(report):
            console.print(table.named(audited.skill, console.width), crop=False)
            for number, one in enumerate(audited.why):
                if number:
                    console.print()
                for level, line in reasons(one):
                    console.print(Padding(line, (0, 0, 0, DEPTH * level), expand=False))
            console.print()
        if asked(report):
            console.print(Text(DISAGREE, "dim"))
    lines = captured.get().rstrip("\n").splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def asked(report: Report) -> list[Audited]:
    """The skills with sections that were asked for."""
    return [audited for audited in report.skills if audited.why]


def reasons(one: Why) -> Iterator[tuple[int, Text]]:
    """The lines about one section, each with its level."""
    yield 1, Text(sentences.title(one), "bold")
    yield 2, Text(sentences.place(one))
    yield 2, Text(clean(one.sentence), "yellow")
    for sum_ in one.sums:
        yield 2, Text(heading(sum_))
        for reason in sum_.evidence:
            yield 3, Text(weighed(reason), "dim")
    for line in one.keep:
        yield 2, Text(f"keep line {line.line}: {clean(line.reason)}")


def heading(sum_: Sum) -> str:
    """A sum with the thresholds of its bands."""
    bands = f"possible from {sum_.possible:g}, likely from {sum_.likely:g}"
    return f"{sum_.kind} {sum_.score:+.2f} ({bands})"


def weighed(reason: Evidence) -> str:
    """A signal with its weight, the name that the lexicon gives it, and its line."""
    return f"{reason.weight:+.2f} {reason.signal}, line {reason.line}: {clean(reason.text)}"


# --- as Markdown --------------------------------------------------------------------


def render_markdown(report: Report) -> str:
    """Each section that was asked for, as lists."""
    lines = [
        line for audited in asked(report) for one in audited.why for line in listed(audited, one)
    ]
    return "\n".join([*lines[1:], "", code(DISAGREE)]) + "\n" if lines else ""


def listed(audited: Audited, one: Why) -> Iterator[str]:
    """The lines about one section; strangers' text stays text."""
    yield from ("", f"## {code(sentences.title(one))}", "")
    yield from (f"{code(audited.skill.path)}, {sentences.place(one)}", "")
    yield code(one.sentence, 800)
    for sum_ in one.sums:
        yield from ("", f"**{heading(sum_)}**", "")
        for reason in sum_.evidence:
            what = f"{reason.weight:+.2f} {code(reason.signal)}, line {reason.line}"
            yield f"- {what}: {code(reason.text)}"
    if one.keep:
        yield ""
    for line in one.keep:
        yield f"- keep line {line.line}: {code(line.reason)}"


# --- as JSON ------------------------------------------------------------------------


def render_json(report: Report) -> str:
    """The sections that were asked for, with everything that was weighed."""
    return json.dump(
        {
            "version": json.VERSION,
            "tokenizer": ENCODING,
            "why": [explained(audited, one) for audited in asked(report) for one in audited.why],
            "unread": json.unread(one for one in report.failed if one.cause != "crash"),
            "internal": json.unread(report.crashes),
        }
    )


def explained(audited: Audited, one: Why) -> json.Json:
    """One section; the fields are the model's."""
    sums = {sum_["kind"]: sum_ for sum_ in asdict(one)["sums"]}
    return {
        "path": audited.skill.path,
        "name": audited.skill.name,
        "heading_path": list(one.heading_path),
        "start": one.start,
        "end": one.end,
        "lines": one.lines,
        "tokens": one.tokens,
        "share": round(one.share, 4),
        "outcome": one.outcome,
        "sentence": one.sentence,
        "sums": sums,
        "keep": [asdict(line) for line in one.keep],
    }
