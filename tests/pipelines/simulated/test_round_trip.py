"""Whatever a simulated lifter logs, every export format brings it back: export, ingest, build, the same sets."""

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.units import KG_PER_LB
from models.simulator.lifters import draw_personas
from models.simulator.simulation import simulate
from pipelines.landing.ingest import ingest
from pipelines.settings import Settings
from pipelines.simulated.renderers import LAYOUTS, cells
from pipelines.simulated.simulate import render
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts

LIFTERS = 3
EXAMPLES = 5  # each of LIFTERS lifters through each of the 19 layouts: 285 exports
MEANT = {"liftosaur": {"bulgarian_split_squat": "bulgarian_split_squat_dumbbell"}}  # what the app means by its name
NO_WARMUPS = "liftosaur"  # shows warm-ups as planned and never as done
ASSISTANCE_BELOW_ZERO = "repcount"
WITH_RESTS = ("strong", "strong_numbered", "macrofactor", "wger")
NO_LOAD_OF_BODY = "strong_numbered"  # adds body weight, which is known only to the lightest set of the day
LAST_DAY = date(2024, 6, 30)


def lives(seed, weeks):
    """Let a few lifters train for a few weeks; give who and what they logged."""
    personas = [replace(one, last_day=LAST_DAY) for one in draw_personas(LIFTERS, seed=seed, weeks=weeks)]
    personas = [replace(one, weeks=weeks) for one in personas]
    life = simulate(personas, seed=seed)
    logs = dict(tuple(life.sets.assign(body_weight_kg=80.0).groupby("lifter", observed=True)))
    return [(one, logs[one.lifter].reset_index(drop=True)) for one in personas if one.lifter in logs]


def written(log, layout, unit):
    """Give what the format can tell of each set: day, exercise, load in kg, reps, kind."""
    if layout == NO_WARMUPS:
        log = log[log["set_kind"].astype(str).ne("warmup")]
    factor = KG_PER_LB if unit == "lb" else 1.0
    loads = np.round(np.array(cells.in_unit(log["load_kg"].fillna(0), unit)) * factor, 3)
    has_load = ~(log["load_kind"].astype(str).eq("bodyweight") & (layout == NO_LOAD_OF_BODY))
    if layout == ASSISTANCE_BELOW_ZERO:
        loads = np.where(log["load_kind"].astype(str).eq("assisted"), -loads, loads)
    marks = LAYOUTS[layout].marks
    kinds = log["set_kind"].astype(str)
    tells_kind = "warmup" in marks and kinds.eq("warmup").any()
    return Counter(
        zip(
            log["day"].dt.date,
            log["exercise_id"].astype(str).replace(MEANT.get(layout, {})),
            np.where(has_load, loads, -1.0).tolist(),
            log["reps"].astype(float),
            kinds.where(kinds.isin(marks), "working") if tells_kind else [""] * len(log),
            strict=True,
        )
    )


def brought_back(con, lifter, like):
    """Give the same of what the build holds; what the format cannot tell is left out as in `like`."""
    rows = con.execute(
        "select day, exercise_id, round(coalesce(load_kg, 0), 3), reps, set_kind, load_kind from sets where lifter = ?",
        [lifter],
    ).fetchall()
    tells_kind = any(kind for *_, kind in like)
    leaves_body = lifter.startswith(NO_LOAD_OF_BODY)
    return Counter(
        (
            day,
            exercise,
            -1.0 if leaves_body and load_kind == "bodyweight" else load,
            reps,
            kind if tells_kind else "",
        )
        for day, exercise, load, reps, kind, load_kind in rows
    )


@given(seed=st.integers(0, 2**20), weeks=st.integers(1, 5))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_format_gives_back_the_sets_that_were_logged(seed, weeks):
    with tempfile.TemporaryDirectory() as folder:
        home = Settings(home=Path(folder), threads=2)
        expected = {}
        for number, (persona, log) in enumerate(lives(seed, weeks)):
            for layout in LAYOUTS:
                lifter = f"{layout}-{number}"
                place = home.inbox / lifter
                place.mkdir(parents=True)
                (place / LAYOUTS[layout].file_name).write_bytes(render(log, layout, persona.unit))
                zone = LAYOUTS[layout].time_zone
                stated = f'unit = "{persona.unit}"\nbody_weight_kg = 80\n' + (f'time_zone = "{zone}"\n' if zone else "")
                (place / "profile.toml").write_text(stated)
                expected[lifter] = written(log, layout, persona.unit)
        report = ingest(home)
        assert report.refused == 0
        assert sum(file.rows_rejected for file in report.files) == 0
        with read.connect(home, build_marts(home)) as con:
            for lifter, sets in expected.items():
                assert brought_back(con, lifter, sets) == sets, lifter


def put(home, layout, log, unit):
    """Put a log into the inbox as an export of a lifter named after its layout."""
    place = home.inbox / layout
    place.mkdir(parents=True)
    (place / LAYOUTS[layout].file_name).write_bytes(render(log, layout, unit))
    zone = LAYOUTS[layout].time_zone
    (place / "profile.toml").write_text(f'time_zone = "{zone}"\n' if zone else "")


def test_an_export_without_a_set_is_an_empty_log_in_every_format(settings):
    (persona, log), *_ = lives(1, 2)
    for layout in LAYOUTS:
        put(settings, layout, log.iloc[:0], persona.unit)
    assert len(ingest(settings).files) == len(LAYOUTS)
    with read.connect(settings, build_marts(settings)) as con:
        assert con.execute("select count(*) from sets").fetchone() == (0,)


def test_rests_come_back_through_the_apps_that_have_them(settings):
    persona = replace(draw_personas(1, seed=5, weeks=4)[0], weeks=4, logs_rest=0.6, last_day=LAST_DAY)
    log = simulate([persona], seed=5).sets.assign(body_weight_kg=80.0)
    for layout in LAYOUTS:
        put(settings, layout, log, persona.unit)
    ingest(settings)
    with read.connect(settings, build_marts(settings)) as con:
        rested = "select day, reps, rest_s from sets where rest_s is not null and lifter = ?"
        found = {layout: Counter(con.execute(rested, [layout]).fetchall()) for layout in LAYOUTS}
    timed = log[log["rest_seconds"].notna()]
    assert 0 < len(timed) < len(log)
    rests = Counter(zip(timed["day"].dt.date, timed["reps"].astype(float), timed["rest_seconds"], strict=True))
    assert found == {layout: rests if layout in WITH_RESTS else Counter() for layout in LAYOUTS}
