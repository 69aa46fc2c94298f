"""DG: what the prompt says that hands code work to another agent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skilllint.checks._against import BEFORE
from skilllint.checks._delegates import sentence
from skilllint.checks._handover import Prompt, describes, handover
from skilllint.checks._texts import spot
from skilllint.checks._wording import quoted
from skilllint.model import Confidence, Problem, Setting, Skill

STATUS = re.compile(
    r"\b(?:status|verdict|result|report|answer|return)\b[^\n]{0,60}?"
    r"(?:(?<=status: )|[\"'`*]{1,3}|\b(?=[a-z]{1,9} ?\|)|\b(?=[A-Z]{4}))"
    r"(?P<word>(?:completed?|done|success|fixed|DONE|COMPLETED?|SUCCESS)\b)"
)
"""What a delegate may answer: one of several words, in quotes or capitals."""

GREEN = r"(?:tests?|verif\w{1,8}|checks?|suite|validation|build)"
EARNED = re.compile(
    rf"\b(?:completed?|done|success|finish\w{{0,3}}|report\w{{0,3}}|return\w{{0,3}}|stop)\b[^\n]{{0,140}}"
    rf"\b(?:only|unless|until|before|never|not|if|when|after|once)\b[^\n]{{0,100}}\b{GREEN}\b|"
    rf"\b{GREEN}\b[^\n]{{0,60}}\b(?:pass(?:es|ed|ing)?|green|succeeds?)\b|\bgreen\b",
    re.IGNORECASE,
)
"""That tests have to do with what is reported."""

ELSEWHERE = re.compile(
    r"\bagent definition|\boperating procedure\b|\b(?:AGENTS|CLAUDE|SKILL)\.md\b|"
    r"\b(?:invoke|use|follow|load|run) (?:the )?[\w`:/-]{1,40} skill\b",
    re.IGNORECASE,
)
"""Where a prompt sends its reader, who may find there what it lacks."""


def completed_without_tests(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Prompts whose delegate may report that it is done whatever its tests say."""
    for prompt in _prompts(skill):
        status = STATUS.search(prompt.text)
        if status and not EARNED.search(prompt.text):
            line, col = spot(prompt.one.text, prompt.start + status.start("word"))
            yield Problem(
                line,
                f"the delegate may report {quoted(status['word'])} whether its tests pass or not",
                col=col,
                hint="say that it mends its own work, and reports so only if every test passes",
                file=prompt.one.file,
                confidence=_tier(skill, prompt),
            )
            return


# --- tests ------------------------------------------------------------------------

TESTED = re.compile(
    r"<tests?(?:ing)?\b|\b(?:write|writing|add|adding|create|update|extend|include|cover\w{0,4}|new|"
    r"strengthen)\b[^.\n]{0,40}\btests?\b|\btests? (?:scenarios?|cases?|coverage|first)\b|\bTDD\b|"
    r"\bfailing test|\bred[-/ ]green\b|\bhappy[- ]path|\bno (?:new )?tests\b|"
    r"^[ \t>]*#{1,6} [^\n]{0,30}\btest|\bmeasur\w{2,6} harness\b|\bbenchmark",
    re.IGNORECASE | re.MULTILINE,
)
KINDS = {
    "edge cases": re.compile(r"\b(?:edge|boundar|corner|limit)", re.IGNORECASE),
    "error paths": re.compile(
        r"\b(?:error|failure|exception|invalid|unhappy|negative)", re.IGNORECASE
    ),
    "integration": re.compile(r"\bintegrat|\bend[- ]to[- ]end|\be2e\b", re.IGNORECASE),
}
NO_TESTS = re.compile(r"\b(?:no (?:new )?|not [^.\n]{0,30})tests\b", re.IGNORECASE)


def prompt_without_tests(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Prompts for code work that ask for no tests, or do not say of what kind."""
    prompts = [one for one in _prompts(skill) if not NO_TESTS.search(one.text)]
    if not prompts:
        return
    prompt = next((one for one in prompts if not TESTED.search(one.text)), prompts[0])
    missing = [name for name, kind in KINDS.items() if not kind.search(prompt.text)]
    asked = TESTED.search(prompt.text)
    if asked and len(missing) < len(KINDS):
        return
    yield Problem(
        _line(prompt),
        "the prompt asks for tests and does not say of what"
        if asked
        else "the prompt asks for code and has no section on the tests to write",
        hint="name what to test: the usual way, edge cases, error paths, and the parts together",
        file=prompt.one.file,
        confidence="advice" if asked else _tier(skill, prompt),
    )


APIECE = re.compile(
    r"\b(?:run|execute|verify)\b[^.\n]{0,30}\b(?:each|every) (?:\w{1,12} )?test "
    r"(?:file|suite|module)s?\b|"
    r"\bfor (?:each|every) test file\b[^.\n]{0,60}\brun\b|"
    r"\brun\b[^.\n]{0,40}\btests?(?: files?)?\b[^.\n]{0,20}\b(?:one by one|one at a time|"
    r"individually|file by file|separately|per file)\b",
    re.IGNORECASE,
)


def verify_per_file(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Prompts, and the text around calls, that have each test file run by itself."""
    found = handover(skill)
    if not found:
        return
    places = [*(call.one for call in found.work), *(prompt.one for prompt in found.prompts)]
    for one in dict.fromkeys(places):
        for apiece in APIECE.finditer(one.text):
            if BEFORE.search(sentence(one.text, apiece.start())):
                continue
            line, col = spot(one.text, apiece.start())
            yield Problem(
                line,
                f"test files run one by one, so what one does to another stays unseen: "
                f"{quoted(apiece[0])}",
                col=col,
                hint="give one command that runs all the test files together",
                file=one.file,
                confidence="advice" if describes(skill) else None,
            )
            return


FOLLOWED = re.compile(
    r"\bcall-?backs?\b|\bmiddlewares?\b|\bevent[- ]handlers?\b|\blisteners?\b|\bhooks?\b|"
    r"\bside effects?\b|\bend[- ]to[- ]end\b|\bcallers?\b",
    re.IGNORECASE,
)


def callbacks_unnamed(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Prompts for code work that say nothing of callbacks, middleware and event handlers."""
    prompts = list(_prompts(skill))
    if prompts and not any(FOLLOWED.search(prompt.text) for prompt in prompts):
        prompt = prompts[0]
        yield Problem(
            _line(prompt),
            "the prompt does not ask to follow callbacks, middleware and event handlers",
            hint="add: if you touch a callback, middleware or an event handler, follow it from end "
            "to end",
            file=prompt.one.file,
        )


def _prompts(skill: Skill) -> tuple[Prompt, ...]:
    """The prompts by which a skill hands code work over, in the order of its files."""
    found = handover(skill)
    return found.prompts if found else ()


def _line(prompt: Prompt) -> int:
    """The first line of a prompt, behind the one that opens its fence."""
    line, _ = spot(prompt.one.text, prompt.start)
    return line + prompt.text.lstrip(" \t>").startswith(("```", "~~~"))


def _tier(skill: Skill, prompt: Prompt) -> Confidence | None:
    """What is missing is advice in a prompt that is shown to somebody, or that sends elsewhere."""
    return "advice" if describes(skill) or ELSEWHERE.search(prompt.text) else None
