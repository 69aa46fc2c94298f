"""Counts are tiktoken's, whatever the text, however it is cut and however long it is."""

from __future__ import annotations

import os
import random
import string
import sys
from functools import cache
from itertools import accumulate, pairwise, product
from pathlib import Path

import pytest
import tiktoken
from hypothesis import example, given, settings
from hypothesis import strategies as st

from skilllint import tokens
from skilllint.tokens import bulk, counting, merge, pieces, table

settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")

WORDS = (
    "'s 'S 'ſ 'ſs 're 'RE 'lL 'd ’s it's IT'S don't / // - --- ## ``` ` | ** ]( <!-- <|endoftext|>"
    " a A aB Ab HTTPServer snake_case foo.bar(baz) https://example.org/a/b?c=1 ǅ ß É ª ʰ \u212a K ſ"
    " नमस्ते ภาษาไทย العربية 漢字 かな 한국어 1 12 1234567 ½ ² ٣ Ⅷ 😀 👩\u200d👩\u200d👧 🇩🇪 ❤️ → — … €"
)
OTHERS = (
    *("\n", "\r\n", "\r", " ", "  ", "\t", "\v", "\f", "\x1c", "\x85", "\xa0", "\u2028", "\u3000"),
    *("\0", "\x7f", "\ufeff", "\ufffd", "\u200b", "\u200d", "\U000e0001", "\U0010ffff", "\u0378"),
    *("e\u0301", "\u0301", "\u20dd", "\u0903", "\n/", "!\n", "!\r\n/", "def f(x):\n    return x\n"),
)
FRAGMENTS = (*WORDS.split(" "), *OTHERS)
runs = st.builds(str.__mul__, st.sampled_from("a A1=-# \n\té漢😀"), st.integers(1, 400))
texts = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6), st.text(string.printable), runs)
).map("".join)
surrogates = st.lists(st.sampled_from(("\ud83d", "\ude00", "😀", "a", " ", "\n", "\ufeff"))).map(
    "".join
)


def peer(text: str) -> int:
    """What tiktoken counts, fed with the packed ranks."""
    return len(bulk.encoding().encode_ordinary(text))


@cache
def first_piece() -> tiktoken.Encoding:
    """An encoder that gives the bytes of the first piece of a text only, unmerged."""
    single = {bytes((byte,)): byte for byte in range(256)}
    return tiktoken.Encoding(
        "first", pat_str=rf"\A(?:{pieces.PATTERN})", mergeable_ranks=single, special_tokens={}
    )


def peer_pieces(text: str) -> list[str]:
    """The pieces as tiktoken's own regex engine cuts them."""
    found: list[str] = []
    while text:
        found.append(bytes(first_piece().encode_ordinary(text)).decode())
        text = text[len(found[-1]) :]
    return found


# Counting


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("hello world", 2),
        ("# Title\n\nA paragraph of plain text.\n", 9),
        ("I'LL say it's John\u017f'\u017f", 9),
        ("<|endoftext|>", 7),
        ("a\r\n\r\nb\x85c\0d", 8),
        ("नमस्ते 漢字 😀 é e\u0301", 11),
        ("\ud83d", 1),
        ("\ud83d\ude00", 1),
        (" " * 100_000, 782),
        ("a" * 100_000, 12_500),
    ],
)
def test_known_counts(text: str, expected: int) -> None:
    assert tokens.count(text) == expected


@given(texts)
@example("".join(FRAGMENTS))
@example(" ".join(FRAGMENTS))
def test_counts_are_those_of_tiktoken(text: str) -> None:
    assert tokens.count(text) == peer(text)


@given(st.one_of(surrogates, st.text(st.characters(exclude_categories=())), texts))
def test_surrogates_count_as_they_do_in_tiktoken(text: str) -> None:
    assert tokens.count(text) == peer(text)


@given(texts)
@example("it'\u017fa IT'\u017f '\u017f\u212a")
def test_pieces_are_those_of_tiktoken(text: str) -> None:
    assert pieces.pieces(text) == peer_pieces(text)


@given(st.sampled_from(("ab", "aA", "xyz01", "=-", "😀🎉", " ", "é", "漢字")), st.data())
def test_long_pieces_are_those_of_tiktoken(alphabet: str, data: st.DataObject) -> None:
    size = data.draw(st.integers(merge.SHORT, 3_000))
    seed = data.draw(st.integers(0, 9))
    text = "".join(random.Random(seed).choices(alphabet, k=size))
    assert tokens.count(text) == peer(text)


@given(st.binary(min_size=1, max_size=300), st.integers(1, 4))
def test_both_ways_to_merge_agree(piece: bytes, times: int) -> None:
    find = table.place()
    assert merge.scanned(piece * times, find) == merge.ranked(piece * times, find)


def test_no_text_makes_the_memory_of_pieces_grow_on() -> None:
    words = map("".join, product("abcdefghij", repeat=5))
    tokens.count("\n".join(words))
    tokens.count("m" * 1_000)
    assert len(counting.known) <= counting.MEMORY
    assert max(map(len, counting.known)) <= counting.WORD


# Cost


def steps(piece: bytes) -> int:
    """Lines of Python that merging a piece takes."""
    taken = 0

    def trace(*_: object) -> object:
        nonlocal taken
        taken += 1
        return trace

    find = table.place()
    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        merge.merged(piece, find)
    finally:
        sys.settrace(before)
    return taken


@pytest.mark.parametrize("alphabet", [" ", "a", "=", "ab", "\U0001f600", string.ascii_lowercase])
def test_four_times_the_piece_is_about_four_times_the_work(alphabet: str) -> None:
    text = "".join(random.Random(1).choices(alphabet, k=8_000)).encode()
    assert steps(text) < 5 * steps(text[: len(text) // 4])


def test_a_long_piece_is_never_merged_the_quadratic_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(merge, "scanned")
    assert merge.merged(b"ab" * merge.SHORT, table.place()) == peer("ab" * merge.SHORT)


# Parts


def owned(text: str, cuts: list[int]) -> list[int]:
    """Tokens of each slice by the rule itself: a piece belongs where it starts."""
    cut = peer_pieces(text)
    starts = accumulate(map(len, cut), initial=0)
    weights = [(start, peer(piece)) for start, piece in zip(starts, cut, strict=False)]
    edges = [0, *cuts, len(text)]
    return [sum(w for start, w in weights if a <= start < b) for a, b in pairwise(edges)]


@given(texts, st.data())
def test_a_piece_belongs_to_the_slice_it_starts_in(text: str, data: st.DataObject) -> None:
    lines = [n + 1 for n, char in enumerate(text) if char == "\n"]
    cuts = sorted(data.draw(st.one_of(st.lists(st.integers(0, len(text))), st.just(lines))))
    found = tokens.parts(text, cuts)
    assert found == owned(text, cuts)
    assert sum(found) == tokens.count(text)


@given(surrogates, st.data())
def test_parts_of_a_text_with_surrogates_add_up(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    assert sum(tokens.parts(text, cuts)) == tokens.count(text)


def test_blank_lines_belong_to_the_part_they_start_in() -> None:
    text = "---\nname: x\n---\n\n# One\n\n  text\n\n# Two\n"
    cuts = [text.index("# One"), text.index("  text"), text.index("# Two")]
    assert tokens.parts(text, cuts) == [6, 3, 3, 3]
    assert tokens.count(text) == 15


def test_a_cut_inside_a_pair_of_surrogates_leaves_the_character_before_it() -> None:
    assert tokens.parts("\ud83d\ude00 x", [1]) == [1, 1]


@pytest.mark.parametrize("cuts", [[2, 1], [-1], [4]])
def test_cuts_out_of_order_or_range_are_refused(cuts: list[int]) -> None:
    with pytest.raises(ValueError, match="cuts must not decrease"):
        tokens.parts("abc", cuts)


@given(texts)
@example("a\n \nb")
@example("a\n/b")
def test_both_sides_of_an_edge_can_be_cut_on_their_own(text: str) -> None:
    for at in filter(lambda at: pieces.is_edge(text, at), range(len(text) + 1)):
        assert pieces.pieces(text[:at]) + pieces.pieces(text[at:]) == pieces.pieces(text)


@given(texts, st.integers(0, 20))
def test_blocks_do_not_change_the_pieces(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "BLOCK", size)
        cut = list(pieces.blocks(text))
    assert "".join(cut) == text
    assert [p for block in cut for p in pieces.pieces(block)] == pieces.pieces(text)


# Bulk


@given(st.lists(st.one_of(texts, surrogates), max_size=5))
def test_bulk_counts_are_the_same(batch: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "BULK", 0)
        assert tokens.count_each(batch) == list(map(tokens.count, batch))


def test_long_runs_are_kept_from_tiktoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "BULK", 0)
    batch = ["x\n" + " " * 1_000_000 + "y", "a" * 50_000, "word " * 50_000, "!" + "\n/" * 20_000]
    assert tokens.count_each(batch) == [7816, 6250, 50_001, tokens.count(batch[3])]


@given(texts)
@example("!/" * 20)
@example("!" + "\n/" * 20)
def test_every_piece_that_tiktoken_gets_is_short(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "STRIDE", 4)
        wild = bulk.has_long_run(text)
    assert wild or max(map(len, pieces.pieces(text)), default=0) < 4 * 4


# Real skills


def test_every_real_skill_counts_as_in_tiktoken() -> None:
    data = os.environ.get("SKILLLINT_DATA")
    if not data:
        pytest.skip("SKILLLINT_DATA is not set")
    files = sorted(path for path in Path(data, "skills").rglob("*") if path.is_file())
    batch = [path.read_bytes().decode("utf-8", "replace") for path in files]
    assert len(batch) > 800
    counts = list(map(tokens.count, batch))
    assert counts == list(map(peer, batch))
    assert counts == bulk.tallies(batch)
    for text, whole in zip(batch, counts, strict=True):
        cuts = [n + 1 for n, char in enumerate(text) if char == "\n"]
        assert sum(tokens.parts(text, cuts)) == whole
