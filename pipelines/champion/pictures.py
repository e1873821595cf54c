"""Pictures that go on record with a training."""

from typing import Any

import pandas as pd


def calibration_figure(shares: pd.DataFrame, name: str) -> Any:
    """Draw the share of outcomes below each quantile against what the quantile says, a line per horizon.

    Parameters
    ----------
    shares : DataFrame
        One candidate's rows of `models.forecasters.upkeep.calibration_check.reliability`.
    name : str
        The candidate's.

    Returns
    -------
    matplotlib.figure.Figure
        Drawn without a screen.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 (slow to import: only training waits)

    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="0.6", linestyle="--", label="as promised")
    for weeks, line in shares.groupby("horizon_weeks"):
        axes.plot(line["level"], line["below"], marker="o", label=f"{weeks} weeks ahead")
    axes.set(xlabel="Quantile", ylabel="Share of outcomes below it", title=name, xlim=(0, 1), ylim=(0, 1))
    axes.legend()
    return figure


def skill_figure(scores: pd.DataFrame) -> Any:
    """Draw each candidate's skill against *no change* by horizon, over all lifts.

    Parameters
    ----------
    scores : DataFrame
        Of `models.forecasters.backtest.score`.

    Returns
    -------
    matplotlib.figure.Figure
        Drawn without a screen.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 (as above)

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.add_subplot()
    for name, line in scores[scores["slice"] == "all"].groupby("candidate", sort=False):
        axes.plot(line["horizon_weeks"], line["skill"], marker="o", label=str(name).replace("_", " "))
    axes.set(xlabel="Weeks ahead", ylabel="Share of the loss of no change that is saved")
    axes.legend()
    return figure
