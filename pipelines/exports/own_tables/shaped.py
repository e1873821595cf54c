"""Reading a table that is not one row per set: each row gives the sets that its cells state, with the row's line."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from pipelines.exports.notation.cells import without_remarks
from pipelines.exports.notation.named_sets import named_sets_in, remarks_in
from pipelines.exports.notation.sets import ORDERS, SetText, sets_in
from pipelines.exports.own_tables.pages import Page, pages_of
from pipelines.exports.own_tables.shape import SHEET_PER_DATE, SHEET_PER_EXERCISE, SHEET_PER_WORKOUT, SetColumn, Shape
from pipelines.exports.own_tables.values import are_dates
from pipelines.exports.reading.base import misfit
from pipelines.exports.reading.date_words import weekdays
from pipelines.exports.reading.gathered import Gathered, Line
from pipelines.exports.reading.source import Source, shortened

_DATE_IN: Final = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}\.?\s+[^\W\d_]{3,12}\.?,?\s+\d{4}|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
)
_LONGEST_HEADING: Final = 120
_BLANKS: Final = ' ,;\t|"'
_NO_NAMES: Final = frozenset({"date", "datum", "fecha", "data", "day", "tag"})
_WHENS: Final = {"started": "date", "exercise": "exercise", "workout": "workout"}
_NOTHING: Final = frozenset({"", "-", "--", "–", "—", "x", "n/a", "na"})

Texts: TypeAlias = dict[str, Any]


@dataclass
class _Above:
    """What the lines above say of a row: the last date, exercise and workout."""

    texts: dict[str, str] = field(default_factory=dict)


def gathered_of(source: Source, columns: Mapping[str, str], shape: Shape) -> tuple[Gathered, list[str]]:
    """Read every record of every sheet that the shape speaks of.

    Parameters
    ----------
    columns : mapping of str to str
        Case-folded name of a column to what it tells.

    Returns
    -------
    tuple of (Gathered, list of str)
        The records, and what was left, in sentences.
    """
    gathered, notes = Gathered(), list[str]()
    first, *others = pages_of(source)
    names = tuple(map(_folded, first.names))
    for page in (first, *others):
        own = tuple(map(_folded, page.names))
        is_read = page is first or (shape.sheets is not None and _is_like(own, names, columns, shape))
        if not is_read:
            notes.append(f"the sheet {page.sheet} is not read: the mapping speaks of the first, or of such as it is")
        for line, raw, texts in _records(page, own, columns, shape) if is_read else _left(page):
            gathered.add(line, raw, **texts)
    return gathered, notes


def _left(page: Page) -> Iterator[tuple[int, str, Texts]]:
    """Records of a sheet that is not read."""
    for line in page.lines():
        if line.raw.strip(_BLANKS):
            yield line.number, f"{page.sheet}: {line.raw}", {"not_set_reason": f"sheet {page.sheet}"}


def _is_like(names: Sequence[str], first: Sequence[str], columns: Mapping[str, str], shape: Shape) -> bool:
    """Tell whether a sheet has the columns that the mapping speaks of."""
    if names == tuple(first):
        return True
    needed = [name for name, tells in columns.items() if tells in {"started", "exercise", "reps"}]
    return set(needed) <= set(names) and (
        not shape.set_columns or any(column.name in names for column in shape.set_columns)
    )


def _records(
    page: Page, names: Sequence[str], columns: Mapping[str, str], shape: Shape
) -> Iterator[tuple[int, str, Texts]]:
    """Records of one sheet: line, text and what is told of it."""
    above = _Above(_of_sheet(page, shape))
    prefix = f"{page.sheet}: " if page.sheet is not None else ""
    for line in page.lines():
        is_header = line.number == page.header_line
        if not line.raw.strip(_BLANKS) or is_header:
            continue
        is_above_header = line.number < page.header_line
        for texts in _told(line, names, columns, shape, above, is_above_header=is_above_header):
            if not is_above_header or shape.headings:
                yield line.number, prefix + line.raw, texts


def _of_sheet(page: Page, shape: Shape) -> dict[str, str]:
    if page.sheet is None or shape.sheets not in {SHEET_PER_EXERCISE, SHEET_PER_WORKOUT, SHEET_PER_DATE}:
        return {}
    told = date_in(page.sheet) if shape.sheets == SHEET_PER_DATE else page.sheet
    return {str(shape.sheets): told} if told else {}


def _told(
    line: Line,
    names: Sequence[str],
    columns: Mapping[str, str],
    shape: Shape,
    above: _Above,
    *,
    is_above_header: bool,
) -> list[Texts]:
    """What a line tells: the sets it states, or why it is none."""
    if line.cells is None:
        return [{"problem": "a quotation mark opens here and never closes"}]
    cells = [cell.strip() for cell in line.cells]
    if any(cells[len(names) :]) and not is_above_header:
        return [{"problem": misfit(len(cells), len(names))}]
    row = dict(zip(names, [*cells, *[""] * len(names)], strict=False))
    if tuple(map(_folded, cells[: len(names)])) == tuple(names):
        return [{"not_set_reason": "header"}]
    if shape.headings and _is_heading(cells, row, columns, shape, above):
        return [{"not_set_reason": "heading"}]
    if is_above_header:
        return [{"not_set_reason": "above the header"}]
    common: Texts = {tells: row[name] or None for name, tells in columns.items() if name in row}
    for tells, key in _WHENS.items():
        is_carried = key in shape.carried or key not in {_WHENS.get(told) for told in columns.values()}
        if common.get(tells):
            above.texts[key] = str(common[tells])
        elif is_carried:
            common[tells] = above.texts.get(key)
    return list(_sets(row, common, shape))


def _is_heading(
    cells: Sequence[str], row: Mapping[str, str], columns: Mapping[str, str], shape: Shape, above: _Above
) -> bool:
    """Take a heading's date or name to heart; tell whether the line is one."""
    filled = [cell for cell in cells if cell]
    figures = [row[column.name] for column in shape.set_columns if row.get(column.name)]
    told = [name for name, tells in columns.items() if tells in {"reps", "load", "seconds"} and row.get(name)]
    if any(_states_sets(row.get(column.name, ""), column) for column in shape.set_columns):
        return False
    if len(filled) > 2 or (figures and len(filled) > 1) or told:
        return False
    text = " ".join(filled)
    date = date_in(text)
    if date:
        above.texts["date"] = date
        rest = text.replace(date, "", 1).strip(" ,:-–—|()#*•")
        if shape.headings == "date":
            above.texts.pop("workout", None)
        if rest and rest.casefold().rstrip(".:") not in _NO_NAMES | weekdays():
            above.texts["workout"] = rest
        return True
    if len(filled) == 1:
        above.texts["exercise" if shape.headings == "exercise" else "workout"] = text
    return len(filled) == 1


def _states_sets(text: str, column: SetColumn) -> bool:
    return bool(named_sets_in(text, column.written) if column.named else sets_in(text, column.written))


def date_in(text: str) -> str | None:
    """Find the date in a line such as `Push, 4 May 2026`."""
    found = _DATE_IN.search(text[:_LONGEST_HEADING])
    return found[0] if found and are_dates([found[0]]) else None


def _sets(row: Mapping[str, str], common: Texts, shape: Shape) -> Iterator[Texts]:
    """The sets a row states, exercise by exercise; at least one record, that says why there are none."""
    if not shape.set_columns:
        yield common
        return
    by_exercise: dict[str | None, list[SetColumn]] = defaultdict(list)
    for column in shape.set_columns:
        if column.name in row:
            by_exercise[column.exercise].append(column)
    found = [
        _of_lift(texts, exercise) for exercise, held in by_exercise.items() for texts in _of_exercise(row, common, held)
    ]
    yield from found or [{**common, "not_set_reason": "empty"}]


def _of_lift(texts: Texts, exercise: str | None) -> Texts:
    """The same set, of the exercise whose column it stands in."""
    return texts if exercise is None else {**texts, "exercise": exercise}


def _of_exercise(row: Mapping[str, str], common: Texts, columns: Sequence[SetColumn]) -> Iterator[Texts]:
    numbered: dict[int, list[list[SetText]]] = defaultdict(list)
    listed: list[list[SetText]] = []
    without_load: set[int | None] = set()
    for column in columns:
        text = row[column.name]
        if text.casefold() in _NOTHING:
            continue
        if column.named:
            yield from _of_named(text, common, column)
            continue
        sets, remarks = _sets_and_remarks(text, column)
        yield from _aside(common, remarks)
        if sets is None:
            yield {**common, "problem": f"{column.name} is not {column.written}: found '{shortened(text)}'"}
            without_load |= {column.number} if ORDERS[column.written] == ("load",) else set()
        elif column.number is not None:
            numbered[column.number].append(sets)
        else:
            listed.append(sets)
    for number in sorted(numbered.keys() - without_load):
        parts = numbered[number]
        done = parts[0] if len(parts) == 1 else _merged([part[0] for part in parts])
        yield from (_with(common, each) for each in done if each.reps or each.seconds)
    if None not in without_load:
        yield from _of_lists(listed, common, is_counted=any("sets" in ORDERS[column.written] for column in columns))


def _sets_and_remarks(text: str, column: SetColumn) -> tuple[list[SetText] | None, list[str]]:
    """The sets that a cell states, and the remarks behind them; None where it cannot be read."""
    sets = sets_in(text, column.written)
    if sets is not None:
        return sets, []
    shorter, remarks = without_remarks(text)
    sets = sets_in(shorter, column.written) if remarks else None
    return sets, remarks if sets else []


def _of_lists(listed: Sequence[list[SetText]], common: Texts, *, is_counted: bool) -> Iterator[Texts]:
    """The sets of cells that list them, each with its load."""
    together = _together(listed)
    if together is None:
        yield {**common, "problem": "the cells of loads and of reps state different numbers of sets"}
    for sets in together or ():
        is_one = len(sets) == 1 and not is_counted
        for each in sets:
            yield {key: text for key, text in _with(common, each).items() if is_one or key != "sets"}


def _of_named(text: str, common: Texts, column: SetColumn) -> Iterator[Texts]:
    """The sets of a cell that names their exercises."""
    found = named_sets_in(text, column.written)
    if found is None:
        problem = f"{column.name} is not a name and {column.written}: found '{shortened(text)}'"
        yield {**common, "problem": problem}
    yield from _aside(common, remarks_in(text)) if found else ()
    for exercise, sets in found or ():
        yield from ({**_with(common, each), "exercise": exercise} for each in sets)


def _aside(common: Texts, remarks: Sequence[str]) -> Iterator[Texts]:
    """A record for each remark beside sets: told, and no set."""
    yield from ({**common, "not_set_reason": "remark"} for _ in remarks)


def _merged(parts: Sequence[SetText]) -> list[SetText]:
    """One set out of its load and its reps, which stand in columns of their own."""
    merged = parts[0]
    for part in parts[1:]:
        told = {name: value for name, value in vars(part).items() if value is not None}
        merged = replace(merged, **told)
    return [merged]


def _together(listed: Sequence[list[SetText]]) -> list[list[SetText]] | None:
    """Put lists of loads and of reps together, set by set; one load is that of all sets. None where they differ."""
    partial = [sets for sets in listed if all(each.reps is None and each.seconds is None for each in sets)]
    whole = [sets for sets in listed if sets not in partial]
    if not partial or not whole:
        return [sets for sets in listed if sets]
    loads = partial[0]
    together = []
    for sets in whole:
        length = max(len(sets), len(loads))
        stretched = [each * length if len(each) == 1 else each for each in (sets, loads)]
        if len(stretched[0]) != len(stretched[1]):
            return None
        together.append(
            [replace(each, load=load.load, load_unit=load.load_unit) for each, load in zip(*stretched, strict=True)]
        )
    return together


def _with(common: Texts, each: SetText) -> Texts:
    told = {name: value for name, value in vars(each).items() if value is not None}
    return {**common, **told}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
