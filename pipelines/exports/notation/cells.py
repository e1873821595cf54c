"""Texts of cells that state sets, brought into the one form in which sets are read.

Programs list them (`[{"weight": 100, "reps": 5}, {"weight": 100, "reps": 4}]`), people put the load first
(`100 kg 3x5`) and add a remark (`100x5, 100x4, felt easy`).
"""

import json
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

LONGEST_CELL: Final = 2000  # characters

_NAMES: Final = MappingProxyType(
    {
        **dict.fromkeys(("reps", "rep", "repetitions", "r", "wdh"), "reps"),
        **dict.fromkeys(
            ("weight", "load", "w", "kg", "kgs", "lb", "lbs", "weight_kg", "weight_lb", "weight_lbs"), "load"
        ),
        **dict.fromkeys(("seconds", "secs", "sec", "s", "duration", "duration_seconds", "time"), "seconds"),
        "rpe": "rpe",
        **dict.fromkeys(("type", "kind", "set_type"), "marker"),
    }
)
_SETS: Final = "sets"
_MOST_LETTERS: Final = 40
_LOAD: Final = r"(?P<load>\d{1,4}(?:[.,]\d{1,2})?)\s*(?P<unit>kgs?|lbs?|pounds?|#)?"
_LOAD_LAST: Final = re.compile(
    rf"(?P<done>\d{{1,2}}\s*[x×*]\s*\d{{1,2}})(?:\s+|\s*(?:at|mit|con|com|avec|à)\s+){_LOAD}", re.IGNORECASE
)
_LOAD_BEFORE: Final = re.compile(rf"{_LOAD}\s+(?:for\s+)?(?P<done>\d{{1,2}}\s*[x×*]\s*\d{{1,2}})", re.IGNORECASE)
_EFFORT: Final = re.compile(r"[ ,]{0,2}\(?(?<![^\W\d_])@? ?(rpe|rir)[ :=@]{0,2}(\d{1,2}(?:[.,]5)?)\)?", re.IGNORECASE)
_LOAD_ASIDE: Final = re.compile(r"(\d)\s?\((\d{1,4}(?:[.,]\d{1,2})?\s?(?:kgs?|lbs?)?)\)\s*$", re.IGNORECASE)
_ARROWS: Final = re.compile(r"\s*(?:->|→|>)\s*")
_REMARK: Final = re.compile(r"(?:[,;\n]\s*([^\W\d][^\d,;\n()\[\]]{1,200})|\s\(([^\d()]{2,80})\))\s*$")


def as_written(text: str) -> str:
    """Return the sets of a cell as people mostly write them.

    What a document lists becomes `5 reps x 100 kg; ...`, `RPE 8` becomes `@ 8 rpe`, a load in brackets at the end
    (`12,10,8 (60 kg)`) stands behind `@`, and what follows an arrow is a drop set.
    """
    if not text.lstrip().startswith(("[{", "{", "[ {")) or ":" not in text:
        text = _EFFORT.sub(r" @ \2\1", text)
        text = _LOAD_ASIDE.sub(r"\1 @ \2", text)
        first, *dropped = _ARROWS.split(text)
        return "; ".join([first, *(f"{each} [drop]" for each in dropped)])
    listed = _listed(text)
    written = [_set_as_written(each) for each in listed] if listed else []
    known = [each for each in written if each]
    return "; ".join(known) if known and len(known) == len(written) else text


def _listed(text: str) -> Sequence[Any] | None:
    """The list that a document is, or holds under `sets`."""
    for attempt in (text, text.replace("'", '"').replace("None", "null")):
        try:
            document = json.loads(attempt)
        except (ValueError, RecursionError):
            continue
        if isinstance(document, Mapping):
            document = document.get(_SETS, [document])
        return document if isinstance(document, list) else None
    return None


def _set_as_written(item: Any) -> str | None:
    """One set, each figure with the word that says what it is; None where it is no set."""
    if not isinstance(item, Mapping):
        return None
    told: dict[str, str] = {}
    unit = ""
    for key, value in item.items():
        name = str(key).casefold()
        tells = _NAMES.get(name)
        if tells is None or tells in told or value is None or isinstance(value, bool | list | dict):
            continue
        told[tells] = str(value).strip()
        if tells == "load":
            unit = next((each for each in ("kg", "lb") if each in name), "")
    if "reps" in told:
        load = f" x {told['load']}{unit}" if told.get("load") else ""
        done = f"{told['reps']} reps{load}"
    elif "seconds" in told:
        done = f"{told['seconds']} s"
    else:
        return None
    effort = f" @ {told['rpe']}" if told.get("rpe") and "load" in told else ""
    marker = told.get("marker", "")[:_MOST_LETTERS]
    return done + effort + (f" [{marker}]" if marker else "")


def in_usual_order(done: str) -> str:
    """Put `3x5 100` and `100 kg 3x5` in the usual order."""
    match = _LOAD_LAST.fullmatch(done) or _LOAD_BEFORE.fullmatch(done)
    return f"{match['done']} x {match['load']}{match['unit'] or ''}" if match else done


def without_remarks(text: str) -> tuple[str, list[str]]:
    """Cut off the remarks behind the sets of a cell: words without figures, behind a comma or in brackets."""
    remarks: list[str] = []
    while len(text) <= LONGEST_CELL and (match := _REMARK.search(text)):
        text, remark = text[: match.start()], (match[1] or match[2]).strip()
        remarks.insert(0, remark)
    return text, remarks
