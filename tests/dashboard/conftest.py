"""A small fabricated build, tables as in docs/tables.md: enough to show every page."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboard.screenshots import READY_MS
from pipelines.settings import PROJECT
from pipelines.warehouse.database import shape_of, sql

STYLES = ("strength", "hypertrophy", "hybrid", "as_now")
HORIZONS = (4, 8, 12, 26)
LAST = date(2026, 11, 20)
LIFTS = {
    "bench-press": ("Bench press (barbell)", 96.0, True),
    "squat": ("Squat (barbell)", 138.0, True),
    "deadlift": ("Deadlift (barbell)", 171.0, True),
    "overhead-press": ("Overhead press, seated (barbell)", 58.0, True),
    "row": ("Bent-over row (barbell)", 84.0, False),
    "curl": ("Biceps curl (dumbbell)", 19.0, False),
}
MUSCLES = ("chest", "lats", "quadriceps", "hamstrings", "glutes", "side_delts", "biceps", "triceps", "calves")
PLAN_PCT = 6.0
GAIN_PCT = {"strength": 5.0, "hypertrophy": 3.0, "hybrid": 4.0, "as_now": 2.5}
Z = (-1.645, -1.282, -0.674, 0.0, 0.674, 1.282, 1.645)

OTHER_TABLES = """
create table build.builds_meta (build varchar, key varchar, kind varchar, made_at timestamp, simulated boolean,
    marts_key varchar, model varchar, model_version varchar, shape varchar);
create table build.lifters (lifter varchar, bucket bigint, simulated boolean, unit varchar, sex varchar,
    birth_year bigint, body_weight_kg double, weighed_on date, goal varchar, wishes json, first_day date,
    last_day date, training_days bigint);
create table build.imports (lifter varchar, file varchar, app varchar, layout varchar, sha256 varchar, origin varchar,
    rows_read bigint, rows_loaded bigint, rows_not_sets bigint, rows_duplicate bigint, rows_rejected bigint,
    weight_unit varchar, unit_source varchar, first_day date, last_day date, night_days bigint,
    treated_as varchar, rows_spared bigint, error varchar);
create table build.sets (lifter varchar, sha256 varchar, exported_name varchar, load_kg double);
create table build.exercise_units (lifter varchar, sha256 varchar, exported_name varchar, unit varchar,
    unit_source varchar, sets bigint);
create table build.odd_loads (lifter varchar, exported_name varchar, load_kind varchar, beyond varchar, sets bigint,
    body_weight_kg double, load_kg double, reps double, one_rm_kg double, top_kg double, expected_kg double,
    other_lifts bigint, total_kg double, assisted_kg double, lb_kg double);
create table build.rejected_rows (lifter varchar, file varchar, sha256 varchar, line bigint, reason varchar, raw varchar);
create table build.exercises (exercise_id varchar, name varchar, pattern varchar, family varchar, equipment varchar,
    load_kind varchar, body_weight_share double, is_main boolean, is_mapped boolean);
create table build.exercise_muscles (exercise_id varchar, muscle varchar, credit double);
create table build.unmapped_exercises (lifter varchar, exported_name varchar, exercise_id varchar, candidates json,
    sets bigint, last_day date);
create table build.daily_lifts (lifter varchar, exercise_id varchar, day date, working_sets bigint, reps_total double,
    mean_reps double, top_load_kg double, top_reps double, one_rm_kg double, one_rm_se double, epley_kg double,
    mean_share double, heavy_sets bigint, moderate_sets bigint, light_sets bigint, tonnage_kg double);
create table build.weekly_muscles (lifter varchar, muscle varchar, week date, fractional_sets double,
    hard_sets double, tonnage_kg double, heavy_share double, moderate_share double, light_share double);
create table build.change_counts (lifter varchar, added bigint, changed bigint, removed bigint, duplicate bigint);
create table build.measurements (lifter varchar, day date, site varchar, value double, unit varchar, kind varchar,
    is_suspect boolean);
create table build.runs (run varchar, command varchar, started_at timestamp, seconds double, counts json,
    outcome varchar, error varchar);
"""


def add(con, table, rows):
    """Insert dictionaries; columns they lack stay null."""
    if rows:
        frame = pd.DataFrame(rows)  # noqa: F841 read by the next line
        con.execute(f"insert into build.{table} by name select * from frame")  # noqa: S608 our own table names


def forecasts_of(lifter, exercise_id, now):
    for style in STYLES:
        for weeks in HORIZONS:
            middle, spread = GAIN_PCT[style] * weeks / 12, 3 + 0.45 * weeks
            quantiles = {
                f"q{q:02d}": now * np.exp((middle + z * spread) / 100)
                for q, z in zip((5, 10, 25, 50, 75, 90, 95), Z, strict=True)
            }
            yield {
                "lifter": lifter, "exercise_id": exercise_id, "style": style, "cutoff": LAST, "horizon_weeks": weeks,
                "best_kg": now, "now_kg": now, "now_se_kg": 0.02 * now, "model": "fabricated", "model_version": "1",
                "own_share": 0.08, **quantiles,
            }  # fmt: skip


def plan_forecasts_of(lifter, exercise_id, now):
    for weeks in HORIZONS:
        middle, spread = PLAN_PCT * weeks / 12, 3 + 0.45 * weeks
        quantiles = {
            f"q{q:02d}": now * np.exp((middle + z * spread) / 100)
            for q, z in zip((5, 10, 25, 50, 75, 90, 95), Z, strict=True)
        }
        yield {
            "lifter": lifter, "exercise_id": exercise_id, "cutoff": LAST, "horizon_weeks": weeks,
            "best_kg": now, "now_kg": now, "now_se_kg": 0.02 * now, **quantiles,
        }  # fmt: skip


def pairs_of(lifter, exercise_id):
    for weeks in HORIZONS:
        yield {
            "lifter": lifter, "kind": "one_rm", "subject": exercise_id, "horizon_weeks": weeks,
            "style_a": "hypertrophy", "style_b": "strength", "p_a_better": 0.12, "median_pct": -0.2 * weeks,
            "q10_pct": -0.4 * weeks, "q90_pct": 0.04 * weeks, "matters": lifter == "me",
        }  # fmt: skip
        yield {
            "lifter": lifter, "kind": "one_rm", "subject": exercise_id, "horizon_weeks": weeks,
            "style_a": "hybrid", "style_b": "as_now", "p_a_better": 0.52, "median_pct": 0.1,
            "q10_pct": -1.0, "q90_pct": 1.2, "matters": False,
        }  # fmt: skip


def sizes_of(lifter):
    for muscle in MUSCLES:
        for style, gain in zip(STYLES, (1.2, 3.4, 2.6, 1.6), strict=True):
            for weeks in HORIZONS:
                quantiles = {
                    f"q{q:02d}": (gain + 2.2 * z) * weeks / 12
                    for q, z in zip((5, 10, 25, 50, 75, 90, 95), Z, strict=True)
                }
                yield {
                    "lifter": lifter, "muscle": muscle, "style": style, "cutoff": LAST,
                    "horizon_weeks": weeks, "own_share": 0.0, **quantiles,
                }  # fmt: skip


def days_of(lifter, exercise_id, now, rng):
    for i in range(70):
        one_rm = now * (0.86 + 0.14 * i / 69) * np.exp(rng.normal(0, 0.02)) if i < 69 else now * 1.03
        yield {
            "lifter": lifter, "exercise_id": exercise_id, "day": LAST - timedelta(days=5 * (69 - i)),
            "working_sets": 4, "heavy_sets": 3, "moderate_sets": 1, "light_sets": 0, "top_load_kg": round(one_rm * 0.84 / 2.5) * 2.5, "top_reps": 5.0,
            "one_rm_kg": one_rm if i != 30 else one_rm * 2, "one_rm_se": 0.03 * one_rm,
            "epley_kg": one_rm if i != 30 else one_rm * 2,
        }  # fmt: skip


def lifter_of(name, unit, goal):
    return {
        "lifter": name, "bucket": 1, "simulated": True, "unit": unit, "goal": goal,
        "first_day": LAST - timedelta(days=345), "last_day": LAST, "training_days": 140,
    }  # fmt: skip


def fill(con, simulated, me):
    """Three lifters: one in kg with a clear answer, one in lb without, one who has only begun."""
    rng = np.random.default_rng(7)
    con.execute(
        "insert into build.builds_meta values ('b', 'k', 'full', ?, ?, 'm', 'boosted quantiles', '3', ?)",
        [f"{LAST} 18:42:00", simulated, shape_of("full")],
    )
    add(con, "lifters", [lifter_of("me", "kg", "strength"), lifter_of("ada", "lb", "size")])
    add(con, "lifters", [{**lifter_of("newcomer", "kg", "both"), "training_days": 3}])
    add(con, "lifters", [
        {**lifter_of("unread", "kg", "both"), "training_days": 0, "first_day": None, "last_day": None}
    ])  # fmt: skip
    add(con, "exercises", [
        {"exercise_id": key, "name": name, "is_main": main, "is_mapped": True}
        for key, (name, _, main) in LIFTS.items()
    ])  # fmt: skip
    add(con, "exercise_muscles", [
        {"exercise_id": key, "muscle": muscle, "credit": credit}
        for key, muscle, credit in (("bench-press", "chest", 1.0), ("overhead-press", "chest", 0.5), ("squat", "quads", 1.0))
    ])  # fmt: skip
    for lifter in ("me", "ada"):
        for key, (_, now, _main) in LIFTS.items():
            add(con, "daily_lifts", list(days_of(lifter, key, now, rng)))
            if key != "row":
                add(con, "forecasts", list(forecasts_of(lifter, key, now)))
                add(con, "plan_forecasts", list(plan_forecasts_of(lifter, key, now)))
                add(con, "style_pairs", list(pairs_of(lifter, key)))
                add(con, "current_maxes", [{
                    "lifter": lifter, "exercise_id": key, "now_kg": now, "now_se_kg": 0.05 * now, "days": 9,
                    "basis": "tested" if key == "squat" else "sets",
                    "tested_kg": now if key == "squat" else None, "tested_age_days": 20 if key == "squat" else None,
                }])  # fmt: skip
        add(con, "refused", [{
            "lifter": lifter, "subject": "row", "kind": "lift", "reason": "too few training days",
            "missing": "at least 8 training days, of which 2 within the last 28 days",
        }])  # fmt: skip
        sizes = list(sizes_of(lifter))
        add(con, "size_forecasts", sizes)
        add(con, "plan_sizes", [
            {name: value for name, value in row.items() if name not in ("style", "own_share")}
            for row in sizes if row["style"] == "hypertrophy"
        ])  # fmt: skip
        add(con, "weekly_muscles", [
            {"lifter": lifter, "muscle": muscle, "week": date(2026, 11, 16) - timedelta(weeks=week),
             "fractional_sets": 4.0 + 2 * i}
            for i, muscle in enumerate(MUSCLES) for week in range(16)
        ])  # fmt: skip
    add(con, "daily_lifts", list(days_of("newcomer", "curl", 12.0, rng))[-3:])
    add(con, "refused", [{
        "lifter": "newcomer", "subject": "newcomer", "kind": "lifter", "reason": "training history too short",
        "missing": "56 days of training; 11 so far",
    }])  # fmt: skip
    add(con, "change_counts", [{"lifter": "me", "added": 24, "changed": 1, "removed": 0, "duplicate": 80}])
    add(con, "measurements", [
        {"lifter": "me", "day": LAST - timedelta(days=3 * ago), "site": "body_weight", "value": 80 + ago / 20,
         "unit": "kg", "kind": "bodyweight", "is_suspect": False}
        for ago in range(20)
    ])  # fmt: skip
    advise(con)
    account(con)
    rename(con, me)


def rename(con, me):
    """Let the first lifter, a lift and an unknown exercise go by another name."""
    if me != "me":
        for table in ("lifters", "daily_lifts", "forecasts", "size_forecasts", "weekly_muscles", "refused", "imports",
                      "recommendations", "alerts", "rejected_rows", "unmapped_exercises", "current_maxes",
                      "style_pairs", "plan_forecasts", "plan_sizes"):  # fmt: skip
            con.execute(f"update build.{table} set lifter = ? where lifter = 'me'", [me])  # noqa: S608 our own names
        con.execute("update build.lifters set training_days = 999 where lifter = ?", [me])
        con.execute("update build.exercises set name = ? where exercise_id = 'bench-press'", [me])
        for name in ("squat (barbell)", "side delts"):
            con.execute("update build.recommendations set expected = replace(expected::varchar, ?, ?)", [name, me])
        con.execute("update build.alerts set facts = json_object('text', ?)", [me])
        con.execute("update build.refused set reason = ?, missing = ?", [me, me])


def change_of(kind, subject, name, does, gain, verdict):
    worth = "no clear difference" if verdict == "even" else f"{gain} % against carrying on"
    return {"kind": kind, "subject": subject, "name": name, "gain": {"q10": gain - 1, "q50": gain, "q90": gain + 1},
            "p_better": 0.9 if gain > 0 else 0.1, "verdict": verdict, "text": f"{name}: {does}. {worth}."}  # fmt: skip


CHANGES = [
    change_of("lift", "squat", "Squat (barbell)", "5 → 7 sets a week, 2 of them heavy (now 0)", 2.6, "likely"),
    *(change_of("lift", f"lift-{place}", f"Lift {place}", "3 → 5 sets a week", 1.0 + place, "likely")
      for place in range(6)),
    change_of("lift", "deadlift", "Deadlift (barbell)", "as it is", 0.1, "even"),
    change_of("muscle", "chest", "chest", "8 → 11 sets a week", 1.2, "likely"),
    change_of("muscle", "side_delts", "side delts", "6 → 2 sets a week", -1.1, "costs"),
    change_of("muscle", "calves", "calves", "left out", -0.2, "even"),
]  # fmt: skip
TARGET = {"exercise_id": "bench-press", "name": "bench", "load_kg": 120.0, "by": "2027-06-01", "weeks": 27,
          "status": "open", "p_plan": 0.4, "p_as_now": 0.2, "realistic_kg": 115.0,
          "text": "bench 120 kg: 40% by 2027-06-01 with this plan, 20% carrying on; an even bet by then is 115 kg."}  # fmt: skip
MILESTONE = {"exercise_id": "squat", "name": "Squat (barbell)", "load_kg": 145.0, "even_weeks": 6.0,
             "chances": [{"weeks": weeks, "p": p} for weeks, p in ((4, 0.4), (8, 0.6), (12, 0.7), (26, 0.9))]}  # fmt: skip


def advise(con):
    reasons = [{"text": "In your last weeks 10 % of sets were heavy.", "evidence": [], "facts": {"heavy_pct": 10}},
               {"text": "Heavier loads raise 1RM more than light ones.", "evidence": ["study-1"], "facts": {}}]  # fmt: skip
    cited = [{"id": "study-1", "quantity": "1RM, heavy against light", "value": "0.58", "unit": "SMD",
              "source": "A study, doi:10.1000/1"}]  # fmt: skip
    block = {
        "style": "strength", "weeks": 5, "sessions_per_week": 3,
        "exercises": [
            {"exercise_id": key, "name": name, "set_kind": "work", "is_new": key == "curl", "by_body_weight": False,
             "days_per_week": 3,
             "sets": 4, "reps": 4, "rir": 2, "rest_s": 210, "sets_by_week": [4] * 5, "reps_by_week": [5, 5, 4, 4, 3],
             "rir_by_week": [3, 2, 2, 2, 1],
             "load_kg": round(0.85 * now / 2.5) * 2.5 if key != "curl" else None,
             "loads_kg": [round(0.84 * now / 2.5) * 2.5 + 2.5 * week for week in range(5)] if key != "curl" else None}
            for key, (name, now, _) in LIFTS.items()
        ],
        "sessions": [{"day": day, "weekday": name, "minutes": 45, "exercises": list(LIFTS)}
                     for day, name in ((1, "Mon"), (2, "Wed"), (3, "Fri"))],
        "muscle_sets": {"chest": 8.0}, "short_of_range": ["side_delts"],
        "notes": ["The first week is lighter, for you come from a break."],
    }  # fmt: skip

    def option(blocks, p_best, gives_up=""):
        spread = {"q10": -1.0, "q50": 1.5, "q90": 4.0}
        return {"blocks": blocks, "p_best": p_best, "p_worse": 0.1, "is_equal": False, "strength_pct": spread,
                "size_pct": {"q10": 0.0, "q50": 0.0, "q90": 0.0}, "gives_up": {"text": gives_up, "strength_pct": 0.0, "size_pct": 0.0}}  # fmt: skip

    for lifter, style, p_best in (("me", "strength", 0.72), ("ada", "as_now", 0.31)):
        add(con, "recommendations", [{
            "lifter": lifter, "goal": "strength", "style": style, "p_best": p_best,
            "plan": json.dumps(plan := [{"style": style, "weeks": 5},
                                        {"style": "as_now" if style == "as_now" else "hypertrophy", "weeks": 6,
                                         "then": "reassess"}]),
            "alternatives": json.dumps([
                option([{"style": "adjusted", "weeks": 11}], 1 - p_best, "gives up 1.0 % 1RM")
            ]),
             "expected": json.dumps({
                "plan_weeks": 11, "plan": option(plan, p_best),
                "horizon_weeks": 12, "is_clear": style != "as_now", "lifts": ["squat"],
                "strength_pct": {name: {"q10": gain - 4, "q50": gain - 2.5, "q90": gain} for name, gain in GAIN_PCT.items()},
                "size_pct": {name: {"q10": 0.0, "q50": 0.0, "q90": 0.0} for name in STYLES},
                "p_best": {**dict.fromkeys(STYLES, (1 - p_best) / 3), style: p_best},
                "changes": CHANGES if style != "as_now" else [], "milestone": MILESTONE,
                "targets": [TARGET] if lifter == "me" else [],
            }),
            "next_block": json.dumps(block), "reasons": json.dumps(reasons),
            "evidence": json.dumps(cited),
        }])  # fmt: skip
    add(con, "alerts", [{
        "lifter": "me", "kind": "plateau", "subject": "overhead-press", "severity": "warning",
        "facts": json.dumps({"text": "The trend of 12 weeks is as likely falling as rising."}),
        "since": LAST - timedelta(days=30),
    }, {
        "lifter": "me", "kind": "plateau", "subject": "squat", "severity": "info",
        "facts": json.dumps({"text": "55 % likely not rising.", "evidence": ["ogasawara2011-1"]}),
        "since": LAST - timedelta(days=60),
    }, {
        "lifter": "me", "kind": "side_imbalance", "subject": "", "severity": "unknown",
        "facts": json.dumps({"text": "we can’t say whether your sides are even: no limb was measured on both"}),
        "since": LAST,
    }])  # fmt: skip
    add(con, "standing", [{
        "lifter": "me", "exercise_id": "squat", "lift": "squat", "percentile": 41,
        "facts": json.dumps({"text": "Above 41 % of men aged 30-39 who compete raw at 80-85 kg."}),
    }])  # fmt: skip
    add(con, "refused", [{
        "lifter": "ada", "subject": "ada", "kind": "standing", "reason": "sex unknown",
        "missing": "your sex, stated on a page or in profile.toml",
    }])  # fmt: skip
    add(con, "looking_back", [
        {"lifter": "me", "exercise_id": "squat", "cutoff": LAST - timedelta(weeks=weeks), "horizon_weeks": 4,
         "q10": 120.0, "q90": 140.0, "reached_kg": reached, "is_inside": reached < 140, "is_followed": weeks < 9}
        for weeks, reached in ((6, 131.0), (8, 143.0), (10, 128.0))
    ])  # fmt: skip


def account(con):
    add(con, "imports", [
        {"lifter": "me", "file": "strong.csv", "app": "strong", "layout": "comma", "sha256": "ab", "rows_read": 2104,
         "rows_loaded": 1890, "rows_not_sets": 180, "rows_duplicate": 32, "rows_rejected": 2, "weight_unit": "kg",
         "unit_source": "guessed from the loads", "first_day": LAST - timedelta(days=345), "last_day": LAST,
         "treated_as": "extract", "rows_spared": 1354},
        {"lifter": "me", "file": "notes.csv", "sha256": "cd", "rows_read": 0, "rows_loaded": 0, "rows_not_sets": 0,
         "rows_duplicate": 0, "rows_rejected": 0, "error": "no known export: its header is 'a,b,c'"},
    ])  # fmt: skip
    add(con, "sets", [
        {"lifter": "me", "sha256": "ab", "exported_name": name, "load_kg": 60.0}
        for name in ("Bench", "Bench", "Bench", "Curl", "Curl", "Machine")
    ])  # fmt: skip
    add(con, "exercise_units", [
        {"lifter": "me", "sha256": "ab", "exported_name": "Curl", "unit": "kg", "sets": 2,
         "unit_source": "assumed: some loads fit lb better"},
    ])  # fmt: skip
    add(con, "odd_loads", [
        {"lifter": "me", "exported_name": name, "load_kind": "bodyweight", "beyond": "anybody", "sets": sets,
         "body_weight_kg": 110.0, "load_kg": 76.0, "reps": 7.0, "one_rm_kg": 222.6, "top_kg": 186.0,
         "total_kg": 93.7, "assisted_kg": 35.2}
        for name, sets in (("Chin Up", 8), ("Pull Up", 40))
    ])  # fmt: skip
    add(con, "rejected_rows", [
        {"lifter": "me", "file": "strong.csv", "sha256": "ab", "line": line, "reason": "not a date", "raw": "soon;Bench"}
        for line in (17, 1201)
    ])  # fmt: skip
    add(con, "unmapped_exercises", [
        {"lifter": "me", "exported_name": "Cave wheel", "exercise_id": "unmapped:cave wheel", "sets": 12,
         "candidates": json.dumps([{"exercise_id": "ab-wheel", "name": "Ab wheel rollout", "score": 0.7}]),
         "last_day": LAST},
        {"lifter": "me", "exported_name": "Zzz", "exercise_id": "unmapped:zzz", "sets": 1,
         "candidates": json.dumps([{"exercise_id": "ab-wheel", "name": "Ab wheel rollout", "score": 0.1}]),
         "last_day": LAST},
    ])  # fmt: skip
    add(con, "calibration", [
        {"candidate": "boosted quantiles", "horizon_weeks": weeks, "level": level, "below": level + 0.01}
        for weeks in HORIZONS for level in (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
    ])  # fmt: skip
    add(con, "live_accuracy", [
        {"model_version": "3", "horizon_weeks": weeks, "weeks": window, "forecasts": 10 * window, "lifters": 12,
         "skill": 0.07, "coverage80": 0.71, "first_known": LAST, "last_known": LAST}
        for weeks in HORIZONS for window in (8, 26)
    ])  # fmt: skip
    add(con, "scores", [
        {"candidate": candidate, "slice": part, "horizon_weeks": weeks, "lifters": 46, "series": 310,
         "forecasts": 4000, "pinball": 3.1, "skill": skill, "mae": 8.5 + 0.3 * weeks, "coverage80": 0.79,
         "width80": 25.0, "coverage90": 0.89, "width90": 33.0}
        for candidate, skill in (("boosted quantiles", 0.08), ("no change", 0.0), ("drift", -0.9))
        for part in ("all", "main") for weeks in HORIZONS
    ])  # fmt: skip


def write(
    home: Path, name: str = "20261120T184200000-abcdef012345", *, simulated: bool = True, lifter: str = "me"
) -> Path:
    """Write a build under `home`, put it in force and give its file."""
    (home / "builds").mkdir(parents=True, exist_ok=True)
    path = home / "builds" / f"{name}.duckdb"
    con = duckdb.connect()
    con.execute(f"attach '{path}' as build")
    con.execute(OTHER_TABLES)
    con.execute(sql("schema", "later_tables"))
    fill(con, simulated, lifter)
    con.execute("detach build")
    con.close()
    (home / "current").write_text(name + "\n")
    (home / "runs").mkdir(exist_ok=True)
    run = {
        "run": "r1",
        "command": "run",
        "started_at": f"{LAST} 18:41:00+00:00",
        "seconds": 41.3,
        "counts": {"lifters": 3},
    }
    (home / "runs" / "r1.json").write_text(json.dumps(run | {"outcome": "done", "error": None}, default=str))
    return path


@pytest.fixture
def own_exports(tmp_path: Path) -> Path:
    """Give a home with a fabricated build of a lifter's own exports in force."""
    write(tmp_path, simulated=False)
    return tmp_path


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with a fabricated build of simulated samples in force."""
    home = tmp_path_factory.mktemp("home")
    write(home)
    return home


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(address, server, seconds=180):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, "the dashboard ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 our own server
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{address} did not answer within {seconds} s")


@contextmanager
def served(home: Path, folder: Path, port: int) -> Iterator[str]:
    """Serve a home from a folder that is not the project's, at the address given."""
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(PROJECT / "dashboard" / "app.py"), "--server.port", str(port)],
        cwd=folder,
        env={**os.environ, "LIFTCAST_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/_stcore/health", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=60)


@pytest.fixture(scope="session")
def url(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the fabricated build."""
    with served(published, tmp_path_factory.mktemp("elsewhere"), free_port()) as address:
        yield address


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory):
    """Give a context in which a home is served."""
    return lambda home, port=None: served(home, tmp_path_factory.mktemp("elsewhere"), port or free_port())


@pytest.fixture(scope="session")
def fabricate():
    """Give `write`, for tests that need builds of their own."""
    return write


@pytest.fixture(scope="session", name="free_port")
def free_port_finder():
    """Give `free_port`, for tests that need servers of their own."""
    return free_port


@pytest.fixture(scope="session", name="wait_for")
def waiting():
    """Give `wait_for`, likewise."""
    return wait_for


STILL = """new MutationObserver((_, watch) => {
    if (!document.head) return;
    const style = document.createElement('style');
    style.textContent = `*, *::before, *::after {
        animation-duration: 0s !important; animation-delay: 0s !important; animation-iteration-count: 1 !important;
        transition: none !important }`;
    document.head.append(style);
    watch.disconnect();
}).observe(document, { childList: true, subtree: true })"""


@pytest.fixture(scope="session")
def profile_of():
    """Give what opens one person's profile in a browser; nothing moves there, for that costs more than all else."""

    def opened(browser, **options):
        profile = browser.new_context(**options)
        profile.add_init_script(STILL)
        profile.set_default_timeout(READY_MS)
        return profile

    return opened


@pytest.fixture(scope="session")
def unusable():
    """Give what finds, with axe-core, what would keep somebody from reading or using a page."""
    axe = Axe()
    return lambda page: [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]])
        for violation in axe.run(page).response["violations"]
        if violation["impact"] != "minor"
    ]
