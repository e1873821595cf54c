"""What is promised is what the printed block delivers, by the very model that compares plans."""

import pandas as pd
import pytest

from models.blocks.block_week import week_of
from models.goal import Constraints, Goal, Target, Wishes
from models.outlook.lifts import SEED
from models.plans.recommendation import advise
from models.response.parameters import draw_parameters
from models.training.week import SETS

WEIGHTS = (1.0, 0.75, 0.5, 0.25, 0.0)
DRAWS = 40


def wishes(weight, today, *, meet=None, **constraints):
    competition = None if meet is None else today + pd.Timedelta(weeks=meet)
    return Wishes(goal=Goal(strength_weight=weight, competition=competition), constraints=Constraints(**constraints))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_gain_promised_is_that_of_the_block_printed(gym, broken_promises, today, weight):
    made = gym(wishes(weight, today))
    wrong, styles = broken_promises(made.prospects(DRAWS), made.tables, made.ahead, draw_parameters(DRAWS, SEED), today)
    assert wrong == []
    assert styles


@pytest.mark.parametrize(
    ("weeks", "meet", "constraints"),
    [
        (8, None, {}),
        (14, None, {"days_per_week": 2}),
        (20, None, {"session_minutes": 40}),
        (None, 3, {}),
        (None, 11, {}),
    ],
)
def test_the_promise_is_kept_whatever_binds_the_plan(gym, broken_promises, today, weeks, meet, constraints):
    made = gym(wishes(1.0, today, meet=meet, **constraints), rir=3.0, rest_s=75.0)
    said = made.prospects(DRAWS, weeks=None if meet else weeks)
    wrong, styles = broken_promises(said, made.tables, made.ahead, draw_parameters(DRAWS, SEED), today)
    assert wrong == []
    assert all((plan[-1] == "deload") == (meet is not None) for plan in styles)


def test_what_the_verdict_says_is_done_is_what_is_printed(gym, today):
    for one in advise(gym().prospects(DRAWS), today):
        printed = week_of(one.recommendation.next_block).set_index("exercise_id")
        for change in one.recommendation.expected.changes:
            if change.kind == "lift" and change.subject in printed.index:
                assert change.sets_then == pytest.approx(printed.loc[change.subject, SETS].sum(), abs=0.051)
                assert change.days_then == pytest.approx(printed.loc[change.subject, "days"], abs=0.051)


def test_what_counts_decides_what_is_changed(gym, today):
    strong, big = (gym(wishes(weight, today)).prospects(DRAWS) for weight in (1.0, 0.0))
    plans = [{one.case.lifter: one.recommendation for one in advise(said, today)} for said in (strong, big)]
    gains = [
        {name: (made.expected.plan.strength_pct.q50, made.expected.plan.size_pct.q50) for name, made in own.items()}
        for own in plans
    ]
    for name in plans[0]:
        assert gains[0][name][0] >= gains[1][name][0]
        assert gains[1][name][1] >= gains[0][name][1]
    heavy = [week_of(own["anna"].next_block)["heavy_sets"].sum() for own in plans]
    assert heavy[0] > heavy[1]
    assert plans[0]["anna"].next_block != plans[1]["anna"].next_block


def test_a_target_is_what_stands_for_strength_and_is_in_the_block(gym, today):
    target = Target(exercise_id="lat_pulldown_cable", name="pulldown", load_kg=70.0, by=None)
    made = gym(Wishes(goal=Goal(strength_weight=1.0, targets=(target,))))
    advice = {one.case.lifter: one.recommendation for one in advise(made.prospects(DRAWS), today)}["bo"]
    assert advice.expected.lifts == ["lat_pulldown_cable"]
    assert "lat_pulldown_cable" in {item["exercise_id"] for item in advice.next_block["exercises"]}
    assert [target.exercise_id for target in advice.expected.targets] == ["lat_pulldown_cable"]
