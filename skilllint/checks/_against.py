"""Whether a text warns against what it shows: then it is no order to do so."""

from __future__ import annotations

import re

from skilllint.checks._texts import NEAR, lead

AGAINST = re.compile(
    r"\b(?:never|not|avoid|without|instead of|rather than|don'?t|cannot|block(?:s|ed|ing)?|"
    r"prevent\w{0,4}|forbid\w{0,5}|prohibit\w{0,3}|refuse[sd]?|reject\w{0,3}|den(?:y|ied|ies)|"
    r"disallow\w{0,3}|warn\w{0,4}|danger\w{0,5}|destructive|unsafe|insecure|suspicious|malicious|"
    r"untrusted|attack\w{0,3}|inject\w{0,4}|exfiltrat\w{0,4}|detect\w{0,4}|flag(?:s|ged)?|bad|wrong|"
    r"anti-?patterns?|vulnerab\w{0,6}|risk\w{0,3}|red flags?|bypass\w{0,4}|critical|smells?|"
    r"security|threats?|audit\w{0,3}|resembl\w{0,3}|trick\w{0,3}|jailbreak\w{0,3})\b|❌|🚫|⛔|✗|⚠",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"\b(?:security|secure|guard\w{0,6}|block\w{0,3}|prevent\w{0,4}|malicious|inject\w{0,4}|"
    r"vulnerab\w{0,6}|threat\w{0,3}|harden\w{0,3}|red[- ]team\w{0,3}|safety|audit\w{0,3})\b",
    re.IGNORECASE,
)


def warned(text: str, start: int, end: int) -> bool:
    """Whether the line, what leads in to it or the heading above speaks against a passage."""
    behind = text.find("\n", end, end + NEAR)
    rest = text[end : behind if behind >= 0 else end + NEAR]
    return bool(AGAINST.search(lead(text, start)) or AGAINST.search(rest))


def guards(name: str, description: str) -> bool:
    """Whether a skill is about such dangers, so that it must show them."""
    return bool(SUBJECT.search(name) or SUBJECT.search(description))
