"""A backup holds all that cannot be made again: a home restored and refreshed says what the home said."""

import json
import shutil
import stat
import zipfile

import pytest

from pipelines import Liftcast
from pipelines.champion import choosing, registry
from pipelines.champion.tracking import tracking
from pipelines.errors import LiftcastError, WrongUseError
from pipelines.files.runs import diary
from pipelines.running import backup, steps
from pipelines.settings import Settings
from pipelines.warehouse import read

TABLES = ("sets", "lifters", "imports", "forecasts", "size_forecasts", "recommendations", "alerts", "looking_back")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = Settings(home=tmp_path_factory.mktemp("home") / "var", threads=2)
    for name in ("sim-ada", "sim-bo"):
        shutil.copytree(made.samples / name, made.inbox / name)
    (made.inbox / "sim-ada" / "profile.toml").write_text("birth_year = 1990\n", encoding="utf-8")
    steps.refresh(made)
    with tracking(made):
        pass
    registry.write_champion(made, registry.shipped_champion(decision="chosen"))
    return made


@pytest.fixture(scope="module")
def file(home, tmp_path_factory):
    place = tmp_path_factory.mktemp("elsewhere") / "liftcast.backup"
    Liftcast(home.home).backup(place)
    return place


def said(settings):
    with read.connect(settings) as con:
        return {table: sorted(map(str, con.execute(f"from {table}").fetchall())) for table in TABLES}


def test_a_restored_home_says_what_the_home_said(home, file, tmp_path):
    there = Settings(home=tmp_path / "var", threads=2)
    Liftcast(there.home).restore(file)
    assert not there.builds.exists()
    before = {entry["run"] for entry in diary(home)}
    assert before <= {entry["run"] for entry in diary(there)}
    steps.refresh(there)
    assert said(there) == said(home)
    assert registry.read_champion(there) == registry.read_champion(home)
    given = {path.name for path in home.forecasts_given.iterdir()}
    assert given
    assert given <= {path.name for path in there.forecasts_given.iterdir()}
    with tracking(there) as tracker:
        assert tracker.in_force() == "0"
    choosing.obey(there)


def test_a_backup_and_what_is_made_of_it_are_their_owners_alone(file, tmp_path):
    there = Settings(home=tmp_path / "var")
    backup.restore(there, file)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (file, there.home, *there.home.rglob("*"))}
    assert modes == {0o600, 0o700}


def test_a_home_that_holds_something_is_left_as_it_is(home, file):
    with pytest.raises(WrongUseError, match="holds something already"):
        backup.restore(home, file)


def test_a_restore_cut_short_is_done_by_the_next(file, tmp_path, monkeypatch):
    there = Settings(home=tmp_path / "var")
    with monkeypatch.context() as cut:
        cut.setattr(backup.os, "sync", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            backup.restore(there, file)
    backup.restore(there, file)
    assert "restoring" not in {path.name for path in there.home.iterdir()}


def changed(file, place, change):
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(place, "w") as new:
        for member in old.namelist():
            new.writestr(member, change(member, old.read(member)))
    return place


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda said: said | {"format": 2, "liftcast": "99.1"}, "was made by Liftcast 99.1, which is newer"),
        (lambda said: said | {"liftcast": "99.1"}, "was made by Liftcast 99.1, which is newer"),
        (lambda said: {}, "is no backup of Liftcast's"),
        (lambda said: said | {"files": [said["files"][0] | {"name": "../out"}]}, "outside the home"),
        (lambda said: said | {"files": [said["files"][0] | {"sha256": "0"}]}, "is damaged"),
    ],
)
def test_what_cannot_be_restored_is_told_of_and_leaves_nothing(file, tmp_path, change, why):
    def rewritten(member, content):
        return json.dumps(change(json.loads(content))).encode() if member == backup.MANIFEST else content

    broken = changed(file, tmp_path / "broken", rewritten)
    there = Settings(home=tmp_path / "var")
    with pytest.raises(LiftcastError, match=why):
        backup.restore(there, broken)
    assert not there.home.exists()


def test_a_backup_does_not_lie_in_the_home_it_holds(home):
    with pytest.raises(LiftcastError, match="lies in the home"):
        backup.back_up(home, home.home / "backup")
