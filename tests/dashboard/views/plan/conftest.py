"""One lifter's home with a real build: plans can be worked out anew from it."""

from datetime import date, timedelta

import numpy as np
import pytest

from pipelines.landing.ingest import ingest
from pipelines.serving import forecast
from pipelines.settings import Settings
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.publish import publish

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
LIFTS = {
    "Bench Press (Barbell)": 80,
    "Squat (Barbell)": 110,
    "Bent Over Row (Barbell)": 70,
    "Bicep Curl (Dumbbell)": 14,
}


def strong_export(weeks=30):
    rng = np.random.default_rng(weeks)
    lines = [HEADER]
    for week in range(weeks):
        for weekday in (0, 3):
            day = date(2026, 4, 6) + timedelta(weeks=week, days=weekday)
            for name, load in LIFTS.items():
                weight = round((load * (1 + 0.004 * week) * (1 + 0.02 * rng.standard_normal())) / 2.5) * 2.5
                lines += [f'{day} 18:00:00,"Full",1h,"{name}",{order},{weight},8,0,0,"","",' for order in range(1, 4)]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def lifted(tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("lifted"), threads=2)
    folder = settings.inbox / "anna"
    folder.mkdir(parents=True)
    (folder / "strong.csv").write_text(strong_export(), encoding="utf-8")
    ingest(settings)
    publish(settings, forecast.add_forecasts(settings, build_marts(settings)))
    return settings
