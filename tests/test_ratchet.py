"""`check --ratchet`: numbers that may only fall, and how growth is let be."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, program, skill
from histories import BODY, DRY, KNOWN, SETUP, SWEEP, History, floor, known
from jsonschema import Draft202012Validator

from skilllint import compare, tokens
from skilllint.compare import Asked, ratchet
from skilllint.config import Configs
from skilllint.model import Finding, Suppressed

SCHEMA = json.loads((ROOT / "skilllint" / "data" / "report.schema.json").read_text("utf-8"))
MORE = BODY.replace(SWEEP, f"{SWEEP}\nThen sweep the stairs, too.\n")
FILE = "skills/floor/SKILL.md"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A repository with two skills, one with a reference; the tests run inside of it."""
    known(monkeypatch)
    history = History(tmp_path / "work")
    history.commit(
        {
            FILE: floor(),
            "skills/floor/references/wax.md": "# Wax\n\nWax it, twice a year.\n",
            "skills/wall/SKILL.md": floor(DRY, "wall"),
        }
    )
    monkeypatch.chdir(history.place)
    return history


def grown(today: date = date(2026, 6, 1)) -> list[Finding | Suppressed]:
    found = compare.run(Path.cwd(), Asked(fork=True, guarded=True))
    return [one for _, one in ratchet.check(found, Configs(), today)]


def said(today: date = date(2026, 6, 1)) -> list[str]:
    """What grew and is not let be: place and message."""
    return [f"{f.path}:{f.start}: {f.message}" for f in grown(today) if isinstance(f, Finding)]


def reasons() -> list[str]:
    return [one.reason for one in grown() if isinstance(one, Suppressed)]


def test_what_is_as_it_was_or_smaller_is_no_growth(here: History) -> None:
    assert grown() == []
    here.put({FILE: floor(BODY.replace(SETUP, "Set up.\n"))})
    assert grown() == []


def test_the_section_that_grew_and_the_amount_are_named(here: History) -> None:
    here.put({FILE: floor(MORE)})
    assert said() == [
        f'{FILE}:12: the body grew by 7 tokens (63 → 70); most in "Sweep" (+7)',
    ]
    here.put({FILE: floor(BODY + "\n## Lock\n\nLock it.\n")})
    assert said() == [f'{FILE}:20: the body grew by 6 tokens (63 → 69); most in "Lock" (+6)']


def test_a_longer_description_and_reference(here: History) -> None:
    here.put(
        {
            FILE: skill(
                "floor",
                BODY,
                "Sweeps the floor and the stairs. Use when the user asks for clean floors. "
                "Begins at floor.",
            )
        }
    )
    here.put({"skills/floor/references/wax.md": "# Wax\n\nWax it, three times a year at least.\n"})
    assert said() == [
        f"{FILE}:3: the listing entry grew by 3 tokens (21 → 24)",
        "skills/floor/references/wax.md:1: the references grew by 3 tokens (10 → 13); "
        "most in references/wax.md (+3)",
    ]


def test_what_moved_to_a_reference_is_no_growth_of_it(here: History) -> None:
    stub = BODY.replace(SETUP, "Read references/setup.md first.\n")
    here.put({FILE: floor(stub), "skills/floor/references/setup.md": f"# Setting up\n\n{SETUP}"})
    assert grown() == []
    here.put({"skills/floor/references/wax.md": "# Wax\n\nWax it, three times a year at least.\n"})
    assert len(said()) == 1


@pytest.mark.parametrize("unit", ["tokens", "bytes"])
def test_what_is_written_beside_what_moved_is_growth(here: History, unit: str) -> None:
    here.put({"skilllint.toml": f'[ratchet]\nunit = "{unit}"\n'})
    stub = BODY.replace(SETUP, "Read references/setup.md first.\n")
    moved = f"# Setting up\n\n{SETUP}"
    new = "\n".join(f"Then polish window {n} of the hall with a dry cloth." for n in range(40))
    here.put({FILE: floor(stub), "skills/floor/references/setup.md": moved})
    assert said() == []
    here.put({"skills/floor/references/setup.md": f"{moved}\n{new}\n"})
    (one,) = grown()
    assert isinstance(one, Finding)
    grew = int(re.findall(r"grew by ([\d,]+)", one.message)[0].replace(",", ""))
    weight = tokens.count(new) if unit == "tokens" else len(new)
    assert weight - 20 < grew <= weight + 1


def test_what_moved_to_a_file_that_was_there_pays_for_itself_only(here: History) -> None:
    rest = BODY.replace(f"## Setup\n\n{SETUP}\n", "See references/wax.md.\n")
    wax = "# Wax\n\nWax it, twice a year.\n"
    here.put({FILE: floor(rest), "skills/floor/references/wax.md": f"{wax}\n## Setup\n\n{SETUP}"})
    assert said() == []
    more = f"{wax}\n## Setup\n\n{SETUP}\n## Polish\n\n" + "Polish it by hand.\n" * 20
    here.put({"skills/floor/references/wax.md": more})
    assert len(said()) == 1


def test_growth_of_one_skill_is_not_paid_by_another(here: History) -> None:
    here.put({FILE: floor(MORE), "skills/wall/SKILL.md": floor("Wait.\n", "wall")})
    assert len(said()) == 1


def test_a_new_skill_is_growth_of_the_repository(here: History) -> None:
    here.put({"skills/new/SKILL.md": floor(SETUP, "new")})
    assert said() == [
        "skills/new/SKILL.md:3: the bodies of all skills together grew by 18 tokens; "
        "most by this new skill (+18)",
        "skills/new/SKILL.md:3: the listing entries of all skills together grew by 21 tokens; "
        "most by this new skill (+21)",
    ]
    # as much is taken out elsewhere
    here.put({"skills/wall/SKILL.md": None})
    assert said() == [
        "skills/new/SKILL.md:3: the bodies of all skills together grew by 2 tokens; "
        "most by this new skill (+18)",
    ]


def test_a_renamed_skill_is_compared_with_what_it_was(here: History) -> None:
    here.put({FILE: None, "skills/floor/references/wax.md": None})
    here.put({"skills/boards/SKILL.md": floor(MORE, "boards")})
    assert said() == [
        'skills/boards/SKILL.md:12: the body grew by 7 tokens (63 → 70); most in "Sweep" (+7)'
    ]


ALLOW = '[[allow]]\nrule = "ratchet"\nreason = "stairs are in"\n'


@pytest.mark.parametrize(
    ("entry", "rest"),
    [
        ("", 0),
        ('path = "skills/floor/"\n', 0),
        ('path = "skills/wall/"\n', 1),
        ('heading = "Sweep"\n', 0),
        ('heading = "Floor > Sweep"\n', 0),
        ('heading = "Floor"\n', 0),
        ('heading = "Dry"\n', 1),
        ("until = 2026-06-01\n", 0),
        ("until = 2026-05-31\n", 1),
    ],
)
def test_growth_is_let_be_with_a_reason(here: History, entry: str, rest: int) -> None:
    here.put({FILE: floor(MORE), "skilllint.toml": ALLOW + entry})
    assert len(said()) == rest
    assert reasons() == ["stairs are in"] * (1 - rest)


def test_what_is_let_be_of_a_rule_is_not_growth(here: History) -> None:
    here.put({FILE: floor(MORE), "skilllint.toml": ALLOW.replace("ratchet", "SZ101")})
    assert len(said()) == 1


def test_what_is_let_be_of_one_section_is_not_of_another(here: History) -> None:
    lock = MORE + "\n## Lock\n\nLock it.\n"
    here.put({FILE: floor(lock), "skilllint.toml": ALLOW + 'heading = "Sweep"\n'})
    assert said() == [
        f'{FILE}:12: the body grew by 13 tokens (63 → 76); most in "Sweep" (+7); 7 of it is allowed'
    ]


def test_what_is_let_be_of_several_sections_adds_up(here: History) -> None:
    both = MORE + "\n## Lock\n\nLock it.\n"
    entries = [ALLOW + f'heading = "{name}"\n' for name in ("Sweep", "Lock", "Floor > Sweep")]
    here.put({FILE: floor(both), "skilllint.toml": "".join(entries)})
    assert said() == []
    assert reasons() == ["stairs are in"]
    entries[1] = entries[1].replace("stairs are in", "thieves")
    here.put({"skilllint.toml": "".join(entries)})
    assert reasons() == ["stairs are in; thieves"]
    # a section that two entries name counts once
    here.put({"skilllint.toml": entries[0] + entries[2]})
    assert said()[0].endswith("7 of it is allowed")


def test_a_new_skill_is_let_be(here: History) -> None:
    new = {"skills/new/SKILL.md": floor(SETUP, "new")}
    here.put({**new, "skilllint.toml": ALLOW + 'path = "skills/new/"\n'})
    assert said() == []


def test_bytes_count_where_the_configuration_says_so(here: History) -> None:
    here.put({FILE: floor(MORE), "skilllint.toml": '[ratchet]\nunit = "bytes"\n'})
    assert said() == [
        f"{FILE}:12: the body grew by {len(MORE) - len(BODY)} bytes "
        f'({len(BODY)} → {len(MORE)}); most in "Sweep" (+{len(MORE) - len(BODY)})',
    ]


# --- as a user meets it ---------------------------------------------------------------


def ran(here: History, *arguments: str) -> tuple[int, str, str]:
    done = program("check", "--select", "MD", *arguments, cwd=here.place, env=KNOWN)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_a_commit_that_grows_a_skill_is_stopped(here: History) -> None:
    here.git("checkout", "-q", "-b", "work")
    here.commit({FILE: floor(MORE)})
    assert ran(here)[0] == 0
    status, out, err = ran(here, "--ratchet")
    assert (status, err) == (1, "")
    assert out == (
        f'{FILE}:12:1: ratchet the body grew by 7 tokens (63 → 70); most in "Sweep" (+7)\n'
        "    take 7 tokens out again, or allow it in the configuration: [[allow]] with rule "
        '"ratchet", path "skills/floor/" and a reason\n'
        "1 error in 2 skills\n"
    )
    # a later commit on the same branch does not make it good
    here.commit({"README.md": "more"})
    assert ran(here, "--ratchet=main")[0] == 1
    assert ran(here, "--ratchet=HEAD")[0] == 0
    assert ran(here, "--ratchet", "--", "skills/wall")[0] == 0
    assert ran(here, "--ratchet", "--", FILE)[0] == 1


HIDDEN = (
    'exclude = ["skills/floor/"]\n',
    'exclude = ["skills/"]\n',
    'exclude = ["skills/floor/SKILL.md"]\n',
    'fail-on = "never"\n',
    '[[overrides]]\npaths = ["skills/floor/"]\nfail-on = "never"\n',
)


@pytest.mark.parametrize("setting", HIDDEN)
def test_a_change_does_not_switch_it_off(here: History, setting: str) -> None:
    here.git("checkout", "-q", "-b", "work")
    here.commit({FILE: floor(MORE), "skilllint.toml": setting})
    for paths in ([], ["--", FILE], ["--", "skills"], ["--force-exclude", "--", FILE]):
        status, out, _ = ran(here, "--ratchet", *paths)
        assert (status, out.count("the body grew by 7 tokens")) == (1, 1), paths
    assert ran(here, "--ratchet", "--exit-zero")[0] == 0
    assert "grew" not in ran(here, "--ratchet", "--", "skills/wall")[1]
    here.put({"skilllint.toml": setting + ALLOW})
    assert ran(here, "--ratchet")[0] == 0


def test_an_option_does_not_switch_it_off(here: History) -> None:
    here.put({FILE: floor(MORE)})
    assert ran(here, "--ratchet", "--fail-on", "never")[0] == 1


def test_what_was_left_out_before_may_grow(here: History) -> None:
    here.commit({"skilllint.toml": 'exclude = ["skills/floor/"]\n'})
    here.put({FILE: floor(MORE)})
    assert ran(here, "--ratchet")[0] == 0
    # also if more is left out now, and a new skill there is none of the repository's
    vendored = {"vendor/x/SKILL.md": floor(MORE, "x")}
    here.put({"skilllint.toml": 'exclude = ["skills/floor/", "vendor/"]\n', **vendored})
    assert ran(here, "--ratchet")[0] == 0
    here.put({"skills/wall/SKILL.md": floor(DRY + SETUP, "wall")})
    assert ran(here, "--ratchet")[1].count("the body grew") == 1


def test_a_skill_that_moves_to_where_nothing_is_looked_at_is_followed(here: History) -> None:
    here.put({FILE: None, "skills/floor/references/wax.md": None})
    here.put({"old/boards/SKILL.md": floor(MORE, "boards"), "skilllint.toml": 'exclude = ["old/"]'})
    status, out, _ = ran(here, "--ratchet")
    assert (status, out.count("the body grew by 7 tokens")) == (1, 1)


def test_a_broken_configuration_before_hides_nothing_new(here: History) -> None:
    here.commit({"skilllint.toml": "selct = 1\n"})
    here.put({FILE: floor(MORE), "skilllint.toml": 'exclude = ["skills/wall/"]\n'})
    assert ran(here, "--ratchet")[0] == 1


def test_json_of_the_ratchet(here: History) -> None:
    here.put({FILE: floor(MORE)})
    status, out, _ = ran(here, "--ratchet", "--format", "json")
    found = json.loads(out)
    Draft202012Validator(SCHEMA).validate(found)
    assert status == 1
    (one,) = found["findings"]
    assert (one["code"], one["value"], one["limit"]) == ("ratchet", 70, 63)
    assert one["heading_path"] == ["Floor", "Sweep"]
    here.put({"skilllint.toml": ALLOW})
    status, out, _ = ran(here, "--ratchet", "--format", "json")
    assert (status, json.loads(out)["suppressed"]) == (0, 1)


def test_a_wrong_reference_is_one_line(here: History) -> None:
    assert ran(here, "--ratchet", "skills") == (
        2,
        "",
        'skilllint: there is no revision "skills"; a path is not asked for in this place\n',
    )
    here.put({"skilllint.toml": '[ratchet]\nunit = "words"\n'})
    status, _, err = ran(here, "--ratchet")
    assert status == 2
    assert 'skilllint.toml: "ratchet.unit" is neither "tokens" nor "bytes"' in err


def test_before_the_first_commit_nothing_has_grown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = History(tmp_path / "new")
    new.put({FILE: floor(MORE)})
    monkeypatch.chdir(new.place)
    status, out, err = ran(new, "--ratchet")
    assert (status, out, err) == (0, "no problems in 1 skill\n", "")
    assert ran(new, "--ratchet", "HEAD~1")[0] == 0
