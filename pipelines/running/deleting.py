"""A lifter deleted: the order it goes in, finished by whoever runs it again after a crash."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.files.locking import training, writing
from pipelines.health.record import recorded
from pipelines.landing.ingest import has_exports
from pipelines.lifters.marks import marks_of, note_finished, note_unfinished
from pipelines.lifters.present import require_present
from pipelines.lifters.removing import remove_builds, remove_but_builds
from pipelines.lifters.searching import Found, search
from pipelines.lifters.traces import Trace, refuse_shared, traces
from pipelines.progress import Progress, Silent
from pipelines.running import steps
from pipelines.running.underway import underway
from pipelines.serving import freshness
from pipelines.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Deletion:
    """What deleting a lifter did, or would do.

    Parameters
    ----------
    lifter : str
    traces : tuple of Trace
        What there was, place by place.
    is_done : bool
        Whether it is gone; a dry run changes nothing.
    found : tuple of Found
        Where the home still tells of the lifter afterwards: in files of others alone, if all went well.
    build : str
        In force now; empty where nobody is left.
    """

    lifter: str
    traces: tuple[Trace, ...]
    is_done: bool = False
    found: tuple[Found, ...] = ()
    build: str = ""

    @property
    def left(self) -> tuple[Found, ...]:
        """What is left though it should not be."""
        return tuple(each for each in self.found if not each.is_of_others)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {
            "lifter": self.lifter,
            "is_done": self.is_done,
            "traces": [trace.as_json() for trace in self.traces],
            "found": [vars(each) for each in self.found],
            "build": self.build,
        }


def would_delete(settings: Settings, lifters: Sequence[str]) -> list[Deletion]:
    """Say what deleting lifters would remove; nothing is changed.

    Raises
    ------
    LiftcastError
        The home holds nothing of such a lifter, or a file of theirs holds others too.
    """
    _check(settings, lifters)
    return [Deletion(lifter=lifter, traces=tuple(traces(settings, lifter))) for lifter in lifters]


def delete_step(settings: Settings, lifters: Sequence[str], *, progress: Progress | None = None) -> list[Deletion]:
    """Remove every trace of lifters, put a build without them in force, and look for them in every file.

    Cut short at any instant, it is finished by being run again; until then the pages show what was there before.

    Parameters
    ----------
    settings : Settings
    lifters : sequence of str
        Several only where files hold rows of all of them.
    progress : Progress, optional

    Raises
    ------
    LiftcastError
        As from `would_delete`, or another process works longer than this one waits; nothing is removed.
    """
    with (
        underway(settings, "deletion", progress or Silent()) as told,
        training(settings),
        writing(settings),
        recorded(settings, "delete") as counts,
    ):
        _check(settings, lifters)
        found = [(tuple(traces(settings, lifter)), marks_of(settings, lifter)) for lifter in lifters]
        for _, marks in found:
            note_unfinished(settings, marks)
        for _, marks in found:
            with told.step("removing files"):
                remove_but_builds(settings, marks)
        build = _build_of_others(settings, told)
        done = []
        for before, marks in found:
            remove_builds(settings, marks)
            with told.step("searching every file"):
                left = tuple(search(settings, marks))
            done.append(Deletion(lifter=marks.lifter, traces=before, is_done=True, found=left, build=build))
        for lifter in lifters:
            note_finished(settings, lifter)
        counts.update(build=build, places_left=sum(len(each.left) for each in done))
    return done


def _check(settings: Settings, lifters: Sequence[str]) -> None:
    require_present(settings, lifters)
    refuse_shared(settings, lifters)


def _build_of_others(settings: Settings, told: Progress) -> str:
    """Put a build of everybody else in force; where there is nobody, none."""
    if has_exports(settings):
        return steps.forecast_step(settings, progress=told).name
    settings.current.unlink(missing_ok=True)
    (settings.home / freshness.FILE).unlink(missing_ok=True)
    return ""
