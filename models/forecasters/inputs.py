"""Inputs made comparable: counts as logs, tails drawn in, the middle 0 and the spread 1, what is missing said."""

from dataclasses import dataclass, fields
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.forecasters.panel import INPUTS

Array = npt.NDArray[np.float64]

CLIPPED_SHARE: Final = 0.02
"""Share of each tail of an input drawn in: logs are full of outliers."""
MISSING_SHARE: Final = 0.02
"""An input missing more often than this gets a column saying so."""

_COUNTS: Final = ("days", "sets_", "span", "steps", "gap", "lifter_days", "lifter_age", "others_days", "horizon")
_LOGGED: Final = np.array([name.startswith(_COUNTS) for name in INPUTS])
HORIZON: Final = INPUTS.index("horizon_weeks")
"""Column of the horizon among the standardised ones."""


@dataclass(frozen=True, kw_only=True)
class Standardised:
    """Where each input's tails, middle and spread are, learnt from some rows.

    Parameters
    ----------
    low, high, centre, scale : ndarray of shape (n_inputs,)
    missing : ndarray of int
        The inputs that get a column saying they are missing.
    """

    low: Array
    high: Array
    centre: Array
    scale: Array
    missing: npt.NDArray[np.int64]

    @classmethod
    def learn(cls, X: pd.DataFrame) -> Self:
        """Learn from the rows of a panel."""
        inputs = compared(X)
        seen = np.where(np.isnan(inputs).all(axis=0), 0.0, inputs)
        low, high = np.nanquantile(seen, [CLIPPED_SHARE, 1 - CLIPPED_SHARE], axis=0)
        drawn_in = np.clip(seen, low, high)
        spread = np.nanstd(drawn_in, axis=0)
        return cls(
            low=low,
            high=high,
            centre=np.nanmedian(drawn_in, axis=0),
            scale=np.where(spread > 0, spread, 1.0),
            missing=np.flatnonzero(np.isnan(inputs).mean(axis=0) > MISSING_SHARE),
        )

    def columns(self, X: pd.DataFrame) -> Array:
        """Inputs standardised, missing ones in the middle, then 1 where one is missing."""
        standard = (np.clip(compared(X), self.low, self.high) - self.centre) / self.scale
        gone = np.isnan(standard)
        standard[gone] = 0.0
        return np.hstack([standard, gone[:, self.missing].astype(float)])

    def to_numbers(self) -> dict[str, Any]:
        """All that was learned as lists of numbers."""
        return {one.name: six_digits(getattr(self, one.name)) for one in fields(self)}

    @classmethod
    def from_numbers(cls, numbers: dict[str, Any]) -> Self:
        """Make it again of what `to_numbers` gave."""
        kinds = {"missing": np.int64}
        return cls(**{one.name: np.asarray(numbers[one.name], dtype=kinds.get(one.name, float)) for one in fields(cls)})


def row_by_row(rows: npt.NDArray[Any], weights: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Matrix product in which each row depends on itself alone, down to the last bit.

    BLAS adds up in an order that depends on how many rows there are: one more lifter would change everybody's forecast.
    """
    return np.asarray(np.einsum("ij,jk->ik", np.ascontiguousarray(rows), np.ascontiguousarray(weights)))


def six_digits(values: npt.NDArray[Any]) -> Any:
    """Numbers, however nested, with six significant digits."""
    if values.ndim > 1:
        return [six_digits(row) for row in values]
    return [float(f"{value:.6g}") for value in values]


def compared(X: pd.DataFrame) -> Array:
    """Take the inputs in their order; counts and times as ln(1 + x)."""
    values = X[list(INPUTS)].to_numpy(dtype=float, copy=True)
    values[:, _LOGGED] = np.log1p(np.maximum(values[:, _LOGGED], 0))
    return values
