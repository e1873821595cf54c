"""Where Prefect keeps its state and how much it says: set before Prefect is imported."""

import os

from pipelines.settings import Settings


def prepare_environment(settings: Settings, *, api_url: str | None = None) -> None:
    """Point Prefect at our home, quiet and offline.

    With `api_url` flows report to that server; without, a temporary one starts for the process (its start-up can take
    half a minute on an empty home, over Prefect's own limit).
    """
    os.environ |= {
        "PREFECT_HOME": str(settings.home / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "DO_NOT_TRACK": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_TO_API_ENABLED": "false" if api_url is None else "true",
    }
    os.environ.pop("PREFECT_API_URL", None)
    if api_url is not None:
        os.environ["PREFECT_API_URL"] = api_url
