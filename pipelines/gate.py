"""Whether a challenger may replace the champion: better beyond noise on the same folds, no worse anywhere, honest."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models import backtest, strength
from models.backtest import SLICE_LABELS, SLICES, lifter_losses
from pipelines.backtesting import Forecasts

NOISE: Final = 1.0
"""Standard errors of the lifters' differences by which a challenger must be better."""
CLEARLY: Final = 2.0
"""Standard errors by which a challenger is clearly worse in a slice."""
FEWEST_IN_SLICE: Final = 5
"""Lifters from which on a slice is looked at."""
COVERAGE: Final = {"coverage80": 0.80, "coverage90": 0.90}
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
    """Let the candidates challenge the incumbent, all fitted on the same folds, the best first.

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
        The sentence tells of the winner, or why the best challenger was refused.
    """
    incumbent = next(name for name in (incumbent, strength.SHIPPED, backtest.BASELINE) if name in forecasts)
    losses = {
        name: lifter_losses(scored, predicted)
        for name, predicted in forecasts.items()
        if name == incumbent or not strength.candidate(name).is_baseline
    }
    before = losses.pop(incumbent)
    challengers = sorted(losses, key=lambda name: _standing(scored, forecasts[name]))
    refusals = []
    for name in challengers:
        gain, noise = _gain(before, losses[name])
        figures = f"loss {gain:+.1%}, noise ±{noise:.1%}"
        refusal = _refusal(scored, forecasts, incumbent, name, is_better=gain < -NOISE * noise)
        if refusal is None:
            held = ", ".join(
                f"{_covered(scored, forecasts, name, measure)[0]:.0%} inside the {nominal:.0%} range"
                for measure, nominal in COVERAGE.items()
            )
            replaced = f"{_said(name)} replaces {_said(incumbent)}"
            why = f"it forecasts better ({figures}), in no slice clearly worse; {held}"
            return Decision(winner=name, sentence=f"{replaced}: {why}.")
        refusals.append(f"{_said(name)} {refusal} ({figures})")
    why = refusals[0] if refusals else "nothing else could be tried"
    return Decision(winner=incumbent, sentence=f"{_said(incumbent)} stays: {why}.")


def _said(name: str) -> str:
    """Say a candidate's name."""
    return name.replace("_", " ")


def _standing(scored: pd.DataFrame, predicted: npt.NDArray[np.float64]) -> float:
    """Give what challengers are ranked by: the mean loss over all lifts and that over the main lifts, half each.

    The protocol scores both, and candidates that tie over all lifts can be far apart on the main ones.
    """
    main = SLICES["main"](scored).to_numpy(dtype=bool)
    everywhere = float(lifter_losses(scored, predicted).mean())
    if scored.loc[main, "lifter"].nunique() < FEWEST_IN_SLICE:
        return everywhere
    return (everywhere + float(lifter_losses(scored[main], predicted[main]).mean())) / 2


def _refusal(scored: pd.DataFrame, forecasts: Forecasts, incumbent: str, name: str, *, is_better: bool) -> str | None:
    """Say why a challenger may not replace the incumbent, or None."""
    if not is_better:
        return "is not better beyond noise"
    for measure, nominal in COVERAGE.items():
        share, noise = _covered(scored, forecasts, name, measure)
        if abs(share - nominal) > COVERAGE_SLACK + 2 * noise:
            return (
                f"forecasts better, but its {nominal:.0%} range held only {share:.0%}"
                if share < nominal
                else (f"forecasts better, but its {nominal:.0%} range is too wide, it held {share:.0%}")
            )
    worse = _clearly_worse(scored, forecasts, incumbent, name)
    return f"forecasts better over all, but clearly worse on {worse}" if worse else None


def _clearly_worse(scored: pd.DataFrame, forecasts: Forecasts, incumbent: str, name: str) -> str:
    """Name the slices where a challenger is worse than the incumbent beyond doubt, with figures; empty for none."""
    found = []
    for part, chosen in SLICES.items():
        rows = chosen(scored).to_numpy(dtype=bool)
        if scored.loc[rows, "lifter"].nunique() < FEWEST_IN_SLICE:
            continue
        before, after = (lifter_losses(scored[rows], forecasts[one][rows]) for one in (incumbent, name))
        gain, noise = _gain(before, after)
        if gain > CLEARLY * noise:
            found.append(f"{SLICE_LABELS[part].lower()} (loss {gain:+.1%}, noise ±{noise:.1%})")
    return " and ".join(found)


def _gain(before: pd.Series, after: pd.Series) -> tuple[float, float]:
    """Give the change of the mean loss and its standard error over lifters, as shares of the loss before."""
    difference = (after - before).to_numpy(dtype=float)
    scale = float(before.mean())
    return float(difference.mean()) / scale, float(difference.std(ddof=1) / np.sqrt(difference.size)) / scale


def _covered(scored: pd.DataFrame, forecasts: Forecasts, name: str, measure: str) -> tuple[float, float]:
    """Give the share a range held, lifters alike, and its standard error over lifters."""
    by_lifter = backtest.row_scores(scored, forecasts[name]).groupby("lifter")[measure].mean()
    return float(by_lifter.mean()), float(by_lifter.std(ddof=1)) / np.sqrt(len(by_lifter))
