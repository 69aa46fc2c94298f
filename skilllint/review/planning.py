"""What is to be written, so that a pull request says what it should and nothing twice.

Nothing is sent here. A plan names what is ours alone: comments that whoever asks wrote and
that begin with a marker. When all of it is written, the next plan is empty.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from skilllint.model.reviewing import (
    Comment,
    DeleteRemark,
    EditRemark,
    EditSummary,
    Hide,
    Note,
    PostReview,
    PostSummary,
    Remark,
    Resolve,
    State,
    Thread,
    Told,
    Wanted,
    Write,
)
from skilllint.review import markers
from skilllint.review.markers import Marker

ORDER = (PostSummary, EditSummary, PostReview, Hide, EditRemark, Resolve, DeleteRemark)
"""The comment stands first, whatever comes after. What is hidden is so before its text is
another, and what is shown again too: a run that ends in between is taken up where it ended."""


RULE = re.compile(
    r"(?P<rule>\*\*[A-Za-z0-9]{1,20}\*\* `[a-z0-9-]{1,80}`) · (error|warning|note)"
    r"( · worse(: was a (warning|note)| than before|: -?[0-9,]+ → -?[0-9,]+))?"
)
"""The first line of a remark: the rule and how severe it is. `report.review_note` writes it."""


MOST = 100
"""Remarks that GitHub takes in one review."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What a token may do to its own remarks; a refusal takes one of them away for the run."""

    resolve: bool = True
    hide: bool = True
    delete: bool = True


ALL = Rights()


def plan(
    state: State,
    wanted: Wanted,
    kept: tuple[Told, ...],
    notes: tuple[Note, ...],
    rights: Rights = ALL,
) -> tuple[Write, ...]:
    """The least writes after which a pull request says what is wanted, in the order to send.

    `kept` are the findings whose thread is to stand open, `notes` what is new.
    """
    writes = list(comment(state, wanted, rights))
    if wanted.told is not None:
        each = (notes[start : start + MOST] for start in range(0, len(notes), MOST))
        writes += [PostReview(wanted.head, some) for some in each]
        writes += threads(state, wanted, kept, rights)
    return tuple(sorted(writes, key=lambda write: ORDER.index(type(write))))


# --- the comment below the pull request ----------------------------------------------


def summaries(state: State) -> list[tuple[Comment, Marker]]:
    """Our summaries, the one that counts first: the oldest that is not hidden, else the oldest."""
    read = ((one, markers.read(one.body, mine=one.mine)) for one in state.comments)
    ours = [(one, marker) for one, marker in read if marker and marker.fingerprint is None]
    return sorted(ours, key=lambda each: (each[0].hidden, each[0].number))


def comment(state: State, wanted: Wanted, rights: Rights) -> Iterator[Write]:
    """Write the one summary or another text into it, and hide any other of ours."""
    ours = summaries(state)
    text = wanted.nothing if wanted.summary is None else wanted.summary
    if not ours:
        if wanted.summary is not None:
            yield PostSummary(markers.summary(text))
        return
    (first, marker), *others = ours
    if marker.digest != markers.digest(text):
        yield EditSummary(first, markers.summary(text))
    for other, _ in others:
        if rights.hide and not other.hidden:
            yield Hide(other.id, "DUPLICATE")


# --- threads on the diff -------------------------------------------------------------


def ours(state: State) -> dict[str, list[tuple[Thread, Marker]]]:
    """Our threads by the fingerprint of their finding, each list the oldest first."""
    found: dict[str, list[tuple[Thread, Marker]]] = {}
    for thread in sorted(state.threads, key=lambda thread: thread.first.number):
        marker = markers.read(thread.first.body, mine=thread.first.mine)
        if marker and marker.fingerprint:
            found.setdefault(marker.fingerprint, []).append((thread, marker))
    return found


def threads(
    state: State, wanted: Wanted, kept: tuple[Told, ...], rights: Rights
) -> Iterator[Write]:
    """Bring every thread of ours to what its finding says now."""
    stay = {told.finding.fingerprint: told for told in kept}
    there = {told.finding.fingerprint for told in wanted.told or ()}
    for fingerprint, (first, *others) in ours(state).items():
        for thread, _ in others:
            yield from double(thread, rights)
        if fingerprint in stay:
            yield from still_there(*first, stay[fingerprint], rights)
        elif fingerprint not in there and looked_at(first[0].path, wanted):
            yield from gone(*first, fingerprint, wanted, rights)


def looked_at(path: str, wanted: Wanted) -> bool:
    """Whether a finding in a file would be known, were it there."""
    within = not wanted.within or any(below(path, folder) for folder in wanted.within)
    return within and not any(below(path, whole(one)) for one in wanted.unsure)


def whole(path: str) -> str:
    """What is not known of where a path could not be read: a SKILL.md stands for its skill."""
    folder, name = posixpath.split(path)
    return (folder or ".") if name.lower() == "skill.md" else path


def below(path: str, folder: str) -> bool:
    """Whether a path is another or lies in it; the repository itself is `.`."""
    return folder in (".", path) or path.startswith(folder.rstrip("/") + "/")


def by_person(thread: Thread) -> bool:
    """Whether somebody else than whoever asks resolved a thread."""
    if not thread.resolved or thread.resolved_by is None:
        return False
    # one API calls a bot `name[bot]` what another calls `name`
    who, bot = (name.removesuffix("[bot]") for name in (thread.resolved_by, thread.first.author))
    return who != bot


def double(thread: Thread, rights: Rights) -> Iterator[Write]:
    """Take away a thread on a finding that has an older one; with replies, fold it."""
    if may_delete(thread, rights):
        yield DeleteRemark(thread.first)
        return
    yield from hidden(thread.first, "DUPLICATE", rights)
    if may_resolve(thread, rights):
        yield Resolve(thread)


def still_there(thread: Thread, marker: Marker, told: Told, rights: Rights) -> Iterator[Write]:
    """Open a thread that we resolved, with the text of now; leave what a person resolved."""
    if by_person(thread):
        return
    if thread.first.hidden and marker.digest == markers.GONE and shows(thread.first, rights):
        yield Hide(thread.first.id, None)
    fitting = {markers.digest(text) for text in (told.body, told.offered) if text}
    if marker.digest not in fitting:
        # without the suggestion: which lines the thread began on is not known any more
        body = markers.remark(told.finding.fingerprint, told.body)
        yield EditRemark(thread.first, body)
    if thread.resolved and thread.can_unresolve and rights.resolve:
        yield Resolve(thread, again=True)


def gone(
    thread: Thread, marker: Marker, fingerprint: str, wanted: Wanted, rights: Rights
) -> Iterator[Write]:
    """Resolve, else delete, else rewrite the thread of a finding that is there no more."""
    if thread.resolved or marker.digest == markers.GONE:
        return
    if may_resolve(thread, rights):
        yield Resolve(thread)
    elif may_delete(thread, rights):
        yield DeleteRemark(thread.first)
    elif fingerprint not in wanted.still:
        yield from hidden(thread.first, "RESOLVED", rights)
        rule = about(thread.first.body)
        fixed = wanted.fixed[:1].lower() + wanted.fixed[1:] if rule else wanted.fixed
        text = rule + fixed
        yield EditRemark(thread.first, markers.remark(fingerprint, text, gone=True))


def about(body: str) -> str:
    """The rule that a remark of ours is on, before a colon.

    Nothing where its first line is not exactly as we write it: somebody may have edited it.
    """
    _, _, text = body.replace("\r\n", "\n").partition("\n\n")
    found = RULE.fullmatch(text.partition("\n")[0])
    return f"{found['rule']}: " if found else ""


def hidden(
    remark: Remark, reason: Literal["DUPLICATE", "RESOLVED"], rights: Rights
) -> Iterator[Write]:
    """Fold a remark away unless it is."""
    if not remark.hidden and shows(remark, rights):
        yield Hide(remark.id, reason)


def shows(remark: Remark, rights: Rights) -> bool:
    """Whether we may hide a remark or show it again."""
    return rights.hide and remark.can_hide


def may_resolve(thread: Thread, rights: Rights) -> bool:
    """Whether a thread is open and we may resolve it."""
    return rights.resolve and thread.can_resolve and not thread.resolved


def may_delete(thread: Thread, rights: Rights) -> bool:
    """Whether nobody replied and we may take a thread away."""
    return rights.delete and thread.first.can_delete and thread.remarks == 1
