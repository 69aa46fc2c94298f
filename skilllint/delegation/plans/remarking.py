"""What a plan leaves open, and what cannot be known without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from skilllint.model import Lack, PlanUnit, Signal, Source

EFFECTS: tuple[tuple[Signal, str], ...] = (
    ("files", "whether they share files with others is unknown, and a batch may split a file"),
    ("tests", "the prompt has no testing section for them; thin scenarios make thin tests"),
    ("verification", "the prompt has no command by which the delegate could confirm its work"),
    ("goal", "whether they are trivial is judged by their titles and files alone"),
)  # fmt: skip
ORDER = "the order of the plan stands for dependencies at the borders of batches"
LOOSE = ("steps", "phases", "sections", "checkboxes", "list items", "files to change")
"""What units of a plan may be that does not call them so."""

FINISHED = ("complete", "completed", "done", "implemented", "shipped", "merged", "superseded")


def lacks(units: Sequence[PlanUnit], size: int) -> Iterator[Lack]:
    """The signals that open units lack; dependencies only where there are several batches."""
    effects = [*EFFECTS, ("dependencies", ORDER)] if len(units) > size else [*EFFECTS]
    for signal, effect in effects:
        without = tuple(unit.key for unit in units if signal not in unit.says)
        if without:
            yield Lack(signal, without, effect)


def remarks(text: Source, form: str, units: Sequence[PlanUnit]) -> Iterator[str]:
    """What in a plan could not be taken as it stands."""
    if not text.text.strip():
        yield "the file is empty"
    if form in LOOSE:
        yield f"nothing in it is called a unit or a task; its {form} are taken for units"
    status = str(text.front.values.get("status", "")).strip().lower()
    if status in FINISHED and any(not unit.done for unit in units):
        yield f"its head says {status}; units without a mark of their own are counted as open"
    twins = Counter(unit.key.partition(" (line ")[0] for unit in units)
    for key, times in twins.items():
        if times > 1:
            yield f"{times:,} units are called {key}; a dependency on it means the last one above"
    done = {unit.key for unit in units if unit.done}
    for unit in units:
        for one in unit.missing:
            yield f"{unit.key} (line {unit.line}) depends on {one}, which the plan does not have"
        if unit.key in unit.depends:
            yield f"{unit.key} (line {unit.line}) depends on itself"
        early = [key for key in unit.depends if key not in done and key != unit.key]
        if unit.done and early:
            yield f"{unit.key} (line {unit.line}) is done, but not {', '.join(early)}, before it"
