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
from models.plans.advice import Expected, Outcome, Reason, Spread
from models.plans.choice import PlanChoice
from models.plans.milestone import SURE, Projection
from models.plans.planning import Plan
from models.plans.room import MOST_LIFT_SETS, MOST_TOP_SETS
from models.plans.situation import Case
from models.training.block import plan_words
from models.training.style import STYLES

MANY: Final = 2


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


def reasons(choice: PlanChoice, *, expected: Expected, top: list[str], case: Case) -> list[Reason]:
    """Say why, from what the lifter does to what the plan would change and how sure that is.

    Parameters
    ----------
    choice : PlanChoice
    expected : Expected
    top : list of str
        Names of the lifts that stand for strength.
    case : Case

    Returns
    -------
    list of Reason
    """
    leading = choice.chosen if choice.chosen.place else choice.others[0] if choice.others else choice.chosen
    chances = expected.p_best
    style = main_style(leading.plan) or max(STYLES, key=lambda name: chances[name])
    outcome = expected.plan if leading is choice.chosen or expected.other is None else expected.other
    return [
        _now(case),
        *_expected(plan_words(leading.plan), expected.plan_weeks, outcome, top),
        _verdict(choice, case),
        *(_easy_week() if case.easy_week_due else []),
        *_milestone(expected.milestone, case.unit),
        *_mechanism(style),
        _limits(case.own_share),
    ]


def main_style(plan: Plan) -> str | None:
    """The style a plan spends most of its time in, carrying on apart; None for carrying on throughout."""
    weeks = {name: sum(block.weeks for block in plan if block.style == name) for name in STYLES}
    style = max(weeks, key=lambda name: weeks[name])
    return style if weeks[style] else None


def _now(case: Case) -> Reason:
    """Say what the last weeks were."""
    heavy, moderate, light = (round(100 * part) for part in case.zones)
    load = f", at {100 * case.share:.0f} % of your best estimated 1RM on average" if np.isfinite(case.share) else ""
    sets = float(np.median(case.muscle_sets)) if len(case.muscle_sets) else float("nan")
    volume = (
        f" The middle muscle got {sets:.0f} fractional sets a week: a set counts whole for what it works directly, "
        "half for what it works indirectly."
        if np.isfinite(sets)
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
        muscle_sets=round(sets, 1),
        share_pct=round(100 * case.share) if np.isfinite(case.share) else 0,
    )


def _expected(plan: str, weeks: int, outcome: Outcome, top: list[str]) -> list[Reason]:
    """Say what a plan would add to both strength and size."""
    gains = []
    if top:
        gain = outcome.strength_pct
        lifts = ", ".join(top[:3]) + (f" and {len(top) - 3} more" if len(top) > 3 else "")
        text = f"After {weeks} weeks ({plan}), against carrying on as now: 1RM {_range(gain)} over {lifts}."
        gains.append(_reason(text, ["schoenfeld2017-1", "pelland2026-3"], weeks=weeks, plan=plan, **asdict(gain)))
    growth = outcome.size_pct
    if any(asdict(growth).values()):
        text = f"Muscle size: {_range(growth)} against carrying on, averaged over the muscles you train directly."
        gains.append(_reason(text, ["pelland2026-2", "schoenfeld2017-2"], **asdict(growth)))
    return gains


def _range(gain: Spread) -> str:
    """Put a middle and an 80 % interval into words."""
    low, middle, high = (f"{change + 0.0:+.1f}".replace("-", "−") for change in (gain.q10, gain.q50, gain.q90))
    return f"{middle} % (8 in 10 chance between {low} and {high} %)"


def _verdict(choice: PlanChoice, case: Case) -> Reason:
    """Say how sure the choice is."""
    weight = round(100 * case.strength_weight)
    alike = "strength and size alike" if weight == 50 else f"strength ({weight} %) and size ({100 - weight} %)"
    aim = {0: "size", 100: "strength"}.get(weight, alike)
    plan, chance = plan_words(choice.chosen.plan), f"{choice.chosen.p_best:.0%}"
    if choice.held_back:
        return _held_back(choice, aim)
    others = len(choice.equals)
    if not choice.chosen.place:
        text = (
            f"No clear difference: for {aim}, no plan can be trusted to add half a percent to carrying on as now. "
            "Choose what you like doing."
        )
    elif choice.equals:
        text = (
            f"For {aim}, {plan} and {others} other plan{'s' if others > 1 else ''} come out within half a percent of "
            f"each other: no clear difference. {_why_this(choice, weight)} Its chance of being the best is {chance}."
        )
    elif choice.is_clear:
        text = f"For {aim}, {plan} is the best of the plans compared with a chance of {chance}."
    else:
        text = f"For {aim}, {plan} comes out first, but with a chance of only {chance}: no clear difference."
    return _reason(
        text,
        [],
        plan=plan,
        strength_weight_pct=weight,
        p_best=round(choice.chosen.p_best, 2),
        p_worse=round(choice.chosen.p_worse, 2),
        equals=others,
    )


def _why_this(choice: PlanChoice, strength_weight_pct: int) -> str:
    """Say which of plans that are as good was taken; carrying on may be among them."""
    first, last = choice.chosen.plan[0].style, choice.chosen.plan[-1].style
    size_first = 0 < strength_weight_pct < 100 and (first, last) == ("hypertrophy", "strength")
    same = " Carrying on as now is one of them." if any(not other.place for other in choice.equals) else ""
    how = "It builds size first and ends with strength." if size_first else "It asks for the least change of habit."
    return how + same


def _held_back(choice: PlanChoice, aim: str) -> Reason:
    """Say why carrying on is advised whatever the plans promise."""
    top = choice.held_back == "top_sets"
    sets, most = (choice.workload.top_sets, MOST_TOP_SETS) if top else (choice.workload.lift_sets, MOST_LIFT_SETS)
    which = "The lifts that stand for your strength" if top else "Your lifts"
    toss_up = f"So what other plans promise for {aim} is taken for a toss-up: no clear difference. Carry on as now."
    if choice.held_back == "no_main":
        text = (
            "None of your lifts is a main one or has a target of yours, and what strength blocks do is known for such "
            f"lifts. {toss_up}"
        )
        return _reason(text, [])
    text = (
        f"{which} get {sets:.1f} sets a week each; plans that change something are advised up to {most:.0f}, a bound "
        f"found on simulated lifters. In trials 1RM flattens beyond {_flattening()}. {toss_up}"
    )
    return _reason(text, ["pelland2026-8"], sets_per_lift=round(sets, 1), most_sets=most)


def _easy_week() -> list[Reason]:
    """Say why the block begins with an easy week."""
    text = (
        f"Your last {ACUTE_DAYS // 7} weeks held at least {DUE - 1:.0%} more sets than usual, so the next block begins "
        f"with an easy week: half the sets. {EASY_WEEK_KNOWN}"
    )
    return [_reason(text, list(EASY_WEEK), weeks=ACUTE_DAYS // 7, above_pct=round(100 * (DUE - 1)))]


def _milestone(ahead: Projection | None, unit: str) -> list[Reason]:
    """Say how likely the next round load is."""
    if ahead is None:
        return []
    load = ahead.load_kg / (KG_PER_LB if unit == "lb" else 1.0)
    chances = "; ".join(f"{chance.weeks} weeks, {_chance(chance.p)}" for chance in ahead.chances)
    text = f"Next round load, {ahead.name} {load:g} {unit}, a projection and not a fact: {chances}."
    return [_reason(text, [], **asdict(ahead), load=round(load, 1), unit=unit)]


def _chance(p: float) -> str:
    """Say a probability; beyond the outermost quantiles only that it lies beyond."""
    if p <= 1 - SURE:
        return f"under {1 - SURE:.0%}"
    return f"over {SURE:.0%}" if p >= SURE else f"{p:.0%}"


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


def _limits(own_share: float) -> Reason:
    """Say where the difference comes from."""
    figures = _figures()
    own = round(100 * own_share)
    whence = f"to {100 - own} % from published trials, to {own} % from your own training"
    whence = whence if own else "from published trials, none of it from your own training yet"
    strength, size = (published.direct_comparisons()[outcome] for outcome in ("1RM", "muscle size"))
    untrained = figures["ahtiainen2016-1"]["value"].replace("+/-", "±")
    text = (
        f"The difference between styles comes {whence}. Few trials compare the styles themselves: {strength} for 1RM, "
        f"{size} for size; the others compare sets, loads or rests. People differ as well: half a year of training "
        f"raised the 1RM of untrained people by {untrained} %."
    )
    facts = {"own_pct": own, "trials_pct": 100 - own, "direct_1rm": strength, "direct_size": size}
    return _reason(text, ["ahtiainen2016-1"], own_share=round(own_share, 2), **facts)


def _flattening() -> str:
    """Say from how many sets on 1RM gains little: published sets are fractional, not those of the lift alone."""
    sets = _figures()["pelland2026-8"]["value"]
    return f"{sets} weekly sets, where sets of other exercises for the same muscles count half"
