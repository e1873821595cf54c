"""Garmin: the sets in the FIT file of a strength activity.

The file keeps what the watch counted and guessed, not what was corrected later in Garmin Connect: of several guesses at
an exercise the first counts. Loads are kilograms whatever the screen showed. Times are UTC; the activity's own clock
gives the lifter's. There are no lines: a record's line is its number among the set messages. A file has one checksum
over all of it, so that of a damaged one no set is sure: it is refused whole.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any, cast

from pipelines.errors import ExportError, MissingExtraError
from pipelines.exports.reading.base import Dialect, Reading
from pipelines.exports.reading.gathered import Gathered
from pipelines.exports.reading.source import Source

_MARK_AT = 8
_MARK = b".FIT"
_MOST_BYTES = 1 << 26
_HEADER_SIZES = (12, 14)  # the longer one ends in a checksum of its own, which may be left zero
_CHECKSUM_BYTES = 2
_AGAIN = "In Garmin Connect, open the strength activity and choose Export File"
_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)  # FIT protocol: seconds count from here
_UNKNOWN = frozenset({"unknown", "65534", "65535"})
# Categories that name the equipment or the discipline: a squat with a sandbag is another exercise than one among the
# squats, and a boat is an exercise among the yoga poses only.
_EQUIPMENT = MappingProxyType(
    {
        "banded_exercises": "Band",
        "battle_rope": "Battle Rope",
        "move": "Pilates",
        "pose": "Yoga Pose",
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
    version = 5

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
        if find_spec("garmin_fit_sdk") is None:  # an extra, for its licence is Garmin's own
            raise MissingExtraError(
                f"{source.name}: FIT files of Garmin watches need the extra `garmin`: pip install 'liftcast[garmin]', "
                "then ingest again"
            )
        messages = _decoded(source)
        sets: Sequence[Message] = messages.get("set_mesgs", ())
        if not sets:
            raise ExportError(
                f"{source.name}: a FIT file without sets: it is no strength activity, or its sets were not kept. "
                f"{_AGAIN}"
            )
        workout = _workout(messages)
        titles = _titles(messages)
        gathered = Gathered()
        for number, each in enumerate(sets, start=1):
            gathered.add(number, json.dumps(each, default=str), **workout, **_set_logged(each, titles))
        return gathered.reading(source, "FIT", dialect=_DIALECT)


def _decoded(source: Source) -> Mapping[str, Any]:
    """Messages of a file that is whole, by their kind.

    Raises
    ------
    ExportError
        If the file is damaged, or cannot be decoded to its end.
    """
    if source.path.stat().st_size > _MOST_BYTES:
        raise ExportError(f"{source.name}: larger than {_MOST_BYTES:,} bytes, which no FIT activity is")
    content = source.path.read_bytes()
    damage = _damage(content)
    if damage is not None:
        raise ExportError(f"{source.name}: the FIT file is damaged: {damage}, so none of its sets is sure. {_AGAIN}")
    from garmin_fit_sdk import Decoder, Stream  # noqa: PLC0415 (an extra)

    decoder = Decoder(Stream.from_byte_array(bytearray(content)))
    try:
        messages, errors = decoder.read(enable_crc_check=False, merge_heart_rates=False)
    except Exception as error:  # noqa: BLE001 (the decoder lets some errors out and hands on others)
        errors = [error]
    if errors:
        raise ExportError(
            f"{source.name}: the FIT file is not damaged, but cannot be decoded to its end ({errors[0]}), so sets may "
            f"be missing. {_AGAIN}; if that does not help, please report this"
        )
    return cast("Mapping[str, Any]", messages)


def _damage(content: bytes) -> str | None:
    """Which of the checks of the FIT protocol fails, if any; a file may hold several activities, one after another."""
    start = 0
    while start < len(content):
        header = content[start : start + max(_HEADER_SIZES)]
        if header[0] not in _HEADER_SIZES or header[_MARK_AT : _MARK_AT + len(_MARK)] != _MARK:
            return f"no FIT header stands at byte {start + 1:,}"
        end = start + header[0] + int.from_bytes(header[4:8], "little")
        if end + _CHECKSUM_BYTES > len(content):
            return f"{len(content):,} bytes long, where its header says {end + _CHECKSUM_BYTES:,}"
        stated = int.from_bytes(header[12:14], "little")
        if header[0] == _HEADER_SIZES[1] and stated and stated != _checksum(header[:12]):
            return f"the checksum of the header at byte {start + 1:,} does not fit"
        if _checksum(content[start:end]) != int.from_bytes(content[end : end + _CHECKSUM_BYTES], "little"):
            return f"the checksum of bytes {start + 1:,} to {end:,} does not fit"
        start = end + _CHECKSUM_BYTES
    return None


def _checksum(content: bytes) -> int:
    from garmin_fit_sdk import CrcCalculator  # noqa: PLC0415 (an extra)

    return int(CrcCalculator.calculate_crc(content, 0, len(content)))


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
    from garmin_fit_sdk import Profile  # noqa: PLC0415 (an extra)

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
