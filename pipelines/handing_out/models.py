"""The versions of the model with what came of them: their backtests, and the forecasts that they have given since."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from pipelines.champion import versions
from pipelines.settings import Settings

LIVE: Final = "pipelines.serving.live_accuracy"


def shown(settings: Settings, version: str | None = None) -> dict[str, Any]:
    """One version, or the one in force: scores beside the baselines', data, decision, and its live accuracy.

    Returns
    -------
    dict
        As of `pipelines.champion.versions.shown`, and `live_accuracy`: its rows, empty where nothing came yet.

    Raises
    ------
    UnknownVersionError
        There is no such version.
    """
    row = versions.shown(settings, version)
    live = [one for one in _read_live(settings) if str(one.get("model_version")) == row["model_version"]]
    return {**row, "live_accuracy": live}


def _read_live(settings: Settings) -> list[dict[str, Any]]:
    """Rows of live accuracy of all versions; none where no build says any."""
    try:
        read: Callable[[Settings], list[dict[str, Any]]] = import_module(LIVE).read_live_accuracy
    except ModuleNotFoundError:
        return []
    return read(settings)
