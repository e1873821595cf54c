"""What a style is for this lifter: its definition, and the lifter's own past weeks of it, pooled.

A style's definition says how heavy and how much, not which lifts stay in the plan and how often they are done; that is
the lifter's habit, and much of what a style does to a lift hangs on it. Own weeks of a style and its definition are
pooled, the more weeks the more they count.
"""

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.blocks.kept_lifts import left_out
from models.training import usual_week
from models.training.own_blocks import Past
from models.training.stimulus import ZONES, Stimulus, StyleWeeks
from models.training.style import STYLES
from models.training.usual_week import under_style

Floats = NDArray[np.floating]

HALF_WEEKS: Final = 4.0
"""So many own weeks of a style count as much as its definition: about a block."""

LEFT_OUT_PART: Final = 0.3
"""What is left of a lift's sets and days in a strength week that has no place for it, by definition: few lifters drop a
lift altogether. Set on simulated lifters other than those of `benchmarks/recovery.py`."""


def _as_usual(own: pd.DataFrame) -> pd.DataFrame:
    """Lay own weeks out as a usual week: reps, loads, rests and effort are the style's."""
    unknown = [f"{zone}_{what}" for zone in ZONES for what in ("reps", "share")]
    return own.assign(rir=np.nan, rest_s=np.nan, **dict.fromkeys(unknown, np.nan))


def _pooled(definition: Stimulus, own: Stimulus, rows: NDArray[np.intp], part: Floats) -> Stimulus:
    """Move towards own weeks; `rows` are places in them."""
    if not part.any():
        return definition

    def mixed(name: str) -> Floats:
        old, new = getattr(definition, name), getattr(own, name)[rows]
        weight = part if old.ndim == 1 else part[:, None]
        return np.asarray((1 - weight) * old + weight * new)

    return replace(definition, **{name: mixed(name) for name in ("sets", "muscle_sets", "days")})


def _places(keys: pd.DataFrame, own_weeks: pd.DataFrame, on: list[str]) -> tuple[NDArray[np.intp], Floats]:
    """Find each key's row among own weeks, and the weight of those weeks: 0 where there are none."""
    numbered = own_weeks[[*on, "weeks"]].assign(row=np.arange(len(own_weeks)))
    matched = keys[on].merge(numbered, on=on, how="left", validate="1:1")
    weeks, rows = (np.nan_to_num(matched[name].astype(float).to_numpy()) for name in ("weeks", "row"))
    return rows.astype(int), weeks / (weeks + HALF_WEEKS)


def _own_part(parts: dict[str, Floats]) -> Floats:
    """Average the weights of the two styles whose difference is asked for most."""
    return np.asarray((parts["strength"] + parts["hypertrophy"]) / 2)


def lift_style_weeks(now: Stimulus, keys: pd.DataFrame, past: Past, muscles: pd.DataFrame) -> StyleWeeks:
    """Each lift's week under each style: the style's definition and the lifter's own blocks of it, pooled.

    Parameters
    ----------
    now : Stimulus of n lifts
    keys : frame, shape (n, ...)
        lifter, exercise_id.
    past : Past
    muscles : frame
        exercise_id, muscle, credit.

    Returns
    -------
    StyleWeeks of the same n lifts
    """
    plans, parts = {}, {}
    for name, style in STYLES.items():
        usual = _as_usual(past.weeks[past.weeks["style"] == name].reset_index(drop=True))
        rows, parts[name] = _places(keys, usual, ["lifter", "exercise_id"])
        own = usual_week.lift_stimulus(usual, muscles)
        definition = under_style(now, style)
        if name == "strength":
            definition = _cut(definition, left_out(now, keys))
        plans[name] = _pooled(definition, own, rows, parts[name])
    return StyleWeeks(by_style=plans, own_part=_own_part(parts))


def _cut(definition: Stimulus, lifts: NDArray[np.bool_]) -> Stimulus:
    """Leave `LEFT_OUT_PART` of some lifts' sets and days; their muscles are worked by what stays."""
    part = np.where(lifts, LEFT_OUT_PART, 1.0)
    return replace(definition, sets=definition.sets * part[:, None], days=definition.days * part)


def muscle_style_weeks(now: Stimulus, keys: pd.DataFrame, past: Past, muscles: pd.DataFrame) -> StyleWeeks:
    """Each muscle's week under each style, as `lift_style_weeks` does; `keys` has lifter, muscle."""
    plans, parts = {}, {}
    for name, style in STYLES.items():
        usual = _as_usual(past.weeks[past.weeks["style"] == name].reset_index(drop=True))
        found = usual_week.muscle_stimulus(usual, muscles)
        rested = found.keys.assign(weeks=found.keys["lifter"].map(usual.groupby("lifter")["weeks"].max()))
        rows, parts[name] = _places(keys, rested, ["lifter", "muscle"])
        plans[name] = _pooled(under_style(now, style), found.stimulus, rows, parts[name])
    return StyleWeeks(by_style=plans, own_part=_own_part(parts))
