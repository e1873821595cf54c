"""The forecasting panel: one row per lift, cutoff and horizon, its columns the same for training and for serving.

Features come from SQL (`lift_features`), with windows that end at the cutoff; here each row is repeated per horizon
and given the changes this series has already shown over that horizon.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.definitions import LEAST_DAYS, LEAST_RECENT_DAYS, LEAST_SPAN_DAYS, RECENT_DAYS
from models.forecasters.horizons import HORIZONS_WEEKS

Array = npt.NDArray[np.float64]

KEYS: Final = ("lifter", "exercise_id", "cutoff")

SUMMED_DIGITS: Final = 7
"""Digits after the point of a feature: a build's threads add up floats in any order, which shows in the 15th."""

BY_HORIZON: Final = ("change", "mean_change", "rms_change")
"""Measured in SQL once per horizon of `HORIZONS_WEEKS`, as `change_4` and so on."""

FEATURES: Final = (
    "is_main",
    "is_bench",
    "is_squat",
    "is_deadlift",
    "is_overhead_press",
    "is_barbell",
    "is_dumbbell",
    "is_machine",
    "pattern_squat",
    "pattern_hinge",
    "pattern_horizontal_push",
    "pattern_vertical_push",
    "pattern_horizontal_pull",
    "pattern_vertical_pull",
    "pattern_elbow_flexion",
    "pattern_elbow_extension",
    "pattern_shoulder_isolation",
    "log_now",
    "latest",
    "second_28",
    "mean_28",
    "best_14",
    "best_56",
    "best_182",
    "lag_2",
    "lag_6",
    "lag_10",
    "lag_14",
    "lag_28",
    "median_28",
    "median_84",
    "mean_365",
    "best_84",
    "best_365",
    "best_ever",
    "sd_28",
    "sd_84",
    "sd_365",
    "slope_84",
    "slope_365",
    "reps_at_best",
    "reps_28",
    "reps_84",
    "reps_365",
    "reps_sd_84",
    "reps_from_usual",
    "load_28",
    "load_84",
    "share_28",
    "sets_28",
    "sets_84",
    "days_14",
    "days_28",
    "days_56",
    "days_84",
    "days_365",
    "days_ever",
    "span_days",
    "days_since_last",
    "days_since_best",
    "gap_before_days",
    "step_rms",
    "steps",
    "lifter_step_rms",
    "lifter_form_28",
    "lifter_form_84",
    "lifter_change_6",
    "lifter_change_14",
    "others_step",
    "others_fresh",
    "lifter_days_28",
    "lifter_days_84",
    "lifter_lifts_per_day",
    "lifter_age_days",
)
INPUTS: Final = ("horizon_weeks", *BY_HORIZON, *FEATURES)
"""What an estimator may look at, in this order."""

USUAL_STEP_LOG: Final = 0.06
"""Root mean square change (ln) of a lift's 28-day best over two weeks: the middle lift of 66 training logs."""
STEPS_OF_PRIOR: Final = 8


def horizon_panel(features: pd.DataFrame, horizons_weeks: Sequence[int] = HORIZONS_WEEKS) -> pd.DataFrame:
    """Repeat each row of features for each horizon.

    Parameters
    ----------
    features : DataFrame
        Rows of `lift_features`.
    horizons_weeks : sequence of int
        Any from 1 to 52; changes over a horizon not measured in SQL are those of the nearest that is.

    Returns
    -------
    DataFrame
        `KEYS`, `log_now` where given, and `INPUTS` as floats.
    """
    return pd.concat([_at_horizon(features, weeks) for weeks in horizons_weeks], ignore_index=True)


def training_panel(features: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Join features with what came of them.

    Parameters
    ----------
    features, targets : DataFrame
        Rows of `lift_features` and `lift_targets`.

    Returns
    -------
    DataFrame
        The panel of all pairs, with `y`, `seen` (ln) and `known_on`, ordered by keys and horizon.
    """
    parts = [
        _at_horizon(features.merge(of_horizon, on=list(KEYS)), int(str(weeks)), "y", "seen", "known_on")
        for weeks, of_horizon in targets.groupby("horizon_weeks")
    ]
    if not parts:
        numbers, days = pd.Series(dtype=float), pd.Series(dtype="datetime64[us]")
        return _at_horizon(features.head(0), HORIZONS_WEEKS[0]).assign(y=numbers, seen=numbers, known_on=days)
    panel = pd.concat(parts, ignore_index=True)
    return panel.sort_values([*KEYS, "horizon_weeks"], ignore_index=True)


def serving_panel(
    features: pd.DataFrame, horizons_weeks: Sequence[int] = HORIZONS_WEEKS
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split the serving rows into those that can be forecast and those that cannot yet.

    Parameters
    ----------
    features : DataFrame
        Rows of `lift_features`; only those with `is_serving` are used.
    horizons_weeks : sequence of int

    Returns
    -------
    panel : DataFrame
        As of `horizon_panel`.
    refused : DataFrame
        As of `refusals`.
    """
    serving = features[features["is_serving"].astype(bool)]
    refused = refusals(serving)
    enough = serving[~serving.set_index(["lifter", "exercise_id"]).index.isin(refused.set_index(_SUBJECT).index)]
    return horizon_panel(enough, horizons_weeks), refused


_SUBJECT: Final = ["lifter", "subject"]


def refusals(features: pd.DataFrame) -> pd.DataFrame:
    """Say which lifts have too thin a history to forecast, and what is missing.

    A forecast needs what a scored one had: 8 training days over 56 days, 2 of them in the last 28.

    Parameters
    ----------
    features : DataFrame
        One serving row of `lift_features` per lift.

    Returns
    -------
    DataFrame
        `lifter`, `subject` (exercise_id), `kind` ("lift"), `reason`, `missing`; one row per lift refused.
    """
    days = LEAST_DAYS - features["days_ever"].fillna(0)
    span = LEAST_SPAN_DAYS - features["span_days"].fillna(0)
    recent = LEAST_RECENT_DAYS - features["days_28"].fillna(0)
    rows = []
    for lifter, exercise_id, lacks in zip(
        features["lifter"], features["exercise_id"], zip(days, span, recent, strict=True), strict=True
    ):
        missing = _missing(*(int(lack) for lack in lacks))
        if missing:
            reason = "not trained lately" if lacks[0] <= 0 and lacks[1] <= 0 else "history too short"
            rows.append((lifter, exercise_id, "lift", reason, missing))
    return pd.DataFrame(rows, columns=[*_SUBJECT, "kind", "reason", "missing"])


def _missing(days: int, span_days: int, recent_days: int) -> str:
    """Put what is missing into words; nothing when nothing is."""
    wanted = []
    if days > 0:
        wanted.append(f"{days} more training day{'s' if days > 1 else ''}")
    if span_days > 0:
        weeks = -(-span_days // 7)
        wanted.append(f"{weeks} more week{'s' if weeks > 1 else ''} of history")
    if recent_days > days and recent_days > 0:
        wanted.append(f"{recent_days} training day{'s' if recent_days > 1 else ''} within {RECENT_DAYS} days")
    return ", ".join(wanted)


def series_volatility(panel: pd.DataFrame) -> Array:
    """How restless each series has been so far: its root mean square two-week step, shrunk to the usual.

    Parameters
    ----------
    panel : DataFrame
        With `step_rms` (ln; NaN where no step was seen) and `steps`.

    Returns
    -------
    ndarray of shape (n_rows,)
        Always above zero.
    """
    steps = np.nan_to_num(panel["steps"].to_numpy(dtype=float))
    rms = np.nan_to_num(panel["step_rms"].to_numpy(dtype=float))
    squares = rms**2 * steps + USUAL_STEP_LOG**2 * STEPS_OF_PRIOR
    return np.asarray(np.sqrt(squares / (steps + STEPS_OF_PRIOR)))


def _at_horizon(features: pd.DataFrame, weeks: int, *extra: str) -> pd.DataFrame:
    """The panel's rows of one horizon."""
    nearest = min(HORIZONS_WEEKS, key=lambda horizon: abs(horizon - weeks))
    columns = {name: features[name].to_numpy() for name in KEYS}
    columns |= {name: features[name].to_numpy() for name in ("log_now", *extra) if name in features}
    columns |= {"horizon_weeks": np.full(len(features), weeks)}
    columns |= {name: _measured(features[f"{name}_{nearest}"]) for name in BY_HORIZON}
    columns |= {name: _measured(features[name]) for name in FEATURES}
    return pd.DataFrame(columns)


def _measured(column: pd.Series) -> Array:
    """A feature to the digits that do not depend on the order in which its sums were added up; no -0."""
    return np.asarray(column.astype(float).to_numpy().round(SUMMED_DIGITS) + 0.0)
