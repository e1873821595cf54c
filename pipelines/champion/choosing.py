"""Who is to be in force, as a person decides: in MLflow, which is obeyed, or by `promote` and `rollback`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from models.forecasters.names import BASELINES
from pipelines.champion import registry, reigns
from pipelines.champion.registry import NONE_OF_ITS, Champion
from pipelines.champion.tracking import Tracker, tracking
from pipelines.errors import ModelError, WrongUseError
from pipelines.files.locking import writing
from pipelines.files.runs import noted
from pipelines.health.record import recorded
from pipelines.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Another model in force.

    Parameters
    ----------
    version, candidate : str
        In force now.
    before : str
        The version that was.
    """

    version: str
    candidate: str
    before: str

    def as_json(self) -> dict[str, Any]:
        """What was chosen, as JSON values."""
        return asdict(self)

    def sentence(self) -> str:
        """Say what was chosen."""
        if self.version == self.before:
            return f"Version {self.version} ({self.candidate}) is in force already."
        return (
            f"Version {self.version} ({self.candidate}) is in force, before it was version {self.before}; "
            "`liftcast refresh` forecasts with it."
        )


def obey(settings: Settings) -> str:
    """Write down whom MLflow's alias is on, where a person has moved it; call it as the one that may write.

    A record of the champion that is damaged or gone is made again so. Where there is no registry, what is written down
    stands.

    Returns
    -------
    str
        What has changed, in a sentence; empty where nothing has.

    Raises
    ------
    ModelError
        The alias is on a version that cannot be used.
    """
    written = _written(settings)
    before = NONE_OF_ITS if written is None else written.number
    said = registry.alias_version(settings)
    if said in {None, before}:
        return ""
    with tracking(settings) as tracker:
        champion = tracker.champion(said)
        tracker.note_in_force()
    registry.replace_champion(settings, champion)
    noted(settings, "models", seconds=0, counts={"version": said, "before": before, "by": "mlflow"}, error=None)
    name = champion.name.replace("_", " ")
    return f"MLflow's alias is on version {said}: {name} is in force, before it was version {before}."


def promote(settings: Settings, version: str) -> Chosen:
    """Put a version in force; 0 is what ships. The next refresh forecasts with it.

    Raises
    ------
    UnknownVersionError
        There is no such version.
    ModelError
        Its file is gone, is not the one registered, or holds what may not be read; what was in force stays so.
    """
    with _choosing(settings, "promote") as (tracker, counts):
        chosen = _put_in_force(settings, tracker, version, "promote")
        counts.update(chosen.as_json())
    return chosen


def rollback(settings: Settings) -> Chosen:
    """Put in force again what was before, as far as it is still there; the next refresh forecasts with it.

    Raises
    ------
    WrongUseError
        Nothing else was in force before.
    ModelError
        As of `promote`.
    """
    with _choosing(settings, "rollback") as (tracker, counts):
        there = {NONE_OF_ITS, *(str(one.version) for one in tracker.versions())}
        earlier = [version for version in reigns.before(tracker.reigned()) if version in there]
        if not earlier:
            raise WrongUseError("nothing else was in force before; `liftcast models promote VERSION` chooses any")
        chosen = _put_in_force(settings, tracker, earlier[0], "rollback")
        counts.update(chosen.as_json())
    return chosen


@contextmanager
def _choosing(settings: Settings, command: str) -> Iterator[tuple[Tracker, dict[str, Any]]]:
    """Open the registry as the one that may write, with what is in force known and the diary open."""
    with writing(settings), recorded(settings, f"models {command}") as counts:
        obey(settings)
        with tracking(settings) as tracker:
            yield tracker, counts


def _put_in_force(settings: Settings, tracker: Tracker, version: str, by: reigns.By) -> Chosen:
    """Move the alias to a version that can be used, and write it down."""
    champion = tracker.champion(version)
    if champion.name in BASELINES:
        raise WrongUseError(f"version {version}: {champion.name} is a baseline, and those are never champion")
    if champion.number != NONE_OF_ITS:
        registry.load(settings, champion)
    before = tracker.in_force()
    tracker.put_in_force(version, by=by)
    registry.replace_champion(settings, champion)
    return Chosen(version=version, candidate=champion.name, before=before)


def _written(settings: Settings) -> Champion | None:
    """What is written down; a record that is damaged is taken away, and counts as none."""
    try:
        return registry.written_down(settings)
    except ModelError:
        registry.champion_file(settings).unlink(missing_ok=True)
        return None
