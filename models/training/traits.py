"""Who trains, as far as it changes the response: judged from the log and the profile."""

from typing import Final

import numpy as np
import pandas as pd

from models.training.stimulus import Traits

YEAR_WEEKS: Final = 52.0
LEAST_TRAINED: Final = 0.5
"""A log may begin in the middle of a training life: its first day is no proof of a beginner."""


def traits_of(lifters: pd.DataFrame) -> Traits:
    """Judge who trains, from the log and the profile.

    Parameters
    ----------
    lifters : frame, shape (n, ...)
        training_weeks (weeks with training in the log), birth_year (may be missing), last_day (the forecast starts
        from it).

    Returns
    -------
    Traits of the same n lifters
        Trained after a year of logged weeks (Benito 2020: over a year), half-way at least before.
    """
    weeks = lifters["training_weeks"].fillna(0).to_numpy(float)
    year = pd.to_datetime(lifters["last_day"]).dt.year.to_numpy(float)
    age = year - lifters["birth_year"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    trained = np.clip(weeks / YEAR_WEEKS, LEAST_TRAINED, 1.0)
    return Traits(trained=trained, age=age, past_weeks=weeks)
