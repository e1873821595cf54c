"""The forecaster that ships with the project: plain numbers learnt from other lifters' logs, for the first day."""

import hashlib
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator

from models.forecasters import blend
from models.forecasters.baselines import NoChange
from models.forecasters.calibration import Calibrated
from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILE_NAMES, HorizonTable
from models.forecasters.panel import INPUTS

_MOST_CHANGE: Final = float(np.log(5))
"""In ln, within half a year: nobody's lift grows five times over or falls to a fifth."""

Array = npt.NDArray[np.float64]


class Shipped(BaseEstimator):
    """A calibrated blend read from numbers; fitting it changes nothing.

    Parameters
    ----------
    numbers : dict
        What `to_numbers` gave, with lists of numbers only.
    """

    def __init__(self, numbers: dict[str, Any]) -> None:
        self.numbers = numbers
        self._made: Calibrated | None = None

    def fit(self, X: pd.DataFrame, y: Any = None, groups: Any = None) -> Self:  # noqa: ARG002 (the contract)
        """Learn nothing: all was learnt before."""
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Quantiles, of shape (n_rows, 7)."""
        if self._made is None:
            self._made = from_numbers(self.numbers)
        return self._made.predict(X)

    def checked(self) -> Self:
        """Return this forecaster, if what it says of made-up lifts can be meant at all.

        Raises
        ------
        ValueError
            Its numbers are not finite, its quantiles cross, or a lift would change as no lift does.
        """
        draw = np.random.default_rng(0)
        rows = pd.DataFrame(draw.uniform(0, 1, (40, len(INPUTS))), columns=list(INPUTS))
        said = self.predict(rows.assign(horizon_weeks=np.resize(HORIZONS_WEEKS, len(rows))))
        if not np.isfinite(said).all():
            raise ValueError("it forecasts what is no number")
        if (np.diff(said, axis=1) < 0).any():
            raise ValueError("its quantiles are not in order")
        if np.abs(said).max() > _MOST_CHANGE:
            raise ValueError(f"it forecasts changes by more than {np.exp(_MOST_CHANGE):.0f} times")
        return self

    def __sklearn_is_fitted__(self) -> bool:
        """Tell that it is ready as it is."""
        return True


def series_fingerprints(panel: pd.DataFrame) -> list[str]:
    """A short digest of each series, its exercise and all its changes: to know it again, not to read it.

    Parameters
    ----------
    panel : DataFrame
        A training panel.

    Returns
    -------
    list of str
        Sorted, each of 10 hexadecimal digits.
    """
    return sorted(fingerprint for _lifter, fingerprint in _fingerprints(panel))


def share_seen(numbers: dict[str, Any], panel: pd.DataFrame) -> float:
    """Share of a panel's series that the shipped model learned from: its scores there prove nothing."""
    prints = series_fingerprints(panel)
    seen = set(numbers["series_seen"])
    return sum(one in seen for one in prints) / max(len(prints), 1)


def lifters_seen(numbers: dict[str, Any], panel: pd.DataFrame) -> set[str]:
    """Return the lifters of a panel any of whose series the shipped model learned from: it is not scored on them."""
    seen = set(numbers["series_seen"])
    return {lifter for lifter, fingerprint in _fingerprints(panel) if fingerprint in seen}


def _fingerprints(panel: pd.DataFrame) -> list[tuple[str, str]]:
    """Return each series' lifter and digest."""
    ordered = panel.sort_values(["lifter", "exercise_id", "horizon_weeks", "cutoff"])
    return [
        (str(lifter), hashlib.sha256(f"{exercise_id} {np.round(y, 3).tolist()}".encode()).hexdigest()[:10])
        for (lifter, exercise_id), y in ordered.groupby(["lifter", "exercise_id"])["y"]
    ]


def to_numbers(model: Calibrated) -> dict[str, Any]:
    """All that a calibrated blend learned as lists of numbers: no rows, nothing to execute."""
    return {
        "inputs": list(INPUTS),
        "members": [blend.to_numbers(member) for member in model.fitted_],
        "growth_horizons_weeks": list(model.growth_[0].horizons_weeks),
        "growth": [np.round(table.values, 6).tolist() for table in model.growth_],
    }


def from_numbers(numbers: dict[str, Any]) -> Calibrated:
    """Make the fitted forecaster again.

    Raises
    ------
    ValueError
        The numbers were made for other inputs than these.
    """
    if tuple(numbers["inputs"]) != INPUTS:
        unlike = sorted(set(numbers["inputs"]) ^ set(INPUTS)) or "their order"
        raise ValueError(
            f"the shipped model was made for other inputs ({unlike}): make it again, `liftcast train --ship`"
        )
    model = Calibrated(blend.network_and_trees())
    model.fitted_ = [blend.from_numbers(member) for member in numbers["members"]]
    weeks = tuple(numbers["growth_horizons_weeks"])
    model.growth_ = [
        HorizonTable(horizons_weeks=weeks, values=np.asarray(values, dtype=float)) for values in numbers["growth"]
    ]
    return model


def population_no_change(quantiles: pd.DataFrame) -> NoChange:
    """Make the *no change* baseline of the population's quantiles of change, learnt from no row at hand.

    Parameters
    ----------
    quantiles : DataFrame
        `measure, horizon_weeks, q05 ... q95`; rows of measure "change" are used.
    """
    changes = quantiles[quantiles["measure"] == "change"].sort_values("horizon_weeks")
    baseline = NoChange()
    baseline.table_ = HorizonTable(
        horizons_weeks=tuple(float(weeks) for weeks in changes["horizon_weeks"]),
        values=changes[list(QUANTILE_NAMES)].to_numpy(dtype=float),
    )
    return baseline
