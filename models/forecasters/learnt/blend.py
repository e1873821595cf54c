"""A calibrated blend that forecasts from the numbers it learnt, and the same for each of its two parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.forecasters.horizons import QUANTILES, HorizonTable
from models.forecasters.inputs import Standardised, row_by_row
from models.forecasters.learnt.ranges import widened
from models.forecasters.panel import INPUTS
from models.forecasters.trees import Trees

Array = npt.NDArray[np.floating[Any]]
Quantiles = npt.NDArray[np.float64]
Inputs = npt.NDArray[np.float32]
Weights = dict[str, Array]

WEIGHTS: Final = (1.0, 2.0)
"""Of network and trees: the former is ahead over all lifts, the latter on the main lifts at 8 and 12 weeks."""

_MEDIAN: Final = QUANTILES.index(0.5)


@dataclass(frozen=True, kw_only=True)
class LearntBlend:
    """A calibrated blend of network and trees, as fitted once for each fold of lifters.

    Parameters
    ----------
    members : list of dict
        Of each fit, the numbers of its `network` and of its `boosted`.
    growth : list of HorizonTable
        As of `models.forecasters.calibration.Calibrated`.
    """

    members: list[dict[str, Any]]
    growth: list[HorizonTable]

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any]) -> Self:
        """Make it of what `models.forecasters.shipped.to_numbers` gave."""
        weeks = tuple(numbers["growth_horizons_weeks"])
        growth = [
            HorizonTable(horizons_weeks=weeks, values=np.asarray(values, dtype=float)) for values in numbers["growth"]
        ]
        members = [
            {"network": network_of(member["network"]), "boosted": boosted_of(member["boosted"])}
            for member in numbers["members"]
        ]
        return cls(members=members, growth=growth)

    def predict(self, X: pd.DataFrame) -> Quantiles:
        """Calibrated quantiles, of shape (n_rows, 7); they never cross."""
        made = [
            np.average(
                [network_forecast(X, **member["network"]), boosted_forecast(X, **member["boosted"])],
                axis=0,
                weights=WEIGHTS,
            )
            for member in self.members
        ]
        return widened(X, np.mean(made, axis=0), self.growth)


def network_forecast(X: pd.DataFrame, standardised: Standardised, spread: float, weights: list[Weights]) -> Quantiles:
    """Quantiles in ascending order, of shape (n_rows, 7): the mean of several networks."""
    inputs = standardised.columns(X)
    made = [network_quantiles(network_outputs(inputs, part, product=row_by_row)[0]) for part in weights]
    return np.asarray(spread * np.mean(made, axis=0), dtype=float)


def boosted_forecast(X: pd.DataFrame, centre: Trees, spread: Trees, shape: HorizonTable) -> Quantiles:
    """Quantiles in ascending order, of shape (n_rows, 7): a centre, and a spread times the shape that all share."""
    inputs = boosted_inputs(X)
    middle, reach = centre.sums(inputs), np.exp(spread.sums(inputs))
    return np.asarray(middle[:, None] + reach[:, None] * shape.at(X["horizon_weeks"]))


def network_outputs(
    inputs: Array, weights: Weights, *, product: Callable[[Array, Array], Array] = np.matmul
) -> tuple[Array, Array]:
    """Median and the raw gaps, and the hidden layer they came from."""
    hidden = np.tanh(product(inputs, weights["inner"]) + weights["inner_bias"])
    return product(hidden, weights["outer"]) + product(inputs, weights["direct"]) + weights["bias"], hidden


def network_quantiles(outputs: Array) -> Array:
    """Add up gaps on both sides of the median; each column beside it is one gap further out."""
    gaps = np.logaddexp(0, outputs)
    median = outputs[:, [_MEDIAN]]
    below = median - np.cumsum(gaps[:, _MEDIAN - 1 :: -1], axis=1)[:, ::-1]
    above = median + np.cumsum(gaps[:, _MEDIAN + 1 :], axis=1)
    return np.hstack([below, median, above])


def boosted_inputs(X: pd.DataFrame) -> Inputs:
    """Take the inputs in their order."""
    return X[list(INPUTS)].to_numpy(dtype=np.float32)


def network_of(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Make the arguments of `network_forecast` of what `QuantileNetwork.to_numbers` gave."""
    return {
        "standardised": Standardised.from_numbers(numbers["standardised"]),
        "spread": float(numbers["spread"]),
        "weights": [
            {name: np.asarray(part, dtype=np.float32) for name, part in weights.items()}
            for weights in numbers["networks"]
        ],
    }


def boosted_of(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Make the arguments of `boosted_forecast` of what `BoostedSpread.to_numbers` gave."""
    weeks = tuple(numbers["shape_horizons_weeks"])
    return {
        "centre": Trees.from_numbers(numbers["centre"]),
        "spread": Trees.from_numbers(numbers["spread"]),
        "shape": HorizonTable(horizons_weeks=weeks, values=np.asarray(numbers["shape"], dtype=float)),
    }
