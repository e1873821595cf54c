"""MLflow's own pages on a home's runs and versions: one process on this machine only, which ends with who began it.

`mlflow server` would start another process for them, which outlives it when it is killed. The names of the variables
by which it tells that process where the runs are, are MLflow's own; a test opens the pages.
"""

import os
import sys
import warnings
from typing import Final

from pipelines.champion.tracking import artifacts_folder, quieten, store_address, tracking
from pipelines.files.private import be_private
from pipelines.settings import Settings

WHERE_RUNS_ARE: Final = "_MLFLOW_SERVER_FILE_STORE"
WHERE_FILES_GO: Final = "_MLFLOW_SERVER_ARTIFACT_ROOT"
THIS_MACHINE: Final = "127.0.0.1"


def words(port: int) -> list[str]:
    """Module and arguments of the program that serves the pages."""
    return [__name__, str(port)]


def place(settings: Settings) -> str:
    """Where on the pages this home's trainings are; its store is made where there is none yet."""
    with tracking(settings) as tracker:
        return f"/#/experiments/{tracker.experiment}/runs?workflowType=machine_learning"


def main() -> None:
    """Serve the pages of the home in the environment until told to stop."""
    settings = Settings.from_environment()
    be_private()
    quieten()
    port = int(sys.argv[1])
    # By default it answers every private address too; what other sites ask for it refuses by itself.
    os.environ["MLFLOW_SERVER_ALLOWED_HOSTS"] = f"{THIS_MACHINE}:{port},localhost:{port}"
    os.environ |= {WHERE_RUNS_ARE: store_address(settings), WHERE_FILES_GO: artifacts_folder(settings).as_uri()}
    warnings.simplefilter("ignore")  # they are MLflow's, about itself
    import uvicorn  # noqa: PLC0415 (MLflow reads its environment on import)

    uvicorn.run("mlflow.server.fastapi_app:app", host=THIS_MACHINE, port=port, log_level="warning")


if __name__ == "__main__":
    main()
