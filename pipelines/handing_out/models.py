"""The versions of the model with what came of them: their backtests, and the forecasts that they have given since."""

from typing import Any

from pipelines.champion import versions
from pipelines.serving.live_accuracy import read_live_accuracy
from pipelines.settings import Settings


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
    live = [one for one in read_live_accuracy(settings) if str(one["model_version"]) == row["model_version"]]
    return {**row, "live_accuracy": live}
