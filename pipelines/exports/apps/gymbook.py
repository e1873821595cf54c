"""GymBook: one table with everything in the phone's language, units included.

What a number counts stands behind it ("20 ripetizioni", "6 minuti", "0,55 km"); a bare one counts repetitions. The
column that tells kinds of set is named after them: set, warm-up and cool-down, in this order. Each set has a time of
its own; the workout starts with its first. A cool-down set is as easy as a warm-up and lands as one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import pyarrow as pa

from pipelines.exports.reading.base import Reading
from pipelines.exports.reading.figures import read_mass_unit, read_metres, read_number
from pipelines.exports.reading.gathered import Column, earliest, rewritten
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.table import TableFormat

_MEASURE = re.compile(r"\s*(?P<number>[+-]?[\d.,]+)\s*(?P<unit>[^\W\d]+)\.?\s*")
_BARE = re.compile(r"\s*\d+([.,]\d+)?\s*")
_REPS = frozenset(
    {
        *("repetition", "repetitions", "reps", "ripetizione", "ripetizioni"),
        *("wiederholung", "wiederholungen", "répétition", "répétitions"),
    }
)
_SECONDS = MappingProxyType(
    dict.fromkeys(("second", "seconds", "secondo", "secondi", "sekunde", "sekunden", "seconde", "secondes"), 1)
    | dict.fromkeys(("minute", "minutes", "minuto", "minuti", "minuten"), 60)
    | dict.fromkeys(("hour", "hours", "ora", "ore", "stunde", "stunden", "heure", "heures"), 3600)
)
_NOT_SKIPPED = frozenset({"", "no", "nein", "non"})
_KINDS = ("working", "warmup", "warmup")


class _GymBook(TableFormat):
    """The table, with its measures taken apart."""

    def _fields(self, header: Sequence[str]) -> list[str | None]:
        """Tell what each column tells; the one of kinds by its three names."""
        named = zip(super()._fields(header), header, strict=False)
        return [tells or ("marker" if len(_kinds(name)) == len(_KINDS) else None) for tells, name in named]

    def _is_record(self, cells: Mapping[str | None, str]) -> bool:
        """Tell whether cells make sense as a record: both measures have their units."""
        amount, load = cells.get("reps", ""), cells.get("load", "")
        bare = {**cells, "reps": _number(amount), "load": _number(load), "marker": "1"}
        is_amount = _unit(amount) is not None or _BARE.fullmatch(amount) is not None
        return is_amount and _unit(load) is not None and super()._is_record(bare)

    def read(self, source: Source) -> Reading:
        """Read every record."""
        reading = super().read(source)
        logged = reading.logged
        amount, load, skipped = (logged[name] for name in ("reps", "load", "not_set_reason"))
        columns: dict[str, Column] = {name: logged[name] for name in logged.column_names}
        columns |= {
            "clock": earliest(logged["clock"], logged["started"], logged["workout"]),
            "reps": rewritten(amount, _reps),
            "seconds": rewritten(amount, _seconds),
            "load": rewritten(load, lambda text: None if _metres(text) else _number(text)),
            "load_unit": rewritten(load, lambda text: None if _metres(text) else _unit(text)),
            "distance": rewritten(load, lambda text: _number(text) if _metres(text) else None),
            "distance_unit": rewritten(load, lambda text: _unit(text) if _metres(text) else None),
            "not_set_reason": rewritten(
                skipped, lambda text: None if text.strip().casefold() in _NOT_SKIPPED else "skipped"
            ),
        }
        kinds = next((found for name in source.sheet.header if len(found := _kinds(name)) == len(_KINDS)), ())
        markers = MappingProxyType(dict(reversed(list(zip(kinds, _KINDS, strict=False)))))
        return replace(reading, logged=pa.table(columns), dialect=replace(reading.dialect, markers=markers))


def _kinds(name: str) -> tuple[str, ...]:
    """Kinds of set that the name of their column lists."""
    return tuple(kind.strip().casefold() for kind in name.split(" / "))


def _number(text: str) -> str:
    """Number of a measure; a text that is none stays, to be found unreadable."""
    match = _MEASURE.fullmatch(text)
    return match["number"] if match else text


def _unit(text: str) -> str | None:
    match = _MEASURE.fullmatch(text)
    return match["unit"].casefold() if match else None


def _metres(text: str) -> bool:
    unit = _unit(text)
    return unit is not None and read_mass_unit(unit) is None and read_metres(unit) is not None


def _reps(text: str) -> str | None:
    """A number of repetitions, nothing for a duration, and any other text as it is."""
    unit = _unit(text)
    if unit in _SECONDS:
        return None
    return _number(text) if unit in _REPS else text


def _seconds(text: str) -> str | None:
    number = read_number(_number(text), decimal_comma=True)
    per_unit = _SECONDS.get(_unit(text) or "")
    return f"{number * per_unit:.0f}" if number is not None and per_unit else None


FORMAT = _GymBook(
    app="gymbook",
    title="GymBook",
    version=2,
    columns=MappingProxyType(
        {
            "started": ("Date", "Datum", "Data"),
            "workout": ("Workout", "Training", "Entraînement", "Programma"),
            "clock": ("Time", "Zeit", "Heure", "Orario"),
            "exercise": ("Exercise", "Übung", "Exercice", "Esercizio"),
            "region": ("Region", "Bereich", "Région", "Zona"),
            "prime movers": (
                "Muscle Group (Primary)",
                "Groupes musculaires (Primaires)",
                "Gruppi muscolari (Primari)",
            ),
            "helpers": (
                "Muscle Group (Secondary)",
                "Groupes musculaires (Secondaires)",
                "Gruppi muscolari (Secondari)",
            ),
            "reps": ("Repetitions / Time", "Wiederholungen / Zeit", "Répétitions / Temps", "Ripetizioni / Tempo"),
            "load": ("Weight / Distance", "Gewicht / Strecke", "Poids / Distance", "Peso / Distanza"),
            "notes": ("Notes", "Notizen", "Appunti"),
            "not_set_reason": ("Skipped", "Ausgelassen", "Sautée", "Saltato"),
        }
    ),
    required=frozenset({"started", "clock", "workout", "exercise", "reps", "load", "not_set_reason"}),
    layouts=MappingProxyType(
        {
            "B12": "Data,Programma,Orario,Esercizio,Zona,Gruppi muscolari (Primari),Gruppi muscolari (Secondari),"
            "Set / Set di riscaldamento / Set di defaticamento,Ripetizioni / Tempo,Peso / Distanza,Appunti,Saltato",
            "B11": "Date,Workout,Time,Exercise,Region,Muscle Group (Primary),Muscle Group (Secondary),"
            "Repetitions / Time,Weight / Distance,Notes,Skipped",
        }
    ),
)
