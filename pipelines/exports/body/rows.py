"""Body records to landed rows: what each figure is worth, and what became of each record.

A few thousand records at most: judged one by one, without the machinery that workout logs need.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from pipelines.exports.body.base import BodyReading, BodyRecord, Figure
from pipelines.exports.body.sites import KINDS, UNITS, fits
from pipelines.exports.body.texts import iso_date, split_unit
from pipelines.exports.reading.dates import Moment
from pipelines.exports.reading.figures import read_number, uses_decimal_comma
from pipelines.exports.reading.source import shortened
from pipelines.exports.reading.utc import local_moments

ROWS: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("lifter", "app", "layout", "sha256")),
        ("line", pa.int64()),
        ("ordinal", pa.int64()),
        *((name, pa.string()) for name in ("disposition", "reason", "raw")),
        ("measured_at", pa.timestamp("us")),
        ("day", pa.date32()),
        *((name, pa.string()) for name in ("site", "side", "kind")),
        ("value", pa.float64()),
        ("unit", pa.string()),
    ]
)
"""Landed body rows: one per figure, at least one per record."""

_MISSING: Final = frozenset({"", "-", "--", "---", "na", "n/a", "nan", "null", "none"})
_FLOAT32_DIGITS: Final = 8
_MOST: Final = 1e5
"""In whatever unit: far beyond typing errors, which are kept and told of."""
MEASUREMENT, NOT_MEASUREMENT, REJECTED = "measurement", "not_measurement", "rejected"


def landed_rows(
    reading: BodyReading,
    stated: Mapping[str, str],
    *,
    last_day: date,
    zone: ZoneInfo | None = None,
    order: str | None = None,
) -> pa.Table:
    """Judge every record.

    Parameters
    ----------
    reading : BodyReading
        What the file says.
    stated : mapping of str to str
        What is the same in every row: `lifter`, `app`, `layout` and `sha256`.
    last_day : date
        The last day the file can tell of; what is dated later is rejected.
    zone : ZoneInfo, optional
        Where the lifter lives, if times are in UTC: days and times become those of the place.
    order : {"day first", "month first"}, optional
        What comes first in dates of which the file does not prove it.

    Returns
    -------
    pyarrow.Table
        Of schema `ROWS`. A record with an unreadable date or figure is one rejected row.
    """
    dates = list(dict.fromkeys(iso_date(record.measured) for record in reading.records if record.measured))
    moments = dict(zip(dates, local_moments(dates, last_day, zone, order), strict=True))
    texts = [split_unit(figure.text)[0] for record in reading.records for figure in record.figures if figure.text]
    decimal_comma = uses_decimal_comma(texts)
    rows = [
        {**stated, "line": record.line, "ordinal": ordinal, **row}
        for ordinal, record in enumerate(reading.records)
        for row in _judged(record, moments, decimal_comma=decimal_comma)
    ]
    return pa.Table.from_pylist(rows, schema=ROWS)


def counted(rows: pa.Table) -> dict[str, int]:
    """Count the records by what became of them; a record with one measurement is a measurement."""
    ordinals: dict[str, set[int]] = {MEASUREMENT: set(), NOT_MEASUREMENT: set(), REJECTED: set()}
    for ordinal, disposition in zip(rows["ordinal"].to_pylist(), rows["disposition"].to_pylist(), strict=True):
        ordinals[disposition].add(ordinal)
    ordinals[NOT_MEASUREMENT] -= ordinals[MEASUREMENT]
    return {disposition: len(lines) for disposition, lines in ordinals.items()}


def _judged(record: BodyRecord, moments: Mapping[str, Moment], *, decimal_comma: bool) -> list[dict[str, Any]]:
    """Rows of one record."""
    figures = [figure for figure in record.figures if (figure.text or "").strip().casefold() not in _MISSING]
    moment = moments[iso_date(record.measured)] if record.measured else Moment(problem="date is missing")
    if record.problem is None and not figures:
        return [{"disposition": NOT_MEASUREMENT, "reason": record.reason or "empty", "day": moment.day}]
    values = [_value(figure, decimal_comma=decimal_comma) for figure in figures]
    complaints = [value for value in values if isinstance(value, str)]
    problem = record.problem or _date_problem(record, moment) or next(iter(complaints), None)
    if problem:
        return [{"disposition": REJECTED, "reason": problem, "raw": record.raw, "day": moment.day}]
    has_clock = moment.at is not None and moment.at.time() != time()
    when = {"day": moment.day, "measured_at": moment.at if has_clock else None}
    return [
        when | _row(figure, value)
        for figure, value in zip(figures, values, strict=True)
        if not isinstance(value, str)  # none is, or the record would have been rejected
    ]


def _date_problem(record: BodyRecord, moment: Moment) -> str | None:
    if moment.problem and record.measured:
        return f"{moment.problem}: found '{shortened(record.measured)}'"
    return moment.problem


def _value(figure: Figure, *, decimal_comma: bool) -> float | str:
    """Read a figure, or tell what is wrong with it."""
    site = figure.site.replace("_", " ")
    text, beside = split_unit(figure.text or "")
    unit = beside or figure.unit
    if unit is not None and (unit.casefold() not in UNITS or not fits(figure.site, UNITS[unit.casefold()])):
        return f"{site} has a unit that is not known: found '{shortened(unit)}'"
    value = read_number(text, decimal_comma=decimal_comma)
    if value is None:
        return f"{site} is not a number: found '{shortened(figure.text or '')}'"
    if not 0 <= value <= _MOST:
        what = "below zero" if value < 0 else "beyond all that a body measures"
        return f"{site} is {what}: found '{shortened(figure.text or '')}'"
    return _denoised(text, value)


def _denoised(text: str, value: float) -> float:
    """Take off the noise of a number that went through single precision: 76.80000305175781 was 76.8."""
    if len(text.partition(".")[2]) < _FLOAT32_DIGITS:
        return value
    single = np.float32(value)
    return float(str(single)) if float(single) == value else value


def _row(figure: Figure, value: float) -> dict[str, Any]:
    _, beside = split_unit(figure.text or "")
    unit = beside or figure.unit
    reason = figure.reason
    if value == 0:
        reason = "zero: not measured"
    elif figure.site == "body_mass_index":
        reason = "calculated from weight and height"
    return {
        "disposition": NOT_MEASUREMENT if reason else MEASUREMENT,
        "reason": reason,
        "site": figure.site,
        "side": figure.side,
        "kind": KINDS[figure.site],
        "value": value,
        "unit": "%" if unit is None and figure.site == "body_fat" else UNITS[unit.casefold()] if unit else None,
    }
