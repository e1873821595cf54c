"""Standing: a place among competitors of the same sex, body weight and age, or what is missing for it."""

import numpy as np
import pandas as pd
import pytest

from data import published
from data.catalogue import load_exercises
from models.one_rm.standing import CLASS_KG, LIFTS, YEAR_GROWTH, age_band, percentile, standing
from models.sentences import untraced


def lifter(**changes):
    one = {
        "lifter": "anna",
        "sex": "F",
        "birth_year": 1990,
        "body_weight_kg": 62.0,
        "last_day": "2024-05-01",
        "unit": "kg",
    }
    return pd.DataFrame([one | changes])


def maxes(now_kg, exercise_id="squat_barbell", se=0.0):
    return pd.DataFrame([{"lifter": "anna", "exercise_id": exercise_id, "now_kg": now_kg, "now_se_kg": se}])


def row_of(sex, band, from_kg, lift):
    table = published.percentiles().set_index(["sex", "age_band", "bodyweight_from_kg", "lift"])
    return table.loc[(sex, band, from_kg, lift)]


def test_the_middle_competitor_stands_in_the_middle():
    middle = float(row_of("F", "30-39", 60, "squat")["p50"])
    (row,) = standing(lifter(), maxes(middle))[0].to_dict("records")
    assert row["percentile"] == 50
    assert (row["age_band"], row["bodyweight_from_kg"]) == ("30-39", 60)
    assert "compete raw at 60-65 kg" in row["facts"]["text"]
    assert row["facts"]["growth"]["text"].startswith("Competitors in the third quarter added 10.4 %")


def test_a_lifter_who_counts_in_lb_is_told_the_class_in_lb():
    placed, _ = standing(lifter(unit="lb"), maxes(100.0))
    facts = placed.iloc[0]["facts"]
    assert "compete raw at 132-143 lb" in facts["text"]
    assert "kg" not in facts["text"]
    assert not untraced(facts["text"], facts=facts)


def test_the_error_of_the_estimate_widens_the_place():
    (row,) = standing(lifter(), maxes(100.0, se=5.0))[0].to_dict("records")
    assert row["low_percentile"] < row["percentile"] < row["high_percentile"]


def test_a_percentile_never_falls_with_the_load_and_stays_within_what_is_known():
    row = row_of("M", "all", 80, "deadlift")
    found = [percentile(load, row) for load in np.linspace(20, 400, 60)]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (5, 99)


@pytest.mark.parametrize(("missing", "said"), [({"sex": None}, "sex"), ({"body_weight_kg": np.nan}, "body weight")])
def test_without_sex_or_body_weight_nothing_is_said_but_what_is_missing(missing, said):
    placed, refused = standing(lifter(**missing), maxes(100.0))
    assert placed.empty
    assert list(refused["kind"]) == ["standing"]
    assert said in refused["missing"].iloc[0]


def test_an_unknown_age_is_held_against_any_age():
    (row,) = standing(lifter(birth_year=None), maxes(100.0))[0].to_dict("records")
    assert row["age_band"] == "all"
    assert "of any age" in row["facts"]["text"]


def test_other_lifts_have_no_competition():
    placed, refused = standing(lifter(), maxes(20.0, exercise_id="biceps_curl_dumbbell"))
    assert placed.empty
    assert refused.empty


def test_the_heaviest_and_lightest_fall_into_the_outermost_classes():
    for weight in (30.0, 250.0):
        placed, _ = standing(lifter(body_weight_kg=weight), maxes(100.0))
        assert len(placed) == 1
        assert placed["bodyweight_from_kg"].iloc[0] % CLASS_KG == 0


@pytest.mark.parametrize(("year", "band"), [(2010, "<20"), (2000, "20-29"), (1950, "60+"), (None, "all")])
def test_ages_fall_into_their_bands(year, band):
    assert age_band(year, "2024-05-01") == band


def test_growth_figures_are_those_of_the_evidence():
    figure = published.evidence().set_index("id").loc["openpowerlifting-7"]
    assert [float(part) for part in figure["value"].split("/")] == list(YEAR_GROWTH["M"])
    assert "/".join(f"{part:g}" for part in YEAR_GROWTH["F"]) in str(figure["note"])


def test_the_lifts_of_a_meet_are_in_the_catalogue():
    assert set(LIFTS) <= set(load_exercises()["exercise_id"])
