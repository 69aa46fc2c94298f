"""Commands that run what was just fetched, that lift a safeguard, or that print without end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Command(NamedTuple):
    """A command at a place of a text, as it stands there; `kind` says what it does."""

    start: int
    text: str
    kind: str


BEFORE = 300
"""Characters before a pipe in which the command that feeds it stands."""

SHELL = re.compile(
    r"\|\s{0,4}(?:sudo\s{1,4}(?:-\S{1,10}\s{1,4}){0,2})?"
    r"(?:(?:/(?:usr/)?bin/)?env\s{1,4}(?:-\S{1,10}\s{1,4}){0,2})?"
    r"(?:[A-Za-z_]\w{0,40}=\S{0,60}\s{1,4}){0,4}(?:/(?:usr/)?bin/)?"
    r"(?:(?:ba|z|da|k)?sh\b(?![-.\w])|(?:python3?|perl|ruby|node)(?=\s{0,4}(?:-?$|-\s|[`\"')\n]))|"
    r"(?:[iI][eE][xX]|[iI]nvoke-[eE]xpression)\b)",
    re.MULTILINE,
)
FETCH = re.compile(
    r"\b(?:curl|wget|iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b"
    r"(?=[^\n]{0,250}(?:https?:|ftp:|\$|<|www\.|[a-z0-9-]{2,}\.[a-z]{2,}/)).{0,300}|\bDownloadString\b",
    re.IGNORECASE | re.DOTALL,
)
INSIDE = (
    (
        re.compile(r"<\(\s{0,3}(?:curl|wget)\b"),
        re.compile(r"(?:\b(?:ba|z|da|k)?sh|\bsource|(?:^|\s)\.)[ \t][^\n|;&]{0,30}$"),
    ),
    (
        re.compile(r"\$\(\s{0,3}(?:curl|wget)\b"),
        re.compile(
            r"(?:\beval|\b(?:ba|z|da|k)?sh\s{1,4}-l?c|\bpython3?\s{1,4}-c|"
            r"\b(?:perl|ruby|node)\s{1,4}-e)\s{1,4}[\"']?$"
        ),
    ),
    (
        re.compile(
            r"\((?i:iwr|irm|Invoke-WebRequest|Invoke-RestMethod|"
            r"New-Object (?:System\.)?Net\.WebClient)\b"
        ),
        re.compile(
            r"(?:\biex|\bInvoke-Expression|\[scriptblock\]::Create)\s{0,3}[(\"&$]{0,3}$",
            re.IGNORECASE,
        ),
    ),
)
"""Where a download stands inside another command, and how that begins to make it run it."""

THROUGH = re.compile(r"\s{0,4}(?:sudo\s{1,4})?(?:tee|cat|gunzip|zcat|base64|sed|tr|envsubst)\b")
"""What hands on in a pipe what it is given."""

REST = re.compile(r"[^\n`]{0,200}")
SAID = re.compile(r"\s*(?:#|//|echo\b|printf\b|print\(|log\(|Write-(?:Host|Output)\b)")
"""How a line begins that only says a command to somebody."""


def piped(text: str) -> Iterator[Command]:
    """Downloads that a shell runs unseen, in order of their kinds."""
    for found in SHELL.finditer(text):
        feeding = _segment(text, found.start())
        if fetch := FETCH.search(feeding):
            start = found.start() - len(feeding) + fetch.start()
            yield Command(start, text[start : found.end()], "")
    for inner, outer in INSIDE:
        for found in inner.finditer(text):
            if run := outer.search(text, max(0, found.start() - 40), found.start()):
                end = REST.match(text, found.end())
                yield Command(run.start(), text[run.start() : end.end() if end else 0].strip(), "")


def _segment(text: str, end: int) -> str:
    """The command that feeds a pipe: back to the line's start, the pipe or the tick before."""
    part = text[max(0, end - BEFORE) : end].removesuffix("\\")
    part += " " * (min(BEFORE, end) - len(part))
    cut = _cut(part)
    for _ in range(3):
        if cut > 0 and part[cut] == "|" and THROUGH.match(part, cut + 1):
            cut = _cut(part[:cut])
    return part[cut + 1 :]


def _cut(part: str) -> int:
    """The last character that ends a command; -1 for none."""
    cut = max(part.rfind("|"), part.rfind("`"), part.rfind(";"))
    for line in re.finditer(r"(?<!\\)(?<!\\\r)\n", part):
        cut = max(cut, line.start())
    return cut


def says(line: str) -> bool:
    """Whether a line shows a command to somebody and does not run it."""
    return bool(SAID.match(line))


# --- safeguards ---------------------------------------------------------------

OPTION = re.compile(
    r"--(?:(?P<asks>dangerously-(?:skip-permissions|bypass-approvals-and-sandbox)|yolo|"
    r"permission-mode[\"', =]{1,5}bypassPermissions)|no-verify)(?![-\w])"
)
LIFTED = (
    (re.compile(r"chmod (?:-R )?0?777\b"), "lets everybody write there"),
    (
        re.compile(
            r"rm -(?:rf|fr|Rf) (?:--no-preserve-root )?[\"']?"
            r"(?:/|~|\$HOME|\$\{HOME\})[\"']?/?[\"']?(?:\*|(?=\s|$|[`;&|]))",
            re.MULTILINE,
        ),
        "deletes everything there is",
    ),
    (
        re.compile(
            r"git push\s(?=[^\n]{0,80}(?:--force(?![-\w])|-f\b))"
            r"(?=[^\n]{0,80}(?:\b(?:main|master)\b|--all\b|--mirror\b))[^\n`]{0,80}"
        ),
        "overwrites the shared history",
    ),
)


def lifted(text: str) -> Iterator[Command]:
    """Commands that switch a safeguard off."""
    for found in OPTION.finditer(text):
        asks = "runs an agent that asks for no permission"
        what = asks if found["asks"] else "skips the checks of the repository's hooks"
        yield Command(found.start(), found[0], what)
    for pattern, what in LIFTED:
        for found in pattern.finditer(text):
            if text[max(0, found.start() - 1)] not in "\"'":  # else it is compared with
                yield Command(found.start(), found[0], what)


# --- output without end ---------------------------------------------------------

PART = re.compile(r"&&|\|\||;|\n")
BOUND = re.compile(
    r"\|\s{0,4}(?:head|tail|wc|cut\s+-c|grep\s+-[a-z]{0,4}[cq]|rg\s+-[a-z]{0,4}[cq]|sed\s+-n|"
    r"jq\b.{0,40}length|md5sum|sha\d+sum)\b|(?<![\d&>])>\s{0,3}[^\s&>]"
)
ENDLESS = (
    (
        re.compile(r"git (?:-\S+ \S+ )?diff\b"),
        re.compile(r"--(?:\w{0,5}stat|name-only|name-status|quiet|exit-code|check|summary)\b"),
    ),
    (
        re.compile(r"git (?:-\S+ \S+ )?log\b"),
        re.compile(r"\s-n?\s?\d|--max-count|\.\.|--since|--after"),
    ),
    (
        re.compile(r"git (?:-\S+ \S+ )?show\b"),
        re.compile(r"--(?:\w{0,5}stat|name-only|name-status|no-patch|quiet)\b|\s-s\b|:"),
    ),
    (re.compile(r"gh pr diff\b"), re.compile(r"--name-only\b")),
    (re.compile(r"find\s"), re.compile(r"-maxdepth\b|-quit\b")),
    (re.compile(r"tree\b"), re.compile(r"\s-L\s?\d")),
    (re.compile(r"ls\s+-[a-zA-Z]*R|ls\s+--recursive"), None),
    (
        re.compile(r"(?:e?grep\s+-[a-zA-Z]*[rR]|rg\s)"),
        re.compile(r"\s-[a-z]*[mlcq]|--(?:max-count|files-with|count|quiet)"),
    ),
    (re.compile(r"docker logs\b|kubectl logs\b"), re.compile(r"--tail\b|--since\b|\s-n\s?\d")),
    (re.compile(r"journalctl\b"), re.compile(r"\s-n\s?\d|--lines|--since")),
    (re.compile(r"cat\s[^|;&]{0,200}(?:\*|\.log\b|\.jsonl\b|\.csv\b|\$ARGUMENTS|\$\d)"), None),
    (re.compile(r"(?:npm|pnpm|yarn) (?:ls|list)\b|pip (?:list|freeze)\b"), re.compile(r"--depth")),
)
"""Commands whose output grows with the repository, and the options that bound it."""


def endless(command: str) -> str:
    """The first part of a command whose output has no bound; empty if all are bounded."""
    for part in PART.split(command):
        for pattern, options in ENDLESS:
            fits = pattern.match(part.strip()) and not BOUND.search(part)
            if fits and not (options and options.search(part)):
                return part.strip()
    return ""
