"""ST: blocks that have left the body, and whether a run still finds what it needs, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from skilllint.checks._wording import count, quoted, share, shortened
from skilllint.model import Pointer, Problem, Reference, Setting, Skill, Stub

NAMED = 3
"""Files that a message names; of the others it says how many there are."""


def orphan_reference(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """References that nothing an agent reads points to."""
    lost = [one for one in skill.extraction.references if one.expected and not one.reached]
    if hidden := [one for one in lost if not one.front_line]:
        are = "is a reference" if len(hidden) == 1 else "are references"
        unsure = any(one.unsure for one in hidden)
        first = "see first whether a script that shows no text here names it; if not, "
        yield Problem(
            max(1, min(skill.source.body_line, len(skill.source.lines))),
            f"{_files([one.path for one in hidden])} {are} that nothing points to{_island(hidden)}",
            hint=f"{first * unsure}name it in the step that needs it, with the condition, "
            "or delete it",
            value=len(hidden),
            confidence="advice" if unsure else None,
            whole=True,
        )
    for one in lost:
        if one.front_line:
            yield Problem(
                one.front_line,
                f"{quoted(one.path)} is named in the front matter alone: not every host shows "
                "it to the agent, and nothing says when to read it",
                hint="name it in the step that needs it, with the condition",
                confidence="advice",
            )


def _island(lost: Sequence[Reference]) -> str:
    """What does name them does not count: no agent is sent there."""
    paths = {one.path for one in lost}
    namers = sorted({other for one in lost for other in one.named_in})
    if outside := [other for other in namers if other not in paths]:
        return f" but {_files(outside)}, which no agent is sent to"
    return " but one another" if namers else ""


def pointer_away_from_use(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Files that only a list of references names, without a condition, and no step."""
    lists: dict[int, list[Pointer]] = defaultdict(list)
    for pointer in skill.extraction.listed:
        lists[pointer.section].append(pointer)
    for section, inside in lists.items():
        title = skill.outline.sections[section].title
        files = [file for pointer in inside for file in pointer.files]
        are = "stands" if len(files) == 1 else "stand"
        yield Problem(
            inside[0].line,
            f"{_files(files)} {are} only in the list {quoted(title)}, and no step that would "
            "use it says to read it",
            end=inside[-1].line,
            hint="name the file in the step that needs it, or write here when to read it",
            value=len(files),
        )


def stub_without_condition(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Sections that send to a file and never say when."""
    for stub in _stubs(skill):
        small = stub.lines <= setting.limits["lines"] and stub.words <= setting.limits["words"]
        other = stub.pointer.form == "include" or stub.pointer in skill.extraction.listed
        if stub.bare and small and not stub.when and not other:
            section = skill.outline.sections[stub.section or 0]
            yield Problem(
                section.start,
                f"{quoted(section.title)} sends to {_file(stub)} and never says when to read it",
                end=section.end,
                hint=f"begin with the condition: when …, read {_file(stub)}",
            )


def stub_repeats_reference(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Sections that point to a file and say again what stands in it."""
    for stub in _stubs(skill):
        part = stub.echoed / max(stub.words, 1)
        if stub.echoed >= setting.limits["words"] and part * 100 >= setting.limits["percent"]:
            section = skill.outline.sections[stub.section or 0]
            yield Problem(
                section.start,
                f"{quoted(section.title)} points to {_file(stub)} and repeats it: "
                f"{stub.echoed:,} of {count(stub.words, 'words')} ({share(part)}) stand there too",
                end=section.end,
                hint="keep the condition, the pointer and what must hold before the file is read",
                value=stub.echoed,
                limit=setting.limits["words"],
            )


def gate_stated_twice(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Conditions that stand at the pointer and again at the top of the file."""
    for gate in skill.extraction.gates:
        file = gate.pointer.files[0]
        yield Problem(
            gate.pointer.line,
            f"the condition for {file} stands here and again in its line {gate.line}: "
            f"{quoted(gate.text, 80)}",
            hint=f"keep it here, where it decides, and take it out of {file}",
        )


def eager_references(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Orders to read several references before anything is known of the run."""
    for load in skill.extraction.loads:
        yield Problem(
            load.line,
            f"{count(len(load.files), 'references')} are read as the work begins, whatever the "
            f"run needs: {quoted(load.text)}",
            end=load.end,
            hint="name each file in the step that needs it; what every run needs stays in the body",
            value=len(load.files),
        )


def mandatory_stub(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """A body that says little more than which file to read."""
    for stub in skill.extraction.stubs:
        if stub.section is None and not stub.when and stub.words <= setting.limits["words"]:
            file = stub.pointer.files[0]
            yield Problem(
                stub.pointer.line,
                f"the body says little more than to read {quoted(file)}, so every run reads it: "
                "one call more, and nothing saved",
                hint=f"move the text of {file} into the body, and what only some runs need "
                "out of it",
            )


def at_include(skill: Skill, setting: Setting) -> Iterator[Problem]:
    """Files that an `@path` puts into the body as it is loaded."""
    for pointer in skill.extraction.pointers:
        if pointer.form == "include":
            file = pointer.files[0]
            yield Problem(
                pointer.line,
                f"{quoted('@' + pointer.target)} defers nothing: a host that expands it loads the "
                "file with the body, and another shows it as it stands",
                col=pointer.col,
                hint=f"write when to read it: when …, read `{file}`",
            )


def _stubs(skill: Skill) -> Iterator[Stub]:
    return (stub for stub in skill.extraction.stubs if stub.section is not None)


def _file(stub: Stub) -> str:
    return shortened(stub.pointer.files[0], 80)


def _files(paths: Sequence[str]) -> str:
    """Some files by name, and how many more there are."""
    paths = list(dict.fromkeys(paths))
    named = ", ".join(shortened(path, 60) for path in paths[:NAMED])
    return f"{named} and {len(paths) - NAMED} more" if len(paths) > NAMED else named
