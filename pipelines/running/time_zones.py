"""In which time zone schedules are meant: the lifters' own where they agree on one, else the system's."""

import os
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from pipelines.errors import ProfileError
from pipelines.people.profiles import FILE, parse_profile
from pipelines.settings import Settings

LOCALTIME: Final = Path("/etc/localtime")


def time_zone_of(settings: Settings) -> str:
    """Return the name, in the IANA database, of the time zone that "at three" is meant in."""
    stated = set()
    for path in [settings.inbox / FILE, *sorted(settings.inbox.glob(f"*/{FILE}"))]:
        try:
            stated.add(parse_profile(path).time_zone)
        except (OSError, ProfileError):  # told of by ingest and doctor; it states nothing
            continue
    stated.discard(None)
    return stated.pop() or "UTC" if len(stated) == 1 else system_time_zone()


def system_time_zone() -> str:
    """Return the machine's own time zone; UTC where it has no name that is known."""
    names = [os.environ.get("TZ", "").lstrip(":")]
    parts = LOCALTIME.resolve().parts
    if "zoneinfo" in parts:
        names.append("/".join(parts[len(parts) - parts[::-1].index("zoneinfo") :]))
    known = available_timezones()
    return next((name for name in names if name in known), "UTC")
