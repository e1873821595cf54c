"""What a plan does to each lift and each muscle: what changes, what that is worth, and how likely it is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.blocks.picks import muscle_credits
from models.outlook.what_matters import CLEAR_GAIN_PCT, LIKELY
from models.plans.advice import Change, Spread, spreads_of
from models.plans.outlooks import Followed
from models.plans.situation import Case
from models.response.trials import MISLED
from models.training.week import SETS

Floats = NDArray[np.floating]

HEAVY: Final = "heavy_sets"
A_SET: Final = 0.75
"""Weekly sets by which a week must differ from now for the difference to be told."""


def changes(
    case: Case, week: Sequence[Mapping[str, Any]], muscles: Sequence[str], ahead: Followed, *, turns: bool = False
) -> list[Change]:
    """Go through a lifter's lifts and muscles.

    Parameters
    ----------
    case : Case
    week : sequence of mappings
        The week of the plan's first block: a row an exercise.
    muscles : sequence of str
        In the order of the draws.
    ahead : Followed
    turns : bool
        The plan goes on with another week than the first block's.

    Returns
    -------
    list of Change
        Lifts that stand for strength first, then other lifts, then muscles; within each what gains most.
    """
    top = set(case.top["exercise_id"])
    columns = ("exercise_id", "days", *SETS)
    now = zip(*(case.lifts[name].tolist() for name in columns), strict=True)
    before = _doses(dict(zip(columns, row, strict=True)) for row in now)
    after = _doses(week)
    named = zip(case.forecast_lifts["exercise_id"], case.forecast_lifts["name"], strict=True)
    lifts, gains = [], spreads_of(ahead.strength_pct)
    for place, (key, name) in enumerate(named):
        doses = (before.get(key, _Dose(0.0)), after.get(key, _Dose(0.0)))
        draws, muscle = ahead.strength_pct[place], ahead.muscle_part_pct[place]
        lifts.append(_change("lift", str(key), str(name), *doses, gains[place], draws, muscle, turns=turns))
    sets_now, sets_then = _by_muscle(before), _by_muscle(after)
    grown = [
        _change(
            "muscle",
            name,
            name.replace("_", " "),
            _Dose(sets_now.get(name, 0.0)),
            _Dose(sets_then.get(name, 0.0)),
            gain,
            draws,
        )
        for name, gain, draws in zip(muscles, spreads_of(ahead.size_points), ahead.size_points, strict=True)
    ]
    lifts.sort(key=lambda one: (one.subject not in top, -one.gain.q50))
    return [*lifts, *sorted(grown, key=lambda one: -one.gain.q50)]


class _Dose(NamedTuple):
    """Weekly sets, those that are heavy, and days."""

    sets: float
    heavy: float = 0.0
    days: float = 0.0


def _doses(week: Iterable[Mapping[str, Any]]) -> dict[str, _Dose]:
    """What is done of each lift."""
    return {
        str(row["exercise_id"]): _Dose(
            sum(_known(row[name]) for name in SETS), heavy=_known(row[HEAVY]), days=_known(row["days"])
        )
        for row in week
    }


def _known(value: float) -> float:
    """A figure, 0 where it is not known."""
    return 0.0 if value != value else float(value)  # noqa: PLR0124 (what is no number differs from itself)


def _by_muscle(doses: Mapping[str, _Dose]) -> dict[str, float]:
    """Weekly fractional sets by muscle."""
    sums: dict[str, float] = {}
    for key, dose in doses.items():
        for muscle, credit in muscle_credits().get(key, {}).items():
            sums[muscle] = sums.get(muscle, 0.0) + credit * dose.sets
    return sums


def _change(
    kind: Literal["lift", "muscle"],
    subject: str,
    name: str,
    now: _Dose,
    then: _Dose,
    gain: Spread,
    draws: Floats,
    muscle_part: Floats | None = None,
    *,
    turns: bool = False,
) -> Change:
    """Judge one lift or muscle."""
    better = float((1 - MISLED) * (draws > 0).mean() + MISLED / 2)
    verdict = _verdict(gain.q50, better)
    grown = gain.q50 if muscle_part is None else round(float(np.median(muscle_part)), 1)
    told = f"{'at first ' if turns else ''}{_dose(now, then)}. {_worth(kind, gain.q50, verdict)}."
    return Change(
        kind=kind,
        subject=subject,
        name=name,
        sets_now=round(now.sets, 1),
        sets_then=round(then.sets, 1),
        heavy_now=round(now.heavy, 1),
        heavy_then=round(then.heavy, 1),
        days_now=round(now.days, 1),
        days_then=round(then.days, 1),
        gain=gain,
        p_better=round(better, 2),
        neural_pct=round(gain.q50 - grown, 1),
        muscle_pct=grown,
        verdict=verdict,
        text=f"{name[:1].upper()}{name[1:]}: {told}",
    )


def _verdict(middle: float, better: float) -> str:
    """Judge a gain by its middle and how likely it is one."""
    if abs(middle) < CLEAR_GAIN_PCT:
        return "even"
    if middle < 0:
        return "costs"
    return "likely" if better >= LIKELY else "perhaps"


def _dose(now: _Dose, then: _Dose) -> str:
    """Say what changes: sets a week, heavy ones, days."""
    before, after = (_Dose(*map(round, dose)) for dose in (now, then))
    if not then.sets:
        return "left out"
    if before == after or max(abs(new - old) for new, old in zip(then, now, strict=True)) < A_SET:
        return "as it is"
    told = f"{after.sets} sets a week" + ("" if before.sets == after.sets else f" instead of {before.sets}")
    if after.days != before.days:
        told += f", on {after.days} day{'s' if after.days != 1 else ''} instead of {before.days or 'fewer than one'}"
    if after.heavy != before.heavy:
        told += f", {after.heavy or 'none'} of them heavy instead of {before.heavy or 'none'}"
    return told


def _worth(kind: str, middle: float, verdict: str) -> str:
    """Say what it is worth."""
    what = "1RM" if kind == "lift" else "size"
    if verdict == "even":
        return f"About the same {what} either way"
    amount = f"{abs(middle):.1f} % {'more' if middle > 0 else 'less'} {what} than carrying on"
    return {"likely": "Likely ", "perhaps": "Perhaps ", "costs": ""}[verdict] + amount
