"""Backtest the candidates, crown the best if it is better beyond noise, and write down why."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from models.forecasters import backtest, candidates
from models.forecasters.backtest import Forecasts
from models.forecasters.names import SHIPPED
from models.forecasters.upkeep.calibration_check import reliability
from pipelines.champion import choosing, refits, registry, shipping
from pipelines.champion.backtesting import FEWEST_LIFTERS, as_records, forecast_all, read_panel, said_of_sample
from pipelines.champion.gate import Decision, decide
from pipelines.champion.learnt_from import learnt_from, rows_digest
from pipelines.champion.pictures import calibration_figure, skill_figure
from pipelines.champion.pruning import prune
from pipelines.champion.recording import Training
from pipelines.champion.registry import NONE_OF_ITS, Champion
from pipelines.champion.tracking import tracking
from pipelines.champion.train_report import TrainReport
from pipelines.files.code import digest_of_code
from pipelines.files.locking import writing
from pipelines.progress import Progress, Silent
from pipelines.settings import Settings
from pipelines.warehouse.publish import Build

LEARNERS: Final = (
    "models.forecasters.candidates",
    "models.forecasters.upkeep.calibration_check",
    "pipelines.champion.backtesting",
    "pipelines.champion.gate",
)
"""What learns, with all that it imports."""


def training_key(scored: pd.DataFrame) -> str:
    """Digest what a champion is made of: the panel's rows, and the code and numbers that learn from them."""
    return hashlib.sha256(f"{rows_digest(scored)}\n{_code()}\n".encode()).hexdigest()


def training_is_current(settings: Settings, scored: pd.DataFrame) -> bool:
    """Tell whether just these rows were looked at last, by this code, and what came of it is in force."""
    champion = registry.read_champion(settings)
    if champion is None or registry.dethroned(settings):
        return False
    return refits.read_last(settings).looked_at == training_key(scored)


def train(
    settings: Settings,
    build: Build,
    *,
    force: bool = False,
    ship: Path | None = None,
    simulated: bool = False,
    progress: Progress | None = None,
) -> TrainReport:
    """Backtest every candidate on the same folds and put the best in force, if it is better beyond noise.

    That is tried only where it is worth it (`refits.why_not`); else the model in force stays, and what ships is scored.
    With fewer than five lifters nothing is fitted in any case.

    Parameters
    ----------
    settings : Settings
    build : Build
        Whose panel to learn from.
    force : bool
        Also where just these rows were looked at before, and where it is not worth it.
    ship : Path, optional
        Also write what was learnt as the plain numbers that ship with the project, into this folder.
    simulated : bool
        Whether the lifters are the project's own samples.
    progress : Progress, optional

    Returns
    -------
    TrainReport

    Raises
    ------
    NothingYetError
        There are too few lifters to ship anything learnt from them.
    """
    choosing.obey(settings)
    clock = time.monotonic()
    scored = read_panel(settings, build)
    if not force and not ship and training_is_current(settings, scored):
        champion = registry.read_champion(settings) or registry.shipped_champion()
        return _report(champion, scored, clock, trained=False, is_known=True)
    if ship:
        shipping.ship(scored, ship, progress=progress)
    key, last = training_key(scored), refits.read_last(settings)
    why_not = _too_few(scored) or ("" if force else refits.why_not(scored, last, code=_code(), simulated=simulated))
    failed: dict[str, str] = {}
    if why_not:
        champion = _stays(settings, scored, why_not, {"trained_on": key, "marts_key": build.key})
        last = replace(last, looked_at=key)
    else:
        forecasts, failed = forecast_all(scored, candidates.CANDIDATES, progress=progress)
        made_of = {"trained_on": key, "marts_key": build.key}
        champion = _crown(settings, scored, forecasts, failed, made_of, progress or Silent())
        last = refits.LastTraining(looked_at=key, code=_code(), cutoffs=refits.cutoffs_of(scored))
    sample = "" if why_not else said_of_sample(settings, build)
    decision = f"{registry.dethroned(settings)} {why_not or champion.decision} {sample}".strip()
    with writing(settings):
        registry.write_champion(
            settings, champion if why_not and champion.path else replace(champion, decision=decision)
        )
        refits.note_last(settings, last)
    return replace(_report(champion, scored, clock, trained=not why_not), decision=decision, failed=failed)


def _report(
    champion: Champion, scored: pd.DataFrame, clock: float, *, trained: bool, is_known: bool = False
) -> TrainReport:
    """Report on a training that began at `clock`."""
    return TrainReport(
        trained=trained,
        champion=champion.name,
        version=champion.version,
        decision=champion.decision,
        lifters=int(scored["lifter"].nunique()),
        series=len(scored[["lifter", "exercise_id"]].drop_duplicates()),
        rows=len(scored),
        seconds=time.monotonic() - clock,
        scores=champion.scores,
        is_known=is_known,
    )


def _too_few(scored: pd.DataFrame) -> str:
    """Say that leaving lifters out leaves too few to learn from; "" where it does not."""
    lifters = scored["lifter"].nunique()
    if lifters >= FEWEST_LIFTERS:
        return ""
    return (
        f"Forecasts come from the population model that ships: {lifters} lifter{'' if lifters == 1 else 's'} with a "
        f"history long enough to score, {FEWEST_LIFTERS} are needed to learn from."
    )


def _stays(settings: Settings, scored: pd.DataFrame, why_not: str, made_of: dict[str, Any]) -> Champion:
    """Leave in force what is; what ships is scored anew, where anything can be."""
    incumbent = registry.read_champion(settings)
    if incumbent is not None and incumbent.name != SHIPPED:
        return incumbent
    if incumbent is not None and incumbent.trained_on:  # the same model: what it forecast need not be made again
        made_of = {"trained_on": incumbent.trained_on, "marts_key": incumbent.marts_key}
    as_they_are = tuple(one for one in candidates.CANDIDATES if one.is_baseline or one.name == SHIPPED)
    forecasts = forecast_all(scored, as_they_are)[0] if len(scored) else {}
    scores = as_records(backtest.score(scored, forecasts)) if forecasts else []
    shares = as_records(reliability(scored, forecasts))
    return registry.shipped_champion(decision=why_not, scores=scores, calibration=shares, **made_of)


def _crown(
    settings: Settings,
    scored: pd.DataFrame,
    forecasts: Forecasts,
    failed: dict[str, str],
    made_of: dict[str, Any],
    progress: Progress,
) -> Champion:
    """Decide, fit the chosen one on all lifters, register it; who fails in that joins `failed`."""
    scores = backtest.score(scored, forecasts)
    incumbent = registry.read_champion(settings)
    decision, estimator = _fitted(scored, forecasts, failed, incumbent.name if incumbent else SHIPPED)
    sentence = " ".join([decision.sentence, *(_said_failed(name, why) for name, why in failed.items())])
    decision = Decision(winner=decision.winner, sentence=sentence)
    shares = reliability(scored, forecasts)
    record = {"scores": as_records(scores), "calibration": as_records(shares)}
    tags = {**made_of, "decision": decision.sentence, "code": _code()}
    has_registry, written = registry.alias_version(settings) is not None, registry.written_down(settings)
    with (
        writing(settings),  # a refresh that is on keeps the model it began with
        progress.step("Tracking", total=len(forecasts) + len(failed) + 1) as advance,
        tracking(settings) as tracker,
    ):
        with tracker.training(learnt_from(scored), tags=tags) as training:
            _log(training, scores, shares, failed, advance)
            registered = _outcome(training, decision.winner, estimator, scores, record)
        in_force = tracker.in_force()
        if has_registry and in_force != (written.number if written else NONE_OF_ITS):
            kept = f"Version {in_force} was put in force in MLflow while this training went on, and stays."
            return replace(tracker.champion(in_force), decision=kept)
        tracker.put_in_force(registered["version"] if registered else NONE_OF_ITS, by="training")
        prune(tracker)
        advance(1)
    return _champion(decision, registered, record, made_of)


def _outcome(
    training: Training, winner: str, estimator: Any | None, scores: pd.DataFrame, record: dict[str, Any]
) -> dict[str, str] | None:
    """Put on record who is in force, and register what was fitted; what ships is not."""
    metrics = _metrics(scores, winner)
    training.log_outcome(winner, metrics=metrics, skill=skill_figure(scores))
    return None if estimator is None else training.register(estimator, winner, metrics=metrics, record=record)


def _fitted(
    scored: pd.DataFrame, forecasts: Forecasts, failed: dict[str, str], incumbent: str
) -> tuple[Decision, Any | None]:
    """Let the candidates compete until the winner can be fitted on all lifters; what ships needs no fitting."""
    competing = dict(forecasts)
    while True:
        decision = decide(scored, competing, incumbent=incumbent)
        if decision.winner == SHIPPED:
            return decision, None
        lifters, y = scored["lifter"].to_numpy(dtype=str), scored["y"].to_numpy(dtype=float)
        try:
            return decision, candidates.candidate(decision.winner).make().fit(scored, y, lifters)
        except Exception as error:  # noqa: BLE001 (whatever a candidate trips over is the candidate's own)
            failed[decision.winner] = candidates.why(error)
            del competing[decision.winner]


def _said_failed(name: str, why: str) -> str:
    """Say that a candidate failed."""
    return f"{name.replace('_', ' ').capitalize()} failed on these lifts and was left out ({why})."


def _champion(
    decision: Decision, registered: dict[str, str] | None, record: dict[str, Any], made_of: dict[str, Any]
) -> Champion:
    """Write down who is in force."""
    if registered is None:
        return registry.shipped_champion(decision=decision.sentence, **record, **made_of)
    held: dict[str, Any] = {**registered, **record, **made_of}
    return Champion(name=decision.winner, decision=decision.sentence, **held)


def _log(
    training: Training,
    scores: pd.DataFrame,
    shares: pd.DataFrame,
    failed: dict[str, str],
    advance: Callable[[int], None],
) -> None:
    """Put every candidate's backtest on record, and why those that failed have none."""
    for name, of_candidate in shares.groupby("candidate", sort=False):
        parameters = {
            key: value
            for key, value in candidates.candidate(str(name)).make().get_params().items()
            if isinstance(value, int | float | str)
        }
        training.log_candidate(
            str(name),
            parameters=parameters,
            metrics=_metrics(scores, str(name)),
            calibration=calibration_figure(of_candidate, str(name)),
        )
        advance(1)
    for name, why in failed.items():
        training.log_failure(name, why)
        advance(1)


def _metrics(scores: pd.DataFrame, candidate: str) -> dict[str, float]:
    """A candidate's scores, each under a name that says measure, slice and horizon."""
    return {
        f"{measure}_{row['slice']}_{row['horizon_weeks']}wk": float(row[measure])
        for row in scores[scores["candidate"] == candidate].to_dict("records")
        for measure in (*backtest.MEASURES, "skill")
    }


def _code() -> str:
    """Digest the code that learns, and what ships."""
    return digest_of_code(*LEARNERS, files=("data/population/strength_model.json",))
