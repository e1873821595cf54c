"""Where lifters train, as their profiles state: for exports that write times in UTC."""

from pipelines.errors import ProfileError
from pipelines.profiles import FILE, lifter_folders, parse_profile
from pipelines.settings import Settings


class TimeZones:
    """The time zones stated, each profile read once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: dict[str, str | None] = {}

    def of(self, lifter: str) -> str | None:
        """Name a lifter's time zone; None where none is stated, or the profile cannot be used and is told of."""
        if lifter not in self._known:
            self._known[lifter] = self._stated(lifter)
        return self._known[lifter]

    def _stated(self, lifter: str) -> str | None:
        places = (folder / FILE for folder in lifter_folders(self._settings, lifter))
        path = next((place for place in places if place.is_file()), None)
        try:
            return parse_profile(path).time_zone if path else None
        except (ProfileError, OSError):
            return None
