"""The block as now is the lifter's own week, and what a block prints is what it is counted as."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.blocks import prescription
from models.blocks.block_week import COLUMNS, week_of
from models.blocks.picks import muscle_credits
from models.blocks.routine import rows
from models.blocks.trainee import Trainee
from models.training.style import STYLES

ZONES = ("heavy", "moderate", "light")
STYLE = st.sampled_from([*STYLES, "as_now"])


def sets_of(week):
    return week.set_index("exercise_id")[[f"{zone}_sets" for zone in ZONES]].sum(axis=1)


def by_muscle(sets):
    sums = {}
    for key, count in sets.items():
        for muscle, credit in muscle_credits().get(key, {}).items():
            sums[muscle] = sums.get(muscle, 0.0) + credit * count
    return sums


@given(seed=st.integers(0, 10_000), weeks=st.just(prescription.BLOCK_WEEKS))
@settings(max_examples=60)
def test_as_now_keeps_every_exercise_and_the_sets_of_every_muscle(anybody, written, seed, weeks):
    lifter = anybody(seed)
    week = sets_of(week_of(written("as_now", lifter, weeks=weeks)))
    assert set(week.index) == {pick.exercise_id for pick in lifter.picks}
    log = by_muscle({pick.exercise_id: pick.sets_per_week for pick in lifter.picks})
    for muscle, sets in by_muscle(week).items():
        assert abs(sets - log[muscle]) <= max(0.1 * log[muscle], 0.5)
    assert week.sum() == pytest.approx(lifter.weekly_sets, rel=0.05, abs=0.5)


def test_as_now_keeps_reps_reserve_rests_and_both_zones(trainee, written):
    columns = {
        "heavy_sets": 2.0, "moderate_sets": 4.0, "light_sets": 0.0, "heavy_reps": 4.0, "moderate_reps": 10.0,
        "light_reps": np.nan, "heavy_share": 0.85, "moderate_share": 0.7, "light_share": np.nan,
        "rir": 1.6, "rest_s": 140.0, "sets_per_week": 6.0,
    }  # fmt: skip
    made = written("as_now", trainee({"squat_barbell": 100.0}, columns=columns))
    top, work = made["exercises"]
    assert (top["set_kind"], top["reps"], top["load_kg"]) == ("top", 4, 85.0)
    assert (work["set_kind"], work["reps"], work["load_kg"]) == ("work", 10, 70.0)
    week = week_of(made).iloc[0]
    assert week["days"] == 2
    for name in ("heavy_sets", "moderate_sets", "heavy_reps", "moderate_reps", "heavy_share", "moderate_share"):
        assert week[name] == pytest.approx(columns[name])
    assert (week["rest_s"], week["rir"]) == (140, 1.5)
    assert np.isnan(week["light_reps"])


def test_what_was_never_logged_stays_unknown(trainee, written):
    week = week_of(written("as_now", trainee()))
    assert week["rir"].isna().all()
    assert week["rest_s"].isna().all()


def test_what_is_done_every_other_week_takes_turns(trainee, written):
    own = {"bench_press_barbell": 100.0, "incline_bench_press_barbell": 80.0}
    made = written("as_now", trainee(own, days=0.5, sets=2.0))
    first, then = (item["sets_by_week"] for item in made["exercises"])
    assert sorted(first) == [0, 0, 0, 4, 4, 4]
    assert [a + b for a, b in zip(first, then, strict=True)] == [4] * 6
    assert all(row["sets"] for row in rows(made, "kg"))
    assert any("take turns" in note for note in made["notes"])


@given(seed=st.integers(0, 10_000), style=STYLE, weeks=st.integers(1, 8), days_off=st.sampled_from([0, 20, 50]))
@settings(max_examples=60)
def test_the_week_of_a_block_is_the_mean_of_what_is_printed(anybody, written, seed, style, weeks, days_off):
    lifter = Trainee(**(vars_of(anybody(seed)) | {"days_off": days_off, "easy_first": seed % 3 == 0}))
    made = written(style, lifter, weeks=weeks)
    week, printed = week_of(made), list(rows(made, "kg"))
    assert list(week.columns) == list(COLUMNS)
    names = {item["exercise_id"]: item["name"] for item in made["exercises"]}
    for row in week.to_dict("records"):
        own = [line for line in printed if line["exercise"].removesuffix(", top set") == names[row["exercise_id"]]]
        if list(names.values()).count(names[row["exercise_id"]]) > 1:
            continue
        assert sum(row[f"{zone}_sets"] for zone in ZONES) == pytest.approx(sum(line["sets"] for line in own) / weeks)
        assert row["days"] == pytest.approx(len({(line["week"], line["day"]) for line in own}) / weeks)
        heavy = sum(line["sets"] for line in own if line["reps"] <= 5) / weeks
        assert row["heavy_sets"] == pytest.approx(heavy)
        left = [(line["sets"], float(line["rir"])) for line in own if line["rir"]]
        if left:
            assert row["rir"] == pytest.approx(np.average([r for _, r in left], weights=[s for s, _ in left]))


def vars_of(lifter):
    return {name: getattr(lifter, name) for name in Trainee.__dataclass_fields__}
