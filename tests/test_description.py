"""Descriptions: what users of other linters were told wrongly is let be here."""

from __future__ import annotations

import pytest

from skilllint import catalogue, finders, hosts, skills
from skilllint.model import Problem, Setting

FAMILY = [rule for rule in catalogue.rules() if rule.code.startswith("DE")]


def find(code: str, description: str, more: str = "", name: str = "notes") -> list[Problem]:
    rule = catalogue.find(code, catalogue.rules())
    said = description.replace("'", "''")
    text = f"---\nname: {name}\ndescription: '{said}'\n{more}\n---\n# A\n"
    skill = skills.read_text(text, "SKILL.md", name)
    table = {key: hosts.table()[key] for key in ("spec", "claude-code")}
    return [*finders.problems(rule, skill, Setting(rule.limits, table))]


@pytest.mark.parametrize(
    "said",
    [
        "Writes notes before each release.",
        "Guide for writing notes.",
        "Writes notes whenever somebody asks.",
        "Invoke for notes, letters and posts.",
        "Writes notes. Triggers on /notes.",
        "Notes for any project.",
        "Erstellt Notizen, wenn jemand fragt.",
        "Rédige des notes quand une version est prête.",
        "Escribe notas cuando alguien pregunta.",
        "Escreve notas quando alguém pede.",
        "Scrive note prima di una versione.",
        "Пишет заметки, если их просят.",
        "用于撰写说明。",
        "リリースする場合に使う。",
        "배포할 때 씁니다.",
    ],
)
def test_an_occasion_may_be_told_in_many_words_and_languages(said: str) -> None:
    assert find("DE102", said) == []


@pytest.mark.parametrize(
    "said",
    [
        "Helps you write notes when asked.",
        'Use when the user says "I need notes" or "You can list them".',
        'Use for "Help me. I need notes. You can list them." and the like.',
        "Answers `x. I have y` in notes. Use when asked.",
        "I/O of notes. Use when asked.",
        "I dati vengono scritti quando richiesto.",
        "Use when the user says that you can go on.",
        "Writes the notes we need. Use when asked.",
    ],
)
def test_a_user_may_be_quoted_and_named(said: str) -> None:
    assert find("DE103", said) == []


@pytest.mark.parametrize(
    "said",
    [
        "TODO and FIXME comments, collected. Use when asked.",
        "Marks each task as [TODO] or [DONE] when asked.",
        "Collects TODO comments. Use when the user asks what is left.",
        "Fills {{name}} into templates. Use when a template is given.",
        "Explains what the code does. Use when asked.",
        "Writes the description here and in the release. Use when tagged.",
        "Checks [your-app] style placeholders in docs when asked.",
        "Use <file> as input when asked.",
    ],
)
def test_a_skill_about_placeholders_is_none(said: str) -> None:
    assert find("DE106", said) == []


@pytest.mark.parametrize(
    "said",
    [
        "Sorts a < b and c > d. Use when asked.",
        "Keeps files of < 5 MB -> archive. Use when asked.",
        "Mends `<div></div>` in templates. Use when asked.",
        "Writes notes <3 times a week. Use when asked.",
    ],
)
def test_signs_and_code_are_no_tags(said: str) -> None:
    assert find("DE106", said) == find("FM109", said) == []


def test_a_placeholder_for_what_users_say_is_advice_at_most() -> None:
    (problem,) = find("FM109", "Use when the user says /notes <version>.")
    assert problem.confidence == "advice"


@pytest.mark.parametrize(
    "said",
    [
        "Writes notes for internal use",
        "Writes notes that others build on",
        "Reads what Levi's and McDonald's say",
        "Explains vitamin A",
        "Writes notes, letters and posts…",
    ],
)
def test_a_sentence_without_a_full_stop_is_whole(said: str) -> None:
    assert find("DE108", said, "version: 1.2\nlicense: MIT\n  or Apache") == []


@pytest.mark.parametrize("rule", FAMILY, ids=lambda rule: rule.code)
def test_a_skill_that_only_its_user_starts_is_not_chosen_by_its_description(rule: object) -> None:
    code = rule.code  # type: ignore[attr-defined]
    quiet = "disable-model-invocation: true"
    for said in ("Notes.", "I can write.", "a, b, c, d, e, f", "word " * 900):
        assert find(code, said.strip(), quiet) == []


@pytest.mark.parametrize("rule", FAMILY, ids=lambda rule: rule.code)
def test_more_than_any_host_lists_is_judged_by_its_beginning(rule: object) -> None:
    code = rule.code  # type: ignore[attr-defined]
    if code in ("DE101", "DE108"):  # which are about the end
        return
    for piece in ("[todo ", "{{ ", '"a" ', "I x ", "a, ", "<a "):
        long = [problem.message for problem in find(code, piece * 9_000)]
        short = [problem.message for problem in find(code, (piece * 9_000)[:5_000] + "…")]
        assert len(long) == len(short)


def test_what_a_cut_takes_away_is_counted_in_utf_16_units() -> None:
    assert find("DE101", "😀" * 768) == []
    (problem,) = find("DE101", "😀" * 768 + "ab")
    assert (problem.value, problem.limit) == (1_538, 1_536)
    assert "2 characters behind it are lost" in problem.message
    assert problem.hint.startswith('lost: "ab"')
    (both,) = find("DE101", "a" * 1_000, "when_to_use: " + "b" * 536)
    assert (both.line, both.value) == (4, 1_537)
    assert find("DE101", "a" * 1_000, "when_to_use: " + "b" * 535) == []
