"""Reviews of pull requests on the fake GitHub, of files in which each bad line says so.

A line `bad 3` is the third finding, `bad 3 very` the same in other words. What the base has
is not new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from hub import Hub, Remark
from reviewing import finding

from skilllint.github import Client, connect
from skilllint.model.reviewing import Posted, Told, Wanted
from skilllint.review import markers, posting

PATH = "skills/floor/SKILL.md"
BAD = re.compile(r"bad (\d+)(.*)")


@dataclass
class Time:
    """A clock that moves only where somebody waits."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def tell(self) -> float:
        return self.now


def client(hub: Hub, time: Time | None = None) -> Client:
    """A client of the fake that never sleeps."""
    time = time or Time()
    return connect(
        hub.api,
        hub.graphql,
        hub.token,
        sleep=time.sleep,
        clock=time.tell,
        today=time.tell,
        jitter=lambda: 0.0,
    )


def text(*bad: object, lines: int = 0) -> str:
    """A file with these bad lines, and `lines` good ones."""
    good = [f"good {number}\n" for number in range(lines)]
    return "# Floor\n\n" + "".join(f"bad {one}\n" for one in bad) + "".join(good)


def opened(hub: Hub, *bad: object) -> int:
    """A pull request that adds bad lines to a skill."""
    base = hub.commit({PATH: text(lines=3)})
    return hub.open(base, hub.commit({PATH: text(*bad, lines=3)}, base))


def push(hub: Hub, number: int, *bad: object) -> str:
    """Another commit, in which these lines are bad."""
    head = hub.commit({PATH: text(*bad, lines=4)}, hub.pulls[number].head)
    hub.push(number, head)
    return head


def bad_lines(hub: Hub, commit: str) -> Iterator[Told]:
    """What is to be said of each bad line of a commit."""
    listed = hub.store.git("ls-tree", "-r", "-z", "--name-only", commit).split("\0")
    for path in filter(None, listed):
        for row, line in enumerate(hub.store.git("show", f"{commit}:{path}").split("\n"), 1):
            if found := BAD.fullmatch(line):
                print_ = f"{int(found[1]):016x}"
                yield Told(finding(print_, path, row), f"line {found[1]} is bad{found[2]}\n")


def wish(hub: Hub, number: int) -> Wanted:
    """What a pull request should say of its head."""
    pull = hub.pulls[number]
    base = hub.store.merge_base(pull.base, pull.head) or pull.base
    was = {one.finding.fingerprint for one in bad_lines(hub, base)}
    now = list(bad_lines(hub, pull.head))
    new = tuple(one for one in now if one.finding.fingerprint not in was)
    differs = bool(hub.diff(pull.base, pull.head))
    summary = f"**{len(new)} bad lines**\n\nand some more words\n" if differs else None
    still = frozenset(one.finding.fingerprint for one in now) & was
    gone = f"fixed in {pull.head[:7]}\n"
    return Wanted(pull.head, summary, "no skill differs any more\n", gone, new, still=still)


def review(
    hub: Hub, number: int, wanted: Wanted | None = None, time: Time | None = None, **more: Any
) -> Posted:
    """Review a pull request as it is now, or with something else to say."""
    wanted = replace(wanted or wish(hub, number), **more)
    with client(hub, time) as it:
        pull = it.pull(hub.repository, number)
        before = len(hub.log)
        done = posting.post(it, pull, wanted, it.wire.waiting.sleep)
        hub.used = len(hub.log) - before  # type: ignore[attr-defined]
        return done


def used(hub: Hub) -> int:
    """The requests of the last review."""
    count: int = hub.used  # type: ignore[attr-defined]
    return count


def shown(hub: Hub, number: int) -> tuple[list[str], dict[str, str]]:
    """What a reader sees: the summaries, and each finding's open thread by its number."""
    summaries = [said(one) for one in hub.summaries(number) if one.hidden is None]
    threads: dict[str, str] = {}
    for thread in hub.threads(number):
        marker = markers.read(thread.body, mine=thread.author == hub.viewer)
        if marker and marker.fingerprint and not thread.resolved and thread.hidden is None:
            name = str(int(marker.fingerprint, 16))
            assert name not in threads, "two threads of one finding"
            threads[name] = said(thread.first)
    return summaries, threads


def said(one: Any) -> str:
    """A body without its marker."""
    body: str = one.body
    return body.partition("\n\n")[2]


def bot_remarks(hub: Hub, number: int) -> list[Remark]:
    """All remarks of the bot."""
    return [one for one in hub.pulls[number].remarks() if one.author == hub.viewer]
