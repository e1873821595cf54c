"""A home with forecasts, and the ways in."""

import json
import shutil
from datetime import date, timedelta

import pytest

from pipelines.running import steps
from pipelines.settings import Settings

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
LIFTS = {"Bench Press (Barbell)": 80, "Squat (Barbell)": 110, "Bent Over Row (Barbell)": 70}
BODY = "date,weight (kg),waist (cm)\n2026-01-05,80.5,84\n2026-02-05,80.1,83.5\n"


def strong_export(last, weeks=26, factor=1.0):
    """An export of two days a week that ends on a day."""
    days = [last - timedelta(weeks=week, days=extra) for week in range(weeks) for extra in (3, 0)]
    sets = [
        f'{day} 18:00:00,"Full, body",1h,"{name}",{order},{2.5 * round(factor * load * (1 + place / 500) / 2.5)},5,0,0,"","",'
        for place, day in enumerate(sorted(days))
        for name, load in LIFTS.items()
        for order in (1, 2, 3)
    ]
    return "\n".join([HEADER, *sets]) + "\n"


def drop(settings, lifter, export):
    folder = settings.inbox / lifter
    folder.mkdir(parents=True)
    (folder / "strong.csv").write_text(export, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """An installation with the forecasts of two lifters, one long away, and one newcomer; nobody writes to it."""
    settings = Settings(home=tmp_path_factory.mktemp("made") / "var", threads=2)
    today = date.today()  # noqa: DTZ011 (the lifter's own)
    folder = drop(settings, "quentin", strong_export(today - timedelta(days=2)))
    (folder / "body.csv").write_text(BODY, encoding="utf-8")
    drop(settings, "zoltan", strong_export(today - timedelta(days=200), factor=0.8))
    drop(settings, "newcomer", strong_export(today - timedelta(days=1), weeks=2))
    steps.ingest_step(settings)
    steps.forecast_step(settings)
    return settings


@pytest.fixture
def copy(made, tmp_path):
    """The same, to be changed."""
    shutil.copytree(made.home, tmp_path / "copy")
    return Settings(home=tmp_path / "copy", threads=2)


@pytest.fixture
def export(typed):
    """The command: `export(settings, "forecasts", "--to", folder)`."""
    return lambda settings, *words: typed(settings.home, "export", *words)


@pytest.fixture(scope="session")
def manifest():
    """What lies beside the files of a folder."""
    return lambda folder: json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def strong():
    """`strong_export`, for tests."""
    return strong_export
