"""Plans of other people: what they hold, in which batches it goes, whether to delegate it."""

from __future__ import annotations

from pathlib import Path

from skilllint import outline, source
from skilllint.delegation.coefficients import Coefficients, built_in
from skilllint.delegation.plans import batching, estimating, remarking, units, verdict
from skilllint.model import Advice, Batching, Plan, Preference, Source


def read(path: Path) -> Plan:
    """The plan in a file. Raises `source.Unreadable`."""
    return parse(source.read(path, path.as_posix()))


def take(data: bytes, path: str = "<stdin>") -> Plan:
    """The plan in bytes that are in no file. Raises `source.Unreadable`."""
    return parse(source.take(data, path))


def parse(text: Source) -> Plan:
    """The plan in a text; one in which nothing looks like a unit has none."""
    form, found = units.read(outline.read(text))
    return Plan(text.path, form, found, tuple(remarking.remarks(text, form, found)))


def advise(
    plan: Plan, known: Coefficients | None = None, preference: Preference = "auto"
) -> Advice:
    """Whether to delegate what is left of a plan, in which batches, and what that costs."""
    known = known or built_in()
    left = plan.open
    economics = estimating.estimate(len(left), known) if left else None
    recommended, why = verdict.judge(plan, economics)
    return Advice(
        plan=plan,
        batching=batching.batch(left, known.batch),
        economics=economics,
        lacks=tuple(remarking.lacks(left, known.batch)),
        preference=preference,
        recommended=recommended,
        course=verdict.course(recommended, preference),
        reason=why,
    )


def advise_number(
    number: int, known: Coefficients | None = None, preference: Preference = "auto"
) -> Advice:
    """Whether to delegate so many units of which nothing else is known."""
    economics = estimating.estimate(number, known or built_in())
    recommended, why = verdict.weigh(economics)
    course = verdict.course(recommended, preference)
    return Advice(None, Batching((), ()), economics, (), preference, recommended, course, why)
