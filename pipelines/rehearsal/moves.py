"""Which 1RMs an ingest would move: the best of the last four weeks of each lift, before and after."""

from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.publish import Build, current_build

LEAST: Final = 0.005
"""Smaller moves, as a share, are within how finely loads are logged."""

_SQL: Final = Path(__file__).resolve().parent / "sql" / "rehearsed_bests.sql"


def moves(settings: Settings, scratch: Settings, build: Build, lifters: Collection[str]) -> list[dict[str, Any]]:
    """Return the lifts whose best estimated 1RM of the last four weeks would move, the largest move first.

    Returns
    -------
    list of dict
        `lifter, exercise_id, name, before_kg, after_kg`; None before for a lift that is new or was not trained lately.
        A lift that is not in the last four weeks of the log then is not told of.
    """
    after, before = _bests(scratch, build, lifters), _bests(settings, current_build(settings), lifters)
    found = []
    for lift, row in after.items():
        was, will = before.get(lift, {}).get("best_kg"), row["best_kg"]
        if was is None or abs(will / was - 1) >= LEAST:
            named = {name: row[name] for name in ("lifter", "exercise_id", "name")}
            found.append(named | {"before_kg": was, "after_kg": will})
    return sorted(found, key=lambda row: -_size(row))


def _size(row: dict[str, Any]) -> float:
    """How far a lift moves, as a share; one that is new after all those that move, the heaviest first."""
    if row["before_kg"] is None:
        return float(row["after_kg"] / 1e6)
    return abs(float(row["after_kg"] / row["before_kg"] - 1))


def _bests(settings: Settings, build: Build | None, lifters: Collection[str]) -> dict[tuple[str, str], dict[str, Any]]:
    if build is None or not build.is_readable:
        return {}
    with read.connect(settings, build) as con:
        cursor = con.execute(_SQL.read_text(encoding="utf-8"), {"lifters": sorted(lifters)})
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["lifter"], row["exercise_id"]): row for row in rows}
