"""Garmin: the sets in the FIT file of a strength activity.

The file keeps what the watch counted and guessed, not what was corrected later in Garmin Connect: of several guesses at
an exercise the first counts. Loads are kilograms whatever the screen showed. Times are UTC; the activity's own clock
gives the lifter's. There are no lines: a record's line is its number among the set messages.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from garmin_fit_sdk import Decoder, Profile, Stream

from pipelines.errors import ExportError
from pipelines.exports.reading.base import Dialect, Reading
from pipelines.exports.reading.gathered import Gathered
from pipelines.exports.reading.source import Source

_MARK_AT = 8
_MARK = b".FIT"
_MOST_BYTES = 1 << 26
_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)  # FIT protocol: seconds count from here
_UNKNOWN = frozenset({"unknown", "65534", "65535"})
# Categories that name the equipment: a squat among them is another exercise than a squat among the squats.
_EQUIPMENT = MappingProxyType(
    {
        "banded_exercises": "Band",
        "battle_rope": "Battle Rope",
        "sandbag": "Sandbag",
        "sled": "Sled",
        "suspension": "Suspension",
    }
)
_DIALECT = Dialect(load_unit="kg", markers=MappingProxyType({"active": "working", "rest": "rest"}))

Message = Mapping[str, Any]


class _Garmin:
    """A FIT file."""

    app = "garmin"
    title = "Garmin"
    version = 3

    def recognises(self, source: Source) -> bool:
        """Tell by the mark in the header of the FIT protocol."""
        return source.head[_MARK_AT : _MARK_AT + len(_MARK)] == _MARK

    def read(self, source: Source) -> Reading:
        """Read every set message, rests among them.

        Raises
        ------
        ExportError
            If the file is damaged, or holds no sets.
        """
        messages, errors = _decoded(source)
        sets: Sequence[Message] = messages.get("set_mesgs", ())
        if not sets:
            why = f"it is damaged: {errors[0]}" if errors else "it is no strength activity, or its sets were not kept"
            raise ExportError(
                f"{source.name}: a FIT file without sets: {why}. In Garmin Connect, open the strength activity and "
                "choose Export File"
            )
        workout = _workout(messages)
        titles = _titles(messages)
        gathered = Gathered()
        for number, each in enumerate(sets, start=1):
            gathered.add(number, json.dumps(each, default=str), **workout, **_set_logged(each, titles))
        notes = [f"damaged after the sets that were read: {errors[0]}"] if errors else []
        return gathered.reading(source, "FIT", dialect=_DIALECT, notes=notes)


def _decoded(source: Source) -> tuple[Mapping[str, Any], Sequence[Exception]]:
    if source.path.stat().st_size > _MOST_BYTES:
        raise ExportError(f"{source.name}: larger than {_MOST_BYTES:,} bytes, which no FIT activity is")
    try:
        return Decoder(Stream.from_byte_array(bytearray(source.path.read_bytes()))).read()
    except Exception as error:  # the decoder lets any error out that a damaged file leads to
        raise ExportError(
            f"{source.name}: the FIT file is damaged: {error}; export the activity again from Garmin Connect"
        ) from error


def _first(messages: Mapping[str, Any], name: str) -> Message:
    messages_of_name: Sequence[Message] = messages.get(name, ())
    return messages_of_name[0] if messages_of_name else {}


def _workout(messages: Mapping[str, Any]) -> dict[str, Any]:
    """Start by the lifter's clock, and the name of the workout."""
    session, activity = _first(messages, "session_mesgs"), _first(messages, "activity_mesgs")
    began = session.get("start_time") or activity.get("timestamp")
    started = None
    if isinstance(began, datetime):
        offset = _offset(activity)
        started = f"{began:%Y-%m-%d %H:%M:%S}Z" if offset is None else f"{began + offset:%Y-%m-%d %H:%M:%S}"
    name = _first(messages, "workout_mesgs").get("wkt_name") or session.get("sport_profile_name")
    return {"started": started, "workout": name}


def _offset(activity: Message) -> timedelta | None:
    """How far the lifter's clock is ahead of UTC; None where the activity does not tell."""
    local, utc = _clock(activity.get("local_timestamp")), _clock(activity.get("timestamp"))
    return local - utc if local is not None and utc is not None else None


def _clock(moment: Any) -> timedelta | None:
    """A moment as the time since the FIT epoch; local ones come as seconds."""
    if isinstance(moment, datetime):
        return moment - _EPOCH
    return timedelta(seconds=moment) if isinstance(moment, int) else None


def _titles(messages: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Names that the file itself has for exercises."""
    return {
        (str(each.get("exercise_category")), str(each.get("exercise_name"))): str(each["wkt_step_name"])
        for each in messages.get("exercise_title_mesgs", ())
        if each.get("wkt_step_name")
    }


def _set_logged(each: Message, titles: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """What is told of one set."""
    is_active = each.get("set_type") == "active"
    exercise = next(_names(each, titles), None) if is_active else None
    return {
        "exercise": exercise,
        "marker": each.get("set_type"),
        "load": each.get("weight"),
        "reps": each.get("repetitions"),
        "seconds": each.get("duration"),
        "problem": "the watch did not recognise the exercise" if is_active and exercise is None else None,
    }


def _names(each: Message, titles: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """Name the watch's guesses at the exercise, the best one first."""
    categories, kinds = _listed(each.get("category")), _listed(each.get("category_subtype"))
    for at, category in enumerate(categories):
        if str(category) in _UNKNOWN:
            continue
        kind = kinds[at] if at < len(kinds) else None
        names = Profile["types"].get(f"{category}_exercise_name", {})
        title = titles.get((str(category), str(kind)))
        yield title or _spelled(str(category), names.get(kind))


def _spelled(category: str, kind: str | None) -> str:
    """Write the profile's name of an exercise as a name: `barbell_squat` as "Barbell Squat"."""
    name = " ".join((kind or category).split("_")).title()
    return f"{name} ({_EQUIPMENT[category]})" if kind and category in _EQUIPMENT else name


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


FORMAT = _Garmin()
