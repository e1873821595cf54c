"""The current 1RM of every lift of some lifters, from what was read of them."""

import pandas as pd

from data.shipped import load_rep_load
from models.one_rm import rep_load
from models.one_rm import trends as lift_trends
from models.one_rm.current_max import current_maxes
from models.tables import Tables

KIND = "now"


def current(tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimate the current 1RM of each lift trained lately or tested.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    maxes : DataFrame
        As of `current_maxes`.
    refused : DataFrame
        `lifter, subject` (exercise_id), `kind` ("now"), `reason, missing`.
    """
    lifts = tables.recent_sets[["lifter", "exercise_id"]].drop_duplicates()
    lifts = lifts.merge(tables.lifters[["lifter", "last_day"]], on="lifter").rename(columns={"last_day": "cutoff"})
    usual = rep_load.usual_ratio(tables.rep_pairs, load_rep_load())
    own = rep_load.own_shift(tables.rep_pairs, usual, lifts)
    trends = lift_trends.trends(lift_trends.judged_days(tables.recent_days))
    maxes, unsaid = current_maxes(tables.recent_sets, own, tables.tests, trends)
    return maxes, unsaid.rename(columns={"exercise_id": "subject"}).assign(kind=KIND)
