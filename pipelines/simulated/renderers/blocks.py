"""Exports that state several sets in a line, or a block of lines per workout: JEFIT, StrongLifts, Alpha Progression."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from pipelines.simulated.renderers import cells

JEFIT_TYPES: Final = {"working": "default", "warmup": "warm-up", "drop": "drop-set", "failure": "failure"}
JEFIT_LOGS: Final = (
    "USERID,TIMESTAMP,belongSys,logs,_id,record,mydate,eid,ename,day_item_id,belongsession,logTime,interval_logs,"
    "auto_generated"
)
JEFIT_SET_LOGS: Final = (
    "_id,userid,exercise_log_id,set_index,weight_{unit},reps,calories,distance_mi,speed_mph,laps,duration,set_type,"
    "log_time,TIMESTAMP"
)
STRONGLIFTS_HEADER: Final = (
    "Date (yyyy/mm/dd),Workout,Workout Name,Program Name,Body Weight (KG),Exercise,Sets×Reps,Sets×Time,"
    "Top Set (Reps×{unit}),e1RM ({unit}),Reps,Volume ({unit}),Workout Volume ({unit}),Duration (hours),"
    "Start Time (h:mm),End Time (h:mm),Notes"
)
BOM: Final = "\ufeff"


def render_jefit(sets: pd.DataFrame, unit: str) -> bytes:
    """Write JEFIT's file of many tables: days only, a line per exercise, and its sets once more in a younger table."""
    word = "lbs" if unit == "lb" else "kgs"
    numbers = {name: 10 + at for at, name in enumerate(dict.fromkeys(sets["exported_name"].astype(str)))}
    logs, set_logs = [], list[str]()
    for number, block in enumerate(_blocks(sets, unit), start=1):
        name, day = str(block["exported_name"].iloc[0]), f"{block['started_at'].iloc[0]:%Y-%m-%d}"
        stated = ",".join(f"{float(load)!r}x{cells.short(reps)}" for load, reps in _pairs(block))
        logs.append(f'1,"{day} 20:00:00",1,"{stated}",{number},0,{day},{numbers[name]},{cells.quoted(name)},0,1,0,,No')
        kinds = block["set_kind"].astype(str)
        for index, ((load, reps), kind) in enumerate(zip(_pairs(block), kinds, strict=True)):
            place = f"{len(set_logs) + 1},1,{number},{index},{load:.4f},{cells.short(reps)}"
            set_logs.append(f'{place},,,,,,{JEFIT_TYPES[kind]},0,"{day} 20:00:00"')
    setting = ("row_id,USERID,TIMESTAMP,length,mass", f'1,1,"2025-01-05 07:59:33"," inches"," {word}"')
    tables = (
        ("SETTING", setting),
        ("EXERCISE LOGS", (JEFIT_LOGS, *logs)),
        ("EXERCISE SET LOGS", (JEFIT_SET_LOGS.format(unit=word), *set_logs)),
    )
    return cells.encode([line for title, rows in tables for line in _jefit_table(title, *rows)])


def _jefit_table(title: str, *rows: str) -> tuple[str, ...]:
    return (f"### {title} ".ljust(54, "#"), "", *rows, "", "", "#" * 54, "")


def render_stronglifts(sets: pd.DataFrame, unit: str) -> bytes:
    """Write StrongLifts' export of 2026: a row per exercise, pairs of columns for its sets, American clock."""
    word = "LB" if unit == "lb" else "KG"
    blocks = list(_blocks(sets, unit))
    most = max((len(block) for block in blocks), default=1)
    pairs = ",".join(f"Set {slot} (Reps),Set {slot} ({word})" for slot in range(1, most + 1))
    lines = [f"{BOM}{STRONGLIFTS_HEADER.format(unit=word)},{pairs}"]
    for number, block in enumerate(blocks, start=1):
        first = block.iloc[0]
        start = first["started_at"]
        clock = f"{start.hour % 12 or 12}:{start:%M} {'PM' if start.hour >= 12 else 'AM'}"
        summary = "/".join(cells.short(reps) for reps in block["reps"])
        done = ",".join(f"{cells.short(reps)},{cells.short(load)}" for load, reps in _pairs(block))
        lines.append(
            f'{start:%Y/%m/%d},{number},{cells.quoted(str(first["workout"]))},"Program",,'
            f'{cells.quoted(str(first["exported_name"]))},{summary},,,,,,,1,{clock},{clock},"",{done}'
            + ",,"
            * (most - len(block))
        )
    return cells.encode(lines)


def render_alphaprogression(sets: pd.DataFrame, unit: str) -> bytes:
    """Write Alpha Progression's export of 2026: blocks of text, decimal commas, warm-ups beside the exercise's name."""
    lines = [BOM]
    for _, workout in sets.groupby(cells.workouts(sets), sort=True):
        first = workout.iloc[0]
        name, start = str(first["workout"]).replace('"', "'"), first["started_at"]
        lines += ["", f'"{name} · Day 1";"{start:%Y-%m-%d} {start.hour}:{start:%M} h";"1:02 hr"']
        for number, block in enumerate(_blocks(workout, unit), start=1):
            lines += _alpha_exercise(number, block, unit)
    return cells.encode([BOM + lines[2], *lines[3:]] if len(lines) > 1 else lines)


def _alpha_exercise(number: int, block: pd.DataFrame, unit: str) -> Iterator[str]:
    word = "lbs" if unit == "lb" else "kg"
    is_warmup = block["set_kind"].astype(str).eq("warmup")
    name, equipment = cells.name_and_equipment(str(block["exported_name"].iloc[0]))
    title = name if equipment == "None" else f"{name} · {equipment}"
    warmups = "<br>".join(
        f"WU{at} · {_comma(load)} {word} · {cells.short(reps)} reps"
        for at, (load, reps) in enumerate(_pairs(block[is_warmup]), start=1)
    )
    yield f'"{number}. {title} · 8 reps"' + (f';"{warmups}"' if warmups else "")
    yield f"#;{word.upper()};REPS;RIR"
    working = block[~is_warmup]
    for at, ((load, reps), rpe) in enumerate(zip(_pairs(working), working["rpe"], strict=True), start=1):
        yield f"{at};{_comma(load)};{cells.short(reps)};{'-' if pd.isna(rpe) else _comma(cells.in_reserve(rpe))}"


def _blocks(sets: pd.DataFrame, unit: str) -> Iterator[pd.DataFrame]:
    """Runs of one exercise, with loads as the plates say in a column `plates`."""
    logged = sets.assign(plates=cells.in_unit(sets["load_kg"].fillna(0.0), unit))
    for _, block in logged.groupby(cells.blocks(sets), sort=True):
        yield block


def _pairs(block: pd.DataFrame) -> Iterator[tuple[float, float]]:
    return zip(block["plates"], block["reps"], strict=True)


def _comma(value: float) -> str:
    return cells.short(value).replace(".", ",")
