"""A lifter's own past blocks: which week belonged to which style, and what each lift's usual week of it was.

Weeks of deload, weeks after a gap and lifts left for good do not count.
"""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from models.tables import Tables
from models.training.classification import classify
from models.training.stimulus import ZONES
from models.training.style import STYLES

LEAST_WEEKS: Final = 3
"""The shortest block (`classification.SHORTEST_BLOCK_WEEKS`)."""

IN_ROTATION_WEEKS: Final = 26
"""A lift not done for so long is no longer in the lifter's plans."""

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


def past_of(tables: Tables, blocks: pd.DataFrame | None = None) -> Past:
    """Read the lifters' own blocks; `blocks` as `classification.classify` gives them, where they are known already."""
    labelled = label(tables.weeks, classify(tables.weeks) if blocks is None else blocks)
    return Past(labelled=labelled, weeks=own_weeks(tables.history, labelled))


def label(weeks: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Say of each week of training which block it belongs to.

    Parameters
    ----------
    weeks : frame
        lifter, week (Monday).
    blocks : frame, as `classification.classify` gives it

    Returns
    -------
    frame
        lifter, week, block, style, phase; weeks within a block only.
    """
    plain = weeks[["lifter", "week"]].drop_duplicates().assign(week=lambda it: it["week"].astype("datetime64[ns]"))
    spans = blocks[["lifter", "block", "style", "phase", "first_day", "last_day"]]
    spans = spans.assign(**{name: spans[name].astype("datetime64[ns]") for name in ("first_day", "last_day")})
    left, right = plain.sort_values("week"), spans.sort_values("first_day")
    labelled = pd.merge_asof(left, right, left_on="week", right_on="first_day", by="lifter")
    inside = labelled["week"] <= labelled["last_day"]
    return labelled.loc[inside, ["lifter", "week", "block", "style", "phase"]].reset_index(drop=True)


def own_weeks(history: pd.DataFrame, labelled: pd.DataFrame) -> pd.DataFrame:
    """Usual week of each lift in the lifter's own blocks of each style.

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
