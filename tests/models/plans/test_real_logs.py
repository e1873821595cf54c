"""Real logs: every promise is kept, and nothing said of a lifter contradicts anything else said."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from models.blocks.block_week import week_of
from models.blocks.picks import muscle_credits
from models.blocks.prescription import doses_as_now, write
from models.forecasters.horizons import QUANTILE_NAMES
from models.goal import Goal, Wishes
from models.outlook.lifts import SEED
from models.plans.milestone import milestones_of, nearest
from models.plans.situation import cases, situation_of
from models.response.parameters import draw_parameters
from models.serving import say, serve
from models.training.own_blocks import past_of
from models.training.style import AS_NOW, STYLES
from models.training.week import SETS

pytestmark = pytest.mark.logs

WEEKS = 12
"""How far plans without a date reach: also a horizon of the forecasts."""
DRAWS = 40
HALF_A_DIGIT = 0.051


@pytest.mark.parametrize("weight", [1.0, 0.5, 0.0])
def test_the_promise_is_kept_for_every_real_log(of_logs, broken_promises, weight):
    stated = json.dumps(Wishes(goal=Goal(strength_weight=weight)).as_json())
    tables = replace(of_logs.tables, lifters=of_logs.tables.lifters.assign(wishes=stated))
    p, past = draw_parameters(DRAWS, SEED), past_of(tables)
    said, _ = say(tables, of_logs.ahead, of_logs.maxes, p, today=of_logs.today, past=past)
    wrong, plans = broken_promises(said, tables, of_logs.ahead, p, of_logs.today, past)
    assert wrong == []
    assert len(said.cases) > 50
    assert len(plans) > 2


@pytest.fixture(scope="module")
def served(of_logs):
    return serve(of_logs.tables, of_logs.predict, today=of_logs.today, draws=100)


@pytest.fixture(scope="module")
def advice(served):
    return json.loads(served["recommendations"].to_json(orient="records"))


@pytest.fixture(scope="module")
def against_as_now(served):
    """Give the median difference of each style from carrying on after twelve weeks, % of 1RM or points of size."""
    pairs = served["style_pairs"]
    pairs = pairs[(pairs["horizon_weeks"] == WEEKS) & (pairs["style_b"] == "as_now")]
    return pairs.set_index(["lifter", "kind", "subject", "style_a"])["median_pct"].to_dict()


def throughout(one):
    """Name the style that all of a plan is of, or nothing."""
    styles = {block["style"] for block in one["plan"]}
    return styles.pop() if len(styles) == 1 else None


def test_no_other_plan_shown_is_likelier_to_be_the_best(advice):
    wrong = [
        (one["lifter"], one["style"], one["p_best"], other["p_best"], [block["style"] for block in other["blocks"]])
        for one in advice
        for other in one["alternatives"]
        if other["p_best"] > one["p_best"]
    ]
    assert wrong == []


def test_advice_is_clear_where_a_change_is_likely_best_and_nothing_is_as_good(advice):
    for one in advice:
        is_close = any(other["is_equal"] for other in one["alternatives"])
        is_change = throughout(one) != "as_now"
        if abs(one["p_best"] - 0.5) > 0.005:
            assert one["expected"]["is_clear"] == (is_change and not is_close and one["p_best"] > 0.5), one["lifter"]
    assert any(one["expected"]["is_clear"] for one in advice)
    assert not all(one["expected"]["is_clear"] for one in advice)


def test_pairs_of_styles_and_the_verdict_on_a_plan_of_one_style_are_the_same(advice, against_as_now):
    seen = 0
    for one in advice:
        style = throughout(one)
        if style in STYLES and one["expected"]["plan_weeks"] == WEEKS:
            for change in one["expected"]["changes"]:
                kind = {"lift": "one_rm", "muscle": "size"}[change["kind"]]
                median = against_as_now[one["lifter"], kind, change["subject"], style]
                assert change["gain"]["q50"] == pytest.approx(median, abs=HALF_A_DIGIT)
                seen += 1
    assert seen > 100


def test_plans_by_style_say_what_pairs_of_styles_say(advice, against_as_now):
    for one in advice:
        expected = one["expected"]
        for style in STYLES if expected["lifts"] and expected["horizon_weeks"] == WEEKS else ():
            pairs = np.mean([against_as_now[one["lifter"], "one_rm", lift, style] for lift in expected["lifts"]])
            stated = expected["strength_pct"][style]["q50"]
            assert stated == pytest.approx(pairs, abs=0.2 + 0.1 * abs(pairs)), (one["lifter"], style)


def test_the_table_of_forecasts_by_style_says_what_pairs_of_styles_say(served):
    forecasts, pairs = served["forecasts"], served["style_pairs"]
    keys = ["lifter", "exercise_id"]
    at = forecasts[forecasts["horizon_weeks"] == WEEKS]
    middle = at.pivot_table(index=keys, columns="style", values="q50")
    for style in STYLES:
        chosen = (pairs["horizon_weeks"] == WEEKS) & (pairs["kind"] == "one_rm")
        both = pairs[chosen & (pairs["style_a"] == style) & (pairs["style_b"] == "as_now")]
        gap = both.rename(columns={"subject": "exercise_id"}).set_index(keys)
        table = 100 * (middle[style] / middle["as_now"] - 1).reindex(gap.index)
        tells = gap["median_pct"].abs() > 0.5
        assert (np.sign(table[tells]) == np.sign(gap.loc[tells, "median_pct"])).all()
        assert table.between(gap["q10_pct"] - 0.1, gap["q90_pct"] + 0.1).all()


def test_a_plan_of_carrying_on_forecasts_as_now_but_for_what_whole_sets_change(served, advice):
    keys = ["exercise_id", "horizon_weeks"]
    for one in advice:
        if throughout(one) == "as_now":
            plan, as_now = (
                frame[frame["lifter"] == one["lifter"]].set_index(keys)["q50"]
                for frame in (served["plan_forecasts"], served["forecasts"].query("style == 'as_now'"))
            )
            changed = {change["subject"]: change["gain"] for change in one["expected"]["changes"]}
            for lift, kg in plan.xs(WEEKS, level="horizon_weeks").items():
                ratio = 100 * (kg / as_now[lift, WEEKS] - 1)
                assert changed[lift]["q10"] - 0.1 <= ratio <= changed[lift]["q90"] + 0.1
                assert abs(ratio) < 2


def test_the_next_milestone_is_that_of_the_forecasts_under_the_plan(of_logs, served, advice):
    units = of_logs.tables.lifters.set_index("lifter")["unit"]
    for one in advice:
        rows = served["plan_forecasts"]
        rows = rows[(rows["lifter"] == one["lifter"]) & rows["exercise_id"].isin(one["expected"]["lifts"])]
        unit = "lb" if units[one["lifter"]] == "lb" else "kg"
        ahead = nearest(milestones_of(rows.assign(name=rows["exercise_id"]).to_dict("records"), unit))
        told = one["expected"]["milestone"]
        assert (told is None) == (ahead is None)
        if ahead is not None:
            assert (told["exercise_id"], told["load_kg"]) == (ahead.exercise_id, pytest.approx(ahead.load_kg))
            assert [chance["p"] for chance in told["chances"]] == [
                pytest.approx(ahead.by(chance["weeks"]), abs=0.006) for chance in told["chances"]
            ]


def test_plans_and_their_forecasts_rise_from_quantile_to_quantile(served):
    for name in ("plan_forecasts", "plan_sizes"):
        assert (np.diff(served[name][list(QUANTILE_NAMES)], axis=1) >= 0).all()


def test_the_week_as_now_is_written_with_the_sets_of_the_log(of_logs):
    wrong, seen = [], 0
    situation = situation_of(of_logs.tables, of_logs.ahead.keys, of_logs.maxes)
    for case in cases(of_logs.tables.lifters, situation, of_logs.today):
        if case.trainee.easy_first or case.trainee.days_off > 14:
            continue
        block = write(AS_NOW, doses_as_now(case.trainee), case.trainee)
        log, written = (
            sets_by_muscle(frame.set_index("exercise_id")[SETS].sum(axis=1)) for frame in (case.lifts, week_of(block))
        )
        for muscle, sets in log.items():
            seen += 1
            if abs(written.get(muscle, 0.0) - sets) > max(1.0, 0.1 * sets):
                wrong.append((case.lifter, muscle, round(sets, 1), round(written.get(muscle, 0.0), 1)))
    assert wrong == []
    assert seen > 100


def sets_by_muscle(sets: pd.Series) -> dict[str, float]:
    """Sum fractional sets by muscle."""
    found: dict[str, float] = {}
    for key, count in sets.items():
        for muscle, credit in muscle_credits().get(str(key), {}).items():
            found[muscle] = found.get(muscle, 0.0) + credit * float(count)
    return found
