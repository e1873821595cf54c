"""A home of each release opens with the code as it is: nothing that a person or an app gave is lost, and nobody has to help.

`benchmarks/release_home.py` makes them; `answers.json` in each is what that release told of it.
"""

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import zstandard

from models.forecasters.candidates import SHIPPED
from pipelines import Liftcast
from pipelines.champion import registry
from pipelines.champion.tracking import tracking
from pipelines.files.runs import diary
from pipelines.inbox import packing
from pipelines.settings import PROJECT, Settings

LIFTCAST = Path(sys.executable).with_name("liftcast")
HOMES = sorted((PROJECT / "tests" / "homes").glob("*.tar.zst"))
TO_REFRESH = "`liftcast refresh`"


def liftcast(home, *words):
    env = os.environ | {"LIFTCAST_HOME": str(home), "LIFTCAST_DASHBOARD": "0"}
    done = subprocess.run([LIFTCAST, *words], env=env, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def rows_of(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def experiments_of(database):
    if not database.exists():
        return set()
    with closing(sqlite3.connect(database)) as con:
        return {name for (name,) in con.execute("select name from experiments").fetchall()}


@pytest.fixture(scope="module", params=HOMES, ids=lambda path: path.name.removesuffix(".tar.zst"))
def opened(request, tmp_path_factory):
    """Give a release's home after a refresh, what the release told of it, what it held, and what was said before."""
    folder = tmp_path_factory.mktemp("release")
    packed = zstandard.ZstdDecompressor().decompress(request.param.read_bytes(), max_output_size=1 << 28)
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        tar.extractall(folder, filter="data")
    home = folder / "home"
    told = json.loads((home / "answers.json").read_text(encoding="utf-8"))
    held = {
        "ledger": rows_of(home / "exports" / "ledger.jsonl"),
        "diary": [row["run"] for file in (home / "runs").glob("*.json*") for row in rows_of(file)],
        "given": {path: path.read_bytes() for path in (home / "forecasts_given").glob("*.parquet")},
        "experiments": experiments_of(home / "mlflow.db"),
        "inbox": {path: path.read_bytes() for path in (home / "inbox").rglob("*") if path.is_file()},
    }
    before = {words: liftcast(home, *words.split()) for words in ("doctor", "forecast --json")}
    done = liftcast(home, "refresh")
    assert done.returncode == 0, done.stderr
    return Settings(home=home, threads=2), told, held, before


def test_before_anything_is_made_anew_it_answers_or_says_what_to_do(opened):
    _, told, _, before = opened
    forecast = before["forecast --json"]
    if forecast.returncode == 0:
        assert json.loads(forecast.stdout)["forecasts"] == told["forecast"]["forecasts"]
    else:
        assert TO_REFRESH in forecast.stderr
    doctor = before["doctor"]
    assert doctor.returncode in {0, 1}
    assert doctor.stdout


def test_every_lifter_is_forecast_as_before(opened):
    settings, told, *_ = opened
    forecasts = Liftcast(settings.home).table("forecasts")
    assert set(forecasts["lifter"]) == {row["lifter"] for row in told["forecast"]["forecasts"]}
    advice = json.loads(liftcast(settings.home, "recommend", "--json").stdout)
    goals = {row["lifter"]: row["goal"] for row in told["recommend"]}
    assert {row["lifter"]: row["goal"] for row in advice} == goals


def test_every_import_and_every_byte_is_kept(opened):
    settings, told, held, _ = opened
    assert rows_of(settings.exports / "ledger.jsonl")[: len(held["ledger"])] == held["ledger"]
    for row in held["ledger"]:
        assert packing.content(settings.exports, row["sha256"])
    kept = ("lifter", "file", "sha256", "app", "first_day", "last_day")
    now = json.loads(liftcast(settings.home, "imports", "--json").stdout)
    assert sorted([row[name] for name in kept] for row in now) == sorted(
        [row[name] for name in kept] for row in told["imports"]
    )


def test_what_people_decided_is_kept_and_obeyed(opened):
    settings, told, held, _ = opened
    assert {path: path.read_bytes() for path in held["inbox"]} == held["inbox"]
    sets = Liftcast(settings.home).table("sets")
    left_out = {row["sha256"] for row in told["imports"] if row["file"] == "not_mine.csv"}
    assert not left_out & set(sets.loc[sets["lifter"] == "sim-ada", "sha256"])
    assert "bench_press_dumbbell" in set(sets.loc[sets["lifter"] == "sim-ada", "exercise_id"])
    with tracking(settings) as tracker:
        assert tracker.in_force() == registry.NONE_OF_ITS
        assert held["experiments"] <= {each.name for each in tracker.client.search_experiments()}
    assert registry.load_champion(settings)[1].name == SHIPPED


def test_what_was_forecast_then_is_kept_to_be_looked_back_on(opened):
    settings, _, held, _ = opened
    assert held["given"]
    for path, content in held["given"].items():
        assert path.read_bytes() == content
        assert pq.read_table(path).num_rows > 0
    assert len(list(settings.forecasts_given.glob("*.parquet"))) >= len(held["given"])
    assert set(held["diary"]) <= {row["run"] for row in diary(settings)}
