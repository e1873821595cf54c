"""What the columns of an unknown table may have measured of the body: told by their names, believed only of figures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any, Final

from pipelines.exports.body.sites import KINDS, Column, column_of, fits, site_in
from pipelines.exports.body.texts import split_unit
from pipelines.exports.own_tables.sample import Sample
from pipelines.exports.reading.figures import read_number

UNITS: Final = ("kg", "lb", "st", "cm", "in", "%", "fraction")
MEASURED: Final = tuple(site for site, kind in KINDS.items() if kind != "index")
SIDED: Final = frozenset({"upper_arm", "forearm", "wrist", "thigh", "calf", "ankle"})
_WHENS: Final = ("date", "time")
_TOLD_IN_HEADERS: Final = {"body_weight": "weight"}
_AGREEING: Final = 0.8
_SETS_AND_REPS: Final = 2  # columns of figures beside a load


def guess_body(sample: Sample, stated: Mapping[str, Any], alike: Sequence[str]) -> dict[str, Any]:
    """Guess the mapping of a table of body measurements.

    Parameters
    ----------
    stated : mapping
        What `guessing.guess` makes of it.
    alike : sequence of str
        Names of the files with the same header, this one's first: believed where the one column of figures has a name
        that tells nothing.

    Returns
    -------
    dict
        As `guessing.guess` does, with `measurements`: name of a column to what it measured.
    """
    columns = {tells: name for tells, name in stated["columns"].items() if tells in _WHENS}
    figures = [name for name in sample.header if name not in columns.values() and _is_figures(sample, name)]
    sites = {name: column_of(name) for name in figures}
    measured: dict[str, Any] = {name: worded(column) for name, column in sites.items() if column.site in MEASURED}
    if not measured and len(figures) == 1:
        measured = _by_name_of_file(figures[0], alike)
    return {"header": stated["header"], "app": stated["app"], "columns": columns, "measurements": measured}


def _by_name_of_file(column: str, alike: Sequence[str]) -> dict[str, Any]:
    """Guess what a column measured by the names of the files it stands in."""
    unit = column_of(column).unit
    sites = {file: site_in(PurePath(file).stem) for file in alike}
    by_file = {file: worded(replace(site, unit=unit)) for file, site in sites.items() if site}
    if alike[0] not in by_file:
        return {}
    return {column: by_file if len(alike) > 1 else by_file[alike[0]]}


def speaks_of_the_body(sample: Sample, stated: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    """Tell whether a table is more likely one of body measurements than one of sets.

    A weight alone may be that of a bar: beside names that come again and other figures it is.
    """
    columns, measured = set(stated["columns"]), body["measurements"]
    if {"exercise", "reps", "sets"} & columns or stated.get("sets"):
        return False
    if not measured:
        return "date" in columns and "load" not in columns
    if {column_of(name).site for name in measured} != {"body_weight"}:
        return True
    others = [name for name in sample.header if name not in measured and name not in body["columns"].values()]
    figures = sum(_is_figures(sample, name) for name in others)
    is_named = any(_comes_again(sample, name) for name in others)
    return not (
        (figures and is_named) or (figures >= _SETS_AND_REPS and any(_is_words(sample, name) for name in others))
    )


def worded(column: Column) -> str:
    """Say what a column measured in the words of a header: `left upper arm (cm)`."""
    site = column.site or ""
    unit = f"({column.unit})" if column.unit else ""
    words = (column.side or "", _TOLD_IN_HEADERS.get(site, site.replace("_", " ")), unit)
    return " ".join(word for word in words if word)


def units_of(site: str) -> list[str]:
    """Units a site may be measured in."""
    return [unit for unit in UNITS if fits(site, unit)]


def _is_figures(sample: Sample, name: str) -> bool:
    """Tell whether a column holds figures, with their unit beside them or without."""
    values = sample.column(name) if sample.header.count(name) == 1 else []
    good = sum(read_number(split_unit(text)[0]) is not None for text in values)
    return bool(values) and good >= _AGREEING * len(values)


def _is_words(sample: Sample, name: str) -> bool:
    """Tell whether nearly every row has words in a column, as it has the name of an exercise."""
    words = [text for text in sample.values(sample.header.index(name)) if any(map(str.isalpha, text))]
    return len(words) >= _AGREEING * len(sample.records) > 0


def _comes_again(sample: Sample, name: str) -> bool:
    """Tell whether a column holds words that come again and again."""
    words = [text for text in sample.column(name) if any(map(str.isalpha, text))]
    return bool(words) and len(set(words)) <= len(words) // 2
