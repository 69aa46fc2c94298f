"""Which findings get a remark, and on which lines of the diff.

GitHub takes a review whole or not at all, and one line outside the diff is enough for the
latter. So a remark is placed only by GitHub's own diff of its file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from skilllint.compare import anchors, hunks
from skilllint.model import Comparison, Finding, Hunk
from skilllint.model.reviewing import Note, Placing, Suggestion, Thread, Told
from skilllint.review import markers, planning
from skilllint.review.markers import Marker

Render = Callable[[Finding, Finding | None, Suggestion | None], str]
"""The text of a remark on a finding, given what it was before if that, and a suggestion."""

Patches = Mapping[str, str | None]
"""GitHub's diff of each file, by its path; None where it gives none."""

Lines = Literal["shown", "changed", "none"]
"""On which lines new remarks are placed: any that the diff shows, those that changed, none."""

Threads = Mapping[str, Sequence[tuple[Thread, Marker]]]
"""Our threads by the fingerprint of their finding, each list the oldest first."""

WORST = ("error", "warning", "note")

SPARE = 2
"""Diffs are asked for of so many times the findings that there is room for."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Findings whose thread is to stand open, new remarks, and why others have none."""

    kept: tuple[Told, ...] = ()
    notes: tuple[Note, ...] = ()
    left_out: tuple[tuple[str, Placing], ...] = ()


# --- what is to be told --------------------------------------------------------------


def told(
    found: Comparison,
    suggestions: Mapping[str, Suggestion],
    render: Render,
    *,
    advice: bool = False,
) -> tuple[Told, ...]:
    """The new and worse findings with their texts, the worst first; advice if it is asked for.

    `suggestions` are by fingerprint.
    """
    each: dict[str, tuple[Finding, Finding | None]] = {}
    for one, before in introduced(found):
        if advice or one.told:
            each.setdefault(one.fingerprint, (one, before))
    order = sorted(each.values(), key=lambda pair: rank(pair[0]))
    return tuple(
        with_texts(one, before, suggestions.get(one.fingerprint), render, found)
        for one, before in order
    )


def with_texts(
    one: Finding,
    before: Finding | None,
    suggestion: Suggestion | None,
    render: Render,
    found: Comparison,
) -> Told:
    """A finding with its texts; a suggestion that cannot be shown is none."""
    body, shown = render(one, before, None), one.fingerprint in found.anchors
    offered = render(one, before, suggestion) if suggestion else body
    if offered == body:
        return Told(one, body, shown=shown)
    return Told(one, body, suggestion, offered, shown)


def introduced(found: Comparison) -> Iterator[tuple[Finding, Finding | None]]:
    """Each new finding, and each that is worse, with what it was before."""
    for change in found.skills:
        yield from ((one, None) for one in change.new)
        yield from ((one.finding, one.before) for one in change.worsened)


def rank(one: Finding) -> tuple[int, str, int, int, str]:
    """What sorts findings: the worst first, then as they stand in the files."""
    return WORST.index(one.severity), one.place, one.start, one.col, one.fingerprint


def still(found: Comparison, said: Sequence[Told]) -> frozenset[str]:
    """The fingerprints of findings that are there, but that nothing is said of."""
    there = {one.fingerprint for change in found.skills for one in change.still}
    there |= {one.fingerprint for one, _ in introduced(found)}
    return frozenset(there - {one.finding.fingerprint for one in said})


# --- where it is said ----------------------------------------------------------------


def paths(
    said: Sequence[Told], threads: Threads, most: int, lines: Lines = "shown"
) -> frozenset[str]:
    """The files whose diff has to be known before new remarks can be placed."""
    if lines == "none":
        return frozenset()
    room = most - sum(is_open(one, threads) for one in said)
    fresh = [one for one in said if one.shown and one.finding.fingerprint not in threads]
    return frozenset(one.finding.place for one in fresh[: max(0, room) * SPARE])


def choose(
    said: Sequence[Told], threads: Threads, patches: Patches, most: int, lines: Lines = "shown"
) -> Chosen:
    """Share out at most `most` open threads, the worst first; those that are open stay so."""
    room = most - sum(is_open(one, threads) for one in said)
    asked = paths(said, threads, most)
    kept: list[Told] = []
    notes: list[Note] = []
    left: list[tuple[str, Placing]] = []
    for one in said:
        why: Placing | None = None
        fingerprint = one.finding.fingerprint
        if too_long(fingerprint, one.body):
            why = "long"
        elif fingerprint in threads and planning.by_person(threads[fingerprint][0][0]):
            pass  # as the person left it
        elif is_open(one, threads) or (fingerprint in threads and room > 0):
            room -= not is_open(one, threads)
            kept.append(one)
        elif not one.shown and fingerprint not in threads:
            why = "outside"
        elif room <= 0 or (lines != "none" and one.finding.place not in asked):
            why = "limit"
        else:
            found = place(one, patches, lines)
            if isinstance(found, Note):
                notes.append(found)
                room -= 1
            else:
                why = found
        if why:
            left.append((fingerprint, why))
    return Chosen(tuple(kept), tuple(notes), tuple(left))


def is_open(one: Told, threads: Threads) -> bool:
    """Whether a finding has a thread of ours that stands open and speaks of it."""
    found = threads.get(one.finding.fingerprint)
    if not found:
        return False
    thread, marker = found[0]
    return not thread.resolved and marker.digest != markers.GONE


def too_long(fingerprint: str, text: str) -> bool:
    """Whether GitHub takes no remark of that length."""
    return len(markers.remark(fingerprint, text)) > markers.LIMIT


def place(one: Told, patches: Patches, lines: Lines) -> Note | Placing:
    """A remark where GitHub's diff of its file shows the lines, else why there is none."""
    finding = one.finding
    if lines == "none":
        return "refused"
    if finding.place not in patches:
        return "outside"
    patch = patches[finding.place]
    if patch is None:
        return "unknown"
    seen = hunks.parse(patch)
    if lines == "changed":
        return on_changed(one, seen)
    if note := with_suggestion(one, seen):
        return note
    found = anchors.anchor(finding.place, finding.start, finding.end, seen)
    return written(one, found.start, found.end, one.body) if found else "outside"


def with_suggestion(one: Told, seen: Sequence[Hunk]) -> Note | None:
    """A remark on exactly the lines that its suggestion replaces, if one hunk shows them all."""
    offer = one.suggestion
    if not offer or offer.path != one.finding.place:
        return None
    if too_long(one.finding.fingerprint, one.offered):
        return None
    if not any(hunk.start <= offer.start and offer.end <= hunk.end for hunk in seen):
        return None
    return written(one, offer.start, offer.end, one.offered)


def on_changed(one: Told, seen: Sequence[Hunk]) -> Note | Placing:
    """A remark on the first line of a finding that changed; nothing else can be safer."""
    start, end = one.finding.start, one.finding.end
    changed = (line for hunk in seen for line in hunk.changed if start <= line <= end)
    line = next(changed, None)
    return "refused" if line is None else written(one, line, line, one.body)


def written(one: Told, start: int, end: int, text: str) -> Note:
    """The remark on a finding, with its marker."""
    fingerprint = one.finding.fingerprint
    body = markers.remark(fingerprint, text)
    return Note(fingerprint, one.finding.place, start, end, body)
