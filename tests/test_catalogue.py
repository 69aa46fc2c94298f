"""Rules are read from their files alone, and a file that cannot be used says where and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from samples import examples

from skilllint import catalogue, finders, rulefile, skills
from skilllint.model import Setting

PAGE = """\
---
code: ZZ901
name: long-body
metric: body.lines
severity: warning
confidence: exact
limits: {lines: 3}
hint: move it to a file
hosts: [any]
since: 0.1.0
aliases: [ZZ001]
---
# A body is long

## Why

Because.
"""

TEXT = "# A\n\nSome text,\nand more.\n"


def write(folder: Path, page: str = PAGE, name: str = "ZZ901-long-body.md") -> Path:
    (folder / name).write_text(page, "utf-8")
    return folder


def test_a_rule_with_a_limit_is_one_file(tmp_path: Path) -> None:
    (rule,) = catalogue.read(write(tmp_path))
    (found,) = finders.problems(rule, skills.read_text(TEXT), Setting(rule.limits, {}))
    assert found.message == "the body is 1 line over its limit (4 lines, limit 3)"
    assert (found.line, found.end, found.hint) == (1, 4, "move it to a file")
    assert (found.value, found.limit) == (4, 3)


def test_a_higher_limit_silences_it(tmp_path: Path) -> None:
    (rule,) = catalogue.read(write(tmp_path))
    assert not [*finders.problems(rule, skills.read_text(TEXT), Setting({"lines": 4}, {}))]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (PAGE, "# No front matter\n", "1: the front matter is missing or not closed"),
        ("severity: warning", "severity: [", "7: "),
        (PAGE, "---\n- a\n---\n# A\n", "2: the front matter holds no `key: value` lines"),
        ("severity:", "severty:", '5: unknown key "severty"; did you mean "severity"?'),
        ("severity: warning\n", "", '1: the key "severity" is missing'),
        ("severity: warning", "severity: fatal", "5: severity is none of error, warning, note"),
        ("confidence: exact", "confidence: yes", "6: confidence is none of exact, heuristic, ad"),
        ("code: ZZ901", "code: ZZ902", '2: code is not the file name\'s "ZZ901"'),
        ("name: long", "name: big", '3: name is not the file name\'s "long-body"'),
        ("metric: body.lines", "metric: bdoy.lines", '4: there is no metric "bdoy.lines"; did'),
        ("metric: body.lines", "check: gaint_line", '4: there is no check "gaint_line"; did you'),
        ("metric: body.lines\n", "", "1: a rule names one of check, across, metric"),
        ("limits: {lines: 3}", "limits: {rows: 3}", '7: body.lines needs one limit, "lines"'),
        ("limits: {lines: 3}", "limits: {lines: many}", "7: limits are numbers by name"),
        ("limits: {lines: 3}", "limits: {lines: .nan}", "7: limits are numbers by name"),
        ("hosts: [any]", "hosts: any", "9: hosts is not a list of words"),
        ("hosts: [any]", "hosts: [codx]", '9: there is no host "codx"; did you mean "codex"?'),
        ("hosts: [any]", "hosts: [quack]", '9: there is no host "quack"; there are any, spec, '),
        ("aliases: [ZZ001]", "aliases: ZZ001", "11: aliases is not a list of words"),
        ("since: 0.1.0", "since: 0.1", "10: since is no text; quote it"),
        ("# A body", "A body", "1: the heading that says what is wrong is missing"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(rulefile.RuleError) as error:
        catalogue.read(write(tmp_path, PAGE.replace(old, new, 1)))
    assert str(error.value).startswith(f"ZZ901-long-body.md:{message}")


def test_a_wrong_file_name_is_told(tmp_path: Path) -> None:
    with pytest.raises(rulefile.RuleError, match=r"^body.md:1: a rule file is called CODE-name"):
        catalogue.read(write(tmp_path, name="body.md"))


def test_two_rules_cannot_share_a_code_or_an_old_one(tmp_path: Path) -> None:
    other = PAGE.replace("ZZ901", "ZZ001").replace("aliases: [ZZ001]\n", "")
    write(write(tmp_path), other.replace("long-body", "big-body"), "ZZ001-big-body.md")
    with pytest.raises(rulefile.RuleError) as error:
        catalogue.read(tmp_path)
    assert str(error.value) == "ZZ901-long-body.md:1: ZZ001 is called ZZ001 already"


@pytest.mark.parametrize("word", ["ZZ901", "zz901", "long-body", "ZZ001"])
def test_a_rule_is_found_by_code_name_and_former_code(tmp_path: Path, word: str) -> None:
    rules = catalogue.read(write(tmp_path))
    assert catalogue.find(word, rules) is rules[0]
    assert catalogue.match(word, rules) == {"ZZ901"}


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("FM199", 'there is no rule "FM199"; did you mean "FM1'),
        ("broken-fense", 'there is no rule "broken-fense"; did you mean "broken-fence"?'),
        ("quack!", 'there is no rule "quack!"; `skilllint rules` lists all'),
        ("XX", 'there is no rule "XX"; `skilllint rules` lists all'),
        ("", 'there is no rule ""; `skilllint rules` lists all'),
    ],
)
def test_an_unknown_rule_is_told_with_the_nearest(word: str, message: str) -> None:
    with pytest.raises(catalogue.UnknownRuleError) as error:
        catalogue.match(word, catalogue.rules())
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("word", "start"),
    [("FM", "FM"), ("fm", "FM"), ("Md1", "MD1"), ("m", "M"), ("ALL", ""), ("all", "")],
)
def test_the_beginning_of_a_code_stands_for_its_family(word: str, start: str) -> None:
    codes = {rule.code for rule in catalogue.rules()}
    assert catalogue.match(word, catalogue.rules()) == {c for c in codes if c.startswith(start)}


@pytest.mark.parametrize("word", ["MD", "md"])
def test_where_one_rule_is_wanted_a_family_lists_its_codes(word: str) -> None:
    with pytest.raises(catalogue.UnknownRuleError) as error:
        catalogue.find(word, catalogue.rules())
    first = "MD101, MD102, MD103, MD104"
    assert str(error.value) == f'"{word}" is only the beginning of {first} and 11 more'


def test_a_page_is_explained_without_its_front_matter(tmp_path: Path) -> None:
    (rule,) = catalogue.read(write(tmp_path))
    assert rulefile.explain(rule) == "# A body is long\n\n## Why\n\nBecause.\n"


SAMPLE = """\
## Bad

````markdown lines=2 folder=notes hosts=codex,spec
# A

```bash
x
```
````

```text
SKILL.md:1:1: ZZ901 too long
    move it
```

## Good

````markdown
# B
````
"""


def test_samples_are_read_with_their_options(tmp_path: Path) -> None:
    (rule,) = catalogue.read(write(tmp_path, PAGE + SAMPLE))
    (bad,), (good,) = examples(rule)
    assert bad.skill == "# A\n\n```bash\nx\n```\n"
    assert bad.output == ("SKILL.md:1:1: ZZ901 too long", "    move it")
    assert (bad.limits, bad.folder, bad.hosts) == ({"lines": 2}, "notes", ("codex", "spec"))
    assert (good.skill, good.output, good.limits) == ("# B\n", (), {"lines": 3})
    assert rule.page.split("\n")[bad.line - 1].startswith("````markdown lines=2")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("```text", "```diff", "20: the output of this sample is missing"),
        ("lines=2", "rows=2", '20: "rows=2" sets no limit of this rule'),
        ("lines=2", "lines=-2", '20: "lines=-2" sets no limit of this rule'),
    ],
)
def test_a_sample_that_cannot_be_used_says_where(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    (rule,) = catalogue.read(write(tmp_path, PAGE + SAMPLE.replace(old, new)))
    with pytest.raises(rulefile.RuleError) as error:
        examples(rule)
    assert str(error.value) == f"ZZ901-long-body.md:{message}"


def test_a_check_is_called_by_its_rule(tmp_path: Path) -> None:
    rule = replace(catalogue.find("unclosed-fence", catalogue.rules()), limits={})
    found = [*finders.problems(rule, skills.read_text("```\nx\n"), Setting({}, {}))]
    assert [problem.line for problem in found] == [1]
