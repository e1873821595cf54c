"""How a heavy set follows from a lighter one: what lifters usually show, moved to what this lifter has shown before.

Published curves hold for sets to failure. Sets in logs stop short of it, the lighter ones more than the heavy ones, and
every lifter has habits and a rep-load curve of their own. So the ratio of a heavy load to a lighter one is learnt from
pairs of sets in logs, by reps, lift family, how many light sets there were (the best of many is nearer to failure) and
how light they were (a plate is a larger step), and then moved by what the lifter's earlier pairs missed: first all
their lifts together, then the lift itself, each drawn towards the wider by how few pairs there are.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.definitions import REP_POWER
from models.forecasters.sampling import BALANCE, lifter_weights

Array = npt.NDArray[np.float64]

TERMS: Final = (
    "constant", "light_reps", "heavy_reps", "heavy_is_single", "is_bench", "log_light_sets", "log_light_kg",
)  # fmt: skip
SMOOTHING_LOG: Final = 0.02
"""Width (ln) over which the corner of the absolute error is rounded, so that it has a gradient."""
RIDGE: Final = 1e-4

HABIT_DAYS: Final = 60.0
"""A pair counts 1/e after so long: habits, and how close to failure a block goes, last about two months."""
PAIRS_DAYS: Final = 365
"""Pairs further back count less than 1/400 and are not read."""
LIFTER_PAIRS_OF_PRIOR: Final = 3.0
LIFT_PAIRS_OF_PRIOR: Final = 0.5
MOST_MISSED_LOG: Final = 0.3
"""A pair further off than this (ln) holds a warm-up or a typing error, and counts as this far off."""


def usual_ratio(pairs: pd.DataFrame, coefficients: npt.ArrayLike) -> Array:
    """Usual ln(heavy load / light load), as lifters show it.

    Parameters
    ----------
    pairs : DataFrame
        `heavy_reps`, `light_reps`, `light_sets` (of 5-12 reps in the 14 days), `light_kg` and `family` of each pair.
    coefficients : array-like of shape (7,)
        Of `TERMS`, as `fit_usual` gives them.

    Returns
    -------
    ndarray of shape (n_pairs,)
    """
    return np.asarray((_terms(pairs) * np.asarray(coefficients, dtype=float)).sum(axis=1))


def fit_usual(pairs: pd.DataFrame) -> Array:
    """Learn the usual ratio: least absolute error, long logs counting less than their rows.

    Parameters
    ----------
    pairs : DataFrame
        `lifter, family, heavy_reps, light_reps, light_sets, heavy_kg, light_kg`.

    Returns
    -------
    ndarray of shape (7,)
        Coefficients of `TERMS`.

    Raises
    ------
    ValueError
        There are no pairs.
    """
    if pairs.empty:
        raise ValueError("pairs: got none; learn from at least one heavy set with a lighter one beside it")
    terms, ratio = _terms(pairs), _ratio(pairs)
    weights = lifter_weights(pairs["lifter"], BALANCE)
    weights /= weights.sum()
    penalty = np.full(len(TERMS), RIDGE)
    penalty[0] = 0.0

    def loss(coefficients: Array) -> tuple[float, Array]:
        missed = ratio - terms @ coefficients
        rounded = np.sqrt(missed**2 + SMOOTHING_LOG**2)
        gradient = -terms.T @ (weights * missed / rounded)
        return float(weights @ rounded + penalty @ coefficients**2), gradient + 2 * penalty * coefficients

    from scipy.optimize import minimize  # noqa: PLC0415 (half a second to import: whoever forecasts learns nothing)

    start = np.zeros(len(TERMS))
    start[0] = np.median(ratio)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def own_ratio(pairs: pd.DataFrame, usual: npt.ArrayLike) -> Array:
    """Expected ln(heavy load / light load) of this lifter: the usual, moved by their own earlier pairs.

    Parameters
    ----------
    pairs : DataFrame
        `lifter, exercise_id, heavy_day, light_day, heavy_kg, light_kg`; days as datetimes, any order.
    usual : array-like of shape (n_pairs,)
        From `usual_ratio`, learnt from other lifters.

    Returns
    -------
    ndarray of shape (n_pairs,)
        What is used of a pair is known before the heavy day of the pair it helps to predict.
    """
    usual = np.asarray(usual, dtype=float)
    missed = np.clip(_ratio(pairs) - usual, -MOST_MISSED_LOG, MOST_MISSED_LOG)
    heavy, light = (_day_number(pairs[name]) for name in ("heavy_day", "light_day"))
    known = np.maximum(heavy, light)
    lifts = pairs["exercise_id"].to_numpy(dtype=str)
    moved = usual.copy()
    for rows in pairs.groupby("lifter").indices.values():
        ages = heavy[rows, None] - heavy[rows]
        weights = np.where(known[rows] < heavy[rows, None], np.exp(-np.maximum(ages, 0) / HABIT_DAYS), 0.0)
        same = weights * (lifts[rows, None] == lifts[rows])
        of_lifter = weights @ missed[rows] / (weights.sum(axis=1) + LIFTER_PAIRS_OF_PRIOR)
        prior = LIFT_PAIRS_OF_PRIOR
        moved[rows] += (same @ missed[rows] + prior * of_lifter) / (same.sum(axis=1) + prior)
    return moved


def own_shift(pairs: pd.DataFrame, usual: npt.ArrayLike, lifts: pd.DataFrame) -> pd.DataFrame:
    """Say how far each lift's light sets understate its heavy ones, beyond the usual, by the pairs up to a cutoff.

    Parameters
    ----------
    pairs : DataFrame
        As for `own_ratio`.
    usual : array-like of shape (n_pairs,)
        From `usual_ratio`.
    lifts : DataFrame
        `lifter, exercise_id, cutoff` (datetime), a row per lift.

    Returns
    -------
    DataFrame
        `lifter, exercise_id, shift_log` (ln; 0 without a pair).
    """
    earlier_pairs = pairs[["lifter", "exercise_id", "heavy_day"]].assign(
        missed=np.clip(_ratio(pairs) - np.asarray(usual, dtype=float), -MOST_MISSED_LOG, MOST_MISSED_LOG)
    )
    asked = lifts[["lifter", "exercise_id", "cutoff"]].reset_index(drop=True).rename_axis("lift").reset_index()
    both = asked.merge(earlier_pairs, on="lifter", suffixes=("", "_of_pair"))
    ages = _day_number(both["cutoff"]) - _day_number(both["heavy_day"])
    weights = np.where(ages >= 0, np.exp(-np.maximum(ages, 0) / HABIT_DAYS), 0.0)
    same = weights * (both["exercise_id"] == both["exercise_id_of_pair"]).to_numpy()
    missed, lift = both["missed"].to_numpy(dtype=float), both["lift"].to_numpy(dtype=np.intp)
    sums = [np.bincount(lift, w, len(asked)) for w in (weights, weights * missed, same, same * missed)]
    of_lifter = sums[1] / (sums[0] + LIFTER_PAIRS_OF_PRIOR)
    shift = (sums[3] + LIFT_PAIRS_OF_PRIOR * of_lifter) / (sums[2] + LIFT_PAIRS_OF_PRIOR)
    return asked[["lifter", "exercise_id"]].assign(shift_log=shift)


def _terms(pairs: pd.DataFrame) -> Array:
    """Put what is known of each pair into columns, one per term."""
    light, heavy, light_sets, light_kg = (
        pairs[name].to_numpy(dtype=float) for name in ("light_reps", "heavy_reps", "light_sets", "light_kg")
    )
    columns = (
        np.ones(len(pairs)),
        (light - 1) ** REP_POWER,
        (heavy - 1) ** REP_POWER,
        heavy == 1,
        pairs["family"] == "bench",
        np.log(light_sets),
        np.log(light_kg),
    )
    return np.column_stack(columns).astype(float)


def _ratio(pairs: pd.DataFrame) -> Array:
    """What the pairs show."""
    return np.asarray(np.log(pairs["heavy_kg"].to_numpy(dtype=float) / pairs["light_kg"].to_numpy(dtype=float)))


def _day_number(days: pd.Series) -> Array:
    """Count days, so that they can be subtracted."""
    return np.asarray((pd.to_datetime(days) - pd.Timestamp("1970-01-01")).dt.days, dtype=float)
