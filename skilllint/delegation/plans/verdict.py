"""Whether to delegate, and the sentence that says why."""

from __future__ import annotations

from collections import Counter

from skilllint.model import Course, Economics, Plan, Preference, Recommended


def judge(plan: Plan, economics: Economics | None) -> tuple[Recommended, str]:
    """The recommendation for a plan, with its reason."""
    if not plan.units:
        return "unknown", "nothing in the plan looks like a unit, so there is nothing to count"
    left = plan.open
    if not left or economics is None:
        many = len(plan.units) > 1
        return "none", f"all {len(plan.units):,} units are done" if many else "the unit is done"
    if all(unit.trivial for unit in left):
        kinds = Counter(unit.trivial for unit in left)
        told = ", ".join(why if n == 1 else f"{n:,} × {why}" for why, n in kinds.items())
        every = f"all {len(left):,} open units are" if len(left) > 1 else "the one open unit is"
        return "skip", f"{every} trivial ({told}): a prompt costs more than the work"
    return weigh(economics, "open unit")


def weigh(economics: Economics, noun: str = "unit") -> tuple[Recommended, str]:
    """The recommendation for so many units, by what they cost."""
    saving = economics.saving.value
    recommended: Recommended = "delegate" if saving > 0 else "direct"
    count = f"{economics.units:,} {noun}{'s' if economics.units != 1 else ''}"
    if economics.break_even is None:
        where = f"{count}, and more of them would not make delegating cheaper"
    else:
        verb = "is" if economics.units == 1 else "are"
        side = "above" if economics.units > economics.break_even.value else "not above"
        where = f"{count} {verb} {side} the break-even of {economics.break_even.value:.1f}"
    if not saving:
        change = "both ways cost the same"
    else:
        amount = f"about {round(abs(saving), -2):,.0f} tokens"
        change = f"delegating {'saves' if saving > 0 else 'costs'} {amount}"
        change += "" if saving > 0 else " more"
    noise = f"within the noise of {economics.noise:,.0f}" if economics.marginal else ""
    return recommended, f"{where}; {change}{', ' if noise else ''}{noise}"


def course(recommended: Recommended, preference: Preference) -> Course:
    """What to do; the user's word wins."""
    if recommended == "none" or preference == "never":
        return "direct"
    if preference == "always":
        return "delegate"
    if preference == "ask":
        return "ask"
    return "delegate" if recommended == "delegate" else "direct"
