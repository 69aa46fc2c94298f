"""A rule's fix does what its page says: on each sample, once, and for good."""

from __future__ import annotations

from pathlib import Path

import pytest
from mending import fix, fixable, plan
from samples import Example, examples
from test_rules import RULES, SAMPLES, prepared

from skilllint import audit, rulefile
from skilllint.model import Rule


@pytest.mark.parametrize(("rule", "example"), SAMPLES)
def test_a_fix_silences_its_rule_and_leaves_nothing_to_fix(
    rule: Rule, example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = prepared(rule, example, tmp_path, monkeypatch)
    before = audit.run(*asked).findings
    done = fix(*asked)
    assert done.unfixed == ()
    after = audit.run(*asked).findings
    assert [finding for finding in after if finding.edits] == []
    assert len(after) <= sum(not finding.edits for finding in before)
    assert plan(*asked).rewrites == ()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_page_says_that_fix_mends_it_exactly_where_it_does(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mended = False
    for number, example in enumerate(one for kind in examples(rule) for one in kind):
        place = tmp_path / str(number)
        place.mkdir()
        mended |= bool(fixable(*prepared(rule, example, place, monkeypatch)))
    said = "`--fix`" in rulefile.explain(rule).partition("\n## Fix\n")[2]
    assert said == mended, f"say in ## Fix of {rule.code} whether `--fix` does it"
