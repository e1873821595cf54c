"""A training as MLflow keeps it: one run, a run within it per candidate, and the version that it made."""

import json
from collections.abc import Mapping
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlparse
from urllib.request import url2pathname

import numpy as np
import pandas as pd

from models.forecasters.horizons import HORIZONS_WEEKS, QUANTILE_NAMES
from models.forecasters.panel import INPUTS
from pipelines.champion.learnt_from import LearntFrom
from pipelines.champion.model_files import copy_code, digest_of, requirements, trusted_types
from pipelines.champion.registry import MODEL
from pipelines.errors import ModelError
from pipelines.files import signing

LONGEST_DIGEST: Final = 36
"""Characters that MLflow keeps of the digest of a data set; the whole of it is the tag `data_digest`."""
DESCRIPTION: Final = """{decision}

Learnt from {lifters} lifters, {series} lifts, {rows} forecasts with cutoffs from {first_cutoff} to {last_cutoff}.
`mlflow.pyfunc.load_model` loads it where the packages of its requirements.txt are installed; our code is with it.
It takes a row per lift and horizon and gives the quantiles {quantiles} of ln(best of four weeks then / best of
four weeks now)."""


class Training:
    """A training being put on record.

    Parameters
    ----------
    mlflow, client : Any
        The library, and its client.
    home : Path
    run : str
        The training's own run.
    experiment : str
    tags : mapping of str to str
        On every run and on the version; `decision` among them.
    """

    def __init__(
        self, mlflow: Any, client: Any, *, home: Path, run: str, experiment: str, tags: Mapping[str, str]
    ) -> None:
        self._mlflow = mlflow
        self._client = client
        self._home = home
        self._run = run
        self._experiment = experiment
        self._tags = dict(tags)
        self._data: LearntFrom | None = None

    def begin(self, data: LearntFrom) -> None:
        """Say what is learnt from: digests and counts, nobody's rows."""
        from mlflow.entities import Dataset, DatasetInput, InputTag  # noqa: PLC0415 (only those who track wait)

        self._data = data
        self._mlflow.log_params(data.counts())
        entry = Dataset(
            name="training panel",
            digest=data.digest[:LONGEST_DIGEST],
            source_type="local",
            source=json.dumps({"marts": self._tags.get("marts_key", "")}),
            profile=json.dumps(data.counts()),
        )
        context = InputTag("mlflow.data.context", "training")
        self._client.log_inputs(self._run, datasets=[DatasetInput(entry, [context])])

    def log_candidate(
        self, name: str, *, parameters: Mapping[str, Any], metrics: Mapping[str, float], calibration: Any
    ) -> None:
        """Put one candidate's backtest on record as a run of its own, with the figure of its calibration."""
        tags = {**self._tags, "kind": "candidate", "candidate": name}
        with self._mlflow.start_run(experiment_id=self._experiment, run_name=name, nested=True, tags=tags):
            self._mlflow.log_params(dict(parameters))
            self._mlflow.log_metrics(dict(metrics))
            self._mlflow.log_figure(calibration, "calibration.png")

    def log_failure(self, name: str, why: str) -> None:
        """Put on record that a candidate failed, and why, as a run that failed."""
        tags = {**self._tags, "kind": "candidate", "candidate": name, "failed": why, "mlflow.parentRunId": self._run}
        run = self._client.create_run(self._experiment, run_name=name, tags=tags)
        self._client.set_terminated(run.info.run_id, status="FAILED")

    def log_outcome(self, winner: str, *, metrics: Mapping[str, float], skill: Any) -> None:
        """Put on record who is in force afterwards, with its scores and the figure of everybody's."""
        self._mlflow.set_tags({"candidate": winner, "mlflow.note.content": self._tags.get("decision", "")})
        self._mlflow.log_metrics(dict(metrics))
        self._mlflow.log_figure(skill, "skill.png")

    def register(
        self, estimator: Any, name: str, *, metrics: Mapping[str, float], record: Mapping[str, Any]
    ) -> dict[str, str]:
        """Register a fitted estimator as a new version; the alias stays where it is.

        Parameters
        ----------
        estimator : forecaster
        name : str
            The candidate's.
        metrics : mapping of str to float
        record : mapping
            What the build will say of it: scores and calibration.

        Returns
        -------
        dict
            `version`, `path` (under the home) and `sha256` of the model file.

        Raises
        ------
        ModelError
            The estimator holds types that are not trusted.
        """
        logged = self._logged(estimator, name)
        self._mlflow.log_metrics(dict(metrics), model_id=logged.model_id)
        self._mlflow.log_dict(dict(record), "record.json")
        version = str(logged.registered_model_version)
        path = Path(self._mlflow.artifacts.download_artifacts(f"models:/{MODEL}/{version}")).resolve() / "model.skops"
        held = {"path": str(path.relative_to(self._home)), "sha256": digest_of(path)}
        kept = Path(url2pathname(urlparse(self._mlflow.get_artifact_uri("record.json")).path)).relative_to(self._home)
        counts = self._data.counts() if self._data else {}
        tags = {**self._tags, **counts, **held, "candidate": name, "record": kept, "kind": "version"}
        tags["signature"] = signing.signature(self._home, name, version, held["path"], held["sha256"])
        for key, value in tags.items():
            self._client.set_model_version_tag(MODEL, version, key, str(value))
        self._client.update_model_version(MODEL, version, description=self._description(counts))
        return {"version": version, **held}

    def _logged(self, estimator: Any, name: str) -> Any:
        """Write the model's file, with the code, requirements and made-up rows that go with it."""
        with TemporaryDirectory() as folder, redirect_stderr(StringIO()):  # MLflow prints there what it also returns
            try:
                return self._mlflow.sklearn.log_model(
                    estimator,
                    name="model",
                    serialization_format="skops",
                    skops_trusted_types=trusted_types(),
                    pip_requirements=requirements(),
                    code_paths=[str(path) for path in copy_code(Path(folder))],
                    signature=_signature(),
                    input_example=made_up_rows(),
                    registered_model_name=MODEL,
                )
            except self._mlflow.exceptions.MlflowException as error:
                raise ModelError(f"{name}: cannot be registered ({error})") from error

    def _description(self, counts: Mapping[str, Any]) -> str:
        quantiles = ", ".join(QUANTILE_NAMES)
        return DESCRIPTION.format(decision=self._tags.get("decision", ""), quantiles=quantiles, **counts)


def made_up_rows() -> pd.DataFrame:
    """Rows such as a model takes, one per horizon, drawn from nobody's log."""
    draw = np.random.default_rng(0)
    rows = pd.DataFrame(np.round(draw.uniform(0, 1, (len(HORIZONS_WEEKS), len(INPUTS))), 2), columns=list(INPUTS))
    return rows.assign(horizon_weeks=list(HORIZONS_WEEKS))


def _signature() -> Any:
    """What a model takes and gives, in MLflow's words."""
    from mlflow.models import ModelSignature  # noqa: PLC0415 (only those who track wait)
    from mlflow.types import ColSpec, DataType, Schema, TensorSpec  # noqa: PLC0415 (as above)

    whole = {"horizon_weeks"}
    takes = Schema([ColSpec(DataType.long if name in whole else DataType.double, name) for name in INPUTS])
    gives = Schema([TensorSpec(np.dtype(np.float64), (-1, len(QUANTILE_NAMES)))])
    return ModelSignature(inputs=takes, outputs=gives)
