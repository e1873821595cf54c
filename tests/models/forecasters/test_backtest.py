import numpy as np
import pandas as pd
import pytest

from models.forecasters import backtest
from models.forecasters.baselines import NoChange, ScaledNoChange


def naive_scores(panel, predicted, *, main, weeks):
    """Score as the protocol's words say, one number at a time."""
    levels = {0.10: 1, 0.25: 2, 0.50: 3, 0.75: 4, 0.90: 5}
    per_lifter = {}
    for (_, row), forecast in zip(panel.iterrows(), predicted, strict=True):
        if row["horizon_weeks"] != weeks or (main and not row["is_main"]):
            continue
        losses = []
        for level, column in levels.items():
            error = row["y"] - forecast[column]
            losses.append(level * error if error >= 0 else (level - 1) * error)
        per_lifter.setdefault(row["lifter"], []).append(
            {
                "pinball": 100 * sum(losses) / 5,
                "mae": 100 * abs(row["y"] - forecast[3]),
                "coverage80": float(forecast[1] <= row["y"] <= forecast[5]),
                "width80": forecast[5] - forecast[1],
                "coverage90": float(forecast[0] <= row["y"] <= forecast[6]),
                "width90": forecast[6] - forecast[0],
            }
        )
    means = [pd.DataFrame(rows).mean() for rows in per_lifter.values()]
    return sum(means) / len(means)


@pytest.mark.parametrize(("part", "main"), [("all", False), ("main", True)])
@pytest.mark.parametrize("weeks", [4, 26])
def test_scores_agree_with_a_naive_reading_of_the_protocol(panel, part, main, weeks):
    uneven = pd.concat([panel[panel["lifter"] != "lifter 03"], panel[panel["lifter"] == "lifter 03"].head(9)])
    uneven = uneven.reset_index(drop=True)
    forecasts = {
        "no_change": backtest.forecast_unseen(NoChange(), uneven),
        "scaled_no_change": backtest.forecast_unseen(ScaledNoChange(), uneven),
    }
    scores = backtest.score(uneven, forecasts).set_index(["candidate", "slice", "horizon_weeks"])
    expected = {name: naive_scores(uneven, made, main=main, weeks=weeks) for name, made in forecasts.items()}
    for name in forecasts:
        got = scores.loc[(name, part, weeks)]
        for measure in backtest.MEASURES:
            assert got[measure] == pytest.approx(expected[name][measure])
    skill = 1 - expected["scaled_no_change"]["pinball"] / expected["no_change"]["pinball"]
    assert scores.loc[("scaled_no_change", part, weeks), "skill"] == pytest.approx(skill)
    assert scores.loc[("no_change", part, weeks), "skill"] == 0


def test_no_lifter_is_on_both_sides_of_a_fold_and_everybody_is_scored_once(panel):
    lifters = panel["lifter"].to_numpy()
    scored = []
    for seen, unseen in backtest.folds(lifters):
        assert not set(lifters[seen]) & set(lifters[unseen])
        scored.extend(unseen)
    assert sorted(scored) == list(range(len(panel)))


def test_the_lifter_scored_leaves_no_trace_in_the_forecast(panel):
    lying = panel.copy()
    lying.loc[lying["lifter"] == "lifter 05", "y"] = 0.6
    honest_forecast = backtest.forecast_unseen(NoChange(), panel)
    lying_forecast = backtest.forecast_unseen(NoChange(), lying)
    own = (panel["lifter"] == "lifter 05").to_numpy()
    assert np.array_equal(honest_forecast[own], lying_forecast[own])
    assert not np.array_equal(honest_forecast[~own], lying_forecast[~own])


def test_one_lifter_alone_cannot_be_left_out():
    with pytest.raises(ValueError, match="needs at least 2"):
        list(backtest.folds(["ada", "ada"]))


def test_series_and_lifters_are_counted(panel):
    scores = backtest.score(panel, {"no_change": backtest.forecast_unseen(NoChange(), panel)})
    row = scores[(scores["slice"] == "main") & (scores["horizon_weeks"] == 8)].iloc[0]
    assert (row["lifters"], row["series"], row["forecasts"]) == (24, 24, 24 * 8)


def test_slices_hold_the_rows_they_say_and_empty_ones_are_left_out(panel):
    rows = panel.assign(days_ever=np.where(panel["lifter"] < "lifter 12", 30, 100), lifter_age_days=100)
    scores = backtest.score(rows, {"no_change": backtest.forecast_unseen(NoChange(), rows)})
    counted = scores[scores["horizon_weeks"] == 4].set_index("slice")["forecasts"]
    assert counted["main"] + counted["accessory"] == counted["all"] == counted["first_year"]
    assert counted["long_history"] == (panel["lifter"] >= "lifter 12").sum() / 4
    assert not {"thin_history", "later_years"} & set(counted.index)
