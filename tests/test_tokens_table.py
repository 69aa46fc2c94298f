"""The packed vocabulary is the published one, and counting needs nothing but it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from base64 import b64encode
from itertools import pairwise
from pathlib import Path
from struct import pack

import pytest

from skilllint.tokens import pieces, table

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "pack_o200k.py"
PUBLISHED = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"


def run(code: str, **environment: str) -> str:
    """The output of a program in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    ).stdout


def test_the_packed_table_is_the_published_vocabulary() -> None:
    lines = (b64encode(t) + b" %d\n" % rank for rank, t in enumerate(table.tokens()))
    assert hashlib.sha256(b"".join(lines)).hexdigest() == PUBLISHED


def test_the_tool_proves_the_files_it_packed() -> None:
    done = subprocess.run([sys.executable, TOOL, "--check"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_tool_refuses_another_vocabulary(tmp_path: Path) -> None:
    other = tmp_path / "other.tiktoken"
    other.write_bytes(b"IQ== 0\n")
    done = subprocess.run([sys.executable, TOOL, other], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"pack_o200k: this is not o200k_base\n")


def test_bytes_that_are_no_token_have_no_place() -> None:
    find = table.place()
    assert find(b" the") > find(b"t") > 0
    assert [find(b"xqzj"), find(b""), find(b" " * 129), find(b"a" * 1000)] == [0, 0, 0, 0]


def test_words_are_read_on_machines_of_either_byte_order() -> None:
    native, other = ("<", ">") if sys.byteorder == "little" else (">", "<")
    numbers = [1, 0x01020304, 0xFFFFFFFF]
    assert list(table.words(memoryview(pack(f"{native}3I", *numbers)), "little")) == numbers
    assert list(table.words(memoryview(pack(f"{other}3I", *numbers)), "big")) == numbers


def test_only_white_space_by_python_is_white_space_by_the_tokenizer() -> None:
    starts, stand_ins = pieces.classes()
    assert starts[0] == 0
    spaces = [
        chr(code)
        for (start, end), stand_in in zip(pairwise(starts), stand_ins, strict=False)
        if stand_in == pieces.SPACE
        for code in range(start, end)
    ]
    assert "\x85" in spaces
    assert "".join(spaces).isspace()  # `is_edge` relies on it


@pytest.mark.parametrize(
    ("count", "imported"),
    [
        ("", False),
        ("t.count('é'); t.count_each(['x', 'y']); t.parts('xy', [1])", False),
        ("t.count_each(['ab ' * t.BULK])", True),
    ],
)
def test_tiktoken_is_not_imported_before_it_pays(count: str, imported: bool) -> None:
    code = f"import sys, skilllint.tokens as t\n{count}\nprint('tiktoken' in sys.modules)"
    assert run(code) == f"{imported}\n"


def test_the_table_is_not_opened_before_the_first_count() -> None:
    opened = "table.mapped.cache_info().currsize"
    code = f"import skilllint.tokens as t; from skilllint.tokens import table; print({opened}"
    assert run(f"{code}, t.count('x'), {opened})") == "0 1 1\n"


def test_nothing_touches_the_network_or_a_cache(tmp_path: Path) -> None:
    code = """
import socket, sys
sys.addaudithook(lambda event, _: event.startswith("socket.") and sys.exit(f"network: {event}"))
import skilllint.tokens as t
t.BULK = 0
print(t.count("hello world"), t.count_each(["hello world"]), "tiktoken.registry" in sys.modules)
"""
    output = run(code, TIKTOKEN_CACHE_DIR=str(tmp_path), DATA_GYM_CACHE_DIR=str(tmp_path))
    assert output.startswith("2 [2]")
    assert list(tmp_path.iterdir()) == []
