"""What MLflow holds of a home: trainings on record, the versions they made, and the alias that says who is in force."""

import hashlib
import json
import logging
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from pipelines.champion import reigns
from pipelines.champion.learnt_from import LearntFrom
from pipelines.champion.recording import Training
from pipelines.champion.registry import ALIAS, MODEL, NONE_OF_ITS, Champion, shipped_champion, tracking_database
from pipelines.errors import ModelError, UnknownVersionError
from pipelines.files import signing
from pipelines.files.atomic import written_beside
from pipelines.files.private import private
from pipelines.settings import Settings

EXPERIMENT: Final = "strength"
FOR_MODELS: Final = "custom_model_development"
"""Without, MLflow opens its view for language models."""
REIGNS: Final = "reigns"
TOLD: Final = """Forecasts of 1RM: quantiles of the natural log of a lift's best of four weeks then over that of now.

Move the alias `champion` to another version, or take it off: the next `liftcast refresh` forecasts with what you chose.
Where the alias is on no version, what ships with Liftcast is in force: `liftcast models` calls it version 0."""


def quieten() -> None:
    """Set what MLflow reads from the environment when it is imported: nothing is sent, nothing is started besides."""
    os.environ |= {
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
        "MLFLOW_LOGGING_LEVEL": "ERROR",
        "GIT_PYTHON_REFRESH": "quiet",
    }


def store_address(settings: Settings) -> str:
    """Where MLflow finds this home's runs."""
    return f"sqlite:///{tracking_database(settings).resolve()}"


def artifacts_folder(settings: Settings) -> Path:
    """Where MLflow keeps this home's models and pictures."""
    return (settings.home / "artifacts").resolve()


@contextmanager
def tracking(settings: Settings) -> Iterator["Tracker"]:
    """Open the tracking store; MLflow is imported, and its database made or brought up to date, here, once.

    Yields
    ------
    Tracker
    """
    quieten()
    with private():
        settings.home.mkdir(parents=True, exist_ok=True)
    import mlflow  # noqa: PLC0415 (seconds to import: only those who track wait)

    for name in ("mlflow", "mlflow.store.db.utils", "alembic"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with private():
        _make_sure_of_database(mlflow, tracking_database(settings))
        mlflow.set_tracking_uri(store_address(settings))
        client = mlflow.MlflowClient()
        identifier = _experiment(client, artifacts_folder(settings).as_uri())
        yield Tracker(mlflow, client, identifier, settings.home.resolve())


def _make_sure_of_database(mlflow: Any, database: Path) -> None:
    """Make MLflow's database where there is none, or bring an older one up to date, beside its place.

    MLflow does either in some fifty steps and takes no step twice: one that is half done can never be opened again.
    """
    if not database.exists():
        with written_beside(database) as part:
            mlflow.MlflowClient(tracking_uri=f"sqlite:///{part.resolve()}").search_experiments(max_results=1)
    elif _is_older(database, Path(mlflow.__file__).parent / "store" / "db_migrations"):
        import mlflow.db  # noqa: PLC0415 (only where it is needed)

        with written_beside(database) as part:
            with closing(sqlite3.connect(database)) as old, closing(sqlite3.connect(part)) as new:
                old.backup(new)
            mlflow.db.upgrade.callback(f"sqlite:///{part.resolve()}")


def _is_older(database: Path, steps: Path) -> bool:
    """Tell whether a database lacks steps of this MLflow's; of what is damaged or of a newer one MLflow tells."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 (comes with MLflow, and is as slow to import)

    try:
        with closing(sqlite3.connect(database)) as con:
            taken = {step for (step,) in con.execute("select version_num from alembic_version").fetchall()}
    except sqlite3.Error:
        return False
    known = ScriptDirectory(str(steps))
    return taken != set(known.get_heads()) and taken <= {each.revision for each in known.walk_revisions()}


def _experiment(client: Any, artifacts: str) -> str:
    """Find or create the experiment whose files lie in this home.

    MLflow keeps the place of an experiment's files for ever, so a home that was moved or copied gets a new experiment
    beside the old one rather than writing to where it used to be.
    """
    tags = {"mlflow.experimentKind": FOR_MODELS, "mlflow.note.content": TOLD}
    for name in (EXPERIMENT, f"{EXPERIMENT}, {hashlib.sha256(artifacts.encode()).hexdigest()[:8]}"):
        experiment = client.get_experiment_by_name(name)
        if experiment is None:
            return str(client.create_experiment(name, artifact_location=artifacts, tags=tags))
        if experiment.artifact_location == artifacts:
            for key in tags.keys() - experiment.tags.keys():
                client.set_experiment_tag(experiment.experiment_id, key, tags[key])
            return str(experiment.experiment_id)
    raise ModelError(f"{artifacts}: the tracking database has this place under another; remove mlflow.db to start anew")


class Tracker:
    """One home's MLflow."""

    def __init__(self, mlflow: Any, client: Any, experiment: str, home: Path) -> None:
        self._mlflow = mlflow
        self.client = client
        self.experiment = experiment
        self._home = home

    @contextmanager
    def training(self, data: LearntFrom, *, tags: Mapping[str, str]) -> Iterator[Training]:
        """Put a training on record as one run, its candidates as runs within it.

        Yields
        ------
        Training
        """
        self._make_sure_of_model()
        name = f"training {reigns.now()[:16].replace('T', ' ')}"
        tags = {"kind": "training", "data_digest": data.digest, **tags}
        with self._mlflow.start_run(experiment_id=self.experiment, run_name=name, tags=dict(tags)) as run:
            training = Training(
                self._mlflow, self.client, home=self._home, run=run.info.run_id, experiment=self.experiment, tags=tags
            )
            training.begin(data)
            yield training

    def in_force(self) -> str:
        """The version that the alias is on, or `NONE_OF_ITS`."""
        model = self._model()
        return NONE_OF_ITS if model is None else str(model.aliases.get(ALIAS, NONE_OF_ITS))

    def aliased(self) -> set[str]:
        """Versions that any alias is on, the one in force among them."""
        model = self._model()
        return set() if model is None else {str(version) for version in model.aliases.values()}

    def reigned(self) -> list[reigns.Reign]:
        """What was in force, the latest last."""
        model = self._model()
        return [] if model is None else reigns.from_text(model.tags.get(REIGNS, "[]"))

    def put_in_force(self, version: str, *, by: reigns.By) -> None:
        """Move the alias, and note who ruled; to put in force what is so already notes that it is.

        Raises
        ------
        UnknownVersionError
            There is no such version.
        """
        self._make_sure_of_model()
        noted = reigns.followed(self.reigned(), self.in_force(), version, by)
        if version == NONE_OF_ITS:
            self.client.delete_registered_model_alias(MODEL, ALIAS)
        else:
            self.version(version)
            self.client.set_registered_model_alias(MODEL, ALIAS, version)
        self.client.set_registered_model_tag(MODEL, REIGNS, reigns.to_text(noted))

    def note_in_force(self) -> None:
        """Note who rules where a person has moved the alias in MLflow."""
        found = self.in_force()
        noted = reigns.followed(self.reigned(), found, found, "mlflow")
        self.client.set_registered_model_tag(MODEL, REIGNS, reigns.to_text(noted))

    def versions(self) -> list[Any]:
        """All versions, the newest first, as MLflow has them."""
        if self._model() is None:
            return []
        found = self.client.search_model_versions(f"name = '{MODEL}'")
        return sorted(found, key=lambda one: int(one.version), reverse=True)

    def logged_models(self) -> list[Any]:
        """All model files of this home's experiment, versions or not, as MLflow has them."""
        found: list[Any] = []
        token = None
        while True:
            page = self.client.search_logged_models([self.experiment], page_token=token)
            found += page
            token = page.token
            if not token:
                return found

    def places(self) -> tuple[Path, Path]:
        """The database, and the folder of files."""
        return self._home / "mlflow.db", self._home / "artifacts"

    def version(self, number: str) -> Any:
        """One version, as MLflow has it.

        Raises
        ------
        UnknownVersionError
            There is none.
        """
        for one in self.versions():
            if str(one.version) == number:
                return one
        raise UnknownVersionError(f"version {number}: there is none; `liftcast models list` names those there are")

    def champion(self, number: str) -> Champion:
        """What a version would be in force as.

        Raises
        ------
        UnknownVersionError
            There is no such version.
        ModelError
            Nobody noted what its file must be.
        """
        if number == NONE_OF_ITS:
            return shipped_champion(decision="What ships is in force: in MLflow the alias is on no version.")
        tags = self.version(number).tags
        if not tags.keys() >= {"candidate", "path", "sha256"}:
            raise ModelError(
                f"version {number}: was not registered by this Liftcast, so its file is not read; choose another "
                "(`liftcast models list`), in MLflow or by `liftcast models promote VERSION`"
            )
        self._check_signature(number, tags)
        named = {key: tags.get(key, "") for key in ("trained_on", "marts_key", "sha256", "path", "decision")}
        return Champion(name=tags["candidate"], version=number, **named, **self._record(tags.get("record", "")))

    def _check_signature(self, number: str, tags: Mapping[str, str]) -> None:
        """Refuse a version whose file is another than this home registered."""
        said = (tags["candidate"], number, tags["path"], tags["sha256"])
        if "signature" in tags and not signing.is_signed(self._home, tags["signature"], *said):
            raise ModelError(
                f"version {number}: is not as this home registered it, so its file is not read; choose another "
                "(`liftcast models list`), in MLflow or by `liftcast models promote VERSION`"
            )

    def scores(self, number: str) -> list[dict[str, Any]]:
        """What the backtest measured when a version was made; empty where that is gone."""
        scores: list[dict[str, Any]] = self._record(self.version(number).tags.get("record", "")).get("scores", [])
        return scores

    def _record(self, path: str) -> dict[str, Any]:
        """Scores and calibration of a version; nothing where they are gone."""
        try:
            kept = json.loads((self._home / path).read_text(encoding="utf-8"))
            return {"scores": list(kept["scores"]), "calibration": list(kept["calibration"])}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _model(self) -> Any | None:
        """The registered model with its aliases, or None before the first training."""
        found = self.client.search_registered_models(filter_string=f"name = '{MODEL}'")
        return found[0] if found else None

    def _make_sure_of_model(self) -> None:
        """Register the model's name, so that there is a place for the alias and its history."""
        if self._model() is None:
            self.client.create_registered_model(MODEL, description=TOLD)
