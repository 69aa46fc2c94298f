"""What the writer of synthetic logs wrote, the readers read: exactly, and the same every time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import Claude, Codex, Writer

from skilllint import transcripts
from skilllint.tokens import count
from skilllint.transcripts import inspect

HERE = "/home/dev/shop/.claude/skills"
THERE = "/home/dev/shop/.agents/skills"
LONG = "# Long\n\n" + "Sweep from the far wall to the door. " * 120
SHORT = "# Short\n\nWait until the boards are dry.\n"

Step = Callable[[Claude], object]


def claude(log: Claude) -> Claude:
    """A session of all that a writer can write."""
    log.attach("skill_listing", 300, content="- long: Sweeps.\n- short: Waits.", skillCount=2)
    log.say("Sweep the floor")
    log.work(3)
    log.skill(f"{HERE}/long", LONG, typed="the hall")
    log.work(4)
    log.read(f"{HERE}/long/references/brooms.md", "Brooms. " * 400)
    log.bash(f"bash {HERE}/long/scripts/sweep.sh --fast; ls")
    log.read(f"{HERE}/long/references/brooms.md")
    log.fail("mop")
    log.again("long")
    log.command("tidy", "Tidy up behind you.")
    log.compact({f"{HERE}/long": LONG})
    log.work(5)
    log.slash(f"{HERE}/short", SHORT, "now")
    log.edit(f"{HERE}/short/SKILL.md")
    log.read(f"{HERE}/long/references/brooms.md", also=[("Grep", {"pattern": "x"})])
    log.compact()
    log.work(2)
    return log


def codex(log: Codex) -> Codex:
    log.turn("Sweep the floor")
    log.work(2)
    log.skill(f"{THERE}/long", f"---\nname: long\n---\n{LONG}", 1, 2)
    log.skill(f"{THERE}/long", f"---\nname: long\n---\n{LONG}", 3, 200)
    log.work(4)
    log.read(f"{THERE}/long/references/brooms.md", "Brooms. " * 400)
    log.shell(f"bash {THERE}/long/scripts/sweep.sh")
    log.compact()
    log.mention(f"{THERE}/short", SHORT)
    log.work(3)
    log.patch(f"{THERE}/short/SKILL.md")
    log.work(2)
    return log


def told(log: Writer, place: Path) -> dict[str, object]:
    return inspect.shape(transcripts.read(log.save(place)))


@pytest.mark.parametrize(
    "log",
    [
        claude(Claude()),
        claude(Claude(ttl="5m", terse=True, seed=2)),
        claude(Claude(scale=1.44, of=Claude(), agent="a1b2c3d")),
        codex(Codex()),
    ],
    ids=["whole", "terse", "subagent", "codex"],
)
def test_the_readers_find_what_was_written(log: Writer, tmp_path: Path) -> None:
    assert told(log, tmp_path) == log.shape()


def test_a_resumed_session_holds_copies_and_goes_on(tmp_path: Path) -> None:
    first = claude(Claude())
    second = first.resumed(7)
    second.say("And the stairs")
    second.work(3)
    assert told(second, tmp_path) == second.shape()
    one, two = (transcripts.read(log.save(tmp_path)) for log in (first, second))
    assert [load.identity for load in two.loads] == [load.identity for load in one.loads]
    assert two.calls[: len(one.calls)] == one.calls


def test_a_half_written_last_line_is_no_record(tmp_path: Path) -> None:
    log = claude(Claude())
    log.tail = log.text()[:200]
    assert told(log, tmp_path) == log.shape()


def test_two_sessions_that_begin_alike_are_two_loads(tmp_path: Path) -> None:
    """In Codex a message that brings a skill has no id of its own."""
    logs = [Codex(seed=seed) for seed in (1, 2)]
    for log in logs:
        log.mention(f"{THERE}/short", SHORT)
        log.work(3)
    one, two = (transcripts.read(log.save(tmp_path)).loads[0] for log in logs)
    assert (one.skill, one.before) == (two.skill, two.before)
    assert one.identity != two.identity


STEPS: tuple[Step, ...] = (
    lambda log: log.work(2),
    lambda log: log.skill(f"{HERE}/long", LONG),
    lambda log: log.skill(f"{HERE}/short", SHORT, also=[("Bash", {"command": "ls"})], noise=900),
    lambda log: log.slash(f"{HERE}/short", SHORT),
    lambda log: log.command("tidy", "Tidy up."),
    lambda log: log.again("long"),
    lambda log: log.fail("mop"),
    lambda log: log.read(f"{HERE}/long/references/brooms.md", SHORT),
    lambda log: log.read(f"{HERE}/short/a b.md"),
    lambda log: log.bash(f"cd {HERE}/short && ./go.sh"),
    lambda log: log.compact(),
    lambda log: log.compact({f"{HERE}/long": LONG}),
    lambda log: log.call(missed=True),
    lambda log: log.say("Go on"),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(range(len(STEPS))), min_size=1, max_size=14), st.integers(0, 99))
def test_any_session_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int], seed: int
) -> None:
    log = Claude(seed=seed)
    for step in steps:
        STEPS[step](log)
    assert told(log, tmp_path_factory.mktemp("logs")) == log.shape()


@pytest.mark.parametrize("scale", [1.0, 1.2, 1.44])
def test_a_load_that_enters_alone_grows_the_prompt_by_its_weight(
    scale: float, tmp_path: Path
) -> None:
    log = Claude(scale=scale)
    log.say("Sweep")
    log.work(2)
    load = log.skill(f"{HERE}/long", LONG)
    log.work(1)
    read = transcripts.read(log.save(tmp_path)).loads[0]
    assert load.weight == round(
        count(f"Base directory for this skill: {HERE}/long\n{read.text}") * scale
    )
    assert read.growth is not None
    assert -60 <= read.growth - load.weight <= 140


def test_the_same_seed_writes_the_same_bytes() -> None:
    assert claude(Claude(seed=3)).text() == claude(Claude(seed=3)).text()
    assert codex(Codex(seed=3)).text() == codex(Codex(seed=3)).text()
    assert claude(Claude(seed=3)).text() != claude(Claude(seed=4)).text()
