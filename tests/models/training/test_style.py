"""Blocks are told apart as a lifter would tell them, by the table everything else uses."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.one_rm.rep_max import share_of_one_rm
from models.training.classification import LABELS, classify, week_probabilities
from models.training.style import STYLES, ZONE_REPS

KINDS = {
    "strength": (36, 12, 0, 0.84),
    "hypertrophy": (2, 50, 4, 0.68),
    "hybrid": (16, 22, 0, 0.76),
    "other": (0, 12, 30, 0.45),
}


def weeks_of(*stretches, lifter="anna", first="2024-01-01"):
    rows, monday = [], pd.Timestamp(first)
    for kind, count in stretches:
        if kind == "gap":
            monday += pd.Timedelta(weeks=count)
            continue
        for _ in range(count):
            part = 0.4 if kind == "light week" else 1.0
            heavy, moderate, light, share = KINDS["hypertrophy" if kind == "light week" else kind]
            counts = [part * amount for amount in (heavy, moderate, light)]
            rows.append((lifter, monday, 3, sum(counts), *counts, 8.0, share))
            monday += pd.Timedelta(weeks=1)
    names = ["lifter", "week", "days", "working_sets", "heavy_sets", "moderate_sets", "light_sets"]
    return pd.DataFrame(rows, columns=[*names, "mean_reps", "mean_share"])


@pytest.mark.parametrize("kind", LABELS)
def test_a_uniform_block_is_one_block_of_its_style(kind):
    (block,) = classify(weeks_of((kind, 10))).to_dict("records")
    assert (block["style"], block["phase"]) == (kind, "training")
    assert block["weeks"] == pytest.approx(10)
    assert block[f"p_{kind}"] > 0.5


def test_alternating_blocks_are_found_within_a_week():
    blocks = classify(weeks_of(("hypertrophy", 8), ("strength", 6), ("hypertrophy", 8)))
    assert list(blocks["style"]) == ["hypertrophy", "strength", "hypertrophy"]
    assert np.abs(blocks["weeks"] - [8, 6, 8]).max() <= 1


def test_one_odd_week_makes_no_block():
    blocks = classify(weeks_of(("hypertrophy", 6), ("strength", 1), ("hypertrophy", 6)))
    assert list(blocks["style"]) == ["hypertrophy"]


def test_a_gap_begins_a_return():
    blocks = classify(weeks_of(("hypertrophy", 6), ("gap", 8), ("hypertrophy", 6)))
    assert list(blocks["phase"]) == ["training", "return", "training"]


def test_a_light_week_on_the_usual_days_is_a_deload():
    blocks = classify(weeks_of(("hypertrophy", 6), ("light week", 1), ("hypertrophy", 6)))
    assert list(blocks["phase"]) == ["training", "deload", "training"]


def test_lifters_do_not_run_into_each_other():
    both = pd.concat([weeks_of(("strength", 6), lifter="anna"), weeks_of(("hypertrophy", 6), lifter="ben")])
    blocks = classify(both.sample(frac=1, random_state=1))
    assert list(zip(blocks["lifter"], blocks["block"], blocks["style"], strict=True)) == [
        ("anna", 1, "strength"),
        ("ben", 1, "hypertrophy"),
    ]


def test_no_weeks_give_no_blocks():
    assert classify(weeks_of()).empty


counts = st.floats(0, 60)


@given(counts, counts, counts, st.one_of(st.just(np.nan), st.floats(0.1, 1)))
def test_probabilities_sum_to_one(heavy, moderate, light, share):
    week = pd.DataFrame(
        {"heavy_sets": [heavy], "moderate_sets": [moderate], "light_sets": [light], "mean_share": [share]}
    )
    found = week_probabilities(week)
    assert found.shape == (1, len(LABELS))
    assert found.sum() == pytest.approx(1)


def test_what_a_style_prescribes_lies_in_its_own_ranges():
    for style in STYLES.values():
        assert sum(style.zones) == pytest.approx(1)
        for zone, part in enumerate(style.zones):
            if part:
                load = share_of_one_rm(ZONE_REPS[zone] + style.rir)
                assert style.share[0] <= load <= style.share[1]
                assert style.reps[0] <= ZONE_REPS[zone] <= style.reps[1]
