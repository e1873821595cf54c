"""The next block's days in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import words
from models.blocks import routine
from models.blocks.written import items_of


@dataclass(frozen=True, kw_only=True)
class Prescribed:
    """One exercise of a session, in words; empty where nothing is prescribed.

    `weeks` says in which weeks it is done, where not in all.
    """

    name: str
    is_new: bool
    weeks: str
    sets: str
    load: str
    rir: str
    rest: str


@dataclass(frozen=True, kw_only=True)
class Session:
    """One day of the next block."""

    title: str
    exercises: tuple[Prescribed, ...]


def sessions_of(block: Mapping[str, Any], unit: str) -> tuple[Session, ...]:
    """Put the days of a block into words."""
    return tuple(
        Session(
            title=f"Day {item['day']}, {item['weekday']}: about {item['minutes']}{words.NARROW}min",
            exercises=tuple(_prescribed(entry, unit) for entry in items_of(block, item)),
        )
        for item in block.get("sessions", [])
    )


def _prescribed(item: Mapping[str, Any], unit: str) -> Prescribed:
    """Put one exercise into words: from its first week to its last where weeks differ."""
    weeks = [week for week, sets in enumerate(item["sets_by_week"] or ()) if sets]
    reps = _range(item["reps_by_week"], weeks) or (f"{item['reps']:g}" if item["reps"] else "")
    sets = _range(item["sets_by_week"], weeks) or f"{item['sets']:g}"
    loads = [words.plates(item["loads_kg"][week], unit) for week in weeks] if item["loads_kg"] else []
    if loads and loads[0] != loads[-1]:
        load = f"{loads[0].removesuffix(f'{words.NARROW}{unit}')} to {loads[-1]}"
    else:
        load = "body weight" if item["by_body_weight"] else words.plates(item["load_kg"], unit)
    return Prescribed(
        name=routine.shown_name(item),
        is_new=bool(item["is_new"]),
        weeks=_in_weeks(weeks, len(item["sets_by_week"] or ())),
        sets=f"{sets} × {reps}" if reps else f"{sets} sets",
        load=load,
        rir=_range(item["rir_by_week"], weeks) or ("" if item["rir"] is None else f"{item['rir']:g}"),
        rest=words.rest(float(item["rest_s"])) if item["rest_s"] else "",
    )


def _in_weeks(weeks: Sequence[int], whole: int) -> str:
    """Say in which weeks an exercise is done; nothing where it is in all of them."""
    if len(weeks) == whole:
        return ""
    return f"in week{'s' if len(weeks) > 1 else ''} {words.listed([str(week + 1) for week in weeks])}"


def _range(by_week: Sequence[float] | None, weeks: Sequence[int]) -> str:
    """Say a figure from the first of some weeks to the last."""
    if not by_week or not weeks:
        return ""
    first, last = by_week[weeks[0]], by_week[weeks[-1]]
    return f"{first:g}" if first == last else f"{first:g} to {last:g}"
