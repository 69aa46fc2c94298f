"""Whether a text warns against what it shows: then it is no order to do so."""

from __future__ import annotations

import re

from skilllint.checks._texts import NEAR, Text, form, in_comment, lead

AGAINST = re.compile(
    r"\b(?:never|not(?! (?:yet |already )?(?:installed|found|available|present|exist|there))|"
    r"avoid|without|instead of|rather than|don'?t(?! (?:already |yet )?have)|block(?:s|ed|ing)?|"
    r"prevent\w{0,4}|forbid\w{0,5}|prohibit\w{0,3}|refuse[sd]?|reject\w{0,3}|deny|denied|"
    r"disallow\w{0,3}|warn\w{0,4}|danger\w{0,5}|destructive|unsafe|insecure|suspicious|malicious|"
    r"untrusted|attack\w{0,3}|inject\w{0,4}|exfiltrat\w{0,4}|detect\w{0,4}|flag(?:s|ged)?|bad|"
    r"wrong|"
    r"anti-?patterns?|vulnerab\w{0,6}|risk\w{0,3}|bypass\w{0,4}|critical|smells?|"
    r"security|threats?|audit\w{0,3}|resembl\w{0,3}|trick\w{0,3}|jailbreak\w{0,3})\b|❌|🚫|⛔|✗|⚠",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"\b(?:security|secure|safety|guard\w{0,6}|block|prevent|inject\w{0,4}|threat\w{0,2}|"
    r"vulnerab\w{0,6}|harden\w{0,3}|red-team\w{0,3}|audit\w{0,3}|scan\w{0,4})\b",
    re.IGNORECASE,
)
DESCRIBED = re.compile(
    r"\b(?:malicious|injections?|vulnerabilit\w{1,3}|prevent(?:s|ing)?|guardrails?|jailbreak\w{0,3}|"
    r"block(?:s|ing)?|red[- ]team\w{0,3}|harden(?:s|ing)?|exfiltrat\w{1,4})\b",
    re.IGNORECASE,
)

BEFORE = re.compile(
    r"\b(?:instead of|rather than|avoid|never|must not|should not|(?:do not|don'?t)(?! forget))\b",
    re.IGNORECASE,
)
"""What speaks against a thing that is named behind it."""

PAST = re.compile(
    r"\b(?:no longer|wrong|formerly|previously|(?:was|were|been) (?:once )?hard-?coded|"
    r"used to (?:be|have|hold|point|fall|lead|live|read|write|stand|use|go|lie|name|contain))\b",
    re.IGNORECASE,
)
"""What speaks against a thing, or of the past, before or behind it."""

END = re.compile(r"[.!?:;](?=\s)|\n[ \t]*\n|\n[ \t]*(?:[-*+]|\d{1,3}[.)])\s|[|`]{2,}")
"""Where a sentence ends, or the paragraph or item that it stands in."""


def denied(one: Text, offset: int) -> bool:
    """Whether the sentence around a place speaks against what it names, or of the past.

    In code that is what a comment says there, or on the lines right before.
    """
    start = max(0, offset - NEAR)
    before, behind = one.text[start:offset], one.text[offset : offset + NEAR]
    if one.markdown and form(one.text, offset) != "fence":
        before = END.split(before)[-1]
        behind = END.split(behind, maxsplit=1)[0]
    elif in_comment(one, offset):
        before, behind = END.split(before)[-1], END.split(behind, maxsplit=1)[0]
    else:
        lines = before.split("\n")
        remarks = [line for line in lines[-3:-1] if line.lstrip()[:1] in ("#", "/", "-", "<")]
        before, behind = "\n".join([*remarks, lines[-1]]), behind.partition("\n")[0]
    return bool(BEFORE.search(before) or PAST.search(before) or PAST.search(behind))


def warned(text: str, start: int, end: int) -> bool:
    """Whether the line, what leads in to it or the heading above speaks against a passage."""
    behind = text.find("\n", end, end + NEAR)
    rest = text[end : behind if behind >= 0 else end + NEAR]
    return bool(AGAINST.search(lead(text, start)) or AGAINST.search(rest))


def guards(name: str, description: str) -> bool:
    """Whether a skill is about such dangers, so that it must show them."""
    return bool(NAMED.search(name) or DESCRIBED.search(description))
