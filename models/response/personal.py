"""What a lifter's own blocks say about how styles work for them, and how far trials are to be moved by it.

Own blocks tell two things: what a style is for this lifter (`models.training.own_blocks`), and how it worked. For the
second, the trend of a lift within strength blocks is set against the trend within hypertrophy blocks. The model
predicts that contrast from what was trained in both; draws of the prediction, of a style's effect and of what the model
cannot see hang together, so that the contrast seen moves the effects as far as it is informative (a Kalman step on
draws; Evensen 2003, doi:10.1007/s10236-003-0036-9).

What else moves a level is kept out: every block has a level of its own, so that another rep range, which moves the
estimate without moving the strength, says nothing; what all blocks share (years of training, a slow change of body
weight) is in both trends; deloads and the weeks after a gap are no part of a block, and its first week, in which loads
are still being found, does not count. What remains in (a bulk that always goes with hypertrophy blocks, say) cannot be
told from the style. Noise is what trends of one lift and style differ by from block to block.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.response import adaptation
from models.response.parameters import Draws
from models.training.stimulus import Chosen, Stimulus, Traits

Floats = NDArray[np.floating]

LEAST_POINTS: Final = 3
"""Weeks with the lift that make a trend."""

TREND_SD: Final = 0.02
"""ln 1RM a week: standard error of a trend over five weeks whose levels scatter by 6 %, as estimates of 1RM do."""

TREND_DF: Final = 20.0
"""So many degrees of freedom `TREND_SD` counts for beside the lift's own scatter."""

BLOCK_WEEKS: Final = 6.0
"""Length of block the contrast is predicted for."""

EVIDENCE_WEIGHT: Final = 0.25
"""What a contrast counts for of what its scatter says: trends of estimates hang on loads chosen and effort kept back as
much as on strength. At full weight, effects forecast for simulated lifters were further from the truth than without
(`benchmarks/recovery.py`)."""

TASTE_SD: Final = 0.016
"""ln 1RM after twelve weeks by which one lift's liking for all heavy over no heavy sets differs from the next one's. No
log can show it: set so that ranges hold on simulated lifters other than those of `benchmarks/recovery.py`."""

TASTE_WEEKS: Final = 26.0
"""Weeks in which 63 % of a liking comes through; twelve would leave ranges for half a year too narrow."""

ANSWER_SD: Final = 0.45
"""Spread of ln response from one test to another: less than `sd_strength_trial`, which holds trials as well."""


def contrasts(history: pd.DataFrame, labelled: pd.DataFrame) -> pd.DataFrame:
    """Set trends within strength blocks against trends within hypertrophy blocks.

    Parameters
    ----------
    history : frame, as `sql/serving/lift_history.sql` gives it
        lifter, exercise_id, week, log_one_rm.
    labelled : frame, from `own_blocks.label`

    Returns
    -------
    frame, one row per lift with trends in both styles
        lifter, exercise_id, contrast (ln per week, strength minus hypertrophy), variance, blocks.
    """
    known = history.dropna(subset="log_one_rm")[["lifter", "exercise_id", "week", "log_one_rm"]]
    weeks = labelled[(labelled["phase"] == "training") & labelled["style"].isin(["strength", "hypertrophy"])]
    weeks = weeks[weeks["week"] > weeks.groupby(["lifter", "block"])["week"].transform("min")]
    both = known.assign(week=known["week"].astype("datetime64[ns]")).merge(weeks, on=["lifter", "week"])
    keys = ["lifter", "exercise_id", "style", "block"]
    time = (both["week"] - both.groupby(keys)["week"].transform("min")).dt.days / 7
    both = both[keys].assign(time=time, level=both["log_one_rm"])
    both[["time", "level"]] -= both.groupby(keys)[["time", "level"]].transform("mean")
    both = both.assign(xy=both["time"] * both["level"], xx=both["time"] ** 2)
    trends = both.groupby(keys, as_index=False).agg(xy=("xy", "sum"), xx=("xx", "sum"), points=("time", "size"))
    trends = trends[trends["points"] >= LEAST_POINTS]
    trends = trends.assign(trend=trends["xy"] / trends["xx"])
    return _by_lift(trends)


def contrasts_of(keys: pd.DataFrame, history: pd.DataFrame, labelled: pd.DataFrame) -> pd.DataFrame:
    """The contrasts of some lifts, in the order of their keys; NaN where there are none."""
    lift = ["lifter", "exercise_id"]
    return keys[lift].merge(contrasts(history, labelled), on=lift, how="left", validate="1:1")


def _by_lift(trends: pd.DataFrame) -> pd.DataFrame:
    """Average block trends by style and take the difference, with its variance."""
    lift = ["lifter", "exercise_id"]
    mean = trends.groupby([*lift, "style"])["trend"].transform("mean")
    squared = ((trends["trend"] - mean) ** 2).groupby([trends[name] for name in lift]).sum().rename("squared")
    found = trends.groupby([*lift, "style"])["trend"].agg(["mean", "size"]).reset_index("style")
    parts = [
        found[found["style"] == name].drop(columns="style").add_suffix(ending)
        for name, ending in (("strength", "_heavy"), ("hypertrophy", "_moderate"))
    ]
    both = parts[0].join(parts[1], how="inner").join(squared)
    blocks = both["size_heavy"] + both["size_moderate"]
    noise = (both["squared"] + TREND_DF * TREND_SD**2) / (blocks - 2 + TREND_DF)
    return pd.DataFrame(
        {
            "contrast": both["mean_heavy"] - both["mean_moderate"],
            "variance": noise * (1 / both["size_heavy"] + 1 / both["size_moderate"]),
            "blocks": blocks,
        }
    ).reset_index()


def heaviness(stimulus: Stimulus) -> Floats:
    """The part of the lift's sets that is heavy: shape (n, 1)."""
    sets = stimulus.sets
    return np.asarray(sets[:, :1] / np.maximum(sets.sum(axis=1, keepdims=True), 1e-9))


@dataclass(frozen=True, kw_only=True)
class _Unseen:
    """Draws, shared by all lifts, of what the model cannot see; each of shape (1, draws)."""

    taste: Floats
    answer: Floats
    error: Floats


def _draw_unseen(draws: int, seed: int) -> _Unseen:
    """Draw a lift's own liking for heavy work, how strongly it answers, and errors of what was seen."""
    taste, answer, error = np.random.default_rng(seed).standard_normal((3, 1, draws)).astype(np.float32)
    return _Unseen(taste=TASTE_SD * taste, answer=np.exp(ANSWER_SD * answer), error=error)


def come_through(weeks: Floats) -> Floats:
    """How far a liking has come through after some weeks, 1 after twelve."""
    return np.asarray(np.expm1(-weeks / TASTE_WEEKS) / np.expm1(-12.0 / TASTE_WEEKS), dtype=np.float32)


def with_unseen(model: Floats, liking: Floats, *, seed: int) -> Floats:
    """Add to draws, shape (n, draws, h), what the model cannot see; `liking`, shape (n, h), is how far taste counts."""
    hidden = _draw_unseen(model.shape[1], seed)
    liked = np.moveaxis(hidden.taste * liking.T[:, :, None], 0, -1)
    return np.asarray(model * hidden.answer[:, :, None] + liked, dtype=np.float32)


def predicted_contrasts(plans: Mapping[str, Stimulus], traits: Traits, p: Draws, *, seed: int) -> Floats:
    """Draw what the contrast of trends should be, ln a week, given the weeks of both styles: shape (n, draws)."""
    heavy, moderate = plans["strength"], plans["hypertrophy"]
    length = np.array([BLOCK_WEEKS])
    there = adaptation.style_difference(moderate, heavy, traits, length, p)[0][..., 0]
    back = adaptation.style_difference(heavy, moderate, traits, length, p)[0][..., 0]
    hidden = _draw_unseen(there.shape[1], seed)
    liked = 2 * hidden.taste * (heaviness(heavy) - heaviness(moderate)) * come_through(length)
    return np.asarray(((there - back) * hidden.answer + liked) / BLOCK_WEEKS)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What n lifts' own blocks showed, ready to move draws.

    Parameters
    ----------
    weight : array, shape (n, draws)
        What each draw of the prediction counts for; zero where the lifter's blocks show nothing.
    surprise : array, shape (n, draws)
        What was seen less what was predicted, noise of seeing included.
    """

    weight: Floats
    surprise: Floats

    def rows(self, chosen: Chosen) -> "Shown":
        """Chosen lifts only."""
        return Shown(weight=self.weight[chosen], surprise=self.surprise[chosen])

    def moved(self, drawn: Floats) -> Floats:
        """Move draws of an effect, shape (n, draws, h), as far as what was seen hangs together with it."""
        rows = np.flatnonzero(self.weight.any(axis=1))
        out = np.array(drawn, dtype=np.float32)
        gain = np.einsum("nd,ndh->nh", self.weight[rows], np.ascontiguousarray(out[rows]))
        out[rows] += (self.surprise[rows][:, :, None] * gain[:, None, :]).astype(np.float32)
        return out


def shown(predicted: Floats, seen: pd.DataFrame, *, seed: int) -> Shown:
    """Weigh the contrasts seen against those predicted.

    Parameters
    ----------
    predicted : array, shape (n, draws)
        From `predicted_contrasts`, with the same seed.
    seen : frame, shape (n, ...)
        contrast and variance from `contrasts`; NaN where the lifter's blocks show nothing.
    seed : int
    """
    contrast, variance = (seen[name].to_numpy(float) for name in ("contrast", "variance"))
    known = np.isfinite(contrast) & np.isfinite(variance)
    noise = np.where(known, variance, 1.0) / EVIDENCE_WEIGHT
    error = _draw_unseen(predicted.shape[1], seed).error
    off = predicted - predicted.mean(axis=1, keepdims=True)
    weight = off / ((off**2).sum(axis=1) + off.shape[1] * noise)[:, None]
    surprise = np.where(known, contrast, 0.0)[:, None] - predicted + np.sqrt(noise)[:, None] * error
    return Shown(weight=np.where(known[:, None], weight, 0.0), surprise=surprise)


def settled(before: Floats, after: Floats) -> Floats:
    """The part of an effect's variance that own blocks took away, over all horizons: shape (n,), 0 to 1.

    `before` and `after` are draws of shape (n, draws, h).
    """
    prior, left = (np.ascontiguousarray(drawn).var(axis=1).sum(axis=1, dtype=float) for drawn in (before, after))
    return np.asarray(np.clip(1 - left / np.maximum(prior, 1e-12), 0, 1))
