"""A home that only shows what another hands out: its build in force is views of the Parquet files there."""

from pipelines.errors import WrongUseError
from pipelines.files.locking import writing
from pipelines.files.places import place_at
from pipelines.health.record import recorded
from pipelines.serving import freshness
from pipelines.settings import Settings
from pipelines.warehouse.elsewhere import build_of_views
from pipelines.warehouse.publish import Build, current_build, publish


def follow(settings: Settings, address: str) -> Build:
    """Put in force what `liftcast export build` has put in force at an address; nothing to do where it is already.

    Parameters
    ----------
    settings : Settings
        Of a home without exports of its own.
    address : str
        A folder, or `s3://bucket/folder`.

    Raises
    ------
    WrongUseError
        The home has exports of its own, whose tables these would replace.
    NoBuildThereError, OutdatedBuildError, PlaceError
        What is there cannot be read, or not by this version.
    """
    if settings.exports.is_dir() or settings.landed.is_dir():
        raise WrongUseError(
            f"{settings.home} has exports of its own, whose tables would be replaced: set LIFTCAST_HOME to another, "
            "empty folder"
        )
    with writing(settings), recorded(settings, "follow") as counts:
        build = build_of_views(settings, place_at(address))
        counts.update(build=build.name)
        if current_build(settings) != build:
            publish(settings, build)
            freshness.note(settings, build, freshness.made_of(settings))
    return build
