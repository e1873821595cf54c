"""The quantiles and horizons that are forecast, and a table of them, read at any horizon."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

QUANTILES: Final = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
QUANTILE_NAMES: Final = ("q05", "q10", "q25", "q50", "q75", "q90", "q95")
HORIZONS_WEEKS: Final = (4, 8, 12, 26)


@dataclass(frozen=True, kw_only=True)
class HorizonTable:
    """Values measured at some horizons, read at any.

    Between two horizons values go linearly with the square root of time, the pace at which a random walk spreads.
    Nearer than the first horizon they stay (what blurs a forecast there is the noise of a best set, not time); beyond
    the last they spread on with the square root of time.

    Parameters
    ----------
    horizons_weeks : tuple of float
        Ascending.
    values : ndarray of shape (n_horizons, n_columns)
    """

    horizons_weeks: tuple[float, ...]
    values: Array

    def at(self, horizons_weeks: npt.ArrayLike) -> Array:
        """Values at each horizon, of shape (n, n_columns)."""
        roots = np.sqrt(np.asarray(horizons_weeks, dtype=float))
        known = np.sqrt(np.asarray(self.horizons_weeks, dtype=float))
        beyond = np.maximum(roots / known[-1], 1.0)
        columns = [np.interp(roots, known, column) * beyond for column in self.values.T]
        return np.stack(columns, axis=1)
