"""What own blocks say: nothing where there are none, the truth where it shows, and never more than that."""

import numpy as np
import pandas as pd
import pytest

from models.forecasters.horizons import HORIZONS_WEEKS
from models.response import personal
from models.response.parameters import draw_parameters
from models.response.phases import Phases
from models.training import own_blocks
from models.training.block import Block
from models.training.classification import classify
from models.training.stimulus import Traits
from models.training.week import COLUMNS, lift_stimulus, summed

P = draw_parameters(200, 3)
WEEKS = np.array(HORIZONS_WEEKS, dtype=float)
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


def week(heavy, moderate):
    """Give both lifts so many sets a week on two days."""
    known = {"days": 2.0, "heavy_sets": heavy, "moderate_sets": moderate, "light_sets": 0.0}
    return lift_stimulus(KEYS, summed(KEYS.assign(**dict.fromkeys(COLUMNS, np.nan) | known), MUSCLES))


def learnt(plan, **how):
    """Give draws of what strength and hypertrophy weeks change before and after own blocks spoke, and what they say."""
    history, weeks = log(plan, **how)
    labelled = own_blocks.label(weeks, classify(weeks))
    past = own_blocks.own_weeks(history, labelled)
    unknown = {name: np.nan for name in COLUMNS if name not in past}
    own = {
        name: lift_stimulus(KEYS, summed(past[past["style"] == name].assign(**unknown), MUSCLES))
        for name in ("strength", "hypertrophy")
    }
    predicted = personal.predicted_contrasts(own, TRAITS, P, seed=1)
    seen = personal.contrasts_of(KEYS, history, labelled)
    shown = personal.shown(predicted, seen, seed=1)
    now, plans = week(0.0, 8.0), {"strength": week(7.0, 0.0), "hypertrophy": week(0.0, 12.0)}
    phases = Phases(now, TRAITS, P, plans=plans)
    before = {}
    for name, other in plans.items():
        model, _ = phases.differences([Block(name, 26)], WEEKS)
        liking = (personal.heaviness(other) - personal.heaviness(now)) * personal.come_through(WEEKS)
        before[name] = personal.with_unseen(model, liking, seed=1)
    return before, {name: shown.moved(drawn) for name, drawn in before.items()}, seen, predicted


def gap(drawn):
    return np.median(drawn["strength"] - drawn["hypertrophy"], axis=1)


def settled(before, after):
    return personal.settled(*(drawn["strength"] - drawn["hypertrophy"] for drawn in (before, after)))


def test_who_has_trained_in_one_style_only_is_not_moved_at_all():
    before, after, seen, _ = learnt(STEADY)
    assert seen["contrast"].isna().all()
    for name, drawn in after.items():
        np.testing.assert_array_equal(drawn, before[name])
    assert (settled(before, after) == 0).all()


def test_a_lift_left_out_of_the_own_strength_blocks_is_expected_to_fall_in_them():
    *_, kept = learnt(ALTERNATING)
    *_, dropped = learnt(ALTERNATING, curls_when_heavy=False)
    assert np.median(dropped[1]) < np.median(kept[1])
    assert np.median(dropped[1]) < 0
    np.testing.assert_allclose(dropped[0], kept[0])


@pytest.mark.parametrize("gain", [0.01, -0.01])
def test_blocks_that_go_better_with_heavy_work_speak_for_it(gain):
    _, without, _, _ = learnt(ALTERNATING)
    _, after, seen, _ = learnt(ALTERNATING, heavier=gain)
    assert seen["contrast"][0] == pytest.approx(gain, abs=0.002)
    assert (np.sign(gap(after)[0] - gap(without)[0]) == np.sign(gain)).all()
    np.testing.assert_allclose(gap(after)[1], gap(without)[1], atol=1e-6)


def test_a_change_of_rep_range_that_moves_estimates_says_nothing_of_strength():
    _, _, plain, _ = learnt(ALTERNATING)
    _, _, jumping, _ = learnt(ALTERNATING, jump=-0.08)
    np.testing.assert_allclose(jumping["contrast"], plain["contrast"], atol=1e-9)


def test_what_all_blocks_share_says_nothing_of_a_style():
    history, weeks = log(ALTERNATING)
    labelled = own_blocks.label(weeks, classify(weeks))
    months = (history["week"] - history["week"].min()).dt.days / 30
    rising = history.assign(log_one_rm=history["log_one_rm"] + 0.01 * months)
    old, new = (personal.contrasts(frame, labelled)["contrast"] for frame in (history, rising))
    np.testing.assert_allclose(new, old, atol=1e-9)


def test_noisy_blocks_settle_less_than_clear_ones_and_never_widen_the_range():
    clear, noisy = (settled(*learnt(ALTERNATING, heavier=0.01, noise=noise)[:2])[0] for noise in (0.004, 0.08))
    assert 0 <= noisy < clear <= 1


def test_a_week_as_heavy_as_now_that_changes_nothing_has_nothing_unseen_either():
    nothing = np.zeros((2, 200, 4), dtype=np.float32)
    assert (personal.with_unseen(nothing, np.zeros((2, 4)), seed=1) == 0).all()
