"""What a home should know of its forecasts' worth: coverage out of bounds, lifters unlike those learnt from."""

from typing import Final

import pandas as pd

from data import shipped as shipped_files
from models.forecasters.panel import horizon_panel
from models.forecasters.upkeep.input_drift import WATCHED, outside_shares
from pipelines.serving.home_calibration import BOUNDS, RECENT_WEEKS, realised_errors, recent_coverage
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.database import sql
from pipelines.warehouse.publish import Build

MOST_OUTSIDE: Final = 0.25
"""Share of lifts outside the middle 96 % of the population's from which on it is said."""
LEAST_LIFTERS: Final = 10
"""One lifter is always unlike others in something."""


def drift(settings: Settings, build: Build) -> str:
    """Say what is out of bounds in a home, in a sentence each; "" where nothing is.

    Parameters
    ----------
    settings : Settings
    build : Build
        Of kind `full`.
    """
    errors = realised_errors(settings, build)
    with read.connect(settings, build) as con:
        features = con.execute(sql("serving", "watched_features")).df()
    return " ".join(said for said in (_of_coverage(errors), _of_inputs(features)) if said)


def _of_coverage(errors: pd.DataFrame) -> str:
    """Say that live coverage is out of bounds."""
    held = recent_coverage(errors)
    if held is None or BOUNDS[0] <= held <= BOUNDS[1]:
        return ""
    meant = "ranges follow the errors of the last weeks" if held < BOUNDS[0] else "ranges are wider than they need be"
    return (
        f"80 % ranges held {held:.0%} of the outcomes of the last {RECENT_WEEKS} weeks, where {BOUNDS[0]:.0%} to "
        f"{BOUNDS[1]:.0%} are in bounds: {meant}."
    )


def _of_inputs(features: pd.DataFrame) -> str:
    """Note where lifts are unlike those that forecasts were learnt from."""
    if features["lifter"].nunique() < LEAST_LIFTERS:
        return ""
    shares = outside_shares(horizon_panel(features, (4,)), shipped_files.load_strength_model())
    unlike = {name: share for name, share in shares.items() if share > MOST_OUTSIDE}
    if not unlike:
        return ""
    said = ", ".join(f"{share:.0%} in {WATCHED[name]}" for name, share in unlike.items())
    return f"Note: many lifts are unlike those that forecasts were learnt from ({said})."
