"""What has changed since the build in force was made: answers say it, and the app does what is due.

It is told by sizes and times of files, as the archive tells exports it knows, so that asking costs next to nothing and
imports nothing that makes a build. Whoever makes one notes first what it is made of.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from pipelines.champion.registry import champion_version, dethroned
from pipelines.files.atomic import write_text
from pipelines.files.code import digest_of_code
from pipelines.inbox.archive import Seen
from pipelines.inbox.mapping_files import is_mapping
from pipelines.inbox.offers import COMPANIONS, offers_of
from pipelines.settings import Settings
from pipelines.warehouse.publish import Build, current_build

Stamp: TypeAlias = tuple[int, int]
"""Size in bytes and time of last change in nanoseconds."""

FILE: Final = "made_of.json"
GONE: Final[Stamp] = (-1, -1)
MOST_NAMED: Final = 3
MAKERS: Final = ("pipelines.serving.forecast", "pipelines.warehouse.build")
READ_BY_MAKERS: Final = (
    "pipelines/**/*.sql",
    "data/*.csv",
    "data/*.toml",
    "data/evidence/*.csv",
    "data/population/*",
)


@dataclass(frozen=True, kw_only=True)
class MadeOf:
    """What a build is made of besides exports.

    Parameters
    ----------
    decided : mapping of str to Stamp
        Files that say what people decided: profiles, corrections, files left out, mappings; by place in the inbox.
    champion : str
        Name and version of the model.
    code : str
        Digest.
    """

    decided: Mapping[str, Stamp]
    champion: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Stale:
    """What the build in force does not know yet; empty where it is up to date.

    Parameters
    ----------
    files : mapping of str to Stamp
        New or changed exports, by place in the inbox.
    decided : mapping of str to Stamp
        New or changed profiles and the like, likewise; `GONE` where one was taken away.
    other : tuple of str
        What else, in words.
    """

    files: Mapping[str, Stamp] = field(default_factory=dict)
    decided: Mapping[str, Stamp] = field(default_factory=dict)
    other: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything it does not know."""
        return bool(self.files or self.decided or self.other)

    def sentence(self) -> str:
        """Say what is out of date, and how it is mended."""
        parts = list(self.other)
        if self.decided:
            parts.append(f"{_named(self.decided)} changed")
        if self.files:
            count = len(self.files)
            parts.append(f"{count} new or changed file{'s' * (count > 1)} in the inbox ({_named(self.files)})")
        return f"Not up to date: {'; '.join(parts)}. `liftcast refresh` brings it up to date."


def made_of(settings: Settings) -> MadeOf:
    """Look up what a build would be made of now; call it before making one."""
    return MadeOf(decided=_decided(settings), champion=champion_version(settings), code=_code())


def note(settings: Settings, build: Build, made: MadeOf) -> None:
    """Write down what the build put in force was made of."""
    write_text(settings.home / FILE, json.dumps({"build": build.name} | asdict(made)), durable=False)


def stale(settings: Settings, *, code: bool = True, forecasts: bool = True) -> Stale:
    """Tell what has changed since the build in force was made, in the inbox or in what makes builds.

    Parameters
    ----------
    settings : Settings
    code : bool
        Compare the code too; who asks every other second, in a process that keeps the code it began with, need not.
    forecasts : bool
        Count what concerns forecasts alone.
    """
    build = current_build(settings)
    if build is None:
        return Stale(files=_new(settings), other=("nothing is made yet",))
    if not build.is_readable:
        return Stale(files=_new(settings), other=("another version of Liftcast made these results",))
    before = _noted(settings, build)
    if before is None:
        return Stale(files=_new(settings), other=("another version of Liftcast made these results",))
    other = []
    now = MadeOf(decided=_decided(settings), champion=champion_version(settings), code=_code() if code else before.code)
    if forecasts and not build.is_forecast:
        other.append("forecasts are not made yet")
    if forecasts and build.kind == "carried":
        other.append("forecasts do not know the newest sets yet")
    if now.code != before.code:
        other.append("another version of Liftcast made these results")
    if forecasts and build.is_forecast and now.champion != before.champion:
        other.append(dethroned(settings).rstrip(".") or "another model was in force")
    return Stale(files=_new(settings), decided=_changed(before.decided, now.decided), other=tuple(other))


def _noted(settings: Settings, build: Build) -> MadeOf | None:
    """Read what the build in force was made of; None where nobody of this version noted it."""
    try:
        noted = json.loads((settings.home / FILE).read_text(encoding="utf-8"))
        if noted.pop("build") != build.name:
            return None
        noted["decided"] = {place: (size, changed) for place, (size, changed) in noted["decided"].items()}
        return MadeOf(**noted)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _new(settings: Settings) -> dict[str, Stamp]:
    """Find exports that are not known as they are; those that cannot be opened are no matter of a refresh."""
    seen = Seen(settings)
    return {
        f"{offer.lifter}/{offer.file}": offer.stamp
        for offer in offers_of(settings, (), None)
        if offer.stamp and not offer.problem and seen.contents(offer.path, offer.lifter, offer.stamp) is None
    }


def _changed(before: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """Compare stamps, those of files that came or went included."""
    return {place: now.get(place, GONE) for place in {*before, *now} if before.get(place) != now.get(place)}


def _decided(settings: Settings) -> dict[str, Stamp]:
    """Stamp every file in the inbox by which people decide something."""
    found: dict[str, Stamp] = {}
    try:
        with os.scandir(settings.inbox) as entries:
            tops = [Path(entry.path) for entry in entries]
    except OSError:
        return found
    within = (Path(folder) / name for top in tops for folder, _, names in os.walk(top) for name in names)
    for place in (*tops, *within):
        if place.name.casefold() in COMPANIONS or is_mapping(place.name):
            with suppress(OSError):
                status = place.stat()
                found[str(place.relative_to(settings.inbox))] = (status.st_size, status.st_mtime_ns)
    return found


@cache
def _code() -> str:
    """Digest the code that makes builds and what it reads: worked out once per process."""
    return digest_of_code(*MAKERS, files=READ_BY_MAKERS)


def _named(places: Mapping[str, Stamp]) -> str:
    """Name the first few."""
    names = sorted(places)
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
