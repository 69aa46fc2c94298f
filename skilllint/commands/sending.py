"""A pull request's server: what is wanted there, and what came of it in words."""

from __future__ import annotations

import os
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property

from skilllint import github
from skilllint.github import Client, GithubError, TokenError
from skilllint.github import requests as asking
from skilllint.model import Comparison, Finding, Worse, short_id
from skilllint.model.reviewing import (
    DeleteRemark,
    EditRemark,
    EditSummary,
    Hide,
    Parting,
    Posted,
    PostReview,
    PostSummary,
    Pull,
    Resolve,
    Suggestion,
    Told,
    Wanted,
    Write,
)
from skilllint.report import compare_markdown, review_note
from skilllint.report.json import dump
from skilllint.report.wording import clean, plural
from skilllint.review import notes, posting
from skilllint.review.blank import Blank
from skilllint.review.commits import Commits
from skilllint.review.events import Addresses

NOTHING = "No skill differs any more from where this branch left its base.\n"
NARROWED = "No skill that is looked at differs from where this branch left its base.\n"

TOKENS = ("GITHUB_TOKEN", "GH_TOKEN")


@dataclass
class Line:
    """The way to a server, opened when it is first needed and closed with `stack`."""

    places: Addresses
    stack: ExitStack
    token: str = field(repr=False)

    @cached_property
    def client(self) -> Client:
        """The server's doors. Raises `GithubError`."""
        if not self.token:
            raise TokenError(f"there is no token for GitHub in {' or '.join(TOKENS)}")
        found = github.connect(self.places.api, self.places.graphql, self.token)
        return self.stack.enter_context(found)

    def open(self) -> Client:
        """The same, as what is called for it."""
        return self.client

    def parting(self, pull: Pull) -> Parting | None:
        """Where a pull request left its base; None without a token. Raises `GithubError`."""
        if not self.token:
            return None
        return self.client.parting(pull.repository, pull.target or pull.base, pull.head)


def token() -> str:
    """The token that the environment holds, taken out of it: no process that is started needs
    it there. Nothing where it holds none."""
    found = [os.environ.pop(name, "") for name in TOKENS]
    return next(filter(None, found), "")


# --- what is wanted ---------------------------------------------------------------


def told(found: Comparison, suggestions: Mapping[str, Suggestion]) -> tuple[Told, ...]:
    """The new and worse findings, each with its remark."""
    blocks = {one.fingerprint: one for change in found.skills for one in change.candidates}

    def render(one: Finding, before: Finding | None, suggestion: Suggestion | None) -> str:
        return review_note.note(
            one,
            worse=Worse(one, before) if before else None,
            candidate=blocks.get(one.fingerprint),
            suggestion=suggestion,
        )

    return notes.told(found, suggestions, render)


def wanted(
    found: Comparison,
    said: tuple[Told, ...],
    summary: str,
    options: Namespace,
    paths: tuple[str, ...],
) -> Wanted:
    """What a pull request should say, after a comparison.

    A comment that has nothing to say is not worth a mail; one that stands there says so.
    """
    nothing = NARROWED if paths else NOTHING
    return Wanted(
        head=found.head,
        summary=None if compare_markdown.is_quiet(found) else summary,
        nothing=summary if found.skills or found.unread else nothing,
        fixed=f"Fixed in {short_id(found.head)}.\n",
        told=None if options.no_inline else said,
        most=options.max_comments,
        still=notes.still(found, said),
        # what could not be read before is not compared either
        unsure=tuple(one.path for one in (*found.unread, *found.unread_before)),
        within=paths,
    )


def send(pull: Pull, line: Line, wish: Wanted) -> Posted:
    """Write what is wanted, and say what came of it."""
    name = f"{pull.repository}#{pull.number}"
    if not pull.open:
        return Posted("closed", sentences=(f"{name} is closed: nothing is written",))
    if not line.token:
        missing = f"there is no token in {' or '.join(TOKENS)}: nothing is written on {name}"
        return Posted("refused", sentences=(missing,))
    try:
        return posting.post(line.client, pull, wish)
    except GithubError as error:
        return Posted("failed", sentences=(str(error),))


def rehearse(pull: Pull, line: Line, wish: Wanted, commits: Commits) -> Iterator[str]:
    """What would be sent now, line by line; without a token as if nothing stood there.

    Raises `GithubError`.
    """
    board = line.client if line.token else Blank(commits)
    drawn = posting.draft(board, pull, wish)
    if drawn.sentence:
        yield drawn.sentence
    for write in drawn.writes:
        request = asking.of(pull, write)
        yield f"{request.method} {request.path}"
        if request.json is not None:
            yield dump(dict(request.json))


# --- what was sent ----------------------------------------------------------------


def sentences(pull: Pull, posted: Posted) -> Iterator[str]:
    """What was written, and what went otherwise."""
    if posted.writes or posted.outcome in ("done", "unchanged"):
        yield f"{pull.repository}#{pull.number}: {written(posted.writes)}"
    yield from map(clean, posted.sentences)


def written(writes: Iterable[Write]) -> str:
    """Some writes in one line: `posted a summary and 3 remarks`."""
    counts = Counter(kind(write) for write in writes)
    remarks = sum(len(write.notes) for write in writes if isinstance(write, PostReview))
    new = ["a summary"] if counts["summary"] else []
    new += [plural(remarks, "remark")] if remarks else []
    done = [f"posted {' and '.join(new)}"] if new else []
    done += ["edited the summary"] if counts["edit"] else []
    for what, (words, noun) in WORDS.items():
        if counts[what]:
            done.append(f"{words} {plural(counts[what], noun)}")
    return ", ".join(done) or "nothing to change"


WORDS = {
    "remark": ("edited", "remark"),
    "delete": ("deleted", "remark"),
    "resolve": ("resolved", "thread"),
    "again": ("opened again", "thread"),
    "hide": ("folded away", "comment"),
    "show": ("showed again", "comment"),
}


KINDS: Mapping[type[Write], str] = {
    PostSummary: "summary",
    EditSummary: "edit",
    PostReview: "review",
    EditRemark: "remark",
    DeleteRemark: "delete",
}


def kind(write: Write) -> str:
    """What sort of write it is."""
    if isinstance(write, Resolve):
        return "again" if write.again else "resolve"
    if isinstance(write, Hide):
        return "hide" if write.reason else "show"
    return KINDS[type(write)]
