"""The words that are looked for: how the data file is written and what its cues find."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skilllint import situational
from skilllint.situational import lexicon
from skilllint.situational.lexicon import Lexicon, Place

ROOM = Path(situational.__file__).parent
CODE = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return lexicon.load()


def families(words: Lexicon, place: Place, text: str) -> set[str]:
    return set(words.find(place, text, lexicon.split(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deepen the outline (if needed)", {"title.optional", "title.condition"}),
        ("Round-trip check (--validate only)", {"title.only", "title.flag"}),
        ("Troubleshooting slow builds", {"title.trouble"}),
        ("For older releases", {"title.kind"}),
        ("What to look for", set()),
        ("For example", {"title.lookup"}),
        ("Batch Mode", {"title.mode"}),
        ("Known Failure Modes", {"title.trouble"}),
        ("Why builds fail when the cache is cold", set()),
        ("Fehlerbehebung bei Bedarf", {"title.trouble", "title.optional"}),
        ("Dépannage", {"title.trouble"}),
        ("Resolución de problemas", {"title.trouble"}),
        ("四、常见问题", {"title.trouble"}),
        ("よくある問題", {"title.trouble"}),
        ("문제 해결", {"title.trouble"}),
    ],
)
def test_a_heading_holds_the_cues_of_these_families(
    words: Lexicon, text: str, expected: set[str]
) -> None:
    assert families(words, "title", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Use this when a build was interrupted.", {"lead.use"}),
        ("If the user asks for a slide deck,", {"lead.user", "lead.condition"}),
        ("Every run begins here.", {"lead.always"}),
        ("Write the file.", set()),
    ],
)
def test_a_lead_holds_the_cues_of_these_families(
    words: Lexicon, text: str, expected: set[str]
) -> None:
    assert families(words, "lead", text) == expected


def test_a_family_is_found_once_at_its_first_cue(words: Lexicon) -> None:
    text = "Optional steps, optional checks"
    (match,) = words.find("title", text, lexicon.split(text)).values()
    assert text[match.start : match.end] == "Optional"


@given(st.text())
@example("İSTANBUL AND İZMIR")
def test_any_text_is_split_into_words_where_they_stand(text: str) -> None:
    for word in lexicon.split(text):
        written = text[word.start : word.end].replace("İ", "")
        assert written.lower() == word.text.replace("İ", "")


@given(st.text(alphabet="ab if--x only必须.İ(", max_size=40), st.sampled_from(get_args(Place)))
def test_looking_at_single_words_first_changes_nothing(text: str, place: Place) -> None:
    words = lexicon.load()
    for one in (text, f"{text} halt, {text}", f"{text} troubleshooting"):
        assert words.search(place, one) == words.find(place, one, lexicon.split(one))


def test_every_signal_of_the_code_has_a_weight_and_every_weight_a_signal(words: Lexicon) -> None:
    spelled = set(re.findall(r'"((?:structure|reference|body)\.[a-z]+)"', CODE))
    spelled |= {f"body.{name}" for name in ("code", "table", "orders", "ordered", "ifs")}
    spelled |= {"reference.guarded", "reference.routed"}  # written with the kind put in
    weighed = {
        name
        for name in words.conditional
        if name.split(".")[0] in ("structure", "reference", "body")
    }
    assert spelled == weighed


def test_every_cued_signal_has_cues_or_is_yielded_by_name(words: Lexicon) -> None:
    for name in words.conditional:
        place, _, _ = name.partition(".")
        if place in ("title", "lead", "around", "keep"):
            phrases = words.phrases[place]
            cued = {cue.family for cues in phrases.by_word.values() for cue in cues}
            assert name in cued | set(phrases.stems.values()) or f'"{name}"' in CODE, name


def test_weights_stay_small_and_each_family_decides_something(words: Lexicon) -> None:
    for name in words.conditional:
        pair = (words.conditional[name], words.reference[name])
        assert max(abs(weight) for weight in pair) <= 3, name
        assert any(pair) or name in words.reasons, name
