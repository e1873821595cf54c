"""Mapping files: what a person writes about a table's columns, to the format that reads it, and back."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from pipelines.errors import MappingError
from pipelines.exports.body.sites import Column, column_of
from pipelines.exports.own_tables.body import MappedBody
from pipelines.exports.own_tables.header_words import SECONDS
from pipelines.exports.own_tables.pages import named, signature_of
from pipelines.exports.own_tables.shape import KEYS, Shape, shape_of
from pipelines.exports.own_tables.stated_dates import DATES
from pipelines.exports.own_tables.workouts import MappedTable
from pipelines.exports.reading.base import MARKERS, MODES, SET_KINDS, UPSERT, Dialect
from pipelines.exports.reading.figures import read_metres
from pipelines.exports.reading.source import cells_of, likely_delimiter

COLUMNS: Final = {
    "lifter": "lifter",
    "date": "started",
    "time": "clock",
    "workout": "workout",
    "exercise": "exercise",
    "set_kind": "marker",
    "warmup": "is_warmup",
    "load": "load",
    "load_unit": "load_unit",
    "reps": "reps",
    "sets": "sets",
    "rir": "rir",
    "rpe": "rpe",
    "seconds": "seconds",
    "rest": "rest",
    "distance": "distance",
    "distance_unit": "distance_unit",
    "multiplier": "multiplier",
    "body_weight": "body_weight",
    "body_weight_unit": "body_weight_unit",
    "set_id": "set_id",
    "set_number": "set_number",
}
"""What a mapping may name a column for, to what the column tells."""

UNITS: Final = ("load_unit", "distance_unit", "body_weight_unit", "seconds_unit", "rest_unit")
NO_SET: Final = "not a set"
_WHENS: Final[Mapping[str, Literal["date", "clock"]]] = {"date": "date", "time": "clock"}
_APP: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_TEXTS: Final = ("header", "app", "exercise", "dates", "decimal", "delimiter", "mode", *UNITS, *KEYS)


def parse_mapping(text: str, name: str) -> MappedTable | MappedBody:
    """Make the format that a mapping file describes.

    Parameters
    ----------
    text : str
        TOML, as docs/formats.md describes it.
    name : str
        What people call the file.

    Raises
    ------
    MappingError
        If it cannot be used; says what to write instead.
    """
    try:
        stated = tomllib.loads(text)
    except RecursionError as error:
        raise MappingError(f'{name}: is nested too deep; write lines such as date = "Date"') from error
    except ValueError as error:  # of TOML, or of a number with too many digits
        raise MappingError(f'{name}: not TOML ({error}); write lines such as date = "Date"') from error
    if "measurements" in stated:
        return _mapped_body(stated, name)
    _check(stated, name)
    signature = signature_of(stated["header"])
    return MappedTable(
        app=stated.get("app", f"table-{signature[:6]}"),
        title=f"the table that {name} maps",
        version=_version(stated),
        columns=MappingProxyType({COLUMNS[tells]: (column,) for tells, column in stated["columns"].items()}),
        required=frozenset(),
        layouts=MappingProxyType({"mapped": stated["header"]}),
        dialect=Dialect(
            markers=MappingProxyType(MARKERS | _markers(stated.get("set_kinds", {}))),
            load_unit=stated.get("load_unit"),
            distance_unit=stated.get("distance_unit"),
            body_weight_unit=stated.get("body_weight_unit"),
        ),
        signature=signature,
        delimiter=stated.get("delimiter"),
        dates=stated.get("dates"),
        decimal=stated.get("decimal"),
        nothing=frozenset(word.strip().casefold() for word in stated.get("nothing", ())),
        exercise=stated.get("exercise"),
        seconds_unit=stated.get("seconds_unit"),
        rest_unit=stated.get("rest_unit"),
        shape=shape_of(stated, name),
        mode=stated.get("mode"),
    )


def _mapped_body(stated: Mapping[str, Any], name: str) -> MappedBody:
    """Make the format of a table of body measurements."""
    unknown = sorted(set(stated) - {"header", "app", "delimiter", "columns", "measurements"})
    if unknown:
        raise MappingError(
            f"{name}: of body measurements, does not know {', '.join(unknown)}; docs/formats.md has more"
        )
    _check_texts(stated, name)
    _check_choices(stated, name)
    whens, measured = stated.get("columns"), stated["measurements"]
    if not isinstance(whens, dict) or not {"date"} <= set(whens) <= set(_WHENS) or not isinstance(measured, dict):
        raise MappingError(f"{name}: of body measurements, [columns] holds date and perhaps time, and nothing else")
    _check_header(stated, {**whens, **{f"[measurements] {column}": column for column in measured}}, name)
    by_file = {column: told for column, told in measured.items() if isinstance(told, dict)}
    everywhere = {column: told for column, told in measured.items() if column not in by_file}
    signature = signature_of(stated["header"])
    return MappedBody(
        app=stated.get("app", f"table-{signature[:6]}"),
        title=f"the mapping {name}",
        version=_version(stated),
        signature=signature,
        columns={_folded(column): Column(_WHENS[tells]) for tells, column in whens.items()}
        | {_folded(column): _site(told, name) for column, told in everywhere.items()},
        by_file={
            _folded(column): {file: _site(told, name) for file, told in files.items()}
            for column, files in by_file.items()
        },
        delimiter=stated.get("delimiter"),
    )


def _site(stated: Any, name: str) -> Column:
    """Read what a column measured, in the words a header would say it with."""
    column = column_of(stated) if isinstance(stated, str) else None
    if column is None or column.tells != "site":
        raise MappingError(
            f"{name}: [measurements] says {stated!r}, which is no site known here; write such as 'waist (cm)', "
            "'left thigh (in)', 'weight (lb)' or 'body fat (%)'"
        )
    return column


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _version(stated: Mapping[str, Any]) -> int:
    """Number for what a mapping says: whatever is changed in it, its files are read anew."""
    return int(hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()[:8], 16)


def _markers(kinds: Mapping[str, str]) -> dict[str, str]:
    """What each marker means; `not a set: warm bath` gives the reason after the colon."""
    reasons = {marker: meaning.partition(":")[2].strip() or f"marked '{marker}'" for marker, meaning in kinds.items()}
    return {
        marker.strip().casefold(): meaning if meaning in SET_KINDS else reasons[marker]
        for marker, meaning in kinds.items()
    }


def _check(stated: Mapping[str, Any], name: str) -> None:
    """Complain of the first thing that cannot be used."""
    unknown = sorted(set(stated) - {*_TEXTS, "columns", "sets", "carried", "set_kinds", "nothing"})
    if unknown:
        raise MappingError(f"{name}: does not know {', '.join(unknown)}; docs/formats.md lists what it may hold")
    _check_texts(stated, name)
    _check_choices(stated, name)
    _check_columns(stated, name)


def _check_texts(stated: Mapping[str, Any], name: str) -> None:
    """See that texts are texts, and that there is a header."""
    for key in _TEXTS:
        if not isinstance(stated.get(key, ""), str):
            raise MappingError(f"{name}: {key} is {stated[key]!r}; write a text in quotes")
    if not str(stated.get("header", "")).strip():
        raise MappingError(f"{name}: header is missing; paste the table's own header line: header = 'Date,Lift,...'")


def _check_columns(stated: Mapping[str, Any], name: str) -> None:
    """See that each column named is one of the header's, and that there are enough to make sets of."""
    columns = stated.get("columns")
    if not isinstance(columns, dict) or not all(isinstance(column, str) for column in columns.values()):
        raise MappingError(f'{name}: has no table [columns]; write lines such as date = "Date" under [columns]')
    unknown = sorted(set(columns) - set(COLUMNS))
    if unknown:
        raise MappingError(f"{name}: [columns] does not know {', '.join(unknown)}; it may hold {', '.join(COLUMNS)}")
    shape = shape_of(stated, name) or Shape()
    held = {**columns, **{f"[sets] {column}": column for column in stated.get("sets", {})}}
    _check_header(stated, held, name)
    has_date = "date" in columns or shape.tells_dates
    has_exercise = "exercise" in columns or bool(stated.get("exercise")) or shape.names_exercises
    if not has_date and has_exercise:
        raise MappingError(
            f"{name}: [columns] needs date, and no column was named for it. Write the day of each set, with its year, "
            "such as 2026-05-04, beside it or on a line above the sets of that day"
        )
    if not has_exercise:
        raise MappingError(
            f"{name}: [columns] needs {'' if has_date else 'date and '}exercise; of a table of one lift, write "
            'exercise = "Squat" on top; of body measurements, write [measurements]'
        )
    if not ({"reps", "seconds", "distance"} & set(columns) or shape.states_sets):
        raise MappingError(
            f"{name}: [columns] needs reps, seconds or distance: nothing else makes a set; of cells that state several "
            'sets, write [sets] and under it lines such as "Done" = "sets x reps x load"'
        )
    if stated.get("mode") == UPSERT and not {"set_id", "set_number"} & set(columns):
        raise MappingError(f"{name}: mode is {UPSERT!r}, for which [columns] needs set_id or set_number")


def _check_header(stated: Mapping[str, Any], columns: Mapping[str, Any], name: str) -> None:
    """See that each column named is one of the header's, and named once."""
    header = stated["header"]
    cells = cells_of(header, stated.get("delimiter") or likely_delimiter(header))[0]
    held = [_folded(cell) for cell in named(cells)]
    for tells, column in columns.items():
        count = held.count(_folded(str(column)))
        if count != 1:
            misfit = "is not in the header" if not count else f"stands {count} times in the header"
            raise MappingError(f"{name}: {tells} is {column!r}, which {misfit}: {', '.join(cells)}")
        if list(columns.values()).count(column) > 1:
            raise MappingError(f"{name}: {column!r} is named twice; a column tells one thing")


def _check_choices(stated: Mapping[str, Any], name: str) -> None:
    """See that words stand for something known."""
    masses, durations = ("kg", "lb"), tuple(SECONDS)
    choices = {"load_unit": masses, "body_weight_unit": masses, "seconds_unit": durations, "rest_unit": durations}
    choices |= {"dates": DATES, "decimal": (".", ","), "mode": MODES}
    for key, allowed in choices.items():
        if key in stated and stated[key] not in allowed:
            raise MappingError(f"{name}: {key} is {stated[key]!r}; write one of {', '.join(map(repr, allowed))}")
    if "distance_unit" in stated and read_metres(stated["distance_unit"]) is None:
        raise MappingError(f"{name}: distance_unit is {stated['distance_unit']!r}; write m, km or mi")
    if "app" in stated and not _APP.fullmatch(stated["app"]):
        raise MappingError(f"{name}: app is {stated['app']!r}; write small letters, digits, - and _, 40 at most")
    if "delimiter" in stated and len(stated["delimiter"]) != 1:
        raise MappingError(f"{name}: delimiter is {stated['delimiter']!r}; write one character")
    nothing = stated.get("nothing", [])
    if not isinstance(nothing, list) or not all(isinstance(word, str) for word in nothing):
        raise MappingError(f'{name}: nothing is {nothing!r}; write a list of texts: nothing = ["NA"]')
    kinds = stated.get("set_kinds", {})
    for marker, meaning in kinds.items() if isinstance(kinds, dict) else [("", kinds)]:
        if not isinstance(meaning, str) or not (meaning in SET_KINDS or meaning.startswith(NO_SET)):
            raise MappingError(
                f"{name}: [set_kinds] {marker!r} is {meaning!r}; write {', '.join(sorted(SET_KINDS))} or {NO_SET!r}"
            )


def mapping_toml(stated: Mapping[str, Any]) -> str:
    """Write a mapping file, to be read and edited by people.

    Parameters
    ----------
    stated : mapping
        As TOML reads it: texts, `carried`, `nothing`, and the tables `columns`, `sets`, `set_kinds` and `measurements`.
    """
    lines = [
        "# How Liftcast reads tables with this header. Edit it freely: what changes is read anew at the next ingest.",
        "# docs/formats.md lists what may stand here.",
    ]
    lines += [f"{key} = {_quoted(stated[key])}" for key in (*_TEXTS, "carried", "nothing") if stated.get(key)]
    for table in ("columns", "sets", "set_kinds", "measurements"):
        if table == "columns" or stated.get(table):
            rows = [f"{_key(key)} = {_value(value)}" for key, value in stated.get(table, {}).items()]
            lines += ["", f"[{table}]", *rows]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    """Write what stands beside a key: a text, what files of one header measured each, or what a column states."""
    if not isinstance(value, Mapping):
        return _quoted(value)
    return "{ " + ", ".join(f"{_key(key)} = {_quoted(told)}" for key, told in value.items()) + " }"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _quoted(key)


def _quoted(value: Any) -> str:
    """Write a text or a list of texts; what JSON writes of them is TOML too, but for one character."""
    if isinstance(value, str) and '"' in value and "'" not in value and value.isprintable():
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
