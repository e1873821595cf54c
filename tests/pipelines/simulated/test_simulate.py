"""Simulated exports: each app's own format, read back as the sets they were made of; the samples; the truth."""

import csv
from collections import Counter

import duckdb
import pandas as pd
import pytest

from models.simulator.lifters import Persona
from models.simulator.simulation import simulate as live
from pipelines.exercises.resolution import resolve
from pipelines.exports.identify import identify
from pipelines.exports.reading.source import Source
from pipelines.landing.ingest import ingest
from pipelines.people.profiles import parse_profile
from pipelines.settings import PROJECT, Settings
from pipelines.simulated.renderers import LAYOUTS, USUAL
from pipelines.simulated.renderers.names import exported_names
from pipelines.simulated.samples import SAMPLES, SAMPLES_SEED
from pipelines.simulated.simulate import TRUTH_TABLES, render, simulate, write, write_samples

KG_PER_LB = 0.45359237


@pytest.fixture(scope="module")
def logs() -> dict[str, pd.DataFrame]:
    both = [
        Persona(
            lifter=f"sim-{unit}", habit="alternating", experience_years=2, weeks=10, unit=unit, block_weeks=3,
            logs_warmups=0.6, logs_rpe=0.6, logs_rest=0.5, tests_singles=1.0,
            lifts=("squat_barbell", "bench_press_barbell", "pull_up", "pull_up_assisted", "lateral_raise_dumbbell"),
        )
        for unit in ("kg", "lb")
    ]  # fmt: skip
    sets = live(both, seed=4).sets.assign(body_weight_kg=81.4)
    return {one.unit: sets[sets["lifter"] == one.lifter].reset_index(drop=True) for one in both}


def written(sets: pd.DataFrame, layout: str) -> Counter:
    """What an export must say: day, name, repetitions, load in kg to the hectogram."""
    names = sets["exercise_id"].astype(str).map(exported_names(LAYOUTS[layout].names))
    load = sets["load_kg"]
    if layout == "strong_numbered":
        load = load + sets["body_weight_kg"].where(sets["load_kind"] == "bodyweight", 0.0)
    days = sets["day"].dt.strftime("%Y-%m-%d")
    return Counter(zip(days, names, sets["reps"].astype(int), load.round(1), strict=True))


@pytest.mark.parametrize("unit", ["kg", "lb"])
@pytest.mark.parametrize("layout", USUAL)
def test_every_set_of_an_export_is_read_back(logs, layout, unit, settings: Settings):
    folder = settings.inbox / "sim-x"
    folder.mkdir(parents=True)
    path = folder / LAYOUTS[layout].file_name
    path.write_bytes(render(logs[unit], layout, unit))
    assert identify(Source(path, path.name)).app == LAYOUTS[layout].app
    ingest(settings)
    rows = duckdb.execute(
        "select * from read_parquet(?) where disposition = 'set'", [str(settings.landed / "*" / "*.parquet")]
    ).df()
    factor = rows["load_unit"].map({"kg": 1.0, "lb": KG_PER_LB}).fillna(1.0 if unit == "kg" else KG_PER_LB)
    load = (rows["load_value"].fillna(0.0) * factor).round(1)
    days = pd.to_datetime(rows["day"]).dt.strftime("%Y-%m-%d")
    read = Counter(zip(days, rows["exported_name"], rows["reps"].astype(int), load, strict=True))
    assert read == written(logs[unit], layout)


def test_strong_comma_shows_rests_marks_and_no_unit(logs):
    rows = list(csv.DictReader(render(logs["lb"], "strong", "lb").decode().splitlines()))
    orders = Counter(row["Set Order"] for row in rows)
    assert not any("Unit" in name or "(" in name for name in rows[0])
    assert orders["Rest Timer"] > 0
    assert orders["W"] > 0
    assert all(row["Reps"] == "0.0" for row in rows if row["Set Order"] == "Rest Timer")


def test_strong_semicolon_numbers_every_set_and_marks_none(logs):
    rows = list(csv.DictReader(render(logs["lb"], "strong_semicolon", "lb").decode().splitlines(), delimiter=";"))
    assert {row["Weight Unit"] for row in rows} == {"lbs"}
    assert all(row["Set Order"].isdigit() for row in rows)


def test_strong_numbered_adds_body_weight_and_shuffles_sets(logs):
    text = render(logs["lb"], "strong_numbered", "lb").decode()
    records = list(csv.DictReader(text.splitlines(), delimiter=";"))
    rows = [row for row in records if row["Set Order"] != "Rest Timer"]
    assert len(rows) < len(records)
    assert all(line.startswith('"') and line.endswith('"') for line in text.splitlines())
    assert {row["Weight (kg)"] for row in rows if row["Exercise Name"] == "Pull Up"} == {"81.4"}
    blocks = pd.DataFrame(rows).groupby(["Workout #", "Exercise Name"], sort=False)["Set Order"].agg(list)
    assert any("WARM_UP" in orders[1:] for orders in blocks)
    assert any(orders[0].isdigit() and int(orders[0]) > 1 for orders in blocks)


def test_hevy_is_newest_first_and_leaves_body_weight_empty(logs):
    rows = list(csv.DictReader(render(logs["kg"], "hevy", "kg").decode().splitlines()))
    starts = pd.to_datetime([row["start_time"] for row in rows], format="%d %b %Y, %H:%M")
    assert starts.is_monotonic_decreasing
    assert {row["weight_kg"] for row in rows if row["exercise_title"] == "Pull Up"} == {""}
    assert {row["set_type"] for row in rows} >= {"normal", "warmup"}
    assert '"set_index"' in render(logs["kg"], "hevy", "kg").decode().splitlines()[0]


def test_fitnotes_repeats_equal_sets_and_quotes_nothing(logs):
    for layout in ("fitnotes", "fitnotes_units"):
        text = render(logs["kg"], layout, "kg").decode()
        assert '"' not in text
        assert max(Counter(text.splitlines()[1:]).values()) > 1


@pytest.mark.parametrize("app", ["strong", "hevy", "fitnotes"])
def test_every_exported_name_means_the_simulated_exercise(app):
    names = exported_names(app)
    read = resolve(pd.DataFrame({"app": app, "exported_name": list(names.values())}))
    assert dict(zip(read["exported_name"], read["exercise_id"], strict=True)) == {
        name: key for key, name in names.items()
    }


def test_each_lifter_gets_a_folder_with_an_export_and_a_usable_profile(tmp_path):
    report = simulate(lifters=7, seed=3, out=tmp_path, weeks=6)
    assert len(report.lifters) == 7
    for path in report.files:
        assert path.name.startswith("simulated_")
        profile = parse_profile(path.parent / "profile.toml")
        assert profile.unit in {"kg", "lb"}
        assert profile.goal in {"strength", "size", "both"}
    assert {path.name for path in report.files} == {LAYOUTS[layout].file_name for layout in USUAL}
    assert report.as_json()["sets"] == report.sets > 0
    assert f"{report.sets:,}" in report.sentence()


def test_one_app_can_be_asked_for(tmp_path):
    report = simulate(lifters=3, seed=3, out=tmp_path, weeks=3, app="hevy", truth=False)
    assert {path.name for path in report.files} == {"simulated_hevy.csv"}
    assert not (tmp_path / "truth").exists()
    with pytest.raises(ValueError, match="unknown app 'paper': choose one of strong"):
        simulate(lifters=1, seed=1, out=tmp_path, app="paper")


def test_the_truth_holds_every_counterfactual_and_every_typing_error(tmp_path):
    report = simulate(lifters=4, seed=8, out=tmp_path, weeks=20)
    assert {path.stem for path in report.truth} == set(TRUTH_TABLES)
    changes = pd.read_parquet(tmp_path / "truth" / "changes.parquet")
    each = changes.groupby(["lifter", "kind", "subject"])[["style", "horizon_weeks"]].nunique()
    assert (each == 4).all(axis=None)
    known = pd.read_parquet(tmp_path / "truth" / "lifters.parquet")
    assert set(known["lifter"]) == set(report.lifters)


def test_the_samples_in_the_project_are_what_the_code_writes(tmp_path):
    write_samples(tmp_path)
    shipped = PROJECT / "data" / "samples"
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    there = {path.relative_to(shipped): path.read_bytes() for path in shipped.rglob("*") if path.is_file()}
    assert sorted(made) == sorted(there)
    for name, content in made.items():
        assert content == there[name], f"{name} differs: run `make samples`"


def test_the_samples_are_small_varied_and_loudly_simulated():
    shipped = PROJECT / "data" / "samples"
    files = [path for path in shipped.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 6_000_000
    assert all(path.name in {"README.md", "profile.toml"} or path.name.startswith("simulated_") for path in files)
    assert "NOT real people" in (shipped / "README.md").read_text()
    assert len(SAMPLES) == 12
    assert {layout for one in SAMPLES for layout, _, _ in one.exports} == set(USUAL)
    assert {one.persona.habit for one in SAMPLES} == {"strength", "hypertrophy", "hybrid", "alternating"}


def test_one_sample_moved_between_apps_and_logged_some_days_in_both(tmp_path):
    mover = next(one for one in SAMPLES if len(one.exports) == 2)
    write([mover], seed=SAMPLES_SEED, out=tmp_path, truth=False)
    folder = tmp_path / mover.persona.lifter
    strong = set(pd.read_csv(folder / "simulated_strong.csv")["Date"].str[:10])
    hevy = pd.read_csv(folder / "simulated_hevy.csv")["start_time"]
    days = set(pd.to_datetime(hevy, format="%d %b %Y, %H:%M").dt.strftime("%Y-%m-%d"))
    assert strong & days
    assert strong - days
    assert days - strong
