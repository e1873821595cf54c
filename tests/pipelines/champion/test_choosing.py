"""The registry rules: what a person chooses in MLflow or by command is in force, in a real store."""

import json
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import mlflow
import numpy as np
import pytest
from typer.testing import CliRunner

from models.forecasters import candidates
from models.forecasters.horizons import QUANTILES
from pipelines import Liftcast
from pipelines.champion import backtesting, choosing, pruning, refits, registry, training, versions
from pipelines.champion.learnt_from import learnt_from
from pipelines.champion.recording import made_up_rows
from pipelines.champion.tracking import tracking
from pipelines.errors import ModelError, UnknownVersionError, WrongUseError
from pipelines.files.runs import diary
from pipelines.running import steps
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate
from pipelines.terminal.cli import app

LIFTERS, CUTOFFS = 6, 6


@pytest.fixture(scope="module", autouse=True)
def _cheap():
    """Let only cheap candidates compete."""
    with pytest.MonkeyPatch.context() as patched:
        cheap_ones = tuple(one for one in candidates.CANDIDATES if one.name in ("no_change", "shipped", "linear"))
        patched.setattr(candidates, "CANDIDATES", cheap_ones)
        patched.setattr(refits, "why_not", lambda *_asked, **_named: "")
        yield


@pytest.fixture(scope="module")
def grown(tmp_path_factory, write_build, _cheap):
    """Give a home whose two trainings made the versions 1 and 2, and the build that both learned from."""
    folder = tmp_path_factory.mktemp("grown")
    settings = Settings(home=folder / "var", threads=2)
    build = write_build(folder / "made.duckdb", lifters=LIFTERS, cutoffs=CUTOFFS)
    training.train(settings, build)
    training.train(settings, build, force=True)
    assert registry.read_champion(settings).version == "2"
    return settings, build


@pytest.fixture
def trained(grown, settings):
    """Give a copy of that home, in another place."""
    shutil.copytree(grown[0].home, settings.home)
    return settings, grown[1]


def client(settings):
    return mlflow.MlflowClient(f"sqlite:///{settings.home / 'mlflow.db'}")


def in_force(settings):
    champion = registry.load_champion(settings)[1]
    (told,) = [row["version"] for row in versions.listed(settings) if row["in_force"]]
    assert told == champion.number
    return told


def test_an_alias_that_a_person_moves_is_obeyed_and_is_what_a_rollback_goes_back_from(trained):
    settings, build = trained
    before = registry.champion_version(settings)
    client(settings).set_registered_model_alias(registry.MODEL, registry.ALIAS, "1")
    assert registry.champion_version(settings) != before
    assert "version 1" in choosing.obey(settings)
    assert in_force(settings) == "1"
    assert choosing.obey(settings) == ""
    assert diary(settings)[0]["counts"] == {"version": "1", "before": "2", "by": "mlflow"}
    assert not training.train(settings, build).trained, "what a person chose is not undone by learning the same again"
    assert in_force(settings) == "1"

    client(settings).delete_registered_model_alias(registry.MODEL, registry.ALIAS)
    choosing.obey(settings)
    assert in_force(settings) == "0"
    assert [choosing.rollback(settings).version for _ in range(2)] == ["1", "2"]
    assert in_force(settings) == "2"


def test_promote_and_rollback_are_in_the_diary_and_name_what_was(trained):
    settings, _ = trained
    door = Liftcast(settings.home)
    door.settings = settings
    assert door.rollback().as_json() == {"version": "1", "candidate": "linear", "before": "2"}
    assert door.rollback().version == "0"
    with pytest.raises(WrongUseError, match="nothing else was in force before"):
        door.rollback()
    assert door.promote(2).before == "0"
    assert in_force(settings) == "2"
    assert "in force already" in door.promote("2").sentence()
    with pytest.raises(UnknownVersionError, match="version 9: there is none"):
        door.promote(9)
    told = [(page["command"], page["counts"].get("version"), page["outcome"]) for page in diary(settings)]
    assert ("models rollback", "1", "done") in told
    assert ("models promote", "2", "done") in told
    (row,) = [row for row in door.models() if row["version"] == "1"]
    assert [reign["by"] for reign in row["reigned"]] == ["training", "rollback"]


def test_a_version_says_how_good_it_was_beside_the_baselines_and_what_it_learned_from(trained):
    settings, build = trained
    row = Liftcast(settings.home).model()
    assert (row["version"], row["candidate"], row["lifters"], row["rows"]) == (
        "2",
        "linear",
        LIFTERS,
        LIFTERS * CUTOFFS * 4,
    )
    assert {"no_change", "linear"} <= {score["candidate"] for score in row["scores"]}
    assert row["decision"] == registry.read_champion(settings).decision
    assert (row["tags"]["marts_key"], len(row["tags"]["data_digest"])) == (build.key, 64)
    assert "lifter 0" not in json.dumps(row)
    held = client(settings).get_model_version(registry.MODEL, "2")
    assert row["decision"] in held.description
    parent = client(settings).get_run(held.run_id)
    (entry,) = parent.inputs.dataset_inputs
    assert json.loads(entry.dataset.profile)["lifters"] == LIFTERS
    children = client(settings).search_runs(
        [parent.info.experiment_id], f"tags.`mlflow.parentRunId` = '{parent.info.run_id}'"
    )
    assert {child.data.tags["candidate"] for child in children} == {"no_change", "shipped", "linear"}
    assert Liftcast(settings.home).model(0)["candidate"] == "shipped"
    json.dumps(Liftcast(settings.home).models(), allow_nan=False)


def test_a_version_loads_by_pyfunc_and_forecasts_the_same(grown, monkeypatch):
    settings, build = grown
    monkeypatch.setattr(sys, "path", list(sys.path))  # MLflow puts the code that goes with the model there
    mlflow.set_tracking_uri(f"sqlite:///{settings.home / 'mlflow.db'}")
    loaded = mlflow.pyfunc.load_model(f"models:/{registry.MODEL}@{registry.ALIAS}")
    estimator, _ = registry.load_champion(settings)
    panel = backtesting.read_panel(settings, build)
    np.testing.assert_array_equal(loaded.predict(panel), estimator.predict(panel))
    assert loaded.predict(made_up_rows()).shape == (4, len(QUANTILES))
    needed = Path(mlflow.pyfunc.get_model_dependencies(f"models:/{registry.MODEL}/2")).read_text(encoding="utf-8")
    assert all("==" in line for line in needed.split())


@pytest.mark.parametrize("harm", ["{", None])
def test_a_record_that_is_damaged_or_gone_is_made_again_from_mlflow(trained, harm):
    settings, _ = trained
    whole = registry.read_champion(settings)
    place = registry.champion_file(settings)
    place.unlink() if harm is None else place.write_text(harm)
    assert registry.champion_version(settings) != f"{whole.name} {whole.version} {whole.trained_on}"
    choosing.obey(settings)
    again = registry.read_champion(settings)
    assert (again.version, again.sha256, again.scores) == (whole.version, whole.sha256, whole.scores)
    assert registry.training_is_due(settings) is (harm is None) or harm is not None


def test_a_version_whose_file_was_changed_or_that_is_not_ours_is_not_put_in_force(trained):
    settings, _ = trained
    path = settings.home / client(settings).get_model_version(registry.MODEL, "1").tags["path"]
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelError, match="is not the file registered"):
        choosing.promote(settings, "1")
    client(settings).delete_model_version_tag(registry.MODEL, "1", "sha256")
    client(settings).set_registered_model_alias(registry.MODEL, registry.ALIAS, "1")
    with pytest.raises(ModelError, match="was not registered by this Liftcast"):
        choosing.obey(settings)
    assert registry.read_champion(settings).version == "2"


def test_without_a_registry_what_is_written_down_stands(trained):
    settings, _ = trained
    (settings.home / "mlflow.db").unlink()
    assert choosing.obey(settings) == ""
    assert in_force(settings) == "2"


def test_a_person_who_moves_the_alias_while_a_training_goes_on_is_obeyed(trained, monkeypatch):
    settings, build = trained
    decide = training.decide

    def decide_late(*asked, **named):
        client(settings).set_registered_model_alias(registry.MODEL, registry.ALIAS, "1")
        return decide(*asked, **named)

    monkeypatch.setattr(training, "decide", decide_late)
    report = training.train(settings, build, force=True)
    assert "Version 1 was put in force in MLflow while this training went on" in report.decision
    assert in_force(settings) == "1"


def test_two_homes_have_nothing_to_do_with_each_other(grown, trained):
    choosing.promote(trained[0], "0")
    assert (in_force(grown[0]), in_force(trained[0])) == ("2", "0")


def test_a_refresh_obeys_and_answers_say_that_another_model_was_in_force(trained, monkeypatch):
    settings, _ = trained
    monkeypatch.setenv("LIFTCAST_HOME", str(settings.home))
    simulate(lifters=1, seed=5, out=settings.inbox, weeks=30, truth=False)
    first = steps.refresh(settings).build
    client(settings).delete_registered_model_alias(registry.MODEL, registry.ALIAS)
    asked = CliRunner().invoke(app, ["forecast", "--json"])
    assert "another model was in force" in asked.stderr
    assert {row["model"] for row in json.loads(asked.stdout)["forecasts"]} == {"linear"}
    assert steps.refresh(settings).build != first
    told = CliRunner().invoke(app, ["forecast", "--json"])
    assert told.stderr == ""
    assert {row["model"] for row in json.loads(told.stdout)["forecasts"]} == {"shipped"}
    assert CliRunner().invoke(app, ["models", "rollback", "--json"]).exit_code == 0
    assert steps.refresh(settings).build == first
    shown = json.loads(CliRunner().invoke(app, ["models", "show", "--json"]).stdout)
    assert (shown["version"], shown["live_accuracy"]) == ("2", [])
    assert isinstance(CliRunner().invoke(app, ["models", "promote", "9"]).exception, WrongUseError)


def test_old_trainings_go_for_good_and_what_is_in_force_stays(settings, grown, monkeypatch):
    monkeypatch.setattr(pruning, "TRAININGS", 2)
    monkeypatch.setattr(pruning, "VERSIONS", 0)
    panel = backtesting.read_panel(*grown)
    estimator = candidates.candidate("no_change").make().fit(panel, panel["y"])
    with tracking(settings) as tracker:
        for number in range(1, 6):
            with tracker.training(learnt_from(panel), tags={"decision": "made"}) as recorded:
                recorded.log_failure("boosted", "no reason")
                recorded.register(estimator, "linear", metrics={}, record={})
            if number <= 2:
                tracker.put_in_force(str(number), by="training")
        tracker.client.set_registered_model_alias(registry.MODEL, "mine", "3")
        assert pruning.prune(tracker) == 0
        tracker.client.delete_registered_model_alias(registry.MODEL, "mine")
        assert pruning.prune(tracker) == 1
        assert [str(one.version) for one in tracker.versions()] == ["5", "4", "2", "1"]
        assert pruning.prune(tracker) == 0
        tracker.put_in_force("5", by="promote")
        tracker.put_in_force("4", by="promote")
        assert pruning.prune(tracker) == 2
    kept = {path.name for path in (settings.home / "artifacts").iterdir()}
    with closing(sqlite3.connect(settings.home / "mlflow.db")) as con:
        counted = {
            table: con.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608 (our own names)
            for table in ("runs", "model_versions", "logged_models", "inputs")
        }
        assert {row[0] for row in con.execute("select run_uuid from runs where name like 'training%'")} < kept
    assert counted == {"runs": 4, "model_versions": 2, "logged_models": 2, "inputs": 4}
    # each training: its data, and the model that came of it
    assert len(kept) == 3, "two trainings and the folder of models"
    assert len(list((settings.home / "artifacts" / "models").iterdir())) == 2
