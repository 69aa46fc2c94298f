"""What is said on a pull request, and what was written there, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from skilllint.github import Sent
from skilllint.github import requests as asking
from skilllint.model import Comparison, Finding, Worse
from skilllint.model.reviewing import (
    DeleteRemark,
    EditRemark,
    EditSummary,
    Hide,
    PostReview,
    PostSummary,
    Pull,
    Resolve,
    State,
    Suggestion,
    Told,
    Wanted,
    Write,
)
from skilllint.report import review_note
from skilllint.report.json import dump
from skilllint.report.wording import plural
from skilllint.review import notes

NOTHING = "No skill differs any more from where this branch left its base.\n"


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


@dataclass(frozen=True, slots=True)
class Wish:
    """What may be said on a pull request, and of which paths."""

    inline: bool = True
    most: int = 30
    paths: tuple[str, ...] = ()


def wanted(found: Comparison, said: tuple[Told, ...], summary: str, wish: Wish) -> Wanted:
    """What a pull request should say, after a comparison."""
    return Wanted(
        head=found.head,
        summary=summary if found.skills else None,
        nothing=NOTHING,
        fixed=f"Fixed in {found.head[:12]}.\n",
        told=said if wish.inline else None,
        most=wish.most,
        still=notes.still(found, said),
        unsure=tuple(one.path for one in found.unread),
        within=wish.paths,
    )


# --- what would be sent -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blank:
    """A pull request that nobody can look at, as if nothing stood there.

    `patches` are those of its files as they are made here.
    """

    patches_here: Mapping[str, str]

    def pull(self, repository: str, number: int) -> Pull:
        """It is asked only while something is sent."""
        raise NotImplementedError

    def state(self, repository: str, number: int) -> State:
        """Nothing."""
        raise NotImplementedError

    def patches(
        self, repository: str, number: int, wanted: Collection[str]
    ) -> dict[str, str | None]:
        """Those that are wanted."""
        raise NotImplementedError

    def send(self, pull: Pull, write: Write) -> Sent:
        """It is never asked."""
        raise NotImplementedError


def requests(pull: Pull, writes: Iterable[Write]) -> Iterator[str]:
    """Each request as it would be sent: its method, its path, and its body as JSON."""
    for write in writes:
        request = asking.of(pull, write)
        yield f"{request.method} {request.path}"
        if request.json is not None:
            yield dump(dict(request.json))


# --- what was sent ----------------------------------------------------------------


def sentence(writes: Iterable[Write]) -> str:
    """What was written, in one line: `posted a summary and 3 remarks`."""
    counts = Counter(kind(write) for write in writes)
    remarks = sum(len(write.notes) for write in writes if isinstance(write, PostReview))
    posted = ["a summary"] if counts["summary"] else []
    posted += [plural(remarks, "remark")] if remarks else []
    done = [f"posted {' and '.join(posted)}"] if posted else []
    if counts["edit"]:
        done.append("edited the summary")
    for what, words in WORDS.items():
        if counts[what]:
            done.append(f"{words} {plural(counts[what], NOUNS.get(what, 'remark'))}")
    return ", ".join(done) or "nothing to change"


WORDS = {
    "remark": "edited",
    "delete": "deleted",
    "resolve": "resolved",
    "again": "opened again",
    "hide": "folded away",
    "show": "showed again",
}
NOUNS = {"resolve": "thread", "again": "thread", "hide": "comment", "show": "comment"}


def kind(write: Write) -> str:
    """What sort of write it is."""
    match write:
        case PostSummary():
            return "summary"
        case EditSummary():
            return "edit"
        case PostReview():
            return "review"
        case EditRemark():
            return "remark"
        case DeleteRemark():
            return "delete"
        case Resolve(_, again):
            return "again" if again else "resolve"
        case Hide(_, reason):
            return "hide" if reason else "show"
