"""Which files a skill's text names, and so in how many of its loads a file could be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import comb, sqrt
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from skilllint import identity
from skilllint.calibration import counting, naming, pooling
from skilllint.cost import frequency
from skilllint.model.measuring import Share, SkillUse, Version
from skilllint.transcripts import Call, Load, Log, Reading

unhurried = settings(deadline=None)

BASE = "/home/ann/.claude/skills/sweep"
TODAY = date(2026, 11, 20)


# --- words that are paths ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Read references/a.md first.", {"references/a.md"}),
        ("see [the guide](./references/a.md#top), or `b.md`.", {"references/a.md", "b.md"}),
        ("It is in references/a.md.", {"references/a.md"}),
        (f"Run {BASE}/scripts/run now", {"scripts/run"}),
        ("python ${CLAUDE_SKILL_DIR}/scripts/run.py --to out", {"scripts/run.py"}),
        ("python {baseDir}/scripts/run.py:12", {"scripts/run.py"}),
        ("@references/a.md", {"@references/a.md"}),
        (r"type references\a.md", {"references/a.md"}),
        ("../sweep/references/a.md", {"references/a.md"}),
        ("../mop/references/a.md and /references/", set()),
        ("references//a.md", {"references/a.md"}),
        ("skills/sweep/sweep/a.md and sweep/sweep and sweep/b.md", {"a.md", "b.md"}),
        ("and/or", {"and/or"}),
        ("Sweep the floor. Then stop - or not ... /", set()),
        ("x" * 300 + ".md", set()),
    ],
)
def test_a_path_is_a_word_that_counts_from_the_skills_folder(text: str, named: set[str]) -> None:
    assert naming.names(text, "sweep") == tuple(sorted(map(naming.hashed, named)))


def test_a_text_has_so_many_names_at_most() -> None:
    text = " ".join(f"references/{n}.md" for n in range(3_000))
    assert len(naming.names(text, "sweep")) == naming.MOST


@unhurried
@example("b\\b", "b")
@given(st.text(st.sampled_from("ab./\\@-_ \n`()é"), max_size=60), st.sampled_from(["a", "b"]))
def test_any_text_has_names(text: str, skill: str) -> None:
    found = naming.names(text, skill)
    assert found == naming.names(text, skill)
    assert len(set(found)) == len(found)
    assert all(0 <= one < 2**64 for one in found)


NAMES = st.from_regex(r"[a-zé_-]{1,6}", fullmatch=True).filter(lambda name: name != "sweep")
PATHS = st.builds(
    lambda above, name: "/".join([*above, f"{name}.md"]), st.lists(NAMES, max_size=3), NAMES
)
AROUND = st.sampled_from(
    ["{}", "`{}`", "[x]({})", '"{}"', "- {}:", "./{}", f"{BASE}/{{}}", "({})."]
)


@unhurried
@given(st.lists(PATHS, min_size=1, max_size=5, unique=True), AROUND, st.data())
def test_a_file_is_named_by_its_path_or_by_an_end_that_is_its_own(
    paths: list[str], around: str, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(paths))
    end = data.draw(st.sampled_from([*naming.ends(path)]))
    found = set(naming.names(f"Read {around.format(end)} now", "sweep"))
    named = {one for one, ways in naming.spellings(paths).items() if found & ways}
    others = [one for one in paths if one != path and end in naming.ends(one)]
    if end in paths:
        assert named == {end}
    else:
        assert named == (set() if others else {path})


# --- loads that count for a file -----------------------------------------------------


def session(number: int, text: str | None, *used: str) -> Log:
    """A log of one load, after which some files are read."""
    calls = tuple(Call(1, 9, 0, 0, 0, 1, "opus", number * 100 + n) for n in range(9))
    readings = tuple(Reading(one, 2, "Read", 1, sole=True, prompt=10) for one in used)
    load = Load(
        skill="sweep",
        plugin=None,
        base=BASE,
        via="Skill" if text else "inject",
        text=text,
        characters=None,
        before=1,
        after=8,
        to_compaction=8,
        compacted=False,
        reattached=False,
        readings=readings,
        reads=0,
        read_tokens=0,
        growth=None,
        edited=False,
        identity=number,
    )
    return Log("claude-code" if text else "codex", "main", 9, calls, (), (), (load,))


def use(logs: Sequence[Log]) -> SkillUse:
    (host,) = pooling.pool(map(counting.count, logs), TODAY).hosts.values()
    (found,) = host.skills
    return found


NAMING, OTHER = "Read references/a.md.", "Read nothing."


def test_a_version_lists_what_it_names_though_none_of_its_loads_used_it() -> None:
    first, second, third = (f"{NAMING}\n\n{n}" for n in range(3))
    found = use(
        [
            session(1, first, "references/a.md"),
            session(2, second),
            session(3, third),
            session(4, OTHER),
        ]
    )
    assert {one.text: one.files for one in found.versions} == {
        identity.text_hash(first): {"references/a.md": 1},
        identity.text_hash(second): {"references/a.md": 0},
        identity.text_hash(third): {"references/a.md": 0},
        identity.text_hash(OTHER): {},
    }
    assert found.share("references/a.md") == Share(1, 3)
    assert found.share("references/a.md", identity.text_hash(OTHER)) == Share(1, 4)
    assert found.share("references/b.md", identity.text_hash(first)) == Share(0, 1)


def test_a_file_that_only_others_lead_to_counts_in_all_loads() -> None:
    texts = [f"{NAMING}\n\n{n}" for n in range(3)]
    logs = [session(n, text, "references/b.md") for n, text in enumerate([*texts, texts[0]])]
    found = use([*logs, session(9, texts[0])])
    assert {one.unnamed for one in found.versions} == {("references/b.md",)}
    for text in (None, *map(identity.text_hash, texts)):
        assert found.share("references/b.md", text) == Share(4, 5)
    led = use([session(1, OTHER, "a.md"), session(2, "See a.md", "a.md"), session(3, NAMING)])
    assert led.share("a.md") == Share(1, 1)
    assert led.share("a.md", identity.text_hash(OTHER)) == Share(2, 2)


def test_what_the_user_typed_names_nothing() -> None:
    typed = f"{OTHER}\n\nARGUMENTS: references/a.md"
    found = use([session(1, typed, "references/a.md"), session(2, OTHER)])
    assert found.versions == (
        Version(identity.text_hash(OTHER), 2, {"references/a.md": 1}, ("references/a.md",)),
    )


def test_without_texts_all_loads_count_for_what_any_of_them_used() -> None:
    found = use([session(1, None, "a.md"), session(2, None), session(3, None)])
    assert found.versions == (Version(None, 3, {"a.md": 1}, ("a.md",)),)
    assert found.share("a.md") == found.share("a.md", "f" * 16) == Share(1, 3)
    assert found.share("b.md") == Share(0, 0)


# --- made-up users ------------------------------------------------------------------


def estimates(path: str, true: float, texts: int, loads: int, arguments: bool) -> Iterator[Share]:
    """What is found of 150 users who use a file in this share of their loads.

    Each had so many texts of the skill and loaded each so often; the last is linted. With
    arguments, what they typed stands in the text.
    """
    random = Random(f"{true} {texts} {loads} {arguments}")
    for _ in range(150):
        logs = []
        for number in range(texts * loads):
            typed = f"for {number}" if arguments else ""
            text = f"Text {number // loads} {typed}: see references/a.md, or `b.md`"
            used = [name for name in (path, "b.md") if random.random() < true]
            logs.append(session(number, text, *used))
        linted = f"Text {texts - 1} : see references/a.md, or `b.md`"
        yield use(logs).share(path, identity.text_hash(linted))


@pytest.mark.parametrize("path", ["references/a.md", "led-to.md"])
@pytest.mark.parametrize("arguments", [False, True])
@pytest.mark.parametrize(("texts", "loads"), [(1, 20), (5, 2), (10, 2), (4, 5)])
@pytest.mark.parametrize("true", [1 / 3, 0.6, 0.95])
def test_the_share_of_loads_is_not_biased(
    true: float, texts: int, loads: int, arguments: bool, path: str
) -> None:
    total = texts * loads
    found = list(estimates(path, true, texts, loads, arguments))
    every = [one for one in found if one.of == total]
    never = (1 - true) ** total  # then only loads of the linted text are known to count
    assert {one.count for one in found if one.of != total} <= {0}
    assert len(every) >= len(found) * (1 - never) - 4
    mean = sum(one.count for one in every) / total / len(every)
    assert abs(mean - true / (1 - never)) < 4 * sqrt(true * (1 - true) / total / len(every))
    held = sum(holds(one, true) for one in every) / len(every)
    wanted = sum(chance(n, total, true) for n in range(total + 1) if holds(Share(n, total), true))
    assert abs(held - wanted) < 4 * sqrt(wanted * (1 - wanted) / len(every)) + never


def holds(found: Share, true: float) -> bool:
    """Whether the interval of a share holds the true one."""
    known = frequency.measured(found.count, found.of)
    return known.low <= true <= known.high


def chance(count: int, of: int, true: float) -> float:
    """How likely so many of so many are."""
    return comb(of, count) * true**count * (1 - true) ** (of - count)
