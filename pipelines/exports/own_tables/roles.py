"""What columns of a table of sets may hold: how such columns are called, and what their values look like."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final, TypeAlias

from pipelines.exports.own_tables.header_words import duration_s, set_of, words_of
from pipelines.exports.own_tables.stated_dates import COMPACT, way_of
from pipelines.exports.reading.base import MARKERS
from pipelines.exports.reading.dates import LONGEST_DATE, read_moments
from pipelines.exports.reading.figures import read_flag, read_mass_unit, read_metres, read_number
from pipelines.exports.reading.in_doubt import AMBIGUOUS

Values: TypeAlias = Sequence[str]

AGREEING: Final = 0.8


NOTES: Final = set_of(
    "id ids uuid notes note comment comments remark remarks notizen notiz notas notes nota commentaire"
)
TOTALS: Final = set_of(
    "total totals sum max maximum avg average mean median best heaviest top peak volume tonnage count estimated "
    "est 1rm e1rm orm 1rms pr prs gesamt summe durchschnitt maximal bester beste spitze volumen moyenne somme "
    "meilleur totale totales totaux promedio suma máximo máxima maximo maxima mejor volumen média soma melhor "
    "massimo massima media somma migliore gemiddeld totaal zwaarste 合計 最大 平均 総"
)
"""Words for figures made of several sets: no set's own."""

PLANNED: Final = set_of("target planned plan required goal prescribed goals previous prev last next ziel soll")
PERCENT: Final = set_of("percent percentage pct prozent porcentaje pourcentage intensity")
_LIKE_DATE: Final = re.compile(r"\d{1,4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d|(?:19|20)\d{2}")
_CLOCK: Final = re.compile(r"\d{1,2}[:.]\d{2}([:.]\d{2})?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_MOST_KINDS: Final = 12
_BEYOND_LOADS: Final = 10_000  # `100,105` is two loads
_MOST_WORDS: Final = 60  # of one role


def is_percent(name: str, values: Values) -> bool:
    """Tell whether a column holds shares, by its name or by the sign behind its figures."""
    return "%" in name or bool(PERCENT & set(words_of(name))) or share(values, lambda text: "%" in text) >= AGREEING


def share(values: Values, is_good: Callable[[str], bool]) -> float:
    """Share of values of which something holds; of none, zero."""
    return sum(map(is_good, values)) / len(values) if values else 0.0


def are_numbers(values: Values) -> bool:
    """Tell whether nearly all values are numbers."""
    return share(values, lambda text: read_number(text) is not None) >= AGREEING


def _are_numbers_or_none(values: Values) -> bool:
    return not values or are_numbers(values)


def _are_loads(values: Values) -> bool:
    def is_load(text: str) -> bool:
        bare = re.sub(r"\s*(kgs?|lbs?|#)\.?$", "", text.casefold())
        number = read_number(bare)
        return bare in {"bw", "bodyweight"} or (number is not None and number < _BEYOND_LOADS)

    return share(values, is_load) >= AGREEING


def _are_durations(values: Values) -> bool:
    return share(values, lambda text: duration_s(text, None) is not None) >= AGREEING


def are_running(values: Values) -> bool:
    """Tell numbers that count the sets of an exercise: each is one more than the one before, or begins anew."""
    numbers = [read_number(text) for text in values]
    steps = [now == 1 or (now is not None and now - 1 == before) for before, now in pairwise(numbers)]
    return len(set(numbers)) > 1 and sum(steps) >= AGREEING * len(steps)


def _are_unique(values: Values) -> bool:
    return len(set(values)) == len(values) > 1


def are_words(values: Values) -> bool:
    """Tell whether nearly all values hold letters, and are no moments such as `2026-05-04T18:00:00Z`."""
    return share(values, lambda text: any(map(str.isalpha, text))) >= AGREEING and not are_dates(values)


def _are_names(values: Values) -> bool:
    return bool(values) and len(set(values)) <= max(1, len(values) // 2)


def are_dates(values: Values) -> bool:
    """Tell whether nearly all values are dates, with or without a time of day."""
    if share(values, lambda text: _LIKE_DATE.search(text[:LONGEST_DATE]) is not None) < AGREEING:
        return False  # to read words as months of any language takes seconds
    distinct = list(dict.fromkeys(values))
    moments = read_moments(distinct)
    good = {text for text, moment in zip(distinct, moments, strict=True) if moment.day or moment.problem == AMBIGUOUS}
    return share(values, lambda text: text in good or way_of([text]) == COMPACT) >= AGREEING


def _are_dates_or_counted(values: Values) -> bool:
    """Tell dates, or numbers that count seconds or days up to a date."""
    return are_dates(values) or way_of(values) is not None


def have_clock(values: Values) -> bool:
    """Tell whether dates have a time of day beside them."""
    return any(":" in text for text in values)


def _are_clocks(values: Values) -> bool:
    return share(values, lambda text: _CLOCK.fullmatch(text) is not None) >= AGREEING


def _are_mass_units(values: Values) -> bool:
    return share(values, lambda text: read_mass_unit(text) is not None) >= AGREEING


def _are_distance_units(values: Values) -> bool:
    return share(values, lambda text: read_metres(text) is not None) >= AGREEING


def _are_flags(values: Values) -> bool:
    return share(values, lambda text: read_flag(text) is not None) >= AGREEING


def _are_kinds(values: Values) -> bool:
    """Tell kinds of sets, of which some are words, from numbers that only count sets."""
    is_few = 0 < len(set(values)) <= _MOST_KINDS
    return is_few and share(values, lambda text: text.casefold() in MARKERS) > 0


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
_ENDS: Final = set_of("end ended finish finished updated modified created exported birth")

_MORE_SETS: Final = ("подходы", "подходов", "сеты", "підходи", "sorozat", "setler", "セット数", "组数", "세트")

ROLES: Final = MappingProxyType(
    {
        "lifter": Role(
            words=("lifter", "athlete", "user", "client", "person", "member", "trainee", "participant", "who"),
            agrees=_are_names,
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
            agrees=_are_dates_or_counted,
            never=_ENDS,
        ),
        "time": Role(
            words=("time", "clock", "hour", "uhrzeit", "heure", "hora", "orario", "tijd", "ora"),
            agrees=_are_clocks,
            never=_ENDS | _RESTS,
        ),
        "workout": Role(
            words=(
                *("workout name", "workout", "session", "routine", "training", "title", "program"),
                *("einheit", "séance", "sesión", "rutina", "treino", "allenamento", "day name"),
            ),
            agrees=are_words,
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
            agrees=_are_kinds,
        ),
        "warmup": Role(words=("warmup", "warm up", "is warmup", "aufwärmen"), agrees=_are_flags),
        "load": Role(
            words=(
                *("weight", "load", "kg", "lb", "lbs", "kgs", "kilos", "pounds", "gewicht", "poids", "peso", "carga"),
                *("last", "charge", "carico", "ağırlık", "vikt", "ciężar", "重量"),
                *("вес", "вага", "obciążenie", "váha", "zátěž", "vægt", "vekt", "paino", "súly", "greutate", "무게"),
            ),
            agrees=_are_loads,
            never=_NEVER_FIGURES - {"last"} | set_of("body bodyweight user bw unit lifter"),
        ),
        "load_unit": Role(words=("weight unit", "unit", "units", "load unit", "einheit"), agrees=_are_mass_units),
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
            never=_NEVER_FIGURES,
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
            ),
            agrees=are_numbers,
            never=_NEVER_FIGURES - {"count"},
        ),
        "set_number": Role(
            words=("set number", "set no", "set nr", "set num", "set index", "set", "serie", "série", "satz", "series"),
            agrees=are_running,
        ),
        "set_id": Role(words=("set id", "set uuid", "set guid"), agrees=_are_unique, is_id=True),
        "rir": Role(words=("rir", "reserve"), agrees=_are_numbers_or_none, never=_NEVER_FIGURES),
        "rpe": Role(words=("rpe", "exertion"), agrees=_are_numbers_or_none, never=_NEVER_FIGURES),
        "seconds": Role(
            words=(
                *("seconds", "secs", "sec", "duration", "hold", "time", "dauer", "sekunden", "durée", "duración"),
                *("duração", "durata", "duur", "minutes", "mins", "min", "minuten", "sek"),
            ),
            agrees=_are_durations,
            never=_RESTS | _ENDS | _NEVER_FIGURES | set_of("workout session training start hr heart"),
        ),
        "rest": Role(
            words=("rest", "rest time", "rest seconds", "pause", "repos", "descanso", "recupero", "rust", "pausa"),
            agrees=_are_durations,
        ),
        "distance": Role(
            words=("distance", "km", "miles", "meters", "metres", "distanz", "strecke", "distancia", "distanza"),
            agrees=are_numbers,
            never=_NEVER_FIGURES,
        ),
        "distance_unit": Role(words=("distance unit",), agrees=_are_distance_units),
        "multiplier": Role(words=("multiplier",), agrees=are_numbers),
        "body_weight": Role(
            words=("bodyweight", "body weight", "user weight", "bw", "körpergewicht", "peso corporal"),
            agrees=_are_loads,
            never=set_of("unit"),
        ),
        "body_weight_unit": Role(words=("bodyweight unit", "body weight unit"), agrees=_are_mass_units),
    }
)
"""What a mapping may name a column for, to how such columns are called and what they hold."""
