"""How secrets look: the forms that their issuers document, and what tells an example from one."""

from __future__ import annotations

import base64
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from skilllint.model import Confidence


class Secret(NamedTuple):
    """A secret that stands in a text: where it starts, what it is, and how sure that is.

    `shown` are its first characters, all that is ever told of it.
    """

    start: int
    kind: str
    shown: str
    confidence: Confidence | None = None


class Pattern(NamedTuple):
    """The form of one kind of secret; `value` is its group that must look random.

    `bits` is the least entropy a character, `source` where the form is written down.
    `confidence` is given where the form is nobody's own.
    """

    kind: str
    form: re.Pattern[str]
    bits: float
    source: str
    confidence: Confidence | None = None


def _pattern(kind: str, form: str, source: str, bits: float = 3.2) -> Pattern:
    return Pattern(
        kind, re.compile(rf"(?<![A-Za-z0-9_-])(?:{form})(?![A-Za-z0-9_-])"), bits, source
    )


PATTERNS = (
    _pattern(
        "an AWS access key",
        r"A(?:KI|SI)A(?P<value>[A-Z2-7]{16})",
        "docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
        2.8,
    ),
    _pattern(
        "a GitHub token",
        r"gh[opsur]_(?P<value>[A-Za-z0-9]{36})|"
        r"github_pat_(?P<fine>[A-Za-z0-9]{22}_[A-Za-z0-9]{59})",
        "github.blog/engineering/behind-githubs-new-authentication-token-formats",
    ),
    _pattern(
        "a GitLab token",
        r"glpat-(?P<value>[A-Za-z0-9_-]{20,60})",
        "docs.gitlab.com/security/tokens",
    ),
    _pattern(
        "a Slack token",
        r"xox[abeprs]-(?P<value>\d{8,14}-[A-Za-z0-9-]{16,100})",
        "docs.slack.dev/authentication/tokens",
        2.8,
    ),
    _pattern(
        "a Slack webhook",
        r"hooks\.slack\.com/services/T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/(?P<value>[A-Za-z0-9]{20,32})",
        "docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
    ),
    _pattern(
        "a Google API key",
        r"AIza(?P<value>[A-Za-z0-9_-]{35})",
        "docs.cloud.google.com/docs/authentication/api-keys",
    ),
    _pattern(
        "a Stripe live key",
        r"[rs]k_live_(?P<value>[A-Za-z0-9]{16,120})",
        "docs.stripe.com/keys",
    ),
    _pattern(
        "an npm token",
        r"npm_(?P<value>[A-Za-z0-9]{36})",
        "github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format",
    ),
    _pattern(
        "an Anthropic key",
        r"sk-ant-[a-z]{2,8}\d{2}-(?P<value>[A-Za-z0-9_-]{40,140})",
        "docs.github.com/code-security/secret-scanning, supported patterns",
    ),
    _pattern(
        "an OpenAI key",
        r"sk-(?:proj-|svcacct-|admin-)?(?P<value>[A-Za-z0-9_-]{16,100}T3BlbkFJ[A-Za-z0-9_-]{16,100})",
        "docs.github.com/code-security/secret-scanning, supported patterns",
    ),
    _pattern(
        "a Hugging Face token",
        r"hf_(?P<value>[A-Za-z]{34})",
        "huggingface.co/docs/hub/security-tokens",
    ),
    _pattern(
        "a key of the form sk-",
        r"sk-[a-z]{2,12}-(?:v\d{1,2}-)?"
        r"(?:(?P<value>(?=[\w-]{0,60}?[A-Za-z0-9]{20})(?=[^\d]{0,60}\d)(?=[^A-Z]{0,60}[A-Z])(?=[^a-z]{0,60}[a-z])"
        r"[A-Za-z0-9_-]{32,240})|(?P<hex>(?=[^\d]{0,60}\d)[0-9a-f]{40,128}))",
        "openrouter.ai/docs/guides/overview/auth/api-keys; others write theirs alike",
        3.5,
    )._replace(confidence="heuristic"),
)

TOKENS = (
    re.compile(r"_(?=[A-Za-z0-9][A-Za-z0-9_]{15})"),
    re.compile(r"-(?=[A-Za-z0-9][A-Za-z0-9_]{15})"),
    re.compile(r"A(?:[KS]IA[A-Z2-7]|Iza)"),
    re.compile(r"hooks\.slack\.com/"),
)
SIGNED = (re.compile(r"\.eyJ"),)
ADDRESSES = (re.compile(r"://[^\s/@:]{0,60}:[^\s/@]{3,80}@"),)
KEYS = (re.compile(r"-----BEGIN "),)
"""What every form has somewhere. Each begins with a fixed character, for which a text is
searched at the speed of a copy; one pattern for all would take ten times as long."""

MARKS = ("ghp", "gho", "ghs", "ghu", "ghr", "_pat", "_live", "npm", "hf")
"""What stands before the underscore of a token, and of hardly another name."""

WINDOW = 320
"""Characters around a sign in which the whole secret stands."""

EXAMPLE = re.compile(
    r"example|sample|dummy|fake|placeholder|your|change_?me|redact|replace|secret|token|"
    r"(.)\1{4}|0123456|1234567|abcdef|\.\.\.|…|\*{3}",
    re.IGNORECASE,
)
"""Words and runs that nobody's generator yields in earnest."""

TOKEN = re.compile(
    r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,600}\.(?P<claims>eyJ[A-Za-z0-9_-]{10,1500})"
    r"\.(?P<value>[A-Za-z0-9_-]{40,700})"
)
PUBLIC = ("1234567890", "John Doe", "Jane Doe", "example", '"anon"')
"""In what a signed token claims: the textbook's names, and roles that are public by design."""

KEY = re.compile(
    r"-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----[\s\"',+\\nr>#/*]{0,40}"
    r"(?:[A-Za-z-]{3,12}: [^\n]{0,80}\s{1,4}){0,4}(?P<value>[A-Za-z0-9+/=]{40,76})"
)
URL = re.compile(
    r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}://(?P<user>[^\s/@:'\"<>`]{0,60}):"
    r"(?P<value>[^\s/@:'\"<>`]{8,80})@(?P<host>[A-Za-z0-9.-]{1,100})"
)
OPEN = re.compile(r"[$<>{}%\[\]()*…|]|\.\.\.|pass|pwd|secret|token|postgres|admin|root|guest|test")
"""In a password of a URL: a variable, a gap, or a word that stands for one."""

NOWHERE = re.compile(
    r"(?:.*\.)?(?:localhost|example|test|invalid|local|example\.(?:com|org|net))|[^.]*|127\..*|"
    r".*(?:your|host|domain|server).*"
)
"""Hosts that are nobody's, or only of this machine or its containers."""


def find(text: str) -> Iterator[Secret]:
    """The secrets of a text, each once, in no order."""
    seen: set[int] = set()
    for signs, behind, inside in (
        (TOKENS, WINDOW, _token),
        (SIGNED, 8 * WINDOW, _signed),
        (ADDRESSES, WINDOW, _url),
        (KEYS, 8 * WINDOW, _key),
    ):
        for start, end in _windows(text, signs, behind):
            for secret in inside(text[start:end]):
                if start + secret.start not in seen:
                    seen.add(start + secret.start)
                    yield secret._replace(start=start + secret.start)


def _windows(text: str, signs: Sequence[re.Pattern[str]], behind: int) -> Iterator[tuple[int, int]]:
    """The parts of a text around such signs; where they meet they are one, read once."""
    start = end = 0
    for at, last in sorted(_signs(text, signs)):
        if end and at - WINDOW > end:
            yield start, end
            end = 0
        if not end:
            start = max(0, at - WINDOW)
        end = max(end, last + behind)
    if end:
        yield start, end


def _signs(text: str, signs: Sequence[re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    for pattern in signs:
        for sign in pattern.finditer(text):
            at = sign.start()
            if sign[0] != "_" or text.endswith(MARKS, max(0, at - 5), at):
                yield sign.span()


def _token(near: str) -> Iterator[Secret]:
    for pattern in PATTERNS:
        for found in pattern.form.finditer(near):
            value = next(filter(None, found.groups()), "")
            if _bits(value) >= pattern.bits and not EXAMPLE.search(value):
                yield Secret(found.start(), pattern.kind, found[0][:4], pattern.confidence)


def _key(near: str) -> Iterator[Secret]:
    for found in KEY.finditer(near):
        if _bits(found["value"]) >= 3.5 and not EXAMPLE.search(found["value"]):
            yield Secret(found.start(), "a private key", "")


def _signed(near: str) -> Iterator[Secret]:
    """Signed web tokens: many are shown to explain the form, so they are a judgement."""
    for found in TOKEN.finditer(near):
        claims = _claims(found["claims"])
        public = not claims or any(word in claims for word in PUBLIC)
        if not public and _bits(found["value"]) >= 4 and not EXAMPLE.search(found["value"]):
            yield Secret(found.start(), "a signed web token (JWT)", found[0][:4], "heuristic")


def _claims(part: str) -> str:
    """What a token claims, as JSON again; nothing where it is none."""
    try:
        data = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        return json.dumps(json.loads(data))
    except (ValueError, RecursionError):
        return ""


def _url(near: str) -> Iterator[Secret]:
    """Passwords in addresses: of those that look random, at hosts that are somebody's."""
    for found in URL.finditer(near):
        value, user = found["value"], found["user"]
        named = OPEN.search(value.lower()) or EXAMPLE.search(value) or value == user
        mixed = re.search(r"\d", value) and re.search(r"[A-Za-z]", value)
        if not named and mixed and _bits(value) >= 2.5 and not NOWHERE.fullmatch(found["host"]):
            yield Secret(found.start("value"), "a password in a URL", value[:4], "heuristic")


def _bits(value: str) -> float:
    """The entropy of a text's characters, in bits a character."""
    size = len(value)
    return -sum(n / size * math.log2(n / size) for n in Counter(value).values()) if size else 0.0
