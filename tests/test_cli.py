"""Every command and option from the outside: what is printed, and the exit status."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import BAD, REALISTIC, Ran, Run, skill, write

import skilllint
from skilllint import catalogue, rulefile

LONG = "# Sweep\n\n" + "".join(f"Sweep room {number}.\n\n" for number in range(300))
"""More lines than the specification recommends: advice, no more."""


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    """A repository with a skill of each sort, and files that are no skill."""
    return write(
        tmp_path,
        {
            "good/SKILL.md": skill("good"),
            "bad/SKILL.md": skill("bad", BAD.replace("the floor", "as references/more.md says")),
            "bad/references/more.md": "# More\n",
            "warned/SKILL.md": skill("another-name"),
            "long/SKILL.md": skill("long", LONG),
            "notes.md": BAD,
            "empty/readme.txt": "nothing here",
        },
    )


def codes(ran: Ran) -> list[str]:
    """The codes of the findings in the JSON of `check`."""
    return [finding["code"] for finding in json.loads(ran.stdout)["findings"]]


# --- exit status ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ("check good", 0),
        ("check bad", 1),
        ("check bad/SKILL.md", 1),
        ("check bad/references/more.md", 1),
        ("check good bad", 1),
        ("check", 1),
        ("check nowhere", 2),
        ("check nowhere bad", 2),
        ("check empty", 3),
        ("check empty good", 3),
        ("audit good", 0),
        ("audit bad", 0),
        ("audit", 0),
        ("audit notes.md", 0),
        ("audit nowhere", 2),
        ("audit empty", 3),
        ("check notes.md", 0),
        ("check --as-skill notes.md", 1),
        ("check --fail-on error warned", 0),
        ("check --fail-on warning warned", 1),
        ("check --fail-on note warned", 1),
        ("check --fail-on never bad", 0),
        ("check --fail-on note long", 0),
        ("check --advice long", 0),
        ("check --advice --fail-on note long", 1),
        ("check --select FM bad", 0),
        ("check --select FM,MD102 bad", 1),
        ("check --select FM --select unclosed-fence bad", 1),
        ("check --ignore MD bad", 0),
        ("check --select MD --ignore md102 bad", 0),
        ("rules", 0),
        ("explain ST201", 0),
        ("--version", 0),
        ("--help", 0),
        ("audit --help", 0),
        ("check --help", 0),
        ("", 2),
        ("lint", 2),
        ("check --no-such-option", 2),
        ("check --fail-on fatal", 2),
        ("audit --format xml", 2),
        ("audit --top 0", 2),
        ("audit --calls many", 2),
        ("audit --host cursor", 2),
    ],
)
def test_exit_status(run: Run, floor: Path, arguments: str, status: int) -> None:
    ran = run(*arguments.split())
    assert ran.returncode == status, ran
    assert "Traceback" not in ran.stderr
    assert bool(ran.stderr) == (status in (2, 3) or arguments == "check notes.md")


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ("check --select MD10 --ignore MDD102", '"md102"'),
        ("audit --select situational-blok", '"situational-block"'),
        ("check --host codx", '"codex"'),
        ("audit --model sonet-5.5", "sonnet-5.5"),
        ("explain ST20I", '"st20'),
        ("chekc good", '"check"'),
        ("adit", '"audit"'),
        ("check --output sarf:x.sarif", '"sarif"'),
    ],
)
def test_a_slip_is_answered_by_what_was_meant(
    run: Run, floor: Path, arguments: str, meant: str
) -> None:
    ran = run(*arguments.split())
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.count("\n") == 1
    assert "; did you mean " in ran.stderr
    assert meant in ran.stderr.lower()


# --- check ----------------------------------------------------------------------


def test_check_prints_findings_and_counts_them(run: Run, floor: Path) -> None:
    (found,) = json.loads(run("check", "bad", "good", "--format", "json").stdout)["findings"]
    assert run("check", "bad", "good").stdout == (
        f"bad/SKILL.md:10:1: MD102 {found['message']}\n    {found['hint']}\n1 error in 2 skills\n"
    )


def test_advice_is_counted_and_shown_on_request(run: Run, floor: Path) -> None:
    hidden = run("check", "long").stdout
    assert hidden == "no problems in 1 skill; 1 of advice not shown (--advice)\n"
    shown = run("check", "--advice", "long").stdout
    assert shown.startswith("long/SKILL.md:")
    assert "SZ104" in shown
    assert shown.endswith("1 note in 1 skill\n")
    as_json = json.loads(run("check", "--format", "json", "long").stdout)
    assert (as_json["findings"], as_json["advice"]) == ([], 1)
    assert codes(run("check", "--format", "json", "--advice", "long")) == ["SZ104"]


def test_loose_files_are_counted_or_read(run: Run, floor: Path) -> None:
    skipped = run("check", "notes.md")
    assert skipped.stderr.startswith("skilllint: 1 file outside any skill skipped")
    read = run("check", "--as-skill", "--format", "json", "notes.md")
    assert (codes(read), read.stderr) == (["MD102"], "")


def test_hosts_decide_what_is_judged(run: Run, tmp_path: Path) -> None:
    """8,000 bytes are Codex's limit, and a manifest shows that the plugin serves Codex."""
    heavy = skill("heavy", "# Sweep\n\n" + "Sweep the floor, then the stairs.\n" * 300)
    write(tmp_path, {"heavy/SKILL.md": heavy, ".codex-plugin/plugin.json": "{}"})
    assert "HC101" in codes(run("check", "--format", "json"))
    assert "HC101" in codes(run("check", "--format", "json", "--host", "codex"))
    assert "HC101" not in codes(run("check", "--format", "json", "--host", "claude-code"))


# --- audit ----------------------------------------------------------------------


def audited(run: Run, *arguments: str) -> list[dict[str, Any]]:
    """The skills in the JSON of `audit`."""
    skills: list[dict[str, Any]] = json.loads(run("audit", "--format", "json", *arguments).stdout)[
        "skills"
    ]
    return skills


def test_sort_and_top(run: Run) -> None:
    def names(*arguments: str) -> list[str]:
        return [one["name"] for one in audited(run, str(REALISTIC), *arguments)]

    alphabet = sorted(folder.name for folder in REALISTIC.iterdir())
    assert names("--sort", "name") == names("--sort", "path") == alphabet
    assert names("--sort", "name", "--top", "2") == alphabet[:2]
    for tier in ("body", "listing", "references"):
        sizes = [one["tokens"][tier] for one in audited(run, str(REALISTIC), "--sort", tier)]
        assert sizes == sorted(sizes, reverse=True)
        assert len(sizes) == len(alphabet)
    assert names() == names("--sort", "body")


def test_calls_model_and_host_set_the_price(run: Run, floor: Path) -> None:
    def cost(*arguments: str) -> dict[str, Any]:
        (one,) = audited(run, "good", *arguments)
        found: dict[str, Any] = one["cost"]
        return found

    assert cost()["usd_per_1000_sessions"] is None
    assert cost("--calls", "7")["calls"] == {"p25": 7, "p50": 7, "p75": 7}
    priced = cost("--model", "sonnet-5.5")
    assert priced["model"] == "sonnet-5.5"
    assert priced["usd_per_1000_sessions"]["p50"] > 0
    assert cost("--ttl", "1h")["ite"] != cost()["ite"]
    assert cost("--host", "codex")["source"] != cost()["source"]


def test_text_names_what_a_reader_needs(run: Run) -> None:
    text = run("audit", str(REALISTIC)).stdout
    for name in ("plan-and-build", "12 skills", "tokens", "ITE", "re-sen"):
        assert name in text
    assert "name one, or --top N" in text  # 10 of 12 come with details
    assert "name one" not in run("audit", str(REALISTIC), "--top", "12").stdout


# --- standard input ---------------------------------------------------------------


def test_standard_input(run: Run, floor: Path) -> None:
    text = skill("typed", BAD).encode()
    checked = run("check", "-", stdin=text)
    assert (checked.returncode, checked.stderr) == (1, "")
    assert checked.stdout.startswith("<stdin>:10:1: MD102 ")
    both = run("check", "bad", "-", "--format", "json", stdin=text)
    paths = [finding["path"] for finding in json.loads(both.stdout)["findings"]]
    assert paths == ["bad/SKILL.md", "<stdin>"]
    shown = run("audit", "-", stdin=text)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "typed  <stdin>" in shown.stdout
    for empty in (run("audit", "-"), run("check", "-")):
        assert (empty.returncode, empty.stderr) == (0, "")


# --- rules and help ---------------------------------------------------------------


def test_rules_and_explain_agree(run: Run) -> None:
    rules = catalogue.rules()
    lines = run("rules").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in rules]
    listed = json.loads(run("rules", "--format", "json").stdout)
    assert [row["code"] for row in listed["rules"]] == [rule.code for rule in rules]
    for word in ("ST201", "st201", "situational-block"):
        page = run("explain", word).stdout
        assert page.startswith("# ")
        assert "## Why" in page
        assert page == rulefile.explain(catalogue.find("ST201", rules))


def text(name: str) -> str:
    """What a file of the package's data holds."""
    return (Path(skilllint.__file__).parent / "data" / name).read_text("utf-8")


def test_version_and_help(run: Run) -> None:
    hosts = tomllib.loads(text("hosts.toml"))["date"]
    told = f"(hosts {hosts}, prices {json.loads(text('prices.json'))['date']})"
    assert run("--version").stdout == f"skilllint {skilllint.__version__} {told}\n"
    top = run("--help").stdout
    for word in ("audit", "check", "explain", "rules"):
        assert f"\n    {word} " in top
        assert run(word, "--help").stdout.startswith(f"usage: skilllint {word} ")
    assert "standard input" in run("check", "--help").stdout


def test_a_finding_on_the_very_line_of_a_cut_is_shown_beside_it(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"odd/SKILL.md": skill("odd", f"# Odd\n\n{'word ' * 6_000}\n")})
    text = run("audit", "odd").stdout
    assert "claude-code reads 20,000 of" in text
    assert "SZ103 line 8" in " ".join(text.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "--fail-on", "eror"), "argument --fail-on: invalid choice: 'eror'"),
        (("review", "--budget=-1"), "argument --budget: '-1' is not a whole number from 0 up"),
        (("check", "--fial"), "unrecognized arguments: --fial"),
    ],
)
def test_a_wrong_argument_is_one_line(run: Run, words: tuple[str, ...], said: str) -> None:
    ran = run(*words)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert ran.stderr.startswith(f"skilllint: {said}")
    assert ran.stderr.endswith(" --help\n")
