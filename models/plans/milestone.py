"""The chance that a lift reaches a load, by when and around when: projections, not facts.

Two questions are kept apart. *Around then*: is the current 1RM that high at a date? That is what forecasts are of. *By
then*: has it been, at some week up to the date? That is what people mean by reaching a load, and needs to know how the
weeks on the way go together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import erfc, sqrt
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.units import KG_PER_LB
from models.forecasters.any_horizon import FURTHEST_WEEKS, carried
from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILE_NAMES
from models.forecasters.horizons import QUANTILES as LEVELS

Floats = NDArray[np.floating]
Row = Mapping[Any, Any]

QUANTILES: Final = list(QUANTILE_NAMES)
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
FADES: Final = 0.5
"""Two windows, s and t weeks ahead, go together like KEPT (s / t)^FADES: between windows 4 to 26 weeks ahead, forecasts
of 61 public logs by models fitted on others erred together at 0.34 to 0.71; higher here since not every window is
trained in, so that what is said to happen by a date happens as often (`benchmarks/milestones.py`)."""
NEAREST_WEEKS: Final = 3
"""The first window counts as this far ahead: a return to a lifter's own level takes days, not weeks."""
DRAWS: Final = 1000
SEED: Final = 20261122
_TAIL: Final = 5.0
_KNOTS: Final = tuple(NormalDist().inv_cdf(level) for level in LEVELS)
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
    knots = np.array(_KNOTS)
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


@cache
def _draws_reaching() -> tuple[Floats, NDArray[np.uint8]]:
    """Rising scores drawn of each week, and the draws that reach each of them, a bit a draw; none lies above the last.

    A load's draws are looked up, not compared with one by one, which takes half the time.
    """
    paths = _paths()
    levels = np.sort(paths, axis=1)
    reaching = np.zeros((len(WEEKS), DRAWS + 1, DRAWS // 8), dtype=np.uint8)
    for week, path in enumerate(paths):
        reaching[week, :DRAWS] = np.packbits(path >= levels[week, :, None], axis=1)
    return levels, reaching


def _by(scores: Floats) -> Floats:
    """Chance of having been there by each week, from scores of shape (n, 52)."""
    levels, reaching = _draws_reaching()
    scores = _as_float32(scores)
    reached = np.empty((len(scores), len(WEEKS)))
    chain: list[NDArray[np.uint8]] = []
    for centre in WEEKS:
        at = max(centre, NEAREST_WEEKS) - 1
        hit = reaching[at, np.searchsorted(levels[at], scores[:, at])]
        chain.append(hit | chain[centre - 1 - WINDOW_WEEKS] if centre > WINDOW_WEEKS else hit)
        ends = centre + WINDOW_WEEKS // 2
        if ends <= len(WEEKS):
            reached[:, ends - 1] = np.bitwise_count(chain[-1]).sum(axis=1) / DRAWS
    first = np.array(WEEKS[: WINDOW_WEEKS - 1]) / WINDOW_WEEKS
    reached[:, : WINDOW_WEEKS - 1] = 1 - (1 - reached[:, WINDOW_WEEKS - 1, None]) ** first
    return np.asarray(np.maximum.accumulate(reached, axis=1))


def _as_float32(scores: Floats) -> Floats:
    """The least float32 that is no less: what reaches the one reaches the other, and it is compared twice as fast."""
    near = scores.astype(np.float32)
    return np.asarray(np.where(near < scores, np.nextafter(near, np.float32(np.inf)), near))


def _above(scores: Floats) -> Floats:
    """Chance of a normal score above each: as `scipy.special.ndtr(-scores)`, which is slow to import."""
    return np.asarray(np.vectorize(lambda score: erfc(score / sqrt(2)) / 2, otypes=[float])(scores))


def chances(load_kg: Floats, now_kg: Floats, quantiles_kg: Floats) -> tuple[Floats, Floats]:
    """Chance of each load by each week and around each week, 1 to 52 weeks ahead.

    Parameters
    ----------
    load_kg, now_kg : ndarray of shape (n,)
        Loads aimed at, and the current 1RM, which the forecasts start from.
    quantiles_kg : ndarray of shape (n, 4, 7)
        Forecast 1RM at the stored horizons, rising.

    Returns
    -------
    by, around : ndarrays of shape (n, 52)
        Between 0.05 and 0.95; `by` never falls. As long as the lift is trained.
    """
    scores = list(_scores(load_kg, now_kg, quantiles_kg))
    return _sure([_by(part) for part in scores]), _sure([_above(part) for part in scores])


def chances_by(load_kg: Floats, now_kg: Floats, quantiles_kg: Floats) -> Floats:
    """The first of the `chances`, without the others."""
    return _sure([_by(part) for part in _scores(load_kg, now_kg, quantiles_kg)])


def _scores(load_kg: Floats, now_kg: Floats, quantiles_kg: Floats) -> Iterator[Floats]:
    """Normal scores of loads in each week, some loads at a time: shape (m, 52)."""
    for start in range(0, len(load_kg), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        change = np.log(quantiles_kg[rows] / now_kg[rows, None, None])
        ahead = now_kg[rows, None, None] * np.exp(carried(change, WEEKS))
        yield scores_of(load_kg[rows], ahead)


def _sure(parts: Sequence[Floats]) -> Floats:
    """Put chances together, none surer than the outermost quantiles."""
    return np.asarray(np.clip(np.concatenate([np.empty((0, len(WEEKS))), *parts]), 1 - SURE, SURE))


def chance_words(p: float) -> str:
    """Say a probability; beyond the outermost quantiles only that it lies beyond."""
    if p <= 1 - SURE:
        return f"under {100 * (1 - SURE):.0f} %"
    return f"over {100 * SURE:.0f} %" if p >= SURE else f"{100 * p:.0f} %"


def even_weeks(by: Sequence[float]) -> float | None:
    """First week by which a load is an even bet, None where that lies beyond 52 weeks."""
    return next((float(week) for week, p in zip(WEEKS, by, strict=True) if p >= EVEN), None)


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
    now_kg : float
        The current 1RM, which the forecast starts from.
    load_kg : float
        The load aimed at.
    weeks : tuple of int
        1 to 52.
    chances : tuple of float
        Probability that by the end of each week the current 1RM has been at least `load_kg`.
    around : tuple of float
        Probability that the current 1RM of each is at least `load_kg`.
    even_weeks : float or None
        The first week by which it is an even bet; None where that lies beyond the forecast.
    """

    exercise_id: str
    name: str
    now_kg: float
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
            chances=[Chance(weeks=weeks, p=round(self.by(weeks), 2)) for weeks in HORIZONS_WEEKS],
            even_weeks=self.even_weeks,
        )


def milestones(lifts: Sequence[Row], quantiles_kg: Floats, load_kg: Floats) -> list[Milestone]:
    """Chances of one load for each lift.

    Parameters
    ----------
    lifts : sequence of n mappings
        exercise_id, name, now_kg.
    quantiles_kg : ndarray of shape (n, 4, 7)
    load_kg : ndarray of shape (n,)
    """
    now = np.array([lift["now_kg"] for lift in lifts], dtype=float)
    by, around = chances(load_kg, now, quantiles_kg)
    return [
        Milestone(
            exercise_id=str(lift["exercise_id"]),
            name=str(lift["name"]),
            now_kg=float(lift["now_kg"]),
            load_kg=float(load_kg[i]),
            weeks=WEEKS,
            chances=tuple(float(p) for p in by[i]),
            around=tuple(float(p) for p in around[i]),
            even_weeks=even_weeks(by[i]),
        )
        for i, lift in enumerate(lifts)
    ]


def milestones_of(outlook: Iterable[Row], unit: str, load_kg: float | None = None) -> list[Milestone]:
    """A milestone of each lift of an outlook under one style.

    Parameters
    ----------
    outlook : iterable of mappings
        One per lift and horizon: exercise_id, name, now_kg, horizon_weeks, q05 ... q95 (kg).
    unit : {"kg", "lb"}
        Whose round numbers.
    load_kg : float, optional
        Default: the next round load of each lift.

    Returns
    -------
    list of Milestone
        In the order of the lifts; lifts without a current best or with horizons missing are left out.
    """
    lifts: dict[str, dict[int, Row]] = {}
    for row in outlook:
        now = row["now_kg"]
        if row["horizon_weeks"] in HORIZONS_WEEKS and now is not None and now > 0:
            lifts.setdefault(row["exercise_id"], {})[row["horizon_weeks"]] = row
    whole = [ahead for _, ahead in sorted(lifts.items()) if len(ahead) == len(HORIZONS_WEEKS)]
    if not whole:
        return []
    first = [ahead[HORIZONS_WEEKS[0]] for ahead in whole]
    quantiles = np.array([[[ahead[weeks][q] for q in QUANTILES] for weeks in HORIZONS_WEEKS] for ahead in whole], float)
    loads = [load_kg or next_round(float(lift["now_kg"]), unit) for lift in first]
    return milestones(first, quantiles, np.array(loads, dtype=float))


def nearest(ahead: list[Milestone]) -> Milestone | None:
    """Choose the one to look forward to: soonest even bet, else the likeliest within a year."""
    dated = [m for m in ahead if m.even_weeks is not None]
    if dated:
        return min(dated, key=lambda m: (m.even_weeks or 0.0, -m.by(HORIZONS_WEEKS[0])))
    return max(ahead, key=lambda m: m.chances[-1], default=None)
