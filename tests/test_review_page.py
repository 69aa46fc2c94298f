"""docs/review.md and docs/ci.md: linted recipes, tables as in the action, true examples."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from actions import ACTION
from conftest import ROOT, program
from histories import KNOWN, History

from skilllint.cli import parser

PAGE = (ROOT / "docs" / "review.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
PAGES = {name: (ROOT / "docs" / name).read_text("utf-8") for name in ("review.md", "ci.md")}
PAGES["README.md"] = README
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
PIN = re.compile(r"uses: (?P<what>[\w./-]+)@(?P<commit>\S+)(?: # (?P<version>v[\d.]+))?$", re.M)


def blocks(kind: str, page: str) -> list[str]:
    """The blocks of one language on a page."""
    return [found["text"] for found in BLOCK.finditer(PAGES[page]) if found["kind"] == kind]


def recipes(key: str) -> list[tuple[str, str]]:
    """Each YAML block that has a job below the key, with its page; "" is the top, as in GitLab."""
    found = []
    for page in PAGES:
        for text in blocks("yaml", page):
            read = yaml.safe_load(text)
            jobs = read.get(key, {}) if key else read
            if any(isinstance(job, dict) and {"steps", "script"} & {*job} for job in jobs.values()):
                found.append((page, text))
    return found


WORKFLOWS = recipes("jobs")
GITLAB = recipes("")


def linted(*command: str, cwd: Path) -> None:
    """Run a linter; the test fails with what it says."""
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    found = shutil.which(command[0], path=beside)
    assert found is not None
    done = subprocess.run(
        [found, *command[1:]], check=False, cwd=cwd, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


# --- recipes -----------------------------------------------------------------------


def test_there_are_as_many_recipes_as_the_pages_tell_of() -> None:
    assert [page for page, _ in WORKFLOWS] == [*["review.md"] * 4, *["ci.md"] * 2, "README.md"]
    assert [page for page, _ in GITLAB] == ["review.md", "ci.md"]


@pytest.mark.parametrize("linter", ["check-jsonschema", "zizmor"])
def test_every_workflow_is_linted_without_a_finding(linter: str, tmp_path: Path) -> None:
    names = []
    for number, (page, text) in enumerate(WORKFLOWS):
        names.append(f".github/workflows/{Path(page).stem}-{number}.yml")
        (tmp_path / names[-1]).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / names[-1]).write_text(text, "utf-8")
    command = {
        "check-jsonschema": ("check-jsonschema", "--builtin-schema", "vendor.github-workflows"),
        "zizmor": ("zizmor", "--offline"),
    }[linter]
    linted(*command, *names, cwd=tmp_path)


@pytest.mark.parametrize(("page", "text"), GITLAB, ids=[page for page, _ in GITLAB])
def test_every_gitlab_recipe_is_linted_without_a_finding(
    page: str, text: str, tmp_path: Path
) -> None:
    (tmp_path / ".gitlab-ci.yml").write_text(text, "utf-8")
    linted(
        "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", ".gitlab-ci.yml", cwd=tmp_path
    )


def test_every_action_is_pinned_to_a_commit_and_the_same_one_everywhere() -> None:
    pinned: dict[str, set[tuple[str, str]]] = {}
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    for text in (*PAGES.values(), workflow):
        assert len(PIN.findall(text)) == len(re.findall(r"^.*\buses: ", text, re.M))
        for found in PIN.finditer(text):
            assert re.fullmatch("[0-9a-f]{40}", found["commit"]), found[0]
            assert found["version"], found[0]
            pinned.setdefault(found["what"], set()).add((found["commit"], found["version"]))
    assert {*pinned} == {
        "example/skilllint",
        "actions/checkout",
        "actions/setup-python",
        "github/codeql-action/upload-sarif",
    }
    assert all(len(pins) == 1 for pins in pinned.values()), pinned


def test_only_one_job_may_write_and_none_has_more_rights_than_the_page_says() -> None:
    rights = [
        job["permissions"]
        for page, text in WORKFLOWS
        if page == "review.md"
        for job in yaml.safe_load(text)["jobs"].values()
    ]
    write = {"contents": "read", "pull-requests": "write"}
    assert rights == [write, {"contents": "read"}, write, {**write, "security-events": "write"}]
    assert all(yaml.safe_load(text)["permissions"] == {} for _, text in WORKFLOWS)
    for right in {f"{name}: {level}" for one in rights for name, level in one.items()}:
        assert f"| `{right}` |" in PAGE


def test_the_second_workflow_waits_for_the_first_and_takes_nothing_from_it() -> None:
    first, second = (yaml.safe_load(text) for _, text in WORKFLOWS[1:3])
    assert second[True]["workflow_run"]["workflows"] == [first["name"]]
    (step,) = second["jobs"]["comment"]["steps"]
    assert step["uses"].startswith("example/skilllint@")
    assert "pull_request_target" not in "".join(text for _, text in WORKFLOWS)


def test_the_readmes_workflow_is_the_pages() -> None:
    assert WORKFLOWS[-1][1] == WORKFLOWS[0][1]


def test_inputs_of_the_recipes_are_inputs_of_the_action() -> None:
    for _, text in WORKFLOWS:
        for job in yaml.safe_load(text)["jobs"].values():
            for step in job["steps"]:
                if step.get("uses", "").startswith("example/skilllint@"):
                    assert {*step.get("with", {})} <= {*ACTION["inputs"]}


# --- tables and commands ---------------------------------------------------------------


def table(heading: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split(" |")] for row in rows[2:]]


def test_the_inputs_are_those_of_the_action() -> None:
    assert [[cell.strip("`| ") for cell in row] for row in table("Inputs")] == [
        [name, one["default"], one["description"]] for name, one in ACTION["inputs"].items()
    ]


def test_the_outputs_are_those_of_the_action() -> None:
    assert [[cell.strip("` ") for cell in row] for row in table("Outputs")] == [
        [name, one["description"]] for name, one in ACTION["outputs"].items()
    ]


def commands() -> Iterator[str]:
    """Each call of `skilllint review` on the page."""
    joined = PAGE.replace("\n      --output", " --output")
    yield from re.findall(r"^ *(?:- )?(skilllint review .*)$", joined, re.MULTILINE)


def test_every_option_of_the_page_is_one_of_the_command() -> None:
    (choices,) = (action.choices for action in parser()._actions if action.dest == "command")
    assert choices is not None
    known = dict(choices)["review"].format_help()
    found = [*commands()]
    assert len(found) == 4
    for line in [*found, *re.findall(r"`(--[\w-]+)`", PAGE)]:
        for option in re.findall(r"--[\w-]+", line):
            assert option in known or option == "--format", line


def test_every_link_leads_to_a_heading_or_a_file() -> None:
    for page, text in PAGES.items():
        folder = ROOT if page == "README.md" else ROOT / "docs"
        prose = re.sub("^>.*$", "", BLOCK.sub("", text), flags=re.MULTILINE)
        for target, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", prose):
            path = folder / target if target else folder / page
            assert path.exists(), f"{page}: {target}"
            if anchor:
                headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
                slugs = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
                assert anchor in slugs, f"{page}: #{anchor}"


# --- the example -------------------------------------------------------------------------


def example(place: Path) -> str:
    """The summary of a pull request that adds a mode to one skill and breaks a fence of another."""
    history = History(place)
    realistic = ROOT / "fixtures" / "realistic"
    texts = {name: (realistic / name / "SKILL.md").read_text("utf-8") for name in SKILLS}
    after = {f"skills/{name}/SKILL.md": text for name, text in texts.items()}
    planning = texts["plan-and-build"]
    mode = planning[planning.index("## Delegation Mode") : planning.index("## Quality Checklist")]
    whole = texts["changelog-writer"]
    for end in ("```markdown\n# Changelog", "```\n\nLinks to compare"):
        whole = whole.replace(end, f"`{end}")
    before = {
        "skills/plan-and-build/SKILL.md": planning.replace(mode, ""),
        "skills/changelog-writer/SKILL.md": whole,
    }
    shutil.copytree(realistic / "plan-and-build", place / "skills" / "plan-and-build")
    history.commit(before)
    history.commit(after)
    done = program("compare", "HEAD~1", "HEAD", "--format", "markdown", cwd=place)
    assert done.returncode == 0, done.stderr
    return done.stdout


SKILLS = ("plan-and-build", "changelog-writer")


def excerpt(summary: str, page: str) -> str:
    """What a page shows of a summary: what is not folded, or in the README its beginning."""
    shown, _, _ = summary.partition("\n<details>")
    if page == "README.md":
        head, grew, rest = shown.partition("**Grew most**\n\n")
        shown = head + grew + rest.partition("\n")[0]
    lines = f"{shown.strip()}\n\n[…]".splitlines()
    return "".join(f"> {line}".rstrip() + "\n" for line in lines)


@pytest.mark.parametrize("page", ["review.md", "README.md"])
def test_the_example_is_what_is_printed(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With SKILLLINT_REWRITE=1 it is made so."""
    for name, value in KNOWN.items():
        monkeypatch.setenv(name, value)
    before, start, rest = PAGES[page].partition("<!-- example -->\n")
    shown, end, after = rest.partition("<!-- /example -->")
    printed = excerpt(example(tmp_path / "repository"), page)
    if os.environ.get("SKILLLINT_REWRITE"):
        place = ROOT / ("README.md" if page == "README.md" else f"docs/{page}")
        place.write_text(before + start + printed + end + after, "utf-8")
    assert shown == printed
