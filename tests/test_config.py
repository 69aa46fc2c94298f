"""The nearest configuration holds, the command line wins, and nothing wrong passes in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from skilllint import catalogue, config, configfile, hosts, selection
from skilllint.config import Config, ConfigError, Configs, Override
from skilllint.configfile import Layer
from skilllint.configkinds import OVERRIDES, TABLES


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def codes(here: Path, options: Override = config.NOTHING) -> list[str]:
    settings = Configs(options).of(here)
    chosen = selection.selected_hosts(settings, here / "SKILL.md")
    return [rule.code for rule in selection.active(settings, chosen)]


# --- which file ---------------------------------------------------------------


def test_without_a_file_the_defaults_hold(here: Path) -> None:
    assert config.load(here / "a" / "SKILL.md") == Config(root=here)


def test_the_nearest_file_holds_alone(here: Path) -> None:
    write(here / "skilllint.toml", 'ignore = ["FM"]\n[units]\nlines = 9\n')
    file = write(here / "a" / "skilllint.toml", 'ignore = ["MD"]\n')
    assert config.load(here / "a" / "b" / "SKILL.md") == Config(
        root=here / "a", file=file, ignore=("MD",)
    )


def test_our_own_file_goes_before_pyproject(here: Path) -> None:
    write(here / "pyproject.toml", "[tool.skilllint.cost]\ncalls = 5\n")
    assert config.load(here).calls == 5
    write(here / "skilllint.toml", "[cost]\ncalls = 6\n")
    assert config.load(here).calls == 6


@pytest.mark.parametrize(
    "text", ["[project]\nname = 'x'\n", "not toml at all", "[tool]\n", "tool = 5 # skilllint\n"]
)
def test_a_pyproject_that_does_not_speak_of_us_is_passed_over(here: Path, text: str) -> None:
    file = write(here / "skilllint.toml", 'ignore = ["FM"]\n')
    write(here / "a" / "pyproject.toml", text)
    assert config.load(here / "a").file == file


def test_every_key_is_read(here: Path) -> None:
    text = """
select = ["FM", "body-tokens"]
ignore = ["FM104"]
exclude = ["vendor/"]
extend-select = ["SZ104"]
advice = true
fail-on = "note"
baseline = "debts.json"
hosts = ["codex"]
[limits.SZ101]
tokens = 4000
[limits.giant-line]
characters = 99
[units]
lines = 40
tokens = 500
[cost]
calls = 30
model = "sonnet-5.5"
ttl = "1h"
[[overrides]]
paths = ["old/"]
fail-on = "never"
[overrides.limits.SZ101]
tokens = 9000
"""
    file = write(here / "skilllint.toml", text)
    assert config.load(here) == Config(
        root=here,
        file=file,
        select=("FM", "body-tokens"),
        ignore=("FM104",),
        exclude=("vendor/",),
        extend_select=("SZ104",),
        advice=True,
        fail_on="note",
        baseline="debts.json",
        hosts=("codex",),
        limits={"SZ101": {"tokens": 4000}, "SZ103": {"characters": 99}},
        lines=40,
        tokens=500,
        calls=30,
        model="sonnet-5.5",
        ttl="1h",
        overrides=(
            Layer(1, ("old/",), {"fail_on": "never", "limits": {"SZ101": {"tokens": 9000}}}),
        ),
    )


def test_each_folder_is_looked_at_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    read = configfile.read

    def counting(path: Path) -> dict[str, Any] | None:
        seen.append(path)
        return read(path)

    monkeypatch.setattr(configfile, "read", counting)
    write(here / "skilllint.toml", "")
    configs = Configs()
    for name in ("a", "b", "a"):
        configs.of(here / "skills" / name / "SKILL.md")
    assert len(seen) == len(set(seen))
    assert seen.count(here / "skilllint.toml") == 1


# --- what is wrong with it ----------------------------------------------------

PATHS = '[[overrides]]\npaths = ["a/"]\n'

ERRORS: Mapping[str, str] = {
    'selct = ["FM"]': 'unknown key "selct"; did you mean "select"?',
    "quack = 1": 'unknown key "quack"; there are "rules", "select", "extend-select", "ignore", '
    '"exclude", "hosts", "advice", "fail-on", "baseline", "units", "cost", "ratchet", "limits", '
    '"usage", "allow", "overrides"',
    "[cots.x]\na = 1": 'unknown key "cots"; did you mean "cost"?',
    'select = "FM"': '"select" is not a list of texts',
    "select = [1]": '"select" is not a list of texts',
    "[select]": '"select" is not a list of texts',
    'ignore = ["broken-fense"]': '"ignore": there is no rule "broken-fense"; '
    'did you mean "broken-fence"?',
    'ignore = ["XX"]': '"ignore": there is no rule "XX"; `skilllint rules` lists all',
    'exclude = ["a/", "!"]': '"exclude": "!" is no pattern that can match anything',
    'exclude = ["[z-a]"]': '"exclude": "[z-a]" is no pattern that can match anything',
    'hosts = ["codx"]': '"hosts": there is no host "codx"; did you mean "codex"?',
    'hosts = ["quack"]': '"hosts": there is no host "quack"; there are '
    "spec, claude-code, codex, copilot, oh-my-pi",
    "limits = 5": '"limits" is not a table',
    "[limits]\nSZ101 = 5": '"limits.SZ101" is not a table',
    "[limits.body-token]\ntokens = 5": '"limits.body-token": there is no rule "body-token"; '
    'did you mean "body-tokens"?',
    "[limits.SZ101]\ntoken = 5": 'unknown key "limits.SZ101.token"; did you mean "tokens"?',
    "[limits.SZ101]\nlines = 5": 'unknown key "limits.SZ101.lines"; it has "tokens"',
    "[limits.FM104]\nlines = 5": 'unknown key "limits.FM104.lines"; it has none',
    "[limits.FM]\nlines = 5": '"limits.FM": "FM" is only the beginning of '
    "FM101, FM102, FM103, FM104 and 10 more",
    '[limits.SZ101]\ntokens = "5"': '"limits.SZ101.tokens" is not a number of 0 or more',
    "[limits.SZ101]\ntokens = nan": '"limits.SZ101.tokens" is not a number of 0 or more',
    "[limits.SZ101]\ntokens = true": '"limits.SZ101.tokens" is not a number of 0 or more',
    "units = 5": '"units" is not a table',
    "[units]\nline = 5": 'unknown key "units.line"; did you mean "lines"?',
    "[units]\nquack = 5": 'unknown key "units.quack"; it has "lines", "tokens"',
    "[units]\nlines = 0": '"units.lines" is not a whole number above 0',
    "[units]\nlines = 2.5": '"units.lines" is not a whole number above 0',
    "[cost]\nmodel = 5": '"cost.model" is not a text',
    '[cost]\nttl = "5 min"': '"cost.ttl" is none of 5m, 1h',
    "[cost]\nttl = []": '"cost.ttl" is none of 5m, 1h',
    'extend-select = ["broken-fense"]': '"extend-select": there is no rule "broken-fense"; '
    'did you mean "broken-fence"?',
    'advice = "yes"': '"advice" is neither true nor false',
    "advice = 1": '"advice" is neither true nor false',
    'fail-on = "fatal"': '"fail-on" is none of error, warning, note, never',
    "fail_on = 5": 'unknown key "fail_on"; did you mean "fail-on"?',
    "baseline = 5": '"baseline" is not a text that says something',
    'baseline = "a\\u0000"': '"baseline" is no path',
    "overrides = 5": '"overrides" is not a list of tables; each begins with [[overrides]]',
    "[overrides]": '"overrides" is not a list of tables; each begins with [[overrides]]',
    "[[overrides]]": 'overrides no. 1: "paths" is missing',
    "[[overrides]]\npaths = []": 'overrides no. 1: "paths" is empty',
    '[[overrides]]\npaths = "a/"': 'overrides no. 1: "paths" is not a list of texts',
    f'{PATHS}{PATHS}ingore = ["FM"]': 'overrides no. 2: unknown key "ingore"; '
    'did you mean "ignore"?',
    f'{PATHS}exclude = ["b/"]': 'overrides no. 1: unknown key "exclude"; there are '
    + ", ".join(f'"{key}"' for key in (*OVERRIDES, *TABLES, "limits")),
    f'{PATHS}ignore = ["XX"]': 'overrides no. 1: "ignore": there is no rule "XX"; '
    "`skilllint rules` lists all",
    f"{PATHS}[overrides.limits.SZ101]\ntoken = 5": "overrides no. 1: unknown key "
    '"limits.SZ101.token"; did you mean "tokens"?',
    f"{PATHS}[overrides.units]\nlines = 0": 'overrides no. 1: "units.lines" '
    "is not a whole number above 0",
    "a = ": "is no TOML: Invalid value (at end of document)",
}


@pytest.mark.parametrize("text", ERRORS, ids=str)
def test_a_wrong_file_is_one_clear_line(here: Path, text: str) -> None:
    write(here / "skilllint.toml", text)
    with pytest.raises(ConfigError) as error:
        config.load(here / "skills")
    assert str(error.value) == f"skilllint.toml: {ERRORS[text]}"


def test_a_wrong_pyproject_is_told_if_it_speaks_of_us(here: Path) -> None:
    write(here / "a" / "pyproject.toml", "[tool]\nskilllint = 5\n")
    with pytest.raises(ConfigError) as error:
        config.load(here / "a")
    assert str(error.value) == 'a/pyproject.toml: "tool.skilllint" is not a table'


def test_a_file_that_is_no_text_is_told(here: Path) -> None:
    (here / "skilllint.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=r"^skilllint.toml: cannot be read \("):
        config.load(here)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            Override(select=("QQ",)),
            '--select: there is no rule "QQ"; `skilllint rules` lists all',
        ),
        (Override(hosts=("codx",)), '--host: there is no host "codx"; did you mean "codex"?'),
        (Override(calls=0), "--calls is not a whole number above 0"),
        (Override(ttl="1d"), "--ttl is none of 5m, 1h"),
    ],
)
def test_a_wrong_option_is_told_alike(options: Override, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        Configs(options)
    assert str(error.value) == message


# --- what is in force ---------------------------------------------------------


def test_the_command_line_wins(here: Path) -> None:
    write(here / "skilllint.toml", 'ignore = ["FM"]\nexclude = ["a/"]\n[cost]\ncalls = 9\n')
    found = Configs(Override(ignore=("MD",))).of(here)
    assert (found.ignore, found.exclude, found.calls) == (("MD",), ("a/",), 9)


@pytest.mark.parametrize(
    ("pattern", "path", "excluded"),
    [
        ("vendor/", "vendor/x/SKILL.md", True),
        ("/vendor/", "sub/vendor/x/SKILL.md", False),
        ("skills/old-*", "skills/old-x/SKILL.md", True),
        ("*", "a/SKILL.md", True),
        ("", "a/SKILL.md", False),
        ("# a/", "a/SKILL.md", False),
        ("a/*\n", "b/SKILL.md", False),
    ],
)
def test_exclude_takes_patterns_like_a_gitignore_from_its_own_folder(
    here: Path, monkeypatch: pytest.MonkeyPatch, pattern: str, path: str, excluded: bool
) -> None:
    write(here / "repo" / "skilllint.toml", f"exclude = ['''{pattern}''']\n")
    for place in (here, here / "repo"):
        monkeypatch.chdir(place)
        file = (Path("repo") if place == here else Path()) / "skilllint.toml"
        found = Configs().excludes(here / "repo" / path)
        assert found == (file.as_posix() if excluded else None)


def test_a_model_without_a_price_is_told_with_its_file(here: Path) -> None:
    write(here / "bm" / "skilllint.toml", '[cost]\nmodel = "sonnet-5.55"\n')
    with pytest.raises(ConfigError) as error:
        config.load(here / "bm" / "skills")
    start, _, hint = str(error.value).partition("; ")
    assert start.startswith('bm/skilllint.toml: "cost.model": ')
    assert '"sonnet-5.55"' in start
    assert "sonnet-5.5" in hint


def test_ignore_wins_over_select(here: Path) -> None:
    write(here / "skilllint.toml", 'select = ["md", "FM104"]\nignore = ["MD103"]\n')
    family = [rule.code for rule in catalogue.rules() if rule.code.startswith("MD")]
    assert codes(here) == ["FM104", *(code for code in family if code != "MD103")]
    assert codes(here, Override(select=("MD",), ignore=())) == family


def test_a_rule_of_a_host_that_is_not_selected_is_off(here: Path) -> None:
    assert "HC101" not in codes(here)
    assert "HC102" in codes(here)
    of_codex = codes(here, Override(hosts=("codex",)))
    assert [code for code in of_codex if code.startswith("HC")] == ["HC101", "HC104"]
    assert "SZ101" in of_codex  # of any host


@pytest.mark.parametrize(
    ("shows", "names"),
    [
        ([], ["spec", "claude-code"]),
        ([".codex"], ["spec", "claude-code", "codex"]),
        ([".codex-plugin"], ["spec", "claude-code", "codex"]),
        ([".github/skills"], ["spec", "claude-code", "copilot"]),
        ([".codex", ".github/skills"], ["spec", "claude-code", "codex", "copilot"]),
        ([".github"], ["spec", "claude-code"]),
    ],
)
def test_a_repository_shows_which_hosts_it_serves(
    here: Path, shows: list[str], names: list[str]
) -> None:
    for folder in (".git", *shows):
        (here / folder).mkdir(parents=True)
    skill = here / "skills" / "a" / "SKILL.md"
    assert [*selection.selected_hosts(Config(root=here), skill)] == names
    assert [*selection.selected_hosts(Config(root=here, hosts=("codex",)), skill)] == ["codex"]


def test_a_plugin_inside_a_repository_shows_its_host_too(here: Path) -> None:
    (here / ".git").mkdir()
    (here / "plugins" / "p" / ".codex-plugin").mkdir(parents=True)
    skill = here / "plugins" / "p" / "skills" / "a" / "SKILL.md"
    assert "codex" in selection.selected_hosts(Config(root=here), skill)
    assert "codex" not in selection.selected_hosts(Config(root=here), here / "skills/b/SKILL.md")


def test_limits_are_set_one_by_one() -> None:
    rule = catalogue.find("SZ103", catalogue.rules())
    settings = Config(root=Path(), limits={"SZ103": {"packed": 9}})
    found = selection.setting(settings, rule, hosts.table())
    assert found.limits == {**rule.limits, "packed": 9}


# --- for some paths only --------------------------------------------------------


def test_overrides_add_rules_and_limits_and_replace_all_else(here: Path) -> None:
    text = """
ignore = ["FM104"]
hosts = ["spec"]
[limits.SZ103]
packed = 9
[[overrides]]
paths = ["skills/*", "!skills/c/"]
ignore = ["MD"]
extend-select = ["SZ104"]
hosts = ["codex"]
advice = true
[overrides.limits.SZ103]
characters = 99
[[overrides]]
paths = ["skills/b/"]
select = ["SZ"]
fail-on = "never"
[overrides.units]
lines = 10
"""
    write(here / "skilllint.toml", text)
    plain, first, both, left = (
        Configs().of(here / path / "SKILL.md")
        for path in ("docs", "skills/a", "skills/b", "skills/c")
    )
    assert left == plain
    assert (plain.ignore, plain.hosts, plain.advice) == (("FM104",), ("spec",), False)
    assert first == replace(
        plain,
        ignore=("FM104", "MD"),
        extend_select=("SZ104",),
        hosts=("codex",),
        advice=True,
        limits={"SZ103": {"packed": 9, "characters": 99}},
    )
    assert both == replace(first, select=("SZ",), fail_on="never", lines=10)


def test_the_command_line_wins_over_overrides(here: Path) -> None:
    write(here / "skilllint.toml", f'{PATHS}ignore = ["MD"]\nextend-select = ["SZ104"]\n')
    found = Configs(Override(select=("SZ",), ignore=())).of(here / "a" / "SKILL.md")
    assert (found.select, found.extend_select, found.ignore) == (("SZ",), (), ())


def test_a_selected_set_is_added_to(here: Path) -> None:
    write(here / "skilllint.toml", 'select = ["MD101"]\nextend-select = ["FM104"]\n')
    assert codes(here) == ["FM104", "MD101"]
    assert codes(here, Override(select=("SZ104",))) == ["SZ104"]
    assert codes(here, Override(extend_select=("SZ104",))) == ["FM104", "MD101", "SZ104"]
    both = Override(select=("SZ104",), extend_select=("MD102",))
    assert codes(here, both) == ["MD102", "SZ104"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["ALL"], set()),
        (["SZ"], set()),
        (["SZ10"], set()),
        (["sz104", "Broken-Fence"], {"SZ104", "MD101"}),
    ],
)
def test_a_rule_is_named_by_its_own_code_or_name(words: list[str], found: set[str]) -> None:
    assert selection.named(words, catalogue.rules()) == found
