"""GymBook: one table with everything in the phone's language, Italian so far, units included.

What a number counts stands behind it ("20 ripetizioni", "6 minuti", "0,55 km"). Each set has a time of its own; the
workout starts with its first. A cool-down set is as easy as a warm-up and lands as one.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pyarrow as pa

from pipelines.exports.base import Dialect, Reading
from pipelines.exports.figures import read_mass_unit, read_metres, read_number
from pipelines.exports.gathered import Column, earliest, rewritten
from pipelines.exports.source import Source
from pipelines.exports.table import TableFormat

_MEASURE = re.compile(r"\s*(?P<number>[+-]?[\d.,]+)\s*(?P<unit>[^\W\d]+)\.?\s*")
_REPS = frozenset({"ripetizione", "ripetizioni"})
_SECONDS = MappingProxyType(
    {"secondo": 1, "secondi": 1, "minuto": 60, "minuti": 60, "ora": 3600, "ore": 3600},
)


class _GymBook(TableFormat):
    """The table, with its measures taken apart."""

    def _is_record(self, cells: Mapping[str | None, str]) -> bool:
        """Tell whether cells make sense as a record: both measures have their units."""
        amount, load = cells.get("reps", ""), cells.get("load", "")
        bare = {**cells, "reps": _number(amount), "load": _number(load)}
        return _unit(amount) is not None and _unit(load) is not None and super()._is_record(bare)

    def read(self, source: Source) -> Reading:
        """Read every record."""
        reading = super().read(source)
        logged = reading.logged
        amount, load, skipped = (logged[name] for name in ("reps", "load", "not_set_reason"))
        told: dict[str, Column] = {name: logged[name] for name in logged.column_names}
        told |= {
            "clock": earliest(logged["clock"], logged["started"], logged["workout"]),
            "reps": rewritten(amount, _reps),
            "seconds": rewritten(amount, _seconds),
            "load": rewritten(load, lambda text: None if _metres(text) else _number(text)),
            "load_unit": rewritten(load, lambda text: None if _metres(text) else _unit(text)),
            "distance": rewritten(load, lambda text: _number(text) if _metres(text) else None),
            "distance_unit": rewritten(load, lambda text: _unit(text) if _metres(text) else None),
            "not_set_reason": rewritten(skipped, lambda text: None if text.strip().casefold() == "no" else "skipped"),
        }
        return replace(reading, logged=pa.table(told))


def _number(text: str) -> str:
    """Give the number of a measure; a text that is none stays, to be found unreadable."""
    match = _MEASURE.fullmatch(text)
    return match["number"] if match else text


def _unit(text: str) -> str | None:
    match = _MEASURE.fullmatch(text)
    return match["unit"].casefold() if match else None


def _metres(text: str) -> bool:
    unit = _unit(text)
    return unit is not None and read_mass_unit(unit) is None and read_metres(unit) is not None


def _reps(text: str) -> str | None:
    """Give a number of repetitions, nothing for a duration, and any other text as it is."""
    unit = _unit(text)
    if unit in _SECONDS:
        return None
    return _number(text) if unit in _REPS else text


def _seconds(text: str) -> str | None:
    number = read_number(_number(text), decimal_comma=True)
    per_unit = _SECONDS.get(_unit(text) or "")
    return str(round(number * per_unit)) if number is not None and per_unit else None


FORMAT = _GymBook(
    app="gymbook",
    title="GymBook",
    version=1,
    columns=MappingProxyType(
        {
            "started": ("Data",),
            "workout": ("Programma",),
            "clock": ("Orario",),
            "exercise": ("Esercizio",),
            "region": ("Zona",),
            "prime movers": ("Gruppi muscolari (Primari)",),
            "helpers": ("Gruppi muscolari (Secondari)",),
            "marker": ("Set / Set di riscaldamento / Set di defaticamento",),
            "reps": ("Ripetizioni / Tempo",),
            "load": ("Peso / Distanza",),
            "notes": ("Appunti",),
            "not_set_reason": ("Saltato",),
        }
    ),
    required=frozenset({"started", "clock", "workout", "exercise", "marker", "reps", "load", "not_set_reason"}),
    layouts=MappingProxyType(
        {
            "Italian": "Data,Programma,Orario,Esercizio,Zona,Gruppi muscolari (Primari),Gruppi muscolari (Secondari),"
            "Set / Set di riscaldamento / Set di defaticamento,Ripetizioni / Tempo,Peso / Distanza,Appunti,Saltato",
        }
    ),
    dialect=Dialect(
        markers=MappingProxyType({"set": "working", "set di riscaldamento": "warmup", "set di defaticamento": "warmup"})
    ),
)
