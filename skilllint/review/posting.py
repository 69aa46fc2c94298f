"""What is wanted, sent to a pull request: one write after the other, none of them twice.

What stands there is read just before. After an error it is read again and planned anew,
so that a write whose fate is unknown is sent again only where it is not there.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from skilllint.github import GithubError, Sent
from skilllint.model import short_id
from skilllint.model.reviewing import (
    Outcome,
    Placing,
    Posted,
    PostReview,
    PostSummary,
    Pull,
    State,
    Wanted,
    Write,
)
from skilllint.review import notes, planning, progress
from skilllint.review.notes import Chosen
from skilllint.review.progress import Progress, ended

ROUNDS = 12
"""How often at most it is read what stands there; an undisturbed first review needs two."""

EVERY = 10
"""With so many writes done, a second each, it is looked again whether the head has moved."""

PAUSE = 2.0
"""Seconds before it is looked whether a write of unknown fate is there; then twice as long."""

REASONS: dict[Placing, str] = {
    "outside": "outside the diff",
    "unknown": "in a file that GitHub shows no diff of",
    "limit": "over the limit of remarks",
    "refused": "on lines that GitHub refused",
    "long": "too long for a remark",
}


START = Progress()


class Board(Protocol):
    """A pull request to look at; each call raises `GithubError`."""

    def state(self, repository: str, number: int) -> State:
        """What stands on it now."""

    def patches(
        self, repository: str, number: int, wanted: Collection[str]
    ) -> dict[str, str | None]:
        """The diff of each wanted file; None where there is none to be had."""


class Host(Board, Protocol):
    """Where a pull request lies."""

    def pull(self, repository: str, number: int) -> Pull:
        """A pull request as it is now."""

    def send(self, pull: Pull, write: Write) -> Sent:
        """Send one write."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be written now; or why nothing is: then `outcome` says which, in one word.

    `sentence` says what was in the way.
    """

    writes: tuple[Write, ...] = ()
    chosen: Chosen = field(default_factory=Chosen)
    patches: Mapping[str, str | None] = field(default_factory=dict)
    number: int | None = None
    outcome: Outcome | None = None
    sentence: str = ""


def post(
    client: Host, pull: Pull, wanted: Wanted, sleep: Callable[[float], None] = time.sleep
) -> Posted:
    """Write what is wanted on a pull request, and say what came of it. Raises nothing of GitHub's.

    `sleep` takes seconds; it is called only before a write of unknown fate is looked for.
    """
    so_far = START
    for _ in range(ROUNDS):
        if so_far.pending:
            sleep(PAUSE * 2.0 ** (so_far.lost - 1))
        so_far = attempt(client, pull, wanted, so_far)
        if so_far.outcome:
            break
    else:
        so_far = ended(so_far, "failed", f"gave up after {ROUNDS} tries")
    assert so_far.outcome
    return Posted(
        outcome=so_far.outcome,
        summary=so_far.number,
        writes=so_far.done,
        left_out=so_far.chosen.left_out,
        sentences=(*so_far.sentences, *left_out(so_far.chosen)),
    )


def attempt(client: Host, pull: Pull, wanted: Wanted, so_far: Progress) -> Progress:
    """Read what stands there, plan, and send until all is written or something fails."""
    try:
        drawn = draft(client, pull, wanted, so_far)
    except GithubError as error:
        return ended(so_far, progress.word(error), str(error))
    if drawn.outcome:
        return ended(so_far, drawn.outcome, drawn.sentence)
    so_far = replace(
        progress.found(so_far, drawn.writes),
        number=drawn.number or so_far.number,
        patches=drawn.patches,
        chosen=so_far.chosen if so_far.tidying else drawn.chosen,
        sentences=(*so_far.sentences, *filter(None, [drawn.sentence])),
    )
    for write in drawn.writes:
        so_far, go_on = sent(client, pull, wanted, write, so_far)
        if not go_on:
            return so_far
    if so_far.made and not so_far.tidying:
        # another run may have posted the same at the same time
        return replace(so_far, tidying=True)
    return ended(so_far, "done" if so_far.done else "unchanged")


def draft(client: Board, pull: Pull, wanted: Wanted, so_far: Progress = START) -> Draft:
    """What would be written now, from what stands there. Raises `GithubError`."""
    state = client.state(pull.repository, pull.number)
    if outcome := stopped(wanted, state.head, state.open):
        return Draft(outcome=outcome, sentence=why(outcome, pull, wanted, state.head))
    threads = planning.ours(state)
    said = wanted.told or ()
    lines = "none" if so_far.tidying else so_far.lines
    missing = notes.paths(said, threads, wanted.most, lines) - so_far.patches.keys()
    patches, trouble = shown(client, pull, missing)
    patches |= so_far.patches
    chosen = notes.choose(said, threads, patches, wanted.most, lines)
    writes = planning.plan(state, wanted, chosen.kept, chosen.notes, so_far.rights)
    ours = planning.summaries(state)
    return Draft(
        writes=tuple(one for one in writes if may_send(one, so_far)),
        chosen=chosen,
        patches=patches,
        number=ours[0][0].number if ours else None,
        sentence=trouble,
    )


def shown(client: Board, pull: Pull, paths: Collection[str]) -> tuple[dict[str, str | None], str]:
    """GitHub's diffs of some files, and what keeps it from giving them.

    It gives none of a very large pull request; the summary is worth having without.
    """
    try:
        return (client.patches(pull.repository, pull.number, paths) if paths else {}), ""
    except GithubError as error:
        return dict.fromkeys(paths), str(error)


def may_send(write: Write, so_far: Progress) -> bool:
    """Whether a write is still to be tried: nothing new twice, nothing that is gone or refused."""
    if so_far.tidying and isinstance(write, PostSummary | PostReview):
        return False
    return progress.target(write) not in so_far.let_be


def sent(
    client: Host, pull: Pull, wanted: Wanted, write: Write, so_far: Progress
) -> tuple[Progress, bool]:
    """Send one write; false where what stands there has to be read before any other."""
    try:
        if isinstance(write, PostReview) and write.notes == so_far.rejected:
            return progress.narrowed(so_far, write.notes), False
        if isinstance(write, PostReview) or len(so_far.done) % EVERY == EVERY - 1:
            now = client.pull(pull.repository, pull.number)
            if outcome := stopped(wanted, now.head, now.open):
                return ended(so_far, outcome, why(outcome, pull, wanted, now.head)), False
        number = client.send(pull, write).number
    except GithubError as error:
        return progress.after(error, write, so_far), False
    done = (*so_far.done, write)
    return replace(so_far, done=done, number=number or so_far.number, lost=0), True


def stopped(wanted: Wanted, head: str, is_open: bool) -> Outcome | None:
    """Whether a pull request is not any more what was looked at."""
    if not is_open:
        return "closed"
    return None if head == wanted.head else "moved"


def why(outcome: Outcome, pull: Pull, wanted: Wanted, head: str) -> str:
    """The sentence on a run that stops."""
    name = f"{pull.repository}#{pull.number}"
    if outcome == "closed":
        return f"{name} is closed: nothing more is written"
    moved = f"{name} has another head by now ({short_id(head)}, not {short_id(wanted.head)})"
    return f"{moved}: nothing more is written"


def left_out(chosen: Chosen) -> Iterator[str]:
    """How many findings have no remark, and why."""
    counted = Counter(reason for _, reason in chosen.left_out)
    if counted:
        several = len(counted) > 1
        reasons = ", ".join(
            f"{counted[one]} {said}" if several else said
            for one, said in REASONS.items()
            if counted[one]
        )
        whole = counted.total()
        have = "findings have" if whole > 1 else "finding has"
        yield f"{whole} {have} no remark: {reasons}"
