"""A strength week keeps one lift for each movement; what it has no place for is cut, by definition."""

import numpy as np
import pandas as pd
import pytest

from models.blocks.kept_lifts import left_out
from models.outlook import style_weeks
from models.training import own_blocks
from models.training.stimulus import Stimulus
from models.training.style import STYLES
from models.training.usual_week import under_style

LIFTS = {
    "bench_press_barbell": False,
    "squat_barbell": False,
    "deadlift_barbell": False,
    "overhead_press_barbell": False,
    "bent_over_row_barbell": False,
    "biceps_curl_barbell": True,
    "lateral_raise": True,
    "leg_extension_machine": True,
    "no_such_lift": False,
}
NOTHING = pd.DataFrame(
    columns=["lifter", "exercise_id", "style", "weeks", "days", "heavy_sets", "moderate_sets", "light_sets"]
)
MUSCLES = pd.DataFrame({"exercise_id": ["squat_barbell"], "muscle": ["quads"], "credit": [1.0]})


def week(heavy=0.0, moderate=6.0):
    sets = np.tile([heavy, moderate, 0.0], (len(LIFTS), 1))
    unknown = np.full(len(LIFTS), np.nan)
    return Stimulus(
        sets=sets,
        share=np.full_like(sets, 0.7),
        reps=np.tile([4.0, 10.0, 20.0], (len(LIFTS), 1)),
        muscle_sets=sets,
        days=np.full(len(LIFTS), 2.0),
        rest_s=unknown,
        rir=unknown,
        lower_body=np.zeros(len(LIFTS)),
    )


KEYS = pd.DataFrame({"lifter": "ada", "exercise_id": list(LIFTS)})


def test_isolation_work_is_left_out_and_unknown_lifts_are_left_alone():
    assert left_out(week(), KEYS).tolist() == list(LIFTS.values())


def test_who_trains_for_strength_already_has_chosen_what_stays():
    assert not left_out(week(heavy=6.0, moderate=3.0), KEYS).any()


def test_the_order_of_lifts_makes_no_difference():
    order = np.random.default_rng(1).permutation(len(LIFTS))
    assert left_out(week(), KEYS.iloc[order]).tolist() == left_out(week(), KEYS)[order].tolist()


def test_each_lifter_keeps_lifts_of_their_own():
    one = KEYS.assign(lifter=["bob" if name == "biceps_curl_barbell" else "ada" for name in LIFTS])
    assert left_out(week(), one)[list(LIFTS).index("lateral_raise")]


def test_a_strength_week_cuts_what_it_has_no_place_for_and_only_a_strength_week():
    past = own_blocks.Past(labelled=pd.DataFrame(), weeks=NOTHING)
    plans = style_weeks.lift_style_weeks(week(), KEYS, past, MUSCLES).by_style
    for name, style in STYLES.items():
        part = plans[name].sets.sum(axis=1) / under_style(week(), style).sets.sum(axis=1)
        cut = np.array(list(LIFTS.values())) & (name == "strength")
        assert part == pytest.approx(np.where(cut, style_weeks.LEFT_OUT_PART, 1.0))
