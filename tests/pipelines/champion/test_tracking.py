"""MLflow's database is made, and brought up to date, as a whole or not at all: a real one, of an older schema."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from pipelines.champion.registry import tracking_database
from pipelines.champion.tracking import tracking
from pipelines.files.atomic import sweep

OLDER = "3500859a5d39"
"""The last step of the schema that MLflow 2.3 had."""
MAKE_OLDER = """
import sys
from alembic import command
from mlflow.store.db import utils
from mlflow.store.tracking.dbmodels.initial_models import Base
engine = utils.create_sqlalchemy_engine_with_retry(f"sqlite:///{sys.argv[1]}")
Base.metadata.create_all(engine)
command.upgrade(utils._get_alembic_config(str(engine.url)), sys.argv[2])
"""
KILLED_IN_THE_MIDDLE = """
import os, signal, sys
from pathlib import Path
from alembic import command
from pipelines.champion.tracking import tracking
from pipelines.settings import Settings
upgrade = command.upgrade
def killed(config, _revision):
    upgrade(config, "+6")
    os.kill(os.getpid(), signal.SIGKILL)
command.upgrade = killed
with tracking(Settings(home=Path(sys.argv[1]))):
    pass
"""


def run(program, *words):
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


@pytest.fixture(scope="module")
def older(tmp_path_factory):
    """Give a database as MLflow made it years ago, with an experiment in it."""
    place = tmp_path_factory.mktemp("older") / "mlflow.db"
    code, said = run(MAKE_OLDER, place, OLDER)
    assert code == 0, said
    with closing(sqlite3.connect(place)) as con:
        con.execute(
            "insert into experiments (name, artifact_location, lifecycle_stage) values ('of old', '/', 'active')"
        )
        con.commit()
    return place


def test_an_older_database_is_brought_up_to_date_also_after_a_kill_in_the_middle(older, settings):
    place = tracking_database(settings)
    place.parent.mkdir(parents=True)
    place.write_bytes(older.read_bytes())
    code, said = run(KILLED_IN_THE_MIDDLE, settings.home)
    assert code == -signal.SIGKILL, said
    assert place.read_bytes() == older.read_bytes()
    assert list(settings.home.glob(".*.part"))
    sweep(settings.home)
    assert [path.name for path in settings.home.iterdir()] == ["mlflow.db"]
    with tracking(settings) as tracker:
        assert {each.name for each in tracker.client.search_experiments()} >= {"of old", "strength"}


def test_a_database_of_a_newer_mlflow_is_left_as_it_is(older, settings):
    place = tracking_database(settings)
    place.parent.mkdir(parents=True)
    place.write_bytes(older.read_bytes())
    with closing(sqlite3.connect(place)) as con:
        con.execute("update alembic_version set version_num = 'of the future'")
        con.commit()
    before = place.read_bytes()
    with pytest.raises(Exception, match="of the future"), tracking(settings):
        pass
    assert place.read_bytes() == before
