"""How an unknown table may be laid out: which columns state sets and how they are written, sheets, headings."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pipelines.exports.notation.named_sets import names_and_sets
from pipelines.exports.notation.sets import ORDERS, figures_of
from pipelines.exports.own_tables.guess_writing import READABLE, may_be, meaning_of, written_in
from pipelines.exports.own_tables.header_words import set_of, without_unit, words_of
from pipelines.exports.own_tables.pages import Page
from pipelines.exports.own_tables.roles import NOTES, PLANNED, ROLES, TOTALS
from pipelines.exports.own_tables.sample import Doubt, Sample
from pipelines.exports.own_tables.shape import ALL_SHEETS, SHEET_PER_DATE, SHEET_PER_EXERCISE
from pipelines.exports.own_tables.shaped import date_in
from pipelines.exports.own_tables.values import are_dates, are_numbers, share
from pipelines.exports.reading.figures import read_number

Knows = Callable[[Sequence[str]], set[str]]

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
    sets, doubts = _set_columns(sample, columns, knows) if not numbered else ({}, [])
    if numbered:
        sets = {**numbered, **_beside_numbered(sample, columns, numbered)}
        doubts = _doubts_of_numbered(sample, sets)
    if "exercise" not in columns and not numbered and not any(isinstance(told, dict) for told in sets.values()):
        named, named_doubts = _named_column(sample, columns, knows)
        sets, doubts = (named, named_doubts) if named else (sets, doubts)
    stated: dict[str, Any] = {"sets": sets}
    if len(pages) > 1:
        names = [page.sheet or "" for page in pages]
        is_by_lift = "exercise" not in columns and len(knows(names)) * 2 > len(names)
        is_by_day = "date" not in columns and sum(date_in(name) is not None for name in names) * 2 > len(names)
        stated["sheets"] = SHEET_PER_EXERCISE if is_by_lift else SHEET_PER_DATE if is_by_day else ALL_SHEETS
    is_dated = "date" not in columns and any(date_in(text) for text in sample.headings)
    lifts = {text for text in sample.headings if not date_in(text)} if "exercise" not in columns else set()
    if lifts and (is_dated or len(sample.headings) > 1) and len(knows(sorted(lifts))) * 2 > len(lifts):
        stated["headings"] = "exercise"
    elif is_dated:
        stated["headings"] = "date"
    stated["carried"] = [
        tells for tells in ("date", "exercise", "workout") if tells in columns and _is_carried(sample, columns[tells])
    ]
    return {key: value for key, value in stated.items() if value}, doubts


def _beside_numbered(sample: Sample, columns: Mapping[str, str], numbered: Mapping[str, Any]) -> dict[str, Any]:
    """Further sets of a row: columns without a number whose cells are written like those with one, as `Joker` is."""
    ways = {told["written"] for told in numbered.values() if "set" in told and len(ORDERS[told["written"]]) > 1}
    free = [
        name
        for name in sample.header
        if name not in {*columns.values(), *numbered}
        and sample.header.count(name) == 1
        and not _NO_SETS & set(words_of(name))
        and share(values := sample.column(name), lambda text: LIKE_SETS.search(text) is not None) >= READABLE
        and len(ways) == 1
        and may_be(values, *ways)
    ]
    last = max((told["set"] for told in numbered.values() if "set" in told), default=0)
    return {name: {"set": last + at, "written": next(iter(ways))} for at, name in enumerate(free, start=1)}


def _doubts_of_numbered(sample: Sample, numbered: Mapping[str, Any]) -> list[Doubt]:
    """What is not sure of how columns of one set each are written."""
    several = [name for name, told in numbered.items() if len(ORDERS[told["written"]]) > 1]
    found = [(name, written_in(name, sample.column(name), has_load=False)[1]) for name in several]
    return [Doubt(tells="sets", column=name, said=doubt) for name, doubt in found if doubt]


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
    lift_in = {name: without_unit(name) for name in free} if "exercise" not in columns else {}
    known = knows(list(lift_in.values()))
    lifts = {name for name, lift in lift_in.items() if lift in known}
    for name in free:
        values = sample.column(name)
        if not values or are_dates(values):
            continue
        written, doubt = written_in(name, values, has_load="load" in columns)
        is_lift = name in lifts
        if written is None or (not is_lift and _is_only_figures(values) and not _is_listed(name, values)):
            continue
        sets[name] = {"exercise": lift_in[name], "written": written} if is_lift else written
        if not (is_lift or doubt or len(ORDERS[written]) > 1 or _is_named(name)):
            doubt = f"{values[0]!r} is {meaning_of(values[0], written)}, or no sets at all"
        if doubt:
            doubts.append(Doubt(tells="sets", column=name, said=doubt))
    if "exercise" not in columns and lifts & set(sets):
        sets = {name: told for name, told in sets.items() if name in lifts}
        ways = [told["written"] for told in sets.values()]
        usual = max(ways, key=ways.count)
        others = [name for name in free if name in lifts - set(sets)]
        sets |= {
            name: {"exercise": lift_in[name], "written": usual} for name in others if may_be(sample.column(name), usual)
        }
        doubts = [doubt for doubt in doubts if doubt.column in sets]
    return sets, doubts


def words_that_state_sets(sample: Sample) -> list[Doubt]:
    """Columns whose texts state sets among other words, which are not read."""
    return [
        Doubt(tells="sets", column=name, said=f"it states sets among other words, which is not read: {values[0]!r}")
        for at, name in enumerate(sample.header)
        if share(values := sample.values(at), lambda text: LIKE_SETS.search(text) is not None) >= READABLE
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
        if sum(map(bool, cut)) < READABLE * len(cut) or len(knows(lifts)) * 2 < len(lifts) or not lifts:
            continue
        written, doubt = written_in("", [done for _, done in parts], has_load=False)
        if written:
            doubts = [Doubt(tells="sets", column=name, said=doubt)] if doubt else []
            return {name: {"named": True, "written": written}}, doubts
    return {}, []


def _with_first(sample: Sample, found: dict[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """Add the columns without a number where those of the same name begin with the second: `Reps`, `Reps 2`."""
    begins: dict[str, int] = {}
    for number, rest in found.values():
        begins[rest.strip()] = min(number, begins.get(rest.strip(), number))
    firsts = [name for name in sample.header if begins.get(name.strip()) == 2 and sample.header.count(name) == 1]
    return {**{name: (1, name.strip()) for name in firsts}, **found}


def numbered_columns(sample: Sample) -> dict[str, Any]:
    """Find the columns `Set 1`, `Set 2 (kg)`, `Reps 3` ..., as a mapping states them, if there are at least two."""
    found: dict[str, tuple[int, str]] = {}
    for name in (name for name in sample.header if len(name) <= _LONGEST_NAME and sample.header.count(name) == 1):
        match = _NUMBERED.fullmatch(name.strip()) or _NUMBER_LAST.fullmatch(name.strip())
        if match and not _SPANS & set(words_of(name)) and sample.column(name):
            rest = match["rest"] + (match.groupdict().get("unit") or "")
            found[name] = (int(match["number"]), rest)
    found = _with_first(sample, found)
    letters = {rest.strip().casefold() for _, rest in found.values()}
    roles = {"w": "weight", "r": "reps"} if {"w", "r"} <= letters else {}
    found = {name: (number, roles.get(rest.strip().casefold(), rest)) for name, (number, rest) in found.items()}
    sets: dict[str, Any] = {}
    for name, (number, rest) in found.items():
        values = sample.column(name)
        if are_numbers(values) and ROLES["load"].fit(rest):
            sets[name] = {"set": number, "written": "load"}
        elif are_numbers(values) and (ROLES["reps"].fit(rest) or not rest.strip(" ()")):
            sets[name] = {"set": number, "written": "reps"}
        elif not are_numbers(values):
            written, _ = written_in(name, values, has_load=False)
            if written:
                sets[name] = {"set": number, "written": written}
    numbers = {told["set"] for told in sets.values()}
    return sets if len(numbers) > 1 and any(told["written"] != "load" for told in sets.values()) else {}
