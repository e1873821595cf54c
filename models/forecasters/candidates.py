"""The forecasters of 1RM that compete: one line each in `CANDIDATES`."""

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data import shipped as shipped_files
from models.forecasters.backtest import Forecasts, forecast_unseen
from models.forecasters.baselines import Drift, NoChange, ScaledNoChange
from models.forecasters.blend import network_and_trees
from models.forecasters.boosted import BoostedSpread
from models.forecasters.calibration import Calibrated
from models.forecasters.linear import LinearQuantiles
from models.forecasters.names import BASELINES, REFIT, SHIPPED
from models.forecasters.network import QuantileNetwork
from models.forecasters.refit import Refit
from models.forecasters.shipped import Shipped
from models.forecasters.upkeep.own_errors import adapted

Array = npt.NDArray[np.float64]

MOST_CHARACTERS: Final = 200
"""Of the reason why a candidate failed."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A forecaster that competes.

    Parameters
    ----------
    name : str
    make : callable
        Gives the estimator, not fitted.
    fewest_lifters : int
        Learns nothing of use from fewer.
    """

    name: str
    make: Callable[[], Any]
    fewest_lifters: int = 2

    @property
    def is_baseline(self) -> bool:
        """Whether it is shown for comparison only."""
        return self.name in BASELINES


CANDIDATES: Final = (
    Candidate(name="no_change", make=NoChange),
    Candidate(name="scaled_no_change", make=ScaledNoChange),
    Candidate(name="drift", make=Drift),
    Candidate(name=SHIPPED, make=lambda: Shipped(shipped_files.load_strength_model())),
    Candidate(name=REFIT, make=lambda: Refit(shipped_files.load_strength_model()), fewest_lifters=20),
    Candidate(name="linear", make=lambda: Calibrated(LinearQuantiles()), fewest_lifters=5),
    Candidate(name="network", make=lambda: Calibrated(QuantileNetwork()), fewest_lifters=20),
    Candidate(name="boosted", make=lambda: Calibrated(BoostedSpread()), fewest_lifters=20),
    Candidate(name="blend", make=lambda: Calibrated(network_and_trees()), fewest_lifters=20),
)


def candidate(name: str) -> Candidate:
    """Candidate of that name.

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
) -> tuple[Forecasts, dict[str, str]]:
    """Forecast every lifter by every candidate, each fitted on other lifters, all on the same folds.

    A candidate that fails on these rows is left out and never keeps the others from competing.

    Parameters
    ----------
    candidates : tuple of Candidate
    panel : DataFrame
        A training panel.
    advance : callable
        Told of each fold done.

    Returns
    -------
    forecasts : dict of name to ndarray of shape (n_rows, 7)
    failed : dict of name to str
        Why each of the others has no forecasts.
    """
    forecasts: Forecasts = {}
    failed: dict[str, str] = {}
    for one in candidates:
        try:
            predicted = forecast_unseen(one.make(), panel, advance=advance)
        except Exception as error:  # noqa: BLE001 (whatever a candidate trips over is the candidate's own)
            failed[one.name] = why(error)
            continue
        if not one.is_baseline:
            predicted = adapted(panel, predicted, panel, predicted)
        if np.isfinite(predicted).all():
            forecasts[one.name] = predicted
        else:
            failed[one.name] = "some of its forecasts are not numbers"
    return forecasts, failed


def why(error: Exception) -> str:
    """Return in one line what a candidate tripped over."""
    return shorten(str(error) or type(error).__name__, MOST_CHARACTERS, placeholder=" ...")
