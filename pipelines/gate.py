"""Whether a challenger may replace the champion: better beyond noise on the same folds, and honest about its range."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from models import backtest, strength
from models.backtest import lifter_losses
from pipelines.backtesting import Forecasts

NOISE: Final = 1.0
"""Standard errors of the lifters' differences by which a challenger must be better."""
COVERAGE: Final = 0.80
COVERAGE_SLACK: Final = 0.04


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Who is in force from now on.

    Parameters
    ----------
    winner : str
        A candidate's name.
    sentence : str
        Why; as readable for a refusal as for a promotion.
    """

    winner: str
    sentence: str


def decide(scored: pd.DataFrame, forecasts: Forecasts, *, incumbent: str) -> Decision:
    """Let the best candidate challenge the incumbent, both fitted on the same folds.

    Parameters
    ----------
    scored : DataFrame
        The training panel.
    forecasts : dict of name to ndarray of shape (n_rows, 7)
        Of every candidate, all made for unseen lifters.
    incumbent : str
        The champion's name; where it does not compete, what ships, else *no change*.

    Returns
    -------
    Decision
    """
    standing = [name for name in (incumbent, strength.SHIPPED, backtest.BASELINE) if name in forecasts]
    incumbent = standing[0]
    losses = {
        name: lifter_losses(scored, predicted)
        for name, predicted in forecasts.items()
        if name == incumbent or not strength.candidate(name).is_baseline
    }
    honest = [name for name in losses if _is_honest(scored, forecasts, name)]
    challenger = min(honest or [incumbent], key=lambda name: float(losses[name].mean()))
    if challenger == incumbent:
        aside = "" if honest else "; no candidate's 80 % range held what it promises"
        return Decision(winner=incumbent, sentence=f"{incumbent} stays: no candidate forecasts better{aside}.")
    gain, noise = _gain(losses[incumbent], losses[challenger])
    figures = f"loss {gain:+.1%}, noise ±{noise:.1%}"
    if gain > -NOISE * noise:
        return Decision(
            winner=incumbent, sentence=f"{incumbent} stays: {challenger} is not better beyond noise ({figures})."
        )
    return Decision(winner=challenger, sentence=f"{challenger} replaces {incumbent} ({figures}).")


def _gain(before: pd.Series, after: pd.Series) -> tuple[float, float]:
    """Give the change of the mean loss and its standard error over lifters, as shares of the loss before."""
    difference = (after - before).to_numpy(dtype=float)
    scale = float(before.mean())
    return float(difference.mean()) / scale, float(difference.std(ddof=1) / np.sqrt(difference.size)) / scale


def _is_honest(scored: pd.DataFrame, forecasts: Forecasts, name: str) -> bool:
    """Tell whether the 80 % range covered about 80 %, lifters alike, allowing for how few lifters there are."""
    by_lifter = backtest.row_scores(scored, forecasts[name]).groupby("lifter")["coverage80"].mean()
    noise = float(by_lifter.std(ddof=1)) / np.sqrt(len(by_lifter))
    return bool(abs(float(by_lifter.mean()) - COVERAGE) <= COVERAGE_SLACK + 2 * noise)
