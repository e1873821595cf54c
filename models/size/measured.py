"""Size forecasts moved by what the lifter measured, and put into centimetres and kilograms.

Draws of the growth to come and of the growth that should already have shown hang together: who responds well has done
so, and half of what nobody can explain goes on. What was measured moves the draws as far as it is informative (a Kalman
step on draws; Evensen 2003, doi:10.1007/s10236-003-0036-9). All styles move alike: a tape says how a lifter grows, not
which style did it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.response.parameters import Draws
from models.size import growth as size
from models.size.girths import SITES, Growth, latest, usual_cm
from models.training.stimulus import Stimulus, Traits

Floats = NDArray[np.floating]

PERSISTENCE: Final = 0.5
"""Correlation of unexplained growth before and after today: how well people respond came back in a second phase of
training, r 0.67-0.70 (evidence `replicated2025-1`), but of 16 people under one programme: convention."""

MUSCLE_OF_LEAN: Final = MappingProxyType({"M": 0.528, "F": 0.473})
"""Muscle as part of fat-free mass (evidence `wang2001-1`)."""

MUSCLES: Final = 18
"""Muscles of the catalogue that lean mass is spread over: convention, each alike."""

QUANTILES: Final = ("q10", "q50", "q90")
LEVELS: Final = (0.1, 0.5, 0.9)
TAPE_SITES: Final = ("upper_arm", "forearm", "chest", "thigh", "calf")
LEAN: Final = "lean_mass"


def seen_of(muscle: str, growths: Sequence[Growth]) -> list[Growth]:
    """Choose the measured growths that say something of a muscle."""
    return [growth for growth in growths if not SITES[growth.site].muscles or muscle in SITES[growth.site].muscles]


def shifts(as_now: Floats, past: Floats, seen: Sequence[Growth], luck: Floats, *, seed: int) -> tuple[Floats, Floats]:
    """How far measurements move the draws of one muscle's growth.

    Parameters
    ----------
    as_now : array, shape (draws, h)
        ln growth to come, carrying on as now.
    past : array, shape (k, draws)
        ln growth that training should have brought over the time of each measured growth.
    seen : sequence of k Growth
    luck : array, shape (draws,)
        What is unexplained of each draw, in standard units.
    seed : int

    Returns
    -------
    shift : array, shape (draws, h)
        To be added to the ln growth to come under any style.
    own_share : array, shape (h,)
        Part of the forecast's variance that the measurements have settled.
    """
    rng = np.random.default_rng(seed)
    before = PERSISTENCE * luck + np.sqrt(1 - PERSISTENCE**2) * rng.standard_normal(len(luck))
    weeks, change, se = (np.array([getattr(growth, name) for growth in seen]) for name in ("weeks", "change", "se"))
    should = past + size.unexplained_sd(weeks)[:, None] * before[None, :]
    centred, ahead = should - should.mean(axis=1, keepdims=True), as_now - as_now.mean(axis=0)
    together = centred @ ahead / len(luck)
    surprise = centred @ centred.T / len(luck) + np.diag(se**2)
    gain = np.linalg.solve(surprise, together)
    measured_change = change[:, None] + se[:, None] * rng.standard_normal(should.shape)
    settled = np.sum(together * gain, axis=0) / np.maximum(as_now.var(axis=0), 1e-12)
    return np.asarray((measured_change - should).T @ gain), np.clip(settled, 0, 1)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What measurements say of the growth to come of n muscles.

    Parameters
    ----------
    shifts : dict of row to array, shape (draws, h)
        What is to be added to the ln growth under any plan; rows without measurements are left out.
    own_share : array, shape (n, h)
        Part of a forecast's variance that the measurements have settled.
    """

    shifts: Mapping[int, Floats]
    own_share: Floats

    def moved(self, change: Floats, most: Floats) -> Floats:
        """Move ln changes of shape (n, draws, h), up to the `most` that anybody grows, of shape (h,)."""
        if not self.shifts:
            return change
        out = np.array(change)
        for row, shift in self.shifts.items():
            out[row] = np.minimum(out[row] + shift, most)
        return out


def of_muscles(
    keys: pd.DataFrame,
    as_now: Floats,
    growths: Mapping[str, Sequence[Growth]],
    *,
    now: Stimulus,
    traits: Traits,
    p: Draws,
    seed: int,
) -> Measured:
    """Hold what lifters measured against what their training should have brought.

    Parameters
    ----------
    keys : frame, shape (n, 2)
        lifter, muscle.
    as_now : array, shape (n, draws, h)
        ln growth to come, carrying on as now.
    growths : dict of lifter to measured growths
    now, traits : of the same n muscles
    p : dict of parameter draws
    seed : int
        As given to `growth.size_changes`.
    """
    share, found = np.zeros((len(keys), as_now.shape[-1])), {}
    _, luck = size.people(len(p["size_response"]), seed)
    for row in map(int, np.flatnonzero(keys["lifter"].isin(list(growths)).to_numpy())):
        lifter, muscle = keys.iloc[row][["lifter", "muscle"]]
        seen = seen_of(muscle, growths[lifter])
        if not seen:
            continue
        past = _brought(row, seen, now, traits, p, seed=seed)
        found[row], share[row] = shifts(np.ascontiguousarray(as_now[row]), past, seen, luck, seed=seed + 1)
    return Measured(shifts=found, own_share=share)


def _brought(row: int, seen: Sequence[Growth], now: Stimulus, traits: Traits, p: Draws, *, seed: int) -> Floats:
    """Draw what training should have brought one muscle over the time of each measured growth: shape (k, draws)."""
    rows = np.full(len(seen), row)
    weeks = np.array([growth.weeks for growth in seen])
    return size.past_change(now.rows(rows), traits.rows(rows), weeks, p, seed=seed)


def in_units(
    muscles: Sequence[str],
    draws: Mapping[str, Floats],
    measurements: pd.DataFrame,
    growths: Sequence[Growth],
    *,
    sex: str | None,
    horizons: Sequence[int],
) -> list[dict[str, Any]]:
    """Put one lifter's size draws into centimetres and kilograms.

    Parameters
    ----------
    muscles : sequence of n str
    draws : dict of arrays, shape (n, draws, h)
        % change by style.
    measurements : frame
        The lifter's, as for `girths.growths`.
    growths : sequence of Growth
    sex : str or None
    horizons : sequence of h int

    Returns
    -------
    list of dict
        site, style, horizon_weeks, now, q10, q50, q90 (change), unit, basis ('measured', or 'typical' where the
        starting value is the mean of active people of that sex). Kilograms only where lean mass is known. A muscle
        that is not trained is taken to stay as it is.
    """
    now_of = {growth.site: growth.now for growth in growths}
    rows: list[dict[str, Any]] = []
    for site in (*TAPE_SITES, LEAN):
        read = now_of.get(site, latest(measurements, site))
        under = SITES[site].muscles
        chosen = [place for place, name in enumerate(muscles) if not under or name in under]
        if not chosen or (site == LEAN and np.isnan(read)):
            continue
        now = usual_cm(site, sex) if np.isnan(read) else read
        basis = "typical" if np.isnan(read) else "measured"
        same = {"site": site, "now": float(now), "unit": "kg" if site == LEAN else "cm", "basis": basis}
        part = _muscle_part(site, len(chosen), sex)
        grown = [np.log1p(drawn[chosen] / 100).mean(axis=0) for drawn in draws.values()]
        quantiles = np.quantile(now * np.expm1(part * np.stack(grown)), LEVELS, axis=1)
        rows += [
            same | {"style": style, "horizon_weeks": int(weeks)} | dict(zip(QUANTILES, at, strict=True))
            for style, of_style in zip(draws, quantiles.transpose(1, 2, 0).tolist(), strict=True)
            for weeks, at in zip(horizons, of_style, strict=True)
        ]
    return rows


def _muscle_part(site: str, trained: int, sex: str | None) -> float:
    """How far a site follows its muscles' growth when so many of them are trained."""
    of_one = MUSCLE_OF_LEAN.get(sex or "", 0.5) if site == LEAN else SITES[site].per_muscle
    return of_one * min(trained / (len(SITES[site].muscles) or MUSCLES), 1.0)
