"""Muscle size under each style, from trials: what carrying on gives, and what a style changes.

Trial-based ranges: growth along the logarithm of training time, shared out by the weekly stimulus, a person's own
multiplier, and what neither explains. What a lifter measures moves them afterwards (`models.size.girths`).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.definitions import Z99
from models.response import drives
from models.response.parameters import Draws
from models.response.phases import Phases, spans
from models.training.block import Block
from models.training.stimulus import Stimulus, Traits
from models.training.style import AS_NOW

Floats = NDArray[np.floating]

LOG_TIME_GROWTH: Final = (0.037, 0.012)
"""ln size per ln(1 + weeks), mean and SE: 45 studies by MRI, ultrasound or CT (evidence `polito-2`)."""

FEWEST_PAST_WEEKS: Final = 26.0
"""A log may begin in the middle of a training life."""

UNEXPLAINED_SD: Final = (0.035, 22.0)
"""SD in ln over weeks: people's changes over 22 weeks spread by 6.1 points (Ahtiainen 2016), of which some 4.5 are
measurement (field estimates of arm and thigh, `wolf-field-1`) and 2.2 the multiplier; what is left may also shrink."""


UNTRAINED_PCT: Final = (4.8, 6.1)
"""Mean and SD of change in 21-24 weeks, 287 untrained people (evidence `ahtiainen2016-2`)."""


def size_changes(
    phases: Phases, traits: Traits, weeks: Floats, p: Draws, *, seed: int, blocks: Sequence[Block] = ()
) -> Floats:
    """Draw the ln change in size of each muscle.

    Training that drives less than now lets less of the growth come that goes on with training time, and muscle is kept
    as far as the sets maintain it; training that drives more adds to it.

    Parameters
    ----------
    phases : Phases
        What the week as now and the blocks' weeks are for n muscles.
    traits : Traits
        Of the same muscles.
    weeks : array, shape (h,)
        Horizons.
    p : dict of parameter draws
    seed : int
    blocks : sequence of Block
        From today on; none carries on as now.

    Returns
    -------
    array, shape (n, draws, h)
        From today, at most `growth_ceiling`.
    """
    slope, luck = people(len(p["size_response"]), seed)
    usual, credited = phases.size_drive(AS_NOW)
    behind = np.maximum(traits.past_weeks, FEWEST_PAST_WEEKS)[:, None]
    change = np.zeros((len(weeks), *usual.shape), dtype=np.float32)
    for name, start, end in spans(blocks, float(max(weeks))):
        drive = usual if name == AS_NOW else np.minimum(usual, phases.size_drive(name)[0])
        own = drive * (slope * p["size_response"])[None, :] * (credited > 0)
        first, last = np.minimum(weeks, start), np.minimum(weeks, end)
        change += own * np.log((1 + behind + last) / (1 + behind + first)).T[:, :, None]
    change += luck * unexplained_sd(weeks)[:, None, None]
    change = np.moveaxis(change, 0, -1)
    if blocks:
        change += phases.differences(blocks, weeks)[1]
    return np.minimum(change, growth_ceiling(weeks))


def people(draws: int, seed: int) -> tuple[Floats, Floats]:
    """Draw growth per ln(1 + weeks), and what is left unexplained in standard units: arrays of shape (draws,)."""
    rng = np.random.default_rng(seed)
    slope = np.maximum(LOG_TIME_GROWTH[0] + LOG_TIME_GROWTH[1] * rng.standard_normal(draws), 0)
    return slope, rng.standard_normal(draws)


def unexplained_sd(weeks: Floats) -> Floats:
    """SD in ln of what neither training nor person explains over some weeks."""
    return np.asarray(UNEXPLAINED_SD[0] * np.sqrt(np.asarray(weeks, dtype=float) / UNEXPLAINED_SD[1]))


def past_change(now: Stimulus, traits: Traits, weeks: Floats, p: Draws, *, seed: int) -> Floats:
    """Draw the ln growth that the last weeks should have brought at the usual training.

    Parameters
    ----------
    now : Stimulus of n muscles
    traits : Traits
    weeks : array, shape (n,)
        How far back each muscle is looked at.
    p : dict of parameter draws
    seed : int
        The draws of people of `size_changes` with the same seed.

    Returns
    -------
    array, shape (n, draws)
        Without what is unexplained.
    """
    slope, _ = people(len(p["size_response"]), seed)
    drive, credited = drives.structural_drive(now, p)
    past = np.maximum(traits.past_weeks, FEWEST_PAST_WEEKS)
    behind = np.log((1 + past) / (1 + np.maximum(past - weeks, 1.0)))
    return np.asarray(drive * (slope * p["size_response"])[None, :] * (credited > 0) * behind[:, None])


def growth_ceiling(weeks: Floats) -> Floats:
    """99th percentile of what untrained people grow in some weeks, in ln: no forecast passes it.

    4.8 +/- 6.1 % in 22 weeks (evidence `ahtiainen2016-2`), carried along ln(1 + weeks), the shape of growth over
    studies (`polito-2`). In percent it is the same for women and men (`roberts2020-1`, `refalo2025-1`).

    Parameters
    ----------
    weeks : array, shape (h,)

    Returns
    -------
    array, shape (h,)
    """
    most = np.log1p((UNTRAINED_PCT[0] + Z99 * UNTRAINED_PCT[1]) / 100)
    return np.asarray(most * np.log1p(weeks) / np.log1p(UNEXPLAINED_SD[1]))
