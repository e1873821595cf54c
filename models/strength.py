"""The forecasters of 1RM that compete: one line each in `CANDIDATES`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, clone
from sklearn.utils.validation import check_is_fitted

from data import shipped as shipped_files
from models.backtest import forecast_unseen
from models.baselines import Drift, NoChange, ScaledNoChange
from models.boosted import BoostedSpread
from models.conformal import Calibrated
from models.linear import LinearQuantiles
from models.shipped import Shipped

Array = npt.NDArray[np.float64]

SHIPPED: Final = "shipped"
BLEND_WEIGHTS: Final = (2.0, 3.0)
"""Of `linear` and `boosted`: the former is ahead over all lifts at four weeks, the latter on the main lifts."""


class Blend(BaseEstimator):
    """The weighted mean, quantile by quantile, of several forecasters' forecasts.

    Parameters
    ----------
    forecasters : list of estimator
    weights : list of float, optional
        One each, above zero; all alike where not given.

    Attributes
    ----------
    fitted_ : list of estimator
    """

    def __init__(self, forecasters: list[Any], weights: list[float] | None = None) -> None:
        self.forecasters = forecasters
        self.weights = weights

    def fit(self, X: pd.DataFrame, y: npt.ArrayLike, groups: npt.ArrayLike) -> Self:
        """Fit each on all rows."""
        self.fitted_ = [clone(forecaster).fit(X, y, groups) for forecaster in self.forecasters]
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Give the quantiles, of shape (n_rows, 7)."""
        check_is_fitted(self)
        made = [forecaster.predict(X) for forecaster in self.fitted_]
        return np.asarray(np.average(made, axis=0, weights=self.weights))


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A forecaster that competes.

    Parameters
    ----------
    name : str
    make : callable
        Gives the estimator, not fitted.
    blend_of : tuple of str
        Other candidates whose mean this one is: their forecasts are averaged rather than made again.
    weights : tuple of float
        How much each of these counts; all alike where empty.
    is_baseline : bool
        Shown for comparison, never champion.
    fewest_lifters : int
        Learns nothing of use from fewer.
    """

    name: str
    make: Callable[[], Any]
    blend_of: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    is_baseline: bool = False
    fewest_lifters: int = 2


def _linear() -> Calibrated:
    return Calibrated(LinearQuantiles())


def _boosted() -> Calibrated:
    return Calibrated(BoostedSpread())


CANDIDATES: Final = (
    Candidate(name="no_change", make=NoChange, is_baseline=True),
    Candidate(name="scaled_no_change", make=ScaledNoChange, is_baseline=True),
    Candidate(name="drift", make=Drift, is_baseline=True),
    Candidate(name=SHIPPED, make=lambda: Shipped(shipped_files.load_strength_model())),
    Candidate(name="linear", make=_linear, fewest_lifters=5),
    Candidate(name="boosted", make=_boosted, fewest_lifters=20),
    Candidate(
        name="blend",
        make=lambda: Blend([_linear(), _boosted()], list(BLEND_WEIGHTS)),
        blend_of=("linear", "boosted"),
        weights=BLEND_WEIGHTS,
        fewest_lifters=20,
    ),
)


def candidate(name: str) -> Candidate:
    """Give the candidate of that name.

    Raises
    ------
    ValueError
        There is none.
    """
    for one in CANDIDATES:
        if one.name == name:
            return one
    raise ValueError(f"candidate: got {name!r}; take one of {', '.join(one.name for one in CANDIDATES)}")


def forecasts_of(
    candidates: tuple[Candidate, ...],
    panel: pd.DataFrame,
    *,
    advance: Callable[[int], None] = lambda _units: None,
) -> Mapping[str, Array]:
    """Forecast every lifter by every candidate, each fitted on other lifters, all on the same folds.

    Parameters
    ----------
    candidates : tuple of Candidate
        A blend after what it is made of.
    panel : DataFrame
        A training panel.
    advance : callable
        Told of each fold done; blends of what was made already take none.

    Returns
    -------
    mapping of name to ndarray of shape (n_rows, 7)
    """
    forecasts: dict[str, Array] = {}
    for one in candidates:
        if one.blend_of and set(one.blend_of) <= forecasts.keys():
            made = [forecasts[name] for name in one.blend_of]
            forecasts[one.name] = np.average(made, axis=0, weights=one.weights or None)
        else:
            forecasts[one.name] = forecast_unseen(one.make(), panel, advance=advance)
    return forecasts
