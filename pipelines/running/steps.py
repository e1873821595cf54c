"""The steps of the pipeline as plain functions, and the order they go in.

Each step does only what is new: what it makes is found again by its key. The flows wrap these functions, no more.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from pipelines.champion.choosing import obey
from pipelines.champion.registry import confirm_champion
from pipelines.errors import NothingIngestedError
from pipelines.files.locking import training, writing
from pipelines.health.record import recorded
from pipelines.landing.ingest import has_exports, ingest
from pipelines.landing.keeping import pack_archive
from pipelines.landing.left_out import Decided, decide
from pipelines.landing.reports import IngestReport
from pipelines.landing.undecided import hold
from pipelines.progress import Progress, Silent
from pipelines.running.requests import answered
from pipelines.running.spreading import spread_of
from pipelines.running.underway import counted, underway
from pipelines.serving import freshness, home_calibration
from pipelines.serving.drift import drift
from pipelines.serving.forecast import add_forecasts, forecasts_key
from pipelines.serving.looking_back import keep_forecasts
from pipelines.serving.reuse import carried_over
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.changes import changes_since
from pipelines.warehouse.panel import add_panel
from pipelines.warehouse.publish import Build, current_build, find_build, in_use
from pipelines.warehouse.publish import publish as warehouse_publish

if TYPE_CHECKING:
    from pipelines.champion.train_report import TrainReport

PROMOTION_WAIT_S: Final = 3600.0
"""How long, at least, a training waits to put in force what it took long to find."""


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
    mode: str | None = None,
    max_removed: int | None = None,
    progress: Progress | None = None,
) -> tuple[IngestReport, Build]:
    """Land what is new, bring the marts up to date and, with `publish`, put them in force.

    Where more than `max_removed` sets would go, nothing is put in force, and the new files by which they would go
    count nowhere until a person has decided.

    Raises
    ------
    NothingIngestedError
        There is nothing to read, and neither `paths` nor `samples` were asked for.
    """
    if not paths and not samples:
        _make_sure_of_exports(settings)
    with (
        underway(settings, "ingest", progress or Silent()) as told,
        writing(settings),
        recorded(settings, "ingest") as counts,
    ):
        before, made = current_build(settings), freshness.made_of(settings)
        spread = spread_of(settings)
        report = ingest(settings, paths=paths, lifter=lifter, samples=samples, mode=mode, progress=told, spread=spread)
        counted(told, files_new=report.new, files_refused=report.refused)
        with _packing(settings):
            build = build_marts(settings, progress=told)
        report = replace(report, changes=tuple(changes_since(settings, build, before)))
        rows_read = sum(file.rows_read for file in report.files)
        counts.update(files_new=report.new, rows_read=rows_read, files_refused=report.refused, build=build.name)
        counts.update(report.sets_changed)
        if max_removed is not None and report.sets_changed["sets_removed"] > max_removed:
            report = _held(settings, report)
        elif publish:
            _put_in_force(settings, build, made)
    return report, build


@contextmanager
def _packing(settings: Settings) -> Iterator[None]:
    """Compress the archive meanwhile, of which nothing is read once its files are landed."""
    with ThreadPoolExecutor(1) as beside:
        packed = beside.submit(pack_archive, settings)
        yield
    packed.result()


def _held(settings: Settings, report: IngestReport) -> IngestReport:
    """Let the new files of lifters who would lose sets count nowhere until a person has decided."""
    losing = {row["lifter"] for row in report.changes if row["removed"]}
    new = [file for file in report.files if file.sha256 and not file.error]
    guilty = {str(file.sha256) for file in new if not losing.isdisjoint(file.lifters or [file.lifter])}
    hold(settings, dict.fromkeys(sorted(guilty), report.sets_changed["sets_removed"]))
    return replace(report, undecided=tuple(sorted(guilty)), is_published=False)


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

    Others may write meanwhile: the build that is learnt from does not change, and only who makes it and who puts the
    winner in force keeps them waiting.

    Raises
    ------
    NothingIngestedError
        There is nothing to learn from.
    BusyError
        Another process trains, or writes, longer than this one waits.
    """
    from pipelines.champion.training import train  # noqa: PLC0415 (a second to import: a refresh learns nothing)

    _make_sure_of_exports(settings)
    with ExitStack() as during:
        progress = during.enter_context(underway(settings, "training", progress or Silent()))
        during.enter_context(training(settings))
        with writing(settings):
            counts = during.enter_context(recorded(settings, "train"))
            build = build_marts(settings, progress=progress)
            for snapshot in (build, add_panel(settings, build, progress=progress)):
                during.enter_context(in_use(snapshot))
        with read.connect(settings, build) as con:
            simulated = read.is_simulated(con)
        patient = replace(settings, wait_s=max(settings.wait_s, PROMOTION_WAIT_S))
        report = train(patient, build, force=force, ship=ship, simulated=simulated, progress=progress)
        with writing(patient):
            home_calibration.recalibrate(settings, retrained=report.trained)
            if not report.trained:
                confirm_champion(settings)
        counts.update(report.counts())
    return replace(report, simulated=simulated)


def forecast_step(settings: Settings, *, progress: Progress | None = None) -> Build:
    """Add forecasts and advice to the newest marts and put the result in force.

    Raises
    ------
    NothingIngestedError
        There is nothing to forecast.
    """
    _make_sure_of_exports(settings)
    with underway(settings, "forecast", progress or Silent()) as told, writing(settings):
        if moved := obey(settings):
            told.say(moved)
        made = freshness.made_of(settings)
        with recorded(settings, "forecast") as counts:
            home_calibration.recalibrate(settings)
            marts, spread = build_marts(settings, progress=told), spread_of(settings)
            build = add_forecasts(settings, marts, progress=told, spread=spread)
            keep_forecasts(settings, build)
            counts.update(build=build.name)
            if out_of_bounds := drift(settings, build):
                counts["drift"] = out_of_bounds
            warehouse_publish(settings, build)
            freshness.note(settings, build, made)
    return build


def _put_in_force(settings: Settings, marts: Build, made: freshness.MadeOf) -> None:
    """Publish the full build already made of just these marts, else the marts with the forecasts there were before."""
    build = find_build(settings, forecasts_key(settings, marts))
    build = build or carried_over(settings, marts, current_build(settings))
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
    with (
        underway(settings, "refresh", progress or Silent()) as told,
        nullcontext() if train else writing(settings),  # a training keeps nobody waiting
        answered(settings, is_training=train) as answer,
    ):
        ingested, _ = ingest_step(settings, publish=False, samples=samples, progress=told)
        trained = train_step(settings, progress=told) if train else None
        build = forecast_step(settings, progress=told)
        answer.report, answer.build = ingested, build.name
    return RefreshReport(ingested=ingested, trained=trained, build=build)
