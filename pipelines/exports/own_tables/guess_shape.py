"""How an unknown table may be laid out: which columns state sets and how they are written, sheets, headings."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from statistics import median
from typing import Any, Final

from pipelines.exports.own_tables.pages import Page
from pipelines.exports.own_tables.roles import (
    NOTES,
    PLANNED,
    ROLES,
    TOTALS,
    are_dates,
    are_numbers,
    set_of,
    share,
    words_of,
)
from pipelines.exports.own_tables.sample import Doubt, Sample
from pipelines.exports.own_tables.shape import ALL_SHEETS, SHEET_PER_EXERCISE
from pipelines.exports.own_tables.shaped import date_in
from pipelines.exports.reading.figures import read_mass_unit, read_number
from pipelines.exports.own_tables.named_sets import names_and_sets
from pipelines.exports.reading.notation import LOAD_FIRST, ORDERS, figures_of, sets_in

Knows = Callable[[Sequence[str]], set[str]]

_READABLE: Final = 0.5  # of the cells of a column that states sets
_NUMBERED: Final = re.compile(
    r"(?:set|satz|série|serie|s)\s*#?\s*(?P<number>\d{1,2})\b[\s:._-]*(?P<rest>.*)", re.IGNORECASE
)
_NUMBER_LAST: Final = re.compile(
    r"(?P<rest>.*?)[\s._-]*(?:set|satz)?[\s#._-]*(?P<number>\d{1,2})\s*(?P<unit>\(.*\))?", re.IGNORECASE
)
_SPANS: Final = set_of("week day month woche tag monat semaine jour semana día dia settimana giorno mes mois")
_NO_SETS: Final = PLANNED | NOTES | TOTALS | set_of("tempo rpe rir rest pause phone id")
_LONGEST_NAME: Final = 40  # of a numbered column
LIKE_SETS: Final = re.compile(r"\d\s*(?:kgs?|lbs?|reps?)?\s*[x×@]\s*\d")
_WORDS: Final = re.compile(r"[^\W_]+")
_HEAVY: Final = 20
_MOST_REPS: Final = 60
_FAR: Final = 2.0


def guess_shape(
    sample: Sample, pages: Sequence[Page], columns: Mapping[str, str], numbered: Mapping[str, Any], knows: Knows
) -> tuple[dict[str, Any], list[Doubt]]:
    """Guess what a mapping may say of the layout.

    Parameters
    ----------
    numbered : mapping
        What `numbered_columns` or `paired_columns` found.

    Returns
    -------
    tuple of (dict, list of Doubt)
        Keys of a mapping (`shape.Shape`), and what of them is not sure.
    """
    sets, doubts = (dict(numbered), list[Doubt]()) if numbered else _set_columns(sample, columns, knows)
    if "exercise" not in columns and not numbered and not any(isinstance(told, dict) for told in sets.values()):
        named, named_doubts = _named_column(sample, columns, knows)
        sets, doubts = (named, named_doubts) if named else (sets, doubts)
    stated: dict[str, Any] = {"sets": sets}
    if len(pages) > 1:
        names = [page.sheet or "" for page in pages]
        is_by_lift = "exercise" not in columns and len(knows(names)) * 2 > len(names)
        stated["sheets"] = SHEET_PER_EXERCISE if is_by_lift else ALL_SHEETS
    if "date" not in columns and any(date_in(text) for text in sample.headings):
        stated["headings"] = "date"
    elif (
        "exercise" not in columns
        and len(sample.headings) > 1
        and len(knows(sample.headings)) * 2 > len(set(sample.headings))
    ):
        stated["headings"] = "exercise"
    stated["carried"] = [
        tells for tells in ("date", "exercise", "workout") if tells in columns and _is_carried(sample, columns[tells])
    ]
    return {key: value for key, value in stated.items() if value}, doubts


def _is_carried(sample: Sample, name: str) -> bool:
    """Tell whether a column is filled once for the rows below: the first row is, many others are not."""
    cells = [record[sample.header.index(name)].strip() for record in sample.records]
    filled = sum(map(bool, cells))
    return bool(cells) and bool(cells[0]) and 0 < filled < len(cells) and filled < 0.9 * len(cells)


def _set_columns(sample: Sample, columns: Mapping[str, str], knows: Knows) -> tuple[dict[str, Any], list[Doubt]]:
    """Columns that state sets, by name, with how they are written, whose they are or which set."""
    free = [
        name
        for name in sample.header
        if name not in columns.values() and sample.header.count(name) == 1 and not _NO_SETS & set(words_of(name))
    ]
    if "reps" in columns:  # other columns that look like sets are plans or remarks
        free = [name for name in free if _is_listed(name, sample.column(name))]
    sets: dict[str, Any] = {}
    doubts: list[Doubt] = []
    lifts = knows(free) if "exercise" not in columns else set()
    for name in free:
        values = sample.column(name)
        if not values or are_dates(values):
            continue
        written, doubt = _written(name, values, has_load="load" in columns)
        is_lift = name in lifts
        if written is None or (not is_lift and _is_only_figures(values) and not _is_listed(name, values)):
            continue
        sets[name] = {"exercise": name, "written": written} if is_lift else written
        if not (is_lift or doubt or len(ORDERS[written]) > 1 or _is_named(name)):
            doubt = f"{values[0]!r} is {_meaning(values[0], written)}, or no sets at all"
        if doubt:
            doubts.append(Doubt(tells="sets", column=name, said=doubt))
    if "exercise" not in columns and lifts & set(sets):
        sets = {name: told for name, told in sets.items() if name in lifts}
        ways = [told["written"] for told in sets.values()]
        usual = max(ways, key=ways.count)
        others = [name for name in free if name in lifts - set(sets)]
        sets |= {name: {"exercise": name, "written": usual} for name in others if _may_be(sample.column(name), usual)}
        doubts = [doubt for doubt in doubts if doubt.column in sets]
    return sets, doubts


def paired_columns(sample: Sample, knows: Knows) -> dict[str, Any]:
    """Columns `Squat (kg)` and `Squat reps`, or `Top set kg` and `Top set reps`: a load and its reps side by side.

    They are of a lift that is known, or else of one set of a row after another.
    """
    parts: dict[str, dict[str, str]] = {}
    for name in sample.header:
        words = _WORDS.findall(name)
        tells = [next((tells for tells in ("load", "reps") if ROLES[tells].fit(word)), None) for word in words]
        told = {each for each in tells if each}
        lift = " ".join(word for word, each in zip(words, tells, strict=True) if each is None)
        if len(told) == 1 and lift and sample.header.count(name) == 1 and are_numbers(sample.column(name)):
            parts.setdefault(lift, {})[told.pop()] = name
    both = {lift: names for lift, names in parts.items() if len(names) > 1}
    lifts = knows(list(both))
    if lifts:
        return {
            name: {"exercise": lift, "written": tells}
            for lift, names in both.items()
            if lift in lifts
            for tells, name in names.items()
        }
    done = [names for lift, names in both.items() if not (PLANNED | TOTALS - {"top"}) & set(words_of(lift))]
    return {
        name: {"set": number, "written": tells}
        for number, names in enumerate(done, start=1)
        if len(done) > 1
        for tells, name in names.items()
    }


def _named_column(sample: Sample, columns: Mapping[str, str], knows: Knows) -> tuple[dict[str, Any], list[Doubt]]:
    """The column whose cells name exercises, known ones, beside the sets; with what is not sure of it."""
    free = [name for name in sample.header if name not in columns.values() or name == columns.get("workout")]
    for name in (name for name in free if sample.header.count(name) == 1):
        cut = [names_and_sets(text) for text in sample.column(name)]
        parts = [part for found in cut for part in found or ()]
        lifts = list({lift for lift, _ in parts})
        if sum(map(bool, cut)) < _READABLE * len(cut) or len(knows(lifts)) * 2 < len(lifts) or not lifts:
            continue
        written, doubt = _written("", [done for _, done in parts], has_load=False)
        if written:
            doubts = [Doubt(tells="sets", column=name, said=doubt)] if doubt else []
            return {name: {"named": True, "written": written}}, doubts
    return {}, []


def words_that_state_sets(sample: Sample) -> list[Doubt]:
    """Columns whose texts state sets among other words, which are not read."""
    return [
        Doubt(tells="sets", column=name, said=f"it states sets among other words, which is not read: {values[0]!r}")
        for at, name in enumerate(sample.header)
        if share(values := sample.values(at), lambda text: LIKE_SETS.search(text) is not None) >= _READABLE
    ]


def _is_named(name: str) -> bool:
    """Tell a column named for what sets are made of, or by its letter alone."""
    return len(name) == 1 or any(ROLES[tells].fit(name) for tells in ("reps", "load", "sets"))


def _is_only_figures(values: Sequence[str]) -> bool:
    return all(read_number(text) is not None for text in values)


def _is_listed(name: str, values: Sequence[str]) -> bool:
    """Tell a column named for reps or loads of which some cells are lists."""
    return any(len(list(figures_of(text))) > 1 for text in values) and bool(
        ROLES["reps"].fit(name) or ROLES["load"].fit(name)
    )


def numbered_columns(sample: Sample) -> dict[str, Any]:
    """Find the columns `Set 1`, `Set 2 (kg)`, `Reps 3` ..., as a mapping states them, if there are at least two."""
    found: dict[str, tuple[int, str]] = {}
    for name in (name for name in sample.header if len(name) <= _LONGEST_NAME and sample.header.count(name) == 1):
        match = _NUMBERED.fullmatch(name.strip()) or _NUMBER_LAST.fullmatch(name.strip())
        if match and not _SPANS & set(words_of(name)) and sample.column(name):
            rest = match["rest"] + (match.groupdict().get("unit") or "")
            found[name] = (int(match["number"]), rest)
    sets: dict[str, Any] = {}
    for name, (number, rest) in found.items():
        values = sample.column(name)
        if are_numbers(values) and ROLES["load"].fit(rest):
            sets[name] = {"set": number, "written": "load"}
        elif are_numbers(values) and (ROLES["reps"].fit(rest) or not rest.strip(" ()")):
            sets[name] = {"set": number, "written": "reps"}
        elif not are_numbers(values):
            written, _ = _written(name, values, has_load=False)
            if written:
                sets[name] = {"set": number, "written": written}
    numbers = {told["set"] for told in sets.values()}
    return sets if len(numbers) > 1 and any(told["written"] != "load" for told in sets.values()) else {}


def _written(name: str, values: Sequence[str], *, has_load: bool) -> tuple[str | None, str | None]:
    """How the sets of a column are written, and why that is not sure; None where its cells state none."""
    for written, doubt in _candidates(name, values, has_load=has_load):
        if share(values, partial(_is_written, written=written)) >= _READABLE:
            return written, doubt
    return None, None


def _may_be(values: Sequence[str], written: str) -> bool:
    """Tell whether a column of a lift is empty, or states sets somewhere."""
    return not values or any(_is_written(text, written) for text in values)


def _is_written(text: str, written: str) -> bool:
    return bool(sets_in(text, written))


def _candidates(name: str, values: Sequence[str], *, has_load: bool) -> list[tuple[str, str | None]]:
    """Ways of writing that a column may follow, the likeliest first."""
    by_name = _by_name(name)
    if by_name:
        return [(by_name, None)]
    cells = [list(figures_of(text)) for text in values]
    groups = [parts for cell in cells for parts in cell]
    if not groups:
        return []
    firsts = [len(cell[0]) for cell in cells if cell]
    width = max(firsts, key=firsts.count)
    if width == 1:
        return _of_lists(name, cells, has_load=has_load)
    full = [parts for parts in groups if len(parts) == width]
    middles = [median([read_number(parts[at].number.replace(",", ".")) or 0 for parts in full]) for at in range(width)]
    loads = [
        sum(parts[at].tells == "load" or (parts[at].is_after_at and at > 0) for parts in full) for at in range(width)
    ]
    place = loads.index(max(loads)) if max(loads) * 2 > len(full) else None
    if any(part.tells == "seconds" for parts in full for part in parts):
        return [("sets x seconds", None)]
    return _of_three(values[0], middles, place) if width == 3 else _of_two(values[0], middles, place, has_load=has_load)


def _by_name(name: str) -> str | None:
    """The order that the name of a column says, as `Sets x Reps x Weight` does."""
    roles = []
    for word in words_of(name):
        told = next((tells for tells in ("sets", "reps", "load") if word in ROLES[tells].words), None)
        if told and told not in roles and not read_mass_unit(word):
            roles.append(told)
    written = " x ".join(roles)
    return written if len(roles) > 1 and written in ORDERS else None


def _of_lists(name: str, cells: Sequence[Sequence[Any]], *, has_load: bool) -> list[tuple[str, str | None]]:
    """Ways of writing bare figures: reps of each set, or the load before them."""
    lists = [[read_number(parts[0].number.replace(",", ".")) or 0 for parts in cell] for cell in cells if cell]
    several = [figures for figures in lists if len(figures) > 1]
    if ROLES["load"].fit(name) and not ROLES["reps"].fit(name):
        return [("load", None)]
    if not several:
        return [("reps", None)] if ROLES["reps"].fit(name) else []
    rests = [figure for figures in several for figure in figures[1:]]
    firsts = [figures[0] for figures in several]
    is_load_first = median(firsts) > _FAR * median(rests) and max(rests) <= _MOST_REPS
    if is_load_first and not has_load:
        return [(LOAD_FIRST, None)]
    return [("reps", None)] if max([*firsts, *rests]) <= _MOST_REPS else []


def _of_three(example: str, middles: Sequence[float], place: int | None) -> list[tuple[str, str | None]]:
    """Ways of writing three figures: the load is the one with a unit, or by far the greatest."""
    place = middles.index(max(middles)) if place is None else place
    is_clear = middles[place] > _HEAVY or place == 2
    if place == 2:
        doubt = None if is_clear else _either(example, "sets x reps x load", "load x reps x sets")
        return [("sets x reps x load", doubt)]
    if place == 0:
        written = "load x reps x sets" if middles[1] >= middles[2] else "load x sets x reps"
        other = "load x sets x reps" if written == "load x reps x sets" else "load x reps x sets"
        return [(written, _either(example, written, other))]
    return [("sets x load x reps", _either(example, "sets x load x reps", "reps x load x sets"))]


def _of_two(
    example: str, middles: Sequence[float], place: int | None, *, has_load: bool
) -> list[tuple[str, str | None]]:
    """Ways of writing two figures."""
    if place is not None:
        return [("load x reps" if place == 0 else "reps x load", None)]
    if has_load:
        return [("sets x reps", None)]
    first, second = middles
    if second > max(_HEAVY, _FAR * first):
        return [("reps x load", None)]
    if first > max(_HEAVY, _FAR * second):
        return [("load x reps", None)]
    return [("sets x reps", _either(example, "sets x reps", "load x reps"))]


def _either(example: str, one: str, other: str) -> str:
    """Say what a cell would mean either way."""
    return f"{example!r} is {_meaning(example, one)}, or {_meaning(example, other)}"


def _meaning(example: str, written: str) -> str:
    """What a cell means if written so."""
    sets = sets_in(example, written) or []
    if not sets:
        return f"nothing, as {written}"
    load = f" with {sets[0].load}" if sets[0].load else ""
    return f"{len(sets)} set{'s' * (len(sets) > 1)} of {sets[0].reps}{load} ({written})"
