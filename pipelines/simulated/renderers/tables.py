"""Exports that are one table, of the smaller apps: each with the columns, order, times and units its app writes."""

import uuid
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from data.units import KG_PER_LB
from pipelines.simulated.renderers import cells

FITBOD_HEADER: Final = (
    "Date,Exercise,Reps,Weight(kg),Duration(s),Distance(m),Incline,Resistance,isWarmup,Note,multiplier"
)
FITNOTES_IOS_HEADER: Final = (
    "Name,StartTime,EndTime,BodyWeight,Exercise,Equipment,Reps,Weight,Time,Distance,Status,IsWarmup,RPE,RIR,"
    "Categories,Note"
)
GYMBOOK_HEADER: Final = (
    "Data,Programma,Orario,Esercizio,Zona,Gruppi muscolari (Primari),Gruppi muscolari (Secondari),"
    "Set / Set di riscaldamento / Set di defaticamento,Ripetizioni / Tempo,Peso / Distanza,Appunti,Saltato"
)
LIFTLOG_HEADER: Final = "SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps,TargetReps,Notes"
LIFTOSAUR_HEADER: Final = (
    "Workout DateTime,Program,Day Name,Exercise,Is Warmup Set?,Required Reps,Completed Reps,Is AMRAP?,Required RPE,"
    "Completed RPE,Log RPE?,Required Weight Value,Required Weight Unit,Completed Weight Value,Completed Weight Unit,"
    "Ask Weight?,Completed Reps Time,Target Muscles,Synergist Muscles,Notes"
)
LYFTA_HEADER: Final = ' Title,Date,Duration,Exercise,"Superset id",Weight,Reps,Distance,Time,"Set Type"'
LYFTA_TYPES: Final = {
    "working": "NORMAL_SET",
    "warmup": "WARMUP_SET",
    "drop": "DROP_SET",
    "failure": "FAILURE_SET",
}
REPCOUNT_HEADER: Final = (
    "Workout Start,Workout End,Exercise,Weight,Reps,Notes,Kcal,Distance,Duration,Category,Name,Bodyweight"
)


def render_fitbod(sets: pd.DataFrame, unit: str) -> bytes:
    """Write Fitbod's export: kg with the noise of the conversion, UTC, dumbbells each, newest workout first."""
    factor = KG_PER_LB if unit == "lb" else 1.0
    loads = [load * factor for load in cells.in_unit(sets["load_kg"].fillna(0.0), unit)]
    lines = [
        f"{at} +0000,{name}, {cells.short(reps)},{float(load)!r},0.0,0.0,0.0,0.0,{str(kind == 'warmup').lower()},, "
        f"{2.0 if 'Dumbbell' in name else 1.0}"
        for at, name, reps, load, kind in zip(
            cells.in_utc(sets["started_at"]).strftime("%Y-%m-%d %H:%M:%S"),
            sets["exported_name"].astype(str),
            sets["reps"],
            loads,
            sets["set_kind"].astype(str),
            strict=True,
        )
    ]
    return cells.encode([FITBOD_HEADER, *_newest_first(sets, lines)])


def render_fitnotes_ios(sets: pd.DataFrame, unit: str) -> bytes:
    """Write the export of FitNotes for iOS, 2025: UTC, decimal commas, no unit, equipment apart from the name."""
    body = sets["body_weight_kg"] if "body_weight_kg" in sets else pd.Series(np.nan, index=sets.index)
    begun = cells.in_utc(sets["started_at"])
    ended = begun + pd.to_timedelta(sets["minutes"].to_numpy(), unit="min")
    lines = [
        f'{cells.quoted(workout)},{start:%Y-%m-%dT%H:%M:%SZ},{end:%Y-%m-%dT%H:%M:%SZ},"{_comma(weight)}",'
        f'{cells.quoted(name)},{equipment},{cells.short(reps)},"{_comma(load)}",,,'
        f"{'Failed' if kind == 'failure' else 'Done'},{str(kind == 'warmup').lower()},{cells.short(rpe)},,,"
        for workout, start, end, weight, (name, equipment), reps, load, kind, rpe in zip(
            sets["workout"].astype(str),
            begun,
            ended,
            cells.in_unit(body, unit),
            map(cells.name_and_equipment, sets["exported_name"].astype(str)),
            sets["reps"],
            cells.in_unit(sets["load_kg"].fillna(0.0), unit),
            sets["set_kind"].astype(str),
            sets["rpe"],
            strict=True,
        )
    ]
    return cells.encode([FITNOTES_IOS_HEADER, *lines])


def render_gymbook(sets: pd.DataFrame, unit: str) -> bytes:
    """Write GymBook's Italian export: a time for each set, units in words, decimal commas, some sets skipped."""
    place = cells.place_within(cells.workouts(sets))
    logged = sets["started_at"] + pd.to_timedelta(2 * place, unit="min")
    lines = []
    for at, workout, name, kind, reps, load, is_last in zip(
        logged.dt.strftime("%d/%m/%y,{},%H:%M"),
        sets["workout"].astype(str),
        sets["exported_name"].astype(str),
        sets["set_kind"].astype(str),
        sets["reps"],
        cells.in_unit(sets["load_kg"].fillna(0.0), unit),
        cells.last_within(cells.workouts(sets)),
        strict=True,
    ):
        opening = f"{at.format(cells.quoted(workout))},{cells.quoted(name)},,,"
        counted = f'"{cells.short(reps)} {"ripetizione" if reps == 1 else "ripetizioni"}"'
        weighed = f'"{f"{load:.2f}".replace(".", ",")} {"lb" if unit == "lb" else "kg"}"'
        marker = "Set di riscaldamento" if kind == "warmup" else "Set"
        lines.append(f"{opening},{marker},{counted},{weighed},,No")
        if is_last:
            lines.append(f"{opening},Set,{counted},{weighed},,Si")
    return cells.encode([GYMBOOK_HEADER, *lines])


def render_liftlog(sets: pd.DataFrame, unit: str) -> bytes:
    """Write LiftLog's plaintext export: a local time for each set, a unit in each row, the newest set first."""
    place = cells.place_within(cells.workouts(sets))
    logged = sets["started_at"] + pd.to_timedelta(2 * place, unit="min")
    sessions = [uuid.uuid5(uuid.NAMESPACE_OID, str(at)) for at in sets["started_at"]]
    lines = [
        f"{session},{at},{cells.quoted(name)},{cells.short(load)},{'lbs' if unit == 'lb' else 'kg'},"
        f"{cells.short(reps)},{cells.short(reps)},"
        for session, at, name, load, reps in zip(
            sessions,
            logged.dt.strftime("%Y-%m-%dT%H:%M:%S"),
            sets["exported_name"].astype(str),
            cells.in_unit(sets["load_kg"].fillna(0.0), unit),
            sets["reps"],
            strict=True,
        )
    ]
    return cells.encode([LIFTLOG_HEADER, *reversed(lines)])


def render_liftosaur(sets: pd.DataFrame, unit: str) -> bytes:
    """Write Liftosaur's history: UTC, what was required beside what was completed; warm-ups are never completed."""
    lines = []
    for at, workout, name, kind, reps, load, rpe in zip(
        cells.in_utc(sets["started_at"]).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        sets["workout"].astype(str),
        sets["exported_name"].astype(str),
        sets["set_kind"].astype(str),
        sets["reps"],
        cells.in_unit(sets["load_kg"].fillna(0.0), unit),
        sets["rpe"],
        strict=True,
    ):
        required, weight = cells.short(reps), f"{cells.short(load)},{unit}"
        is_warmup = kind == "warmup"
        completed = "" if is_warmup else required
        lines.append(
            f"{at},Program,{cells.quoted(workout)},{cells.quoted(name)},{int(is_warmup)},{required},{completed},0,,"
            f"{'' if is_warmup else cells.short(rpe)},0,{weight},{',' if is_warmup else weight},0,,,,"
        )
    return cells.encode([LIFTOSAUR_HEADER, *lines])


def render_lyfta(sets: pd.DataFrame, unit: str) -> bytes:
    """Write Lyfta's export: a blank before the header, three decimals, no unit, newest workout first."""
    lines = [
        f'{cells.quoted(workout)},"{at}",{minutes // 60:02d}:{minutes % 60:02d}:00,{cells.quoted(name)},,{load:.3f},'
        f"{cells.short(reps)},null,null,{LYFTA_TYPES[kind]}"
        for workout, at, minutes, name, load, reps, kind in zip(
            sets["workout"].astype(str),
            sets["started_at"].dt.strftime("%Y-%m-%d %H:%M:%S"),
            sets["minutes"].astype(int),
            sets["exported_name"].astype(str),
            cells.in_unit(sets["load_kg"].fillna(0.0), unit),
            sets["reps"],
            sets["set_kind"].astype(str),
            strict=True,
        )
    ]
    return cells.encode([LYFTA_HEADER, *_newest_first(sets, lines)])


def render_repcount(sets: pd.DataFrame, unit: str) -> bytes:
    """Write RepCount's export: to the minute, no unit, assistance below zero, blanks after names, a set never done."""
    begun = sets["started_at"].dt.strftime("%Y-%m-%d %H:%M")
    ended = (sets["started_at"] + pd.to_timedelta(sets["minutes"], unit="min")).dt.strftime("%Y-%m-%d %H:%M")
    signs = np.where(sets["load_kind"].astype(str) == "assisted", -1.0, 1.0)
    loads = signs * np.array(cells.in_unit(sets["load_kg"].fillna(0.0), unit))
    lines = []
    for start, end, name, load, reps, workout, is_last in zip(
        begun,
        ended,
        sets["exported_name"].astype(str),
        loads,
        sets["reps"],
        sets["workout"].astype(str),
        cells.last_within(cells.workouts(sets)),
        strict=True,
    ):
        opening, closing = f"{start},{end},{cells.quoted(f'{name} ')}", f'"",,,,,{cells.quoted(workout)},'
        lines.append(f"{opening},{cells.short(load + 0.0)},{cells.short(reps)},{closing}")
        if is_last:
            lines.append(f"{opening},,,{closing}")
    return cells.encode([REPCOUNT_HEADER, *lines])


def _newest_first(sets: pd.DataFrame, lines: Sequence[str]) -> list[str]:
    order = np.argsort(-cells.workouts(sets), kind="stable")
    return [lines[row] for row in order]


def _comma(value: float) -> str:
    """Write a number with a decimal comma and one decimal at least."""
    return "" if np.isnan(value) else repr(float(value)).replace(".", ",")
