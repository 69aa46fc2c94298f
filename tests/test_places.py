"""The lines of TOML keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilllint import places

TEXT = '''\
# [no]
select = ["ALL"]
"ignore" = [
  "MD",
]
note = """
[[allow]]
quack = 5
"""

[limits.SZ101]
tokens = 5 # = 6

[[allow]]
rule = "a"
[[ allow ]]
rule = "b"
[[overrides]]
units.lines = 4
[overrides.limits.SZ102]
tokens = 4
[[overrides]]
[overrides.limits.SZ102]
tokens = 5
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("select", 2),
        ("ignore", 3),
        ("note", 6),
        ("limits.SZ101", 11),
        ("limits.SZ101.tokens", 12),
        ("limits.SZ101.other", 11),
        ("allow.1", 14),
        ("allow.2.rule", 17),
        ("overrides.1.units.lines", 19),
        ("overrides.1.limits.SZ102.tokens", 21),
        ("overrides.2.limits.SZ102.tokens", 24),
        ("quack", 1),
    ],
)
def test_a_key_is_found_or_what_holds_it(path: str, line: int) -> None:
    tomllib.loads(TEXT)
    assert places.line(places.lines(TEXT), path) == line


def test_a_list_in_one_key_is_found_by_the_key() -> None:
    known = places.lines('a = 1\nallow = [\n{rule = "a"}, {rule = "b"}]\n')
    assert places.line(known, "allow.2.rule") == 2


names = st.text("ab-_", min_size=1, max_size=3)
tables = st.dictionaries(names, st.dictionaries(names, st.integers(0, 9), max_size=3), max_size=4)


def rendered(value: dict[str, dict[str, int]]) -> Iterator[str]:
    for name, inner in value.items():
        yield f"[{name}]"
        yield from (f"{key} = {number}" for key, number in inner.items())


@given(tables)
def test_every_key_stands_where_it_was_written(value: dict[str, dict[str, int]]) -> None:
    written = [*rendered(value)]
    found: dict[str, Any] = tomllib.loads("\n".join(written))
    known = places.lines("\n".join(written))
    for name, inner in found.items():
        assert written[known[name] - 1] == f"[{name}]"
        for key, number in inner.items():
            assert written[known[f"{name}.{key}"] - 1] == f"{key} = {number}"


@given(st.text("[]=.\"'a\n #", max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in places.lines(text).values())
