"""Skills in other languages than English: what is found there, and what stays silent."""

from __future__ import annotations

from typing import Literal, NamedTuple
from unicodedata import normalize

import pytest

from skilllint import outline, situational, source
from skilllint.model import Candidate, Weight
from skilllint.situational import Units


class Sample(NamedTuple):
    """One skill in one language: what always runs, and headings with leads that do not.

    Each of `rare` is a heading, its first sentence, and the cues that must be quoted.
    """

    core: tuple[str, str]
    steps: tuple[str, str, str]
    line: str
    rare: tuple[tuple[str, str, tuple[str, ...]], ...]


SAMPLES = {
    "zh": Sample(
        ("核心流程", "每次运行都从这里开始。"),
        ("步骤 1：读取清样", "步骤 2：校对文字", "第三步：写回文件"),
        "这一页的文字需要逐行核对。",
        (
            ("术语统一（可选）", "把译名改成同一种写法。", ("可选",)),
            (
                "批量模式",
                "当用户一次交来整本书的清样。",
                ("批量模式", "当用户一次交来整本书的清样"),
            ),
            ("故障排查", "按现象查找。", ("故障",)),
        ),
    ),
    "zh-Hant": Sample(
        ("核心流程", "每次執行都從這裡開始。"),
        ("步驟 1：讀取清樣", "步驟 2：校對文字", "第三步：寫回檔案"),
        "這一頁的文字需要逐行核對。",
        (
            ("術語統一（可選）", "把譯名改成同一種寫法。", ("可選",)),
            ("離線模式", "當使用者沒有網路。", ("離線模式", "當使用者沒有網路")),
            ("疑難排解", "依現象尋找。", ("疑難",)),
        ),
    ),
    "ja": Sample(
        ("概要", "毎回ここから始めます。"),
        ("ステップ 1: 原稿を読む", "手順2：誤字を直す", "フェーズ3 書き戻す"),
        "この行の文字を一つずつ確かめます。",
        (
            ("用語の統一（任意）", "訳語を一つの書き方にそろえます。", ("任意",)),
            (
                "バッチモード",
                "ユーザーが依頼したときに使います。",
                ("モード", "ユーザーが依頼した"),
            ),
            ("トラブルシューティング", "症状から探します。", ("トラブル",)),
        ),
    ),
    "ko": Sample(
        ("개요와 핵심 원칙", "매번 여기에서 시작합니다."),
        ("1단계: 원고 읽기", "단계 2: 오탈자 고치기", "제 3단계: 다시 쓰기"),
        "이 줄의 글자를 하나씩 살펴본다.",
        (
            ("용어 통일 (선택사항)", "번역어를 한 가지로 맞춘다.", ("선택사항",)),
            ("배치모드", "사용자가 요청할 때 쓴다.", ("모드", "사용자가 요청")),
            ("오류가 발생하면", "증상으로 찾는다.", ("오류가 발생", "발생하면")),
        ),
    ),
    "de": Sample(
        ("Überblick und Ablauf", "Jeder Lauf beginnt hier, immer."),
        ("Schritt 1: Fahnen lesen", "Schritt 2: Fehler tilgen", "3. Schritt: Zurückschreiben"),
        "Diese Zeile wird Wort für Wort verglichen.",
        (
            ("Begriffe angleichen (bei Bedarf)", "Gleiche die Begriffe an.", ("bei Bedarf",)),
            ("Stapelmodus", "Wenn der Nutzer ein ganzes Buch bringt.", ("Stapelmodus", "Wenn der")),
            ("Fehlerbehebung", "Suche nach dem Symptom.", ("Fehlerbehebung",)),
        ),
    ),
    "es": Sample(
        ("Flujo de trabajo", "Siempre se empieza aquí."),
        ("Paso 1: Leer las galeradas", "Paso 2: Corregir", "Fase 3: Guardar"),
        "Esta línea se coteja palabra por palabra.",
        (
            ("Unificar términos (opcional)", "Deja una sola grafía.", ("opcional",)),
            ("Modo por lotes", "Cuando el usuario trae un libro.", ("Modo", "Cuando el usuario")),
            ("Solución de problemas", "Busca por el síntoma.", ("Solución de problemas",)),
        ),
    ),
    "fr": Sample(
        ("Vue d'ensemble", "On commence toujours ici."),
        ("Étape 1 : lire les épreuves", "Étape 2 : corriger", "Etape 3 : enregistrer"),
        "Cette ligne est comparée mot à mot.",
        (
            ("Unifier les termes (facultatif)", "Garde une seule graphie.", ("facultatif",)),
            ("Mode par lots", "Si l'utilisateur apporte un livre.", ("Mode", "Si l'utilisateur")),
            ("Dépannage", "Cherche par symptôme.", ("Dépannage",)),
        ),
    ),
    "pt": Sample(
        ("Visão geral", "Sempre se começa por aqui."),
        ("Passo 1: ler as provas", "Etapa 2: corrigir", "Fase 3: gravar"),
        "Esta linha é conferida palavra por palavra.",
        (
            ("Unificar termos (opcional)", "Deixe uma só grafia.", ("opcional",)),
            ("Modo em lote", "Quando o usuário traz um livro.", ("Modo", "Quando o usuário")),
            ("Solução de problemas", "Procure pelo sintoma.", ("Solução de problemas",)),
        ),
    ),
}


def skill(*sections: tuple[str, str], line: str) -> str:
    """A SKILL.md whose sections are 60 lines long each, all but the first sentence alike."""
    body = "\n\n".join("\n".join([f"## {head}", "", lead, *[line] * 58]) for head, lead in sections)
    return f"---\nname: proof\ndescription: Reads proofs.\n---\n\n# Proof\n\n{body}\n"


def text_of(sample: Sample) -> str:
    steps = [(step, sample.line) for step in sample.steps]
    rare = [(heading, lead) for heading, lead, _ in sample.rare]
    return skill(sample.core, *steps, *rare, line=sample.line)


def find(text: str) -> tuple[Candidate, ...]:
    read = source.parse(text.encode(), "SKILL.md")
    tree = outline.read(read)
    own = [len(tree.text(s.start, s.own_end)) // 4 for s in tree.sections]
    weights = [
        Weight(own[s.index], sum(own[i.index] for i in tree.subtree(s))) for s in tree.sections
    ]
    return situational.find(read, tree, weights, Units(tokens=10**6))


# --- whole skills ---------------------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("language", SAMPLES)
def test_what_only_some_runs_need_is_found_with_its_words_and_the_rest_is_not(
    language: str, form: Literal["NFC", "NFD"]
) -> None:
    sample = SAMPLES[language]
    found = find(normalize(form, text_of(sample)))
    assert [(c.heading_path[-1], c.kind, c.band) for c in found] == [
        (normalize(form, heading), "conditional", "likely") for heading, _, _ in sample.rare
    ]
    for candidate, (_, _, cues) in zip(found, sample.rare, strict=True):
        quoted = [normalize("NFC", e.text) for e in candidate.evidence if '"' in e.text]
        for cue in cues:
            assert any(f'"{cue}' in text for text in quoted), (cue, quoted)


def evidence(text: str, heading: str) -> list[tuple[str, str, str]]:
    """Each signal for a block, with the line it points to and what it says."""
    (found,) = (c for c in find(text) if c.heading_path[-1] == heading)
    lines = text.split("\n")
    return [(e.signal, lines[e.line - 1], e.text) for e in found.evidence if e.weight > 0]


def test_the_evidence_for_a_chinese_mode_stands_in_the_file() -> None:
    sample = SAMPLES["zh"]
    call = (sample.steps[0], "如果清样超过十页，请转到“批量模式”。单页的清样直接读取。")
    text = skill(call, ("批量模式", sample.rare[1][1]), (sample.steps[1], ""), line=sample.line)
    assert evidence(text, "批量模式") == [
        ("title.mode", "## 批量模式", 'heading says "批量模式"'),
        ("reference.only", call[1], f'named in "{call[1]}"'),
        (
            "lead.user",
            "当用户一次交来整本书的清样。",
            'its first lines say "当用户一次交来整本书的清样。"',
        ),
        (
            "lead.condition",
            "当用户一次交来整本书的清样。",
            'its first lines say "当用户一次交来整本书的清样。"',
        ),
        (
            "structure.outsider",
            "## 步骤 1：读取清样",
            "not numbered, although its siblings are steps",
        ),
        ("body.ifs", "## 批量模式", "25% of items and paragraphs begin with if or when"),
    ]


def test_the_evidence_for_a_german_mode_stands_in_the_file() -> None:
    sample = SAMPLES["de"]
    call = (sample.steps[0], "Sofern es mehr als zehn Fahnen sind, weiter im **Stapelmodus**.")
    lead = sample.rare[1][1]
    text = skill(call, ("Stapelmodus", lead), (sample.steps[1], ""), line=sample.line)
    assert evidence(text, "Stapelmodus") == [
        ("title.mode", "## Stapelmodus", 'heading says "Stapelmodus"'),
        ("reference.only", call[1], f'named in "{call[1]}"'),
        ("lead.user", lead, f'its first lines say "{lead}"'),
        ("lead.condition", lead, f'its first lines say "{lead}"'),
        (
            "structure.outsider",
            "## Schritt 1: Fahnen lesen",
            "not numbered, although its siblings are steps",
        ),
        ("body.ifs", "## Stapelmodus", "25% of items and paragraphs begin with if or when"),
    ]
