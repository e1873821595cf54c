"""examples/gym does what it says: a smaller club comes, and has a night, twice."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipelines.settings import PROJECT

GYM = PROJECT / "examples" / "gym"
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def club(tmp_path_factory):
    folder = tmp_path_factory.mktemp("club")
    words = ["--out", folder, "--members", "3", "--weeks", "24", "--nights", "1"]
    subprocess.run([sys.executable, GYM / "make_club.py", *words], check=True, cwd=PROJECT, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def nights(club, tmp_path_factory):
    """What each night left: its exit code, what it said of its ingest, and the tables handed out."""
    home, results = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("results")
    (home / "inbox").mkdir()
    (home / "inbox" / "club.mapping.toml").write_bytes((GYM / "club.mapping.toml").read_bytes())
    env = os.environ | {"LIFTCAST_HOME": str(home), "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    told = []
    for night in ("first-day", "night-1", "night-1"):
        done = subprocess.run(
            [GYM / "nightly.sh", club / night, results], env=env, capture_output=True, text=True, check=False
        )
        ingest = json.loads((results / "ingest.json").read_text(encoding="utf-8"))
        tables = {path.stem: pd.read_parquet(path) for path in (results / "tables").glob("*.parquet")}
        log = [json.loads(line) for line in (results / "ingest.log").read_text(encoding="utf-8").splitlines()]
        told.append((done, ingest, tables, log))
    return told


def test_the_first_day_has_every_set_and_forecasts_for_the_members(club, nights):
    done, ingest, tables, _ = nights[0]
    brought = pd.read_csv(club / "first-day" / "sets.csv.gz")
    assert done.returncode == 0, done.stderr
    assert ingest["total"]["sets_added"] == len(brought) == ingest["total"]["rows_loaded"]
    assert set(tables["lifters"]["lifter"]) == set(brought["member"])
    assert len(tables["forecasts"]) > 0


def test_a_night_adds_what_is_new_and_late_and_changes_what_was_corrected(club, nights):
    done, ingest, tables, _ = nights[1]
    brought = pd.read_csv(club / "night-1" / "sets.csv.gz")
    assert done.returncode == 0, done.stderr
    total = ingest["total"]
    assert (total["sets_added"], total["sets_changed"], total["sets_removed"]) == (len(brought) - 1, 1, 0)
    assert len(tables["sets"]) == nights[0][1]["total"]["sets_added"] + total["sets_added"]


def test_the_same_night_again_changes_nothing(nights):
    done, ingest, tables, _ = nights[2]
    assert done.returncode == 0
    assert (ingest["files"], ingest["total"]["known"]) == ([], 1)
    pd.testing.assert_frame_equal(tables["forecasts"], nights[1][2]["forecasts"])


def test_the_log_of_a_night_is_json_lines(nights):
    events = {line["event"] for *_, log in nights[:1] for line in log}
    assert {"begin", "end", "said"} <= events


def test_what_the_other_files_name_is_there():
    for name in ("liftcast.service", "crontab"):
        assert "/opt/liftcast/examples/gym/nightly.sh" in (GYM / name).read_text(encoding="utf-8")
    dockerfile = (GYM / "Dockerfile").read_text(encoding="utf-8")
    for words in re.findall(r"^COPY (.+) \S+$", dockerfile, re.MULTILINE):
        assert all((PROJECT / word).exists() for word in words.split())
    readme = (GYM / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in GYM.iterdir() if path.is_file() and path.name != "README.md"} <= set(
        re.findall(r"`([\w.]+)`", readme)
    )


NIGHTS = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import deployment
from prefect.logging import disable_run_logger
deployment.NIGHTLY = Path(sys.argv[2])
with disable_run_logger():
    for code in ("0", "1", "3"):
        try:
            print(deployment.nightly.fn(code, "results"))
        except RuntimeError as error:
            print(error)
"""


def test_the_deployment_takes_the_nights_exit_code(tmp_path):
    night = tmp_path / "nightly.sh"
    night.write_text("#!/bin/sh\nexit $1\n", encoding="utf-8")
    night.chmod(0o755)
    env = os.environ | {"PREFECT_HOME": str(tmp_path), "DO_NOT_TRACK": "true", "PREFECT_API_URL": ""}
    words = [sys.executable, "-c", NIGHTS, GYM, night]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["0", "1", "the night ended with code 3"], done.stderr
