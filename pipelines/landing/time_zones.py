"""Where lifters train and how they write dates, as their profiles state: for exports that do not say so themselves.

In a file of many lifters each one's rows go by the clock of their own place, where they state one, else by that of the
lifter who brought the file.
"""

from zoneinfo import ZoneInfo

import pyarrow as pa

from pipelines.errors import ProfileError
from pipelines.exports.reading.utc import in_zone, nights, starts_of
from pipelines.files.small_files import first_of
from pipelines.people.profiles import FILE, Profile, lifter_folders, parse_profile
from pipelines.settings import Settings


class TimeZones:
    """The time zones and orders of day and month stated, each profile read once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: dict[str, Profile] = {}

    def of(self, lifter: str) -> str | None:
        """Name a lifter's time zone; None where none is stated, or the profile cannot be used and is told of."""
        return self._stated(lifter).time_zone

    def date_order_of(self, lifter: str) -> str | None:
        """Say what comes first in a lifter's dates, as `dates.ORDERS`; None where it is not stated."""
        return self._stated(lifter).dates

    def of_rows(self, lifter: str, owner: str) -> str | None:
        """Name the time zone of one lifter's rows in a file that another may have brought."""
        return self.of(lifter) or self.of(owner)

    def by_own_clock(self, rows: pa.Table, lifter: str, owner: str) -> tuple[pa.Table, str | None, int]:
        """One lifter's rows of a file in UTC by their own clock.

        Parameters
        ----------
        rows : pyarrow.Table
            As `exports.typed` gives them, in UTC.

        Returns
        -------
        tuple of (pyarrow.Table, str or None, int)
            The rows, the time zone, and the days that may be of another date where there is none.
        """
        zone = self.of_rows(lifter, owner)
        return (in_zone(rows, ZoneInfo(zone)), zone, 0) if zone else (rows, None, nights(starts_of(rows))[0])

    def _stated(self, lifter: str) -> Profile:
        if lifter not in self._known:
            path = first_of(lifter_folders(self._settings, lifter), FILE)
            try:
                self._known[lifter] = parse_profile(path) if path else Profile()
            except ProfileError:
                self._known[lifter] = Profile()
        return self._known[lifter]
