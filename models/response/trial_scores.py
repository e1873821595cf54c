"""What scores of contrasts are worth: what sampling error leaves to foretell, how sure they are, mixed training."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.response import trials

Floats = NDArray[np.floating]


def _per_trial(observed: Floats, predicted: Floats, pairs: pd.DataFrame) -> tuple[Floats, Floats]:
    """Sum what is left over and what there was to foretell: arrays of shape (trials,)."""
    first, second = pairs["first"].to_numpy(), pairs["second"].to_numpy()
    o, p = observed[first] - observed[second], predicted[first] - predicted[second]
    weighed = pairs.assign(left=pairs["weight"] * (o - p) ** 2, all=pairs["weight"] * o**2)
    by_trial = weighed.groupby("trial")[["left", "all"]].sum()
    return by_trial["left"].to_numpy(float), by_trial["all"].to_numpy(float)


def best_skill(arms: pd.DataFrame, pairs: pd.DataFrame) -> float:
    """The skill that the true differences would have: what the arms' sampling error leaves to foretell.

    Parameters
    ----------
    arms : frame with outcome_type, n and pct_change
    pairs : frame, as from `trials.contrasts`

    Returns
    -------
    float
    """
    error, observed = trials.sampling_error(arms) ** 2, arms["pct_change"].to_numpy(float)
    first, second = pairs["first"].to_numpy(), pairs["second"].to_numpy()
    weight = pairs["weight"].to_numpy(float)
    differences = (observed[first] - observed[second]) ** 2
    return float(1 - np.sum(weight * (error[first] + error[second])) / np.sum(weight * differences))


def skill_range(
    observed: Floats, predicted: Floats, pairs: pd.DataFrame, *, draws: int = 4000, seed: int = 1
) -> tuple[float, float]:
    """The 80 % range of the skill over trials drawn anew.

    Parameters
    ----------
    observed, predicted : arrays, shape (n,)
        % change of each arm.
    pairs : frame, as from `trials.contrasts`
    draws, seed : int

    Returns
    -------
    tuple of float
    """
    left, there = _per_trial(observed, predicted, pairs)
    chosen = np.random.default_rng(seed).integers(0, len(left), (draws, len(left)))
    low, high = np.quantile(1 - left[chosen].sum(axis=1) / there[chosen].sum(axis=1), [0.1, 0.9])
    return float(low), float(high)


def mixed_against_straight(arms: pd.DataFrame, predicted: Floats) -> pd.DataFrame:
    """Compare the 1RM gains of arms of several zones with those of one zone in the same trial.

    Parameters
    ----------
    arms : frame in the columns of `data/evidence/trials.csv`
    predicted : array, shape (n,)
        % change of each arm.

    Returns
    -------
    frame, one row per trial that has both
        predicted, observed (points of %: mixed less straight).
    """
    keys, gains = ["trial", "outcome", "weeks"], ["predicted", "observed"]
    of_1rm = (arms["outcome_type"] == "1RM") & (arms["style"] != "unclear")
    told = arms.assign(predicted=predicted, observed=arms["pct_change"])[of_1rm]
    mixed, straight = (
        told[(told["style"] == "hybrid") == is_mixed].groupby(keys)[gains].mean() for is_mixed in (True, False)
    )
    found = (mixed - straight).dropna()
    return found.groupby("trial").mean()
