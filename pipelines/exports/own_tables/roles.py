"""What columns of a table of sets may hold: how such columns are called."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pipelines.exports.own_tables.header_words import set_of, words_of
from pipelines.exports.own_tables.values import (
    AGREEING,
    Values,
    are_clocks,
    are_dates_or_counted,
    are_distance_units,
    are_durations,
    are_flags,
    are_kinds,
    are_loads,
    are_mass_units,
    are_names,
    are_numbers,
    are_numbers_or_none,
    are_running,
    are_unique,
    are_words,
    share,
)

NOTES: Final = set_of(
    "id ids uuid notes note comment comments remark remarks notizen notiz notas notes nota commentaire"
)
TOTALS: Final = set_of(
    "total totals sum max maximum avg average mean median best heaviest top peak volume tonnage count estimated "
    "est 1rm e1rm orm 1rms pr prs gesamt summe durchschnitt maximal bester beste spitze volumen moyenne somme "
    "meilleur totale totales totaux promedio suma máximo máxima maximo maxima mejor volumen média soma melhor "
    "massimo massima media somma migliore gemiddeld totaal zwaarste 合計 最大 平均 総 "
    "gesamtwiederholungen gesamtgewicht gesamtlast gesamtvolumen gesamtsätze maximalgewicht höchstgewicht"
)
"""Words for figures made of several sets: no set's own."""

PLANNED: Final = set_of("target planned plan required goal prescribed goals previous prev last next ziel soll")
PERCENT: Final = set_of("percent percentage pct prozent porcentaje pourcentage intensity")
_MOST_WORDS: Final = 60  # of one role


def is_percent(name: str, values: Values) -> bool:
    """Tell whether a column holds shares, by its name or by the sign behind its figures."""
    return "%" in name or bool(PERCENT & set(words_of(name))) or share(values, lambda text: "%" in text) >= AGREEING


@dataclass(frozen=True, kw_only=True)
class Role:
    """How the column for something is called, and what its values look like."""

    words: tuple[str, ...]
    agrees: Callable[[Values], bool]
    never: frozenset[str] = frozenset()
    is_id: bool = False

    def fit(self, name: str) -> int:
        """Tell how well a name fits: whole names before parts of names, the first words before the last."""
        words = words_of(name)
        if not self.is_id and (self.never | NOTES) & set(words):
            return 0
        for place, wanted in enumerate(self.words):
            worth = 2 * (_MOST_WORDS - place)
            if words == wanted.split():
                return 1000 + worth
            if set(wanted.split()) <= set(words):
                return 100 + worth - len(words)
        return 0


_NEVER_USERS: Final = set_of("weight age height gewicht peso poids")
_NEVER_FIGURES: Final = TOTALS | PLANNED | PERCENT
_RESTS: Final = set_of("rest pause pausa repos descanso recupero rust break recovery")
_SPANS_OF_TIME: Final = set_of("duration time dauer durée duración duração durata minutes seconds")
_ENDS: Final = set_of("end ended finish finished updated modified created exported birth")

_MORE_SETS: Final = ("подходы", "подходов", "сеты", "підходи", "sorozat", "setler", "セット数", "组数", "세트")

ROLES: Final = MappingProxyType(
    {
        "lifter": Role(
            words=(
                *("lifter", "athlete", "user", "client", "person", "member", "trainee", "participant", "who"),
                *("first name", "full name", "username", "vorname", "sportler", "athlet", "kunde", "nutzer", "atleta"),
                *("cliente", "usuario", "alumno", "persona", "nombre del atleta", "athlète", "utilisateur", "prénom"),
                *("aluno", "usuário", "pessoa", "utente", "persoon", "sporter"),
            ),
            agrees=are_names,
            never=_NEVER_USERS,
        ),
        "date": Role(
            words=(
                *("date", "day", "datum", "fecha", "data", "tarih", "日期", "日付", "tag", "dia", "giorno", "jour"),
                *("start time", "started at", "started", "start", "beginn", "timestamp", "time", "when"),
                *(
                    "дата",
                    "dato",
                    "dátum",
                    "päivä",
                    "pvm",
                    "päivämäärä",
                    "날짜",
                    "performed",
                    "logged",
                    "epoch",
                    "unix",
                ),
            ),
            agrees=are_dates_or_counted,
            never=_ENDS,
        ),
        "time": Role(
            words=("time", "clock", "hour", "uhrzeit", "heure", "hora", "orario", "tijd", "ora"),
            agrees=are_clocks,
            never=_ENDS | _RESTS,
        ),
        "workout": Role(
            words=(
                *("workout name", "workout", "session", "routine", "training", "title", "program"),
                *("einheit", "séance", "sesión", "rutina", "treino", "allenamento", "day name"),
            ),
            agrees=are_words,
            never=_SPANS_OF_TIME,
        ),
        "exercise": Role(
            words=(
                *("exercise", "exercise name", "lift", "movement", "move", "übung", "exercice", "ejercicio"),
                *("esercizio", "exercício", "exercicio", "egzersiz", "oefening", "övning", "ćwiczenie", "activity"),
                *("упражнение", "вправа", "cvik", "cvičení", "øvelse", "övelse", "liike", "gyakorlat", "exercițiu"),
                *("exercitiu", "hareket", "動作", "动作", "種目", "种目", "운동"),
            ),
            agrees=are_words,
            never=set_of("category type group muscle muscles description source level"),
        ),
        "set_kind": Role(
            words=("set type", "set kind", "kind", "type", "satzart", "satztyp", "tipo", "set order", "set"),
            agrees=are_kinds,
        ),
        "warmup": Role(words=("warmup", "warm up", "is warmup", "aufwärmen"), agrees=are_flags),
        "load": Role(
            words=(
                *(
                    "weight",
                    "weights",
                    "load",
                    "loads",
                    "kg",
                    "lb",
                    "lbs",
                    "kgs",
                    "kilos",
                    "pounds",
                    "gewicht",
                    "poids",
                    "peso",
                    "carga",
                ),
                *("last", "charge", "carico", "ağırlık", "vikt", "ciężar", "重量"),
                *("вес", "вага", "obciążenie", "váha", "zátěž", "vægt", "vekt", "paino", "súly", "greutate", "무게"),
            ),
            agrees=are_loads,
            never=_NEVER_FIGURES - {"last"} | set_of("body bodyweight user bw unit lifter"),
        ),
        "load_unit": Role(words=("weight unit", "unit", "units", "load unit", "einheit"), agrees=are_mass_units),
        "reps": Role(
            words=(
                *("reps", "rep", "repetitions", "repetition", "wiederholungen", "wiederholung", "wdh", "répétitions"),
                *(
                    "réps",
                    "repeticiones",
                    "repetições",
                    "ripetizioni",
                    "tekrar",
                    "herhalingen",
                    "powtórzenia",
                    "次",
                    "回数",
                ),
                *("повторения", "повторы", "повторений", "повторення", "opakování", "opakovani", "toistot", "toistoa"),
                *("ismétlés", "repetări", "repetari", "gentagelser", "repetisjoner", "次数", "횟수"),
            ),
            agrees=are_numbers,
            never=_NEVER_FIGURES - {"count"},
        ),
        "sets": Role(
            words=(
                "sets",
                "series",
                "sätze",
                "séries",
                "serie",
                "sarjat",
                "series done",
                "seturi",
                "set count",
                *_MORE_SETS,
                *("série", "satz", "set", "sett", "seria", "serii"),
            ),
            agrees=are_numbers,
            never=_NEVER_FIGURES - {"count"},
        ),
        "set_number": Role(
            words=("set number", "set no", "set nr", "set num", "set index", "set", "serie", "série", "satz", "series"),
            agrees=are_running,
        ),
        "set_id": Role(words=("set id", "set uuid", "set guid"), agrees=are_unique, is_id=True),
        "rir": Role(words=("rir", "reserve"), agrees=are_numbers_or_none, never=_NEVER_FIGURES),
        "rpe": Role(words=("rpe", "exertion"), agrees=are_numbers_or_none, never=_NEVER_FIGURES),
        "seconds": Role(
            words=(
                *("seconds", "secs", "sec", "duration", "hold", "time", "dauer", "sekunden", "durée", "duración"),
                *("duração", "durata", "duur", "minutes", "mins", "min", "minuten", "sek"),
            ),
            agrees=are_durations,
            never=_RESTS | _ENDS | _NEVER_FIGURES | set_of("workout session training start hr heart"),
        ),
        "rest": Role(
            words=("rest", "rest time", "rest seconds", "pause", "repos", "descanso", "recupero", "rust", "pausa"),
            agrees=are_durations,
        ),
        "distance": Role(
            words=("distance", "km", "miles", "meters", "metres", "distanz", "strecke", "distancia", "distanza"),
            agrees=are_numbers,
            never=_NEVER_FIGURES,
        ),
        "distance_unit": Role(words=("distance unit",), agrees=are_distance_units),
        "multiplier": Role(words=("multiplier",), agrees=are_numbers),
        "body_weight": Role(
            words=("bodyweight", "body weight", "user weight", "bw", "körpergewicht", "peso corporal"),
            agrees=are_loads,
            never=set_of("unit"),
        ),
        "body_weight_unit": Role(words=("bodyweight unit", "body weight unit"), agrees=are_mass_units),
    }
)
"""What a mapping may name a column for, to how such columns are called and what they hold."""
