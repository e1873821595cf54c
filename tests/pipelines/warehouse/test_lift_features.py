"""The SQL that makes cutoffs, features and targets, run on logs made up here."""

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest

from models.definitions import LEAST_RECENT_DAYS, LEAST_SPAN_DAYS, RECENT_DAYS
from models.forecasters import panel
from models.forecasters.panel import FEATURES, KEYS
from pipelines.champion.backtesting import MOST_CUTOFFS
from pipelines.warehouse import rules
from pipelines.warehouse.database import sql
from pipelines.warehouse.panel import PANEL

FIRST = date(2024, 1, 1)


def a_log(*, seed=1, weeks=60, spike_on=None):
    """Give `daily_lifts` of one lifter: two lifts, twice a week, with a hole of five weeks."""
    draw = np.random.default_rng(seed)
    rows = []
    for exercise, level in (("squat", 120.0), ("curl", 30.0)):
        for week in range(weeks):
            if 30 <= week < 35:
                continue
            for weekday in (0, 3):
                day = FIRST + timedelta(days=7 * week + weekday)
                best = level * (1 + week / 300) * np.exp(draw.normal(0, 0.03))
                rows.append(("ada", exercise, day, best * (2.2 if day == spike_on else 1)))
    frame = pd.DataFrame(rows, columns=["lifter", "exercise_id", "day", "epley_kg"])
    return frame.assign(
        top_reps=draw.integers(1, 12, len(frame)).astype(float),
        top_load_kg=frame["epley_kg"] * 0.85,
        working_sets=draw.integers(1, 6, len(frame)),
        mean_share=draw.uniform(0.5, 1, len(frame)),
    )


def made_of(daily_lifts):
    """Run the SQL in its order and give each table."""
    con = duckdb.connect()
    rules.define(con)
    con.register("frame", daily_lifts)
    con.execute("create table daily_lifts as select * replace (day::date as day) from frame")
    con.execute("create table lifters as select lifter, max(day) as last_day from daily_lifts group by lifter")
    con.execute(
        "create table exercises as select distinct exercise_id, 'general' as family, 'barbell' as equipment, exercise_id as pattern, "
        "exercise_id = 'squat' as is_main from daily_lifts"
    )
    for name in PANEL:
        con.execute(f"create table {name} as\n{sql('panel', name)}")
    return {name: con.table(name).df() for name in PANEL}


@pytest.fixture(scope="module")
def tables():
    return made_of(a_log())


def test_nothing_after_a_cutoff_changes_what_is_known_at_it(tables):
    for cutoff in (date(2024, 5, 20), date(2024, 10, 7)):
        log = a_log()
        after = log["day"] > cutoff
        draw = np.random.default_rng(9)
        order = draw.permutation(np.flatnonzero(after))
        told = log.copy()
        for column in ("epley_kg", "top_reps", "top_load_kg", "working_sets", "mean_share"):
            told.loc[after, column] = log[column].to_numpy()[order]
        told.loc[after, "epley_kg"] *= draw.uniform(0.3, 3, after.sum())
        known = [
            made["lift_features"][made["lift_features"]["cutoff"] <= pd.Timestamp(cutoff)]
            for made in (tables, made_of(told))
        ]
        before, shuffled = (frame[~frame["is_serving"]].set_index(list(KEYS)).sort_index() for frame in known)
        both = before.index.intersection(shuffled.index)
        assert len(both) >= len(before) - 2 > 10  # the centred filter of scoring may move a cutoff or two
        columns = [name for name in before if name not in ("is_grid", "is_serving")]
        pd.testing.assert_frame_equal(before.loc[both, columns], shuffled.loc[both, columns])


def test_a_log_cut_off_is_served_as_it_was_scored(tables):
    features = tables["lift_features"]
    grid = features[features["is_grid"] & (features["exercise_id"] == "squat")]
    trained = pd.to_datetime(a_log()["day"])
    cutoff = next(day for day in grid["cutoff"].iloc[5:] if day in set(trained))
    cut = made_of(a_log()[trained <= cutoff])["lift_features"]
    served = cut[cut["is_serving"] & (cut["exercise_id"] == "squat")].iloc[0]
    scored = grid[grid["cutoff"] == cutoff].iloc[0]
    assert served["cutoff"] == cutoff
    for name in FEATURES:
        assert served[name] == pytest.approx(scored[name], nan_ok=True), name


def test_nothing_after_an_outcome_is_known_changes_what_was_seen_of_it(tables):
    for until in (date(2024, 6, 21), date(2024, 10, 9)):
        log = a_log()
        after = (log["day"] > until).to_numpy()
        told = log.assign(
            epley_kg=np.where(after, log["epley_kg"] * np.where(np.arange(len(log)) % 2, 2.0, 0.4), log["epley_kg"])
        )
        known = []
        for frame in (tables["lift_targets"], made_of(told)["lift_targets"], made_of(log[~after])["lift_targets"]):
            own = frame[frame["known_on"] <= pd.Timestamp(until)]
            known.append(own.set_index([*KEYS, "horizon_weeks"])["seen"].sort_index())
        assert len(known[0]) > 10
        for other in known[1:]:
            both = known[0].index.intersection(other.index)
            assert len(both) >= len(known[0]) - 2  # the centred filter of scoring may move a cutoff or two
            pd.testing.assert_series_equal(known[0].loc[both], other.loc[both])


def test_what_was_seen_is_what_came_where_no_day_strays(tables):
    targets = tables["lift_targets"]
    assert targets["seen"].to_numpy() == pytest.approx(targets["y"].to_numpy())
    weeks_on = pd.to_timedelta(7 * targets["horizon_weeks"] + 14, unit="D")
    assert (targets["known_on"] >= targets["cutoff"] + weeks_on).all()
    first = targets.groupby("exercise_id")["known_on"].min()
    assert (first >= pd.Timestamp(FIRST) + pd.Timedelta(days=120)).all()


def test_targets_are_those_of_the_protocol(tables):
    log = a_log()
    log = log[log["exercise_id"] == "squat"].assign(day=lambda frame: pd.to_datetime(frame["day"]))
    best = log.set_index("day")["epley_kg"]
    targets = tables["lift_targets"].query("exercise_id == 'squat'").set_index(["cutoff", "horizon_weeks"])["y"]
    expected = {}
    for step in range((best.index[-1] - best.index[0]).days // 14 + 1):
        cutoff = best.index[0] + pd.Timedelta(days=56 + 14 * step)
        days = best.index[best.index <= cutoff]
        lately = best[(best.index > cutoff - pd.Timedelta(days=28)) & (best.index <= cutoff)]
        if len(days) < 8 or len(lately) < 2:
            continue
        for weeks in (4, 8, 12, 26):
            middle = cutoff + pd.Timedelta(weeks=weeks)
            span = pd.Timedelta(days=14)
            then = best[(best.index > middle - span) & (best.index <= middle + span)]
            if len(then) >= 2:
                expected[cutoff, weeks] = np.log(then.max() / lately.max())
    assert len(expected) > 50
    assert targets.to_dict() == pytest.approx(expected)


def test_a_typing_error_is_neither_scored_nor_known():
    spike = FIRST + timedelta(days=7 * 20)
    spiked, clean = made_of(a_log(spike_on=spike)), made_of(a_log())
    days = spiked["lift_days"].set_index(["exercise_id", "day"])
    assert not days.loc[("squat", pd.Timestamp(spike)), "is_kept"]
    assert np.isnan(days.loc[("squat", pd.Timestamp(spike)), "log_one_rm"])
    now = [made["lift_features"].set_index(["exercise_id", "cutoff"])["log_now"] for made in (spiked, clean)]
    assert (now[0] - now[1]).abs().max() < 0.1
    y = [made["lift_targets"].set_index(["exercise_id", "cutoff", "horizon_weeks"])["y"] for made in (spiked, clean)]
    assert (y[0] - y[1]).abs().max() < 0.1


def test_every_lift_has_one_serving_cutoff_on_the_last_day_of_the_lifter(tables):
    serving = tables["lift_cutoffs"].query("is_serving")
    assert sorted(serving["exercise_id"]) == ["curl", "squat"]
    assert set(serving["cutoff"]) == {pd.to_datetime(a_log()["day"]).max()}
    assert not tables["lift_cutoffs"].duplicated(list(KEYS)).any()


def test_every_input_of_the_models_comes_from_the_sql(tables):
    trained = panel.training_panel(tables["lift_features"].query("is_grid"), tables["lift_targets"])
    assert len(trained) == len(tables["lift_targets"])
    assert not trained[["lag_6", "median_84", "step_rms", "lifter_days_28"]].isna().all().any()


def test_a_series_too_short_to_score_has_no_targets_but_is_known():
    short = made_of(a_log(weeks=12))
    assert short["lift_targets"].empty
    assert len(short["lift_features"]) > 0


def test_short_windows_and_the_latest_day_are_what_the_days_say(tables):
    days = tables["lift_days"].set_index("exercise_id")
    for row in tables["lift_features"].sample(40, random_state=1).to_dict("records"):
        own = days.loc[row["exercise_id"]]
        before = (row["cutoff"] - own["day"]).dt.days
        known = own["log_one_rm"].where(before >= 0)
        recent = known.where(before < 28).dropna().sort_values()
        if len(recent) < 2:
            continue
        now = recent.iloc[-1]
        assert row["second_28"] == pytest.approx(recent.iloc[-2] - now)
        assert row["mean_28"] == pytest.approx(recent.mean() - now)
        assert row["best_56"] == pytest.approx(known.where(before < 56).max() - now)
        assert row["days_56"] == (known.where(before < 56) > 0).sum()
        assert row["latest"] == pytest.approx(known.to_numpy()[before.where(before >= 0).argmin()] - now)
        assert row["is_squat"] == (row["exercise_id"] == "squat")
        assert not row["is_deadlift"]


def test_what_the_other_lifts_did_leaves_out_the_lift_itself(tables):
    days = tables["lift_days"]
    features = tables["lift_features"].set_index(["exercise_id", "cutoff"])
    for exercise, other in (("squat", "curl"), ("curl", "squat")):
        theirs = days[days["exercise_id"] == other].set_index("day")["log_one_rm"]
        for cutoff in features.loc[exercise].index[[0, 5, 12, 20]]:
            lately = theirs[(theirs.index <= cutoff) & (theirs.index > cutoff - pd.Timedelta(days=28))]
            steps = []
            for day in lately.index:
                ago = (day - theirs.index).days
                steps.append(theirs[(ago >= 0) & (ago < 28)].max() - theirs[(ago >= 28) & (ago < 84)].max())
            row = features.loc[(exercise, cutoff)]
            assert row["others_step"] == pytest.approx(np.nanmean(steps), nan_ok=True)
            assert row["others_fresh"] == pytest.approx(np.isnan(steps).mean())


def test_how_reps_vary_and_where_the_best_was_done_are_what_the_days_say(tables):
    days = tables["lift_days"].set_index("exercise_id")
    for row in tables["lift_features"].sample(20, random_state=2).to_dict("records"):
        own = days.loc[row["exercise_id"]]
        ago = (row["cutoff"] - own["day"]).dt.days
        quarter, month = own[(ago >= 0) & (ago < 84)], own[(ago >= 0) & (ago < 28)]
        assert row["reps_sd_84"] == pytest.approx(quarter["top_reps"].std(), nan_ok=True)
        if len(month):
            at_best = month.loc[month["log_one_rm"] == month["log_one_rm"].max(), "top_reps"].iloc[0]
            assert row["reps_from_usual"] == pytest.approx(at_best - quarter["top_reps"].median())


def test_what_is_scored_is_just_what_may_be_forecast(tables):
    grid = tables["lift_features"].query("is_grid")
    assert panel.refusals(grid).empty
    assert grid[f"days_{RECENT_DAYS}"].min() >= LEAST_RECENT_DAYS
    begun = tables["lift_days"].query("is_kept").groupby("exercise_id")["day"].min()
    waited = grid.groupby("exercise_id")["cutoff"].min() - begun
    assert waited.min() == pd.Timedelta(days=LEAST_SPAN_DAYS)


def test_a_collection_too_large_is_learnt_from_by_whole_lifters():
    con = duckdb.connect()
    con.execute(
        "create table lift_features as select 'lifter ' || (i // 1000) as lifter, i % 1000 as exercise_id, "
        "i % 10 > 0 as is_grid, date '2026-01-01' as cutoff from range(100000) as made (i)"
    )
    con.execute("create table lift_targets as select *, 4 as horizon_weeks from lift_features where is_grid")
    found = con.execute(sql("training", "lifters"), {"most_cutoffs": MOST_CUTOFFS}).fetchall()
    lifters = {"lifters": [lifter for lifter, is_learnt_from in found if is_learnt_from]}
    for table in ("features", "targets"):
        chosen = con.execute(sql("training", table), lifters).df().groupby("lifter").size()
        assert (chosen == 900).all()
        assert 60_000 <= chosen.sum() < 61_000
