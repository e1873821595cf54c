"""The sentence that answers how good the forecasts are: of those given here where enough came due, else of a test."""

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.language import _
from dashboard.words import NARROW
from data import shipped
from models.forecasters.names import SHIPPED

LEAST_LIVE: Final = 30
"""Fewer forecasts that came due say little."""

PROMISED: Final = 0.8
HORIZON: Final = 12


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is said first.

    Parameters
    ----------
    short, more : str
    """

    short: str
    more: str


def answer(live: list[dict[str, Any]], mine: pd.DataFrame) -> Answer:
    """Say how often ranges held and how much closer they were than a naive guess.

    Parameters
    ----------
    live : list of dict
        How forecasts given fared, a row per window: weeks, forecasts, coverage80, skill.
    mine : DataFrame
        Scores of the model in force over all lifts, a row per horizon.
    """
    windows = [row for row in live if row["forecasts"] >= LEAST_LIVE]
    if windows:
        row = max(windows, key=lambda each: each["weeks"])
        came = _("Over the last {weeks}, {forecasts} made here came due.").format(
            weeks=words.weeks(row["weeks"]), forecasts=words.counted(row["forecasts"], "forecast", "forecasts")
        )
        return Answer(
            short=held_short(row["coverage80"]), more=f"{came} {_judged(row['coverage80'])} {closer(row['skill'])}"
        )
    at = mine[mine["horizon_weeks"] == HORIZON]
    if at.empty:
        return Answer(
            short=_("Not measured yet"),
            more=_("Run “liftcast backtest” to test the forecasts on the logs that are here."),
        )
    tested = at.iloc[0]
    came = _("Tested on {forecasts} of {lifters} whose logs the model had not learned from, {weeks} ahead.").format(
        forecasts=words.counted(tested["forecasts"], "past forecast", "past forecasts"),
        lifters=words.counted(tested["lifters"], "lifter", "lifters"),
        weeks=words.weeks(HORIZON),
    )
    few = _("Too few of the forecasts made here have come due to say how they did.")
    return Answer(
        short=held_short(tested["coverage80"]),
        more=f"{came} {_judged(tested['coverage80'])} {closer(tested['skill'])} {few}",
    )


def held_short(coverage: float) -> str:
    """Say how many of ten outcomes fell within the range given."""
    return _("{n} in 10 outcomes fell within the range given").format(n=round(10 * coverage))


def _judged(coverage: float) -> str:
    """Hold that against what was promised."""
    off = coverage - PROMISED
    if abs(off) <= 0.03:
        return _("The ranges promise 8 in 10, and that is what came.")
    if off < 0:
        return _("The ranges promise 8 in 10: they were too narrow, so trust them a little less.")
    return _("The ranges promise 8 in 10: they were wider than they need to be.")


def closer(skill: float) -> str:
    """Say how much better than the naive guess that nothing will change."""
    better = round(100 * skill)
    if better < 1:
        return _("They were no better than guessing that nothing will change.")
    return _("They were {percent} better than guessing that nothing will change.").format(percent=f"{better}{NARROW}%")


def with_shipped(scores: pd.DataFrame, champion: str) -> pd.DataFrame:
    """Add, where the model that ships was not tested here, how it fared on lifters it had not learned from."""
    if champion != SHIPPED or (scores["candidate"] == SHIPPED).any():
        return scores
    card = pd.DataFrame(shipped.load_strength_model()["card"]["scores_on_unseen_lifters"])
    card = card.assign(candidate=SHIPPED, width80=100 * card["width80"], width90=100 * card["width90"])
    return card if scores.empty else pd.concat([scores, card], ignore_index=True)
