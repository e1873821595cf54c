"""Any named week is forecast against the week as now: nothing is lost on the way, and as now is exactly nothing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.outlook.lifts import AHEAD, SEED, forecast_rows, lift_outlook, throughout
from models.outlook.muscles import muscle_outlook, size_rows
from models.outlook.pairs import lift_pairs, muscle_pairs
from models.outlook.styles import COLUMNS, HORIZONS
from models.outlook.trained import whole_weeks
from models.response.adaptation import growth_ceiling
from models.response.parameters import draw_parameters
from models.size import growth
from models.training.block import Block
from models.training.style import ALL_STYLES, AS_NOW, STYLES
from models.training.week import REPS, SETS, SHARES

P = draw_parameters(60, SEED)


def heavier(now):
    """Make all moderate sets heavy ones."""
    return now.assign(
        heavy_sets=now["heavy_sets"] + now["moderate_sets"], heavy_reps=4.0, heavy_share=0.85, moderate_sets=0.0
    )


def outlooks(made, weeks):
    whole = whole_weeks(made.tables, weeks)
    lifts = lift_outlook(made.tables, made.ahead, P, whole)
    muscles, _ = muscle_outlook(made.tables, P, whole)
    return lifts, muscles


@pytest.fixture(scope="module")
def known(gym):
    """Give a gym and its outlooks, with heavier and doubled weeks for anna alone and the real week under a name."""
    made = gym()
    now = made.tables.lift_weeks
    anna = now[now["lifter"] == "anna"]
    weeks = {
        "strength": heavier(anna),
        "hypertrophy": anna.assign(**{name: 2 * anna[name] for name in SETS}),
        "hybrid": now,
    }
    return made, *outlooks(made, weeks)


def test_as_now_is_exactly_nothing(known):
    made, lifts, muscles = known
    assert (lifts.differences(()) == 0).all()
    assert (lifts.differences(throughout(AS_NOW)) == 0).all()
    assert (lifts.differences((Block(AS_NOW, 5), Block(AS_NOW, 3))) == 0).all()
    np.testing.assert_array_equal(lifts.kg(lifts.differences(())), lifts.kg_as_now)
    np.testing.assert_array_equal(muscles.changes((Block(AS_NOW, 8),)), muscles.changes(()))
    np.testing.assert_allclose(
        lifts.kg_as_now, made.maxes["now_kg"].to_numpy()[:, None, None] * np.exp(made.ahead.change)
    )


def test_the_real_week_under_any_name_is_as_now(known):
    _, lifts, muscles = known
    assert (lifts.differences(throughout("hybrid")) == 0).all()
    np.testing.assert_allclose(muscles.changes(throughout("hybrid")), muscles.changes(()), atol=1e-4)


@pytest.mark.parametrize("style", ["strength", "hypertrophy"])
def test_who_is_not_in_a_week_carries_on_as_now_in_it(known, style):
    _, lifts, muscles = known
    others = (lifts.keys["lifter"] != "anna").to_numpy()
    changed = lifts.differences(throughout(style))
    assert (changed[others] == 0).all()
    assert (changed[~others] != 0).any(axis=(1, 2)).all()
    gap = muscles.changes(throughout(style)) - muscles.changes(())
    assert np.abs(gap[(muscles.keys["lifter"] != "anna").to_numpy()]).max() < 1e-4


def test_heavy_work_raises_1rm_and_more_sets_raise_size(known):
    _, lifts, muscles = known
    mine = (lifts.keys["lifter"] == "anna").to_numpy()
    strength, more = (
        np.median(lifts.differences(throughout(name))[mine], axis=1) for name in ("strength", "hypertrophy")
    )
    assert (strength[:, -1] > 0).all()
    assert (more[:, -1] > 0).all()
    grown = muscles.changes(throughout("hypertrophy")) - muscles.changes(())
    assert (np.median(grown[(muscles.keys["lifter"] == "anna").to_numpy()], axis=1)[:, -1] > 0).all()


@pytest.mark.parametrize("style", list(STYLES))
def test_nothing_grants_more_than_anybody_gains(known, style):
    _, lifts, muscles = known
    assert (lifts.differences(throughout(style)) <= growth_ceiling(AHEAD)[None, None, :]).all()
    most = 100 * np.expm1(growth.growth_ceiling(AHEAD))
    assert (muscles.changes(throughout(style)) <= most[None, None, :] + 1e-3).all()


def test_a_lift_that_is_left_out_falls_behind_one_that_is_kept(gym):
    made = gym()
    now = made.tables.lift_weeks
    lifts, muscles = outlooks(made, {"strength": now[now["exercise_id"] != "squat_barbell"]})
    drawn = np.median(lifts.differences(throughout("strength")), axis=1)
    squat = (lifts.keys["exercise_id"] == "squat_barbell").to_numpy()
    assert (drawn[squat, -1] < 0).all()
    assert (drawn[(lifts.keys["exercise_id"] == "bench_press_barbell").to_numpy()] == 0).all()
    quads = (muscles.keys["muscle"] == "quads").to_numpy() & muscles.keys["lifter"].isin(["anna", "bo"]).to_numpy()
    assert (np.median(muscles.changes(throughout("strength")) - muscles.changes(()), axis=1)[quads, -1] < 0).all()


def test_exercises_that_are_not_forecast_count_for_those_that_are(gym):
    made = gym()
    now = made.tables.lift_weeks
    bench = now[now["exercise_id"] == "bench_press_barbell"]
    more = bench.assign(exercise_id="bench_press_dumbbell", heavy_sets=0.0, moderate_sets=6.0)
    lifts, _ = outlooks(made, {"hypertrophy": pd.concat([now, more])})
    drawn = np.median(lifts.differences(throughout("hypertrophy")), axis=1)
    pressed = ((lifts.keys["exercise_id"] == "bench_press_barbell") & (lifts.keys["lifter"] == "anna")).to_numpy()
    assert (drawn[pressed] > 0).all()


def test_chosen_rows_and_further_weeks_change_no_draw(known, gym):
    made, lifts, muscles = known
    chosen = np.array([3, 0, 7])
    plan = (Block("strength", 6), Block("hypertrophy", 6))
    np.testing.assert_allclose(lifts.rows(chosen).differences(plan), lifts.differences(plan)[chosen], atol=1e-6)
    np.testing.assert_allclose(muscles.rows(chosen).changes(plan), muscles.changes(plan)[chosen], atol=1e-4)
    also = lifts.also(whole_weeks(made.tables, {"adjusted": heavier(made.tables.lift_weeks)}))
    np.testing.assert_array_equal(also.differences(plan), lifts.differences(plan))
    assert (also.differences(throughout("adjusted")) != 0).any()


def test_the_muscles_part_and_the_nerves_part_make_the_whole_before_what_nobody_sees(known):
    _, lifts, _ = known
    part = lifts.muscle_part(throughout("hypertrophy"), 26.0)
    whole = lifts.differences(throughout("hypertrophy"), np.array([26.0]))[..., 0]
    mine = (lifts.keys["lifter"] == "anna").to_numpy()
    assert (np.median(part[mine], axis=1) > 0).all()
    assert (part[~mine] == 0).all()
    assert (np.median(whole[mine] - part[mine], axis=1) > -0.02).all()
    assert (lifts.muscle_part((), 26.0) == 0).all()


@given(st.floats(1, 26), st.floats(1, 26))
def test_a_gain_at_one_week_does_not_depend_on_which_others_are_asked_for(known, first, second):
    _, lifts, _ = known
    asked = np.array(sorted({first, second}))
    plan = (Block("strength", 5), Block("hypertrophy", 5))
    both = lifts.differences(plan, asked)
    alone = np.concatenate([lifts.differences(plan, np.array([week])) for week in asked], axis=-1)
    np.testing.assert_allclose(both, alone, atol=1e-5)


def test_forecasts_by_style_and_pairs_of_styles_are_of_the_same_draws(known):
    _, lifts, muscles = known
    drawn = {name: lifts.differences(throughout(name)) for name in STYLES}
    rows = forecast_rows(lifts, drawn, lifts.kg_as_now)
    assert len(rows) == len(lifts.keys) * len(ALL_STYLES) * len(HORIZONS)
    assert (np.diff(rows[list(COLUMNS)], axis=1) >= 0).all()
    pairs = lift_pairs(lifts.keys, drawn)
    last = pairs[(pairs["horizon_weeks"] == HORIZONS[-1]) & (pairs["style_b"] == AS_NOW)]
    for style in STYLES:
        told = last[last["style_a"] == style]["median_pct"].to_numpy()
        np.testing.assert_allclose(told, 100 * np.expm1(np.median(drawn[style][..., -1], axis=1)), atol=0.02)
        middle = rows[(rows["horizon_weeks"] == HORIZONS[-1])].pivot_table(
            index=["lifter", "exercise_id"], columns="style", values="q50", sort=False
        )
        table = 100 * (middle[style] / middle[AS_NOW] - 1).to_numpy()
        sure = np.abs(told) > 0.5
        assert (np.sign(table[sure]) == np.sign(told[sure])).all()
    sizes = {name: muscles.changes(throughout(name)) for name in ALL_STYLES}
    last_day = pd.Series(pd.Timestamp("2026-11-30"), index=["anna", "bo", "cy"])
    table = size_rows(muscles, sizes, last_day).set_index(["lifter", "muscle", "style", "horizon_weeks"])["q50"]
    for row in muscle_pairs(muscles.keys, sizes).itertuples():
        if row.style_b == AS_NOW and row.lifter == "anna":
            gap = (
                table[row.lifter, row.subject, row.style_a, row.horizon_weeks]
                - table[row.lifter, row.subject, AS_NOW, row.horizon_weeks]
            )
            assert abs(gap - row.median_pct) < 1.5


def test_reps_and_loads_of_a_zone_without_sets_say_nothing(gym):
    made = gym()
    now = made.tables.lift_weeks
    odd = now.assign(**{REPS[2]: 30.0, SHARES[2]: 0.3})
    lifts, _ = outlooks(made, {"hybrid": odd})
    np.testing.assert_allclose(lifts.differences(throughout("hybrid")), 0, atol=1e-6)
