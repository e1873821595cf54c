"""The steps of the pipeline as plain functions, and the order they go in.

Each step does only what is new: what it makes is found again by its key. The flows wrap these functions, no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipelines.champion.registry import confirm_champion
from pipelines.errors import NothingIngestedError
from pipelines.files.locking import writing
from pipelines.files.runs import recorded
from pipelines.landing.ingest import has_exports, ingest
from pipelines.landing.left_out import Decided, decide
from pipelines.landing.reports import IngestReport
from pipelines.progress import Progress, Silent
from pipelines.serving import freshness, home_calibration
from pipelines.serving.drift import drift
from pipelines.serving.forecast import add_forecasts, forecasts_key
from pipelines.serving.looking_back import keep_forecasts
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.changes import changes_since
from pipelines.warehouse.publish import Build, current_build, find_build
from pipelines.warehouse.publish import publish as warehouse_publish

if TYPE_CHECKING:
    from pipelines.champion.train_report import TrainReport


@dataclass(frozen=True, kw_only=True)
class RefreshReport:
    """What a whole refresh did; `trained` is None where the champion was frozen."""

    ingested: IngestReport
    trained: "TrainReport | None"
    build: Build

    def as_json(self) -> dict[str, Any]:
        """Report as JSON values."""
        return {
            "build": self.build.name,
            "files_new": self.ingested.new,
            "files_refused": self.ingested.refused,
            "trained": None if self.trained is None else self.trained.as_json(),
        }


def ingest_step(
    settings: Settings,
    *,
    paths: Sequence[Path] = (),
    lifter: str | None = None,
    publish: bool = True,
    samples: bool = False,
    progress: Progress | None = None,
) -> tuple[IngestReport, Build]:
    """Land what is new, bring the marts up to date and, with `publish`, put them in force.

    Raises
    ------
    NothingIngestedError
        There is nothing to read, and neither `paths` nor `samples` were asked for.
    """
    progress = progress or Silent()
    if not paths and not samples:
        _make_sure_of_exports(settings)
    with writing(settings), recorded(settings, "ingest") as counts:
        before, made = current_build(settings), freshness.made_of(settings)
        report = ingest(settings, paths=paths, lifter=lifter, samples=samples, progress=progress)
        build = build_marts(settings, progress=progress)
        report = replace(report, changes=tuple(changes_since(settings, build, before)))
        counts.update(files_new=report.new, files_refused=report.refused, build=build.name, **report.sets_changed)
        if publish:
            _put_in_force(settings, build, made)
    return report, build


def decide_step(
    settings: Settings, file: str, way: Literal["leave out", "take back"], *, progress: Progress | None = None
) -> tuple[Decided, list[dict[str, Any]]]:
    """Take an ingested file out of force or back into it, and put the marts made without or with it in force.

    Returns
    -------
    tuple of Decided and list of dict
        What was decided, and what became of the sets in force before, as of `IngestReport.changes`.
    """
    with writing(settings):
        before = current_build(settings)
        decided = decide(settings, file, way)
        made = freshness.made_of(settings)
        with recorded(settings, "imports") as counts:
            build = build_marts(settings, progress=progress)
            counts.update(file=file, way=way, build=build.name)
            _put_in_force(settings, build, made)
        return decided, changes_since(settings, build, before)


def newest_marts(settings: Settings, *, progress: Progress | None = None) -> Build:
    """Bring the marts up to date for a question that needs no forecasts; nothing is published.

    Raises
    ------
    NothingIngestedError
        There is nothing to read.
    """
    progress = progress or Silent()
    _make_sure_of_exports(settings)
    with writing(settings):
        ingest(settings, progress=progress)
        return build_marts(settings, progress=progress)


def train_step(
    settings: Settings, *, force: bool = False, ship: Path | None = None, progress: Progress | None = None
) -> "TrainReport":
    """Backtest the candidates on the newest marts and crown the best, where that is worth trying.

    Raises
    ------
    NothingIngestedError
        There is nothing to learn from.
    """
    from pipelines.champion.training import train  # noqa: PLC0415 (a second to import: a refresh learns nothing)

    progress = progress or Silent()
    _make_sure_of_exports(settings)
    with writing(settings), recorded(settings, "train") as counts:
        build = build_marts(settings, progress=progress)
        with read.connect(settings, build) as con:
            simulated = read.is_simulated(con)
        report = train(settings, build, force=force, ship=ship, simulated=simulated, progress=progress)
        home_calibration.recalibrate(settings, retrained=True)
        counts.update(report.counts())
        if not report.trained:
            confirm_champion(settings)
    return replace(report, simulated=simulated)


def forecast_step(settings: Settings, *, progress: Progress | None = None) -> Build:
    """Add forecasts and advice to the newest marts and put the result in force.

    Raises
    ------
    NothingIngestedError
        There is nothing to forecast.
    """
    progress = progress or Silent()
    _make_sure_of_exports(settings)
    with writing(settings):
        made = freshness.made_of(settings)
        with recorded(settings, "forecast") as counts:
            home_calibration.recalibrate(settings)
            build = add_forecasts(settings, build_marts(settings, progress=progress), progress=progress)
            keep_forecasts(settings, build)
            counts.update(build=build.name)
            if out_of_bounds := drift(settings, build):
                counts["drift"] = out_of_bounds
        warehouse_publish(settings, build)
        freshness.note(settings, build, made)
    return build


def _put_in_force(settings: Settings, marts: Build, made: freshness.MadeOf) -> None:
    """Publish the marts, or the fuller build already made of just these marts."""
    build = find_build(settings, forecasts_key(settings, marts.key)) or marts
    warehouse_publish(settings, build)
    freshness.note(settings, build, made)


def _make_sure_of_exports(settings: Settings) -> None:
    """Stop before anything is written where nothing was ever ingested and nothing waits: a home mistyped, perhaps."""
    if not has_exports(settings):
        raise NothingIngestedError(settings.home, settings.inbox)


def refresh(
    settings: Settings, *, train: bool = False, samples: bool = False, progress: Progress | None = None
) -> RefreshReport:
    """Ingest and forecast; the pointer moves once, at the end.

    Parameters
    ----------
    settings : Settings
    train : bool
        Ask in between whether another model should be champion; without, the champion is frozen.
    samples : bool
        An empty inbox shows the project's own samples.
    progress : Progress, optional

    Raises
    ------
    NothingIngestedError
        There is nothing to read, and `samples` were not asked for.
    """
    if not samples:
        _make_sure_of_exports(settings)
    with writing(settings):
        ingested, _ = ingest_step(settings, publish=False, samples=samples, progress=progress)
        trained = train_step(settings, progress=progress) if train else None
        build = forecast_step(settings, progress=progress)
    return RefreshReport(ingested=ingested, trained=trained, build=build)
