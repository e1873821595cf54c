"""What a person is asked about a table to be mapped: guesses shown beside sample rows, a question for each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any, Final, Protocol

from pipelines.exports.body.sites import Column, column_of, site_in
from pipelines.exports.notation.named_sets import named_sets_in
from pipelines.exports.notation.sets import ORDERS, sets_in
from pipelines.exports.own_tables.guess_body import MEASURED, SIDED, units_of, worded
from pipelines.exports.own_tables.guess_workouts import dates_are_open
from pipelines.exports.own_tables.header_words import SECONDS
from pipelines.exports.own_tables.mapping import NO_SET
from pipelines.exports.own_tables.sample import Guess, Sample
from pipelines.exports.reading.base import MARKERS, SET_KINDS
from pipelines.exports.reading.figures import read_number

NONE: Final = "-"
WORKOUTS: Final = "workouts"
BODY: Final = "body measurements"
KINDS: Final = (WORKOUTS, BODY)
_YES, _NO = "yes", "no"

QUESTIONS: Final = {
    "lifter": "the lifter (only if the table holds several people)",
    "date": "the day, or day and time",
    "time": "the time of day",
    "workout": "the workout's name",
    "exercise": "the exercise",
    "set_kind": "the kind of set (warm-up, drop ...)",
    "warmup": "whether the set is a warm-up (yes or no)",
    "load": "the load",
    "load_unit": "the unit of the load",
    "reps": "the reps",
    "sets": "how many such sets were done",
    "rir": "reps in reserve",
    "rpe": "the RPE",
    "seconds": "the duration",
    "rest": "the rest after the set",
    "distance": "the distance",
    "distance_unit": "the unit of the distance",
    "multiplier": "the multiplier (2 where the load is per hand)",
    "body_weight": "the lifter's body weight",
    "body_weight_unit": "the unit of the body weight",
    "set_number": "the set's number within its exercise",
    "set_id": "the set's own id, the same whenever it comes again",
}
_ASKED_IF_GUESSED: Final = frozenset({"set_number", "set_id"})


_UNITS_ASKED: Final = {
    "load": ("kg", "lb"),
    "distance": ("m", "km", "mi"),
    "body_weight": ("kg", "lb"),
    "seconds": tuple(SECONDS),
    "rest": tuple(SECONDS),
}


class Asking(Protocol):
    """Whoever answers: a person at a terminal."""

    def show(self, title: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show some rows."""

    def ask(self, question: str, default: str, allowed: Sequence[str]) -> str:
        """Answer to a question: one of those allowed; any text where none are named."""

    def confirm(self, question: str) -> bool:
        """Ask for a yes or no."""


def ask_kind(guessed: str, asking: Asking) -> str:
    """Ask what a table is of: one of `KINDS`."""
    return asking.ask("Is this a table of workouts or of body measurements?", guessed, KINDS)


def ask_about_workouts(guessed: Guess, sample: Sample, asking: Asking) -> dict[str, Any]:
    """Go through everything a mapping of workouts may state; what is not sure is asked with what would follow."""
    stated = guessed.stated
    doubts = {doubt.column: doubt.said for doubt in guessed.doubts}
    unread = {doubt.tells: f"{doubt.column}: {doubt.said}" for doubt in guessed.doubts if doubt.is_needed}
    columns: dict[str, str] = {}
    sets = _ask_sets(stated, sample, doubts, asking)
    for tells in QUESTIONS:
        if tells.removesuffix("_unit") != tells and tells.removesuffix("_unit") not in columns:
            continue
        if tells in _ASKED_IF_GUESSED and tells not in stated["columns"] and tells not in unread:
            continue
        default = stated["columns"].get(tells, NONE)
        doubt = unread.get(tells) if default == NONE else doubts.get(default)
        _ask_column(tells, stated, columns, sample, asking, doubt, taken=sets)
    if not sets and not {"reps", "seconds", "distance"} & set(columns):
        sets = _ask_cells(columns, sample, asking)
    answered = {**stated, "columns": columns, "sets": sets}
    names_exercises = any(isinstance(told, dict) and {"exercise", "named"} & told.keys() for told in sets.values())
    if not (names_exercises or "exercise" in columns or "exercise" in (stated.get("sheets"), stated.get("headings"))):
        answered["exercise"] = asking.ask("Which exercise is the table about?", "", [])
    if sets and "load" not in columns:
        _ask_load_unit_of_cells(answered, sample, asking)
    for tells, units in _UNITS_ASKED.items():
        if not (tells == "load" and sets and "load" not in columns):
            _ask_unit(answered, tells, units, asking)
    if "date" in columns and dates_are_open(sample.column(columns["date"])):
        answered["dates"] = asking.ask("What comes first in its dates?", "day first", ["day first", "month first"])
    if "set_kind" in columns:
        answered["set_kinds"] = _ask_kinds(sample.column(columns["set_kind"]), asking)
    return answered


def _ask_column(
    tells: str,
    stated: Mapping[str, Any],
    columns: dict[str, str],
    sample: Sample,
    asking: Asking,
    doubt: str | None = None,
    taken: Collection[str] = (),
) -> None:
    """Ask which of the columns not yet named holds something; of one that is not sure say what would follow."""
    default = stated["columns"].get(tells, NONE)
    left = [name for name in sample.header if name and name not in columns.values() and name not in taken]
    said = f" Not sure: {doubt}." if doubt else ""
    question = f"Which column holds {QUESTIONS[tells]}?{said}"
    answer = asking.ask(question, default if default in left else NONE, [*left, NONE])
    if answer != NONE:
        columns[tells] = answer


def _ask_sets(stated: Mapping[str, Any], sample: Sample, doubts: Mapping[str, str], asking: Asking) -> dict[str, Any]:
    """Ask how the sets are written in the columns that may state several; those written alike once."""
    by_way: dict[str, list[str]] = {}
    for name, told in stated.get("sets", {}).items():
        by_way.setdefault(told if isinstance(told, str) else told["written"], []).append(name)
    ways: dict[str, str] = {}
    for written, names in by_way.items():
        said = next((f" Not sure: {doubts[name]}." for name in names if name in doubts), "")
        ways |= dict.fromkeys(names, _ask_way(names, written, sample, asking, said))
    return {
        name: ways[name] if isinstance(told, str) else {**told, "written": ways[name]}
        for name, told in stated.get("sets", {}).items()
        if ways[name] != NONE
    }


def _ask_way(names: Sequence[str], written: str, sample: Sample, asking: Asking, said: str) -> str:
    """Ask how sets are written, with what the first cell would mean in each way that fits it."""
    example = next(iter(sample.column(names[0])), "")
    rows = [{"written as": way, f"{example} means": meant} for way in ORDERS if (meant := meaning_of(example, way))]
    asking.show(f"How sets may be written in {', '.join(names)}", rows)
    ways = [str(row["written as"]) for row in rows]
    question = f"How are sets written in {', '.join(names)}, as in {example!r}? ({NONE}: none are){said}"
    return asking.ask(question, written if written in ways else NONE, [*ways, NONE])


def _ask_cells(columns: Mapping[str, str], sample: Sample, asking: Asking) -> dict[str, Any]:
    """Ask for the column whose cells state sets, where no column holds reps."""
    left = [name for name in sample.header if name and name not in columns.values()]
    answer = asking.ask("Which column states sets, several in a cell or one?", NONE, [*left, NONE])
    if answer == NONE:
        return {}
    way = _ask_way([answer], NONE, sample, asking, "")
    return {} if way == NONE else {answer: way}


def _ask_load_unit_of_cells(answered: dict[str, Any], sample: Sample, asking: Asking) -> None:
    """Ask for the unit of loads that stand in cells with sets, unless the cells say it."""
    cells = [text.casefold() for name in answered["sets"] for text in sample.column(name)]
    if any(unit in text for text in cells for unit in ("kg", "lb")):
        return
    units = ("kg", "lb")
    answer = asking.ask(
        f"In which unit is {QUESTIONS['load']}? ({NONE}: not known)", answered.get("load_unit") or NONE, [*units, NONE]
    )
    answered["load_unit"] = None if answer == NONE else answer


def meaning_of(text: str, written: str) -> str | None:
    """Say which sets a cell means if it is written so; None where it cannot be."""
    named = named_sets_in(text, written) or ()
    sets = sets_in(text, written) or [each for _, done in named for each in done]
    if not sets:
        return None
    first = sets[0]
    what = f" of {first.reps} reps" if first.reps else f" of {first.seconds} s" if first.seconds else ""
    load = f" with {first.load} {first.load_unit or ''}".rstrip() if first.load else ""
    return f"{len(sets)} set{'s' * (len(sets) > 1)}{what}{load}"


def _ask_unit(answered: dict[str, Any], tells: str, units: Sequence[str], asking: Asking) -> None:
    """Ask for a unit that no column states; nobody has to know it."""
    key = f"{tells}_unit"
    if tells not in answered["columns"] or key in answered["columns"]:
        answered.pop(key, None)
        return
    default = answered.get(key) or NONE
    answer = asking.ask(f"In which unit is {QUESTIONS[tells]}? ({NONE}: not known)", default, [*units, NONE])
    answered[key] = None if answer == NONE else answer


def _ask_kinds(values: Sequence[str], asking: Asking) -> dict[str, str]:
    """Ask what the words mean that are no usual ones for a kind of set; numbers count sets."""
    unknown = [text for text in dict.fromkeys(values) if text.casefold() not in MARKERS and read_number(text) is None]
    return {
        marker: asking.ask(f"What does {marker!r} mean?", NO_SET, [*sorted(SET_KINDS), NO_SET]) for marker in unknown
    }


def ask_about_body(stated: Mapping[str, Any], sample: Sample, asking: Asking, alike: Sequence[str]) -> dict[str, Any]:
    """Go through everything a mapping of body measurements may state.

    Parameters
    ----------
    stated : mapping
        The guess, as TOML reads a mapping.
    alike : sequence of str
        Names of the files with the same header, its own first.
    """
    columns: dict[str, str] = {}
    for tells in ("date", "time"):
        _ask_column(tells, stated, columns, sample, asking)
    asking.show("What may be measured", [{"site": _shown(site), "in": ", ".join(units_of(site))} for site in MEASURED])
    measured: dict[str, Any] = {}
    for name in (name for name in sample.header if name not in columns.values()):
        guessed = stated["measurements"].get(name, NONE)
        guessed = guessed if isinstance(guessed, str) else guessed[alike[0]]
        answer = _ask_site(f"What does {name!r} hold?", column_of(guessed), asking)
        if answer is not None:
            measured[name] = answer
    if len(measured) == 1 and len(alike) > 1:
        measured = _ask_by_file(measured, alike, asking)
    return {**stated, "columns": columns, "measurements": measured}


def _ask_site(question: str, guessed: Column, asking: Asking) -> str | None:
    """Ask for a site, its side and its unit; None for what is not to be read."""
    names = {_shown(site): site for site in MEASURED}
    default = _shown(guessed.site) if guessed.site in MEASURED else NONE
    answer = asking.ask(f"{question} ({NONE}: nothing to be read)", default, [*names, NONE])
    if answer == NONE:
        return None
    site = names[answer]
    side = NONE
    if site in SIDED:
        side = asking.ask(f"Of which side? ({NONE}: both, or not known)", guessed.side or NONE, ["left", "right", NONE])
    units = units_of(site)
    guessed_unit = guessed.unit if guessed.unit in units else NONE
    unit = asking.ask(f"In which unit? ({NONE}: not known)", guessed_unit, [*units, NONE])
    return worded(Column("site", site, *(None if told == NONE else told for told in (side, unit))))


def _ask_by_file(measured: Mapping[str, str], alike: Sequence[str], asking: Asking) -> dict[str, Any]:
    """Ask whether files with the same header measured the same, and if not, what each did."""
    ((name, told),) = measured.items()
    guessed = {file: site_in(PurePath(file).stem) for file in alike}
    is_one = len({(site.site, site.side) for site in guessed.values() if site}) <= 1
    question = f"{len(alike)} files here have this header. Does {name!r} hold the same in all of them?"
    if asking.ask(question, _YES if is_one else _NO, [_YES, _NO]) == _YES:
        return dict(measured)
    own, unit = column_of(told), column_of(told).unit
    each = {
        file: _ask_site(f"What does {name!r} hold in {file}?", replace(site, unit=unit) if site else own, asking)
        for file, site in guessed.items()
    }
    return {name: {file: site for file, site in each.items() if site is not None}}


def _shown(site: str) -> str:
    return site.replace("_", " ")
