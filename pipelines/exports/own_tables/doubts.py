"""What is not sure of the roles guessed for columns, each with an example of what would follow either way."""

import re
from collections import defaultdict
from collections.abc import Mapping
from statistics import median
from typing import Final

from pipelines.exports.own_tables.header_words import duration_s, time_unit_in, words_of
from pipelines.exports.own_tables.roles import ROLES, are_words
from pipelines.exports.own_tables.sample import Doubt, Sample
from pipelines.exports.reading.base import MARKERS
from pipelines.exports.reading.figures import read_number

_MANY_REPS: Final = 20
_SHORT_S: Final = 12  # bare durations and rests below may just as well be minutes
_LONG_SET_S: Final = 120
_HALVES: Final = frozenset({"side", "seite", "lado", "côté", "lato", "plates"})
_STONES: Final = frozenset({"st", "stone", "stones"})
_ASSISTS: Final = frozenset({"assist", "assistance", "assisted", "unterstützung", "asistencia", "assistência", "ayuda"})
_RANGE: Final = re.compile(r"\d{1,2}\s*(?:-|–|to|bis|a|à)\s*\d{1,2}")


def doubts_of(sample: Sample, columns: Mapping[str, str]) -> list[Doubt]:
    """What is not sure of the roles guessed."""
    doubts = [
        _doubt_of_load(sample, columns),
        _doubt_of_people(sample, columns),
        _doubt_of_reps(sample, columns),
        _doubt_of_ranges(sample, columns),
        _doubt_of_kinds(sample, columns),
    ]
    doubts += [_doubt_of_duration(sample, columns, tells) for tells in ("seconds", "rest")]
    return [doubt for doubt in doubts if doubt is not None]


def _doubt_of_load(sample: Sample, columns: Mapping[str, str]) -> Doubt | None:
    """Doubt a load that its name says is that of one side of a bar, is help, or is in a unit that is not read."""
    name = columns.get("load", "")
    words, shown = set(words_of(name)), next(iter(sample.column(name)), "") if name else ""
    if words & _HALVES:
        said = f"{name} {shown} is half of what is lifted, without the bar, or the whole load"
    elif words & _ASSISTS:
        said = f"{name} {shown} was taken off the body's weight, which is written -{shown}, or was lifted"
    elif words & _STONES:
        said = f"{name} {shown} is in stone, which is not read as a load; write it in kg or lb"
    else:
        return None
    return Doubt(tells="load", column=name, said=said)


def _doubt_of_people(sample: Sample, columns: Mapping[str, str]) -> Doubt | None:
    """Doubt a column `Name` that names neither exercises nor anything else known: it may be people."""
    for name in sample.header:
        if words_of(name) == ["name"] and name not in columns.values() and sample.header.count(name) == 1:
            values = list(dict.fromkeys(sample.column(name)))
            if len(values) > 1 and are_words(values):
                said = f"{values[0]!r} and {values[1]!r} are people, each with a log of their own, or names of workouts"
                return Doubt(tells="lifter", column=name, said=said)
    return None


def _doubt_of_ranges(sample: Sample, columns: Mapping[str, str]) -> Doubt | None:
    """Doubt a column of reps whose cells are ranges, as plans state them."""
    for name in () if "reps" in columns else sample.header:
        values = sample.column(name) if ROLES["reps"].fit(name) and sample.header.count(name) == 1 else []
        ranges = [text for text in values if _RANGE.fullmatch(text)]
        if 2 * len(ranges) > len(values):
            said = f"{ranges[0]!r} is a range, which a plan states; write the reps that were done"
            return Doubt(tells="reps", column=name, said=said)
    return None


def _doubt_of_reps(sample: Sample, columns: Mapping[str, str]) -> Doubt | None:
    """Doubt reps that may be those of all sets of a row together."""
    if not {"sets", "reps"} <= set(columns):
        return None
    rows = [(read_number(sets), read_number(reps)) for sets, reps in sample.rows(columns, "sets", "reps")]
    many = [(sets, reps) for sets, reps in rows if sets and reps and sets > 1 and reps > _MANY_REPS]
    if 2 * len(many) <= len(rows):
        return None
    sets, reps = many[0]
    said = f"{sets:g} sets and {reps:g} reps are {sets:g} sets of {reps:g} each, or {reps:g} reps in all sets together"
    return Doubt(tells="reps", column=columns["reps"], said=said)


def _doubt_of_kinds(sample: Sample, columns: Mapping[str, str]) -> Doubt | None:
    """Doubt a column of kinds of which some word is not known."""
    if "set_kind" not in columns:
        return None
    name = columns["set_kind"]
    unknown = [text for text in sample.column(name) if text.casefold() not in MARKERS and read_number(text) is None]
    if not unknown:
        return None
    return Doubt(
        tells="set_kind", column=name, said=f"rows marked {unknown[0]!r} are sets, warm-ups, or no sets at all"
    )


def _doubt_of_duration(sample: Sample, columns: Mapping[str, str], tells: str) -> Doubt | None:
    """Doubt durations that may be those of the whole workout, and bare figures that may be minutes."""
    if tells not in columns:
        return None
    name = columns[tells]
    figures = [number for text in sample.column(name) if (number := read_number(text))]
    if tells == "seconds" and {"reps", "date"} <= set(columns) and _may_be_whole(sample, columns):
        shown = next(text for text in sample.column(name) if duration_s(text, time_unit_in(name)))
        said = f"{name} {shown} is how long each set was held, or how long the exercise or the workout took"
        return Doubt(tells=tells, column=name, said=said)
    if figures and time_unit_in(name) is None and median(figures) < _SHORT_S:
        return Doubt(
            tells=tells, column=name, said=f"{name} {figures[0]:g} is {figures[0]:g} s, or {60 * figures[0]:g} s"
        )
    return None


def _may_be_whole(sample: Sample, columns: Mapping[str, str]) -> bool:
    """Tell durations beside reps that are the same all day, or longer than sets with reps are."""
    unit = time_unit_in(columns["seconds"])
    by_day: dict[str, list[float]] = defaultdict(list)
    for day, text, reps in sample.rows(columns, "date", "seconds", "reps"):
        seconds = duration_s(text, unit)
        if seconds and read_number(reps):
            by_day[day].append(seconds)
    held = [seconds for day in by_day.values() for seconds in day]
    is_one_a_day = len(held) > len(by_day) and all(len(set(day)) == 1 for day in by_day.values())
    return bool(held) and (is_one_a_day or median(held) >= _LONG_SET_S)
