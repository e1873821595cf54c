"""What the columns of an unknown table may be: told by the words of the header, believed only if the values agree.

A guess is never applied by itself: a person is shown it, or asks for what is sure of it to be taken.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from pipelines.exports.own_tables.doubts import doubts_of
from pipelines.exports.own_tables.guess_shape import (
    LIKE_SETS,
    guess_shape,
    numbered_columns,
    paired_columns,
    words_that_state_sets,
)
from pipelines.exports.own_tables.header_words import time_unit_in, words_of
from pipelines.exports.own_tables.pages import pages_of
from pipelines.exports.own_tables.roles import ROLES, is_percent
from pipelines.exports.own_tables.sample import NOTHING, Doubt, Guess, Sample, sample_of, sample_of_page
from pipelines.exports.own_tables.stated_dates import MILLISECONDS, SECONDS, way_of
from pipelines.exports.own_tables.values import Values, are_dates, are_words, have_clock, share
from pipelines.exports.reading.dates import read_moments
from pipelines.exports.reading.figures import read_mass_unit, read_metres, read_number
from pipelines.exports.reading.in_doubt import AMBIGUOUS
from pipelines.exports.reading.source import Source

Knows = Callable[[Sequence[str]], set[str]]
"""Which of some names are exercises."""

_LEAST_KNOWN: Final = 0.5  # of the distinct names in a column of exercises
_MOST_NAMES: Final = 200
_BARELY_KNOWN: Final = 0.2
_STARTS: Final = frozenset({"start", "started", "begin", "beginn", "time"})
_WHOLE_NAME: Final = 1000
_CLOCK: Final = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")


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
    return Guess(stated=stated, doubts=(*doubts, *doubts_of(sample, columns, stated.get("sets", {}))))


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
    if "sets" in columns and _are_repeated(sample, columns):
        del columns["sets"]
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
    several = [sorted(numbers) for numbers in _by_exercise(sample, columns) if len(numbers) > 1]
    rising = [numbers for numbers in several if numbers == [numbers[0] + at for at in range(len(numbers))]]
    return bool(several) and len(rising) > len(several) / 2


def _are_repeated(sample: Sample, columns: Mapping[str, str]) -> bool:
    """Tell a count of sets that stands beside each of them: 3, 3, 3."""
    several = [numbers for numbers in _by_exercise(sample, columns) if len(numbers) > 1]
    repeated = [numbers for numbers in several if set(numbers) == {len(numbers)}]
    return len(repeated) > len(several) / 2


def _by_exercise(sample: Sample, columns: Mapping[str, str]) -> list[list[float]]:
    """The figures of the column of sets, exercise by exercise and day by day."""
    by_exercise: dict[tuple[str, ...], list[float]] = defaultdict(list)
    told = [tells for tells in ("date", "exercise") if tells in columns]
    for *key, text in sample.rows(columns, *told, "sets"):
        by_exercise[tuple(key)].append(read_number(text) or 0)
    return list(by_exercise.values())


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
