"""A refit is tried only where it is worth it, and what is not tried says why."""

import duckdb
import pandas as pd
import pytest

from models.forecasters import candidates
from models.forecasters.baselines import NoChange
from models.forecasters.shipped import series_fingerprints
from pipelines.champion import refits, registry, training
from pipelines.champion.refits import LastTraining, why_not
from pipelines.files.runs import diary
from pipelines.running import steps

CODE = "this code"


def rows(lifters, cutoffs=10):
    return pd.DataFrame(
        [
            (
                f"lifter {lifter:02d}",
                "squat",
                pd.Timestamp("2024-01-01") + pd.Timedelta(days=14 * step),
                4,
                0.01 * lifter,
            )
            for lifter in range(lifters)
            for step in range(cutoffs)
        ],
        columns=["lifter", "exercise_id", "cutoff", "horizon_weeks", "y"],
    )


def tried_on(scored, code=CODE):
    return LastTraining(looked_at="key", code=code, cutoffs=refits.cutoffs_of(scored))


def asked(scored, last=None, *, simulated=False):
    return why_not(scored, last or LastTraining(), code=CODE, simulated=simulated)


def test_with_fewer_lifters_than_are_needed_nothing_is_tried():
    said = asked(rows(12))
    assert said.startswith("Not tried: 12 lifters with histories long enough to score, 45 are needed")
    assert asked(rows(1)).startswith("Not tried: 1 lifter with a history")
    assert asked(rows(refits.LEAST_LIFTERS - 1))
    assert asked(rows(refits.LEAST_LIFTERS)) == ""


def test_lifters_that_what_ships_has_learned_from_do_not_count(monkeypatch):
    scored = rows(refits.LEAST_LIFTERS)
    monkeypatch.setattr(
        "data.shipped._strength_model",
        lambda: {"series_seen": series_fingerprints(scored[scored["lifter"] < "lifter 02"])},
    )
    assert asked(scored).startswith("Not tried: 43 lifters with histories long enough to score (2 more are among those")


def test_samples_teach_nothing():
    assert "simulated samples" in asked(rows(60), simulated=True)


@pytest.mark.parametrize(("cutoffs", "is_tried"), [(10, False), (12, False), (13, True)])
def test_a_quarter_more_cutoffs_are_needed_since_the_last_try(cutoffs, is_tried):
    said = asked(rows(50, cutoffs), tried_on(rows(50)))
    assert (said == "") == is_tried
    if cutoffs == 12:
        assert said.startswith(
            "Not tried: 100 new cutoffs of 50 lifters since the last try, 125 of at least 10 are needed"
        )


def test_many_new_cutoffs_of_few_lifters_are_not_enough():
    before, few = rows(50), rows(3, 100)
    grown = pd.concat([few, before[before["lifter"] >= "lifter 03"]])
    assert "270 new cutoffs of 3 lifters" in asked(grown, tried_on(before))


def test_other_code_may_learn_other_things_from_the_same_rows():
    scored = rows(50)
    assert asked(scored, tried_on(scored, code="older code")) == ""


def test_a_damaged_note_counts_as_none(settings):
    settings.home.mkdir(parents=True)
    (settings.home / "training.json").write_text("{")
    assert refits.read_last(settings) == LastTraining()
    refits.note_last(settings, tried_on(rows(2)))
    assert refits.read_last(settings) == tried_on(rows(2))


class Counted(NoChange):
    """Counts how often it is to be fitted, and cannot be."""

    fits = 0

    def fit(self, X, y, groups=None):
        Counted.fits += 1
        raise ValueError("asked for")


def test_what_is_not_worth_trying_fits_nobody_scores_what_ships_and_leaves_its_forecasts_as_they_are(
    settings, tmp_path, monkeypatch, write_build
):
    counted = candidates.Candidate(name="boosted", make=Counted, fewest_lifters=5)
    kept = tuple(one for one in candidates.CANDIDATES if one.name in ("no_change", "shipped"))
    monkeypatch.setattr(candidates, "CANDIDATES", (*kept, counted))
    report = training.train(settings, write_build(tmp_path / "made.duckdb", lifters=6))
    assert (report.trained, report.champion, Counted.fits) == (False, "shipped", 0)
    assert report.sentence().startswith("Not tried: 6 lifters")
    assert {row["candidate"] for row in report.scores} == {"no_change", "shipped"}
    assert not (settings.home / "mlflow.db").exists()

    version = registry.champion_version(settings)
    again = training.train(settings, write_build(tmp_path / "longer.duckdb", lifters=7))
    assert "7 lifters" in registry.read_champion(settings).decision
    assert not again.trained
    assert registry.champion_version(settings) == version

    assert training.train(settings, write_build(tmp_path / "same.duckdb", lifters=7)).is_known
    assert training.train(settings, write_build(tmp_path / "forced.duckdb", lifters=7), force=True).trained
    assert Counted.fits > 0


def test_a_refit_is_tried_once_enough_lifters_are_there_and_the_diary_says_what_was_decided(
    settings, tmp_path, monkeypatch, write_build
):
    """The population's own numbers, these lifters' rows added, against what ships; no candidate is made cheaper."""
    monkeypatch.setattr(refits, "LEAST_LIFTERS", candidates.candidate("refit").fewest_lifters)
    kept = tuple(one for one in candidates.CANDIDATES if one.name in ("no_change", "shipped", "refit"))
    monkeypatch.setattr(candidates, "CANDIDATES", kept)
    monkeypatch.setattr(steps, "_make_sure_of_exports", lambda _settings: None)

    def trained(name, lifters, cutoffs=4):
        build = write_build(tmp_path / f"{name}.duckdb", lifters=lifters, cutoffs=cutoffs)
        with duckdb.connect(str(build.path)) as con:
            con.execute("create table builds_meta as select false as simulated")
        monkeypatch.setattr(steps, "build_marts", lambda *_args, **_options: build)
        report = steps.train_step(settings)
        told = next(page for page in diary(settings) if page["command"] == "train")
        assert (told["outcome"], told["counts"]["decision"]) == ("done", report.decision)
        return report

    few = trained("few", refits.LEAST_LIFTERS - 1)
    assert not few.trained
    assert few.decision.startswith("Not tried: 19 lifters")

    enough = trained("enough", refits.LEAST_LIFTERS)
    assert enough.trained
    assert enough.failed == {}
    assert {row["candidate"] for row in enough.scores} == {"no_change", "shipped", "refit"}
    assert "refit" in enough.decision
    assert registry.read_champion(settings).name == enough.champion

    hardly_more = trained("more", refits.LEAST_LIFTERS + 2)
    assert not hardly_more.trained
    assert hardly_more.decision.startswith(
        "Not tried: 8 new cutoffs of 2 lifters since the last try, 20 of at least 10 are needed"
    )
    assert registry.read_champion(settings).name == enough.champion
