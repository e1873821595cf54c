"""What own blocks say: nothing where there are none, the truth where it shows, and never more than that."""

import numpy as np
import pandas as pd
import pytest

from models.outlook import style_weeks, styles
from models.response import personal
from models.response.parameters import draw_parameters
from models.training import own_blocks, usual_week
from models.training.classification import classify
from models.training.stimulus import Traits
from models.training.style import STYLES

P = draw_parameters(200, 3)
WEEKS = np.array(styles.HORIZONS, dtype=float)
MUSCLES = pd.DataFrame(
    {"exercise_id": ["bench", "bench", "curl"], "muscle": ["chest", "triceps", "biceps"], "credit": [1.0, 0.5, 1.0]}
)
REPS = {"strength": 4.0, "hypertrophy": 9.0}


def log(plan, *, heavier=0.0, noise=0.004, jump=0.0, curls_when_heavy=True, seed=1):
    """Give the weeks of a lifter who benches 3 x 4 in strength and 4 x 9 in hypertrophy weeks, twice a week.

    `plan` is a list of (style, weeks); the bench gains `heavier` more ln a week in strength weeks; `jump` is what a
    change of rep range does to estimates.
    """
    rng = np.random.default_rng(seed)
    monday, level, history, weeks = pd.Timestamp("2024-01-01"), np.log(100.0), [], []
    for style, length in plan:
        for _ in range(length):
            level += heavier * (style == "strength")
            heavy, moderate = (6, 0) if style == "strength" else (0, 8)
            row = {"lifter": "ada", "week": monday, "days": 2, "mean_reps": REPS[style], "light_sets": 0}
            shown = level + jump * (style == "hypertrophy") + noise * rng.standard_normal()
            history.append(
                row | {"exercise_id": "bench", "heavy_sets": heavy, "moderate_sets": moderate, "log_one_rm": shown}
            )
            if style == "hypertrophy" or curls_when_heavy:
                history.append(row | {"exercise_id": "curl", "heavy_sets": 0, "moderate_sets": 6, "log_one_rm": 3.0})
            weeks.append(
                {"lifter": "ada", "week": monday, "days": 2, "working_sets": 12 + heavy + moderate,
                 "heavy_sets": 3 * heavy, "moderate_sets": 3 * moderate, "light_sets": 0,
                 "mean_reps": REPS[style], "mean_share": 0.85 if style == "strength" else 0.7}
            )  # fmt: skip
            monday += pd.Timedelta(weeks=1)
    return pd.DataFrame(history), pd.DataFrame(weeks)


ALTERNATING = [("strength", 6), ("hypertrophy", 6)] * 6
STEADY = [("hypertrophy", 60)]
KEYS = pd.DataFrame({"lifter": ["ada", "ada"], "exercise_id": ["bench", "curl"]})
TRAITS = Traits(trained=np.ones(2), age=np.full(2, np.nan), past_weeks=np.full(2, 100.0))


def usual():
    zones = {f"{zone}_{what}": np.nan for zone in ("heavy", "light") for what in ("reps", "share")}
    now = KEYS.assign(
        days=2.0, rir=np.nan, rest_s=np.nan, heavy_sets=0.0, moderate_sets=[8.0, 6.0], light_sets=0.0, moderate_reps=9.0,
        moderate_share=0.72, **zones,
    )  # fmt: skip
    return usual_week.lift_stimulus(now, MUSCLES)


def learnt(plan, **how):
    history, weeks = log(plan, **how)
    labelled = own_blocks.label(weeks, classify(weeks))
    past = own_blocks.Past(labelled=labelled, weeks=own_blocks.own_weeks(history, labelled))
    now = usual()
    plans = style_weeks.lift_style_weeks(now, KEYS, past, MUSCLES)
    model = styles.strength_differences(now, TRAITS, P, plans=plans.by_style)
    seen = personal.contrasts_of(KEYS, history, labelled)
    return plans, personal.of_lifts(now, plans, TRAITS, model, P, seen, weeks=WEEKS, seed=1), seen


def gap(update):
    return np.median(update.differences["strength"] - update.differences["hypertrophy"], axis=1)


def test_who_has_trained_in_one_style_only_is_forecast_by_definition():
    plans, update, _ = learnt(STEADY)
    definition = styles.by_definition(usual())
    for name, plan in plans.by_style.items():
        np.testing.assert_array_equal(plan.sets, definition[name].sets)
    assert (plans.own_part == 0).all()
    assert (update.own_share == 0).all()


def test_a_lift_left_out_of_the_own_strength_blocks_falls_under_strength():
    _, kept, _ = learnt(ALTERNATING)
    plans, dropped, _ = learnt(ALTERNATING, curls_when_heavy=False)
    assert plans.by_style["strength"].days[1] < 0.5
    assert gap(dropped)[1, 2] < gap(kept)[1, 2] - 0.01
    assert gap(dropped)[1, 2] < 0


def test_own_weeks_weigh_more_the_more_there_are_of_them():
    few, _, _ = learnt([("hypertrophy", 30), ("strength", 4)])
    many, _, _ = learnt(ALTERNATING)
    assert 0 < few.own_part[0] < many.own_part[0] < 1


@pytest.mark.parametrize("gain", [0.01, -0.01])
def test_blocks_that_go_better_with_heavy_work_speak_for_it(gain):
    _, without, _ = learnt(ALTERNATING)
    _, update, seen = learnt(ALTERNATING, heavier=gain)
    assert seen["contrast"][0] == pytest.approx(gain, abs=0.002)
    assert (np.sign(gap(update)[0] - gap(without)[0]) == np.sign(gain)).all()


def test_a_change_of_rep_range_that_moves_estimates_says_nothing_of_strength():
    _, _, plain = learnt(ALTERNATING)
    _, _, jumping = learnt(ALTERNATING, jump=-0.08)
    np.testing.assert_allclose(jumping["contrast"], plain["contrast"], atol=1e-9)


def test_what_all_blocks_share_says_nothing_of_a_style():
    history, weeks = log(ALTERNATING)
    labelled = own_blocks.label(weeks, classify(weeks))
    months = (history["week"] - history["week"].min()).dt.days / 30
    rising = history.assign(log_one_rm=history["log_one_rm"] + 0.01 * months)
    old, new = (personal.contrasts(frame, labelled)["contrast"] for frame in (history, rising))
    np.testing.assert_allclose(new, old, atol=1e-9)


def test_noisy_blocks_move_less_than_clear_ones_and_never_widen_the_range():
    _, clear, _ = learnt(ALTERNATING, heavier=0.01)
    _, noisy, _ = learnt(ALTERNATING, heavier=0.01, noise=0.08)
    none, _, _ = learnt(ALTERNATING)
    assert 0 <= noisy.own_share[0] <= clear.own_share[0] <= 1
    assert none.own_part[0] > 0


def test_the_week_as_now_under_any_name_changes_nothing():
    now = usual()
    zero = np.zeros((2, 200, 4), dtype=np.float32)
    plans = dict.fromkeys(STYLES, now)
    for drawn in personal.effects(now, plans, dict.fromkeys(STYLES, zero), WEEKS, seed=1).values():
        assert (drawn == 0).all()


def test_muscles_of_lifts_left_out_lose_their_sets():
    history, weeks = log(ALTERNATING, curls_when_heavy=False)
    labelled = own_blocks.label(weeks, classify(weeks))
    past = own_blocks.Past(labelled=labelled, weeks=own_blocks.own_weeks(history, labelled))
    keys = pd.DataFrame({"lifter": ["ada", "ada"], "muscle": ["biceps", "chest"]})
    plans = style_weeks.muscle_style_weeks(usual(), keys, past, MUSCLES).by_style
    biceps = {name: plan.muscle_sets[0].sum() for name, plan in plans.items()}
    assert biceps["strength"] < 0.5 * biceps["hypertrophy"]
