"""A block as a routine to take along: one row per set's worth of work, as CSV and as a page for a phone."""

import csv
import io
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final, TypedDict

from data.units import KG_PER_LB
from models.blocks.written import Exercise, WrittenBlock, at_week, items_of
from models.training.block import BLOCK_NAMES

COLUMNS: Final = (
    "week", "day", "weekday", "order", "exercise", "sets", "reps", "load", "unit", "rir", "rest_s", "is_new",
)  # fmt: skip

FORMULA: Final = "=+-@\t\r"
"""A text that begins with one of these is a formula to a spreadsheet."""

_STYLE: Final = """
:root{color-scheme:light dark;font:16px/1.45 system-ui,sans-serif}
body{max-width:44rem;margin:0 auto;padding:1rem}
h1{font-size:1.35rem;margin:.2rem 0}h2{font-size:1.1rem;margin:1.4rem 0 .3rem;border-bottom:2px solid currentColor}
p{margin:.3rem 0}.quiet{opacity:.75;font-size:.9rem}
.exercise{margin:.7rem 0;break-inside:avoid}.exercise b{display:block}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{border:1px solid #8886;padding:.2rem .3rem;text-align:center}th{font-weight:600}
.new{font-size:.75rem;border:1px solid;border-radius:.5rem;padding:0 .35rem;margin-left:.35rem}
section{break-inside:avoid-page}@media print{body{font-size:11pt;max-width:none}}
"""


class Entry(TypedDict):
    """What is done of an exercise on a day of a week; `load` is None where it is left to feel, or is body weight."""

    week: int
    day: int
    weekday: str
    order: int
    item: Exercise
    sets: int
    reps: int | None
    load: float | None
    rir: float | None


def entries(block: WrittenBlock, unit: str) -> Iterator[Entry]:
    """Go through a block week by week and day by day, loads in a unit ('kg' or 'lb')."""
    days = [(session, items_of(block, session)) for session in block["sessions"]]
    for week in range(int(block["weeks"])):
        for session, items in days:
            there = [item for item in items if at_week(item, "sets_by_week", "sets", week)]
            for order, item in enumerate(there, start=1):
                load = at_week(item, "loads_kg", "load_kg", week)
                yield {
                    "week": week + 1,
                    "day": session["day"],
                    "weekday": session["weekday"],
                    "order": order,
                    "item": item,
                    "sets": at_week(item, "sets_by_week", "sets", week),
                    "reps": at_week(item, "reps_by_week", "reps", week),
                    "load": None if load is None else in_unit(load, unit),
                    "rir": at_week(item, "rir_by_week", "rir", week),
                }


def rows(block: WrittenBlock, unit: str) -> Iterator[dict[str, object]]:
    """Go through a block as text for a table.

    Parameters
    ----------
    block : WrittenBlock
    unit : {'kg', 'lb'}

    Yields
    ------
    dict
        Keys of `COLUMNS`; load empty where it is left to feel, or is body weight.
    """
    for entry in entries(block, unit):
        item, load = entry["item"], entry["load"]
        yield {
            "week": entry["week"],
            "day": entry["day"],
            "weekday": entry["weekday"],
            "order": entry["order"],
            "exercise": shown_name(item),
            "sets": entry["sets"],
            "reps": _blank(entry["reps"]),
            "load": _plain(load),
            "unit": "" if load is None else unit,
            "rir": _plain(entry["rir"]),
            "rest_s": _blank(item["rest_s"]),
            "is_new": item["is_new"],
        }


def as_csv(block: WrittenBlock, unit: str) -> str:
    """A block as CSV with a head line; text that a spreadsheet would run as a formula is kept from it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows(block, unit):
        name = str(row["exercise"])
        writer.writerow(row | {"exercise": f"'{name}" if name[:1] in FORMULA else name})
    return out.getvalue()


def as_html(advice: Mapping[str, Any], unit: str) -> str:
    """A recommendation's next block as one page that needs nothing else: for a phone, or for paper.

    Parameters
    ----------
    advice : mapping
        As from `recommend`.
    unit : {'kg', 'lb'}
    """
    block = advice["next_block"]
    title = f"{BLOCK_NAMES[block['style']]}, {block['weeks']} weeks"
    days = "".join(
        f"<section><h2>Day {session['day']} ({session['weekday']}), about {session['minutes']} min</h2>"
        + "".join(_exercise(item, int(block["weeks"]), unit) for item in items_of(block, session))
        + "</section>"
        for session in block["sessions"]
    )
    how = (
        "<p class='quiet'>RIR: reps left in reserve. Loads are rounded down to what can be loaded; where the reserve "
        "turns out larger or smaller than written, change the load, not the reserve. Any days will do that keep the "
        "distances. Blank load: choose one that leaves the reserve written.</p>"
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in block["notes"])
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width,initial-scale=1'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1><p class='quiet'>For {escape(str(advice['lifter']))}</p>"
        f"{how}{notes}{days}</body></html>\n"
    )


def _exercise(item: Exercise, weeks: int, unit: str) -> str:
    """One exercise: a table with a column per week, or one line where every week is the same."""
    new = "<span class='new'>new</span>" if item["is_new"] else ""
    rest = f", rest {int(item['rest_s'])} s" if item["rest_s"] else ""
    head = f"<b>{escape(shown_name(item))}{new}</b>"
    if not item["reps_by_week"]:
        reps = f" × {item['reps']}" if item["reps"] else " sets"
        return f"<div class='exercise'>{head}<span>{item['sets']}{reps} {_load(item, 0, unit)}{rest}</span></div>"
    lines = {
        "Week": [str(week + 1) for week in range(weeks)],
        "Sets × reps": [_sets_and_reps(item, week) for week in range(weeks)],
        f"Load ({unit})": [_load(item, week, unit, with_unit=False) for week in range(weeks)],
        "RIR": [_plain(at_week(item, "rir_by_week", "rir", week)) for week in range(weeks)],
    }
    lines = {head: cells for head, cells in lines.items() if any(cells)}
    body = "".join(
        f"<tr><th>{name}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for name, cells in lines.items()
    )
    return (
        f"<div class='exercise'>{head}<span class='quiet'>{rest.removeprefix(', ')}</span><table>{body}</table></div>"
    )


def _sets_and_reps(item: Exercise, week: int) -> str:
    """Sets and reps of a week; a dash in a week without the exercise."""
    sets, reps = at_week(item, "sets_by_week", "sets", week), at_week(item, "reps_by_week", "reps", week)
    return f"{sets} × {reps}" if sets else "–"


def _load(item: Exercise, week: int, unit: str, *, with_unit: bool = True) -> str:
    """Say a load; body weight as such."""
    load = at_week(item, "loads_kg", "load_kg", week)
    if load is None:
        return "body weight" if item["by_body_weight"] and with_unit else ""
    return f"{in_unit(load, unit):g}{f' {unit}' if with_unit else ''}"


def shown_name(item: Mapping[str, Any]) -> str:
    """The exercise's name, top sets said as such."""
    return f"{item['name']}, top set" if item["set_kind"] == "top" else str(item["name"])


def in_unit(kg: float, unit: str) -> float:
    """A load in a unit, to the quarter: loads are whole steps of plates already."""
    return round(4 * kg / (KG_PER_LB if unit == "lb" else 1.0)) / 4


def _blank(value: object) -> object:
    return "" if value is None else value


def _plain(value: float | None) -> str:
    """A number without a needless point; empty for none."""
    return "" if value is None else f"{value:g}"
