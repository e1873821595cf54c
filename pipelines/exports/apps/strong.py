"""Strong: every layout of its workout export since 2015, on both platforms and in every language seen.

Strong gives no unit in its most common layouts; where the distance has none, it is taken as kilometres. The letters
that stand for kinds of set are those of the app's language: one not known here is told by where its sets stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from pipelines.exports.reading.base import Dialect, Reading
from pipelines.exports.reading.figures import read_number
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.table import TableFormat

_MOSTLY: Final = 0.8
_ENGLISH: Final = "exercise name"

_S2 = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes"
_S3 = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds"
_S4 = (
    "Date,Workout Name,Exercise Name,Set Order,Weight,Weight Unit,Reps,RPE,Distance,Distance Unit,Seconds,"
    "Notes,Workout Notes"
)


@dataclass(frozen=True, kw_only=True)
class _Strong(TableFormat):
    """A table whose markers may be letters of any language."""

    def read(self, source: Source) -> Reading:
        """Read every record."""
        reading = super().read(source)
        if _ENGLISH in map(str.casefold, source.sheet.header):
            return reading  # its letters are known
        meanings = reading.dialect.markers
        letters_used = reading.logged["marker"].unique().to_pylist()
        letters = {
            text
            for text in letters_used
            if text and len(text) == 1 and text.isalpha() and text.casefold() not in meanings
        }
        if not letters:
            return reading
        kinds_told = _kinds_by_place(reading.logged, letters)
        markers = MappingProxyType({**meanings, **{letter.casefold(): kind for letter, kind in kinds_told.items()}})
        notes = [
            f"sets marked '{letter}' mostly come before the numbered ones of their exercise: taken for warm-ups"
            if kind == "warmup"
            else f"sets are marked '{letter}', which is not known here: taken for working sets"
            for letter, kind in kinds_told.items()
        ]
        return replace(reading, dialect=replace(reading.dialect, markers=markers), notes=[*reading.notes, *notes])


def _kinds_by_place(logged: Any, letters: set[str]) -> Mapping[str, str]:
    """Tell warm-ups by standing before the first numbered set of their exercise; what does not is a working set."""
    before: dict[str, list[bool]] = {letter: [] for letter in sorted(letters)}
    block, is_numbered = None, False
    for started, exercise, marker in zip(
        *(logged[name].to_pylist() for name in ("started", "exercise", "marker")), strict=True
    ):
        if (started, exercise) != block:
            block, is_numbered = (started, exercise), False
        if marker in letters:
            before[marker].append(not is_numbered)
        is_numbered |= read_number(marker or "") is not None
    return {
        letter: "warmup" if sum(places) >= _MOSTLY * len(places) else "working" for letter, places in before.items()
    }


FORMAT = _Strong(
    app="strong",
    title="Strong",
    version=2,
    columns=MappingProxyType(
        {
            "started": ("Date", "Datum", "日期", "Data"),
            "workout": ("Workout Name", "Workout-Name", "Nom de l'entraînement", "锻炼名称", "Nome do treino"),
            "exercise": (
                "Exercise Name",
                "Name der Übung",
                "Nom de l'exercice",
                "运动名称",
                "Nome do exercício",
            ),
            "marker": (
                "Set Order",
                "Reihenfolge festlegen",
                "Ordre de la série",
                "设置顺序",
                "Ordem da série",
            ),
            "load": ("Weight", "Gewicht", "Poids", "重量", "Peso"),
            "load [kg]": ("kg", "Weight (kg)"),
            "load [lb]": ("lb", "lbs", "Weight (lb)", "Weight (lbs)"),
            "load_unit": ("Weight Unit",),
            "reps": ("Reps", "Wiederh.", "Wiederholungen", "Réps", "次", "Repetições"),
            "rpe": ("RPE",),
            "distance": ("Distance", "Entfernung", "距离", "Distância"),
            "distance [km]": ("km", "Distance (km)"),
            "distance [mi]": ("mi", "Distance (mi)", "Distance (miles)"),
            "distance [m]": ("Distance (m)", "Distance (meters)"),
            "distance_unit": ("Distance Unit",),
            "seconds": ("Seconds", "Sekunden", "Secondes", "秒", "Segundos"),
            "number": ("Workout #",),
            "duration": (
                "Duration",
                "Duration (sec)",
                "Workout Duration",
                "Dauer",
                "Durée",
                "时长",
                "Duração",
            ),
            "notes": ("Notes", "Notizen", "备注", "Notas"),
            "workout notes": (
                "Workout Notes",
                "Workout-Notizen",
                "Notes d'entraînement",
                "锻炼备注",
                "Notas do treino",
            ),
        }
    ),
    required=frozenset({"started", "workout", "exercise", "marker", "load", "reps", "seconds"}),
    layouts=MappingProxyType(
        {
            "S1": "Date,Workout Name,Exercise Name,Set Order,kg,Reps,km,Seconds,Notes",
            "S1b": "Date,Workout Name,Exercise Name,Set Order,lb,Reps,mi,Seconds",
            "S2": _S2,
            "S2b": f"{_S2},RPE",
            "S3": f"{_S3},Notes,Workout Notes,RPE",
            "S3b": f"{_S3},RPE",
            "S4": _S4,
            "S4b": f"{_S4},Workout Duration",
            "S5": "Workout #,Date,Workout Name,Duration (sec),Exercise Name,Set Order,Weight (kg),Reps,RPE,"
            "Distance (meters),Seconds,Notes,Workout Notes",
        }
    ),
    dialect=Dialect(
        distance_unit="km",
        markers=MappingProxyType(
            {
                "w": "warmup",
                "warm_up": "warmup",
                "d": "drop",
                "drop_set": "drop",
                "f": "failure",
                "failure": "failure",
                "rest timer": "rest timer",
                "ruhezeit": "rest timer",
                "note": "note",
            }
        ),
    ),
    body_weight_in_load_with="number",
    localised=frozenset({"S2", "S2b", "S3", "S3b", "S4", "S4b", "S5"}),
)
