"""A stranger's YAML does not end the program, however deep it is nested."""

from __future__ import annotations

from itertools import islice

import pytest
import yaml

from skilllint import skills, yamltext


@pytest.mark.parametrize("opener", ["{", "[", "- ", "? ", "{a: ", '"a": ['])
def test_deep_nesting_is_a_fault_and_no_crash(opener: str) -> None:
    text = f"---\nname: odd\ndescription:\n  {opener * 60_000}\n---\n# A\n"
    skill = skills.read_text(text)
    assert [fault.kind for fault in skill.source.front.faults] == ["yaml"]
    assert skill.source.front.faults[0].detail == "more than 100 collections are nested"
    assert skill.name == "odd"


def test_what_is_nested_as_deep_as_anybody_writes_is_read() -> None:
    deep = "[" * 99 + "]" * 99
    front = skills.read_text(f"---\nname: odd\ndeep: {deep}\nwide: [{'[], ' * 500}]\n---\n")
    assert front.source.front.faults == ()
    assert front.source.front.values["wide"] == [[]] * 500


def test_no_more_is_looked_at_than_shows_the_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser's time grows with the square of the depth."""
    seen = []
    parse = yaml.parse

    def counted(*given: object, **named: object) -> object:
        for event in islice(parse(*given, **named), 10_000):  # type: ignore[arg-type]
            seen.append(event)
            yield event

    monkeypatch.setattr(yaml, "parse", counted)
    assert yamltext.too_deep("{" * 5_000)
    assert len(seen) < 2 * yamltext.DEEPEST
