"""Whether a text warns against what it shows: then it is no order to do so."""

from __future__ import annotations

import re

from skilllint.checks._texts import BEHIND, COMMENT, NEAR, Text, fence_at, form, in_comment, lead

AGAINST = re.compile(
    r"(?<![\w-])(?:never|not(?! (?:yet |already )?"
    r"(?:installed|found|available|present|exist|there|have|configured|set up|on|in)\b)|"
    r"avoid(?:s|ed|ing)?|without|instead of|rather than|don'?t(?! (?:already |yet )?have)|blocked|"
    r"prevent(?:s|ed|ing)?|forbid\w{0,5}|prohibit\w{0,3}|refuse[sd]?|reject\w{0,3}|deny|denied|"
    r"disallow\w{0,3}|warn\w{0,4}|danger\w{0,5}|destructive|unsafe|insecure|suspicious|malicious|"
    r"untrusted|attack\w{0,3}|exfiltrat\w{0,4}|flagged|bad|(?<!go )(?<!goes )(?<!went )wrong|"
    r"anti-?patterns?|risky)(?!-?\w)|[❌🚫⛔✗⚠]",
    re.IGNORECASE,
)
"""What speaks against a thing. The name of a topic, such as security, does not, nor does a
part of an option such as `--dangerously-so`."""

CROSS = re.compile("[❌🚫⛔✗⚠]")

SUBJECT = re.compile(
    r"\b(?:(?P<secure>secur(?:e|ity)|safety)|(?P<guard>guard(?:s|ing|rails?)?)|"
    r"(?P<block>block(?:s|ed|ing)?)|(?P<prevent>prevent(?:s|ed|ing|ion)?)|"
    r"(?P<inject>(?:prompt|command|shell|code)[ -]injections?)|(?P<threat>threats?)|"
    r"(?P<vulnerable>vulnerab\w{2,6})|(?P<harden>harden(?:s|ed|ing)?)|"
    r"(?P<team>red[ -]team\w{0,3})|(?P<malice>malicious|attack(?:s|ers?)?)|"
    r"(?P<jail>jailbreak\w{0,3})|(?P<leak>exfiltrat\w{1,4}))\b",
    re.IGNORECASE,
)
"""Words of skills on safety, each by its kind. One of them alone says little."""

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


def warned(one: Text, start: int, end: int) -> bool:
    """Whether the line, what leads in to it or the heading above speaks against a passage.

    In code only its comments speak, or, where none is near, what leads in to the fence.
    """
    text = one.text
    stop = text.find("\n", end, end + NEAR)
    rest = text[end : stop if stop >= 0 else end + NEAR]
    if one.markdown and form(text, start) != "fence":
        return bool(AGAINST.search(lead(text, start)) or AGAINST.search(rest))
    before = text[max(0, start - NEAR) : start].split("\n")
    remarks = [line for line in before[-3:-1] if COMMENT.match(line)]
    said = list(remarks)
    said += [part for part in (before[-1], rest) if CROSS.search(part)]
    if in_comment(one, start):
        said.append(before[-1])
    if behind := BEHIND.search(rest):
        said.append(rest[behind.start() :])
    fence = fence_at(text, start) if one.markdown and not remarks else None
    if fence and start - fence[0] < 10 * NEAR:
        said.append(lead(text, fence[0]))
    return any(map(AGAINST.search, said))


def guards(name: str, description: str) -> bool:
    """Whether a skill is about such dangers, by two signs, so that it may have to show them."""
    named, told = (
        {one.lastgroup for one in SUBJECT.finditer(text)} for text in (name, description)
    )
    return bool(named and told) or len(named | told) > 1
