"""What is read of some lifters before anything is said about them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What is read of some lifters.

    Parameters
    ----------
    lifters, lift_weeks, features, weeks, bests, recent_sets, recent_days, sides, rep_pairs, tests, history : DataFrame
        As the files of the same names in `sql/serving` give them.
    measurements : DataFrame
        lifter, day, site, side, value, as `sql/serving/measurements.sql` gives it.
    muscles : DataFrame
        exercise_id, muscle, credit.
    """

    lifters: pd.DataFrame
    lift_weeks: pd.DataFrame
    features: pd.DataFrame
    weeks: pd.DataFrame
    history: pd.DataFrame
    bests: pd.DataFrame
    recent_sets: pd.DataFrame
    recent_days: pd.DataFrame
    sides: pd.DataFrame
    rep_pairs: pd.DataFrame
    tests: pd.DataFrame
    measurements: pd.DataFrame
    muscles: pd.DataFrame

    def groups(self, size: int) -> Iterator["Tables"]:
        """Split into groups of so many lifters, so that memory does not grow with their number."""
        names = self.lifters["lifter"].to_numpy()
        for start in range(0, len(names), size):
            chosen = set(names[start : start + size])
            parts = {name: frame for name, frame in vars(self).items() if name != "muscles"}
            yield Tables(
                muscles=self.muscles,
                **{name: frame[frame["lifter"].isin(chosen)].reset_index(drop=True) for name, frame in parts.items()},
            )


def of_lifters(keys: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """The lifter's row for each of the keys."""
    return keys[["lifter"]].merge(tables.lifters, on="lifter", how="left", validate="m:1")
