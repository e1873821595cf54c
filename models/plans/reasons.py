"""Why a style is advised: sentences filled with the lifter's own figures and published ones, each with its source."""

from dataclasses import asdict
from typing import Final

import numpy as np

from data.units import KG_PER_LB
from models.alerts.easy_week import ACUTE_DAYS, DUE, EASY_WEEK, EASY_WEEK_KNOWN
from models.definitions import HEAVY_MOST_REPS, MODERATE_MOST_REPS
from models.plans import evidence
from models.plans.advice import Expected, Reason, Spread
from models.plans.choice import PlanChoice
from models.plans.milestone import Projection, chance_words
from models.plans.situation import Case
from models.training.block import Plan, plan_words
from models.training.days_off import OVER_DAYS
from models.training.style import STYLES

MANY: Final = 2
TENTHS_BELOW: Final = 0.95
"""Points of gain below which tenths are told."""
LEAST_PART: Final = 0.2
"""Points of 1RM below which the parts of a gain are not told apart."""


def reasons(choice: PlanChoice, *, expected: Expected, case: Case, own_share: float) -> list[Reason]:
    """Say why, from what the lifter does to what the plan would change and how sure that is.

    Parameters
    ----------
    choice : PlanChoice
    expected : Expected
    case : Case
    own_share : float
        How much of strength against hypertrophy rests on the lifter's own blocks.

    Returns
    -------
    list of Reason
    """
    style = main_style(choice.chosen.plan) or ("strength" if expected.strength_weight > 0 else "hypertrophy")
    return [
        _now(case, expected),
        *_over(case),
        _verdict(choice, expected),
        *_expected(plan_words(choice.chosen.plan), expected, list(case.top["name"])),
        *_parts(expected),
        *(_easy_week() if case.trainee.easy_first else []),
        *_milestone(expected.milestone, case.unit),
        *evidence.beginner(case),
        *evidence.mechanism(style),
        *evidence.between_styles(style),
        evidence.limits(own_share),
        evidence.left_out(),
    ]


def main_style(plan: Plan) -> str | None:
    """The style a plan spends most of its time in, carrying on apart; None for carrying on throughout."""
    weeks = {name: sum(block.weeks for block in plan if block.style == name) for name in STYLES}
    style = max(weeks, key=lambda name: weeks[name])
    return style if weeks[style] else None


def _now(case: Case, expected: Expected) -> Reason:
    """Say what the last weeks were."""
    heavy, moderate, light = (round(100 * part) for part in case.zones)
    load = f", at {100 * case.share:.0f} % of your best estimated 1RM on average" if np.isfinite(case.share) else ""
    each = [change.sets_now for change in expected.changes if change.kind == "muscle"]
    sets = float(np.median(each)) if each else float("nan")
    volume = (
        f" A typical muscle of yours got about {sets:.0f} sets a week, counting a set whole for what it works directly "
        "and half for what it helps along."
        if each
        else ""
    )
    long = f" and {light} % more than {MODERATE_MOST_REPS}" if light >= MANY else ""
    text = (
        f"In your last training weeks {heavy} % of sets had 1-{HEAVY_MOST_REPS} reps, "
        f"{moderate} % had {HEAVY_MOST_REPS + 1}-{MODERATE_MOST_REPS}{long}{load}.{volume}"
    )
    return evidence.reason(
        text,
        ["pelland2026-6"] if volume else [],
        heavy_pct=heavy,
        moderate_pct=moderate,
        light_pct=light,
        muscle_sets=round(sets, 1) if each else 0,
        share_pct=round(100 * case.share) if np.isfinite(case.share) else 0,
    )


def _over(case: Case) -> list[Reason]:
    """Say that a log is over, and how to begin again."""
    if case.days_off <= OVER_DAYS:
        return []
    months = round(case.days_off / 30.44)
    text = (
        f"Your log ended {months} months ago, and all of this is as of then. If you start again now, do the first two "
        "weeks with half the sets and lighter loads."
    )
    return [evidence.reason(text, [], months=months)]


def _expected(plan: str, expected: Expected, top: list[str]) -> list[Reason]:
    """Say what the plan would add to both strength and size."""
    gains, weeks = [], expected.plan_weeks
    if top:
        gain = expected.plan.strength_pct
        lifts = ", ".join(top[:3]) + (f" and {len(top) - 3} more" if len(top) > 3 else "")
        text = f"After {weeks} weeks ({plan}) your 1RM should be {_against(gain, ('higher', 'lower'))}, over {lifts}."
        gains.append(
            evidence.reason(text, ["schoenfeld2017-1", "pelland2026-3"], weeks=weeks, plan=plan, **asdict(gain))
        )
    growth = expected.plan.size_pct
    if any(asdict(growth).values()):
        text = (
            f"In size, the muscles you train directly should on average be {_against(growth, ('bigger', 'smaller'))}."
        )
        gains.append(evidence.reason(text, ["pelland2026-2", "schoenfeld2017-2"], **asdict(growth)))
    return gains


def _parts(expected: Expected) -> list[Reason]:
    """Say how much of the gain in 1RM is nervous and how much muscle."""
    own = [change for change in expected.changes if change.kind == "lift" and change.subject in expected.lifts]
    if not own:
        return []
    # Averages of medians are none of the average: what is said is made to add up to the gain that is said above it.
    digits = _digits(expected.plan.strength_pct.q50)
    muscle = round(float(np.mean([one.muscle_pct for one in own])), digits)
    neural = round(expected.plan.strength_pct.q50, digits) - muscle
    if max(abs(neural), abs(muscle)) < LEAST_PART:
        return []
    text = (
        f"Of that change in 1RM, about {_signed(neural)} points are skill (your nerves using the muscle you have) and "
        f"{_signed(muscle)} points are muscle. Heavy work raises a 1RM within weeks without more muscle; muscle "
        "gained now is what heavy work can turn into a bigger 1RM later."
    )
    parts = {"neural": round(neural, 1), "muscle": round(muscle, 1)}
    return [evidence.reason(text, ["schoenfeld2017-1", "schoenfeld2017-2"], **parts)]


def _signed(points: float) -> str:
    """Say points with their sign: whole ones, tenths below one."""
    said = f"{points:+.{_digits(points)}f}".replace("-", "−")
    return "0" if float(said[1:]) == 0 else said


def _digits(points: float) -> int:
    """Digits behind the point that are worth telling."""
    return 1 if abs(points) < TENTHS_BELOW else 0


def _against(gain: Spread, more_or_less: tuple[str, str]) -> str:
    """Say what a gain makes of something compared with carrying on, with its 80 % interval."""
    low, high = _signed(gain.q10), _signed(gain.q90)
    size = f"{abs(gain.q50):.{_digits(gain.q50)}f} %"
    what = f"{size} {more_or_less[gain.q50 < 0]} than" if gain.q50 else "the same as"
    return f"about {what} if you carried on (8 times in 10 between {low} and {high} %)"


def _verdict(choice: PlanChoice, expected: Expected) -> Reason:
    """Say how sure the choice is."""
    weight = round(100 * expected.strength_weight)
    alike = "strength and size alike" if weight == 50 else f"strength ({weight} %) and size ({100 - weight} %)"
    aim = {0: "size", 100: "strength"}.get(weight, alike)
    plan, chance = plan_words(choice.chosen.plan), chance_words(choice.chosen.p_best)
    close = [plan_words(one.plan) for one in choice.close]
    if choice.is_picked:
        text = (
            f"You picked {plan}. For {aim}, {plan_words(choice.others[0].plan)} has a better chance of coming out "
            f"ahead ({chance_words(choice.others[0].p_best)} against {chance})."
        )
    elif not choice.chosen.place:
        text = f"For {aim}, nothing looks clearly better than what you do now. Carry on, and keep logging."
    elif close:
        listed = "; or ".join([plan, *close])
        text = (
            f"For {aim}, these should take you about equally far, so pick the one you like: {listed}. The first has "
            f"the best chance of coming out ahead ({chance})."
        )
    elif choice.is_clear:
        text = f"For {aim}, {plan} is most likely the best of the plans compared ({chance})."
    else:
        text = f"For {aim}, {plan} comes out only a little ahead of the other plans ({chance})."
    return evidence.reason(
        text,
        [],
        plan=plan,
        strength_weight_pct=weight,
        p_best=round(choice.chosen.p_best, 2),
        p_worse=round(choice.chosen.p_worse, 2),
        close=len(close),
        plans=[plan, *close],
    )


def _easy_week() -> list[Reason]:
    """Say why the block begins with an easy week."""
    above = f"{100 * (DUE - 1):.0f} %"
    text = (
        f"Your last {ACUTE_DAYS // 7} weeks had at least {above} more sets than usual, so the next block begins with "
        f"an easy week: half the sets. {EASY_WEEK_KNOWN}"
    )
    return [evidence.reason(text, list(EASY_WEEK), weeks=ACUTE_DAYS // 7, above_pct=round(100 * (DUE - 1)))]


def _milestone(ahead: Projection | None, unit: str) -> list[Reason]:
    """Say how likely the next round load is."""
    if ahead is None:
        return []
    load = ahead.load_kg / (KG_PER_LB if unit == "lb" else 1.0)
    chances = ", ".join(f"{chance_words(chance.p)} in {chance.weeks} weeks" for chance in ahead.chances)
    text = (
        f"The next round load is {ahead.name} {load:g} {unit}. The chance of getting there: {chances}. A projection, "
        "not a fact."
    )
    return [evidence.reason(text, [], **asdict(ahead), load=round(load, 1), unit=unit)]
