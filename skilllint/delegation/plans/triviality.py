"""Units that are no work worth handing over: renames and configuration."""

from __future__ import annotations

import re
from collections.abc import Sequence

MECHANICAL = (
    ("a rename", r"rename\b|(?:move|relocate) `?[\w./-]+`? (?:in)?to `?[\w./-]+`?$"),
    ("a version bump", r"(?:bump|pin|update|upgrade|set) (?:\S+ ){0,3}(?:version|dependenc)"
                       r"(?:s|y|ies)?\b|bump \S+ to \S*\d"),
    ("formatting", r"reformat\b|format (?:the )?(?:code|files?)\b"
                   r"|(?:fix|correct) (?:a |the )?(?:typos?|spelling|lint|whitespace)\b"),
)  # fmt: skip
MORE = re.compile(
    r"\b(?:and|then|while)\s+(?:\w+ly\s+)?(?:implement|add|build|create|extend|extract|fix|introduce"
    r"|merge|migrat|port|redesign|refactor|reorgani[sz]|replac|restructur|rework|rewrit|split)",
    re.IGNORECASE,
)
"""What a title promises beside something mechanical: real work."""

CONFIGURED = re.compile(
    r"\b(?:config(?:uration)?s?|settings?|flags?|env(?:ironment)?(?: var\w*)?|defaults?|options?|"
    r"manifests?|ignore|thresholds?|timeouts?)\b",
    re.IGNORECASE,
)
ADJUST = re.compile(
    r"(?:add|update|change|set|adjust|tweak|enable|disable|turn (?:on|off)|raise|lower|switch)\b",
    re.IGNORECASE,
)
CONFIGURATION = re.compile(
    r"(?:^|/)(?:\.[\w-]+rc|\.env[\w.-]*|\.gitignore|\.editorconfig|[\w.-]*\.(?:json|jsonc|ya?ml|toml"
    r"|ini|cfg|conf|properties|env|lock))$",
    re.IGNORECASE,
)
MOST = 3
"""Configuration files that one unit may change and still be trivial."""

NONE = re.compile(r"\W*(?:test expectation:?\s*)?(?:none|no\b|n/?a|not (?:needed|required))", re.I)


def reason(
    title: str, files: Sequence[str], tests: Sequence[str] | None, approach: Sequence[str]
) -> str:
    """Why a unit is trivial, or nothing; one with test scenarios of its own never is."""
    plain = title.strip("`* ").lower()
    if (tests and not NONE.match(tests[0])) or MORE.search(plain):
        return ""
    for why, pattern in MECHANICAL:
        if re.match(pattern, plain):
            return why
    only = bool(files) and len(files) <= MOST and all(map(CONFIGURATION.search, files))
    told = bool(CONFIGURED.search(plain))
    if only and (told or len(approach) <= MOST):
        return "configuration only"
    return "a setting" if told and not files and ADJUST.match(plain) else ""
