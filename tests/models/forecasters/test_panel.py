import numpy as np
import pandas as pd
import pytest

from models.forecasters import panel as panels


def serving_row(**known):
    row = dict.fromkeys(panels.FEATURES, 1.0)
    row |= {f"{name}_{weeks}": float(weeks) for name in panels.BY_HORIZON for weeks in panels.HORIZONS_WEEKS}
    row |= {"lifter": "ada", "exercise_id": "squat", "cutoff": pd.Timestamp("2025-05-01"), "log_now": 4.6}
    row |= {"is_serving": True, "days_ever": 30, "span_days": 200, "days_28": 6}
    return pd.DataFrame([row | known])


def test_each_horizon_gets_the_changes_over_itself():
    panel = panels.horizon_panel(serving_row(), (4, 26))
    assert panel["change"].tolist() == [4.0, 26.0]
    assert panel["horizon_weeks"].tolist() == [4, 26]


def test_horizons_between_take_the_nearest_measured():
    assert panels.horizon_panel(serving_row(), (1, 20, 52))["rms_change"].tolist() == [4.0, 26.0, 26.0]


def test_training_rows_match_their_targets(tables):
    features, targets = tables
    panel = panels.training_panel(features, targets.sample(frac=1, random_state=1))
    assert len(panel) == len(targets)
    row = panel.iloc[17]
    same = targets[(targets[list(panels.KEYS)] == row[list(panels.KEYS)]).all(axis=1)]
    assert same.set_index("horizon_weeks").loc[row["horizon_weeks"], "y"] == row["y"]


def test_no_targets_give_an_empty_panel_with_all_columns(tables):
    features, targets = tables
    panel = panels.training_panel(features, targets.head(0))
    assert panel.empty
    assert {"y", *panels.INPUTS} <= set(panel)


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ({"days_ever": 5, "span_days": 40, "days_28": 3}, "3 more training days, 3 more weeks of history"),
        ({"days_ever": 7, "span_days": 90, "days_28": 2}, "1 more training day"),
        ({"days_28": 0}, "2 training days within 28 days"),
        ({"span_days": 50}, "1 more week of history"),
        ({"days_ever": 0, "span_days": np.nan, "days_28": np.nan}, "8 more training days, 8 more weeks of history"),
    ],
)
def test_thin_histories_are_refused_with_what_is_missing(known, missing):
    panel, refused = panels.serving_panel(serving_row(**known))
    assert panel.empty
    assert refused["missing"].tolist() == [missing]
    assert refused["subject"].tolist() == ["squat"]


def test_enough_history_is_forecast_and_nothing_refused():
    panel, refused = panels.serving_panel(serving_row())
    assert len(panel) == len(panels.HORIZONS_WEEKS)
    assert refused.empty


def test_only_the_thin_lift_of_a_lifter_is_refused():
    both = pd.concat([serving_row(), serving_row(exercise_id="curl", days_ever=2)])
    panel, refused = panels.serving_panel(both)
    assert set(panel["exercise_id"]) == {"squat"}
    assert refused["subject"].tolist() == ["curl"]


def test_volatility_of_a_series_without_steps_is_the_usual_and_long_ones_speak_for_themselves():
    rows = pd.DataFrame({"step_rms": [np.nan, 0.2, 0.2], "steps": [0, 4, 10_000]})
    unknown, short, long = panels.series_volatility(rows)
    assert unknown == panels.USUAL_STEP_LOG
    assert panels.USUAL_STEP_LOG < short < long
    assert long == pytest.approx(0.2, rel=0.01)
