"""The words that are looked for: how the data file is written and what its cues find."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skilllint import situational
from skilllint.situational import lexicon
from skilllint.situational.languages import SPACELESS, spellings
from skilllint.situational.lexicon import Lexicon, Place
from skilllint.situational.words import split

ROOM = Path(situational.__file__).parent
DATA = tomllib.loads((ROOM / "lexicon.toml").read_text(encoding="utf-8"))
OTHERS = tomllib.loads((ROOM / "languages.toml").read_text(encoding="utf-8"))
CODE = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py"))


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return lexicon.load()


def families(words: Lexicon, place: Place, text: str) -> set[str]:
    return set(words.find(place, text, split(text)))


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
        ("四、常见问题", {"title.faq"}),
        ("四、故障排查", {"title.trouble"}),
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
    (match,) = words.find("title", text, split(text)).values()
    assert text[match.start : match.end] == "Optional"


@given(st.text())
@example("İSTANBUL AND İZMIR")
def test_any_text_is_split_into_words_where_they_stand(text: str) -> None:
    for word in split(text):
        written = text[word.start : word.end].replace("İ", "")
        assert normalize("NFC", written.lower()) == normalize("NFC", word.text.replace("İ", ""))


@given(st.text(alphabet="ab if--x only必须.İ(", max_size=40), st.sampled_from(get_args(Place)))
def test_looking_at_single_words_first_changes_nothing(text: str, place: Place) -> None:
    words = lexicon.load()
    for one in (text, f"{text} halt, {text}", f"{text} troubleshooting"):
        assert words.search(place, one) == words.find(place, one, split(one))


def test_every_signal_of_the_code_has_a_weight_and_every_weight_a_signal(words: Lexicon) -> None:
    spelled = set(re.findall(r'"((?:structure|reference|body)\.[a-z]+)"', CODE))
    spelled |= {f"body.{name}" for name in ("code", "table", "orders", "ordered", "ifs")}
    # written with the kind or the name put in
    spelled |= {f"reference.{name}" for name in ("guarded", "routed", "only")}
    spelled |= {"structure.container"}
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


# --- words that only look like a cue --------------------------------------------


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("例外の扱い", "title.lookup"),
        ("条例の写し", "title.lookup"),
        ("ダークモードの色", "title.mode"),
        ("任意の文字列", "title.optional"),
        ("场景：当前状态", "title.condition"),
        ("面向对象的写法", "title.kind"),
        ("一次性能测量", "title.once"),
        ("可选参数", "title.optional"),
        ("格式化文本", "title.lookup"),
        ("单例设计模式", "title.mode"),
        ("모드버스 연결", "title.mode"),
        ("빠짐없이 확인", "title.alternative"),
        ("Ausgabe der Betriebsmodi", "title.mode"),
        ("Betriebsmodus", "title.mode"),
        ("Für jede Seite", "title.kind"),
        ("Modo de uso", "title.mode"),
        ("Cuándo usar esta habilidad", "title.condition"),
        ("Cuando usar esta habilidad", "title.condition"),
        ("Tareas sin embargo pendientes", "title.alternative"),
        ("💬 Modo de Interacción", "title.mode"),
        ("Mode d'emploi", "title.mode"),
        ("Quand utiliser", "title.condition"),
        ("Sans Serif fonts", "title.alternative"),
        ("Récupération des données", "title.trouble"),
        ("Modo de usar", "title.mode"),
        ("Padrão Repository", "title.default"),
        ("専用フォルダの場所", "title.only"),
        ("本文针对读者", "title.kind"),
        ("Somente leitura", "title.only"),
    ],
)
def test_a_word_that_only_looks_like_a_cue_is_none(words: Lexicon, text: str, family: str) -> None:
    assert family not in families(words, "title", text)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("当前目录里有清样。", "lead.condition"),
        ("必ずしも全部は読みません。", "lead.always"),
        ("필수는 아니다.", "lead.always"),
        ("Nicht immer nötig.", "lead.always"),
        ("Siempre que haya tiempo.", "lead.always"),
        ("Sempre que houver tempo.", "lead.always"),
        ("Pas toujours utile.", "lead.always"),
        ("逐行核对。" * 50 + "当用户要求时再做。", "lead.user"),
    ],
)
def test_a_lead_that_only_looks_like_a_cue_holds_none(
    words: Lexicon, text: str, family: str
) -> None:
    assert family not in families(words, "lead", text)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Solucion de problemas", "title.trouble"),
        ("RÉSOLUTION DES PROBLEMES", "title.trouble"),
        ("Falls noetig", "title.optional"),
        ("En cas d’échec", "title.trouble"),
        ("문제해결", "title.trouble"),
        ("選択ではなく必須の規則", "title.core"),
        ("构建失败时", "title.condition"),
        ("用例（失败时）", "title.condition"),
        ("エラーが出た場合（任意）", "title.condition"),
        ("场景里如果出错", "title.condition"),
    ],
)
def test_spelling_and_place_do_not_matter_where_they_may_vary(
    words: Lexicon, text: str, family: str
) -> None:
    assert family in families(words, "title", text)
    assert family in families(words, "title", normalize("NFD", text))


# --- the data file ----------------------------------------------------------------

UNCUED = {"title.flag", "title.named", "title.class", "title.command", "title.step", "title.number"}
UNCUED |= {
    "title.entry",
    "title.inserted",
    "title.task",
}  # these are seen by numbers, nouns and classes


@pytest.mark.parametrize("language", OTHERS)
def test_every_family_has_cues_in_every_language(language: str) -> None:
    for place in ("title", "lead", "around", "keep"):
        for name in DATA[place]:
            if f"{place}.{name}" not in UNCUED:
                assert OTHERS[language][place].get(name), f"{place}.{name}"
    lists = {"step", "alternative", "entry", "common", "branch", "guard", "symptom", "fault"}
    assert lists <= OTHERS[language]["nouns"].keys()


def test_no_spelling_of_a_cue_is_an_english_cue_of_another_family() -> None:
    for place in ("title", "lead", "around", "keep"):
        english = {
            word: name for name, family in DATA[place].items() for word in family.get("words", ())
        }
        for language in set(OTHERS) - SPACELESS:
            for name, cues in OTHERS[language][place].items():
                assert name in DATA[place]
                for cue in cues:
                    for spelled in spellings(cue):
                        assert english.get(spelled, name) == name, (language, cue)


@pytest.mark.parametrize(
    ("text", "everywhere"),
    [
        ("Paint the widget — then let it dry → done ✓.", False),
        ("Lackiere das Teil für den Kunden.", True),
        ("先读取清样。", True),
        (
            "Lackiere das Teil und lass es trocknen, wenn es nass ist. Der Rest ist fertig. " * 4,
            True,
        ),
    ],
)
def test_the_words_of_other_languages_are_read_where_a_text_could_hold_them(
    text: str, everywhere: bool
) -> None:
    assert (lexicon.spoken(text) is lexicon.load()) == everywhere
