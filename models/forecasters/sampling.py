"""Which rows to learn from, and how much each counts: nobody's long log shall dominate."""

from typing import Final

import numpy as np
import numpy.typing as npt

BALANCE: Final = 0.5
"""Rows are drawn with odds of (rows of the lifter) ** -0.5: between every row alike and every lifter alike."""


def lifter_weights(groups: npt.ArrayLike, power: float = 1.0) -> npt.NDArray[np.float64]:
    """Weigh each row by the number of its lifter's rows to the power `-power`; mean 1.

    Parameters
    ----------
    groups : array-like of shape (n,)
        The lifter of each row.
    power : float
        0 weighs every row alike, 1 every lifter.
    """
    _, codes, counts = np.unique(np.asarray(groups, dtype=str), return_inverse=True, return_counts=True)
    weights = counts[codes].astype(float) ** -power
    return np.asarray(weights / weights.mean())


def balanced_rows(groups: npt.ArrayLike, most_rows: int, *, random_state: int) -> npt.NDArray[np.intp]:
    """Draw rows without replacement, those of lifters with many less often; all where there are few enough.

    Returns
    -------
    ndarray of int
        Positions, ascending; the same call gives the same.
    """
    weights = lifter_weights(groups, BALANCE)
    if weights.size <= most_rows:
        return np.arange(weights.size)
    draw = np.random.default_rng(random_state)
    chosen = draw.choice(weights.size, size=most_rows, replace=False, p=weights / weights.sum())
    return np.sort(chosen)
