"""The body of a remark on lines of a pull request, as Markdown; strangers' text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.model import Candidate, Finding, Worse
from skilllint.model.reviewing import Suggestion
from skilllint.report import sentences
from skilllint.report.compare_blocks import why
from skilllint.report.spans import RUN, plain, span
from skilllint.report.wording import COMMAND, hidden, whole

LONG = 400
"""Characters of a message or a hint that are shown."""

RUNNER = re.compile(rf"^\s*::|{COMMAND.pattern}", re.MULTILINE)
"""Text that a CI runner would take for a command, were it printed as it stands."""


def note(
    finding: Finding,
    *,
    worse: Worse | None = None,
    candidate: Candidate | None = None,
    suggestion: Suggestion | None = None,
) -> str:
    """What is wrong, by how much, why, and what to do.

    A suggestion whose text cannot be shown faithfully is left out.
    """
    rule = f"**{plain(finding.code)}** {span(finding.name)}"
    lines = [f"{rule} · {finding.severity}{grew(worse)}", "", span(finding.message, LONG), ""]
    lines += [f"- {line}" for line in advised(finding, candidate)]
    lines += suggested(suggestion) if suggestion else ()
    return "\n".join(lines) + "\n"


def grew(worse: Worse | None) -> str:
    """By how much a finding is worse than before."""
    if worse is None:
        return ""
    was, now = worse.before, worse.finding
    if was.severity != now.severity:
        return f" · worse: was a {was.severity}"
    if was.value is None or now.value is None or was.value == now.value:
        return " · worse than before"
    return f" · worse: {whole(was.value)} → {whole(now.value)}"


def advised(finding: Finding, candidate: Candidate | None) -> Iterator[str]:
    """Why a block could leave, what to do, and where more is said."""
    if candidate:
        reasons = "; ".join(why(candidate))
        yield f"why: lines {candidate.start}–{candidate.end}{reasons and ', '}{reasons}"
        if candidate.saving and candidate.kind != "late":
            yield next(sentences.priced(candidate.saving)).replace("$", "USD ")
    if finding.hint:
        yield f"to do: {span(finding.hint, LONG)}"
    yield f"more: {span(f'skilllint explain {finding.code}')}"


def suggested(suggestion: Suggestion) -> tuple[str, ...]:
    """The block that GitHub offers to commit; nothing where its text would not be shown as it is.

    A fence is cut at 255 backticks by GitHub's parser, so text with many in a row has none.
    """
    text = suggestion.text
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    strange = any(hidden(char) for char in text if char not in "\t\n")
    if strange or longest > RUN or RUNNER.search(text):
        return ()
    fence = "`" * max(3, longest + 1)
    body = text.removesuffix("\n").split("\n") if text else ()
    return ("", f"{fence}suggestion", *body, fence)
