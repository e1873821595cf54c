"""Strong: every layout of its workout export since 2015, on both platforms and in every language seen.

Strong gives no unit in its most common layouts; where the distance has none, it is taken as kilometres.
"""

from types import MappingProxyType

from pipelines.exports.base import Dialect
from pipelines.exports.table import TableFormat

_S2 = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes"
_S3 = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds"
_S4 = (
    "Date,Workout Name,Exercise Name,Set Order,Weight,Weight Unit,Reps,RPE,Distance,Distance Unit,Seconds,"
    "Notes,Workout Notes"
)

FORMAT = TableFormat(
    app="strong",
    title="Strong",
    version=1,
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
            "distance [mi]": ("mi", "Distance (miles)"),
            "distance [m]": ("Distance (meters)",),
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
)
