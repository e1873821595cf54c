"""A block week by week: reps, reps in reserve and loads, from the current 1RM and how well it is known."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from models.blocks.dose import Dose
from models.blocks.picks import Pick
from models.blocks.plates import heaviest, loadable
from models.definitions import HEAVY_MOST_REPS, MODERATE_MOST_REPS, REP_DECAY, REP_POWER
from models.one_rm.rep_max import share_of_one_rm
from models.training.stimulus import USUAL_RIR

MOST_ABOVE_RECENT: Final = 1.15
"""An estimate from many reps errs by 10 % and more (evidence `mayhew2008-2`): loads stay near what was done."""

CAUTION: Final = 0.674
"""The first week's loads go by the lower quartile of the current 1RM, the last week's by its middle."""

STEP_BACK: Final = 0.9
"""The part of the usual load that no week goes below where it is done for as many reps already."""

EASILY_REPS: Final = 3
"""A load usually done for so many reps more is not too heavy for any week."""

MOST_SE: Final = 0.10
UNKNOWN_SE: Final = 0.05

TOP_REPS: Final = (3, 1)
HEAVY_REPS: Final = (5, 3)
SLOW_HEAVY_REPS: Final = (6, 4)
"""Of heavy work whose loads go in large steps of the whole."""
MODERATE_REPS: Final = {"compound": (10, 8), "isolation": (15, 12)}
MOST_REPS: Final = 20
REPS_MORE: Final = 5
"""So many reps more may a load be done for that is lighter than wanted."""
ENDS_REPS: Final = 30
"""Reps to which the heaviest load at hand is done at most."""
COARSE: Final = 0.05
"""Part by which a load that can be made may lie off what is wanted before reps make up for it."""

PEAK_REPS: Final = (3, 2, 1, 1)
PEAK_RIR: Final = (2.0, 2.0, 2.0, 3.0)
"""The last weeks before a meet: triples, doubles, singles, and in the last one singles like the opener."""

REP_GAINED_WEEKS: Final = 4
"""Weeks in which body-weight sets are expected to grow by a rep, beside what less reserve gives."""


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """One dose week by week; loads in kg, None: by feel; rir None: as the lifter does, not logged."""

    sets: list[int]
    reps: list[int]
    rir: list[float] | None
    loads_kg: list[float] | None
    shares: list[float]


def rir_by_week(weeks: int, usual: float | None) -> list[float]:
    """Reps left in reserve: 3 to begin with, 2 on the way, 1 in the last week; else what is usual, where it is less."""
    if usual is not None and usual < USUAL_RIR:
        return [usual] * weeks
    rir = [3.0, *[2.0] * (weeks - 1)]
    return [*rir[:-1], 1.0] if weeks > 1 else rir


def reps_by_week(dose: Dose, weeks: int) -> list[int]:
    """Fewer reps from week to week, so that loads can rise."""
    pick = dose.pick
    if dose.kind == "top":
        first, last = TOP_REPS
    elif dose.reps <= HEAVY_MOST_REPS:
        first, last = HEAVY_REPS if pick.may_be_heavy else SLOW_HEAVY_REPS
    else:
        first, last = MODERATE_REPS["compound" if pick.compound else "isolation"]
    return [round(first + (last - first) * week / max(weeks - 1, 1)) for week in range(weeks)]


def week_by_week(dose: Dose, sets: list[int], unit: str, load_parts: Sequence[float], *, peaks: bool = False) -> Weeks:
    """Write one dose of a style week by week.

    Parameters
    ----------
    dose : Dose
    sets : list of int
        Per session, by week.
    unit : {'kg', 'lb'}
    load_parts : sequence of float
        Parts of the loads by week: below 1 after a break.
    peaks : bool
        A lift of the competition that the block ends with.

    Returns
    -------
    Weeks
        Loads never fall from week to week while reps do not rise; by feel where the 1RM is not known.
    """
    pick, weeks = dose.pick, len(sets)
    rir = rir_by_week(weeks, dose.rir)
    reps = reps_by_week(dose, weeks)
    if peaks:
        last = min(weeks, len(PEAK_REPS))
        reps[weeks - last :] = PEAK_REPS[-last:]
        rir[weeks - last :] = PEAK_RIR[-last:]
    loads_kg = None
    if pick.load_kind != "external":
        reps = _reps_of_the_body(dose, rir)
    elif math.isfinite(pick.now_kg):
        loads_kg = _loads(dose, reps, rir, unit, load_parts, peaks=peaks)
    return Weeks(sets=sets, reps=reps, rir=rir, loads_kg=loads_kg, shares=_shares(reps, rir, pick.family, load_parts))


def _loads(
    dose: Dose, reps: list[int], rir: Sequence[float], unit: str, load_parts: Sequence[float], *, peaks: bool
) -> list[float]:
    """Loads by week in kg; where one cannot be made nearly as wanted, `reps` make up for it."""
    pick, weeks = dose.pick, len(reps)
    loads: list[float] = []
    fewest, most = _reps_allowed(dose, reps)
    for week, part in enumerate(load_parts):
        now_kg = _now_kg(pick, caution=1 - week / max(weeks - 1, 1))
        wanted = share_at(reps[week] + rir[week], pick.family) * now_kg
        made = loadable(part * _load_kg(pick, wanted, reps[week]), unit, pick.loaded_with, pick.tool)
        if loads and not peaks:
            made = max(made, loads[-1])
        loads.append(made)
        if not peaks and abs(made / (part * wanted) - 1) > COARSE:
            at_it = round(reps_to_failure_at(made / (part * now_kg), pick.family) - rir[week])
            ends = pick.tool is not None and made >= heaviest(pick.tool)
            reps[week] = min(max(at_it, fewest), ENDS_REPS if ends else most)
    return loads


def week_by_week_as_done(dose: Dose, sets: list[int], unit: str, load_parts: Sequence[float]) -> Weeks:
    """Write one dose week by week as the lifter does it: the usual reps and load, and reserve where it is logged."""
    pick = dose.pick
    usual = float(dose.rir) if dose.rir is not None else USUAL_RIR
    share = dose.share if math.isfinite(dose.share) else share_at(dose.reps + usual, pick.family)
    load = _usual_load_kg(pick, dose)
    if dose.rir is not None and math.isfinite(pick.rir) and dose.rir < pick.rir:
        nearer = share_at(dose.reps + dose.rir, pick.family) / share_at(dose.reps + pick.rir, pick.family)
        share, load = min(share * nearer, 1.0), None if load is None else load * nearer
    made = {part: loadable(part * load, unit, pick.loaded_with, pick.tool) for part in set(load_parts)} if load else {}
    return Weeks(
        sets=sets,
        reps=[dose.reps] * len(sets),
        rir=None if dose.rir is None else [_half(dose.rir)] * len(sets),
        loads_kg=[made[part] for part in load_parts] if made else None,
        shares=[part * share for part in load_parts],
    )


@lru_cache(maxsize=512)
def share_at(reps_to_failure: float, family: str) -> float:
    """Share of 1RM for so many reps to failure: the few that blocks have, kept."""
    return float(share_of_one_rm(reps_to_failure, family))


def reps_to_failure_at(share: float, family: str) -> float:
    """Reps to failure with a share of 1RM: the rep curve read from the other side.

    Examples
    --------
    >>> round(reps_to_failure_at(share_at(8.0, "general"), "general"), 6)
    8.0
    """
    decline = max(-math.log(min(share, 1.0)), 0.0) / REP_DECAY[family]
    return 1.0 + math.pow(decline, 1 / REP_POWER)


def most_reps(pick: Pick) -> float:
    """Reps that a body-weight exercise is good for now: by its 1RM, else two more than usual; NaN where never done."""
    if math.isfinite(pick.now_kg) and math.isfinite(pick.usual_load_kg) and pick.usual_load_kg > 0:
        by_max = reps_to_failure_at(pick.usual_load_kg / pick.now_kg, pick.family)
        return max(by_max, pick.usual_reps) if math.isfinite(pick.usual_reps) else by_max
    return pick.usual_reps + USUAL_RIR


def _reps_of_the_body(dose: Dose, rir: Sequence[float]) -> list[int]:
    """Reps where the load is the body's: what can be done less the reserve, and a rep more from time to time."""
    most = most_reps(dose.pick)
    if not math.isfinite(most):
        return [max(1, dose.reps - round(left)) + week // 2 for week, left in enumerate(rir)]
    return [max(1, round(most - left)) + (week + 1) // REP_GAINED_WEEKS for week, left in enumerate(rir)]


def _shares(reps: Sequence[int], rir: Sequence[float], family: str, load_parts: Sequence[float]) -> list[float]:
    """Shares of 1RM by week, by the rep curve."""
    return [part * share_at(r + left, family) for r, left, part in zip(reps, rir, load_parts, strict=True)]


def _reps_allowed(dose: Dose, reps: Sequence[int]) -> tuple[int, int]:
    """Fewest and most reps that a load other than wanted may be done for."""
    if dose.heavy:
        return min(reps), max(reps)
    most = MODERATE_MOST_REPS if dose.pick.compound else MOST_REPS
    return max(min(reps) - 2, HEAVY_MOST_REPS + 1), min(max(reps) + REPS_MORE, most)


def _now_kg(pick: Pick, *, caution: float) -> float:
    """The 1RM that loads go by: the less sure, the lower at first."""
    spread = pick.now_se_kg / pick.now_kg if math.isfinite(pick.now_se_kg) else UNKNOWN_SE
    return pick.now_kg * math.exp(-CAUTION * caution * min(spread, MOST_SE))


def _load_kg(pick: Pick, load: float, reps: int) -> float:
    """A load not far above what was lifted lately nor below what is done for more reps."""
    if math.isfinite(pick.top_load_kg):
        load = min(load, MOST_ABOVE_RECENT * pick.top_load_kg)
    if not math.isfinite(pick.usual_load_kg) or pick.usual_reps < reps:
        return load
    return max(load, pick.usual_load_kg * (1.0 if pick.usual_reps >= reps + EASILY_REPS else STEP_BACK))


def _usual_load_kg(pick: Pick, dose: Dose) -> float | None:
    """The usual load of these sets; None by feel."""
    usual = pick.usual_load_kg
    if len(pick.zones) > 1 and math.isfinite(dose.share) and math.isfinite(pick.now_kg):
        usual = dose.share * pick.now_kg
    return float(usual) if pick.load_kind == "external" and math.isfinite(usual) and usual > 0 else None


def _half(rir: float) -> float:
    """A reserve to half a rep."""
    return round(2 * float(rir)) / 2
