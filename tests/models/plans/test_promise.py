"""What is promised is what the printed block delivers, by the very model that compares plans."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from models.blocks.block_week import week_of
from models.goal import Constraints, Goal, Target, Wishes
from models.outlook.lifts import SEED, lift_outlook
from models.outlook.muscles import muscle_outlook
from models.plans.recommendation import advise
from models.response.parameters import draw_parameters
from models.serving import say
from models.training.block import USUAL, Block
from models.training.own_blocks import past_of
from models.training.week import SETS

SLOTS = ("top_sets", "more_sets", "day_more")
"""What weeks read back are called here, in the order of their plan."""
ROUNDED = 0.05 + 1e-3
WEIGHTS = (1.0, 0.75, 0.5, 0.25, 0.0)
DRAWS = 40


def read_back(advice, options):
    """Read a stored plan: blocks of named weeks, and these weeks, the first of them as printed."""
    told = [(block["style"], block["weeks"]) for block in advice["plan"]]
    if advice["plan"][-1]["then"] == "compete":
        told = [*told[:-2], ("peak", told[-2][1] + told[-1][1])]
    slots = dict(zip(dict.fromkeys(style for style, _ in told), SLOTS, strict=False))
    first, *later = slots
    weeks = {slots[first]: week_of(advice["next_block"])}
    weeks |= {slots[style]: week_of(options[USUAL if style == "as_now" else style].block) for style in later}
    assert advice["next_block"]["weeks"] == told[0][1]
    return tuple(Block(slots[style], length) for style, length in told), weeks


def delivered(stored, menus, tables, ahead, p, past=None):
    """Work out anew what stored advice delivers: per lifter the draws of each lift and of each muscle, in %."""
    plans, named = {}, {}
    for advice, options in zip(stored, menus, strict=True):
        plans[advice["lifter"]], weeks = read_back(advice, options)
        for slot, week in weeks.items():
            named.setdefault(slot, []).append(week.assign(lifter=advice["lifter"]))
    weeks = {slot: pd.concat(parts, ignore_index=True) for slot, parts in named.items()}
    lifts, (muscles, _) = lift_outlook(tables, ahead, p, weeks, past), muscle_outlook(tables, p, weeks)
    found = {}
    for plan in set(plans.values()):
        at = np.array([float(sum(block.weeks for block in plan))])
        strength = 100 * np.expm1(lifts.differences(plan, at)[..., 0])
        size = (muscles.changes(plan, at) - muscles.changes((), at))[..., 0]
        for name in (name for name, own in plans.items() if own == plan):
            found[name] = tuple(
                {keys[row]: draws[row] for row in np.flatnonzero(frame["lifter"] == name)}
                for frame, keys, draws in (
                    (lifts.keys, lifts.keys["exercise_id"], strength),
                    (muscles.keys, muscles.keys["muscle"], size),
                )
            )
    return found


def gaps(advice, strength, size):
    """Compare each gain stated with the draws of what is delivered: (what, stated, delivered) where they differ."""
    expected = advice["expected"]
    stated = [(change["subject"], change["gain"]) for change in expected["changes"]]
    draws = strength | size
    both = [(subject, gain, draws[subject]) for subject, gain in stated]
    if expected["lifts"]:
        top = np.mean([strength[key] for key in expected["lifts"]], axis=0)
        both.append(("1RM", expected["plan"]["strength_pct"], top))
    if size:
        both.append(("size", expected["plan"]["size_pct"], np.mean(list(size.values()), axis=0)))
    assert {subject for subject, _ in stated} == set(draws)
    return [
        (advice["lifter"], what, gain, quantiles.round(3).tolist())
        for what, gain, drawn in both
        for quantiles in [np.quantile(drawn, [0.1, 0.5, 0.9])]
        if np.abs(quantiles - [gain["q10"], gain["q50"], gain["q90"]]).max() > ROUNDED
    ]


def broken(said, tables, ahead, p, today, past=None):
    """List every promise that the printed block does not keep, and name the styles that were advised."""
    stored = json.loads(json.dumps([one.recommendation.as_json() for one in advise(said, today)]))
    found = delivered(stored, said.menus, tables, ahead, p, past)
    wrong = [gap for advice in stored for gap in gaps(advice, *found[advice["lifter"]])]
    return wrong, {tuple(block["style"] for block in advice["plan"]) for advice in stored}


def wishes(weight, today, *, meet=None, **constraints):
    competition = None if meet is None else today + pd.Timedelta(weeks=meet)
    return Wishes(goal=Goal(strength_weight=weight, competition=competition), constraints=Constraints(**constraints))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_gain_promised_is_that_of_the_block_printed(gym, today, weight):
    made = gym(wishes(weight, today))
    wrong, styles = broken(made.prospects(DRAWS), made.tables, made.ahead, draw_parameters(DRAWS, SEED), today)
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
def test_the_promise_is_kept_whatever_binds_the_plan(gym, today, weeks, meet, constraints):
    made = gym(wishes(1.0, today, meet=meet, **constraints), rir=3.0, rest_s=75.0)
    said = made.prospects(DRAWS, weeks=None if meet else weeks)
    wrong, styles = broken(said, made.tables, made.ahead, draw_parameters(DRAWS, SEED), today)
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


@pytest.mark.logs
@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_promise_is_kept_for_every_real_log(of_logs, weight):
    stated = json.dumps(wishes(weight, of_logs.today).as_json())
    tables = replace(of_logs.tables, lifters=of_logs.tables.lifters.assign(wishes=stated))
    p, past = draw_parameters(DRAWS, SEED), past_of(tables)
    said, _ = say(tables, of_logs.ahead, of_logs.maxes, p, today=of_logs.today, past=past)
    wrong, styles = broken(said, tables, of_logs.ahead, p, of_logs.today, past)
    assert wrong == []
    assert len(said.cases) > 50
    assert len(styles) > 2
