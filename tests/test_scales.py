"""A model's scale is found again from prompts that grew, whatever else entered now and then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import Claude, Codex, Writer

from skilllint import transcripts
from skilllint.calibration.scales import Sample, disbelieved, fit, samples

MODEL = "claude-opus-4-6"
NOWHERE = "/home/dev/shop/.claude/skills"
SIZES = (900, 2_400, 5_200, 1_700, 3_600)


def sample(tokens: int, growth: float, identity: int, text: str = "") -> Sample:
    return Sample(MODEL, text or str(tokens), tokens, round(growth), identity)


def grown(scale: float, sizes: tuple[int, ...], loads: int, random: Random) -> Iterator[Sample]:
    """Every size loaded so often, with 60 tokens less to 140 more; one load in eight far more."""
    for number in range(loads * len(sizes)):
        size = sizes[number % len(sizes)]
        more = random.uniform(300, 5_000) if number % 8 == 7 else 0
        yield sample(size, scale * size + random.uniform(-30, 140) + more, number)


@pytest.mark.parametrize("scale", [1.0, 1.2, 1.44])
@pytest.mark.parametrize("seed", range(5))
def test_a_known_scale_is_found_through_noise_and_outliers(scale: float, seed: int) -> None:
    found = fit(grown(scale, SIZES, 4, Random(seed)))[MODEL]
    assert found.value == pytest.approx(scale, rel=0.03)
    assert found.low <= scale <= found.high
    assert found.high - found.low < 0.15
    assert (found.tag, found.source) == ("measured", "n=20")


def test_texts_of_one_size_are_enough_and_say_less() -> None:
    """Without a second size the framing is not seen, and the ends tell so."""
    one = fit(grown(1.2, (2_400,), 9, Random(1)))[MODEL]
    many = fit(grown(1.2, SIZES, 9, Random(1)))[MODEL]
    assert one.value == pytest.approx(1.2, rel=0.03)
    assert one.low <= 1.2 <= one.high
    assert one.high - one.low > many.high - many.low


def test_framing_is_no_part_of_the_scale() -> None:
    """Growth by 1.2 tokens for each of the text's, and always 300 more, is a scale of 1.2."""
    sizes = range(500, 9_000, 500)
    assert fit(sample(n, 1.2 * n + 300, n) for n in sizes)[MODEL].value == pytest.approx(1.2)


def test_what_the_user_typed_behind_the_name_makes_no_other_text() -> None:
    """The same text is longer by it, and the load of it that grew least counts."""
    loads = [sample(2_000 + n, 1.2 * (2_000 + n) + 400 * n, n, "same") for n in range(5)]
    assert fit(loads)[MODEL].value == 1.2


def test_fewer_than_five_loads_of_a_model_tell_nothing() -> None:
    loads = [sample(1_000 * n, 1_200 * n, n) for n in range(1, 5)]
    assert fit(loads) == disbelieved(loads) == {}
    assert fit([*loads, sample(5_000, 6_000, 5)])[MODEL].value == 1.2


def test_copies_of_a_load_are_one_load() -> None:
    loads = [sample(1_000 * n, 1_200 * n, n) for n in range(1, 5)]
    assert fit(loads * 3) == {}


def test_models_are_told_apart() -> None:
    other = [
        Sample("claude-opus-4-8", "x", one.tokens, round(one.tokens * 1.44), one.identity)
        for one in grown(1, SIZES, 1, Random(2))
    ]
    found = fit([*grown(1.2, SIZES, 2, Random(2)), *other])
    assert {model: round(scale.value, 1) for model, scale in found.items()} == {
        MODEL: 1.2,
        "claude-opus-4-8": 1.4,
    }


def test_a_scale_that_no_tokenizer_has_is_not_believed() -> None:
    loads = [sample(1_000 * n, 4_000 * n, n) for n in range(1, 7)]
    assert fit(loads) == {}
    assert disbelieved(loads)[MODEL].value == pytest.approx(4, rel=0.02)


def test_a_few_short_texts_measure_nothing_and_are_not_told() -> None:
    loads = [sample(100 + n, 120 + n + 40 * (n % 3), n) for n in range(6)]
    assert fit(loads) == disbelieved(loads) == {}


def test_a_prompt_that_shrank_elsewhere_is_left_out() -> None:
    """Hosts drop old results of tools; what is missing then is no property of the text."""
    loads = [*grown(1.2, SIZES, 3, Random(3)), *(sample(n, n / 2, -n) for n in SIZES)]
    assert fit(loads)[MODEL] == fit(grown(1.2, SIZES, 3, Random(3)))[MODEL]


def test_nine_in_ten_ends_hold_the_scale() -> None:
    """Over made-up users of one to eight skills, each loaded one to eight times."""
    held = []
    for seed in range(200):
        random = Random(seed)
        scale = random.choice((1.0, 1.2, 1.44))
        sizes = tuple(random.randint(300, 8_000) for _ in range(random.randint(1, 8)))
        found = fit(grown(scale, sizes, random.randint(1, 8), random)).get(MODEL)
        held += [found.low <= scale <= found.high] if found else []
    assert len(held) > 150
    assert sum(held) / len(held) > 0.85


@given(
    st.lists(
        st.builds(
            Sample,
            st.sampled_from(("a", "b")),
            st.sampled_from(("s", "t", "u")),
            st.integers(-5, 10**9),
            st.integers(-(10**9), 10**9),
            st.integers(0, 20),
        ),
        max_size=30,
    )
)
def test_any_samples_give_ordered_believable_scales(found: list[Sample]) -> None:
    for scale in fit(found).values():
        assert 0.8 <= scale.low <= scale.value <= scale.high <= 2.5
    for scale in disbelieved(found).values():
        assert scale.low <= scale.value <= scale.high
    assert not set(fit(found)) & set(disbelieved(found))


@settings(max_examples=50)
@given(st.floats(1.0, 2.0), st.lists(st.integers(1_000, 30_000), min_size=5, max_size=30))
def test_without_noise_the_scale_is_exact(scale: float, sizes: list[int]) -> None:
    loads = [sample(size, scale * size, n) for n, size in enumerate(sizes)]
    found = fit(loads)[MODEL]
    assert found.value == pytest.approx(scale, abs=0.003)
    assert found.low <= found.value <= found.high


@given(st.permutations(list(grown(1.2, SIZES, 2, Random(4)))))
def test_the_order_of_loads_is_nothing(loads: list[Sample]) -> None:
    assert fit(loads) == fit(grown(1.2, SIZES, 2, Random(4)))


# --- from logs ------------------------------------------------------------------


def text(words: int, seed: int) -> str:
    """A skill's body, of our own words."""
    return "# Sweep\n\n" + Claude(seed=seed).words(words) + "\n"


def session(scale: float, seed: int) -> Claude:
    """Five skills loaded, the first of them again; twice something else entered along with one."""
    log = Claude(scale=scale, seed=seed)
    log.say("Sweep the hall")
    log.work(2)
    for number, words in enumerate((800, 2_200, 400, 3_500, 1_300, 800)):
        log.skill(
            f"/home/dev/shop/.claude/skills/skill-{words}",
            text(words, words),
            also=[("Bash", {"command": "ls"})] if number == 2 else (),
            noise=3_000 if number in (2, 3) else 0,
        )
        log.work(3)
    return log


def found(*logs: Writer, place: Path) -> list[Sample]:
    return [one for log in logs for one in samples(transcripts.read(log.save(place)))]


@pytest.mark.parametrize("scale", [1.0, 1.2, 1.44])
def test_a_scale_that_was_written_is_read(scale: float, tmp_path: Path) -> None:
    told = fit(found(session(scale, 1), session(scale, 2), place=tmp_path))[MODEL]
    assert told.value == pytest.approx(scale, rel=0.03)
    assert told.low <= scale <= told.high


def test_resumed_sessions_add_nothing(tmp_path: Path) -> None:
    first = session(1.2, 1)
    again = found(first, first.resumed(2), first.resumed(3), place=tmp_path)
    assert fit(again) == fit(found(first, place=tmp_path))


def test_a_change_of_the_model_at_a_load_is_no_sample(tmp_path: Path) -> None:
    log = Claude(scale=1.2)
    log.work(2)
    log.skill("/home/dev/shop/.claude/skills/sweep", text(900, 1))
    log.model, log.scale = "claude-opus-4-8", 1.44
    log.work(2)
    assert found(log, place=tmp_path) == []


def test_codex_tells_no_scale(tmp_path: Path) -> None:
    log = Codex()
    log.turn("Sweep the hall")
    for number in range(6):
        log.skill(f"/home/dev/shop/.agents/skills/skill-{number}", text(900 + number * 100, number))
        log.work(2)
    assert found(log, place=tmp_path) == []


def test_a_sample_is_small_and_tells_no_text(tmp_path: Path) -> None:
    for one in found(session(1.2, 1), place=tmp_path):
        assert one.model == MODEL
        assert len(one.text) == 16
        assert one.tokens > 400


def test_real_logs_with_filler_for_text_make_no_error(data: Path) -> None:
    """Their words are not what was counted, so their scales mean nothing; they are bounded."""
    place = data / "transcripts" / "dev"
    logs = [transcripts.read(path) for path in sorted(place.rglob("*.jsonl"))]
    several = [one for log in logs for one in samples(log)]
    assert several
    for one in several:
        assert one.model.startswith("claude-")
    for scale in fit(several).values():
        assert 0.8 <= scale.low <= scale.high <= 2.5


def test_calibrate_says_which_scale_it_does_not_believe(run: Run, tmp_path: Path) -> None:
    log = Claude(scale=4.0)
    for number in range(6):
        log.work(2)
        log.skill(f"/home/dev/shop/.claude/skills/skill-{number}", text(900 + number * 400, number))
    log.work(1)
    log.save(tmp_path)
    ran = run("calibrate", "claude", "--no-cache")
    seen = f"{MODEL}: o200k × 4 (3.93–4.03, n=6) lies outside 0.8–2.5, where tokenizers are"
    assert (ran.returncode, ran.stderr) == (0, f"skilllint: {seen}; not used\n")
    written = json.loads((tmp_path / "calibration.json").read_text("utf-8"))
    assert written["hosts"]["claude-code"]["scales"] == {}
