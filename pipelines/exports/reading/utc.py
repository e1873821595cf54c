"""Times in UTC: which exports are written so, and what they are by a lifter's own clock.

An export in UTC says so in every time (`Z`, `+00:00`) or in its header. Any other offset goes with the clock of where
the workout was, which is what days are counted by, so it is left as it stands.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.exports.reading.dates import AHEAD, Moment, read_moments
from pipelines.exports.reading.in_doubt import NIGHT, NIGHT_BEGINS, NIGHT_ENDS

_MARKED: Final = re.compile(r"\d\s*(?:Z|[+-]00:?00)\s*$")
_CLOCK: Final = re.compile(r"\d[:.hH]\d{2}")

EACH_BY_THEIR_OWN: Final = (
    "times are in UTC in the file: each lifter's are those of the time_zone in their own profile.toml, else of that of "
    "the lifter who brought the file, else UTC"
)


def are_in_utc(texts: Iterable[str]) -> bool:
    """Tell whether all times of a file say that they are in UTC; texts without a time of day do not count."""
    is_utc = False
    for text in texts:
        if _CLOCK.search(text):
            if not _MARKED.search(text):
                return False
            is_utc = True
    return is_utc


def local_moments(
    texts: Sequence[str], last_day: date, zone: ZoneInfo | None, order: str | None = None
) -> list[Moment]:
    """Read all distinct date texts of one file, in UTC if there is a zone; none may be after the last day.

    Parameters
    ----------
    zone : ZoneInfo or None
        Where the lifter trains; None leaves the clock as it stands.
    order : {"day first", "month first"}, optional
        As of `read_moments`.
    """
    moments = [_local(moment, zone) if zone else moment for moment in read_moments(texts, order)]
    return [Moment(problem=AHEAD) if moment.day and moment.day > last_day else moment for moment in moments]


def _local(moment: Moment, zone: ZoneInfo) -> Moment:
    if moment.at is None:
        return moment
    at = moment.at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return Moment(at.date(), at)


def in_zone(rows: pa.Table, zone: ZoneInfo) -> pa.Table:
    """Typed rows in UTC by the clock of a place; a day without a time of day stays."""
    codes = rows["started_at"].cast(pa.timestamp("us")).combine_chunks().dictionary_encode()
    local = [_local(Moment(at.date(), at), zone).at if at else None for at in codes.dictionary.to_pylist()]
    started = pa.array(local, pa.timestamp("us")).take(codes.indices)
    day = pc.coalesce(started.cast(pa.date32()), rows["day"].cast(pa.date32()).combine_chunks())
    for name, column in (("started_at", started), ("day", day)):
        rows = rows.set_column(rows.column_names.index(name), name, column.dictionary_encode())
    return rows


def starts_of(rows: pa.Table) -> list[datetime]:
    """Distinct moments at which typed rows began."""
    return [at for at in pc.unique(rows["started_at"].cast(pa.timestamp("us"))).to_pylist() if at]


def nights(starts: Sequence[datetime]) -> tuple[int, int]:
    """Count the days on which something began at night, and all days."""
    days = {at.date() for at in starts}
    by_night = {at.date() for at in starts if not NIGHT_ENDS <= at.hour < NIGHT_BEGINS}
    return len(by_night), len(days)


def note_on(zone: str | None, starts: Sequence[datetime], what: str) -> str:
    """Say what became of times in UTC."""
    if zone:
        return f"times are in UTC in the file, and those of {zone} here, as the profile states"
    count, days = nights(starts)
    state = 'a line such as time_zone = "Europe/Berlin" in profile.toml makes them yours'
    if not count:
        return f"times are in UTC, and so are days; {state}"
    return (
        f"times are in UTC, and so are days: on {count:,} of {days:,} days {what} {NIGHT} UTC, when it may be another "
        f"day where you are; {state}"
    )
