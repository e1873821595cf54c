"""Published figures are complete, unique and say how they are known."""

import pytest

from data import published


def test_every_figure_has_an_id_of_its_own_a_source_and_how_it_is_known():
    table = published.evidence()
    assert table["id"].is_unique
    assert table["source"].str.len().min() > 3
    known = {"read", "read in a citing text", "computed from open data", published.FROM_MEMORY}
    assert set(table["how_known"]) == known


def test_trial_arms_have_what_scoring_needs():
    table = published.trials()
    assert set(table["outcome_type"]) == {"1RM", "muscle size"}
    assert table[["trial", "arm", "weeks", "pct_change"]].notna().all().all()


@pytest.mark.parametrize("load", [published.growth, published.percentiles])
def test_population_tables_know_both_sexes(load):
    assert set(load()["sex"]) == {"F", "M"}


def test_percentiles_rise():
    columns = ["p05", "p10", "p20", "p30", "p40", "p50", "p60", "p70", "p80", "p90", "p95", "p99"]
    assert (published.percentiles()[columns].diff(axis=1).iloc[:, 1:] >= 0).all().all()


def test_a_loaded_table_may_be_changed_without_changing_the_next():
    changed = published.evidence()
    changed["id"] = "gone"
    assert published.evidence()["id"].is_unique
