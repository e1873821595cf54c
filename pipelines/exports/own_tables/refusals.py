"""What a file is that no format reads: said by its content, with what to take instead."""

import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pipelines.errors import ExportError, MappingError
from pipelines.exports.own_tables.guess_workouts import Knows, dates_are_open, guess, nobody_knows
from pipelines.exports.own_tables.header_words import set_of, words_of
from pipelines.exports.own_tables.mapping import mapping_toml, parse_mapping
from pipelines.exports.own_tables.sample import Guess, Sample, sample_of
from pipelines.exports.own_tables.summaries import said_of_summary
from pipelines.exports.own_tables.values import are_dates, are_numbers
from pipelines.exports.reading.databases import DAMAGE, SIGNATURE, opened, tables_of
from pipelines.exports.reading.documents import LINE
from pipelines.exports.reading.source import Source, shortened
from pipelines.exports.reading.workbooks import NUMBERS

_MOST_NAMED: Final = 6
_LEAST_LIFTS: Final = 2
_ACTIVITY: Final = frozenset({"activity", "type", "sport", "aktivität", "actividad", "activité"})
_BODY_IN_MOTION: Final = frozenset(
    {
        "energy",
        "calories",
        "kcal",
        "heart",
        "steps",
        "pace",
        "elevation",
        "bpm",
        "elapsed",
        "moving",
        "distance",
        "duration",
    }
)
_DAILY: Final = frozenset(
    {
        "sleep",
        "bedtime",
        "floors",
        "sedentary",
        "protein",
        "carbs",
        "fat",
        "meal",
        "food",
        "schlaf",
        "schritte",
        "eiweiß",
    }
)
_LONGEST_KIND: Final = 100
_PAGE: Final = re.compile(rb"\s*<(?:!doctype html|html\b)", re.IGNORECASE)
_SAMSUNG: Final = re.compile(rb"com\.samsung\.s?health\.[\w.]+")
_SPAN: Final = re.compile(
    r"(?:week|day|woche|tag|semaine|jour|semana|d[ií]a|settimana|giorno)\s*#?\d{1,2}", re.IGNORECASE
)
_WEEKDAYS: Final = set_of(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag "
    "dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes "
    "martes miércoles miercoles jueves viernes sábado sabado domingo segunda terça quarta quinta sexta lunedì martedì "
    "mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
)
_RANGE: Final = re.compile(r".{8,30}\s(?:-|–|to)\s.{8,30}")
_SETLIKE: Final = frozenset({"reps", "repetitions", "weight", "weight_kg", "load"})


def said_of(source: Source, knows: Knows = nobody_knows) -> str | None:
    """Say what a file is that holds no sets that could be read; None where only a person could tell.

    Parameters
    ----------
    knows : callable
        As of `guess`.

    Returns
    -------
    str or None
        The rest of a sentence that begins with the file's name.
    """
    by_first_bytes = _by_first_bytes(source)
    if by_first_bytes is not None:
        return by_first_bytes
    try:
        if source.document is not None:
            return _of_document(source.document)
        if not source.sheet.is_text:
            return None
        sample, guessed = sample_of(source), guess(source, knows)
    except ExportError:
        return None
    return (
        _of_activities(sample, guessed)
        or said_of_summary(sample, guessed)
        or _of_days_across(sample)
        or _of_maxima(sample, guessed, knows)
    )


def _by_first_bytes(source: Source) -> str | None:
    """Say what a file is that its first bytes tell."""
    if source.head.startswith(SIGNATURE):
        return _of_database(source)
    if source.head.startswith(b"PK") and (said := _by_its_parts(source)):
        return said
    if _PAGE.match(source.head):
        return "is a web page, from which no sets are read; export the log as CSV from the app or the site"
    if source.head.startswith(b"%PDF"):
        return "is a PDF document, from which no sets are read; export the log as CSV from the app or the spreadsheet"
    match = _SAMSUNG.match(source.head)
    return match and (
        f"is Samsung Health's table {match[0].decode()}, which holds no sets; of its tables only "
        "com.samsung.health.weight is read. Export the sets from the app in which they were logged, or leave the file "
        "out"
    )


def _by_its_parts(source: Source) -> str | None:
    """Say what a document is by what its zip holds: one of Word, of LibreOffice Writer, or of Apple Numbers."""
    try:
        with zipfile.ZipFile(source.path) as held:
            names = set(held.namelist())
            kind = held.read("mimetype")[:_LONGEST_KIND] if "mimetype" in names else b""
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError):
        return None
    if NUMBERS in names:
        return "is a document of Apple Numbers, which is not read; in Numbers, export it as CSV or as Excel"
    if "word/document.xml" in names or kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return (
            "is a text document, from which no sets are read; put its sets into a table, one row per set, and map that "
            "with `liftcast ingest --map FILE`"
        )
    return None


def _of_maxima(sample: Sample, guessed: Guess, knows: Knows) -> str | None:
    """Say that a table has one figure a day for each lift."""
    stated = guessed.stated
    if stated.get("sets") or "exercise" in stated["columns"] or "reps" in stated["columns"]:
        return None
    lifts = [name for name in sample.header if are_numbers(sample.column(name))] if _are_unique(sample) else []
    known = knows(lifts)
    named = [name for name in lifts if name in known]
    if len(named) < _LEAST_LIFTS:
        return None
    return (
        f"has one figure a day for each lift ({', '.join(named[:_MOST_NAMED])}), which are maxima or loads without "
        "reps, and no sets. Write the reps beside each load, such as 3x5x100, or leave the file out"
    )


def _are_unique(sample: Sample) -> bool:
    return len(set(sample.header)) == len(sample.header)


def surely_read(source: Source) -> tuple[str, ...]:
    """Columns of a table of one's own that a mapping would read without a question; none where anything is asked."""
    try:
        guessed = guess(source)
        parse_mapping(mapping_toml(guessed.stated), source.name)
    except (ExportError, MappingError):
        return ()
    columns = guessed.stated["columns"]
    is_sure = not guessed.doubts and {"date", "exercise", "reps", "load"} <= columns.keys()
    return tuple(columns.values()) if is_sure and not dates_are_open(sample_of(source).column(columns["date"])) else ()


def advises_mapping(source: Source) -> bool:
    """Tell whether a header is in words known here, so that a mapping makes more sense than another header."""
    try:
        columns = guess(source).stated["columns"]
    except ExportError:
        return False
    return "date" in columns and bool({"exercise", "load", "reps"} & set(columns))


def _of_database(source: Source) -> str:
    """Say which tables a database holds."""
    try:
        with opened(source, mends_text=True) as con:
            tables = sorted(tables_of(con) - {"android_metadata", "sqlite_sequence"})
    except DAMAGE:
        return "is an SQLite database that is damaged; make another backup or export in the app"
    named = ", ".join(tables[:_MOST_NAMED]) + (" and others" if len(tables) > _MOST_NAMED else "")
    return (
        f"is an SQLite database of an app not known here ({f'tables {named}' if tables else 'without tables'}); "
        "export the log from the app as CSV instead"
    )


def _of_document(document: Any) -> str:
    """Say of what shape a document is."""
    listed = document if isinstance(document, list) else [document]
    keys = [key for item in listed[:1] if isinstance(item, dict) for key in item if key != LINE]
    what = f"a list of {len(listed):,}" if isinstance(document, list) else "an object"
    named = f" with {', '.join(map(shortened, keys[:_MOST_NAMED]))}" if keys else ""
    holds = "it holds sets, but of" if _has_sets(document) else "it is of"
    return (
        f"is JSON ({what}{named}), and {holds} a shape not known here; export the log as CSV instead, or write its "
        "sets into a table, one row per set, and map it with `liftcast ingest --map FILE`"
    )


def _has_sets(item: Any, depth: int = 0) -> bool:
    """Tell whether a document holds something like sets."""
    if isinstance(item, Mapping):
        if _SETLIKE & set(map(str, item)):
            return True
        return depth < _MOST_NAMED and any(_has_sets(each, depth + 1) for each in item.values())
    is_list = isinstance(item, Sequence) and not isinstance(item, str)
    return is_list and depth < _MOST_NAMED and any(_has_sets(each, depth + 1) for each in list(item)[:20])


def _of_activities(sample: Sample, guessed: Guess) -> str | None:
    """Say that a table lists activities as wholes: with energy, heart rate or distance, and without reps."""
    words = [set(words_of(name)) for name in sample.header]
    names_activity = any(each & _ACTIVITY for each in words)
    moves = [name for name, each in zip(sample.header, words, strict=True) if each & _BODY_IN_MOTION]
    ranges = any(_RANGE.fullmatch(text) for record in sample.records[:20] for text in record[:2])
    columns = set(guessed.stated["columns"])
    has_sets = guessed.stated.get("sets") or {"reps", "load"} & columns
    daily = [name for name, each in zip(sample.header, words, strict=True) if each & (_DAILY | _BODY_IN_MOTION)]
    is_daily = any(each & _DAILY for each in words) and len(daily) > 1 and "exercise" not in columns
    if has_sets or "body_weight" in columns or any({"body", "weight"} & each for each in words):
        return None
    if is_daily:
        return (
            f"is about whole days ({', '.join(daily[:_MOST_NAMED])}), and holds no sets: neither exercises nor reps. "
            "Export the sets from the app in which they were logged, or leave the file out"
        )
    if not moves or not (names_activity or ranges):
        return None
    return (
        f"lists activities as wholes ({', '.join(moves[:_MOST_NAMED])}), and holds no sets: neither exercises nor "
        "reps. Export the sets from the app in which they were logged, or leave the file out"
    )


def _of_days_across(sample: Sample) -> str | None:
    """Say that the columns of a table are days or weeks, of which the sets have no day of their own."""
    dated = [
        name
        for name in sample.header
        if are_dates([name]) or _SPAN.fullmatch(name) or name.strip(" .").casefold() in _WEEKDAYS
    ]
    if not dated or (len(dated) < _LEAST_LIFTS and not are_dates(dated)):
        return None
    return (
        f"has a column for each day or week ({', '.join(dated[:3])}), and which day its sets were done is not told "
        "row by row; turn the sheet so that each row has its day, and map it with `liftcast ingest --map FILE`"
    )
