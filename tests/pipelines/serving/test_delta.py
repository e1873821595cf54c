"""A night costs what changed: what is kept is what would be said anew, a crash loses nothing, readers miss nothing."""

import random
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from models import serving
from pipelines.running import steps
from pipelines.serving import forecast
from pipelines.serving.reuse import SAID
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.publish import current_build, unfinished_builds

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
LIFTS = {"Bench Press (Barbell)": 80, "Squat (Barbell)": 110, "Bent Over Row (Barbell)": 70}
MARTS = (
    "sets",
    "measurements",
    "tested_maxes",
    "lifters",
    "daily_lifts",
    "weekly_lifts",
    "weekly_muscles",
    "exercises",
)
LAST = datetime.now(UTC).date() - timedelta(days=2)


def sessions(lifter, weeks, last=LAST):
    """Write a lifter's sessions: lists of lines, the oldest first."""
    rng = np.random.default_rng([len(lifter), *lifter.encode()])
    found = []
    for week in reversed(range(weeks)):
        for ago in (3, 0):
            day, lines = last - timedelta(days=7 * week + ago), []
            for name, load in LIFTS.items():
                weight = round(load * (1.1 - 0.004 * week) * (1 + 0.02 * rng.standard_normal()) / 2.5) * 2.5
                lines += [f'{day} 18:00:00,"Day",1h,"{name}",{order},{weight},8,0,0,"","",' for order in (1, 2, 3)]
            found.append(lines)
    return found


class Gym:
    """Lifters with logs that can be edited, each an export in the inbox."""

    def __init__(self, settings):
        self.settings = settings
        self.logs = {}

    def write(self, lifter, logged, profile=""):
        self.logs[lifter] = logged
        folder = self.settings.inbox / lifter
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "profile.toml").write_text(profile, encoding="utf-8")
        lines = [HEADER, *(line for session in logged for line in session)]
        (folder / "strong.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def train(self, lifter, day=LAST + timedelta(days=1)):
        self.write(lifter, [*self.logs[lifter], sessions(lifter, 1, day)[-1]])

    def lift_once_more(self, lifter):
        *before, last = self.logs[lifter]
        self.write(lifter, [*before, [last[0].replace(",8,", ",9,"), *last[1:]]])

    def want(self, lifter):
        self.write(lifter, self.logs[lifter], f"competition = {LAST + timedelta(weeks=9)}\n")

    def join(self, lifter):
        self.write(f"{lifter}2", sessions(f"{lifter}2", 12))


EDITS = (
    Gym.train,
    Gym.lift_once_more,
    Gym.want,
    Gym.join,
    lambda gym, lifter: gym.write(lifter, gym.logs[lifter][:-1]),
    lambda gym, lifter: gym.write(lifter, gym.logs[lifter], "body_weight_kg = 83\nsex = 'F'\nbirth_year = 1980\n"),
)


def new_gym(settings):
    made = Gym(settings)
    for place, lifter in enumerate(("anna", "ben", "cleo", "dora")):
        made.write(lifter, sessions(lifter, 10 + 2 * place))
    return made


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory):
    """Give the home of a new gym after its first refresh."""
    made = new_gym(Settings(home=tmp_path_factory.mktemp("refreshed") / "var", threads=2))
    steps.refresh(made.settings)
    return made.settings.home


@pytest.fixture
def gym(refreshed, settings):
    """Give a copy of that gym."""
    made = new_gym(settings)
    shutil.rmtree(settings.home)
    shutil.copytree(refreshed, settings.home)
    return made


@pytest.fixture
def served(monkeypatch):
    """Note whom each call forecasts."""
    calls, serve = [], serving.serve
    monkeypatch.setattr(
        serving,
        "serve",
        lambda tables, *a, **k: (calls.append(list(tables.lifters["lifter"])), serve(tables, *a, **k))[1],
    )
    return calls


def said(settings, tables=(*SAID, *MARTS)):
    """Read tables of the build in force, row by row, in no order; what tells one file from another left out."""
    with read.connect(settings) as con:
        frames = {table: con.execute(f"from {table}").df() for table in tables}
    unsaid = ["sha256", "line", "ordinal", "key"]
    return {
        name: Counter(map(str, frame.drop(columns=unsaid, errors="ignore").itertuples(index=False)))
        for name, frame in frames.items()
    }


def test_after_random_edits_a_refresh_says_what_one_from_scratch_would(gym, tmp_path):
    draw = random.Random(7)
    edits = draw.sample(EDITS, len(EDITS))
    for night in range(0, len(edits), 2):
        for edit in edits[night : night + 2]:
            edit(gym, draw.choice(sorted(gym.logs)))
        steps.refresh(gym.settings)
        anew = Settings(home=tmp_path / f"anew{night}", threads=2)
        shutil.copytree(gym.settings.home, anew.home, ignore=shutil.ignore_patterns("builds", "current"))
        steps.refresh(anew)
        kept, made = said(gym.settings), said(anew)
        assert {table for table in kept if kept[table] != made[table]} == set()
    assert len(kept["recommendations"]) == len(gym.logs)


def test_only_who_trained_is_forecast_again_and_whoever_exports_the_same_anew_is_not(gym, served):
    before = said(gym.settings)
    gym.train("ben")
    with (gym.settings.inbox / "cleo" / "strong.csv").open("a") as export:
        export.write("\n")
    steps.refresh(gym.settings)
    assert served == [["ben"]]
    after = said(gym.settings)
    for table in SAID:
        assert not [
            row for row in (before[table] - after[table]) + (after[table] - before[table]) if "'ben'" not in row
        ]


def test_who_stops_training_is_told_on_the_day_it_is_due_and_nobody_else_is_forecast(settings, served, monkeypatch):
    gym = new_gym(settings)
    gym.write("anna", sessions("anna", 12, LAST - timedelta(days=18)))
    steps.refresh(gym.settings)
    for ahead, due in ((0, []), (1, [["anna"]]), (2, [])):
        served.clear()
        monkeypatch.setattr(forecast, "_today", lambda day=LAST + timedelta(days=2 + ahead): day)
        steps.refresh(gym.settings)
        assert served == due, ahead
    with read.connect(gym.settings) as con:
        (idle,) = [alert for alert in read.alerts(con) if alert["kind"] == "not_trained_lately"]
    assert (idle["lifter"], idle["facts"]["weeks"]) == ("anna", 3)


def test_what_was_forecast_before_an_end_by_force_is_not_forecast_again(settings, served):
    gym = new_gym(settings)
    program = f"""
import os, signal
from pathlib import Path
from models import serving
from pipelines.running import steps
from pipelines.serving import saying
from pipelines.settings import Settings
saying.LIFTERS_AT_A_TIME = 1
serve, left = serving.serve, [3]
def killed(*args, **more):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return serve(*args, **more)
serving.serve = killed
steps.refresh(Settings(home=Path({str(gym.settings.home)!r}), threads=1))
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGKILL
    assert current_build(gym.settings) is None
    steps.refresh(gym.settings)
    assert served == [["cleo", "dora"]]
    assert len(said(gym.settings)["recommendations"]) == 4
    assert unfinished_builds(gym.settings) == []
    assert not list(gym.settings.builds.glob("*part*"))


def test_readers_never_meet_fewer_lifters_or_no_forecasts(gym, served):
    seen, done = [], threading.Event()

    def look():
        while not done.is_set():
            with read.connect(gym.settings) as con:
                counts = con.execute(
                    "select (select count(*) from lifters), (select count(distinct lifter) from forecasts), "
                    "(select count(*) from recommendations), (select count(distinct lifter) from lift_days)"
                ).fetchone()
            seen.append(counts)
            done.wait(0.02)

    reader = threading.Thread(target=look)
    reader.start()
    for night in range(2):
        gym.train("anna", LAST + timedelta(days=night - 1))
        steps.ingest_step(gym.settings)
        assert current_build(gym.settings).kind == "carried"
        steps.forecast_step(gym.settings)
        assert current_build(gym.settings).kind == "full"
    done.set()
    reader.join()
    assert set(seen) == {(4, 4, 4, 4)}
    assert served == [["anna"]] * 2


def test_forecasts_carried_over_an_ingest_are_those_of_before_and_said_to_be_old(gym):
    before = said(gym.settings, ("forecasts", "recommendations", "alerts"))
    gym.train("dora")
    gym.write("eva", sessions("eva", 12))
    steps.ingest_step(gym.settings)
    assert said(gym.settings, ("forecasts", "recommendations", "alerts")) == before
    with read.connect(gym.settings) as con:
        assert len(read.lifters(con)) == 5
        assert con.execute("select model is not null from builds_meta").fetchone() == (True,)
    steps.forecast_step(gym.settings)
    assert len(said(gym.settings)["recommendations"]) == 5
