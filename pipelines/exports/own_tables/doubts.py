"""What is not sure of the roles guessed for columns, each with an example of what would follow either way."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from statistics import median
from types import MappingProxyType
from typing import Any, Final

from pipelines.exports.own_tables.header_words import duration_s, set_of, time_unit_in, words_of
from pipelines.exports.own_tables.roles import ROLES, is_percent
from pipelines.exports.own_tables.sample import Doubt, Sample
from pipelines.exports.own_tables.values import are_numbers, are_words, share
from pipelines.exports.reading.base import MARKERS
from pipelines.exports.reading.figures import read_flag, read_number

_MANY_REPS: Final = 20
_MOST_SHARE: Final = 1.2  # as 0.8 is of a 1RM
_MOST_LIFTED: Final = 600  # kg or lb, by half of all sets
_REPS_OF_SUMS: Final = 16
_SHORT_S: Final = 12  # bare durations and rests below may just as well be minutes
_LONG_SET_S: Final = 120
_HALVES: Final = frozenset({"side", "seite", "lado", "côté", "lato", "plates"})
_WITHOUT: Final = set_of("without excluding excl exclude minus ohne zzgl plus sin sans senza sem zonder no")
_BARS: Final = set_of("bar barbell stange hantel hantelstange barra barre bilanciere stang")
_STONES: Final = frozenset({"st", "stone", "stones"})
_ASSISTS: Final = frozenset({"assist", "assistance", "assisted", "unterstützung", "asistencia", "assistência", "ayuda"})
_NEEDED: Final = MappingProxyType(
    {
        "lifter": "may be a person with a log of their own",
        "load": "is read as no load",
        "reps": "is read as no reps",
        "load_unit": "is no unit of loads known here",
    }
)
_WORKOUTS: Final = set_of(
    "day push pull leg legs upper lower full body workout session week training arms chest back shoulders tag beine "
    "rücken brust oberkörper unterkörper ganzkörper día dia piernas pecho espalda jour jambes giorno gambe a b c"
)
_SETTINGS: Final = set_of("plates plate stack level pin setting scheiben stufe placas placa nivel dischi piastre")
_DONE: Final = set_of("completed complete done finished performed erledigt gemacht hecho completado feito fait fatto")
_STATES: Final = _DONE | set_of("status state zustand estado statut stato skipped missed ausgelassen")
_UNDONE: Final = set_of(
    "skipped skip missed planned scheduled pending todo open incomplete cancelled canceled ausgelassen übersprungen "
    "geplant offen saltado pendiente planeado pulado sauté prévu saltato previsto"
) | {"not done", "not started", "not completed", "notstarted", "to do"}
_MOST_OF_WORKOUTS: Final = 0.5
_WARM: Final = set_of("warmup warmups aufwärmen aufwärmsätze calentamiento aquecimento riscaldamento échauffement")
_SIDES: Final = set_of(
    "left right l r links rechts linke rechte izquierda derecha izq der gauche droite sinistra destra esquerda direita"
)
_RANGE: Final = re.compile(r"\d{1,2}\s*(?:-|–|to|bis|a|à)\s*\d{1,2}")


def doubts_of(
    sample: Sample, columns: Mapping[str, str], sets: Mapping[str, Any] = MappingProxyType({})
) -> list[Doubt]:
    """What is not sure of the roles guessed.

    Parameters
    ----------
    sets : mapping of str to Any
        The columns whose cells state sets, as a mapping states them.
    """
    doubts = [
        _doubt_of_load(sample, columns),
        _doubt_of_people(sample, columns),
        _doubt_of_reps(sample, columns),
        _doubt_of_ranges(sample, columns),
        _doubt_of_kinds(sample, columns),
    ]
    doubts += [_doubt_of_duration(sample, columns, tells) for tells in ("seconds", "rest")]
    doubts += [_doubt_of_other_loads(sample, columns), _doubt_of_plans(sample, columns)]
    doubts += [_doubt_of_sides(sample, columns, tells) for tells in ("reps", "load", "seconds")]
    doubts += [_doubt_of_another(sample, columns, sets, tells) for tells in ("reps", "load")]
    loads = {name for name, told in sets.items() if isinstance(told, dict) and told["written"] == "load"}
    doubts += [_doubt_of_set_column(sample, name) for name in sets if name not in loads]
    known = [doubt for doubt in doubts if doubt is not None]
    taken = {*columns.values(), *sets, *(doubt.column for doubt in known)}
    needed = [tells for tells in _NEEDED if tells not in columns and (tells != "load_unit" or "load" in columns)]
    unread = [_doubt_of_unread(sample, taken, tells) for tells in needed]
    return known + [doubt for doubt in unread if doubt is not None]


def _doubt_of_load(sample: Sample, columns: Mapping[str, str]) -> Doubt | None:
    """Doubt a load that its name says is that of one side of a bar, is help, or is in a unit that is not read."""
    name = columns.get("load", "")
    words, shown = set(words_of(name)), next(iter(sample.column(name)), "") if name else ""
    figures = [number for text in sample.column(name) if (number := read_number(text))] if name else []
    if figures and min(figures) > 0 and max(figures) <= _MOST_SHARE:
        said = f"{name} {shown} is a share of what can be lifted once, or was lifted"
    elif figures and median(figures) > _MOST_LIFTED:
        said = f"{name} {shown} is the load of a set, or the volume of all sets and reps together"
    elif words & _WITHOUT and words & _BARS:
        said = f"{name} {shown} lacks the bar, which was lifted as well, or is the whole load"
    elif words & _HALVES:
        said = f"{name} {shown} is half of what is lifted, without the bar, or the whole load"
    elif words & _ASSISTS:
        said = f"{name} {shown} was taken off the body's weight, which is written -{shown}, or was lifted"
    elif words & _STONES:
        said = f"{name} {shown} is in stone, which is not read as a load; write it in kg or lb"
    else:
        return None
    return Doubt(tells="load", column=name, said=said, is_needed=True)


def _doubt_of_people(sample: Sample, columns: Mapping[str, str]) -> Doubt | None:
    """Doubt a column `Name` that names neither exercises nor anything else known: it may be people."""
    for name in sample.header:
        if words_of(name) == ["name"] and name not in columns.values() and sample.header.count(name) == 1:
            values = list(dict.fromkeys(sample.column(name)))
            if len(values) > 1 and are_words(values) and share(values, _is_of_workout) < _MOST_OF_WORKOUTS:
                said = f"{values[0]!r} and {values[1]!r} are people, each with a log of their own, or names of workouts"
                return Doubt(tells="lifter", column=name, said=said, is_needed=True)
    return None


def _is_of_workout(text: str) -> bool:
    """Tell the name of a workout, such as `Push day`, from that of a person."""
    return bool(_WORKOUTS & set(words_of(text)))


def _doubt_of_unread(sample: Sample, taken: Collection[str], tells: str) -> Doubt | None:
    """Doubt a table of which a column is called like people, loads or reps, and whose cells are not read as such."""
    role = ROLES[tells]
    for name in dict.fromkeys(sample.header):
        if name in taken or not role.fit(name) or words_of(name) == ["name"]:
            continue
        if sample.header.count(name) > 1:
            said = f"{sample.header.count(name)} columns are called {name}; give each a name of its own"
            return Doubt(tells=tells, column=name, said=said, is_needed=True)
        values = sample.column(name)
        if values and not is_percent(name, values):
            odd = next((text for text in values if not role.agrees([text])), values[0])
            said = f"{odd!r} {_NEEDED[tells]}, and without the column the rows would mean something else"
            return Doubt(tells=tells, column=name, said=said, is_needed=True)
    return None


def _doubt_of_another(sample: Sample, columns: Mapping[str, str], sets: Collection[str], tells: str) -> Doubt | None:
    """Doubt a column of reps or loads where another is filled in the rows in which it is empty."""
    role = ROLES[tells]
    for name in sample.header if tells in columns else ():
        if name in {*columns.values(), *sets} or not role.fit(name) or sample.header.count(name) > 1:
            continue
        if role.agrees(sample.column(name)) and not is_percent(name, sample.column(name)):
            rows = sample.rows({tells: columns[tells], "": name}, tells, "")
            others = [other for own, other in rows if other and not own]
            if others:
                said = f"{name} {others[0]} stands in rows in which {columns[tells]} is empty, and would be left out"
                return Doubt(tells=tells, column=columns[tells], said=said, is_needed=True)
    return None


def _doubt_of_set_column(sample: Sample, name: str) -> Doubt | None:
    """Doubt a column whose name says that its sets are warm-ups, or of both sides of the body."""
    words = set(words_of(name))
    if words & _WARM or MARKERS.get(" ".join(words_of(name))) == "warmup":
        said = "its sets are warm-ups, which a column of sets cannot say, or sets like the others"
        return Doubt(tells="sets", column=name, said=said)
    if len(words & _SIDES) > 1:
        shown = next(iter(sample.column(name)), "")
        said = f"{shown!r} is one set on each side, or a set of which both sides did so many reps"
        return Doubt(tells="sets", column=name, said=said)
    return None


def _doubt_of_other_loads(sample: Sample, columns: Mapping[str, str]) -> Doubt | None:
    """Doubt figures that tell a load in plates, or by the number of a machine's setting."""
    for name in () if "load" in columns else sample.header:
        if _SETTINGS & set(words_of(name)) and sample.header.count(name) == 1 and are_numbers(sample.column(name)):
            said = f"{name} {sample.column(name)[0]} counts plates or settings of a machine, or is the load in kg or lb"
            return Doubt(tells="load", column=name, said=said, is_needed=True)
    for at, name in enumerate(() if "load" in columns else sample.header):
        if ROLES["load"].fit(name) and is_percent(name, sample.values(at)) and sample.values(at):
            said = f"{name} {sample.values(at)[0]} is a share, and the load itself is told nowhere"
            return Doubt(tells="load", column=name, said=said, is_needed=True)
    return None


def _doubt_of_plans(sample: Sample, columns: Mapping[str, str]) -> Doubt | None:
    """Doubt a column that says of some rows that they were not done."""
    for name in sample.header:
        if name in columns.values() or not _STATES & set(words_of(name)) or sample.header.count(name) > 1:
            continue
        values = sample.column(name)
        flags = {text: _is_done(text) for text in values}
        if values and None not in flags.values() and False in flags.values():
            undone = next(text for text, is_done in flags.items() if not is_done)
            said = f"rows with {undone!r} were planned and not done, and are no sets, or are sets like the others"
            return Doubt(tells="set_kind", column=name, said=said, is_needed=True)
    return None


def _is_done(text: str) -> bool | None:
    """Read whether a set was done, as a yes or no or in a word such as `skipped`."""
    word = text.casefold()
    return (
        read_flag(text)
        if read_flag(text) is not None
        else False
        if word in _UNDONE
        else True
        if word in _DONE
        else None
    )


def _doubt_of_sides(sample: Sample, columns: Mapping[str, str], tells: str) -> Doubt | None:
    """Doubt a column of one side of the body where another holds the other side's."""
    name = columns.get(tells, "")
    others = [
        other
        for other in sample.header
        if other != name
        and ROLES[tells].fit(other)
        and _SIDES & set(words_of(other))
        and sample.header.count(other) == 1
    ]
    if not _SIDES & set(words_of(name)) or not others:
        return None
    shown = [next(iter(sample.column(each)), "") for each in (name, others[0])]
    said = f"{name} {shown[0]} is of one side alone, and {others[0]} {shown[1]} would be left out"
    return Doubt(tells=tells, column=name, said=said, is_needed=True)


def _doubt_of_ranges(sample: Sample, columns: Mapping[str, str]) -> Doubt | None:
    """Doubt a column of reps whose cells are ranges, as plans state them."""
    for name in () if "reps" in columns else sample.header:
        values = sample.column(name) if ROLES["reps"].fit(name) and sample.header.count(name) == 1 else []
        ranges = [text for text in values if _RANGE.fullmatch(text)]
        if 2 * len(ranges) > len(values):
            said = f"{ranges[0]!r} is a range, which a plan states; write the reps that were done"
            return Doubt(tells="reps", column=name, said=said)
    return None


def _doubt_of_reps(sample: Sample, columns: Mapping[str, str]) -> Doubt | None:
    """Doubt reps that may be those of all sets of a row together."""
    if not {"sets", "reps"} <= set(columns):
        return None
    rows = [(read_number(sets), read_number(reps)) for sets, reps in sample.rows(columns, "sets", "reps")]
    several = [(sets, reps) for sets, reps in rows if sets and reps and sets > 1]
    many = [(sets, reps) for sets, reps in several if reps > _MANY_REPS]
    shared = [reps for sets, reps in several if reps > sets and reps % sets == 0]
    may_be_sums = len(shared) == len(several) > 1 and median(shared) >= _REPS_OF_SUMS
    many = several if may_be_sums else many
    if 2 * len(many) <= len(rows):
        return None
    sets, reps = many[0]
    said = f"{sets:g} sets and {reps:g} reps are {sets:g} sets of {reps:g} each, or {reps:g} reps in all sets together"
    return Doubt(tells="reps", column=columns["reps"], said=said)


def _doubt_of_kinds(sample: Sample, columns: Mapping[str, str]) -> Doubt | None:
    """Doubt a column of kinds of which some word is not known."""
    if "set_kind" not in columns:
        return None
    name = columns["set_kind"]
    unknown = [text for text in sample.column(name) if text.casefold() not in MARKERS and read_number(text) is None]
    if not unknown:
        return None
    return Doubt(
        tells="set_kind", column=name, said=f"rows marked {unknown[0]!r} are sets, warm-ups, or no sets at all"
    )


def _doubt_of_duration(sample: Sample, columns: Mapping[str, str], tells: str) -> Doubt | None:
    """Doubt durations that may be those of the whole workout, and bare figures that may be minutes."""
    if tells not in columns:
        return None
    name = columns[tells]
    figures = [number for text in sample.column(name) if (number := read_number(text))]
    if tells == "seconds" and {"reps", "date"} <= set(columns) and _may_be_whole(sample, columns):
        shown = next(text for text in sample.column(name) if duration_s(text, time_unit_in(name)))
        said = f"{name} {shown} is how long each set was held, or how long the exercise or the workout took"
        return Doubt(tells=tells, column=name, said=said)
    if figures and time_unit_in(name) is None and median(figures) < _SHORT_S:
        return Doubt(
            tells=tells, column=name, said=f"{name} {figures[0]:g} is {figures[0]:g} s, or {60 * figures[0]:g} s"
        )
    return None


def _may_be_whole(sample: Sample, columns: Mapping[str, str]) -> bool:
    """Tell durations beside reps that are the same all day, or longer than sets with reps are."""
    unit = time_unit_in(columns["seconds"])
    by_day: dict[str, list[float]] = defaultdict(list)
    for day, text, reps in sample.rows(columns, "date", "seconds", "reps"):
        seconds = duration_s(text, unit)
        if seconds and read_number(reps):
            by_day[day].append(seconds)
    held = [seconds for day in by_day.values() for seconds in day]
    is_one_a_day = len(held) > len(by_day) and all(len(set(day)) == 1 for day in by_day.values())
    return bool(held) and (is_one_a_day or median(held) >= _LONG_SET_S)
