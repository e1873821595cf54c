"""Whether a challenger may replace the champion: better beyond noise on the same folds, no worse anywhere, honest."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.forecasters import backtest, candidates
from models.forecasters.backtest import SLICE_LABELS, SLICES, Forecasts, lifter_losses, rows_forecast
from models.forecasters.names import SHIPPED

NOISE: Final = 1.0
"""Standard errors of the lifters' differences by which a challenger must be better."""
CLEARLY: Final = 2.0
"""Standard errors by which a challenger is clearly worse in a slice."""
FEWEST_IN_SLICE: Final = 5
"""Lifters from which on a slice is looked at."""
COVERAGE: Final = {"coverage80": 0.80, "coverage90": 0.90}
COVERAGE_SLACK: Final = 0.04
MOST_GAIN: Final = 0.75
"""Share of the loss by which nothing honest is better: forecasting lifts is not that easy."""


Array = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Who is in force from now on.

    Parameters
    ----------
    winner : str
        A candidate's name; never a baseline's.
    sentence : str
        Why; as readable for a refusal as for a promotion.
    """

    winner: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class _Duel:
    """The incumbent's forecasts and a challenger's, of the rows that both forecast."""

    challenger: str
    scored: pd.DataFrame
    before: Array
    after: Array


def decide(scored: pd.DataFrame, forecasts: Forecasts, *, incumbent: str) -> Decision:
    """Let the candidates challenge the incumbent, all fitted on the same folds, the best first.

    Baselines neither defend nor challenge. Where what ships is the incumbent and has no forecasts, for want of lifters
    that it has not learned from, nothing can be shown to be better and it stays.

    Parameters
    ----------
    scored : DataFrame
        The training panel.
    forecasts : dict of name to ndarray of shape (n_rows, 7)
        Of every candidate, all made for unseen lifters; a row of NaN is not compared.
    incumbent : str
        The champion's name; where it does not compete, what ships takes its place.

    Returns
    -------
    Decision
        The sentence tells of the winner, or why the best challenger was refused.
    """
    competing = [name for name in forecasts if not candidates.candidate(name).is_baseline]
    defender = incumbent if incumbent in competing else SHIPPED
    stays = f"{_spoken(defender)} {'stays' if defender == incumbent else f'takes over from {_spoken(incumbent)}'}"
    if defender not in competing:
        return Decision(
            winner=defender,
            sentence=f"{stays}: it learned from these logs, and too few lifters are left to compare others with it on.",
        )
    duels = [_duel(scored, forecasts, defender, name) for name in competing if name != defender]
    refusals = []
    for duel in sorted(duels, key=_standing):
        gain, noise = _gain(duel.scored, duel.before, duel.after)
        figures = f"loss {gain:+.1%}, noise ±{noise:.1%}"
        refusal = _refusal(duel, gain, noise)
        if refusal is None:
            held = ", ".join(
                f"{_covered(duel, measure)[0]:.0%} inside the {nominal:.0%} range"
                for measure, nominal in COVERAGE.items()
            )
            replaced = f"{_spoken(duel.challenger)} replaces {_spoken(defender)}"
            why = f"it forecasts better ({figures}), in no slice clearly worse; {held}"
            return Decision(winner=duel.challenger, sentence=f"{replaced}: {why}.")
        refusals.append(f"{_spoken(duel.challenger)} {refusal} ({figures})")
    why = refusals[0] if refusals else "nothing else could be tried"
    return Decision(winner=defender, sentence=f"{stays}: {why}.")


def _spoken(name: str) -> str:
    """Say a candidate's name."""
    return name.replace("_", " ")


def _duel(scored: pd.DataFrame, forecasts: Forecasts, defender: str, challenger: str) -> _Duel:
    """Set a challenger against the defender on the rows that both forecast."""
    before, after = forecasts[defender], forecasts[challenger]
    both = rows_forecast(before) & rows_forecast(after)
    return _Duel(challenger=challenger, scored=scored[both], before=before[both], after=after[both])


def _standing(duel: _Duel) -> float:
    """Return what challengers are ranked by: the loss over all lifts and that over the main lifts, half each.

    The protocol scores both, and candidates that tie over all lifts can be far apart on the main ones. Losses are
    shares of the defender's, as not everybody may be scored on the same rows.
    """
    before, after = (_mean_loss(duel.scored, predicted) for predicted in (duel.before, duel.after))
    return after / (before or 1.0)


def _mean_loss(scored: pd.DataFrame, predicted: Array) -> float:
    """Return the mean loss over all lifts and that over the main lifts, half each."""
    main = SLICES["main"](scored).to_numpy(dtype=bool)
    everywhere = float(lifter_losses(scored, predicted).mean())
    if scored.loc[main, "lifter"].nunique() < FEWEST_IN_SLICE:
        return everywhere
    return (everywhere + float(lifter_losses(scored[main], predicted[main]).mean())) / 2


def _refusal(duel: _Duel, gain: float, noise: float) -> str | None:
    """Say why a challenger may not replace the incumbent, or None."""
    if gain >= -NOISE * noise:
        return "is not better beyond noise"
    if gain < -MOST_GAIN:
        return "forecasts too well to be true: it must have seen what came"
    for measure, nominal in COVERAGE.items():
        share, noise = _covered(duel, measure)
        if abs(share - nominal) > COVERAGE_SLACK + 2 * noise:
            return (
                f"forecasts better, but its {nominal:.0%} range held only {share:.0%}"
                if share < nominal
                else (f"forecasts better, but its {nominal:.0%} range is too wide, it held {share:.0%}")
            )
    worse = _clearly_worse(duel)
    return f"forecasts better over all, but clearly worse on {worse}" if worse else None


def _clearly_worse(duel: _Duel) -> str:
    """Name the slices where a challenger is worse than the incumbent beyond doubt, with figures; empty for none."""
    worse = []
    for part, chosen in SLICES.items():
        rows = chosen(duel.scored).to_numpy(dtype=bool)
        if duel.scored.loc[rows, "lifter"].nunique() < FEWEST_IN_SLICE:
            continue
        gain, noise = _gain(duel.scored[rows], duel.before[rows], duel.after[rows])
        if gain > CLEARLY * noise:
            worse.append(f"{SLICE_LABELS[part].lower()} (loss {gain:+.1%}, noise ±{noise:.1%})")
    return " and ".join(worse)


def _gain(scored: pd.DataFrame, before: Array, after: Array) -> tuple[float, float]:
    """Return the change of the mean loss and its standard error over lifters, as shares of the loss before."""
    losses = lifter_losses(scored, before)
    difference = (lifter_losses(scored, after) - losses).to_numpy(dtype=float)
    scale = float(losses.mean()) or 1.0  # lifts that never changed are forecast without any loss
    return float(difference.mean()) / scale, float(difference.std(ddof=1) / np.sqrt(difference.size)) / scale


def _covered(duel: _Duel, measure: str) -> tuple[float, float]:
    """Return the share a challenger's range held, lifters alike, and its standard error over lifters."""
    by_lifter = backtest.row_scores(duel.scored, duel.after).groupby("lifter")[measure].mean()
    return float(by_lifter.mean()), float(by_lifter.std(ddof=1)) / np.sqrt(len(by_lifter))
