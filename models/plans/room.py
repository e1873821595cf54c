"""Whether a change of plan has something to add to what a lifter does: few sets leave room, many do not."""

from dataclasses import dataclass
from typing import Final

MOST_TOP_SETS: Final = 6.0
"""Weekly sets of each lift that stands for strength up to which a change of plan is advised for it. Of simulated
lifters above it, two in five lose by a strength block (`benchmarks/advice.py`), which is all it rests on: strength
flattens beyond 4-5 weekly sets in trials (evidence `pelland2026-8`), but those are fractional, with half the sets of
other exercises for the same muscles, so a lift's own sets are fewer."""

MOST_LIFT_SETS: Final = 5.0
"""The same over all lifts where strength and size are both wanted: beyond it one of both pays for the other."""


@dataclass(frozen=True, kw_only=True)
class Workload:
    """What is done now.

    Parameters
    ----------
    top_sets, lift_sets : float
        Weekly sets of a lift: over those that stand for strength, over all.
    has_main : bool
        Whether those that stand for strength hold a main lift or one with a target.
    """

    top_sets: float = 0.0
    lift_sets: float = 0.0
    has_main: bool = True


def held_back(now: Workload, strength_weight: float) -> str:
    """Say why a lifter had better carry on whatever the plans promise.

    Returns
    -------
    str
        'top_sets', 'lift_sets', 'no_main', or nothing where there is room. Sets are compared as they are shown.

    Examples
    --------
    >>> held_back(Workload(top_sets=9.0), 1.0), held_back(Workload(top_sets=9.0), 0.0)
    ('top_sets', '')
    """
    if 0 < strength_weight < 1:
        return "lift_sets" if round(now.lift_sets, 1) > MOST_LIFT_SETS else ""
    if strength_weight == 1:
        return "no_main" if not now.has_main else "top_sets" if round(now.top_sets, 1) > MOST_TOP_SETS else ""
    return ""
