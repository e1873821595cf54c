"""Published trials: what the response model predicts for their arms, how well, and what the arms teach it.

Scores follow the protocol in `docs/models/response.md`: arms against the mean of other trials of the same status, and
contrasts (differences between arms of one trial), which are what a recommendation rests on.
"""

import itertools
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.response import adaptation, parameters, trial_doses, trial_terms
from models.response.parameters import Draws
from models.training.stimulus import Stimulus, Traits

Floats = NDArray[np.floating]

MISLED: Final = 0.2
"""Part of contrasts between trial arms whose direction is taken to be at chance to the model. Measured: 0.20 for 1RM,
where 73 % of directions come out right and 79 % would with sampling error alone, and none for size, 79 of 78 %
(`benchmarks/response_trials.py`); the larger of both."""

OUTCOMES = ("1RM", "muscle size")
BETWEEN_PEOPLE_SD_PCT = {"1RM": 11.0, "muscle size": 6.0}  # where an arm gives none
MEANINGFUL_DIFFERENCE_PCT = 0.3
UNTOLD_SD = 0.2
"""SD in ln of an arm's gain for each dose not told: between 4 and 18 sets a week, or 65 and 90 % of 1RM, the drives
move by about a fifth either way."""


@dataclass(frozen=True, kw_only=True)
class _Alike:
    """Arms of one length and outcome whose training has as many parts."""

    rows: NDArray[np.intp]
    weeks: float
    outcome: str
    parts: tuple[Stimulus, ...]
    traits: Traits


class ReadArms:
    """Trial arms read once, so that many parameters can be tried on them.

    Parameters
    ----------
    arms : frame in the columns of `data/evidence/trials.csv`
    """

    def __init__(self, arms: pd.DataFrame) -> None:
        read = trial_doses.arm_weeks(arms)
        self._terms = trial_terms.terms(arms)
        self.untold = read.untold
        weeks, outcomes = arms["weeks"].to_numpy(float), arms["outcome_type"].to_numpy()
        keys = list(zip(weeks.tolist(), read.count.tolist(), outcomes.tolist(), strict=True))
        self._alike = []
        for length, count, outcome in sorted(set(keys)):
            rows = np.flatnonzero([key == (length, count, outcome) for key in keys])
            parts = tuple(part.rows(rows) for part in read.parts[:count])
            traits = read.traits.rows(rows)
            self._alike.append(_Alike(rows=rows, weeks=length, outcome=outcome, parts=parts, traits=traits))

    def drawn(self, p: Draws) -> Floats:
        """Draw the % change of each arm's outcome: shape (n, draws)."""
        out = np.empty((len(self.untold), len(p["tau_neural"])))
        for alike in self._alike:
            first, *later = alike.parts
            change = adaptation.size_change if alike.outcome == "muscle size" else adaptation.strength_change
            found = change(first, alike.traits, np.array([alike.weeks]), p, later=later)[:, :, 0]
            out[alike.rows] = 100 * np.expm1(self._terms.adjusted(found, p, alike.rows, alike.outcome))
        return out


def predict(arms: pd.DataFrame, *, draws: int = 2000, seed: int = 1) -> pd.DataFrame:
    """Predict the % change of trial arms with an 80 % interval of the arm's mean.

    Parameters
    ----------
    arms : frame in the columns of `data/evidence/trials.csv`
    draws, seed : int

    Returns
    -------
    frame
        The columns given, plus q10, q50 and q90: % change. The interval holds the parameters' uncertainty, what
        differs between trials and tests, what the arm does not tell, and the sampling error of n people.
    """
    read = ReadArms(arms)
    return with_interval(arms, read.drawn(of_arms(draws, seed)), read.untold, seed=seed)


def of_arms(draws: int, seed: int) -> Draws:
    """Draw parameters of arms: their mean is over people, and their training is new to them."""
    p = parameters.draw_parameters(draws, seed, is_new=True)
    return p | {name: np.ones_like(p[name]) for name in ("strength_response", "size_response")}


def with_interval(arms: pd.DataFrame, drawn: Floats, untold: Floats, *, seed: int = 1) -> pd.DataFrame:
    """Add to draws of arms' gains what no parameter holds, and take quantiles.

    Parameters
    ----------
    arms : frame in the columns of `data/evidence/trials.csv`
    drawn : array, shape (n, draws)
        % change.
    untold : array, shape (n,)
        How many doses an arm leaves blank.
    seed : int

    Returns
    -------
    frame
        The columns given, plus q10, q50 and q90.
    """
    rng = np.random.default_rng(seed)
    means = parameters.parameter_means()
    is_size = (arms["outcome_type"] == "muscle size").to_numpy()
    between = np.where(is_size, means["sd_size_trial"], means["sd_strength_trial"])
    spread = np.hypot(between, UNTOLD_SD * np.sqrt(untold))
    drawn = drawn * np.exp(spread[:, None] * rng.standard_normal(drawn.shape))
    drawn = drawn + sampling_error(arms)[:, None] * rng.standard_normal(drawn.shape)
    low, middle, high = np.quantile(drawn, [0.1, 0.5, 0.9], axis=1)
    return arms.assign(q10=low, q50=middle, q90=high)


def sampling_error(arms: pd.DataFrame) -> Floats:
    """The standard error of each arm's mean % change, from its n and the usual spread between people."""
    spread = arms["outcome_type"].map(BETWEEN_PEOPLE_SD_PCT).to_numpy(float)
    people = np.maximum(arms["n"].fillna(10).to_numpy(float), 2)
    return np.asarray(spread / np.sqrt(people))


def contrasts(arms: pd.DataFrame) -> pd.DataFrame:
    """Pair the arms of the same trial, outcome and length that differ in a dose both tell.

    Where the difference is not told (men and women, failure or not, two orders of the same zones) there is nothing
    to predict.

    Parameters
    ----------
    arms : frame with trial, arm, outcome, outcome_type, weeks and the doses

    Returns
    -------
    frame, one row per pair
        trial, outcome_type, first, second (positions in `arms`), weight (each trial's sum to one per outcome type).
    """
    told = trial_doses.told_doses(arms).to_numpy(dtype=object)
    keys = arms[["trial", "outcome_type", "outcome", "weeks"]].reset_index(drop=True)
    found = [
        (trial, kind, a, b)
        for (trial, kind, _, _), group in keys.groupby(["trial", "outcome_type", "outcome", "weeks"])
        for a, b in itertools.combinations(group.index, 2)
        if any(
            one != other for one, other in zip(told[a], told[b], strict=True) if one is not None and other is not None
        )
    ]
    pairs = pd.DataFrame(found, columns=["trial", "outcome_type", "first", "second"])
    pairs["weight"] = 1 / pairs.groupby(["trial", "outcome_type"])["first"].transform("size")
    return pairs


def contrast_scores(observed: Floats, predicted: Floats, pairs: pd.DataFrame) -> dict[str, float]:
    """Score predicted differences between arms.

    Parameters
    ----------
    observed, predicted : arrays, shape (n,)
        % change of each arm.
    pairs : frame, as from `contrasts`

    Returns
    -------
    dict
        skill (1 - squared error / squared error of predicting no difference), signs (share right where the
        predicted difference exceeds 0.3 points), slope (of observed on predicted), trials.
    """
    first, second, weight = (pairs[c].to_numpy() for c in ("first", "second", "weight"))
    o, p = observed[first] - observed[second], predicted[first] - predicted[second]
    told = np.abs(p) > MEANINGFUL_DIFFERENCE_PCT
    right = np.sign(o) == np.sign(p)
    return {
        "skill": float(1 - np.sum(weight * (o - p) ** 2) / np.sum(weight * o**2)),
        "signs": float(np.sum(weight[told] * right[told]) / max(np.sum(weight[told]), 1e-9)),
        "slope": float(np.sum(weight * o * p) / max(np.sum(weight * p**2), 1e-9)),
        "trials": float(pairs["trial"].nunique()),
    }


def arm_scores(arms: pd.DataFrame, predicted: pd.DataFrame) -> dict[str, float]:
    """Score predicted arms of one outcome type, each trial counting once.

    Parameters
    ----------
    arms : frame with trial, training_status and pct_change
    predicted : frame with q10, q50 and q90

    Returns
    -------
    dict
        error and status_mean_error (points; the latter of the mean of other trials of the same status),
        coverage of the 80 % interval.
    """
    weight = (1 / arms.groupby("trial")["arm"].transform("size")).to_numpy(float)
    observed = arms["pct_change"].to_numpy(float)
    by_trial = arms.groupby(["training_status", "trial"])["pct_change"].mean().reset_index()
    baseline = []
    for status, trial in zip(arms["training_status"], arms["trial"], strict=True):
        others = by_trial[by_trial["trial"] != trial]
        alike = others[others["training_status"] == status]
        baseline.append(float((alike if len(alike) else others)["pct_change"].mean()))
    inside = (observed >= predicted["q10"].to_numpy()) & (observed <= predicted["q90"].to_numpy())
    return {
        "error": float(np.average(np.abs(observed - predicted["q50"].to_numpy()), weights=weight)),
        "status_mean_error": float(np.average(np.abs(observed - np.array(baseline)), weights=weight)),
        "coverage": float(np.average(inside, weights=weight)),
    }
