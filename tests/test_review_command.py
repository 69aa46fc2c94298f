"""`skilllint review`, end to end: real git, a GitHub on loopback, what a runner is told."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import counts
import jsonschema
import pytest
from conftest import ROOT
from histories import BODY, floor, known
from hub import Hub

from skilllint import github
from skilllint.cli import main

SKILL = "skills/floor/SKILL.md"
OTHER = "skills/door/SKILL.md"
GROWN = BODY + "\n## Wax\n\nWax the boards twice, and let them dry between.\n"
BROKEN = f"{BODY}\n## Wax\n\nWax twice.\n\n```sh\nwax\n"
SCHEMA = json.loads((ROOT / "skilllint" / "data" / "report.schema.json").read_text("utf-8"))


class Ran(NamedTuple):
    """What a run printed and gave."""

    status: int
    out: str
    err: str


class Desk:
    """A runner: where commands run, what surrounds them, and the GitHub that they ask."""

    def __init__(self, hub: Hub, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        self.hub, self.place, self.monkeypatch, self.capsys = hub, place, monkeypatch, capsys
        self.start = hub.commit({SKILL: floor()})
        self.base = hub.commit({"README.md": "More.\n"}, self.start)
        (place / "work").mkdir()
        monkeypatch.chdir(place / "work")

    def head(self, body: str, **more: str | None) -> str:
        """A commit that changes the skill, from where the base was before."""
        files: dict[str, str | bytes | None] = {SKILL: floor(body)}
        return self.hub.commit(files | {**more}, self.start)

    def open(self, body: str, **how: Any) -> int:
        """A pull request that changes the skill."""
        return self.hub.open(base=self.base, head=self.head(body), **how)

    def run(self, *arguments: str, event: str = "", payload: Any = None, **more: str) -> Ran:
        """Run `skilllint review` with an event."""
        outside = self.place / "runner"
        found = self.hub.environment(outside, event, payload) if event else {}
        with self.monkeypatch.context() as patch:
            for name in [name for name in os.environ if name.startswith(("GITHUB_", "GH_"))]:
                patch.delenv(name)
            for name, value in {**found, **more}.items():
                patch.setenv(name, value)
            patch.setattr(github, "connect", partial(github.connect, gap=0, sleep=lambda _: None))
            status = main(["review", *arguments])
        said = self.capsys.readouterr()
        return Ran(status, said.out, said.err)

    def review(self, number: int, *arguments: str, **more: str) -> Ran:
        """Review a pull request by its event."""
        return self.run(*arguments, event="pull_request", payload=self.hub.event(number), **more)

    def by_hand(self, *arguments: str, token: bool = True) -> Ran:
        """Review without an event."""
        hub = self.hub
        where = {"GITHUB_API_URL": hub.api, "GITHUB_SERVER_URL": hub.server}
        where |= {"GITHUB_GRAPHQL_URL": hub.graphql}
        return self.run(*arguments, **where, **({"GH_TOKEN": hub.token} if token else {}))

    @property
    def step_summary(self) -> str:
        return (self.place / "runner" / "summary.md").read_text("utf-8")

    @property
    def outputs(self) -> dict[str, str]:
        lines = (self.place / "runner" / "output").read_text("utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    pytest.importorskip("httpx")
    known(monkeypatch)
    with Hub() as hub:
        yield Desk(hub, tmp_path, monkeypatch, capsys)


# --- pull requests ----------------------------------------------------------------


def test_a_first_run_says_everything_once(desk: Desk) -> None:
    number = desk.open(BROKEN)
    ran = desk.review(number)
    (summary,) = desk.hub.summaries(number)
    (thread,) = desk.hub.threads(number)
    verdict, said = ran.out.splitlines()
    assert (ran.status, ran.err) == (0, "")
    assert verdict.startswith("+")
    assert said == "octo/skills#7: posted a summary and 1 remark"
    assert thread.path == SKILL
    assert "MD102" in thread.remarks[0].body
    assert desk.step_summary == summary.body.split("\n\n", 1)[1] + "\n"
    assert desk.outputs == {
        "findings": "1",
        "new-findings": "1",
        "tokens-base": desk.outputs["tokens-base"],
        "tokens-head": desk.outputs["tokens-head"],
        "tokens-delta": desk.outputs["tokens-delta"],
        "report": "",
        "comment-id": str(summary.id),
    }
    delta = int(desk.outputs["tokens-head"]) - int(desk.outputs["tokens-base"])
    assert verdict.startswith(f"+{delta} tokens in 1 skill")
    assert len(desk.hub.log) <= 8


def test_a_second_run_writes_nothing(desk: Desk) -> None:
    number = desk.open(BROKEN)
    desk.review(number)
    desk.hub.log.clear()
    ran = desk.review(number)
    assert ran.out.splitlines()[1] == "octo/skills#7: nothing to change"
    assert ran.status == 0
    assert not desk.hub.writes
    assert len(desk.hub.log) <= 4
    assert desk.outputs["comment-id"] == str(desk.hub.summaries(number)[0].id)


def test_a_fixed_finding_goes_from_the_pull_request(desk: Desk) -> None:
    number = desk.open(BROKEN)
    desk.review(number)
    desk.hub.push(number, desk.head(GROWN))
    ran = desk.review(number)
    assert ran.out.splitlines()[1] == "octo/skills#7: edited the summary, deleted 1 remark"
    assert not desk.hub.threads(number)


def test_nothing_is_said_where_no_skill_changes(desk: Desk) -> None:
    head = desk.hub.commit({"src/x.py": "x = 1\n"}, desk.start)
    number = desk.hub.open(base=desk.base, head=head)
    ran = desk.review(number)
    assert ran == Ran(0, "no skill differs\nocto/skills#7: nothing to change\n", "")
    assert not desk.hub.comments(number)
    assert desk.outputs["tokens-delta"] == "0"


def test_a_summary_that_has_nothing_left_to_say_says_so(desk: Desk) -> None:
    number = desk.open(GROWN)
    desk.review(number)
    desk.hub.push(number, desk.head(BODY, **{"other.txt": "x\n"}))
    assert desk.review(number).out.splitlines()[1] == "octo/skills#7: edited the summary"
    (summary,) = desk.hub.summaries(number)
    assert summary.body.endswith(
        "-->\n\nNo skill differs any more from where this branch left its base."
    )


def test_a_change_that_no_number_shows_is_not_worth_a_mail(desk: Desk) -> None:
    other = BODY.replace("the", "its", 1)
    number = desk.open(other)
    hub = desk.hub
    ran = desk.review(number)
    assert ran.status == 0
    assert ran.out.startswith("no size differs in 1 skill · budget ok\n")
    assert ran.out.endswith("nothing to change\n")
    assert (hub.comments(number), hub.mails) == ([], [])
    hub.push(number, desk.head(GROWN))
    assert desk.review(number).status == 0
    hub.push(number, desk.head(other))
    assert desk.review(number).status == 0
    (summary,) = hub.summaries(number)
    assert "\n\n**no size differs in 1 skill** · budget ok\n" in summary.body


def test_the_base_that_went_on_has_no_say_in_what_changed(desk: Desk) -> None:
    number = desk.open(GROWN)
    first = desk.review(number).out.splitlines()[0]
    later = desk.hub.commit({SKILL: floor(BODY.replace("the broom, ", ""))}, desk.base)
    desk.hub.move_base(number, later)
    assert desk.review(number).out.splitlines() == [first, "octo/skills#7: nothing to change"]


def test_configuration_is_that_of_the_tip_of_the_base_alone(desk: Desk) -> None:
    number = desk.hub.open(
        base=desk.base,
        head=desk.head(BROKEN, **{"skilllint.toml": 'ignore = ["MD102"]\n'}),
    )
    assert "1 remark" in desk.review(number).out
    desk.hub.move_base(
        number, desk.hub.commit({"skilllint.toml": 'ignore = ["MD102"]\n'}, desk.base)
    )
    assert desk.review(number).out.splitlines()[1] == (
        "octo/skills#7: edited the summary, deleted 1 remark"
    )


def test_a_broken_configuration_of_the_base_is_status_2(desk: Desk) -> None:
    number = desk.open(BROKEN)
    desk.hub.move_base(number, desk.hub.commit({"skilllint.toml": "nonsense = 1\n"}, desk.base))
    ran = desk.review(number)
    assert ran.status == 2
    assert "skilllint.toml" in ran.err
    assert not desk.hub.writes


def test_flags_name_a_pull_request_too(desk: Desk) -> None:
    number = desk.open(BROKEN)
    ran = desk.by_hand("--repo", "octo/skills", "--pr", str(number))
    assert ran.out.splitlines()[1] == "octo/skills#7: posted a summary and 1 remark"
    assert (ran.status, ran.err) == (0, "")


def test_a_pull_request_that_is_not_there_is_status_2(desk: Desk) -> None:
    ran = desk.by_hand("--repo", "octo/skills", "--pr", "99")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("skilllint: cannot read octo/skills#99: ")
    assert ran.err.count("\n") == 1


def test_only_some_paths(desk: Desk) -> None:
    files = {OTHER: floor(BROKEN, "door"), "docs/one.md": "One.\n"}
    number = desk.hub.open(base=desk.base, head=desk.head(BROKEN, **files))
    ran = desk.review(number, "skills/door")
    assert {thread.path for thread in desk.hub.threads(number)} == {OTHER}
    assert ran.status == 0
    desk.review(number, "docs/")
    (summary,) = desk.hub.summaries(number)
    assert summary.body.endswith(
        "No skill that is looked at differs from where this branch left its base."
    )
    assert desk.review(number, "/etc").err == (
        "skilllint: /etc is no path in the repository; paths begin at its root\n"
    )


def test_neither_remarks_nor_comments_where_none_are_wanted(desk: Desk) -> None:
    number = desk.open(BROKEN)
    ran = desk.review(number, "--no-comment", "--no-inline")
    assert ran.status == 0
    assert ran.out.count("\n") == 1
    assert not desk.hub.writes
    assert desk.review(number, "--no-inline").out.splitlines()[1] == (
        "octo/skills#7: posted a summary"
    )
    assert not desk.hub.threads(number)


def test_limits_that_were_asked_for_decide_the_status(desk: Desk) -> None:
    number = desk.open(BROKEN)
    assert desk.review(number, "--fail-on", "error").status == 1
    ran = desk.review(number, "--fail-on", "error", "--budget", "3")
    assert ran.status == 1
    grew = desk.outputs["tokens-delta"]
    assert ran.err == (
        "skilllint: 1 finding new or worse: --fail-on error\n"
        f"skilllint: the bodies grew by {grew} tokens: --budget 3\n"
    )
    assert desk.review(number, "--budget", "1000").status == 0
    desk.hub.push(number, desk.head(GROWN))
    assert desk.review(number, "--fail-on", "note").status == 0


# --- strangers, forks, and what cannot be written ------------------------------------


def test_a_fork_whose_token_only_reads(desk: Desk) -> None:
    desk.hub.rights = {"contents": "read", "pull-requests": "read"}
    number = desk.open(BROKEN, head_repository="hubot/skills")
    ran = desk.review(number)
    assert ran.status == 0
    verdict, reason, annotation = ran.out.splitlines()
    assert verdict.startswith("+")
    assert "pull-requests: write" in reason
    assert annotation.startswith(f"::error file={SKILL},line=")
    assert desk.step_summary.startswith("**+")
    assert not desk.hub.comments(number)
    assert desk.review(number, "--fail-on", "error").status == 1


def test_without_a_token_the_runner_is_told(desk: Desk) -> None:
    number = desk.open(BROKEN)
    clone = desk.place / "clone"
    desk.hub.store.git("clone", "-q", "--bare", str(desk.hub.store.place), str(clone))
    desk.monkeypatch.chdir(clone)
    ran = desk.review(number, GITHUB_TOKEN="")
    assert ran.status == 0
    assert ran.out.splitlines()[1] == (
        "there is no token in GITHUB_TOKEN or GH_TOKEN: nothing is written on octo/skills#7"
    )
    assert ran.out.splitlines()[2].startswith("::error ")
    assert not desk.hub.log
    assert desk.step_summary


def test_without_a_token_nobody_can_be_asked(desk: Desk) -> None:
    number = desk.open(BROKEN)
    ran = desk.review(number, GITHUB_TOKEN="")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "skilllint: this clone does not hold where the branch left its base, and there is no "
        "token to ask GitHub; set GITHUB_TOKEN, or check out all of the history "
        "(fetch-depth: 0)\n"
    )
    ran = desk.by_hand("--repo", "octo/skills", "--pr", str(number), token=False)
    assert ran == Ran(
        2, "", "skilllint: there is no token for GitHub in GITHUB_TOKEN or GH_TOKEN\n"
    )


def test_a_wrong_token_is_status_2_and_is_not_told(desk: Desk) -> None:
    number = desk.open(BROKEN)
    ran = desk.review(number, GITHUB_TOKEN="ghs_wrong")
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert "ghs_wrong" not in ran.out + ran.err
    assert not desk.hub.comments(number)


def test_a_head_that_moved_since_the_event_is_not_written_on(desk: Desk) -> None:
    number = desk.open(BROKEN)
    payload = desk.hub.event(number)
    desk.hub.push(number, desk.head(GROWN))
    ran = desk.run(event="pull_request", payload=payload)
    assert ran.status == 0
    assert ran.out.startswith("nothing to review: the pull request has moved on from ")
    assert not desk.hub.writes


def test_a_head_that_moves_while_it_is_looked_at_is_not_written_on(desk: Desk) -> None:
    number = desk.open(BROKEN)
    later = desk.head(GROWN)
    desk.hub.then(lambda: desk.hub.push(number, later), "POST", "/graphql")
    ran = desk.review(number)
    assert ran.status == 0
    assert "has another head by now" in ran.out
    assert not desk.hub.writes
    assert "::error" not in ran.out
    assert desk.step_summary


def test_a_closed_one_is_not_written_on(desk: Desk) -> None:
    number = desk.open(BROKEN)
    desk.hub.close(number)
    ran = desk.review(number)
    assert ran.status == 0
    assert ran.out.splitlines()[1] == "octo/skills#7 is closed: nothing is written"
    assert not desk.hub.writes


def test_no_merge_base_is_status_2(desk: Desk) -> None:
    alone = desk.hub.commit({SKILL: floor(BROKEN)})
    number = desk.hub.open(base=desk.base, head=alone)
    ran = desk.review(number)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"skilllint: cannot find where {alone[:12]} left main: ")
    assert ran.err.endswith("; or the two have no commit in common\n")


def test_a_github_that_is_down_is_status_2_and_the_report_is_there(desk: Desk) -> None:
    number = desk.open(BROKEN)
    desk.hub.fail("POST", "/graphql", 502, times=99)
    ran = desk.review(number, "--output", "json:report.json")
    assert ran.status == 2
    assert "502" in ran.out
    assert ran.out.splitlines()[-1].startswith("::error ")
    assert json.loads(Path("report.json").read_text())["posted"]["outcome"] == "failed"


# --- fetched over HTTP ---------------------------------------------------------------


def test_a_private_repository_is_fetched_with_the_token(desk: Desk) -> None:
    desk.hub.private = True
    number = desk.open(BROKEN, head_repository="hubot/skills")
    assert desk.review(number).status == 0
    assert desk.hub.summaries(number)
    assert desk.hub.fetches
    assert all(signed for _, _, signed in desk.hub.fetches)


def test_git_is_not_led_elsewhere(desk: Desk) -> None:
    number = desk.open(BROKEN)
    desk.hub.redirect("GET", "info/refs")
    ran = desk.review(number)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("skilllint: git fetch of ")
    assert ran.err.count("\n") == 1
    assert not desk.hub.trap.met
    assert desk.hub.token not in ran.err


def test_a_clone_that_holds_all_asks_for_less(desk: Desk) -> None:
    number = desk.open(BROKEN)
    clone = desk.place / "clone"
    desk.hub.store.git("clone", "-q", "--mirror", str(desk.hub.store.place), str(clone))
    desk.review(number)
    first = desk.step_summary
    desk.hub.log.clear()
    desk.hub.fetches.clear()
    desk.monkeypatch.chdir(clone)
    assert desk.review(number).out.splitlines()[1] == "octo/skills#7: nothing to change"
    compared, stands = (one.path for one in desk.hub.log)
    assert ("/compare/main..." in compared, stands) == (True, "/graphql")
    assert not desk.hub.fetches
    assert desk.step_summary == first * 2  # wherever it was read from, it says the same


def test_another_base_may_be_named(desk: Desk) -> None:
    number = desk.open(BROKEN)
    assert "1 remark" in desk.review(number, "--base", desk.start).out
    assert desk.review(number, "--base", "main").status == 0
    ran = desk.review(number, "--base", "no-such-branch")
    assert (ran.status, ran.out) == (2, "")
    assert re.fullmatch("skilllint: cannot find where .{12} left no-such-branch: .*\n", ran.err)
    ran = desk.review(number, "--base", "main..HEAD")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        'skilllint: "main..HEAD" is no branch, tag or commit; --base takes one of them\n'
    )


HOSTILE = "##[error]x ::error::y %0A::z `</details>@everyone \x1b[31m \u202e | [a](javascript:b)"


def test_strangers_words_are_no_commands_of_the_runner(desk: Desk) -> None:
    text = f"---\nname: floor\ndescription: {HOSTILE!r}\n---\n\n# {HOSTILE}\n\n{BROKEN}"
    folder = "skills/##[x] @me/SKILL.md"
    number = desk.hub.open(
        base=desk.base, head=desk.hub.commit({SKILL: text, folder: text}, desk.start)
    )
    desk.hub.rights = {"contents": "read", "pull-requests": "read"}
    for ran in (desk.review(number), desk.review(number, "--dry-run", "--output=markdown:-")):
        said = ran.out + ran.err
        assert "##[" not in said
        assert not [char for char in said if char in "\x1b\u202e\r"]
        for line in said.splitlines():
            if line.lstrip().startswith("::"):
                assert re.match("::(error|warning|notice) file=skills/", line)


# --- other events -----------------------------------------------------------------


@pytest.mark.parametrize("event", ["push", "schedule", "merge_group"])
def test_another_event_is_one_sentence(desk: Desk, event: str) -> None:
    assert desk.run(event=event, payload={}) == Ran(
        0,
        f"nothing to review: this is a run of the event '{event}', which has no pull request; "
        "name one with --repo and --pr\n",
        "",
    )


def test_a_workflow_run_posts_for_a_fork(desk: Desk) -> None:
    other = desk.open(GROWN, head_repository="mallory/skills", branch="topic")
    number = desk.open(BROKEN, head_repository="hubot/skills", branch="topic")
    ran = desk.run(event="workflow_run", payload=desk.hub.workflow_run_event(number))
    assert ran.out.splitlines()[1] == "octo/skills#8: posted a summary and 1 remark"
    assert ran.status == 0
    assert not desk.hub.comments(other)


def test_a_workflow_run_for_an_older_head_is_let_be(desk: Desk) -> None:
    number = desk.open(BROKEN, head_repository="hubot/skills")
    payload = desk.hub.workflow_run_event(number)
    desk.hub.push(number, desk.head(GROWN))
    ran = desk.run(event="workflow_run", payload=payload)
    assert ran.status == 0
    assert ran.out.startswith(
        "nothing to review: no open pull request of octo/skills has the head "
    )
    assert not desk.hub.writes


def test_of_several_with_one_head_each_is_reviewed(desk: Desk) -> None:
    head = desk.head(BROKEN)
    for _ in range(2):
        desk.hub.open(base=desk.base, head=head, head_repository="hubot/skills")
    ran = desk.run(event="workflow_run", payload=desk.hub.workflow_run_event(8))
    assert ran.err == "skilllint: #7, #8 have this head, and each is reviewed\n"
    assert len(desk.hub.summaries(7)) == len(desk.hub.summaries(8)) == 1


def test_one_that_cannot_be_reviewed_does_not_hide_the_others(desk: Desk) -> None:
    head, alone = desk.head(BROKEN), desk.hub.commit({"x": "y"})
    for base in (alone, desk.base, alone):
        desk.hub.open(base=base, head=head, head_repository="hubot/skills")
    ran = desk.run(event="workflow_run", payload=desk.hub.workflow_run_event(8))
    assert ran.status == 2
    assert [len(desk.hub.summaries(number)) for number in (7, 8, 9)] == [0, 1, 0]


def test_an_event_of_another_shape_is_status_2(desk: Desk) -> None:
    ran = desk.run(event="pull_request", payload={"pull_request": []})
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "skilllint: the event has no pull_request.number\n"


# --- what would be sent --------------------------------------------------------------


def exchanges(text: str) -> list[tuple[str, Any]]:
    """The requests that a dry run prints: method and path, and the body."""
    found: list[tuple[str, Any]] = []
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        body = []
        line = lines[at]
        at += 1
        while at < len(lines) and not lines[at].startswith(("POST /", "PATCH /", "DELETE /")):
            body.append(lines[at])
            at += 1
        found.append((line, json.loads("\n".join(body)) if body else None))
    return found


@pytest.mark.parametrize("token", [True, False])
def test_a_dry_run_prints_what_is_then_sent(desk: Desk, token: bool) -> None:
    number = desk.open(BROKEN)
    clone = desk.place / "clone"
    desk.hub.store.git("clone", "-q", "--mirror", str(desk.hub.store.place), str(clone))
    desk.monkeypatch.chdir(clone)
    dry = desk.review(number, "--dry-run", **({} if token else {"GITHUB_TOKEN": ""}))
    assert dry.status == 0
    assert not desk.hub.writes
    desk.review(number)
    sent = [(f"{one.method} {one.path}", one.body) for one in desk.hub.writes]
    assert len(sent) == 2
    assert exchanges(dry.out.partition("\n")[2]) == sent


# --- what else is written ------------------------------------------------------------


def test_every_form_goes_where_it_is_asked_to(desk: Desk) -> None:
    number = desk.hub.open(base=desk.base, head=desk.head(BROKEN, **{OTHER: floor(BODY, "door")}))
    forms = ("markdown:summary.md", "json:report.json", "sarif:all.sarif")
    ran = desk.review(number, *(f"--output={form}" for form in forms))
    assert ran.status == 0
    summary = Path("summary.md").read_text("utf-8")
    assert desk.hub.summaries(number)[0].body.endswith(summary.rstrip())
    report = json.loads(Path("report.json").read_text("utf-8"))
    jsonschema.validate(report, {**SCHEMA["$defs"]["review"], "$defs": SCHEMA["$defs"]})
    jsonschema.validate(report, SCHEMA)
    assert report["pull_request"]["number"] == number
    assert report["posted"]["outcome"] == "done"
    assert report["comment"] == desk.hub.summaries(number)[0].id
    assert report["told"] == {"findings": 1, "new_or_worse": 1}
    assert desk.outputs["report"] == "report.json"
    run = json.loads(Path("all.sarif").read_text("utf-8"))["runs"][0]
    assert broken(run) == [SKILL]
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def broken(run: Any) -> list[str]:
    """The files with a fence that nothing closes, in a run of SARIF."""
    found = [one["locations"][0] for one in run["results"] if one["ruleId"] == "MD102"]
    return [one["physicalLocation"]["artifactLocation"]["uri"] for one in found]


def test_sarif_holds_what_did_not_change_too(desk: Desk) -> None:
    start = desk.hub.commit({OTHER: floor(BROKEN, "door")}, desk.start)
    number = desk.hub.open(base=start, head=desk.hub.commit({SKILL: floor(GROWN)}, start))
    ran = desk.review(number, "--output", "sarif:-")
    assert ran.status == 0
    assert broken(json.loads(ran.out)["runs"][0]) == [OTHER]
    assert ran.err.splitlines()[1] == "octo/skills#7: posted a summary"


def test_what_was_counted_is_that_of_the_base(desk: Desk) -> None:
    """The very words of who audits the branch itself, in all that is written."""
    for folder, loads in (("base", 12), ("head", 99)):
        (desk.place / folder).mkdir()
        counts.write(desk.place / folder, counts.host(counts.use("floor", own=counts.pool(loads))))
    base, head = ((desk.place / one / counts.NAME).read_text("utf-8") for one in ("base", "head"))
    config = {"skilllint.toml": f'cost.calibration = "{counts.NAME}"\n', counts.NAME: base}
    start = desk.hub.commit({SKILL: floor(), **config}, desk.start)
    changed = desk.hub.commit({SKILL: floor(BROKEN), counts.NAME: head}, start)
    number = desk.hub.open(base=start, head=changed)
    forms = ("json:report.json", "sarif:all.sarif")
    ran = desk.review(number, *(f"--output={form}" for form in forms))
    assert (ran.status, ran.err) == (0, "")
    (summary,) = desk.hub.summaries(number)
    assert "calls [measured n=12]" in summary.body
    assert f"{counts.NAME} of 2026-11-20: 80 loads of 1 skill in 34 logs" in summary.body
    assert "n=99" not in summary.body
    assert broken(json.loads(Path("all.sarif").read_text("utf-8"))["runs"][0]) == [SKILL]
    gone = desk.hub.commit({counts.NAME: None}, start)
    again = desk.review(desk.hub.open(base=gone, head=changed))
    assert f"{counts.NAME}: no such file in {gone[:12]}" in again.out + again.err


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("text:x", '--output "text:x": there is no form "text"; there are markdown, json, sarif'),
        ("json", '--output "json" names no file; write json:FILE'),
    ],
)
def test_a_form_that_is_none_is_status_2(desk: Desk, output: str, said: str) -> None:
    assert desk.run("--output", output) == Ran(2, "", f"skilllint: {said}\n")


# --- two commits -------------------------------------------------------------------


def test_two_commits_need_no_network_and_no_library(desk: Desk) -> None:
    clone = desk.place / "clone"
    head = desk.head(GROWN)
    desk.open(GROWN)
    desk.hub.store.git("clone", "-q", "--mirror", str(desk.hub.store.place), str(clone))
    desk.monkeypatch.chdir(clone)
    desk.monkeypatch.setitem(sys.modules, "httpx", None)
    ran = desk.run("--base", desk.base, "--head", head)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("**+")
    assert not desk.hub.log
    same = desk.run("--base", desk.base, "--head", head, "--output", "json:-")
    assert json.loads(same.out)["pull_request"] is None


def test_without_the_library_a_pull_request_is_one_sentence(desk: Desk) -> None:
    number = desk.open(GROWN)
    desk.monkeypatch.setitem(sys.modules, "httpx", None)
    ran = desk.review(number)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "skilllint: GitHub is read and written with httpx, which is missing: "
        "pip install 'skilllint-audit[github]'\n"
    )
