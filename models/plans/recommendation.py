"""Which plan next, how sure that is, and why: forecasts turned into advice, never surer than the forecasts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.outlook.lifts import HELD, LiftOutlook
from models.outlook.styles import COLUMNS, HORIZONS, quantiles_of
from models.outlook.what_matters import CLEAR_GAIN_PCT
from models.plans import evidence, reasons
from models.plans.advice import Expected, GivesUp, Outcome, PlannedBlock, Recommendation, spread_of
from models.plans.choice import PlanChoice, PlanOutlook, Rated, best_chances, choose
from models.plans.milestone import Projection, milestones, nearest, next_round
from models.plans.outlooks import Followed, Prospects, followed
from models.plans.situation import Case
from models.plans.targets import target_outlooks
from models.plans.verdict import changes
from models.training.block import PEAK, Plan, told_parts
from models.training.style import ALL_STYLES, AS_NOW, STYLES

Floats = NDArray[np.floating]

OTHERS: Final = 0.5
"""What of the other goal a plan must give up in points to have it said."""


@dataclass(frozen=True, kw_only=True)
class Advised:
    """Advice for one lifter, and what the plan does to every lift and muscle, these in the order of their draws."""

    recommendation: Recommendation
    case: Case
    muscles: list[str]
    followed: Followed


def advise(ahead: Prospects, today: date, *, pick: str = "") -> list[Advised]:
    """Advise every lifter of some prospects.

    `pick` is the plan to follow, as `choice.kind_key` names it, where another than the one advised is asked for.
    """
    choices = [
        choose(outlook, must_change=horizon.competition).picking(pick)
        for outlook, horizon in zip(ahead.ahead, ahead.horizons, strict=True)
    ]
    each = followed(ahead, [choice.chosen.plan for choice in choices])
    names = ahead.muscles.keys["muscle"].tolist()
    found = []
    for place, (choice, one) in enumerate(zip(choices, each, strict=True)):
        case = ahead.cases[place]
        muscles = [str(names[row]) for row in case.muscles]
        recommendation = _recommend(ahead, place, choice, one, muscles, today)
        found.append(Advised(recommendation=recommendation, case=case, muscles=muscles, followed=one))
    return found


def _recommend(
    ahead: Prospects, place: int, choice: PlanChoice, plan: Followed, muscles: list[str], today: date
) -> Recommendation:
    """Put one lifter's advice together; `muscles` are in the order of their draws."""
    case, outlook = ahead.cases[place], ahead.ahead[place]
    option = ahead.menus[place][choice.chosen.plan[0].style]
    as_now = ahead.lifts.kg_as_now[case.rows]
    expected = Expected(
        horizon_weeks=outlook.weeks,
        strength_pct={name: spread_of(draws) for name, draws in _by_style(outlook, outlook.strength).items()},
        size_pct={name: spread_of(draws) for name, draws in _by_style(outlook, outlook.size).items()},
        p_best={name: round(p, 2) for name, p in chances_of_best(_by_style(outlook, outlook.score)).items()},
        plan_weeks=outlook.weeks,
        plan=_outcome(choice.chosen, outlook, choice),
        other=_outcome(choice.others[0], outlook, choice) if choice.others else None,
        strength_weight=round(case.strength_weight, 2),
        lifts=list(case.top["exercise_id"]),
        is_clear=choice.is_clear,
        milestone=next_milestone(case, plan.kg),
        changes=changes(case, option.rows, muscles, plan, turns=_turns(choice.chosen.plan)),
        targets=target_outlooks(
            case.wishes.goal.targets,
            _records(case.forecast_lifts) if case.wishes.goal.targets else [],
            plan.kg,
            as_now,
            today=today,
            plan_weeks=outlook.weeks,
            unit=case.unit,
        ),
    )
    why = reasons.reasons(choice, expected=expected, case=case, own_share=_own_share(ahead.lifts, case))
    return Recommendation(
        lifter=case.lifter,
        goal=case.goal,
        style=choice.style,
        plan=_blocks(choice.chosen.plan),
        alternatives=[_outcome(other, outlook, choice) for other in choice.others],
        p_best=round(choice.chosen.p_best, 2),
        expected=expected,
        next_block=option.block,
        reasons=why,
        evidence=evidence.citations(name for reason in why for name in reason.evidence),
    )


def _turns(plan: Plan) -> bool:
    """Tell whether a plan goes on with another week than it begins with."""
    return len({block.style for block in plan}) > 1


def _own_share(lifts: LiftOutlook, case: Case) -> float:
    """How much of strength against hypertrophy rests on the lifter's own blocks, over their lifts."""
    return float(lifts.own_share[case.rows].mean()) if len(case.rows) else 0.0


def _by_style(outlook: PlanOutlook, draws: Floats) -> dict[str, Floats]:
    """The draws of each style trained throughout, up to a competition's own block, and of carrying on: no change."""
    found = {AS_NOW: np.zeros(draws.shape[1], dtype=np.float32)}
    for place, plan in enumerate(outlook.plans):
        names = {block.style for block in plan} - {PEAK} or {"strength"}
        if len(names) == 1 and (name := next(iter(names))) in STYLES:
            found[name] = draws[place]
    return {name: found[name] for name in ALL_STYLES if name in found}


def chances_of_best(score: Mapping[str, Floats]) -> dict[str, float]:
    """Each style's probability of being the best choice for the whole time.

    Carrying on counts as best unless another style adds at least `CLEAR_GAIN_PCT`.
    """
    table = np.stack([draws + (CLEAR_GAIN_PCT if name == AS_NOW else 0.0) for name, draws in score.items()])
    return dict(zip(score, best_chances(table), strict=True))


def next_milestone(case: Case, kg: Floats) -> Projection | None:
    """Next milestone of a lifter's foremost lifts under the plan; None without a forecast lift.

    `kg`, shape (n, h, 7), are the quantiles of the lifts that are forecast.
    """
    foremost = set(case.top["exercise_id"])
    top = {row: lift for row, lift in enumerate(_records(case.forecast_lifts)) if lift["exercise_id"] in foremost}
    if not top:
        return None
    loads = np.array([next_round(float(lift["now_kg"]), case.unit) for lift in top.values()])
    chosen = nearest(milestones(list(top.values()), kg[list(top)], loads))
    return chosen.projection() if chosen else None


def _records(lifts: pd.DataFrame) -> list[dict[str, Any]]:
    """Each lift's id, name and current 1RM."""
    named = zip(*(lifts[name].tolist() for name in ("exercise_id", "name", "now_kg")), strict=True)
    return [{"exercise_id": key, "name": name, "now_kg": now_kg} for key, name, now_kg in named]


def _outcome(rated: Rated, ahead: PlanOutlook, choice: PlanChoice) -> Outcome:
    """One plan and what it would add to carrying on, at its end."""
    return Outcome(
        blocks=_blocks(rated.plan),
        p_best=round(rated.p_best, 2),
        p_worse=round(rated.p_worse, 2),
        is_equal=rated in choice.close,
        strength_pct=spread_of(ahead.strength[rated.place]),
        size_pct=spread_of(ahead.size[rated.place]),
        gives_up=_gives_up(rated, ahead, choice.chosen),
    )


def _gives_up(rated: Rated, ahead: PlanOutlook, chosen: Rated) -> GivesUp:
    """What a plan gives up against the one chosen, and what it has for it."""
    strength, size = (
        round(float(np.median(draws[rated.place] - draws[chosen.place])), 1) + 0.0
        for draws in (ahead.strength, ahead.size)
    )
    gaps = {"1RM": strength, "size": size}
    less = [f"{-gap:.1f} % less {what}" for what, gap in gaps.items() if gap <= -OTHERS]
    more = [f"{gap:.1f} % more {what}" for what, gap in gaps.items() if gap >= OTHERS]
    return GivesUp(text=", ".join([*less, *more]), strength_pct=strength, size_pct=size)


def _blocks(plan: Plan) -> list[PlannedBlock]:
    """Write a plan's blocks: what each is and what follows it; a competition's block with its taper apart."""
    blocks = [part for block in plan for part in told_parts(block)]
    ends = "compete" if plan[-1].style == PEAK else "reassess"
    return [
        PlannedBlock(style=style, weeks=weeks, then=ends if place == len(blocks) - 1 else "")
        for place, (style, weeks) in enumerate(blocks)
    ]


def plan_rows(
    advised: Sequence[Advised], lifts: LiftOutlook, best_kg: Floats, cutoffs: pd.Series
) -> dict[str, pd.DataFrame]:
    """Write what each lifter's plan does to all lifts and muscles: the tables `plan_forecasts` and `plan_sizes`.

    `best_kg`, shape (n, h, 7), are quantiles of the best of four weeks as now, of all lifts.
    """
    if not advised:
        return {"plan_forecasts": pd.DataFrame(), "plan_sizes": pd.DataFrame()}
    rows, kg = _by_horizon([(one.case.rows, one.followed.kg) for one in advised])
    best = best_kg.swapaxes(0, 1)[rows[:, 0], rows[:, 1]] * kg / lifts.kg_as_now.swapaxes(0, 1)[rows[:, 0], rows[:, 1]]
    forecasts = lifts.keys.iloc[rows[:, 1]][["lifter", "exercise_id", "cutoff", "best_kg", "now_kg", "now_se_kg"]]
    forecasts = forecasts.reset_index(drop=True).assign(horizon_weeks=np.array(HORIZONS)[rows[:, 0]])
    forecasts[list(COLUMNS)] = kg
    for column in HELD:
        forecasts[f"best_{column}"] = best[:, COLUMNS.index(column)]
    growth = [quantiles_of(np.swapaxes(one.followed.size_pct, 1, 2)) for one in advised]
    named = [name for one in advised for name in one.muscles]
    whose = np.repeat([one.case.lifter for one in advised], [len(one.muscles) for one in advised])
    ends = np.cumsum([0, *(len(one.muscles) for one in advised)])
    rows, changes = _by_horizon([(np.arange(a, b), part) for a, b, part in zip(ends, ends[1:], growth, strict=False)])
    sizes = pd.DataFrame({"muscle": np.array(named, dtype=object)[rows[:, 1]], "lifter": whose[rows[:, 1]]})
    sizes = sizes.assign(cutoff=sizes["lifter"].map(cutoffs), horizon_weeks=np.array(HORIZONS)[rows[:, 0]])
    sizes[list(COLUMNS)] = changes
    return {"plan_forecasts": forecasts, "plan_sizes": sizes}


def _by_horizon(parts: Sequence[tuple[NDArray[np.intp], Floats]]) -> tuple[NDArray[np.intp], Floats]:
    """Put lifters' rows one after another, horizon by horizon: the places of horizon and row, and the quantiles."""
    places = [
        np.stack([np.repeat(np.arange(len(HORIZONS)), len(rows)), np.tile(rows, len(HORIZONS))], axis=1)
        for rows, _ in parts
    ]
    return np.concatenate(places), np.concatenate([kg.swapaxes(0, 1).reshape(-1, len(COLUMNS)) for _, kg in parts])
