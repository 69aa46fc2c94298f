"""Skills that hand work to other agents: who does, who only speaks of it, and what is told once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilllint import catalogue, finders, hosts, skills
from skilllint.checks import _delegates
from skilllint.model import File, Problem, Setting, Skill

CODES = [rule.code for rule in catalogue.rules() if rule.code.startswith("DG")]

LOOP = """# Build a plan

For each task of the plan, spawn an implementer subagent with its text.
"""

PROMPT = """
Call `codex exec - < prompt.md` with this prompt:

```xml
<task>Implement these units: {units}</task>
<files>{files}</files>
<approach>{approach}</approach>
<verify>
Run the test command, and mend what fails.
</verify>
```
"""


def read(body: str, *files: File, description: str = "Builds what a plan holds.") -> Skill:
    head = f"---\nname: build\ndescription: {description}\n---\n"
    return replace(skills.read_text(head + body, "build/SKILL.md", "build"), files=files)


def reference(text: str, path: str = "references/delegating.md") -> File:
    return File(path, "reference", len(text.encode()), False, text)


def find(code: str, skill: Skill) -> list[Problem]:
    rule = catalogue.find(code, catalogue.rules())
    return [*finders.problems(rule, skill, Setting(rule.limits, hosts.table()))]


def found(skill: Skill) -> dict[str, list[Problem]]:
    """What every rule on delegating skills finds, those left out that find nothing."""
    every = {code: find(code, skill) for code in CODES}
    return {code: problems for code, problems in every.items() if problems}


# --- who delegates ----------------------------------------------------------------

SILENT = {
    "words about agents": """# Style

A subagent that edits files reads this page first. For each file it changes, agents and
workers keep to the names that stand here. Delegation is a matter of taste.
""",
    "a user agent, an agent's folder": """# Crawl

For each file, set the user agent, fix its links, and read `.agents/notes.md`.
""",
    "a list of tools": """# Tools

For every task, implement the change, then choose:

| tool | use |
|---|---|
| Task | Launch agents for research |
| `Agent` | another name of it |
""",
    "the skill of the delegate itself": """# When another agent calls you

You are run by `codex exec` with a prompt. For each task in it, implement the change, run
the tests, and report status "completed" only if they pass.
""",
    "one read-only reviewer": """# Review

Implement the fix, then spawn one read-only subagent with the diff and ask for problems.
Fix what it finds.
""",
    "reviews for each file": """# Review

For each file of the change, dispatch a reviewer subagent and gather what it found. Then
fix each finding, and commit.
""",
    "what not to do": """# Build

Do not dispatch one subagent per task. Never do this:

```sh
for unit in $UNITS; do
  codex exec "Implement $unit"
done
```
""",
    "what was dropped": """# Build

Dispatch one fixer subagent with all the findings, not one subagent per finding.
""",
    "a dispatch that is a thing": """# Build

Every mode counts with the same per-task dispatch counter as agent mode, which fixes it.
""",
    "a shell loop that is done": """# Build

```sh
for unit in $UNITS; do
  git add "$unit"
done
codex exec "Implement all of them" || echo "codex is not installed"
```
""",
    "what tempts": """# Build

For each task, implement it here, whatever the temptation to spawn an agent.
""",
    "what a delegate does by itself": """# Build

For each task, implement it; a skill that is used for it may dispatch its own agents.
""",
    "an item behind the loop": """# Build

1. For each task:
   - Implement it.
   - Commit it.
2. Spawn one agent that fixes the build.
""",
    "an item for some units": """# Build

For each task:

1. Implement it.
2. If it fails, spawn an agent that fixes it.
""",
    "a page that a skill writes": """# Write the guide

````markdown
For each task, spawn an implementer subagent.

```sh
codex exec "Implement the task"
```
````
""",
    "batches": """# Build

Check once that `codex` is installed. For each batch of five units, implement them:

```sh
codex exec --full-auto - < prompt.md
```

After three failures in a row do the rest directly. At the end run the full test suite.
""",
    "a loop that has ended": """# Build

For each unit:

1. Check that its files are committed.
2. Note what it changes.

Once all units are noted, implement them with `codex exec - < prompt.md`. If `codex` is
not installed, do it directly.
""",
    "a wrapper that runs once": """# Ask Codex

If `codex` is installed, run `codex exec "<question>"` and show the answer.
""",
    "a check that a comment names": """# Build

```sh
# codex exec would be called for each task here
make build
```
""",
}


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT)
def test_nothing_is_said_of(body: str) -> None:
    assert found(read(body)) == {}


CALLED = {
    "an order": "For every issue, launch a coding agent that fixes it.",
    "an order over two lines": "For each task, dispatch a fresh\nsubagent that implements it.",
    "a tool by its name": "For each task, use the Task tool to implement it.",
    "how many there are": "The work is done by one implementer subagent per task.",
    "without a verb of ours": "Every task gets a fresh subagent: spawn an implementer agent.",
    "a heading": "## For each unit\n\nImplement it with `codex exec - < prompt.md`.",
    "a call with arguments": "For each task:\n\n```\nAgent(prompt='Implement the task')\n```",
    "a command in a loop": "```sh\nfor t in $TASKS; do\n  claude -p 'Implement it'\ndone\n```",
    "options before": "For each task, run `claude --model opus -p 'Implement it'`.",
    "in an item below": "1. For each unit:\n   - Read it.\n   - Spawn an agent to implement it.",
    "through all of them": "Loop through every task: spawn a subagent that implements it.",
}


@pytest.mark.parametrize("body", CALLED.values(), ids=CALLED)
def test_a_call_for_each_unit_is_found_however_it_is_said(body: str) -> None:
    (problem,) = find("DG101", read(f"# Build\n\n{body}\n"))
    assert problem.confidence is None


# --- how sure it is --------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        "Run them in parallel.",
        "All of them work in the background.",
        "Fan out over the tasks.",
    ],
)
def test_agents_that_work_at_the_same_time_are_advice(more: str) -> None:
    (problem,) = find("DG101", read(LOOP + more))
    assert problem.confidence == "advice"
    (problem,) = find("DG101", read(LOOP + more + " Never mind: one agent at a time.\n"))
    assert problem.confidence is None


@pytest.mark.parametrize(
    "description",
    [
        "Guide to agents that work on a plan.",
        "Explains how subagents are used.",
        "Creates custom agents for a team.",
    ],
)
def test_a_skill_that_explains_agents_gets_advice_alone(description: str) -> None:
    problems = found(read(LOOP + PROMPT, description=description))
    assert {"DG101", "DG104", "DG107"} <= problems.keys()
    assert {p.confidence for code in ("DG101", "DG104", "DG107") for p in problems[code]} == {
        "advice"
    }


def test_what_is_missing_is_told_once_at_the_call() -> None:
    twice = read(LOOP + "\n## Again\n\n" + LOOP.partition("\n\n")[2])
    problems = found(twice)
    assert {code: len(several) for code, several in problems.items()} == {"DG101": 1, "DG104": 1}
    assert {problem.line for several in problems.values() for problem in several} == {7}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", True),
        ("If one fails, undo what it changed.", True),
        ("If one fails, stop and ask the user.", False),
        ("After the last task, run the full test suite.", True),
        ("If one fails, undo it. After the last task, run the full test suite.", False),
    ],
)
def test_of_the_net_two_parts_must_be_missing(said: str, told: bool) -> None:
    assert bool(find("DG104", read(LOOP + said))) is told


def test_a_net_may_stand_in_another_file() -> None:
    net = "If one fails, stop and ask. After all tasks, run the full test suite.\n"
    assert len(find("DG104", read(LOOP))) == 1
    assert find("DG104", read(LOOP, reference(net))) == []


# --- other files -------------------------------------------------------------------


def test_a_call_in_a_reference_is_told_there() -> None:
    skill = read("# Build\n\nRead `references/delegating.md`.\n", reference(LOOP))
    assert {p.file for p in find("DG101", skill)} == {"references/delegating.md"}


def test_a_file_that_no_run_reads_is_let_be() -> None:
    page = replace(reference(LOOP, "README.md"), kind=None)
    assert found(read("# Build\n\nBuild it.\n", page)) == {}


def test_a_prompt_in_a_file_that_a_call_names_is_judged() -> None:
    prompt = (
        "# Fixer\n\nYou are fixing one finding of a review.\n\nReport status: done or failed.\n"
    )
    body = "# Fix\n\nSpawn one agent that fixes the finding, with `fixer.md` as its prompt.\n"
    skill = read(body, reference(prompt, "references/fixer.md"))
    assert [p.file for p in find("DG103", skill)] == ["references/fixer.md"]
    assert [p.line for p in find("DG107", skill)] == [1]
    unnamed = read(body.replace("`fixer.md`", "the finding"), reference(prompt))
    assert find("DG103", unnamed) == []


def test_a_prompt_inside_a_command_is_judged_from_where_it_begins() -> None:
    text = "Implement the task:\n{task}\n\nKeep it small.\nSay what you changed.\n"
    for command in (f"echo '{text}' | codex exec -", f'claude -p "{text}"'):
        (problem,) = find("DG107", read(f"# Build\n\n```bash\n{command}\n```\n"))
        assert (problem.line, problem.confidence) == (8, None)
        review = command.replace("Implement the task", "Review how they implement")
        assert find("DG107", read(f"# Build\n\n```bash\n{review}\n```\n")) == []


@pytest.mark.parametrize("where", ["AGENTS.md", "the agent definition", "the test-first skill"])
def test_a_prompt_that_sends_its_reader_elsewhere_is_advice(where: str) -> None:
    (plain,) = find("DG107", read("# Build\n" + PROMPT))
    sent = PROMPT.replace("{approach}", f"Follow {where}.")
    (problem,) = find("DG107", read("# Build\n" + sent))
    assert (plain.confidence, problem.confidence) == (None, "advice")


@pytest.mark.parametrize(
    "line",
    [
        "You are reviewing what others implement. Change the score, and fix the score's file.",
        "Implement nothing, fix nothing: do not edit any files. Apply the scores.",
    ],
)
def test_a_prompt_for_a_reviewer_is_none_for_code(line: str) -> None:
    assert find("DG107", read("# Build\n" + PROMPT))
    assert find("DG107", read("# Build\n" + PROMPT.replace("{approach}", line))) == []


def test_a_prompt_among_the_arguments_of_a_call_is_judged() -> None:
    prompt = 'prompt="""\nImplement {task}.\n\nKeep it small.\nSay what you changed.\n"""'
    text = "# Build\n\nCall:\n\n```python\nAgent(\n  " + prompt + "\n)\n```\n"
    assert [problem.line for problem in find("DG107", read(text))] == [11]
    assert find("DG107", read(text.replace("prompt=", "notes="))) == []


# --- what is done again, and what is long --------------------------------------------


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ("run the tests of the unit", True),
        ("run the full test suite once", False),
        ("never re-run the tests", False),
    ],
)
def test_a_final_check_is_none_that_is_done_again(after: str, told: bool) -> None:
    text = f"# Build\n{PROMPT}\nAfter Codex returns, {after}.\n"
    assert bool(find("DG102", read(text))) is told


@pytest.mark.parametrize(
    ("title", "told"),
    [("Delegation", True), ("Step 6: delegation", False), ("What it costs", False)],
)
def test_a_step_of_every_run_stays_in_the_body(title: str, told: bool) -> None:
    lines = "".join(f"- The field {number} of a unit says one thing.\n" for number in range(60))
    gate = "Falls back to the direct way.\n"
    text = f"# Build\n\n{lines}\n## {title}\n\n{gate}{PROMPT}\n{lines}\n## End\n\n{lines}"
    assert bool(find("DG110", read(text))) is told


# --- it costs little ---------------------------------------------------------------


def test_a_skill_without_calls_is_looked_at_once_for_all_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []
    lines = _delegates._lines
    monkeypatch.setattr(
        _delegates,
        "_lines",
        lambda text: seen.append(text) or lines(text),  # type: ignore[func-returns-value]
    )
    _delegates._calls.cache_clear()
    assert found(read("# Build\n\nBuild it, and say what was built.\n")) == {}
    assert len(seen) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "For each task, spawn an agent to implement it. ",
        "- For each unit:\n",
        "codex exec claude -p Task( ",
        "done not status: done | returns completed ",
        "after it returns run after it returns ",
    ],
)
def test_only_so_many_calls_of_a_text_are_looked_at(piece: str) -> None:
    skill = read("# Build\n\n" + piece * 2000)
    assert len(_delegates.calls(skill)) <= _delegates.MANY
    assert all(len(problems) <= 2 for problems in found(skill).values())


WORDS = st.sampled_from(
    [
        "for each task", "spawn", "dispatch", "a subagent", "codex exec", "`", "```", "```sh", "\n",
        "\n\n", "- ", "1. ", "# ", "implement", "claude -p", "Task(prompt=", ":", ".", "|", "not",
        "status: done", "run the tests", "again", "clean up", "after each unit", "<task>", "prompt",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_no_text_breaks_a_rule_and_every_line_is_one_of_the_file(text: str) -> None:
    skill = read(text)
    for problems in found(skill).values():
        for problem in problems:
            assert 1 <= problem.line <= len(skill.source.lines)
            assert 1 <= problem.col <= len(skill.source.lines[problem.line - 1]) + 1
