"""Simulated lifters: plausible, reproducible, and independent of the model they try."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalogue import load_exercises, load_muscles
from data.units import KG_PER_LB
from models.simulator import simulation as simulate_module
from models.simulator.body import Stimulus, advance, draw_traits, one_rm_kg, settle
from models.simulator.habits import REPS_HIGH, REPS_LOW
from models.simulator.lifters import STYLES as SIMULATED_STYLES
from models.simulator.lifters import Persona, choose_lifts, draw_personas, lifter_name
from models.simulator.lifts import LIFTS, MUSCLES, reps_to_failure, share_for_reps
from models.simulator.simulation import HORIZONS_WEEKS, Simulation, simulate
from models.training.style import STYLES

MAIN = {lift.exercise_id for lift in LIFTS if lift.tier == "main"}
BIG_MUSCLES = {"chest", "lats", "quads"}


def of_experience(years: float, lifters: int = 60, weeks: int = 2) -> Simulation:
    personas = draw_personas(lifters, seed=5, weeks=weeks)
    return simulate([replace(one, experience_years=years, age=27, skips=0.05) for one in personas], seed=5)


@pytest.fixture(scope="module")
def novices() -> Simulation:
    return of_experience(0.0)


@pytest.fixture(scope="module")
def trained() -> Simulation:
    return of_experience(3.0)


@pytest.fixture(scope="module")
def year() -> Simulation:
    personas = draw_personas(24, seed=9, weeks=52)
    careless = replace(personas[0], typing_error_rate=0.02)
    return simulate([careless, *personas[1:]], seed=9)


def change(life: Simulation, kind: str, subjects: set[str], style: str, horizon: int) -> pd.Series:
    rows = life.changes
    rows = rows[(rows["kind"] == kind) & rows["subject"].isin(subjects)]
    return rows[(rows["style"] == style) & (rows["horizon_weeks"] == horizon)].set_index(["lifter", "subject"])[
        "change_pct"
    ]


def test_the_same_seed_gives_the_same_lives_and_another_seed_others():
    personas = draw_personas(3, seed=1, weeks=6)
    first, again, other = (simulate(personas, seed=seed) for seed in (1, 1, 2))
    for name in ("sets", "one_rm", "sizes", "weeks", "changes"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(again, name))
    assert not first.changes["change_pct"].equals(other.changes["change_pct"])


NO_MODELS = {"data.units", "data.catalogue"}
"""How many kg a pound has, and what an exercise is, is no model of anything."""


def test_nothing_is_shared_with_the_models_that_forecast():
    folder = Path(simulate_module.__file__).parent
    for path in folder.glob("*.py"):
        tree = ast.parse(path.read_text())
        used = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
        ours = {name for name in used if name.split(".")[0] in {"models", "data", "pipelines"}}
        assert all(name in NO_MODELS or name.startswith("models.simulator.") for name in ours), path.name


def test_novices_gain_a_fifth_to_a_third_of_their_1rm_in_twelve_weeks(novices):
    # Trials of the untrained: median +24.6 % over a median of 12 weeks (81 studies collected by Polito and Steele).
    for style in ("strength", "hypertrophy", "hybrid"):
        assert 17 < change(novices, "one_rm", MAIN, style, 12).median() < 35


def test_novices_muscles_grow_three_to_eight_percent_in_eight_to_twelve_weeks(novices):
    # Trials of the untrained doing hypertrophy work: median 7.6 % in 8-12 weeks; Hubal 2005: CV about 0.5.
    grown = change(novices, "size", BIG_MUSCLES, "hypertrophy", 12)
    assert 3 < grown.median() < 8
    assert 0.3 < grown.groupby("lifter").mean().std() / grown.mean() < 0.9


def test_the_trained_gain_far_less_than_novices(novices, trained):
    for kind, subjects in (("one_rm", MAIN), ("size", BIG_MUSCLES)):
        now = change(trained, kind, subjects, "as_now", 12).median()
        assert -0.5 < now < 0.5 * change(novices, kind, subjects, "as_now", 12).median()
    assert 2 < change(trained, "one_rm", MAIN, "strength", 12).median() < 8


def test_heavy_work_wins_for_1rm_and_volume_for_size_on_average_but_not_for_everybody(trained):
    heavier = change(trained, "one_rm", MAIN, "strength", 12) - change(trained, "one_rm", MAIN, "hypertrophy", 12)
    bigger = change(trained, "size", BIG_MUSCLES, "hypertrophy", 12) - change(
        trained, "size", BIG_MUSCLES, "strength", 12
    )
    assert heavier.mean() > 0.5
    assert bigger.mean() > 0.5
    assert 0.05 < (heavier < 0).mean() < 0.45


def test_every_counterfactual_is_known(year):
    assert set(year.changes["style"]) == {"strength", "hypertrophy", "hybrid", "as_now"}
    keys = ["lifter", "kind", "subject", "style", "horizon_weeks"]
    assert not year.changes.duplicated(keys).any()
    sizes = year.changes[year.changes["kind"] == "size"]
    assert len(sizes) == len(year.personas) * len(MUSCLES) * 4 * len(HORIZONS_WEEKS)
    assert year.changes["change_pct"].notna().all()


def test_truth_has_each_lift_and_muscle_once_a_week(year):
    for frame, subject in ((year.one_rm, "exercise_id"), (year.sizes, "muscle")):
        assert not frame.duplicated(["lifter", subject, "week"]).any()
        weeks = frame.groupby("lifter", observed=True)["week"].nunique()
        assert weeks.to_dict() == {one.lifter: one.weeks for one in year.personas}
        assert (frame["week"].dt.day_name() == "Monday").all()


def test_logs_end_with_their_last_week_and_hold_nothing_from_before_their_start(year):
    for persona in year.personas:
        days = year.sets.loc[year.sets["lifter"] == persona.lifter, "day"]
        last = pd.Timestamp(persona.last_day)
        assert last - pd.Timedelta(days=28) < days.max() <= last
        assert days.min() > last - pd.Timedelta(weeks=persona.weeks)


def test_nobody_trains_in_a_week_away(year):
    away = year.weeks[year.weeks["days_away"] == 7]
    assert len(away) > 0
    monday = year.sets["day"] - pd.to_timedelta(year.sets["day"].dt.day_of_week, unit="D")
    trained_weeks = set(zip(year.sets["lifter"], monday, strict=True))
    assert not trained_weeks & set(zip(away["lifter"], away["week"], strict=True))


def test_most_sets_stop_short_of_failure_and_most_are_not_rated(year):
    working = year.sets[year.sets["set_kind"] == "working"]
    assert (working["true_rir"] >= 1).mean() > 0.5
    assert working["rpe"].isna().mean() > 0.8
    assert working["rpe"].dropna().between(6, 10).all()


def test_styles_differ_in_reps_as_they_are_defined(year):
    main = year.sets[
        year.sets["exercise_id"].isin(MAIN) & (year.sets["set_kind"] == "working") & ~year.sets["is_error"]
    ]
    main = main[main["true_rir"] < 8]  # warm-ups that were not marked
    for style, low, high in (("strength", 1, 5), ("hypertrophy", 6, 15)):
        reps = main.loc[main["style"] == style, "reps"]
        assert len(reps) > 1000
        assert reps.between(low, high).mean() > 0.8, style


def test_styles_are_lived_as_the_project_defines_them():
    for row, style in enumerate(SIMULATED_STYLES):
        least, most = STYLES[style].reps
        main_and_secondary = slice(0, 2)
        assert REPS_LOW[row, main_and_secondary].min() >= least
        assert REPS_HIGH[row, main_and_secondary].max() <= most


def test_loads_can_be_loaded(year):
    fine = year.sets[~year.sets["is_error"] & (year.sets["load_kind"] == "external")]
    pounds = {one.lifter for one in year.personas if one.unit == "lb"}
    in_lb = fine["lifter"].isin(pounds)
    for loads, step in ((fine.loc[in_lb, "load_kg"] / KG_PER_LB, 5.0), (fine.loc[~in_lb, "load_kg"], 0.5)):
        assert len(loads) > 1000
        np.testing.assert_allclose(loads / step, np.round(loads / step), atol=1e-6)
        assert (loads > 0).all()


def test_typing_errors_are_rare_and_written_down(year):
    wrong = year.sets["is_error"]
    changed = (year.sets["load_kg"] != year.sets["true_load_kg"]) | (year.sets["reps"] != year.sets["true_reps"])
    careless = year.sets["lifter"] == year.personas[0].lifter
    assert (wrong | ~changed).all()
    assert (changed & wrong).sum() > 0.9 * wrong.sum()
    assert 0.01 < wrong[careless].mean() < 0.03
    assert wrong[~careless].mean() < 0.001


def test_warmups_come_before_and_below_the_working_sets(year):
    keys = ["lifter", "day", "exercise_id"]
    fine = year.sets[~year.sets["is_error"]]
    warm = fine[fine["set_kind"] == "warmup"]
    first = fine[fine["set_kind"] != "warmup"].groupby(keys, observed=True)[["set_number", "load_kg"]].first()
    both = warm.join(first.add_suffix("_work"), on=keys).dropna(subset="load_kg_work")
    assert len(both) > 100
    assert (both["set_number"] < both["set_number_work"]).all()
    assert (both["load_kg"] <= both["load_kg_work"]).all()


def test_the_simulated_lifts_are_the_catalogues():
    kinds = load_exercises().set_index("exercise_id")["load_kind"].to_dict()
    muscles = load_muscles()
    direct = muscles[muscles["credit"] == 1.0].groupby("exercise_id")["muscle"].agg(set).to_dict()
    for lift in LIFTS:
        assert kinds[lift.exercise_id] == lift.load_kind
        assert {name for name, credit in lift.muscles if credit == 1.0} == direct[lift.exercise_id]


def bodies(years: float, lifters: int = 12):
    personas = [replace(one, experience_years=years) for one in draw_personas(lifters, seed=3, weeks=8)]
    rng = np.random.default_rng(3)
    lifts = np.stack([np.resize(choose_lifts(one, rng), 14) for one in personas])
    traits = draw_traits(personas, lifts, rng)
    week = Stimulus(
        size=np.full((lifters, len(MUSCLES)), 10.0), heavy=np.full(lifts.shape, 3.0), practice=np.full(lifts.shape, 6.0)
    )
    return traits, week, settle(traits, week, np.full((lifters, 1), years))


def live_on(pools, traits, week: Stimulus, part: float, days: int):
    daily = Stimulus(**{name: value * part / 7 for name, value in week.__dict__.items()})
    for _ in range(days):
        pools = advance(pools, traits, daily)
    return pools


def test_three_weeks_off_cost_little_and_twenty_weeks_undo_ten_weeks_of_growth():
    # Ogasawara 2013: no significant loss in 3 weeks; Psilander 2019: size back to baseline after 20 weeks, strength partly kept.
    traits, week, new = bodies(0.0)
    built = live_on(new, traits, week, 1.0, 70)
    short, long = live_on(built, traits, week, 0.0, 21), live_on(built, traits, week, 0.0, 140)
    assert np.all(one_rm_kg(short, traits) > 0.95 * one_rm_kg(built, traits))
    assert np.mean(built.size - short.size) < 0.15 * np.mean(built.size)
    assert np.mean(long.size) < 0.35 * np.mean(built.size)
    kept = np.log(one_rm_kg(long, traits) / one_rm_kg(new, traits)) / np.log(
        one_rm_kg(built, traits) / one_rm_kg(new, traits)
    )
    assert 0.2 < np.mean(kept) < 0.9


def test_what_was_lost_comes_back_faster_than_it_came():
    traits, week, new = bodies(0.0)
    built = live_on(new, traits, week, 1.0, 180)
    lost = live_on(built, traits, week, 0.0, 150)
    back = live_on(lost, traits, week, 1.0, 42)
    first_time = live_on(new, traits, week, 1.0, 42)
    assert np.mean(back.size - lost.size) > 1.3 * np.mean(first_time.size)


def test_a_fifth_of_the_volume_keeps_size():
    # Bickel 2011: a ninth of the volume kept the young's size for 32 weeks.
    traits, week, trained_bodies = bodies(3.0)
    kept = live_on(trained_bodies, traits, week, 0.2, 180)
    np.testing.assert_allclose(kept.size, trained_bodies.size, rtol=0.03)


@pytest.mark.parametrize(
    ("curve", "share", "reps"), [(0.068, 0.80, 8.8), (0.068, 0.70, 14.1), (0.047, 0.80, 13.1), (0.047, 0.70, 19.0)]
)
def test_reps_at_a_load_are_those_of_nuzzo_2024(curve, share, reps):
    # doi:10.1007/s40279-023-01937-7: bench press 8.8 and 14.1, leg press 13.1 and 19.0 repetitions at 80 and 70 %.
    assert reps_to_failure(np.array(share), np.array(curve)) == pytest.approx(reps, rel=0.10)


@given(reps=st.floats(1, 25), curve=st.floats(0.03, 0.10))
def test_share_and_reps_are_inverse(reps, curve):
    share = share_for_reps(np.array(reps), np.array(curve))
    assert reps_to_failure(share, np.array(curve)) == pytest.approx(reps)


def test_lifters_are_named_as_simulated_and_never_twice():
    names = [lifter_name(number) for number in range(200)]
    assert len(set(names)) == 200
    assert all(name.startswith("sim-") for name in names)


@pytest.mark.parametrize(
    "wrong",
    [{"lifts": ("moon_press",)}, {"last_day": date(2026, 10, 24)}, {"weeks": 0}, {"sessions_per_week": 9}],
)
def test_personas_that_cannot_be_simulated_are_refused(wrong):
    with pytest.raises(ValueError, match="sim-x"):
        Persona(**({"lifter": "sim-x", "habit": "hybrid", "experience_years": 1, "weeks": 10} | wrong))


def test_two_lifters_of_one_name_are_refused():
    one = Persona(lifter="sim-x", habit="hybrid", experience_years=1, weeks=3)
    with pytest.raises(ValueError, match="a name of its own"):
        simulate([one, one], seed=1)
