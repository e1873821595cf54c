"""The week as the lifter trains now, in whole days and sets: every exercise, totals kept over the block."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from models.blocks.dose import Dose
from models.blocks.picks import Pick, Zone
from models.definitions import HEAVY_MOST_REPS

FEWEST_SETS: Final = 0.34
"""Sets a week below which a zone of reps goes into the next one: two in a block of six weeks."""
FEWEST_ISOLATION_SETS: Final = 1.0
HEAVIER: Final = 1.03
"""By so much at least the load of top sets is above that of the others."""
UNKNOWN_REPS: Final = 8


def carried_on(picks: Iterable[Pick], sessions: int) -> list[Dose]:
    """List each exercise of the usual week, in each zone of reps that it is done in."""
    return [dose for pick in picks if pick.sets_per_week > 0 for dose in _as_done(pick, sessions)]


def _as_done(pick: Pick, sessions: int) -> list[Dose]:
    """Write down one exercise: the heaviest zone as top sets where there are several."""
    zones = _merged(pick)
    days = min(max(1, round(pick.days)), sessions)
    doses = []
    for place, zone in enumerate(zones):
        part = min(1.0, pick.days) if len(zones) == 1 or zone.sets >= pick.days else min(1.0, zone.sets)
        often = min(days, max(1, round(zone.sets)))
        doses.append(
            Dose(
                pick=pick,
                days=often,
                sets=max(zone.sets / often / part, 1.0) if part < 1 else zone.sets / often,
                reps=max(1, round(float(zone.reps))) if np.isfinite(zone.reps) else UNKNOWN_REPS,
                rest_s=round(float(pick.rest_s)) if np.isfinite(pick.rest_s) else None,
                kind="top" if place == 0 and _are_top(pick, zones) else "work",
                part_of_weeks=part,
                is_as_done=True,
                rir=float(pick.rir) if np.isfinite(pick.rir) else None,
                share=zone.share,
            )
        )
    return doses


def _are_top(pick: Pick, zones: list[Zone]) -> bool:
    """Tell whether the first zone's sets are top sets: of a compound exercise, few reps, heavier than the others."""
    if len(zones) < 2 or not pick.compound or zones[0].reps > HEAVY_MOST_REPS:
        return False
    return not zones[0].share < HEAVIER * zones[1].share


def _merged(pick: Pick) -> list[Zone]:
    """Put a zone of hardly any sets to its neighbour: of an isolation exercise it is the last set of a hard day."""
    kept: list[Zone] = []
    fewest = FEWEST_SETS if pick.compound else FEWEST_ISOLATION_SETS
    for zone in pick.zones:
        small = kept and min(zone.sets, kept[-1].sets) < fewest
        kept = [*kept[:-1], _together(kept[-1], zone)] if small else [*kept, zone]
    return kept


def _together(first: Zone, then: Zone) -> Zone:
    """One zone of two: reps and share of the larger, so that sets stay in a zone that is trained."""
    most = max(first, then, key=lambda zone: zone.sets)
    return Zone(first.sets + then.sets, most.reps, most.share)
