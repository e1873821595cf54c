"""An exercise as the lifter does it, week by week: whole sets, so that totals over the block are kept."""

import numpy as np

from models.blocks.dose import Dose
from models.blocks.plates import loadable
from models.blocks.progression import Weeks
from models.blocks.repertoire import Pick
from models.one_rm.rep_max import share_of_one_rm
from models.training.stimulus import USUAL_RIR

_ALMOST = 1e-9


def weeks_as_done(dose: Dose, unit: str, weeks: int, turn: float) -> Weeks:
    """Write one dose week by week; `turn` shifts which weeks an exercise that takes turns with others stands in."""
    pick = dose.pick
    there = _spread(dose.part_of_weeks, weeks, turn)
    counts = _spread(dose.sets, sum(there), 0.5)
    sets = [counts.pop(0) if has else 0 for has in there]
    if not any(sets):
        sets[0] = max(1, round(float(dose.sets)))
    share = (
        dose.share
        if np.isfinite(dose.share)
        else float(share_of_one_rm(dose.reps + (USUAL_RIR if dose.rir is None else dose.rir), pick.family))
    )
    load = _load_kg(pick, dose, unit)
    return Weeks(
        sets=sets,
        reps=[dose.reps] * weeks,
        rir=None if dose.rir is None else [_half(dose.rir)] * weeks,
        loads_kg=None if load is None else [load] * weeks,
        shares=[share] * weeks,
    )


def _spread(amount: float, weeks: int, start: float) -> list[int]:
    """Whole numbers by week whose mean is as near to an amount as can be."""
    total = round(float(amount) * weeks)
    if not weeks:
        return []
    steps = np.floor((np.arange(weeks + 1) * total) / weeks + start % 1 + _ALMOST)
    return [int(step) for step in np.diff(steps)]


def _load_kg(pick: Pick, dose: Dose, unit: str) -> float | None:
    """The usual load of these sets, as plates make it; None by feel."""
    usual = pick.usual_load_kg
    if np.isfinite(dose.share) and len(pick.zones) > 1 and np.isfinite(pick.now_kg):
        usual = dose.share * pick.now_kg
    if pick.load_kind != "external" or not np.isfinite(usual) or usual <= 0:
        return None
    return loadable(usual, unit, pick.loaded_with, pick.tool)


def _half(rir: float) -> float:
    """A reserve to half a rep."""
    return round(2 * float(rir)) / 2
