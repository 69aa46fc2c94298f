"""Write the synthetic transcripts of `fixtures/transcripts`.

    python tools/make_transcripts.py            write them
    python tools/make_transcripts.py --check    say whether they are what would be written

A shop's developer worked six weeks with the skills of `fixtures/realistic`: first on a
model that counts 1.2 tokens for one of o200k, then on one that counts 1.44; now and then in
Codex. Everything is made up but the texts of the skills.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from logs import Claude, Codex, Writer

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "fixtures" / "transcripts"
SKILLS = ROOT / "fixtures" / "realistic"
CLAUDE = "/home/dev/shop/.claude/skills"
CODEX = "/home/dev/shop/.agents/skills"
OLDER = ("claude-opus-4-6", 1.2)
NEWER = ("claude-opus-4-8", 1.44)
SWITCHED = 22
"""The day from which the newer model was used."""


def file(skill: str, name: str = "SKILL.md") -> str:
    """The text of a file of a skill."""
    return (SKILLS / skill / name).read_text("utf-8")


def body(skill: str) -> str:
    """A skill's text as Claude Code loads it: without what stands before it."""
    return file(skill).split("---\n", 2)[2].lstrip("\n")


def claude(day: int, hour: int = 9, **more: Any) -> Claude:
    """A session of some day, the developer's first being day 1."""
    model, scale = OLDER if day < SWITCHED else NEWER
    start = datetime(2026, 5, 4, hour, tzinfo=UTC) + timedelta(days=day - 1)
    given: dict[str, Any] = {"seed": day * 100 + hour, "start": start, "terse": True} | more
    session = Claude(model=model, scale=scale, **given)
    listing = "\n".join(f"- {each.name}: …" for each in sorted(SKILLS.iterdir()))
    session.attach("skill_listing", 700, content=listing, skillCount=12)
    session.say(session.words(6))
    return session


def codex(day: int, hour: int = 15) -> Codex:
    """A session in Codex."""
    start = datetime(2026, 5, 4, hour, tzinfo=UTC) + timedelta(days=day - 1)
    session = Codex(seed=day * 100 + hour, start=start)
    session.turn(session.words(6))
    return session


def read(session: Claude, skill: str, name: str) -> None:
    """The session reads a file of a skill."""
    session.read(f"{CLAUDE}/{skill}/{name}", file(skill, name))


# --- the stories ----------------------------------------------------------------


def plan_and_build() -> Iterator[Writer]:
    """Loaded nine times in six sessions; the questions for reviewers were read once."""
    skill, base = "plan-and-build", f"{CLAUDE}/plan-and-build"
    text = body(skill)
    # by session: the day, the calls after each load, and what the first of them read
    told = (
        (1, (20,), ("references/plan-format.md",)),
        (4, (11, 16), ("references/handover-template.md",)),
        (10, (26,), ("references/handover-template.md",)),
        (15, (9, 18), ()),
        (24, (17,), ("references/plan-format.md", "references/handover-template.md")),
        (31, (11, 14), ("references/review-questions.md", "references/handover-template.md")),
    )
    for day, lengths, names in told:
        session = claude(day, version="2.1.180")  # which loads a text again that is there
        session.work(2)
        for number, length in enumerate(lengths):
            session.skill(base, text)
            for name in names if number == 0 else ():
                session.work(3)
                read(session, skill, name)
            session.call(missed=number == 0)  # after lunch: the cache has gone cold
            session.work(length - 4 * len(names) * (number == 0) - 1)
        yield session


def release_train() -> Iterator[Writer]:
    """Loaded by its command; the style of the changelog was read in all sessions but one."""
    skill, base = "release-train", f"{CLAUDE}/release-train"
    for day, length in ((5, 17), (12, 26), (19, 15), (26, 20), (33, 13), (40, 17)):
        session = claude(day, 13)
        session.work(1)
        session.slash(base, body(skill))
        session.work(5)
        session.bash(f"bash {base}/scripts/check-versions.sh 4.7.{day}")
        if day != 19:
            path = f"{base}/references/changelog-style.md"
            also = [("Grep", {"pattern": "Changed"})] if day in (12, 33) else []
            session.read(path, file(skill, "references/changelog-style.md"), also)
        if day == 12:
            session.compact({base: body(skill)})
        session.work(length - 7)
        yield session


def api_client_generator() -> Iterator[Writer]:
    """Loaded seven times in five sessions, one language at a time; the table of the types was
    read once, and the long field reference that leads to it was used where it stands."""
    skill, base = "api-client-generator", f"{CLAUDE}/api-client-generator"
    for day, lengths in ((2, (12,)), (11, (8, 11)), (17, (13,)), (23, (8, 10)), (36, (15,))):
        session = claude(day, 14, version="2.1.180")
        for length in lengths:
            session.work(1)
            session.skill(base, body(skill), noise=2_300 if day == 17 else 0)
            session.work(5)
            if day == 36:
                read(session, skill, "references/type-mapping.md")
            session.work(length - 6)
        yield session


def audit_accessibility() -> Iterator[Writer]:
    """The criteria were looked up in every session, as they stand in the middle of the work."""
    skill, base = "audit-accessibility", f"{CLAUDE}/audit-accessibility"
    for day, length in ((3, 12), (9, 17), (25, 11), (30, 15), (38, 12)):
        session = claude(day, 11)
        session.work(1)
        session.skill(base, body(skill))
        session.work(7)
        read(session, skill, "references/criteria.md")
        session.work(length - 8)
        yield session


def the_others() -> Iterator[Writer]:
    """Loads that are too few, a skill that the session edits, and one that has another name by
    now."""
    for day, length in ((8, 6), (29, 8)):
        session = claude(day, 18)
        session.skill(f"{CLAUDE}/interview-notes", body("interview-notes"))
        session.work(length)
        yield session
    session = claude(13, 10)
    session.skill(f"{CLAUDE}/incident-report", body("incident-report"))
    session.edit(f"{CLAUDE}/incident-report/SKILL.md")
    session.work(6)
    yield session
    for day in (7, 28):
        session = claude(day, 8, ttl="5m")
        session.skill(f"{CLAUDE}/sheet-tidy", body("spreadsheet-cleanup"))
        session.work(day % 5 + 5)
        yield session


def odd_ends() -> Iterator[Writer]:
    """What readers trip over: a failed load, a note, a subagent, a copy, a half line."""
    session = claude(16, 14, terse=False)
    session.fail("release")
    session.slash(f"{CLAUDE}/commit-helper", body("commit-helper"))
    session.work(3)
    session.again("commit-helper")
    session.other({"type": "weather-report", "sky": "clear"})
    session.work(4)
    yield session
    agent = claude(16, 15, of=session, agent="a71b03d", ttl="5m")
    agent.work(5)
    yield agent
    first = claude(34, 9)
    first.skill(f"{CLAUDE}/commit-helper", body("commit-helper"))
    first.work(5)
    yield first
    second = first.resumed(3402)
    second.say(second.words(5))
    second.work(6)
    second.tail = '{"parentUuid":"' + second.uuid()[:18]
    yield second


def in_codex() -> Iterator[Writer]:
    """Codex reads a skill's file by the shell, in parts if it is long."""
    for day, skill, length in ((18, "commit-helper", 12), (21, "deploy-service", 20)):
        session = codex(day)
        session.skill(f"{CODEX}/{skill}", file(skill), 1, 240)
        if skill == "deploy-service":
            session.skill(f"{CODEX}/{skill}", file(skill), 241, 480)
            session.shell(f"bash {CODEX}/{skill}/scripts/preflight.sh shop staging main")
            session.read(
                f"{CODEX}/{skill}/references/migrations.md", file(skill, "references/migrations.md")
            )
        session.work(length)
        yield session
    for day, length in ((32, 9), (35, 15), (39, 11)):
        session = codex(day)
        session.work(2)
        session.mention(f"{CODEX}/commit-helper", file("commit-helper"))
        session.work(length)
        if day == 35:
            session.compact()
            session.turn(session.words(4))
            session.work(4)
        yield session


STORIES = (
    *(plan_and_build, release_train, api_client_generator, audit_accessibility),
    *(the_others, odd_ends, in_codex),
)


README = """\
# Synthetic transcripts

Written by `python tools/make_transcripts.py`, which tells each story call by call.

{story}

    skilllint calibrate fixtures/transcripts
    skilllint audit fixtures/realistic --calibration calibration.json

{stories}
"""


def made() -> dict[Path, str]:
    """Every file with its place."""
    logs = [log for story in STORIES for log in list(story())]
    return {PLACE / log.path(): log.text() for log in logs} | {PLACE / "README.md": readme()}


def readme() -> str:
    """What the transcripts tell, from the words of this file."""
    paragraphs = (__doc__ or "").strip().split("\n\n")
    told = {
        story.__name__.replace("_", " "): " ".join((story.__doc__ or "").split())
        for story in STORIES
    }
    stories = "\n".join(f"* {name}: {words}" for name, words in told.items())
    return README.format(story=paragraphs[-1], stories=stories)


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the synthetic transcripts.")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    check = parser.parse_args().check
    files = {path: text.encode() for path, text in made().items()}
    if check:
        there = {path: path.read_bytes() for path in PLACE.rglob("*") if path.is_file()}
        print(
            "as they would be written" if there == files else f"{PLACE}: not what would be written"
        )
        return 0 if there == files else 1
    shutil.rmtree(PLACE, ignore_errors=True)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    print(f"{len(files)} files, {sum(map(len, files.values())):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
