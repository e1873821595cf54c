"""The chance that a lift reaches a load, by when and around when: projections, not facts.

Two questions are kept apart. *Around then*: is the best estimated 1RM of the four weeks around a date that high?
That is what forecasts are of. *By then*: has any day up to the date shown it? That is what people mean by reaching a
load, and needs to know how the weeks on the way go together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from models.blocks.prescription import KG_PER_LB
from models.forecasters.any_horizon import FURTHEST_WEEKS, carried
from models.outlook.styles import COLUMNS, HORIZONS, LEVELS
from models.plans.situation import Case

Floats = NDArray[np.floating]

QUANTILES: Final = list(COLUMNS)
WEEKS: Final = tuple(range(1, FURTHEST_WEEKS + 1))

STEPS: Final = {"kg": ((0.0, 2.5), (40.0, 5.0), (100.0, 10.0)), "lb": ((0.0, 5.0), (90.0, 10.0), (225.0, 25.0))}
"""From which load on (in the unit) round numbers lie how far apart."""

AHEAD: Final = 1.01
EVEN: Final = 0.5
SURE: Final = 0.95
"""Quantiles reach from 5 to 95 %: nothing is said to be surer."""

WINDOW_WEEKS: Final = 4
"""What is forecast is the best of four weeks: so many windows lie side by side on the way to a date."""
KEPT: Final = 0.95
FADES: Final = 0.3
"""Two windows, s and t weeks ahead, go together like KEPT (s / t)^FADES: between windows 4 to 26 weeks ahead, forecasts
of 61 public logs by models fitted on others erred together at 0.34 to 0.71; higher here since not every window is
trained in, so that what is said to happen by a date happens as often (`benchmarks/milestones.py`)."""
NEAREST_WEEKS: Final = 3
"""The first window counts as this far ahead: a return to a lifter's own level takes days, not weeks."""
DRAWS: Final = 1000
SEED: Final = 20261122
_TAIL: Final = 5.0
_AT_ONCE: Final = 100


def next_round(now_kg: float, unit: str) -> float:
    """Next round load at least 1 % above `now_kg`, in kg, round in the lifter's unit.

    Examples
    --------
    >>> next_round(98.0, "kg")
    100.0
    """
    per_unit = KG_PER_LB if unit == "lb" else 1.0
    least = now_kg / per_unit * AHEAD
    step = next(width for start, width in reversed(STEPS[unit]) if least >= start)
    return float(np.ceil(least / step) * step * per_unit)


def scores_of(load_kg: Floats, quantiles_kg: Floats) -> Floats:
    """Normal score at which quantiles reach a load: straight between levels and on beyond them.

    Parameters
    ----------
    load_kg : ndarray of shape (n,)
    quantiles_kg : ndarray of shape (n, ..., 7)
        Rising.

    Returns
    -------
    ndarray of shape (n, ...)
    """
    knots = np.asarray(norm.ppf(LEVELS))
    curve = np.log(quantiles_kg)
    load = np.log(load_kg).reshape(-1, *[1] * (curve.ndim - 2))
    place = np.clip((curve <= load[..., None]).sum(axis=-1) - 1, 0, len(knots) - 2)
    low, high = (np.take_along_axis(curve, (place + step)[..., None], axis=-1)[..., 0] for step in (0, 1))
    along = (load - low) / np.maximum(high - low, 1e-9)
    return np.asarray(np.clip(knots[place] + along * (knots[place + 1] - knots[place]), -_TAIL, _TAIL))


@cache
def _paths() -> Floats:
    """Draw how the weeks ahead go together: normal scores of shape (52, DRAWS)."""
    ahead = np.array(WEEKS, dtype=float)
    together = KEPT * (np.minimum.outer(ahead, ahead) / np.maximum.outer(ahead, ahead)) ** FADES
    np.fill_diagonal(together, 1.0)
    half = np.random.default_rng(SEED).standard_normal((len(ahead), DRAWS // 2))
    drawn = np.linalg.cholesky(together) @ half
    return np.asarray(np.concatenate([drawn, -drawn], axis=1).astype(np.float32))


def _by(scores: Floats) -> Floats:
    """Chance of having been there by each week, from scores of shape (n, 52)."""
    paths = _paths()
    reached = np.empty((len(scores), len(WEEKS)))
    chain: list[NDArray[np.bool_]] = []
    for centre in WEEKS:
        at = max(centre, NEAREST_WEEKS) - 1
        hit = paths[at][None, :] >= scores[:, at, None]
        chain.append(hit | chain[centre - 1 - WINDOW_WEEKS] if centre > WINDOW_WEEKS else hit)
        ends = centre + WINDOW_WEEKS // 2
        if ends <= len(WEEKS):
            reached[:, ends - 1] = chain[-1].mean(axis=1)
    first = np.array(WEEKS[: WINDOW_WEEKS - 1]) / WINDOW_WEEKS
    reached[:, : WINDOW_WEEKS - 1] = 1 - (1 - reached[:, WINDOW_WEEKS - 1, None]) ** first
    return np.asarray(np.maximum.accumulate(reached, axis=1))


def chances(load_kg: Floats, best_kg: Floats, quantiles_kg: Floats) -> tuple[Floats, Floats]:
    """Chance of each load by each week and around each week, 1 to 52 weeks ahead.

    Parameters
    ----------
    load_kg, best_kg : ndarray of shape (n,)
        Loads aimed at, and what the forecasts start from: the best estimated 1RM of the last 28 days.
    quantiles_kg : ndarray of shape (n, 4, 7)
        Forecast 1RM at the stored horizons, rising.

    Returns
    -------
    by, around : ndarrays of shape (n, 52)
        Between 0.05 and 0.95; `by` never falls. As long as the lift is trained.
    """
    by, around = [], []
    for start in range(0, len(load_kg), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        change = np.log(quantiles_kg[rows] / best_kg[rows, None, None])
        ahead = best_kg[rows, None, None] * np.exp(carried(change, WEEKS))
        scores = scores_of(load_kg[rows], ahead)
        by.append(_by(scores))
        around.append(norm.sf(scores))
    none = np.empty((0, len(WEEKS)))
    return (
        np.clip(np.concatenate([none, *by]), 1 - SURE, SURE),
        np.clip(np.concatenate([none, *around]), 1 - SURE, SURE),
    )


def even_weeks(by: Sequence[float]) -> float | None:
    """First week by which a load is an even bet, None where that lies beyond 52 weeks."""
    reached = np.flatnonzero(np.asarray(by) >= EVEN)
    return float(WEEKS[int(reached[0])]) if reached.size else None


@dataclass(frozen=True, kw_only=True)
class Chance:
    """The chance of having reached a load within so many weeks."""

    weeks: int
    p: float


@dataclass(frozen=True, kw_only=True)
class Projection:
    """A milestone as advice states it: the chances at the stored horizons, two digits each."""

    exercise_id: str
    name: str
    load_kg: float
    chances: list[Chance]
    even_weeks: float | None


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A load ahead of a lift, and the chance of it.

    Parameters
    ----------
    exercise_id, name : str
        The lift.
    best_kg : float
        Best estimated 1RM of the last 28 days, which the forecast starts from.
    load_kg : float
        The load aimed at.
    weeks : tuple of int
        1 to 52.
    chances : tuple of float
        Probability that by the end of each week some day has shown an estimated 1RM of at least `load_kg`.
    around : tuple of float
        Probability that the best of the four weeks around each is at least `load_kg`.
    even_weeks : float or None
        The first week by which it is an even bet; None where that lies beyond the forecast.
    """

    exercise_id: str
    name: str
    best_kg: float
    load_kg: float
    weeks: tuple[int, ...]
    chances: tuple[float, ...]
    around: tuple[float, ...]
    even_weeks: float | None

    def by(self, weeks: int) -> float:
        """Chance of having reached the load within so many weeks, 1 to 52."""
        return self.chances[weeks - 1]

    def projection(self) -> Projection:
        """Chances at the stored horizons."""
        return Projection(
            exercise_id=self.exercise_id,
            name=self.name,
            load_kg=self.load_kg,
            chances=[Chance(weeks=weeks, p=round(self.by(weeks), 2)) for weeks in HORIZONS],
            even_weeks=self.even_weeks,
        )


def milestones(lifts: pd.DataFrame, quantiles_kg: Floats, load_kg: Floats) -> list[Milestone]:
    """Chances of one load for each lift.

    Parameters
    ----------
    lifts : frame of n rows
        exercise_id, name, best_kg.
    quantiles_kg : ndarray of shape (n, 4, 7)
    load_kg : ndarray of shape (n,)
    """
    best = lifts["best_kg"].to_numpy(float)
    by, around = chances(load_kg, best, quantiles_kg)
    return [
        Milestone(
            exercise_id=str(lift["exercise_id"]),
            name=str(lift["name"]),
            best_kg=float(lift["best_kg"]),
            load_kg=float(load_kg[i]),
            weeks=WEEKS,
            chances=tuple(float(p) for p in by[i]),
            around=tuple(float(p) for p in around[i]),
            even_weeks=even_weeks(by[i]),
        )
        for i, lift in enumerate(lifts.to_dict("records"))
    ]


def milestones_of(outlook: pd.DataFrame, unit: str, load_kg: float | None = None) -> list[Milestone]:
    """A milestone of each lift of an outlook under one style.

    Parameters
    ----------
    outlook : pandas.DataFrame
        One row per lift and horizon: exercise_id, name, now_kg or best_kg, horizon_weeks, q05 ... q95 (kg).
    unit : {"kg", "lb"}
        Whose round numbers.
    load_kg : float, optional
        Default: the next round load of each lift.

    Returns
    -------
    list of Milestone
        In the order of the lifts; lifts without a current best or with horizons missing are left out.
    """
    rows = outlook[outlook["horizon_weeks"].isin(HORIZONS)]
    if "best_kg" not in rows:
        rows = rows.assign(best_kg=rows["now_kg"])
    whole = rows.groupby("exercise_id")["horizon_weeks"].transform("nunique") == len(HORIZONS)
    rows = rows[whole & (rows["best_kg"] > 0)].sort_values(["exercise_id", "horizon_weeks"])
    first = rows.groupby("exercise_id", sort=True).first().reset_index()
    quantiles = rows[QUANTILES].to_numpy(float).reshape(-1, len(HORIZONS), len(QUANTILES))
    loads = [load_kg or next_round(best, unit) for best in first["best_kg"].astype(float)]
    return milestones(first, quantiles, np.array(loads, dtype=float))


def nearest(ahead: list[Milestone]) -> Milestone | None:
    """Choose the one to look forward to: soonest even bet, else the likeliest within a year."""
    dated = [m for m in ahead if m.even_weeks is not None]
    if dated:
        return min(dated, key=lambda m: (m.even_weeks or 0.0, -m.by(HORIZONS[0])))
    return max(ahead, key=lambda m: m.chances[-1], default=None)


def next_milestone(case: Case, top: pd.DataFrame, style: str) -> Projection | None:
    """Next milestone of a lifter's foremost lifts under a style; None without a forecast lift."""
    if top.empty:
        return None
    top = top.assign(best_kg=top.get("best_kg", top["now_kg"]))
    loads = np.array([next_round(float(best), case.unit) for best in top["best_kg"]])
    quantiles = case.kg[style][top["row"].to_numpy(int)]
    chosen = nearest(milestones(top, quantiles, loads))
    return chosen.projection() if chosen else None
