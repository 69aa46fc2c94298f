"""How skills in other languages are built: steps, branches, alternatives, mentions, orders."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from test_languages import SAMPLES, find, skill

from skilllint import outline, source
from skilllint.situational import body, lexicon, titles
from skilllint.situational.body import Tally


def stepped(heading: str) -> bool:
    read = source.parse(f"# {heading}\n".encode(), "SKILL.md")
    tree = outline.read(read)
    return any(t.step for t in titles.read(tree, lexicon.load()))


def tally(text: str) -> Tally:
    """What the first section of a text is made of."""
    tree = outline.read(source.parse(text.encode(), "SKILL.md"))
    words = lexicon.load()
    return body.tally(tree, titles.read(tree, words), words)[0]


# --- numbered steps ------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        *("Schritt 3", "2. Schritt: Lesen", "Étape 2", "ETAPE 2", "Paso 1", "Passo 1", "Etapa 1"),
        *("步骤 3", "步驟三", "第三步", "阶段二：校对", "フェーズ1", "手順1", "단계 3", "3단계"),
    ],
)
def test_a_numbered_step_is_one_in_every_language(heading: str) -> None:
    assert stepped(heading)
    assert stepped(normalize("NFD", heading))


@pytest.mark.parametrize(
    "heading", ["Teilnehmer 3", "Passwort 1", "步骤清单", "수단계획", "3 Punkte"]
)
def test_other_headings_are_no_steps(heading: str) -> None:
    assert not stepped(heading)


# --- structure ----------------------------------------------------------------------


def signals(text: str, heading: str) -> set[str]:
    """The names of all signals, for and against, of the block with a heading."""
    (found,) = (c for c in find(text) if c.heading_path[-1] == heading)
    return {e.signal for e in found.evidence}


@pytest.mark.parametrize(
    ("heading", "entries"),
    [
        ("故障排查", "- 现象 空白\n- 原因 没有字体\n- 解决 安装字体"),
        ("トラブル", "- 症状：空白\n- 原因：書体がない\n- 対処：書体を入れる"),
        ("문제 해결", "- 증상: 빈 쪽\n- 원인: 글꼴 없음\n- 해결: 글꼴 설치"),
        ("Fehlersuche", "- Symptom: leer\n- **Ursache:** keine Schrift\n- Lösung: einbauen"),
        ("Dépannage", "- Symptôme : vide\n- **Cause** : police absente\n- Remède : l'ajouter"),
    ],
)
def test_entries_of_symptom_cause_and_remedy_are_counted(heading: str, entries: str) -> None:
    sample = SAMPLES["de"]
    text = skill(sample.core, (heading, f"x\n\n{entries}\n"), sample.core, line="…")
    assert "body.symptoms" in signals(text, heading)


@pytest.mark.parametrize(
    "nouns", ["{}模式", "{}モード", "{}모드", "{} 방식", "Opción {}", "Cenário {}"]
)
def test_siblings_named_alike_are_alternatives(nouns: str) -> None:
    names = [nouns.format(name) for name in ("A", "B")]
    text = skill(("Core", ""), *((name, "…") for name in names), line="…")
    for name in names:
        assert "structure.alternatives" in signals(text, name)


@pytest.mark.parametrize(
    ("heading", "call"),
    [
        ("批量核对", "如果超过十页，则按照批量核对处理。"),
        ("一括照合", "十枚を超える場合は一括照合に進む。"),
        ("일괄 대조", "열 장이 넘으면 일괄 대조를 실행한다."),
        ("Abgleich im Ganzen", "Sofern es für einen zu viele sind, folgt der Abgleich im Ganzen."),
        ("Cotejo grande", "Si son más, sigue el cotejo grande."),
    ],
)
def test_a_section_named_in_a_condition_is_guarded(heading: str, call: str) -> None:
    text = skill(("Step 1", call), (f"{heading} (optional)", "…"), ("Step 2", ""), line="…")
    assert "reference.only" in signals(text, f"{heading} (optional)")
    plain = text.replace(call, f"{heading[0]} 1.")
    assert "reference.only" not in signals(plain, f"{heading} (optional)")


def test_the_same_letters_inside_a_longer_sentence_name_no_section() -> None:
    heading = "核对 (optional)"
    text = skill(("Step 1", "如果有误，核对文字。"), (heading, "…"), ("Step 2", ""), line="…")
    assert "reference.only" not in signals(text, heading)


def test_a_condition_in_another_sentence_guards_nothing() -> None:
    heading = "批量核对（可选）"
    call = "如果超过十页，先停下。然后按照批量核对处理。"
    text = skill(("Step 1", call), (heading, "…"), ("Step 2", ""), line="…")
    assert "reference.only" not in signals(text, heading)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("如果有清样（可选）", "否则（可选）"),
        ("原稿がある場合（任意）", "原稿がない場合（任意）"),
        ("원고가 있는 경우 (선택)", "원고가 없는 경우 (선택)"),
        ("Wenn Fahnen da sind (bei Bedarf)", "Sonst (bei Bedarf)"),
        ("Si hay galeradas (opcional)", "Sino (opcional)"),
    ],
)
def test_the_sides_of_a_condition_are_branches(one: str, other: str) -> None:
    text = skill(("A", ""), ("B", "ñ, ü"), (one, "…"), (other, "…"), line="…")
    assert "structure.branch" in signals(text, one)
    assert "structure.branch" in signals(text, other)


def test_a_name_with_its_number_is_one_of_several_and_a_compound_is_not() -> None:
    text = skill(("A", ""), ("方案一：快（可选）", "…"), ("方案图（可选）", "…"), line="…")
    assert "title.named" in signals(text, "方案一：快（可选）")
    assert "title.named" not in signals(text, "方案图（可选）")


@pytest.mark.parametrize(
    "order",
    [
        *("读取清样。", "原稿を読んでください。", "원고를 읽으세요.", "Prüfe die Fahnen."),
        *("Lee las galeradas.", "Écrivez le fichier.", "Verifique as provas."),
    ],
)
def test_orders_are_counted_wherever_their_verb_stands(order: str) -> None:
    assert tally(f"# X\n\n- {order}\n- {order}\n").orders == 2
    assert tally(f"# X\n\n- 1 {order[1:-3]}\n").orders == 0


@pytest.mark.parametrize(
    "title",
    [
        *("字体找不到", "書体が見つからない", "글꼴을 찾을 수 없음", "Schrift nicht gefunden"),
        *("La fuente no se encuentra", "Police introuvable", "Fonte não encontrada"),
    ],
)
def test_a_heading_that_names_a_fault_is_counted(title: str) -> None:
    assert tally(f"# {title}\n").faults == 1
