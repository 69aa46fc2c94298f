"""Play a pull request against a GitHub on loopback, and write it into `docs/review.md`.

    python tools/review_transcript.py            write it
    python tools/review_transcript.py --check    say whether it is what would be written

Opened, pushed to, fixed, opened again: after each step `skilllint review` runs as it would
in Actions, with the rights that the recipes ask for. What it prints, every request that it
sends and what then stands on the pull request is written down.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from hub import Exchange, Hub, Thread
from playing import on_pull_request

PAGE = Path(__file__).parents[1] / "docs" / "review.md"
START, END = "<!-- transcript -->\n", "<!-- /transcript -->"

SKILL = "skills/floor/SKILL.md"
HEAD = """\
---
name: floor
description: Cleans a wooden floor. Use when a floor is to be swept, mopped or waxed.
---
# Floor

## Sweep

Sweep from the far wall to the door, and mind the corners of the room.
"""
WAX = """
## Wax

Wax the boards twice, and let them dry in between:

```sh
wax --coats 2
"""
CLOSED = f"{WAX}```\n"
MOP = """
## Mop

Mop along the boards, as [the list of soaps](references/soaps.md) says.
"""
BRUSHES = """
## Brushes

They hang where [the list of brushes](references/brushes.md) says.
"""
SOAPS = {"skills/floor/references/soaps.md": "# Soaps\n\nSoft soap for oiled boards.\n"}


def play() -> str:
    """The whole story, as Markdown."""
    return "\n".join(story())


def story() -> Iterator[str]:
    """One step after the other."""
    with Hub() as hub, tempfile.TemporaryDirectory(prefix="skilllint-") as place:
        visit = partial(step, hub, Path(place))
        base = hub.commit({SKILL: HEAD})
        head = hub.commit({SKILL: HEAD + MOP + WAX}, base)
        number = hub.open(base, head)
        yield "A pull request adds two sections to a skill. One links to a file that is not there,"
        yield "the other never closes its fence."
        yield from visit(number)
        yield "Ann answers the remark on the fence. The author pushes a third section, with"
        yield "another link that leads nowhere."
        hub.reply(hub.threads(number)[0], "ann", "Does the end of the file not close it?")
        head = hub.commit({SKILL: HEAD + MOP + BRUSHES + WAX}, head)
        hub.push(number, head)
        yield from visit(number)
        yield "The same once more, without a change: one question, no write."
        yield from visit(number)
        yield "The author closes the fence, adds the file of soaps and takes the brushes out."
        yield "The job's token may not resolve threads: remarks that nobody answered are"
        yield "deleted, the answered one says what became of it and is folded away."
        head = hub.commit({SKILL: HEAD + MOP + CLOSED, **SOAPS}, head)
        hub.push(number, head)
        yield from visit(number)
        yield "The pull request is closed, the fence opened by mistake, the pull request reopened:"
        yield "the thread of before stands there again."
        hub.close(number)
        head = hub.commit({SKILL: HEAD + MOP + WAX}, head)
        hub.push(number, head)
        hub.reopen(number)
        yield from visit(number)
        mails = [mail.kind for mail in hub.mails]
        yield f"Of all of it {len(mails)} mails went out: {', '.join(mails)}."
        yield ""


def step(hub: Hub, place: Path, number: int) -> Iterator[str]:
    """What a run prints and sends, and what then stands on the pull request."""
    hub.log.clear()
    yield from ("", "```text", "$ skilllint review")
    ran = on_pull_request(hub, place, number)
    if ran.status or ran.err:
        raise SystemExit(f"the review gave status {ran.status}: {ran.err}")
    yield from ran.out.splitlines()
    yield ""
    yield from map(sent, hub.log)
    yield ""
    yield from stands(hub, number)
    yield from ("```", "")


def sent(one: Exchange) -> str:
    """A request and its answer, in one line."""
    path = re.sub("[0-9a-f]{40}", lambda id: id[0][:7], one.path)
    what = f"{one.method} {path}"
    if one.path == "/graphql":
        found = re.search(r"\b([a-z]+[A-Z]\w+)\(input", one.body["query"])
        what += f" {found[1]}" if found else " (what stands there)"
    return f"{what} → {one.status}"


def stands(hub: Hub, number: int) -> Iterator[str]:
    """What a reader sees, each comment by its first line."""
    for comment in hub.comments(number):
        yield f"summary: {words(comment.body)}"
    yield from map(thread, hub.threads(number))


def thread(one: Thread) -> str:
    """A thread in one line."""
    place = f"line {one.line}" if one.line else "outdated"
    folded = ", folded away" if one.hidden else ""
    replies = f", {len(one.replies)} answer" if one.replies else ""
    return f"{place}{folded}{replies}: {words(one.body)}"


def words(body: str) -> str:
    """The first line that a reader sees of a body."""
    return body.partition("\n\n")[2].partition("\n")[0]


def filled(page: str) -> str:
    """The page with the story of now between its two marks."""
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise SystemExit(f"{PAGE} has no place for it")
    return f"{before}{start}\n{play()}\n{end}{after}"


def run_as_tool() -> int:
    """Write the page, or say whether it is as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    page = PAGE.read_text("utf-8")
    text = filled(page)
    if check:
        return int(text != page)
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(run_as_tool())
