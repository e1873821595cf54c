"""Tracking and registry: every run on record, the champion found by alias, its file checked before it is read."""

import hashlib
import json
import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from dataclasses import asdict, dataclass, field
from importlib import import_module
from io import StringIO
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final

from data import shipped as shipped_files
from models import forecasters
from models.forecasters.names import BASELINES, SHIPPED
from pipelines.errors import ModelError
from pipelines.files.atomic import write_text
from pipelines.settings import Settings

EXPERIMENT: Final = "strength"
MODEL: Final = "liftcast-strength"
ALIAS: Final = "champion"
RETRAIN_S: Final = 7 * 86_400
"""How long a champion is left alone by whoever does what is due."""


@dataclass(frozen=True, kw_only=True)
class Champion:
    """The model in force.

    Parameters
    ----------
    name : str
        The candidate's.
    version : str
        The registry's version; of what ships, the first 8 digits of its digest.
    trained_on : str
        Training key: digest of the marts' key and the code that learns.
    marts_key : str
        Of the build it learned from.
    sha256 : str
        Digest of the model file; empty for what ships.
    path : str
        The model file under the home; empty for what ships.
    decision : str
        Why this one is in force, in a sentence.
    scores : list of dict
        What the backtest measured, for the table `scores`.
    calibration : list of dict
        The share of outcomes below each quantile, for the table `calibration`.
    """

    name: str
    version: str
    trained_on: str = ""
    marts_key: str = ""
    sha256: str = ""
    path: str = ""
    decision: str = ""
    scores: list[dict[str, Any]] = field(default_factory=list)
    calibration: list[dict[str, Any]] = field(default_factory=list)


def champion_file(settings: Settings) -> Path:
    """Where the champion is written down for those who need not load MLflow."""
    return settings.home / "champion.json"


def read_champion(settings: Settings) -> Champion | None:
    """The champion, or None before the first training.

    A baseline is never champion: where one was written down, what ships takes over (see `dethroned`).

    Raises
    ------
    ModelError
        The file cannot be read.
    """
    path = champion_file(settings)
    try:
        champion = Champion(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise ModelError(f"{path}: is damaged ({error}); delete it and run `liftcast train`") from error
    if champion.name not in BASELINES:
        return champion
    decision = f"What ships takes over: {champion.name.replace('_', ' ')} is a baseline, and those are never champion."
    return shipped_champion(decision=decision, scores=champion.scores, calibration=champion.calibration)


def dethroned(settings: Settings) -> str:
    """Return the sentence to say where a baseline was written down as champion, until the next training; else ""."""
    champion = read_champion(settings)
    return champion.decision if champion is not None and not champion.trained_on else ""


def write_champion(settings: Settings, champion: Champion) -> None:
    """Write the champion down, in one step."""
    write_text(champion_file(settings), json.dumps(asdict(champion), indent=1, allow_nan=False))


def champion_version(settings: Settings) -> str:
    """Name and version of the model in force, without loading it."""
    champion = read_champion(settings) or shipped_champion()
    return f"{champion.name} {champion.version} {champion.trained_on}"


def training_is_due(settings: Settings) -> bool:
    """Tell whether it is a week since anybody tried to learn anything new, or nobody ever did."""
    try:
        return bool(dethroned(settings)) or time.time() - champion_file(settings).stat().st_mtime > RETRAIN_S
    except FileNotFoundError:
        return True


def confirm_champion(settings: Settings) -> None:
    """Note that there was nothing new to learn: the champion's file keeps the time of the last training."""
    champion_file(settings).touch()


def shipped_champion(**made_of: Any) -> Champion:
    """Champion of an installation that has nothing better than what ships."""
    return Champion(name=SHIPPED, version=shipped_files.strength_model_version(), **made_of)


def load_champion(settings: Settings) -> tuple[Any, Champion]:
    """Load the model in force: what ships, until training has crowned another.

    Returns
    -------
    estimator : forecaster
        Fitted; `predict(panel)` gives an array of shape (n_rows, 7).
    champion : Champion

    Raises
    ------
    ModelError
        The model file is gone, is not the one registered, or holds what may not be read.
    """
    champion = read_champion(settings) or shipped_champion()
    if champion.name == SHIPPED:
        from models.forecasters.shipped import Shipped  # noqa: PLC0415 (a second to import: only those who forecast wait)

        return Shipped(shipped_files.load_strength_model()), champion
    path = settings.home / champion.path
    if not path.is_file():
        raise ModelError(f"{path}: the champion's file is gone; make it again with `liftcast train --force`")
    digest = _digest(path)
    if digest != champion.sha256:
        raise ModelError(
            f"{path}: is not the file registered (digest {digest[:12]}, expected {champion.sha256[:12]}) and was not "
            "read; make it again with `liftcast train --force`"
        )
    import skops.io  # noqa: PLC0415 (as above)
    from skops.io.exceptions import UntrustedTypesFoundException  # noqa: PLC0415 (as above)

    try:
        return skops.io.load(path, trusted=trusted_types()), champion
    except UntrustedTypesFoundException as error:
        raise ModelError(f"{path}: holds types that may not be read ({error}); retrain with this version") from error


def trusted_types() -> list[str]:
    """Names of all that a model file may hold beside numbers, strings and scikit-learn's own estimators.

    These are the classes of our forecasters, wherever in their room they lie: a new candidate or a module that moves
    needs no list to be kept. Reading one back sets its attributes and runs nothing.
    """
    modules = [import_module(f"{forecasters.__name__}.{each.name}") for each in iter_modules(forecasters.__path__)]
    kinds = [kind for module in modules for kind in vars(module).values() if isinstance(kind, type)]
    return sorted({f"{kind.__module__}.{kind.__qualname__}" for kind in kinds if _is_ours(kind)})


def _is_ours(kind: type) -> bool:
    """Tell a forecaster's own class from what its module imports."""
    return kind.__module__.startswith(f"{forecasters.__name__}.")


@contextmanager
def tracking(settings: Settings) -> Iterator["Tracker"]:
    """Open the tracking store; MLflow is imported and its database made here, once.

    Yields
    ------
    Tracker
    """
    os.environ |= {
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
        "MLFLOW_LOGGING_LEVEL": "ERROR",
        "GIT_PYTHON_REFRESH": "quiet",
    }
    settings.home.mkdir(parents=True, exist_ok=True)
    import mlflow  # noqa: PLC0415 (seconds to import: only those who track wait)

    for name in ("mlflow", "mlflow.store.db.utils", "alembic"):
        logging.getLogger(name).setLevel(logging.ERROR)
    mlflow.set_tracking_uri(f"sqlite:///{(settings.home / 'mlflow.db').resolve()}")
    client = mlflow.MlflowClient()
    identifier = _experiment(client, (settings.home / "artifacts").resolve().as_uri())
    yield Tracker(mlflow, client, identifier, settings.home.resolve())


def _experiment(client: Any, artifacts: str) -> str:
    """Find or create the experiment whose files lie in this home.

    MLflow keeps the place of an experiment's files for ever, so a home that was moved or copied gets a new experiment
    beside the old one rather than writing to where it used to be.
    """
    for name in (EXPERIMENT, f"{EXPERIMENT}, {hashlib.sha256(artifacts.encode()).hexdigest()[:8]}"):
        experiment = client.get_experiment_by_name(name)
        if experiment is None:
            return str(client.create_experiment(name, artifact_location=artifacts))
        if experiment.artifact_location == artifacts:
            return str(experiment.experiment_id)
    raise ModelError(f"{artifacts}: the tracking database has this place under another; remove mlflow.db to start anew")


class Tracker:
    """What training tells MLflow."""

    def __init__(self, mlflow: Any, client: Any, experiment: str, home: Path) -> None:
        self._mlflow = mlflow
        self._client = client
        self._experiment = experiment
        self._home = home

    def log_candidate(
        self,
        name: str,
        *,
        parameters: Mapping[str, Any],
        metrics: Mapping[str, float],
        tags: Mapping[str, str],
        calibration: Any,
    ) -> None:
        """Put one candidate's backtest on record as one run, with the figure of its calibration."""
        with self._mlflow.start_run(experiment_id=self._experiment, run_name=name, tags=dict(tags)):
            self._mlflow.log_params(dict(parameters))
            self._mlflow.log_metrics(dict(metrics))
            self._mlflow.log_figure(calibration, "calibration.png")

    def log_failure(self, name: str, why: str, *, tags: Mapping[str, str]) -> None:
        """Put on record that a candidate failed, and why, as one run that failed."""
        run = self._client.create_run(self._experiment, run_name=name, tags={**tags, "failed": why})
        self._client.set_terminated(run.info.run_id, status="FAILED")

    def retire(self) -> None:
        """Take the alias off whatever it points at: what ships is in force, and is not registered."""
        if self._client.search_registered_models(filter_string=f"name = '{MODEL}'"):
            self._client.delete_registered_model_alias(MODEL, ALIAS)

    def register(self, estimator: Any, name: str, *, tags: Mapping[str, str]) -> dict[str, str]:
        """Register a fitted estimator and point the alias at it.

        Returns
        -------
        dict
            `version`, `path` (under the home) and `sha256` of the model file.

        Raises
        ------
        ModelError
            The estimator holds types that are not trusted.
        """
        with self._mlflow.start_run(experiment_id=self._experiment, run_name=f"{name}, fitted", tags=dict(tags)):
            try:
                with redirect_stderr(StringIO()):  # MLflow prints there what it also returns
                    logged = self._mlflow.sklearn.log_model(
                        estimator,
                        name="model",
                        serialization_format="skops",
                        skops_trusted_types=trusted_types(),
                        pip_requirements=["scikit-learn", "skops"],
                        registered_model_name=MODEL,
                    )
            except self._mlflow.exceptions.MlflowException as error:
                raise ModelError(f"{name}: cannot be registered ({error})") from error
        version = str(logged.registered_model_version)
        path = self._downloaded(version)
        for key, value in tags.items():
            self._client.set_model_version_tag(MODEL, version, key, value)
        self._client.set_registered_model_alias(MODEL, ALIAS, version)
        return {"version": version, "path": str(path.relative_to(self._home)), "sha256": _digest(path)}

    def _downloaded(self, version: str) -> Path:
        """Find the model file of a version in the artifact store."""
        folder = Path(self._mlflow.artifacts.download_artifacts(f"models:/{MODEL}/{version}")).resolve()
        return folder / "model.skops"


def _digest(path: Path) -> str:
    """Digest a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
