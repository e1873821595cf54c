"""Quantiles and draws: the calibrated forecast of carrying on as now, plus draws of what other training changes."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILE_NAMES, QUANTILES

Floats = NDArray[np.floating]

LEVELS: Final = QUANTILES
COLUMNS: Final = QUANTILE_NAMES
HORIZONS: Final = HORIZONS_WEEKS
DRAWS: Final = 400
_MEDIAN: Final = LEVELS.index(0.5)


def even_probabilities(draws: int, seed: int) -> Floats:
    """Probabilities spread evenly over (0, 1) in random order: shape (draws,)."""
    return np.asarray(np.random.default_rng(seed).permutation((np.arange(draws) + 0.5) / draws))


def quantile_weights(probabilities: Floats) -> Floats:
    """Weights of the seven quantiles in the value at other probabilities.

    Between levels the value runs straight along the normal scale, and on outside them.

    Parameters
    ----------
    probabilities : array, shape (draws,)

    Returns
    -------
    array, shape (7, draws)
    """
    knots, at = ndtri(LEVELS), ndtri(probabilities)
    left = np.clip(np.searchsorted(knots, at) - 1, 0, len(knots) - 2)
    along = (at - knots[left]) / (knots[left + 1] - knots[left])
    weights = np.zeros((len(knots), len(at)), dtype=np.float32)
    columns = np.arange(len(at))
    weights[left, columns] = 1 - along
    weights[left + 1, columns] = along
    return weights


def quantiles_of(draws: Floats) -> Floats:
    """Seven quantiles along the last axis, by sorting once: shape (..., 7)."""
    count = draws.shape[-1]
    ordered = np.sort(draws, axis=-1)
    place = np.clip(np.array(LEVELS) * count - 0.5, 0, count - 1)
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, count - 1)
    part = (place - low).astype(ordered.dtype)
    return np.asarray(ordered[..., low] * (1 - part) + ordered[..., high] * part)


def add_difference(as_now: Floats, difference: Floats, weights: Floats) -> Floats:
    """Add draws of a style's difference to the quantiles of carrying on as now.

    Parameters
    ----------
    as_now : array, shape (n, h, 7)
        Quantiles of the ln change, rising.
    difference : array, shape (n, draws, h)
        ln difference from as now.
    weights : array, shape (7, draws), as from `quantile_weights`

    Returns
    -------
    array, shape (n, h, 7)
        Quantiles of the sum, rising; exactly `as_now` where the difference is zero.

    Notes
    -----
    What drawing alone does to the quantiles of `as_now` is taken off again, so that draws cost no precision. The middle
    moves by the middle of the difference, which is what is said of it everywhere: differences are skewed, and the
    middle of a sum would lie above the sum of the middles.
    """
    base = as_now.astype(np.float32) @ weights
    moved = quantiles_of(base + np.swapaxes(difference, 1, 2).astype(np.float32)) - quantiles_of(base)
    moved += (np.median(difference, axis=1) - moved[..., _MEDIAN])[..., None]
    return np.asarray(np.maximum.accumulate(as_now + moved, axis=-1))
