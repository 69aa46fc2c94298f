"""GitHub's answers turned into the nouns of a review: pure, and calm about what may be missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from skilllint.model.reviewing import Comment, Parting, Pull, Remark, Thread

Json = Mapping[str, Any]
Noun = TypeVar("Noun")


class Unexpected(ValueError):
    """An answer is not as GitHub describes it; the text names what is not."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of what stands on a pull request; `head` is its last commit.

    A cursor is None where that list has no further page, or was not asked for.
    """

    head: str
    open: bool
    comments: tuple[Comment, ...]
    threads: tuple[Thread, ...]
    after: tuple[str | None, str | None]


def pull(answer: object, repository: str) -> Pull:
    """A pull request, from either of the two forms in which GitHub gives one.

    Its repository is called as GitHub writes it, whatever the case that it was asked by.
    """
    found = mapping(answer, "the pull request")
    base, head = (mapping(found.get(name), name) for name in ("base", "head"))
    return Pull(
        repository=full_name(base.get("repo")) or repository,
        number=whole(found.get("number"), "number"),
        base=text(base.get("sha"), "base.sha"),
        head=text(head.get("sha"), "head.sha"),
        head_repository=full_name(head.get("repo")),
        open=found.get("state") == "open",
        target=text(base.get("ref"), "base.ref"),
    )


def full_name(repository: object) -> str | None:
    """What a repository is called; None for one that is gone."""
    name = repository.get("full_name") if isinstance(repository, Mapping) else None
    return name if isinstance(name, str) else None


def parting(answer: object) -> Parting:
    """Where the two of a comparison parted."""
    found = mapping(answer, "the comparison")
    tip, base = (
        text(mapping(found.get(name), name).get("sha"), f"{name}.sha")
        for name in ("base_commit", "merge_base_commit")
    )
    return Parting(tip, base)


def patches(answer: object) -> Iterator[tuple[str, str | None]]:
    """Each file of a page of changed ones, with its patch where GitHub gives one."""
    for one in entries(answer, "the files"):
        file = mapping(one, "a file")
        patch = file.get("patch")
        yield text(file.get("filename"), "filename"), patch if isinstance(patch, str) else None


def made(answer: object) -> int:
    """The id of what was made."""
    return whole(mapping(answer, "the answer").get("id"), "id")


def done(answer: object) -> None:
    """An answer to a change: an object, whatever it says."""
    mapping(answer, "the answer")


# --- what stands on a pull request ---------------------------------------------------


def page(answer: object) -> Page | None:
    """A page of what stands on a pull request; None if there is no such one."""
    data = mapping(mapping(answer, "the answer").get("data"), "data")
    repository = data.get("repository")
    found = None if repository is None else mapping(repository, "repository").get("pullRequest")
    if found is None:
        return None
    pull = mapping(found, "pullRequest")
    comments, after_comment = listed(pull.get("comments"), comment)
    threads, after_thread = listed(pull.get("reviewThreads"), thread)
    return Page(
        head=text(pull.get("headRefOid"), "headRefOid"),
        open=pull.get("state") == "OPEN",
        comments=comments,
        threads=threads,
        after=(after_comment, after_thread),
    )


def listed(
    connection: object, read: Callable[[Json], Noun | None]
) -> tuple[tuple[Noun, ...], str | None]:
    """The entries of a GraphQL list, and the cursor behind which it goes on.

    Entries that are null are what the token may not see; they are none of ours.
    """
    if connection is None:
        return (), None
    found = mapping(connection, "a list")
    read_ones = (read(node) for node in seen(found))
    info = mapping(found.get("pageInfo"), "pageInfo")
    further = text(info.get("endCursor"), "endCursor") if info.get("hasNextPage") else None
    return tuple(one for one in read_ones if one is not None), further


def seen(connection: Json) -> list[Json]:
    """The entries of a GraphQL list that are not null."""
    nodes = connection.get("nodes")
    given = [] if nodes is None else entries(nodes, "nodes")
    return [node for node in given if isinstance(node, Mapping)]


def comment(node: Json) -> Comment:
    """A comment below a pull request."""
    mine = node.get("viewerDidAuthor") is True
    return Comment(
        id=text(node.get("id"), "id"),
        number=identity(node, mine),
        body=words(node, "body"),
        mine=mine,
        hidden=node.get("isMinimized") is True,
        created=words(node, "createdAt"),
    )


def thread(node: Json) -> Thread | None:
    """A thread on the diff; None if nothing of it is left to see."""
    held = mapping(node.get("comments"), "comments")
    first = seen(held)[:1]
    if not first:
        return None
    line = node.get("line")
    return Thread(
        id=text(node.get("id"), "id"),
        path=words(node, "path"),
        line=line if type(line) is int else None,
        resolved=node.get("isResolved") is True,
        resolved_by=login(node.get("resolvedBy")) or None,
        can_resolve=node.get("viewerCanResolve") is True,
        can_unresolve=node.get("viewerCanUnresolve") is True,
        first=remark(first[0]),
        remarks=whole(held.get("totalCount"), "totalCount"),
    )


def remark(node: Json) -> Remark:
    """A comment of a thread."""
    mine = node.get("viewerDidAuthor") is True
    return Remark(
        id=text(node.get("id"), "id"),
        number=identity(node, mine),
        author=login(node.get("author")),
        body=words(node, "body"),
        mine=mine,
        hidden=node.get("isMinimized") is True,
        can_delete=node.get("viewerCanDelete") is True,
        can_hide=node.get("viewerCanMinimize") is True,
    )


def login(actor: object) -> str:
    """Who it is; empty for an account that is gone."""
    return words(actor, "login") if isinstance(actor, Mapping) else ""


def words(node: Json, name: str) -> str:
    """A text that may be empty, and is where it is missing."""
    found = node.get(name)
    return found if isinstance(found, str) else ""


def identity(node: Json, mine: bool) -> int:
    """REST's id of a comment, which GraphQL gives as a number or as its digits.

    Without one a comment of ours could not be found again; one of others is let be.
    """
    found = node.get("fullDatabaseId")
    if isinstance(found, str) and found.isascii() and found.isdigit():
        return int(found)
    if type(found) is int or mine:
        return whole(found, "fullDatabaseId")
    return 0


# --- shapes --------------------------------------------------------------------------


def mapping(value: object, name: str) -> Json:
    """A JSON object. Raises `Unexpected`."""
    if not isinstance(value, Mapping):
        raise Unexpected(f"{name} is no object")
    return value


def entries(value: object, name: str) -> list[Any]:
    """A JSON array. Raises `Unexpected`."""
    if not isinstance(value, list):
        raise Unexpected(f"{name} are no list")
    return value


def text(value: object, name: str) -> str:
    """A text that is not empty. Raises `Unexpected`."""
    if not isinstance(value, str) or not value:
        raise Unexpected(f"{name} is no text")
    return value


def whole(value: object, name: str) -> int:
    """A whole number. Raises `Unexpected`."""
    if type(value) is not int:
        raise Unexpected(f"{name} is no number")
    return value
