"""Lines through the days of lifts, and the trends that follow where a lifter's lifts and what is usual count too.

A line is as sure as its days scatter, and less than they scatter alone: form, food and effort shift levels for weeks,
as far as the lifter's days show. What is expected before anything is seen is the usual gain, less after weeks off and
where a lift gets fewer sets than before. How far a lifter's lifts may go apart is read off these lifts themselves.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Places = NDArray[np.integer]

UNIT_DAYS: Final = 84
"""Trends are said per twelve weeks."""
LEAST_SPAN_DAYS: Final = 56

DAY_NOISE: Final = 0.04
"""SD (ln) of a day's best estimated 1RM around the trend before anything is seen: 3.3 % between tests (evidence
`openpowerlifting-1`), more where effort varies."""
LEAST_NOISE: Final = 0.0025
"""Days that do not scatter at all are as sure as this (ln): loads go by plates."""
NOISE_DAYS: Final = 4.5
"""How many days the usual scatter counts as, against a lifter's own, and the lifter's against the lift's own."""
SHIFT_DAYS: Final = 20.0
"""The same for how far levels shift: shifts are seen less well than scatter."""
REPS_SD: Final = 0.02
"""SD (ln) of what five more reps in the top set do to an estimate, within the lift's own range."""
LIFT_SHIFT: Final = 0.115
LIFTER_SHIFT: Final = 0.095
"""SD of what shifts of level that last for weeks do to a trend over twelve weeks where days scatter as usual, of each
lift and of all of a lifter's lifts at once; less over more, by the power 1.5 that errors of a slope fall with. Where
days scatter more or less, levels shift by as much more or less."""

USUAL_TREND: Final = 0.029
LIFTER_SD: Final = 0.0165
LIFT_SD: Final = 0.0065
"""Trends (ln per twelve weeks) before anything is seen, of lifters and of lifts within them. Lifters whose days scatter
more differ more. Raw powerlifters' totals rise by 8 % in the first year after a meet, with an SD of 10 % between people
(evidence `openpowerlifting-3`); all these constants are set so that chances come true on simulated lifters and what is
said goes on in logs (`benchmarks/alerts.py`)."""
RESTLESS_POWER: Final = 2.5
TAIL: Final = 1.0
"""Degrees of freedom of how lifters differ: some rise or fall far faster than most."""
APART_LIFTS: Final = 16.0
"""How many lifts `LIFT_SD` counts as, against how far the lifter's own go apart."""

LIFTER_SETS: Final = 0.008
LIFT_SETS: Final = 0.03
"""What e times the weekly sets of before adds to a trend, of the lifter and of the lift."""
FREE_DAYS: Final = 10
LOST_PER_DAY: Final = 0.002
LOST_SD: Final = 0.0014
"""What each further day on end without training takes off the trend before anything is seen, and its SD (no loss within
three weeks measured: evidence `ogasawara2011-1`); set on simulated lifters, whose strength fades as in evidence
`detraining-1`."""
ROUNDS: Final = 20


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Straight lines, one per lift: slope (ln per twelve weeks), its variance by scatter alone, and scatters.

    `shift` and `restless` are how far the lift's levels shift and the lifter's days scatter, as variances over the
    usual; `lifter` is the place of each lift's lifter.
    """

    slope: Floats
    variance: Floats
    shift: Floats
    restless: Floats
    lifter: Places


def fitted_lines(kept: pd.DataFrame, lift: Places, lifter: Places) -> Lines:
    """Fit level, slope and rep effect of each lift.

    Parameters
    ----------
    kept : frame, one row per judged day
        ago, more_reps, log_one_rm.
    lift : ndarray of int
        The place of each row's lift.
    lifter : ndarray of int
        The place of each lift's lifter.
    """
    count = len(lifter)

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(lift, weights=values, minlength=count))

    days = total(np.ones(len(kept)))
    columns = (-kept["ago"] / UNIT_DAYS, kept["more_reps"] / 5, kept["log_one_rm"])
    t, reps, y = (value.to_numpy(float) - (total(value.to_numpy(float)) / days)[lift] for value in columns)
    tt, tr, rr, ty, ry = (total(a * b) for a, b in ((t, t), (t, reps), (reps, reps), (t, y), (reps, y)))
    noise = np.full(count, DAY_NOISE**2)
    left_days = np.maximum(days - 2, 0)
    for _ in range(2):
        moving, staying = rr + noise / REPS_SD**2, tt + 1e-6
        determinant = staying * moving - tr**2
        slope, rep_effect = (ty * moving - tr * ry) / determinant, (staying * ry - tr * ty) / determinant
        left = total((y - slope[lift] * t - rep_effect[lift] * reps) ** 2)
        own = np.log(left / np.maximum(left_days, 1) + LEAST_NOISE**2)
        by_lifter, seen = (np.bincount(lifter, weights=left_days * part) for part in (own, np.ones(count)))
        restless = ((NOISE_DAYS * np.log(DAY_NOISE**2) + by_lifter) / (NOISE_DAYS + seen))[lifter]
        noise = np.exp((NOISE_DAYS * restless + left_days * own) / (NOISE_DAYS + left_days))
        variance = noise * moving / determinant
    shift = np.exp((SHIFT_DAYS * restless + left_days * own) / (SHIFT_DAYS + left_days)) / DAY_NOISE**2
    return Lines(slope=slope, variance=variance, shift=shift, restless=np.exp(restless) / DAY_NOISE**2, lifter=lifter)


def pooled_trends(lines: Lines, lifts: pd.DataFrame) -> tuple[Floats, Floats]:
    """Draw lifts' trends towards their lifter's mean, and that towards what is expected; give means and SDs.

    Parameters
    ----------
    lines : Lines
    lifts : frame, a row per line
        span_days, off_days, more_lift_sets, more_lifter_sets.
    """
    lifter = lines.lifter

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(lifter, weights=values))

    off_days = np.maximum(lifts["off_days"].to_numpy(float) - FREE_DAYS, 0)
    expected = USUAL_TREND - LOST_PER_DAY * off_days
    expected += LIFTER_SETS * lifts["more_lifter_sets"].to_numpy(float)
    expected += LIFT_SETS * lifts["more_lift_sets"].to_numpy(float)
    beyond = lines.slope - expected
    shifts = lines.shift * (UNIT_DAYS / np.maximum(lifts["span_days"].to_numpy(float), LEAST_SPAN_DAYS)) ** 3
    variance = lines.variance + LIFT_SHIFT**2 * shifts
    count = total(np.ones(len(lifter)))
    shared = LIFTER_SHIFT**2 * total(shifts) / count
    restless = np.maximum(lines.restless, 1) ** RESTLESS_POWER
    between = LIFTER_SD**2 * total(restless) / count + (LOST_SD * total(off_days) / count) ** 2
    apart = _apart(beyond, variance, LIFT_SD**2 * restless, lifter)
    weight = 1 / (variance + apart)
    seen = total(weight * beyond) / total(weight)
    lift_wide: Floats = apart + (beyond - seen[lifter]) ** 2
    lifter_wide: Floats = between + seen**2
    for _ in range(ROUNDS):
        weight = 1 / (variance + lift_wide)
        error = 1 / total(weight) + shared
        lifter_variance = 1 / (1 / error + 1 / lifter_wide)
        mean = lifter_variance * total(weight * beyond) / total(weight) / error
        lifter_wide = _widened(between, mean, lifter_variance)
        error_of_own = variance + lifter_variance[lifter]
        own_variance = 1 / (1 / error_of_own + 1 / lift_wide)
        own = own_variance * (beyond - mean[lifter]) / error_of_own
        lift_wide = _widened(apart, own, own_variance)
    before = lift_wide + lifter_variance[lifter]
    after = 1 / (1 / variance + 1 / before)
    return expected + after * (beyond / variance + mean[lifter] / before), np.sqrt(after)


def _widened(usual: Floats, mean: Floats, variance: Floats) -> Floats:
    """The variance before anything is seen of one that may be far off: a step towards Student's t."""
    return np.asarray((TAIL * usual + mean**2 + variance) / (TAIL + 1))


def _apart(beyond: Floats, variance: Floats, usual: Floats, lifter: Places) -> Floats:
    """The variance of lifts' own trends: the usual, moved by how far the lifter's go apart beyond their errors."""

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(lifter, weights=values))

    weight = 1 / variance
    all_weight = total(weight)
    mean = total(weight * beyond) / all_weight
    others = total(np.ones(len(lifter))) - 1
    excess = np.maximum(total(weight * (beyond - mean[lifter]) ** 2) - others, 0)
    seen = excess / np.maximum(all_weight - total(weight**2) / all_weight, 1e-9)
    return np.asarray((APART_LIFTS * usual + (others * seen)[lifter]) / (APART_LIFTS + others[lifter]))
