"""Nobody is told of invented lifters unawares: an empty home says so, samples say what they are, names must be known."""

import json
import sys
from datetime import date, timedelta

import pytest

from pipelines.running import steps
from pipelines.settings import Settings
from pipelines.terminal import cli, newcomer
from pipelines.warehouse import read

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
OF_A_LIFTER = (
    ["forecast"],
    ["forecast", "--blocks", "strength:4"],
    ["recommend"],
    ["plan"],
    ["milestone"],
    ["alerts"],
)
OF_THE_HOME = (["imports"], ["rejected"], ["ingest"], ["train"], ["backtest"])


def log(weeks=20):
    days = [date(2024, 1, 1) + timedelta(weeks=week, days=extra) for week in range(weeks) for extra in (0, 3)]
    sets = [
        f'{day} 18:00:00,"A",1h,"Squat (Barbell)",{order},{60 + 2.5 * (place // 4)},5,0,0,"","",'
        for place, day in enumerate(days)
        for order in (1, 2, 3)
    ]
    return "\n".join([HEADER, *sets, f'soon,"A",1h,"Squat (Barbell)",1,{60},5,0,0,"","",']) + "\n"


def bring(folder, *lifters):
    for lifter in lifters:
        (folder / lifter).mkdir(parents=True)
        (folder / lifter / "strong.csv").write_text(log(), encoding="utf-8")


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """Give a folder of samples smaller than the project's."""
    folder = tmp_path_factory.mktemp("samples")
    bring(folder, "sim-ann")
    return folder


@pytest.fixture(scope="module")
def shown(tmp_path_factory, samples):
    """Give a home that shows samples."""
    home = Settings(home=tmp_path_factory.mktemp("shown") / "var", threads=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Settings, "samples", property(lambda _: samples))
        steps.ingest_step(home, samples=True)
        steps.refresh(home)
    return home


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Give a home with two lifters' own exports, forecast."""
    home = Settings(home=tmp_path_factory.mktemp("own") / "var", threads=2)
    bring(home.inbox, "ann", "bo")
    steps.refresh(home)
    return home


@pytest.fixture
def liftcast(monkeypatch, capsys):
    """Give the command as it is typed: exit code, standard output, standard error."""

    def run(home, *words):
        monkeypatch.setenv("LIFTCAST_HOME", str(home))
        monkeypatch.setattr(sys, "argv", ["liftcast", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            cli.main()
        return end.value.code or 0, *capsys.readouterr()

    return run


@pytest.mark.parametrize("words", [*OF_A_LIFTER, *OF_THE_HOME], ids=" ".join)
def test_an_empty_home_is_called_empty_and_stays_unmade(liftcast, tmp_path, words):
    home = tmp_path / "mistyped"
    code, out, err = liftcast(home, *words, "--json")
    assert code == 2
    assert out == ""
    assert "nothing ingested yet" in err
    assert f"{home / 'inbox'}" in err.replace("\n", "")
    assert "liftcast run" in err
    assert "LIFTCAST_HOME" in err
    assert not home.exists()


def test_the_doctor_does_not_make_the_home_it_looks_at(liftcast, tmp_path):
    code, out, _ = liftcast(tmp_path / "mistyped", "doctor", "--json")
    findings = {row["check"]: row for row in json.loads(out)}
    assert code == 1
    assert findings["build"]["found"] == "nothing ingested yet"
    assert "not there yet" in findings["home"]["found"]
    assert not any(row["simulated"] for row in findings.values())
    assert not (tmp_path / "mistyped").exists()


def test_a_run_with_an_empty_inbox_shows_the_samples(monkeypatch, capsys, settings, samples):
    monkeypatch.setattr(Settings, "samples", property(lambda _: samples))
    newcomer.run(settings)
    assert "SIMULATED" in capsys.readouterr().err
    with read.connect(settings) as con:
        assert read.is_simulated(con)


@pytest.mark.parametrize(
    "words", [*OF_A_LIFTER, ["imports"], ["rejected"], ["ingest"], ["train"], ["doctor"]], ids=" ".join
)
@pytest.mark.parametrize("home", ["shown", "own"])
def test_every_document_says_whether_its_lifters_are_simulated(liftcast, request, home, words):
    settings = request.getfixturevalue(home)
    whose = ["--lifter", "ann"] if words[0] == "plan" and home == "own" else []
    code, out, err = liftcast(settings.home, *words, *whose, "--json")
    assert code == (1 if words == ["doctor"] else 0), err
    document = json.loads(out)
    said = [row["simulated"] for row in document] if isinstance(document, list) else [document["simulated"]]
    assert said
    assert set(said) == {home == "shown"}
    assert ("SIMULATED SAMPLES" in err) == (home == "shown" and words != ["doctor"])


@pytest.mark.parametrize("words", OF_A_LIFTER, ids=" ".join)
def test_an_unknown_lifter_is_an_error_that_names_those_there_are(liftcast, own, words):
    code, out, err = liftcast(own.home, *words, "--lifter", "anne", "--json")
    assert code == 2
    assert out == ""
    assert "no lifter is called 'anne'; there are: ann, bo" in err


def test_of_many_lifters_the_nearest_are_named(own, monkeypatch):
    monkeypatch.setattr(read, "MOST_NAMED", 1)
    monkeypatch.setattr(read, "NEAREST", 1)
    with read.connect(own) as con, pytest.raises(read.UnknownLifterError, match="the nearest of 2 are: ann"):
        read.require_lifter(con, "anne")


def test_a_lifter_whose_file_could_not_be_read_is_known(liftcast, settings):
    bring(settings.inbox, "ann")
    (settings.inbox / "cy").mkdir()
    (settings.inbox / "cy" / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    steps.refresh(settings)
    code, out, err = liftcast(settings.home, "forecast", "--lifter", "cy", "--json")
    assert code == 0, err
    assert [row["lifter"] for row in json.loads(out)["refused"]] == ["cy"]
