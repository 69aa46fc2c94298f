"""calibration.json: read strictly, written whole, and nobody else's file overwritten."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from skilllint.calibration import file
from skilllint.calibration.file import CalibrationError
from skilllint.calibration.shapes import WrongShapeError
from skilllint.model import Quartiles, Scale
from skilllint.model.measuring import (
    Calibration,
    HostUse,
    Misses,
    Pool,
    Share,
    SkillUse,
    Spread,
    Version,
)

unhurried = settings(deadline=None)

COUNTS = st.integers(0, 10**12)
NAMES = st.text(st.characters(codec="utf-8"), max_size=8)
NUMBERS = st.floats(0, 1e12).map(lambda number: round(number, 2))
ORDERED = st.lists(NUMBERS, min_size=3, max_size=3).map(sorted)
SPREADS = st.none() | st.builds(Spread, st.integers(1, 99), ORDERED.map(lambda at: Quartiles(*at)))
SHARES = st.tuples(COUNTS, COUNTS).map(lambda pair: Share(min(pair), max(pair)))
MISSES = st.tuples(COUNTS, COUNTS, COUNTS, COUNTS).map(
    lambda four: Misses(*sorted(four[:2]), *sorted(four[2:], reverse=True))
)
POOLS = st.builds(
    lambda pair, *rest: Pool(max(pair), min(pair), *rest),
    st.tuples(COUNTS, COUNTS),
    SPREADS,
    SPREADS,
    SPREADS,
    SPREADS,
    SHARES,
    st.dictionaries(NAMES, MISSES, max_size=2),
    st.dictionaries(NAMES, COUNTS, max_size=2),
    SPREADS,
    st.none() | COUNTS,
)
SCALES = st.builds(
    lambda ends, tag, source: Scale(ends[0], ends[1], ends[2], tag, source),
    st.lists(st.floats(0.1, 9), min_size=3, max_size=3).map(sorted),
    st.sampled_from(["measured", "default", "given", "exact"]),
    NAMES,
)
VERSIONS = st.builds(
    Version,
    st.none() | NAMES,
    st.just(9),
    st.dictionaries(NAMES, st.integers(0, 9), max_size=2),
    st.lists(NAMES, max_size=2).map(tuple),
)
SKILLS = st.builds(
    SkillUse, NAMES, st.none() | NAMES, POOLS, st.lists(VERSIONS, max_size=2).map(tuple)
)
HOSTS = st.builds(
    HostUse,
    NAMES,
    st.none() | st.dates(),
    st.none() | st.dates(),
    POOLS,
    st.dictionaries(NAMES, COUNTS, max_size=2),
    st.dictionaries(NAMES, COUNTS, max_size=2),
    st.dictionaries(NAMES, SCALES, max_size=2),
    st.lists(SKILLS, max_size=2).map(tuple),
    st.dictionaries(NAMES, COUNTS, max_size=2),
)
CALIBRATIONS = st.builds(Calibration, st.dates(), st.dictionaries(NAMES, HOSTS, max_size=2))

POOL = Pool(
    7,
    4,
    Spread(7, Quartiles(3, 12, 25.5)),
    sole=Share(1, 2),
    misses={"5m": Misses(0, 4), "1h": Misses(2, 30, 5, 3)},
    written={"1h": 4_000},
    again=2,
)
SAMPLE = Calibration(
    date(2026, 11, 20),
    {
        "claude-code": HostUse(
            host="claude-code",
            first=date(2026, 5, 1),
            last=None,
            pool=POOL,
            tokens={"uncached": 3, "cached": 90, "written": 7},
            models={"claude-opus-4-6": 40},
            scales={"claude-opus-4-6": Scale(1.1, 1.2, 1.25, "measured", "n=9")},
            skills=(SkillUse("sweep", None, Pool(7, 4), (Version("ab12", 7, {"a.md": 3}),)),),
            left_out={"yard:rake": 2},
        )
    },
)
TEXT = """\
{
 "kind": "skilllint calibration",
 "version": 1,
 "made": "2026-11-20",
 "hosts": {
  "claude-code": {
   "host": "claude-code",
   "first": "2026-05-01",
   "last": null,
   "pool": {
    "loads": 7,
    "logs": 4,
    "calls": {"n": 7, "at": {"p25": 3, "p50": 12, "p75": 25.5}},
    "compaction_calls": null,
    "read_after": null,
    "prompt": null,
    "sole": {"count": 1, "of": 2},
    "misses": {
     "1h": {"count": 2, "of": 30, "loads": 5, "logs": 3},
     "5m": {"count": 0, "of": 4, "loads": 0, "logs": 0}
    },
    "written": {"1h": 4000},
    "session_calls": null,
    "again": 2
   },
   "tokens": {"cached": 90, "uncached": 3, "written": 7},
   "models": {"claude-opus-4-6": 40},
   "scales": {
    "claude-opus-4-6": {"low": 1.1, "value": 1.2, "high": 1.25, "tag": "measured", "source": "n=9"}
   },
   "skills": [
    {
     "name": "sweep",
     "plugin": null,
     "pool": {
      "loads": 7,
      "logs": 4,
      "calls": null,
      "compaction_calls": null,
      "read_after": null,
      "prompt": null,
      "sole": {"count": 0, "of": 0},
      "misses": {},
      "written": {},
      "session_calls": null,
      "again": null
     },
     "versions": [{"text": "ab12", "loads": 7, "files": {"a.md": 3}, "unnamed": []}]
    }
   ],
   "left_out": {"yard:rake": 2}
  }
 }
}
"""


def saved(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "calibration.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(path: Path) -> str:
    with pytest.raises(CalibrationError) as caught:
        file.read(path)
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(f"{path}: ", "")


def test_the_file_is_for_people_too() -> None:
    assert file.render(SAMPLE) == TEXT


@unhurried
@given(CALIBRATIONS)
def test_what_was_written_is_read(made: Calibration) -> None:
    text = file.render(made)
    raw = json.loads(text)
    assert file.taken(raw) == made
    assert file.render(file.taken(raw)) == text


SCHEMA = json.loads((ROOT / "skilllint" / "data" / "calibration.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def test_there_is_a_schema_and_it_is_up_to_date() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    tool = [sys.executable, str(ROOT / "tools" / "calibration_schema.py"), "--check"]
    done = subprocess.run(tool, check=False, capture_output=True, text=True)
    assert done.stderr == ""


@unhurried
@given(CALIBRATIONS)
def test_what_is_written_keeps_to_the_schema(made: Calibration) -> None:
    VALIDATOR.validate(json.loads(file.render(made)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"version": 1', '"version": 2'),
        ('"loads": 7, "files"', '"files"'),
        ('"a.md": 3', '"a.md": -3'),
        ('"measured"', '"made up"'),
        ('"calls": {"n": 7, ', '"calls": {'),
        ('"2026-11-20"', "20261120"),
        ('"a.md"', f'"{"a" * 1001}"'),
        ('"source": "', f'"source": "{"a" * 1001}'),
    ],
)
def test_the_schema_tells_what_is_no_calibration(old: str, new: str) -> None:
    assert VALIDATOR.is_valid(json.loads(TEXT))
    assert not VALIDATOR.is_valid(json.loads(TEXT.replace(old, new)))


def test_a_later_version_may_say_more(tmp_path: Path) -> None:
    more = TEXT.replace('"logs": 4,', '"logs": 4, "mood": [1],')
    assert file.read(saved(tmp_path, more)) == SAMPLE


AGAIN = "; run `skilllint calibrate` again"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not a calibration: no JSON"),
        ("\0\xff", "not a calibration: no JSON"),
        (TEXT[:300], "not a calibration: no JSON"),
        ("[" * 100_000, "not a calibration: no JSON"),
        ("[]", "not a calibration of skilllint"),
        ('{"kind": "diary", "version": 1}', "not a calibration of skilllint"),
        ('{"kind": "skilllint calibration"}', f"a calibration of no version, not 1{AGAIN}"),
        (TEXT.replace('n": 1,', 'n": 2,', 1), f"a calibration of version 2, not 1{AGAIN}"),
        (
            TEXT.replace('n": 1,', f'n": {"9" * 4000},', 1),
            f"a calibration of no version, not 1{AGAIN}",
        ),
        (
            TEXT.replace('"a.md": 3', f'"{"a" * 1001}": 3'),
            f"hosts.claude-code.skills[0].versions[0].files.{'a' * 74}… is not at most "
            f"1,000 characters long{AGAIN}",
        ),
        (TEXT.replace('n": 1,', 'n": true,', 1), f"a calibration of no version, not 1{AGAIN}"),
        (TEXT.replace('"hosts"', '"guests"'), f"hosts is not an object{AGAIN}"),
        (TEXT.replace("2026-11-20", "soon"), f"made is not a day, such as 2026-11-20{AGAIN}"),
        (
            TEXT.replace('"loads": 7, "files"', '"files"'),
            f"hosts.claude-code.skills[0].versions[0].loads is not there{AGAIN}",
        ),
        (
            TEXT.replace('"p50": 12', '"p50": NaN'),
            f"hosts.claude-code.pool.calls.at.p50 is not a number from 0 up{AGAIN}",
        ),
        (
            TEXT.replace('"p50": 12', '"p50": 26'),
            f"hosts.claude-code.pool.calls.at is not quartiles in their order{AGAIN}",
        ),
        (
            TEXT.replace('"p75": 25.5', '"p75": 1e999'),
            f"hosts.claude-code.pool.calls.at.p75 is not a number from 0 up{AGAIN}",
        ),
        (
            TEXT.replace('"count": 1', '"count": 3'),
            f"hosts.claude-code.pool.sole is not a share{AGAIN}",
        ),
        (
            TEXT.replace('"a.md": 3', '"a.md": 8'),
            "hosts.claude-code.skills[0].versions[0] is not a version used as loaded" + AGAIN,
        ),
        (
            TEXT.replace('"logs": 4', '"logs": -4', 1),
            f"hosts.claude-code.pool.logs is not a count{AGAIN}",
        ),
        (
            TEXT.replace('"logs": 4', f'"logs": {"9" * 400}', 1),
            f"hosts.claude-code.pool.logs is not a count{AGAIN}",
        ),
        (
            TEXT.replace('"low": 1.1', '"low": 1.3'),
            "hosts.claude-code.scales.claude-opus-4-6 is not a scale with its ends in order"
            + AGAIN,
        ),
        (
            TEXT.replace('"measured"', '"made up"'),
            "hosts.claude-code.scales.claude-opus-4-6.tag is not one of "
            f"measured, default, given, exact{AGAIN}",
        ),
    ],
)
def test_what_is_no_calibration_is_told_in_a_line(tmp_path: Path, text: str, told: str) -> None:
    assert refused(saved(tmp_path, text)) == told


def test_what_is_no_file_is_told_in_a_line(tmp_path: Path) -> None:
    assert refused(tmp_path) == "not a file"
    assert refused(tmp_path / "none.json") == "no such file"
    assert refused(tmp_path / "a\0b").endswith("no such file")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = saved(tmp_path, TEXT)
    with path.open("r+b") as grown:
        grown.truncate(file.MOST + 1)
    assert refused(path) == "not a calibration: over 32 MB"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@unhurried
@given(st.data())
def test_no_other_value_in_any_place_breaks_the_reader(data: st.DataObject) -> None:
    raw = json.loads(TEXT)
    place, name = raw, "hosts"
    while isinstance(inside := place[name], dict | list) and inside and data.draw(st.booleans()):
        names = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        place, name = inside, data.draw(st.sampled_from(names))
    place[name] = data.draw(VALUES)
    with suppress(WrongShapeError):
        file.render(file.taken(raw))


@unhurried
@given(st.binary(max_size=40))
@example(b'{"kind": "skilllint calibration", "version": 1}')
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    refused(saved(tmp_path_factory.mktemp("bytes"), data))


def test_ours_is_replaced_and_another_file_is_not(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    file.write(path, SAMPLE)
    file.write(path, SAMPLE)
    path.write_text(TEXT.replace('n": 1,', 'n": 9,', 1))
    file.write(path, SAMPLE)  # of another version, and ours
    assert file.read(path) == SAMPLE
    path.write_text("{}")
    with pytest.raises(CalibrationError, match="skilllint; not overwritten without --force"):
        file.write(path, SAMPLE)
    assert path.read_text() == "{}"
    file.write(path, SAMPLE, force=True)
    assert file.read(path) == SAMPLE
    assert [one.name for one in tmp_path.iterdir()] == ["calibration.json"]
