"""Every rule's page is its test: each Bad yields exactly its lines, each Good nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import write
from samples import Example, examples

from skilllint import audit, catalogue, finders, hosts, rulefile
from skilllint.config import Override
from skilllint.model import Host, Rule
from skilllint.report.findings import finding_lines

RULES = {rule.code: rule for rule in catalogue.rules()}
SAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}:{example.line}")
    for rule in RULES.values()
    for kind in examples(rule)
    for example in kind
]


@pytest.mark.parametrize(("rule", "example"), SAMPLES)
def test_a_sample_yields_exactly_what_its_page_says(
    rule: Rule, example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = run(rule, example, tmp_path, monkeypatch)
    if os.environ.get("SKILLLINT_REWRITE"):
        rewrite(rule, example, found)
    assert found == example.output


def run(
    rule: Rule, example: Example, place: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, ...]:
    """The lines that the whole program prints of a sample, with this one rule on."""
    report = audit.run(*prepared(rule, example, place, monkeypatch))
    assert report.crashes == ()
    found = report.entries if rule.entry else report.findings
    return tuple(line for finding in found for line in finding_lines(finding))


def prepared(
    rule: Rule, example: Example, place: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[Path], audit.Request]:
    """A sample in its files and its folder, with what to ask for to see this rule's word."""
    folder = place / (example.folder or "release-notes")
    folder.mkdir(exist_ok=True)
    write(folder, {"SKILL.md": example.skill, **example.files})
    configured = [example.files.get("skilllint.toml", ""), *configuration(rule, example)]
    # above all that the sample holds: a rule on all of it goes by every skill's limits
    own = folder if "skilllint.toml" in example.files else place
    (own / "skilllint.toml").write_text("\n".join(configured), "utf-8")
    monkeypatch.chdir(folder)
    table = {name: shortened(host, example) for name, host in hosts.table().items()}
    monkeypatch.setattr(hosts, "table", lambda: table)
    options = Override(
        select=(rule.code,),
        hosts=example.hosts or tuple(name for name in table if {name, "any"} & {*rule.hosts}),
    )
    asked = Path("..") if rule.across else Path("SKILL.md")  # all that the sample holds
    if rule.entry:  # whether an entry is of use, only all rules can tell
        asked, options = Path(), Override()
    return [asked], audit.Request(override=options)


def configuration(rule: Rule, example: Example) -> Iterator[str]:
    """The rule's limits, and the least size of a block, as the sample says."""
    units = {key: value for key, value in example.limits.items() if key in ("lines", "tokens")}
    yield f"[limits.{rule.code}]"
    yield from (f"{key} = {example.limits[key]}" for key in rule.limits)
    yield "[units]"
    yield from (f"{key} = {value}" for key, value in units.items())


def shortened(host: Host, example: Example) -> Host:
    """A host that cuts, and lists as much, as the sample says."""
    limit, warn = whole(example, "limit"), whole(example, "warn")
    cuts = (replace(cut, limit=limit or cut.limit, warn=warn or cut.warn) for cut in host.cuts)
    listing = host.listing
    if listing:
        entry = whole(example, "entry") or listing.entry
        listing = replace(listing, budget=limit or listing.budget, entry=entry)
    read = host.read
    if read:
        read = replace(read, limit=limit or read.limit, least=warn or limit or read.least)
    return replace(host, cuts=tuple(cuts), listing=listing, read=read)


def whole(example: Example, key: str) -> int | None:
    return int(example.limits[key]) if key in example.limits else None


def rewrite(rule: Rule, example: Example, found: Iterable[str]) -> None:
    """Put what was found below a Bad sample's fence: run once, then read the difference."""
    path = catalogue.folder() / rulefile.file_name(rule)
    page = path.read_text("utf-8")
    start = page.index(f"\n{example.skill}````") + 1
    below = re.compile(r"```text\n.*?^```$", re.DOTALL | re.MULTILINE)
    body = "".join(f"{line}\n" for line in found)
    fixed = below.sub(lambda _: f"```text\n{body}```", page[start + len(example.skill) :], 1)
    if example.output or body:
        path.write_text(page[: start + len(example.skill)] + fixed, "utf-8", newline="\n")


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_page_has_all_its_parts(rule: Rule) -> None:
    page = rulefile.explain(rule)
    outside = re.sub(r"^(`{3,})\w.*?^\1$", "", page, flags=re.DOTALL | re.MULTILINE)
    assert re.findall(r"^##? .*", outside, re.MULTILINE) == [
        f"# {rule.title}", "## Why", "## Bad", "## Good", "## Fix",
    ]  # fmt: skip
    bad, good = examples(rule)
    assert bad
    assert good
    assert not rule.title.endswith(".")


def test_every_check_is_named_by_one_rule_and_every_rule_names_one_check() -> None:
    named = [r.check or r.across or r.entry for r in RULES.values() if not r.metric]
    known = [*finders.functions(), *finders.across(), *finders.entries()]
    assert sorted(map(str, named)) == sorted(known)
