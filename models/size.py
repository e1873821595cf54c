"""Muscle size under each style, from trials: what carrying on gives, and what a style changes.

No export holds a measurement of size, so these are trial-based ranges: growth along the logarithm of training time,
shared out by the weekly stimulus, and a person's own multiplier.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models import drives, response
from models.response_parameters import Draws
from models.stimulus import Stimulus, Traits

Floats = NDArray[np.floating]

LOG_TIME_GROWTH: Final = (0.037, 0.012)
"""ln size per ln(1 + weeks), mean and SE: 45 studies by MRI, ultrasound or CT (evidence `polito-2`)."""

FEWEST_PAST_WEEKS: Final = 26.0
"""A log may begin in the middle of a training life."""

UNEXPLAINED_SD: Final = (0.035, 22.0)
"""SD in ln over weeks: people's changes over 22 weeks spread by 6.1 points (Ahtiainen 2016), of which some 4.5 are
measurement (field estimates of arm and thigh, `wolf-field-1`) and 2.2 the multiplier; what is left may also shrink."""


def size_changes(now: Stimulus, then: Stimulus | None, traits: Traits, weeks: Floats, p: Draws, *, seed: int) -> Floats:
    """Draw each muscle's % change in size.

    Parameters
    ----------
    now : Stimulus of n muscles
        The usual week as now.
    then : Stimulus of the same muscles, or None
        The week under a style; None carries on as now.
    traits : Traits
    weeks : array, shape (h,)
        Horizons.
    p : dict of parameter draws
    seed : int

    Returns
    -------
    array, shape (n, draws, h)
        % change from today.
    """
    rng = np.random.default_rng(seed)
    draws = len(p["size_response"])
    slope = np.maximum(LOG_TIME_GROWTH[0] + LOG_TIME_GROWTH[1] * rng.standard_normal(draws), 0)
    drive, credited = drives.structural_drive(now, p)
    past = np.maximum(traits.past_weeks, FEWEST_PAST_WEEKS)[:, None]
    ahead = np.log((1 + past + weeks[None, :]) / (1 + past))
    if then is not None:
        drive = np.minimum(drive, drives.structural_drive(then, p)[0])  # less work grows less, muscle is kept
    own = drive * (slope * p["size_response"])[None, :] * (credited > 0)
    luck = UNEXPLAINED_SD[0] * np.sqrt(weeks / UNEXPLAINED_SD[1])[None, :] * rng.standard_normal((draws, 1))
    change = own[:, :, None] * ahead[:, None, :] + luck[None]
    if then is not None:
        change = change + response.style_difference(now, then, traits, weeks, p)[1]
    return np.asarray(100 * np.expm1(change), dtype=np.float32)
