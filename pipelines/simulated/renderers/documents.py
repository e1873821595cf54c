"""Exports that are JSON: workouts that hold exercises that hold sets, or logged sets beside the names they point to."""

import json
from collections.abc import Iterator
from typing import Any, Final
from zlib import crc32

import pandas as pd

from data.units import KG_PER_LB
from pipelines.simulated.renderers import cells

HEVY_TYPES: Final = {"working": "normal", "warmup": "warmup", "drop": "dropset", "failure": "failure"}
MACROFACTOR_TYPES: Final = {"working": "standard", "warmup": "warmUp", "drop": "dropSet", "failure": "failure"}


def render_hevy_api(sets: pd.DataFrame, unit: str) -> bytes:
    """Write what Hevy's API answers: UTC, kg to the gram whatever the plates say, null where there is no load."""
    workouts: list[dict[str, Any]] = []
    for start, workout in _workouts(sets, unit):
        exercises = []
        for index, (name, block) in enumerate(_blocks(workout)):
            logged = [
                {
                    "index": place,
                    "type": HEVY_TYPES[row["set_kind"]],
                    "weight_kg": round(row["kg"], 3) or None,
                    "reps": _whole(row["reps"]),
                    "distance_meters": None,
                    "duration_seconds": None,
                    "rpe": _or_none(row["rpe"]),
                    "custom_metric": None,
                }
                for place, row in enumerate(block)
            ]
            template = f"{crc32(name.encode()):08X}"
            exercises.append(
                {"index": index, "title": name, "notes": "", "exercise_template_id": template, "sets": logged}
            )
        title = str(workout[0]["workout"])
        workouts.append(
            {"id": f"w{len(workouts)}", "title": title, "start_time": f"{start}+00:00", "exercises": exercises}
        )
    return json.dumps({"page": 1, "page_count": 1, "workouts": workouts[::-1]}, indent=1).encode()


def render_macrofactor(sets: pd.DataFrame, unit: str) -> bytes:
    """Write MacroFactor's workouts: UTC, kg whatever the plates say; exercises of the lifter's own have names."""
    workouts: list[dict[str, Any]] = []
    for start, workout in _workouts(sets, unit):
        blocks = []
        for name, block in _blocks(workout):
            logged = [
                {
                    "setType": MACROFACTOR_TYPES[row["set_kind"]],
                    "log": {
                        "value": {
                            "weight": row["kg"],
                            "fullReps": _whole(row["reps"]),
                            "partialReps": 0,
                            "rir": None if pd.isna(row["rpe"]) else cells.in_reserve(row["rpe"]),
                            "restTimer": _microseconds(row.get("rest_seconds")),
                            "isSkipped": False,
                        }
                    },
                    "segments": [],
                }
                for row in block
            ]
            blocks.append({"exercises": [{"exerciseId": "custom", "name": name, "sets": logged}]})
        workouts.append({"name": str(workout[0]["workout"]), "startTime": f"{start}.000000Z", "blocks": blocks})
    return json.dumps(workouts).encode()


def render_wger(sets: pd.DataFrame, unit: str) -> bytes:
    """Write the answers of wger's API: local time with its offset for each set, a unit each, names apart."""
    names = {name: 100 + at for at, name in enumerate(dict.fromkeys(sets["exported_name"].astype(str)))}
    places = cells.place_within(cells.workouts(sets))
    logged_at = (sets["started_at"] + pd.to_timedelta(places, unit="min")).dt.tz_localize(
        cells.ZONE, ambiguous=True, nonexistent="shift_forward"
    )
    logs = [
        {
            "id": at,
            "date": moment.isoformat(),
            "session": int(session),
            "exercise": names[name],
            "repetitions_unit": 2 if kind == "failure" else 1,
            "repetitions": f"{reps:.2f}",
            "weight_unit": 2 if unit == "lb" else 1,
            "weight": f"{load:.2f}",
            "rir": None if pd.isna(rpe) else f"{cells.in_reserve(rpe):.1f}",
            "rest": None if pd.isna(seconds) else int(seconds),
        }
        for at, (moment, session, name, kind, reps, load, rpe, seconds) in enumerate(
            zip(
                logged_at,
                cells.workouts(sets),
                sets["exported_name"].astype(str),
                sets["set_kind"].astype(str),
                sets["reps"],
                cells.in_unit(sets["load_kg"].fillna(0.0), unit),
                sets["rpe"],
                cells.rests(sets),
                strict=True,
            )
        )
    ]
    exercises = [
        {"id": number, "muscles": [], "equipment": [], "translations": [{"name": name, "language": 2}]}
        for name, number in names.items()
    ]
    return json.dumps({"exerciseinfo": exercises, "workoutlog": logs}).encode()


def _workouts(sets: pd.DataFrame, unit: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each workout's start in UTC and its sets, loads in kg as converted from the plates."""
    factor = KG_PER_LB if unit == "lb" else 1.0
    plates = cells.in_unit(sets["load_kg"].fillna(0.0), unit)
    logged = sets.assign(
        kg=[load * factor for load in plates],
        start=cells.in_utc(sets["started_at"]).strftime("%Y-%m-%dT%H:%M:%S"),
        set_kind=sets["set_kind"].astype(str),
    )
    for _, workout in logged.groupby(cells.workouts(sets), sort=True):
        rows = workout.to_dict("records")
        yield str(rows[0]["start"]), [{str(name): value for name, value in row.items()} for row in rows]


def _blocks(workout: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Runs of one exercise."""
    block: list[dict[str, Any]] = []
    for row in workout:
        if block and row["exported_name"] != block[0]["exported_name"]:
            yield str(block[0]["exported_name"]), block
            block = []
        block.append(row)
    yield str(block[0]["exported_name"]), block


def _whole(reps: float) -> int | float:
    return int(reps) if reps == int(reps) else float(reps)


def _microseconds(seconds: float | None) -> int | None:
    return None if seconds is None or pd.isna(seconds) else int(seconds * 1_000_000)


def _or_none(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
