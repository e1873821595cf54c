"""Backtest the candidates, crown the best if it is better beyond noise, and write down why."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from models.forecasters import backtest, candidates
from models.forecasters.backtest import Forecasts
from models.forecasters.calibration_check import reliability
from models.forecasters.names import SHIPPED
from pipelines.champion import choosing, registry, shipping
from pipelines.champion.backtesting import FEWEST_LIFTERS, as_records, forecast_all, read_panel
from pipelines.champion.gate import Decision, decide
from pipelines.champion.learnt_from import learnt_from
from pipelines.champion.pictures import calibration_figure, skill_figure
from pipelines.champion.pruning import prune
from pipelines.champion.recording import Training
from pipelines.champion.registry import NONE_OF_ITS, Champion
from pipelines.champion.tracking import tracking
from pipelines.files.code import digest_of_code
from pipelines.files.locking import writing
from pipelines.progress import Progress, Silent
from pipelines.settings import Settings
from pipelines.warehouse.panel import panel_digest
from pipelines.warehouse.publish import Build

LEARNERS: Final = (
    "models.forecasters.candidates",
    "models.forecasters.calibration_check",
    "pipelines.champion.backtesting",
    "pipelines.champion.gate",
)
"""What learns, with all that it imports."""


@dataclass(frozen=True, kw_only=True)
class TrainReport:
    """What a training did.

    Parameters
    ----------
    trained : bool
        False when the champion already came from just these data.
    champion, version : str
        In force afterwards.
    decision : str
        Why, in a sentence.
    lifters, series, rows : int
        Scored.
    seconds : float
    scores : list of dict
    simulated : bool
        Whether the lifters are the project's own samples.
    failed : dict of name to str
        The candidates that failed on these lifts, and why.
    """

    trained: bool
    champion: str
    version: str
    decision: str
    lifters: int = 0
    series: int = 0
    rows: int = 0
    seconds: float = 0.0
    scores: list[dict[str, Any]] = field(default_factory=list)
    simulated: bool = False
    failed: dict[str, str] = field(default_factory=dict)

    def counts(self) -> dict[str, Any]:
        """What the diary of runs keeps."""
        return {name: value for name, value in asdict(self).items() if name not in {"scores", "simulated"}}

    def as_json(self) -> dict[str, Any]:
        """Report as JSON values."""
        return asdict(self)

    def sentence(self) -> str:
        """Say what happened."""
        if not self.trained:
            return f"Nothing new to learn from: {self.champion} (version {self.version}) stays in force."
        return (
            f"{self.decision} In force: {self.champion} (version {self.version}); backtest on {self.lifters} lifters, "
            f"{self.series} lifts, {self.rows:,} forecasts. {self.seconds:.0f} s."
        )


def training_key(marts_key: str) -> str:
    """Digest what a champion is made of: the data, and the code and numbers that learn from them."""
    code = digest_of_code(*LEARNERS, files=("data/population/strength_model.json",))
    return hashlib.sha256(f"{marts_key}\n{panel_digest()}\n{code}\n".encode()).hexdigest()


def training_is_current(settings: Settings, marts_key: str) -> bool:
    """Tell whether the champion came from just these data and this code."""
    champion = registry.read_champion(settings)
    return champion is not None and (champion.tried_on or champion.trained_on) == training_key(marts_key)


def train(
    settings: Settings,
    build: Build,
    *,
    force: bool = False,
    ship: Path | None = None,
    progress: Progress | None = None,
) -> TrainReport:
    """Backtest every candidate on the same folds and put the best in force, if it is better beyond noise.

    With fewer than five lifters nothing is fitted: the model that ships forecasts, and is scored on them.

    Parameters
    ----------
    settings : Settings
    build : Build
        Marts to learn from.
    force : bool
        Also when the champion came from just these marts.
    ship : Path, optional
        Also write what was learnt as the plain numbers that ship with the project, into this folder.
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
    if not force and not ship and training_is_current(settings, build.key):
        champion = registry.read_champion(settings) or registry.shipped_champion()
        return TrainReport(trained=False, champion=champion.name, version=champion.version, decision=champion.decision)
    clock = time.monotonic()
    scored = read_panel(settings, build)
    if ship:
        shipping.ship(scored, ship, progress=progress)
    made_of = {"trained_on": training_key(build.key), "marts_key": build.key}
    failed: dict[str, str] = {}
    if scored["lifter"].nunique() < FEWEST_LIFTERS:
        champion = _ship_as_is(scored, made_of)
        if registry.alias_version(settings) not in {None, NONE_OF_ITS}:
            with tracking(settings) as tracker:
                tracker.put_in_force(NONE_OF_ITS, by="training")
    else:
        forecasts, failed = forecast_all(scored, candidates.CANDIDATES, progress=progress)
        champion = _crown(settings, scored, forecasts, failed, made_of, progress or Silent())
    decision = f"{registry.dethroned(settings)} {champion.decision}".strip()
    champion = replace(champion, decision=decision, tried_on=made_of["trained_on"])
    with writing(settings):
        registry.write_champion(settings, champion)
    return TrainReport(
        trained=True,
        champion=champion.name,
        version=champion.version,
        decision=champion.decision,
        lifters=int(scored["lifter"].nunique()),
        series=len(scored[["lifter", "exercise_id"]].drop_duplicates()),
        rows=len(scored),
        seconds=time.monotonic() - clock,
        scores=champion.scores,
        failed=failed,
    )


def _ship_as_is(scored: pd.DataFrame, made_of: dict[str, Any]) -> Champion:
    """Leave what ships in force, scored where anything can be."""
    lifters = scored["lifter"].nunique()
    forecasts = forecast_all(scored, ())[0] if lifters else {}
    scores = as_records(backtest.score(scored, forecasts)) if lifters else []
    made_of = made_of | {"calibration": as_records(reliability(scored, forecasts))}
    decision = (
        f"Forecasts come from the population model that ships: {lifters} lifter{'' if lifters == 1 else 's'} with a "
        f"history long enough to score, {FEWEST_LIFTERS} are needed to learn from."
    )
    return registry.shipped_champion(decision=decision, scores=scores, **made_of)


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
    tags = {**made_of, "decision": decision.sentence, "code": digest_of_code(*LEARNERS)}
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
