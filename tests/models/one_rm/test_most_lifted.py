"""The most that anybody may be believed to lift: above what competitors do, and rising with body weight."""

import pytest

from data import published
from models.one_rm.most_lifted import most_lifted
from models.one_rm.standing import LIFTS

TOPS = most_lifted()


def top(exercise_id, from_kg, sex="M"):
    rows = TOPS[(TOPS["exercise_id"] == exercise_id) & (TOPS["bodyweight_from_kg"] == from_kg) & (TOPS["sex"] == sex)]
    return rows["top_kg"].item()


def test_there_is_one_limit_per_sex_class_and_exercise():
    assert not TOPS.duplicated(["sex", "bodyweight_from_kg", "exercise_id"]).any()
    assert set(TOPS["exercise_id"]) == set(published.lift_ratios()["exercise_id"])
    assert (TOPS["top_kg"] > 0).all()


@pytest.mark.parametrize(("exercise_id", "lift"), LIFTS.items())
def test_99_of_100_competitors_are_below_the_limit(exercise_id, lift):
    table = published.percentiles()
    wide = table[(table["age_band"] == "all") & (table["lift"] == lift)]
    tops = TOPS[TOPS["exercise_id"] == exercise_id]
    both = wide.merge(tops, on=["sex", "bodyweight_from_kg"])
    assert len(both) > 20
    assert (both["top_kg"] > both["p99"]).all()


def test_records_in_pull_ups_and_dips_set_their_limits():
    for record in published.body_weight_records().to_dict("records"):
        whole_kg = record["added_kg"] + 0.95 * record["body_weight_kg"]
        assert 0.8 * whole_kg < top(record["movement"], 95) < 0.95 * whole_kg
    assert top("chin_up", 60) < top("chin_up", 80) < top("chin_up", 100)
    assert top("chin_up", 80, "F") < top("chin_up", 80)
