"""`[[allow]]` of a configuration: what it may hold, and what is said of a wrong entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from conftest import write

from skilllint import config
from skilllint.config import Allow, ConfigError

GOOD = 'rule = "SZ101"\nreason = "split is planned"\n'

ERRORS: Mapping[str, str] = {
    "allow = 1": '"allow" is not a list of tables; each begins with [[allow]]',
    "[allow]\n" + GOOD: '"allow" is not a list of tables; each begins with [[allow]]',
    '[[allow]]\nreason = "x"': '"allow.rule" of no. 1 is missing',
    '[[allow]]\nrule = "SZ101"': '"allow.reason" of "SZ101" is missing',
    '[[allow]]\nrule = "SZ101"\nreason = " "': '"allow.reason" of "SZ101" '
    "is not a text that says something",
    '[[allow]]\nrule = "body-token"\nreason = "x"': '"allow.rule" of "body-token": '
    'there is no rule "body-token"; did you mean "body-tokens"?',
    '[[allow]]\nrule = "ratchets"\nreason = "x"': '"allow.rule" of "ratchets": '
    'there is no rule "ratchets"; did you mean "ratchet"?',
    '[[allow]]\nrule = 5\nreason = "x"': '"allow.rule" of no. 1 is not a text that says something',
    f"[[allow]]\n{GOOD}untill = 2030-01-01": 'unknown key "allow.untill" of "SZ101"; '
    'did you mean "until"?',
    **{
        f"[[allow]]\n{GOOD}until = {value}": '"allow.until" of "SZ101" '
        "is not a date such as 2030-12-31"
        for value in ("5", '"soon"', "2030-01-01T10:00:00", "[2030-01-01]", '"2030-02-30"')
    },
    f'[[allow]]\n{GOOD}path = "!a/"': '"allow.path" of "SZ101": '
    '"!a/" is no pattern that can match anything',
    f'[[allow]]\n{GOOD}heading = ""': '"allow.heading" of "SZ101" '
    "is not a text that says something",
}


@pytest.mark.parametrize("text", ERRORS, ids=str)
def test_a_wrong_entry_is_one_clear_line(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"skilllint.toml": text})
    with pytest.raises(ConfigError) as error:
        config.load(tmp_path / "a")
    assert str(error.value).endswith(f"skilllint.toml: {ERRORS[text]}")


def test_entries_are_read_in_their_order(tmp_path: Path) -> None:
    more = 'path = "skills/a/**"\nheading = "Bulk Mode"\nuntil = 2030-12-31\n'
    ratchet = '[[allow]]\nrule = "Ratchet"\nreason = "new API"\nuntil = "2030-01-31"\n'
    write(tmp_path, {"skilllint.toml": f"[[allow]]\n{GOOD}{more}{ratchet}"})
    assert config.load(tmp_path).allow == (
        Allow("SZ101", "split is planned", "skills/a/**", "Bulk Mode", date(2030, 12, 31)),
        Allow("ratchet", "new API", until=date(2030, 1, 31)),
    )
