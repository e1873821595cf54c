"""What the columns of an unknown table may be: told by the words of the header, believed only if the values agree.

A guess is never applied by itself: a person is shown it, or asks for what is sure of it to be taken.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import PurePath
from statistics import median
from typing import Any, Final

from pipelines.exports.own_tables.guess_shape import (
    LIKE_SETS,
    guess_shape,
    numbered_columns,
    paired_columns,
    words_that_state_sets,
)
from pipelines.exports.own_tables.pages import pages_of
from pipelines.exports.own_tables.roles import (
    ROLES,
    Values,
    are_dates,
    are_words,
    duration_s,
    have_clock,
    is_percent,
    share,
    time_unit_in,
    words_of,
)
from pipelines.exports.own_tables.sample import NOTHING, Doubt, Guess, Sample, sample_of, sample_of_page
from pipelines.exports.own_tables.stated_dates import MILLISECONDS, SECONDS, way_of
from pipelines.exports.reading.base import MARKERS
from pipelines.exports.reading.dates import read_moments
from pipelines.exports.reading.figures import read_mass_unit, read_metres, read_number
from pipelines.exports.reading.in_doubt import AMBIGUOUS
from pipelines.exports.reading.source import Source

Knows = Callable[[Sequence[str]], set[str]]
"""Which of some names are exercises."""

_LEAST_KNOWN: Final = 0.5  # of the distinct names in a column of exercises
_MOST_NAMES: Final = 200
_BARELY_KNOWN: Final = 0.2
_SHORT_S: Final = 12  # bare durations and rests below may just as well be minutes
_LONG_SET_S: Final = 120
_MANY_REPS: Final = 20
_STARTS: Final = frozenset({"start", "started", "begin", "beginn", "time"})
_WHOLE_NAME: Final = 1000
_CLOCK: Final = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")
_RANGE: Final = re.compile(r"\d{1,2}\s*(?:-|–|to|bis|a|à)\s*\d{1,2}")
_HALVES: Final = frozenset({"side", "seite", "lado", "côté", "lato", "plates"})
_STONES: Final = frozenset({"st", "stone", "stones"})
_ASSISTS: Final = frozenset({"assist", "assistance", "assisted", "unterstützung", "asistencia", "assistência", "ayuda"})


def nobody_knows(names: Sequence[str]) -> set[str]:  # noqa: ARG001 (what knows exercises is not asked)
    """No name is an exercise's."""
    return set()


def guess(source: Source, knows: Knows = nobody_knows) -> Guess:
    """Guess a mapping.

    Parameters
    ----------
    knows : callable
        Tells which names are exercises; a column of such is the exercise whatever it is called.

    Returns
    -------
    Guess
        What a mapping file states, as TOML reads it; it may lack what a mapping needs.

    Raises
    ------
    ExportError
        If the file is empty or is not text.
    """
    pages = pages_of(source)
    sample = sample_of_page(pages[0])
    numbered = numbered_columns(sample) or paired_columns(sample, knows)
    columns = _columns(sample, knows, numbered)
    shape, doubts = guess_shape(sample, pages, columns, numbered, knows)
    columns = {
        tells: name for tells, name in columns.items() if tells != "workout" or name not in shape.get("sets", {})
    }
    doubts += _read_time_as_duration(sample, columns) if not shape.get("sets") else []
    stated: dict[str, Any] = {
        "header": pages[0].header_text,
        "app": _slug(PurePath(source.name).stem),
        "columns": {tells: columns[tells] for tells in ROLES if tells in columns},
    }
    for tells in ("load", "distance", "body_weight"):
        unit = _unit_in(columns[tells], tells) if tells in columns and f"{tells}_unit" not in columns else None
        if unit:
            stated[f"{tells}_unit"] = unit
    for tells in ("seconds", "rest"):
        unit = time_unit_in(columns[tells]) if tells in columns else None
        if unit and unit != "s":
            stated[f"{tells}_unit"] = unit
    dates = way_of(sample.column(columns["date"])) if "date" in columns else None
    proposed = {"dates": dates, "nothing": _nothing(sample, columns), **shape}
    stated |= {key: value for key, value in proposed.items() if value}
    if stated.get("sets") and "load_unit" not in stated:
        stated |= _unit_of_set_columns(stated["sets"])
    if not stated.get("sets") and "reps" not in columns:
        doubts += words_that_state_sets(sample)
    return Guess(stated=stated, doubts=(*doubts, *_doubts(sample, columns)))


def is_table(source: Source) -> bool:
    """Tell whether a file looks like a table at all, and not like prose."""
    sample = sample_of(source)
    return bool(sample.records) and (len(sample.header) > 1 or bool(sample.headings))


def dates_are_open(values: Values) -> bool:
    """Tell whether dates could be day first as well as month first."""
    return any(moment.problem == AMBIGUOUS for moment in read_moments(list(dict.fromkeys(values))))


def _columns(sample: Sample, knows: Knows, numbered: Collection[str]) -> dict[str, str]:
    """Column of each role: the one whose name fits best, of those whose values agree; a column has one role."""
    fitting = []
    percents = {name for at, name in enumerate(sample.header) if is_percent(name, sample.values(at))}
    for place, (tells, role) in enumerate(ROLES.items()):
        for at, name in enumerate(sample.header):
            fit = role.fit(name)
            is_share = name in percents and tells in {"load", "body_weight"}
            is_free = name not in numbered and sample.header.count(name) == 1
            if fit and not is_share and is_free and role.agrees(sample.values(at)):
                fitting.append((-fit, place, at, tells, name))
    columns: dict[str, str] = {}
    for _, _, _, tells, name in sorted(fitting):
        if tells not in columns and name not in columns.values():
            columns[tells] = name
    _choose_date(sample, columns)
    _choose_exercise(sample, columns, knows)
    if "sets" in columns and _counts_sets(sample, columns):
        columns.setdefault("set_number", columns.pop("sets"))
    return columns


def _choose_date(sample: Sample, columns: dict[str, str]) -> None:
    """Believe any column of dates where no name tells of one; when a workout began goes before its day alone."""
    if "date" not in columns:
        free = [name for name in sample.header if name not in columns.values() and sample.header.count(name) == 1]
        dated = [name for name in free if are_dates(sample.column(name))]
        dated = dated or [name for name in free if way_of(sample.column(name)) in {SECONDS, MILLISECONDS}]
        columns |= {"date": dated[0]} if dated else {}
    if "date" not in columns:
        return
    if not have_clock(sample.column(columns["date"])):
        starts = [
            name
            for name in sample.header
            if name not in columns.values() and ROLES["date"].fit(name) and _STARTS & set(words_of(name))
        ]
        exact = [name for name in starts if are_dates(values := sample.column(name)) and have_clock(values)]
        if exact:
            columns["date"] = exact[0]
    if "time" in columns and have_clock(sample.column(columns["date"])):
        del columns["time"]


def _choose_exercise(sample: Sample, columns: dict[str, str], knows: Knows) -> None:
    """Take the column of known names for the exercise, unless one named so holds some as well."""
    named = columns.get("exercise")
    if named is not None and _share_known(sample, named, knows) >= _BARELY_KNOWN:
        return
    others = [
        name
        for tells, name in [*columns.items(), *((None, name) for name in sample.header)]
        if tells in {None, "workout", "lifter"}
        and sample.header.count(name) == 1
        and are_words(values := sample.column(name))
        and share(values, lambda text: LIKE_SETS.search(text) is not None) < _LEAST_KNOWN
    ]
    shares = {name: _share_known(sample, name, knows) for name in dict.fromkeys(others) if name != named}
    best = max(shares, key=lambda name: shares[name], default=None)
    if best is not None and shares[best] >= _LEAST_KNOWN:
        for tells in [tells for tells, name in columns.items() if name == best]:
            del columns[tells]
        columns["exercise"] = best


def _read_time_as_duration(sample: Sample, columns: dict[str, str]) -> list[Doubt]:
    """Take the column `Time` for how long a set lasted where nothing else makes a set, and say whether that is sure."""
    if "time" not in columns or {"reps", "seconds"} & columns.keys():
        return []
    name = columns["seconds"] = columns.pop("time")
    values = sample.column(name)
    days = sample.rows(columns, "date", "seconds") if "date" in columns else []
    is_one_a_day = len(set(days)) == len({day for day, _ in days}) < len(days)
    if not all(map(_CLOCK.fullmatch, values)) or ("distance" in columns and not is_one_a_day):
        return []
    said = f"{name} {values[0]} is how long the set lasted, or the time of day"
    return [Doubt(tells="seconds", column=name, said=said)]


def _share_known(sample: Sample, name: str, knows: Knows) -> float:
    distinct = list(dict.fromkeys(sample.column(name)))[:_MOST_NAMES]
    return len(knows(distinct)) / len(distinct) if distinct else 0.0


def _counts_sets(sample: Sample, columns: Mapping[str, str]) -> bool:
    """Tell the number of each set (1, 2, 3 ...) from how many sets a row stands for."""
    by_exercise: dict[tuple[str, ...], list[float | None]] = defaultdict(list)
    told = [tells for tells in ("date", "exercise") if tells in columns]
    for *key, text in sample.rows(columns, *told, "sets"):
        by_exercise[tuple(key)].append(read_number(text))
    several = [numbers for numbers in by_exercise.values() if len(numbers) > 1]
    rising = [
        numbers
        for numbers in several
        if numbers == [first + at for at, first in enumerate([numbers[0] or 0] * len(numbers))]
    ]
    return bool(several) and len(rising) > len(several) / 2


def _doubts(sample: Sample, columns: Mapping[str, str]) -> list[Doubt]:
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


def _unit_in(name: str, tells: str) -> str | None:
    """Read the unit that a column's name states."""
    for word in words_of(name):
        if tells == "distance":
            if read_metres(word) is not None:
                return word
        elif unit := read_mass_unit(word):
            return unit
    return None


def _unit_of_set_columns(sets: Mapping[str, Any]) -> dict[str, str]:
    """Unit of loads that the names of columns of sets state, where they agree."""
    units = {unit for name in sets if (unit := _unit_in(name, "load"))}
    return {"load_unit": units.pop()} if len(units) == 1 else {}


def _nothing(sample: Sample, columns: Mapping[str, str]) -> list[str]:
    """Find the words for nothing that stand among the values."""
    places = [sample.header.index(name) for name in columns.values()]
    held = {record[at].strip() for record in sample.records for at in places}
    return sorted(text for text in held if text.casefold() in NOTHING)


def _slug(stem: str) -> str:
    """Make the name of an app of that of a file."""
    return re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-")[:40].strip("-") or "table"
