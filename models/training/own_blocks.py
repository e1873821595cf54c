"""What a style is for this lifter: days and sets of each lift in the lifter's own past blocks of that style.

A style's definition says how heavy and how much, not which lifts stay in the plan and how often they are done; that is
the lifter's habit, and much of what a style does to a lift hangs on it. Own weeks of a style and its definition are
pooled, the more weeks the more they count. Weeks of deload, weeks after a gap and lifts left for good do not count.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.blocks.kept_lifts import left_out
from models.tables import Tables
from models.training import usual_week
from models.training.stimulus import ZONES, Stimulus
from models.training.style import STYLES, classify, under_style

Floats = NDArray[np.floating]

HALF_WEEKS: Final = 4.0
"""So many own weeks of a style count as much as its definition: about a block."""

LEAST_WEEKS: Final = 3
"""The shortest block (`style.SHORTEST_BLOCK_WEEKS`)."""

IN_ROTATION_WEEKS: Final = 26
"""A lift not done for so long is no longer in the lifter's plans."""

LEFT_OUT_PART: Final = 0.3
"""What is left of a lift's sets and days in a strength week that has no place for it, by definition: few lifters drop a
lift altogether. Set on simulated lifters other than those of `benchmarks/recovery.py`."""

_AMOUNTS: Final = ("days", *(f"{zone}_sets" for zone in ZONES))


@dataclass(frozen=True, kw_only=True)
class Past:
    """What some lifters' own blocks were.

    Parameters
    ----------
    labelled : frame, from `label`
    weeks : frame, from `own_weeks`
    """

    labelled: pd.DataFrame
    weeks: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class Plans:
    """The week of n lifts or muscles under each style, and how far it is the lifter's own.

    Parameters
    ----------
    by_style : dict of Stimulus
    own_part : array, shape (n,)
        Mean weight of own weeks in the strength and the hypertrophy week: 0 by definition, towards 1 by habit.
    """

    by_style: dict[str, Stimulus]
    own_part: Floats


def past_of(tables: Tables, blocks: pd.DataFrame | None = None) -> Past:
    """Read the lifters' own blocks; `blocks` as `style.classify` gives them, where they are known already."""
    labelled = label(tables.weeks, classify(tables.weeks) if blocks is None else blocks)
    return Past(labelled=labelled, weeks=own_weeks(tables.history, labelled))


def label(weeks: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Say of each week of training which block it belongs to.

    Parameters
    ----------
    weeks : frame
        lifter, week (Monday).
    blocks : frame, as `style.classify` gives it

    Returns
    -------
    frame
        lifter, week, block, style, phase; weeks within a block only.
    """
    plain = weeks[["lifter", "week"]].drop_duplicates().assign(week=lambda it: it["week"].astype("datetime64[ns]"))
    spans = blocks[["lifter", "block", "style", "phase", "first_day", "last_day"]]
    spans = spans.assign(**{name: spans[name].astype("datetime64[ns]") for name in ("first_day", "last_day")})
    left, right = plain.sort_values("week"), spans.sort_values("first_day")
    found = pd.merge_asof(left, right, left_on="week", right_on="first_day", by="lifter")
    inside = found["week"] <= found["last_day"]
    return found.loc[inside, ["lifter", "week", "block", "style", "phase"]].reset_index(drop=True)


def own_weeks(history: pd.DataFrame, labelled: pd.DataFrame) -> pd.DataFrame:
    """Give the usual week of each lift in the lifter's own blocks of each style.

    Parameters
    ----------
    history : frame, as `sql/serving/lift_history.sql` gives it
        lifter, exercise_id, week, days, heavy_sets, moderate_sets, light_sets.
    labelled : frame, from `label`

    Returns
    -------
    frame, one row per lift in rotation and style
        lifter, exercise_id, style, weeks (of the style since the lift was first done), and days and sets per week; a
        lift left out of a style has zeros. Nothing of lifters who have trained in one style only: beside the week as
        now that adds nothing.
    """
    done = history.assign(week=history["week"].astype("datetime64[ns]"))
    span = done.groupby(["lifter", "exercise_id"], as_index=False).agg(first=("week", "min"), last=("week", "max"))
    newest = span.groupby("lifter")["last"].transform("max")
    kept = span["last"] > newest - pd.Timedelta(weeks=IN_ROTATION_WEEKS)
    counted = labelled[(labelled["phase"] == "training") & labelled["style"].isin(list(STYLES))]
    lived = span[kept].merge(counted, on="lifter")
    lived = lived[lived["week"] >= lived["first"]]
    both = lived.merge(done, on=["lifter", "exercise_id", "week"], how="left")
    keys = ["lifter", "exercise_id", "style"]
    amounts = both[[*keys, *_AMOUNTS]].fillna(dict.fromkeys(_AMOUNTS, 0.0)).groupby(keys, as_index=False)
    own = amounts[list(_AMOUNTS)].mean().assign(weeks=amounts.size()["size"])
    own = own[own["weeks"] >= LEAST_WEEKS]
    alternates = own.groupby("lifter")["style"].transform("nunique") > 1
    return own[alternates].reset_index(drop=True)


def _as_usual(own: pd.DataFrame) -> pd.DataFrame:
    """Lay own weeks out as a usual week: reps, loads and effort are the style's."""
    unknown = [f"{zone}_{what}" for zone in ZONES for what in ("reps", "share")]
    return own.assign(rir=np.nan, **dict.fromkeys(unknown, np.nan))


def _pooled(definition: Stimulus, own: Stimulus, rows: NDArray[np.intp], part: Floats) -> Stimulus:
    """Move towards own weeks; `rows` are places in them."""
    if not part.any():
        return definition

    def mixed(name: str) -> Floats:
        old, new = getattr(definition, name), getattr(own, name)[rows]
        weight = part if old.ndim == 1 else part[:, None]
        return np.asarray((1 - weight) * old + weight * new)

    return replace(definition, **{name: mixed(name) for name in ("sets", "muscle_sets", "days")})


def _places(keys: pd.DataFrame, found: pd.DataFrame, on: list[str]) -> tuple[NDArray[np.intp], Floats]:
    """Find each key's row among own weeks, and the weight of those weeks: 0 where there are none."""
    numbered = found[[*on, "weeks"]].assign(row=np.arange(len(found)))
    matched = keys[on].merge(numbered, on=on, how="left", validate="1:1")
    weeks, rows = (np.nan_to_num(matched[name].astype(float).to_numpy()) for name in ("weeks", "row"))
    return rows.astype(int), weeks / (weeks + HALF_WEEKS)


def _own_part(parts: dict[str, Floats]) -> Floats:
    """Average the weights of the two styles whose difference is asked for most."""
    return np.asarray((parts["strength"] + parts["hypertrophy"]) / 2)


def lift_plans(now: Stimulus, keys: pd.DataFrame, past: Past, muscles: pd.DataFrame) -> Plans:
    """Give each lift's week under each style: the style's definition and the lifter's own blocks of it, pooled.

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
    Plans of the same n lifts
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
    return Plans(by_style=plans, own_part=_own_part(parts))


def _cut(definition: Stimulus, lifts: NDArray[np.bool_]) -> Stimulus:
    """Leave `LEFT_OUT_PART` of some lifts' sets and days; their muscles are worked by what stays."""
    part = np.where(lifts, LEFT_OUT_PART, 1.0)
    return replace(definition, sets=definition.sets * part[:, None], days=definition.days * part)


def muscle_plans(now: Stimulus, keys: pd.DataFrame, past: Past, muscles: pd.DataFrame) -> Plans:
    """Give each muscle's week under each style, as `lift_plans` does; `keys` has lifter, muscle."""
    plans, parts = {}, {}
    for name, style in STYLES.items():
        usual = _as_usual(past.weeks[past.weeks["style"] == name].reset_index(drop=True))
        found = usual_week.muscle_stimulus(usual, muscles)
        rested = found.keys.assign(weeks=found.keys["lifter"].map(usual.groupby("lifter")["weeks"].max()))
        rows, parts[name] = _places(keys, rested, ["lifter", "muscle"])
        plans[name] = _pooled(under_style(now, style), found.stimulus, rows, parts[name])
    return Plans(by_style=plans, own_part=_own_part(parts))
