"""The forecaster that ships with the project: plain numbers learnt from other lifters' logs, for the first day."""

import hashlib
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.forecasters.horizons import HORIZONS_WEEKS
from models.forecasters.learnt.blend import LearntBlend
from models.forecasters.panel import INPUTS

if TYPE_CHECKING:
    from models.forecasters.calibration import Calibrated

_MOST_CHANGE: Final = float(np.log(5))
"""In ln, within half a year: nobody's lift grows five times over or falls to a fifth."""

Array = npt.NDArray[np.float64]


class Shipped:
    """A calibrated blend read from numbers; fitting it changes nothing.

    It keeps scikit-learn's contract without its base class: whoever only forecasts need not wait for that import.

    Parameters
    ----------
    numbers : dict
        What `to_numbers` gave, with lists of numbers only.
    """

    def __init__(self, numbers: dict[str, Any]) -> None:
        self.numbers = numbers
        self._made: LearntBlend | None = None

    def fit(self, X: pd.DataFrame, y: Any = None, groups: Any = None) -> Self:  # noqa: ARG002 (the contract)
        """Learn nothing: all was learnt before."""
        return self

    def predict(self, X: pd.DataFrame) -> Array:
        """Quantiles, of shape (n_rows, 7)."""
        if self._made is None:
            _make_sure_of_inputs(self.numbers)
            self._made = LearntBlend.from_numbers(self.numbers)
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

    def get_params(self, *, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002 (the contract)
        """What it was made of."""
        return {"numbers": self.numbers}

    def __sklearn_clone__(self) -> "Shipped":
        """Give another, to be fitted on other lifters."""
        return Shipped(self.numbers)

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


def to_numbers(model: "Calibrated") -> dict[str, Any]:
    """All that a calibrated blend learned as lists of numbers: no rows, nothing to execute."""
    fits = [member.fitted_ for member in model.fitted_]
    return {
        "inputs": list(INPUTS),
        "members": [{"network": network.to_numbers(), "boosted": boosted.to_numbers()} for network, boosted in fits],
        "growth_horizons_weeks": list(model.growth_[0].horizons_weeks),
        "growth": [np.round(table.values, 6).tolist() for table in model.growth_],
    }


def _make_sure_of_inputs(numbers: dict[str, Any]) -> None:
    """Stop where a model was made for other inputs than these."""
    if tuple(numbers["inputs"]) != INPUTS:
        unlike = sorted(set(numbers["inputs"]) ^ set(INPUTS)) or "their order"
        raise ValueError(
            f"the shipped model was made for other inputs ({unlike}): make it again, `liftcast train --ship`"
        )
