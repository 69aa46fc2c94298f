"""Sentences that would set an agent against its instructions or its user."""

from __future__ import annotations

import re
from collections.abc import Iterator

BEFORE, BEHIND = 60, 60

ANCHORS = (
    (
        " instructions",
        ("ious", "rior", "bove", "lier", "ding", "stem", "inal", "oing", "fety"),
        re.compile(
            r"\b(?:ignore|disregard|forget|override)\s{1,3}(?:all\s{1,3}(?:of\s{1,3})?|any\s{1,3})?"
            r"(?:the\s{1,3}|your\s{1,3}|my\s{1,3})?(?:other\s{1,3})?"
            r"(?:previous|prior|above|earlier|preceding|system|original|foregoing|safety)"
            r"\s{1,3}(?:system\s{1,3})?instructions\b",
            re.IGNORECASE,
        ),
    ),
    (
        " the user",
        ("tell", "form", "tify", "lert", "warn", "ling", "ming", "ying", "ting", "from"),
        re.compile(
            r"\b(?:do not|don'?t|never)\s{1,3}(?:tell|inform|notify|alert|warn)\s{1,3}"
            r"the\s{1,3}user(?=\s{0,2}(?:[.,;!]|about|of|that|$))|"
            r"\bwithout\s{1,3}(?:telling|informing|notifying|alerting)\s{1,3}the\s{1,3}user\b|"
            r"\b(?:hide|conceal|keep)\s{1,3}(?:this|it|that|these|all of this|what you do)\s{1,3}"
            r"(?:secret\s{1,3}|hidden\s{1,3})?from\s{1,3}the\s{1,3}user\b",
            re.IGNORECASE,
        ),
    ),
    (
        " system prompt",
        ("your", "the", "full", "tire", "dden", "lete", "own"),
        re.compile(
            r"\b(?:reveal|print|output|repeat|leak|disclose|send|show|dump)\s{1,3}(?:me\s{1,3}|us\s{1,3})?"
            r"(?:your|the)\s{1,3}(?:full\s{1,3}|entire\s{1,3}|hidden\s{1,3}|complete\s{1,3}|own\s{1,3})?"
            r"system\s{1,3}prompt",
            re.IGNORECASE,
        ),
    ),
)
"""Words that are cheap to search for, how what stands before them ends, and the sentence
that they must be part of."""


def find(text: str) -> Iterator[tuple[int, str]]:
    """Where such a sentence begins, and how it reads."""
    for anchor, endings, sentence in ANCHORS:
        at = text.find(anchor)
        while at >= 0:
            if text.endswith(endings, 0, at):
                for found in sentence.finditer(text, max(0, at - BEFORE), at + BEHIND):
                    if found.start() <= at < found.end():
                        yield found.start(), found[0]
            at = text.find(anchor, at + 1)
