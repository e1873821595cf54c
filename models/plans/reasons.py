"""Why a style is advised: sentences filled with the lifter's own figures and published ones, each with its source."""

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from typing import Final

import numpy as np

from data import published
from data.units import KG_PER_LB
from models.alerts.easy_week import ACUTE_DAYS, DUE, EASY_WEEK, EASY_WEEK_KNOWN
from models.definitions import HEAVY_MOST_REPS, MODERATE_MOST_REPS
from models.plans.advice import Expected, Reason, Spread
from models.plans.choice import PlanChoice
from models.plans.milestone import Projection, chance_words
from models.plans.situation import Case
from models.training.block import Plan, plan_words
from models.training.days_off import OVER_DAYS
from models.training.style import STYLES

MANY: Final = 2
BEGINNER_WEEKS: Final = 26
TENTHS_BELOW: Final = 0.95
"""Points of gain below which tenths are told."""
LEAST_PART: Final = 0.2
"""Points of 1RM below which the parts of a gain are not told apart."""


@cache
def _figures() -> dict[str, dict[str, str]]:
    """Look up published figures by id; what is known from memory only is not quotable."""
    table = published.evidence()
    quotable = table[table["how_known"] != published.FROM_MEMORY].astype(object).fillna("").set_index("id")
    return {str(index): {str(k): str(v) for k, v in row.items()} for index, row in quotable.iterrows()}


def _reason(text: str, evidence: list[str], **facts: object) -> Reason:
    """Make one reason.

    Raises
    ------
    ValueError
        A figure is cited that is not in `data/evidence/evidence.csv`, or is known from memory only.
    """
    unknown = [name for name in evidence if name not in _figures()]
    if unknown:
        raise ValueError(f"reasons: got evidence ids {unknown}; cite ids of data/evidence/evidence.csv that were read")
    return Reason(text=text, evidence=evidence, facts=facts)


def citations(ids: Iterable[str]) -> list[dict[str, str]]:
    """List published figures by their ids, once each: id, quantity, value, unit, source."""
    keys = ("quantity", "value", "unit", "source")
    return [{"id": name, **{key: _figures()[name][key] for key in keys}} for name in dict.fromkeys(ids)]


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
        *_beginner(case),
        *_mechanism(style),
        *_between_styles(style),
        _limits(own_share),
        _left_out(),
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
    return _reason(
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
    return [_reason(text, [], months=months)]


def _expected(plan: str, expected: Expected, top: list[str]) -> list[Reason]:
    """Say what the plan would add to both strength and size."""
    gains, weeks = [], expected.plan_weeks
    if top:
        gain = expected.plan.strength_pct
        lifts = ", ".join(top[:3]) + (f" and {len(top) - 3} more" if len(top) > 3 else "")
        text = f"After {weeks} weeks ({plan}) your 1RM should be {_against(gain, ('higher', 'lower'))}, over {lifts}."
        gains.append(_reason(text, ["schoenfeld2017-1", "pelland2026-3"], weeks=weeks, plan=plan, **asdict(gain)))
    growth = expected.plan.size_pct
    if any(asdict(growth).values()):
        text = (
            f"In size, the muscles you train directly should on average be {_against(growth, ('bigger', 'smaller'))}."
        )
        gains.append(_reason(text, ["pelland2026-2", "schoenfeld2017-2"], **asdict(growth)))
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
    return [_reason(text, ["schoenfeld2017-1", "schoenfeld2017-2"], neural=round(neural, 1), muscle=round(muscle, 1))]


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
    return _reason(
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
    return [_reason(text, list(EASY_WEEK), weeks=ACUTE_DAYS // 7, above_pct=round(100 * (DUE - 1)))]


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
    return [_reason(text, [], **asdict(ahead), load=round(load, 1), unit=unit)]


def _mechanism(style: str) -> list[Reason]:
    """Say what published trials show about the style."""
    figures = _figures()
    heavy = _reason(
        f"At equal effort, loads above 60 % of 1RM raise 1RM more than lighter ones: by "
        f"{figures['schoenfeld2017-1']['value']} standard deviations over 21 trials.",
        ["schoenfeld2017-1", "swinton2024-1"],
    )
    alike = _reason(
        f"Size does not depend on the load as long as sets end near failure: heavy against light, "
        f"{figures['schoenfeld2017-2']['value']} standard deviations.",
        ["schoenfeld2017-2", "lopez2021-3"],
    )
    volume = _reason(
        f"More hard sets grow more muscle, each a little less than the one before: about "
        f"{figures['pelland2026-1']['value']} points per extra weekly set at 12 sets.",
        ["pelland2026-1", "pelland2026-2"],
    )
    few = _reason(
        f"1RM needs few sets: gains flatten beyond {_flattening()}.",
        ["pelland2026-8", "pelland2026-3"],
    )
    return {"strength": [heavy, few], "hypertrophy": [volume, alike], "hybrid": [heavy, volume]}[style]


def _beginner(case: Case) -> list[Reason]:
    """Say that those new to training gain both from either style."""
    if case.training_weeks >= BEGINNER_WEEKS:
        return []
    trained, untrained = _figures()["trials-1"]["value"].split(" vs ")
    text = (
        f"Your log holds {case.training_weeks} weeks: if you’re new to this, either style brings strength and size. In "
        f"trials of 8-12 weeks with sets for size, untrained people added {untrained} % to their 1RM, "
        f"trained ones {trained} %. Part of what comes first is learning the lift."
    )
    return [_reason(text, ["trials-1", "hammarstrom2020-1"], weeks=case.training_weeks)]


def _between_styles(style: str) -> list[Reason]:
    """Say what tiredness and soreness have to do with how the days lie."""
    text = (
        "Days are spread so that no muscle works hard two days in a row. More sets, or sets that are new to you, leave "
        "muscles sore for up to three days, and heavy sets need rested ones: so sets build up over the first weeks, "
        "and heavy work comes first in a session."
    )
    return [_reason(text, [], style=style)]


def _limits(own_share: float) -> Reason:
    """Say where the difference comes from."""
    figures = _figures()
    own = round(100 * own_share)
    whence = f"{100 - own} % from published trials and {own} % from your own training"
    whence = whence if own else "from published trials, and none of it from your own training yet"
    strength, size = (published.direct_comparisons()[outcome] for outcome in ("1RM", "muscle size"))
    untrained = figures["ahtiainen2016-1"]["value"].replace("+/-", "±")
    text = (
        f"The difference between styles comes {whence}. Few trials compare the styles themselves: {strength} for 1RM, "
        f"{size} for size; the others compare sets, loads or rests. People differ as well: half a year of training "
        f"raised the 1RM of untrained people by {untrained} %."
    )
    facts = {"own_pct": own, "trials_pct": 100 - own, "direct_1rm": strength, "direct_size": size}
    return _reason(text, ["ahtiainen2016-1"], own_share=round(own_share, 2), **facts)


def _left_out() -> Reason:
    """Say what is not modelled, on purpose."""
    text = (
        "Left out on purpose, because too few trials tell us about them: fibre types, metabolic stress, tempo, and the "
        "order of exercises. What they do is within the ranges given."
    )
    return _reason(text, [])


def _flattening() -> str:
    """Say from how many sets on 1RM gains little: published sets are fractional, not those of the lift alone."""
    sets = _figures()["pelland2026-8"]["value"]
    return f"{sets} weekly sets, where sets of other exercises for the same muscles count half"
