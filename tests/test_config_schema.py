"""The schema for editors: it has every key, and it judges a file as the program does."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import test_allow_config
import test_config
import test_usage_config
from conftest import ROOT
from jsonschema import Draft202012Validator

from skilllint import catalogue, configkinds
from skilllint.config import ConfigError, load

SCHEMA = json.loads((ROOT / "skilllint" / "data" / "config.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)

UNSEEN = (
    "there is no rule",  # it might be one of the repository's own
    "is only the beginning of",
    "is no pattern that can match",
    "is no path",
    "is no TOML",
)
"""Errors of what a schema cannot see."""

GOOD = (
    "",
    'select = ["ALL", "FM", "MD1", "SZ104", "body-tokens"]\nextend-select = []\nignore = ["ST"]',
    'exclude = ["vendor/", "# a", ""]\nhosts = ["codex"]\nadvice = true\nfail-on = "never"',
    'baseline = "x/debts.json"\n[limits.SZ101]\ntokens = 1.5\n[limits.giant-line]\npacked = 0',
    '[units]\nlines = 1\n[cost]\ncalls = 9\nmodel = "sonnet-5.5"\nttl = "1h"',
    '[[usage]]\nheading = "A"\np = 1\nnote = "x"\npath = "a/"',
    '[[allow]]\nrule = "ratchet"\nreason = "x"\nuntil = 2030-01-31\nheading = "A"\npath = "a"',
    '[[allow]]\nrule = "SZ"\nreason = "x"\nuntil = "2030-01-31"',
    '[[overrides]]\npaths = ["a"]\nselect = ["FM"]\nadvice = false\nfail-on = "note"\n'
    'hosts = ["spec"]\n[overrides.limits.SZ101]\ntokens = 5\n[overrides.units]\nlines = 2',
)
WRONG = [
    text
    for errors in (test_config.ERRORS, test_usage_config.ERRORS, test_allow_config.ERRORS)
    for text, message in errors.items()
    if "nan" not in text and not any(part in message for part in UNSEEN)
]


def plain(value: Any) -> Any:
    """A TOML value as an editor hands it to a schema: a date is a text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("text", [*GOOD, *WRONG], ids=str)
def test_the_schema_and_the_program_agree(tmp_path: Path, text: str) -> None:
    (tmp_path / "skilllint.toml").write_text(text, "utf-8")
    try:
        load(tmp_path)
        fits = True
    except ConfigError:
        fits = False
    assert fits is (text in GOOD)
    assert VALIDATOR.is_valid(plain(tomllib.loads(text))) is fits


def test_it_is_a_schema_and_up_to_date() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    tool = [sys.executable, str(ROOT / "tools" / "config_schema.py"), "--check"]
    done = subprocess.run(tool, check=False, capture_output=True, text=True)
    assert done.stderr == ""


def test_it_has_every_key_and_every_rule() -> None:
    keys = SCHEMA["properties"]
    assert {*keys} == {*configkinds.WORDS, *configkinds.TABLES, "limits", "usage", "allow",
        "overrides"}  # fmt: skip
    assert {*keys["allow"]["items"]["properties"]} == {*configkinds.ALLOW}
    inner = {*keys["overrides"]["items"]["properties"]}
    assert inner == {*configkinds.OVERRIDES, *configkinds.TABLES, "limits"}
    offered = {*SCHEMA["$defs"]["rule"]["anyOf"][0]["enum"]}
    assert {rule.code for rule in catalogue.rules()} < offered
