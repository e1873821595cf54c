"""Tables that sum up what was done, such as totals and maxima per workout: nothing in them is a set."""

from typing import Final

from pipelines.exports.own_tables.header_words import words_of
from pipelines.exports.own_tables.roles import ROLES, TOTALS
from pipelines.exports.own_tables.sample import Guess, Sample
from pipelines.exports.own_tables.values import are_numbers
from pipelines.exports.reading.figures import read_number

_MEASURES: Final = ("reps", "sets", "load")
_NAMED_SHORT: Final = frozenset(
    {
        *("volume", "tonnage", "volumen", "1rm", "e1rm", "1rms", "orm", "pr", "prs", "totals", "workload"),
        *("gesamtvolumen", "trainingsvolumen", "totalgewicht"),
    }
)
_CLOSE: Final = 0.02
_MOSTLY: Final = 0.5
_MOST_NAMED: Final = 4


def said_of_summary(sample: Sample, guessed: Guess) -> str | None:
    """Say that a table sums up, and by which columns that shows; None where it does not."""
    columns = guessed.stated["columns"]
    if guessed.stated.get("sets"):
        return None
    totals = _totals(sample)
    makes_sets = bool({"reps", "seconds", "distance"} & set(columns)) and _has_lift(columns, guessed)
    has_load_summed_up = "load" not in columns and any(_is_of_load(name) for name in totals)
    if totals and (not makes_sets or has_load_summed_up):
        return _sentence(totals)
    shown = _reps_are_totals(sample, columns) if "reps" in columns else None
    return _sentence([shown]) if shown else None


def _is_of_load(name: str) -> bool:
    """Tell whether a figure made of several sets is one of their loads, not of their volume."""
    words = set(words_of(name))
    return bool(words & set(ROLES["load"].words)) and not words & {"volume", "tonnage", "total"}


def _has_lift(columns: dict[str, str], guessed: Guess) -> bool:
    return "exercise" in columns or "headings" in guessed.stated or "sheets" in guessed.stated


def _sentence(totals: list[str]) -> str:
    """Say what a summary is recognised by, and what to take instead."""
    named = ", ".join(totals[:_MOST_NAMED])
    return (
        f"is a summary of workouts ({named}), and holds no single sets: totals and maxima cannot be taken apart again. "
        "Export the log of sets from the app, one row or cell per set, or leave the file out"
    )


def _totals(sample: Sample) -> list[str]:
    """Columns of figures made of several sets."""
    found = []
    for at, name in enumerate(sample.header):
        words = set(words_of(name))
        is_measure = any(words & set(ROLES[tells].words) for tells in _MEASURES)
        is_short = bool(words & _NAMED_SHORT)
        if (is_short or (words & TOTALS - {"count"} and is_measure)) and are_numbers(sample.values(at)):
            found.append(name)
    return found


def _reps_are_totals(sample: Sample, columns: dict[str, str]) -> str | None:
    """Tell reps of all sets together by a volume that is reps times load although there were several sets."""
    volumes = [
        name for name in sample.header if set(words_of(name)) & _NAMED_SHORT and are_numbers(sample.column(name))
    ]
    if not volumes or not {"sets", "load"} <= set(columns):
        return None
    rows = sample.rows({**columns, "volume": volumes[0]}, "sets", "reps", "load", "volume")
    figures = [[read_number(text) or 0 for text in row] for row in rows]
    several = [row for row in figures if row[0] > 1 and row[3] > 0]
    together = [row for row in several if abs(row[1] * row[2] / row[3] - 1) < _CLOSE]
    if not several or len(together) <= _MOSTLY * len(several):
        return None
    return f"{columns['reps']}: those of all sets together, by {volumes[0]}"
