"""A block week by week: reps, reps in reserve and loads, from the current 1RM and how well it is known."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.blocks.plates import heaviest, loadable
from models.blocks.repertoire import Pick
from models.one_rm.rep_max import share_of_one_rm

MOST_ABOVE_RECENT: Final = 1.15
"""An estimate from many reps errs by 10 % and more (evidence `mayhew2008-2`): loads stay near what was done."""

CAUTION: Final = 0.674
"""The first week's loads go by the lower quartile of the current 1RM, the last week's by its middle."""

STEP_BACK: Final = 0.9
"""The part of the usual load that no week goes below where it is done for as many reps already."""

MOST_SE: Final = 0.10
UNKNOWN_SE: Final = 0.05
RIR: Final = {"first": 3, "usual": 2, "last": 1}
HEAVY_REPS: Final = (5, 3)
MODERATE_REPS: Final = {"compound": (10, 8), "isolation": (15, 12)}
HEAVY_ISOLATION_REPS: Final = 6
MOST_REPS: Final = 20


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """One exercise week by week; loads in kg, None: by feel."""

    sets: list[int]
    reps: list[int]
    rir: list[float] | None
    loads_kg: list[float] | None
    shares: list[float]


def reps_of(pick: Pick, *, heavy: bool, week: int, weeks: int) -> int:
    """Reps of a week: fewer from week to week, so that loads can rise."""
    if heavy and not pick.compound:
        return HEAVY_ISOLATION_REPS
    first, last = HEAVY_REPS if heavy else MODERATE_REPS["compound" if pick.compound else "isolation"]
    return round(first + (last - first) * week / max(weeks - 1, 1))


def rir_of(week: int, weeks: int) -> int:
    """Reps left in reserve: 3 to begin with, 2 on the way, 1 in the last week."""
    if week == 0:
        return RIR["first"]
    return RIR["last"] if week == weeks - 1 and weeks > 1 else RIR["usual"]


def week_by_week(pick: Pick, *, heavy: bool, sets: int, weeks: int, unit: str, ramps: bool) -> Weeks:
    """Write one exercise week by week.

    Parameters
    ----------
    pick : Pick
    heavy : bool
        Up to 5 reps.
    sets : int
        Per session.
    weeks : int
    unit : {'kg', 'lb'}
    ramps : bool
        Begin with a set less, for more sets than the lifter is used to.

    Returns
    -------
    Weeks
        Loads never fall from week to week while reps do not rise; by feel where the 1RM is not known.
    """
    reps = [reps_of(pick, heavy=heavy, week=week, weeks=weeks) for week in range(weeks)]
    rir: list[float] = [rir_of(week, weeks) for week in range(weeks)]
    count = [max(1, sets - (ramps and week == 0 and sets > 2)) for week in range(weeks)]
    if pick.load_kind == "bodyweight" and np.isfinite(pick.usual_reps):
        reps = [max(1, min(each, round(pick.usual_reps))) for each in reps]
    shares = [float(share_of_one_rm(r + left, pick.family)) for r, left in zip(reps, rir, strict=True)]
    if pick.load_kind != "external" or not np.isfinite(pick.now_kg):
        return Weeks(sets=count, reps=reps, rir=rir, loads_kg=None, shares=shares)
    loads, made = [], 0.0
    for week in range(weeks):
        wanted = _load_kg(pick, shares[week], reps[week], caution=1 - week / max(weeks - 1, 1))
        made = max(made, loadable(wanted, unit, pick.loaded_with, pick.tool))
        loads.append(made)
        if pick.tool is not None and wanted > made >= heaviest(pick.tool):
            reps[week] = _reps_for(pick, made, rir[week])
    return Weeks(sets=count, reps=reps, rir=rir, loads_kg=loads, shares=shares)


def _load_kg(pick: Pick, share: float, reps: int, *, caution: float) -> float:
    """Load at a share of 1RM, not far above what was lifted lately nor below what is done for more reps."""
    spread = pick.now_se_kg / pick.now_kg if np.isfinite(pick.now_se_kg) else UNKNOWN_SE
    now_kg = pick.now_kg * np.exp(-CAUTION * caution * min(spread, MOST_SE))
    most = MOST_ABOVE_RECENT * pick.top_load_kg if np.isfinite(pick.top_load_kg) else np.inf
    easily = pick.usual_reps >= reps + RIR["first"]
    least = pick.usual_load_kg * (1.0 if easily else STEP_BACK if pick.usual_reps >= reps else 0.0)
    return float(np.nanmax([min(now_kg * share, most), least]))


def _reps_for(pick: Pick, load_kg: float, rir: float) -> int:
    """Reps that make the heaviest load at hand hard enough."""
    shares = share_of_one_rm(np.arange(1, MOST_REPS + 1) + rir, pick.family)
    return int(np.argmin(np.abs(shares - load_kg / pick.now_kg))) + 1
