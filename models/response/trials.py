"""Published trials: what the response model predicts for their arms, how well, and what the arms teach it.

Scores follow the protocol in `docs/models.md`: arms against the mean of other trials of the same status, and
contrasts (differences between arms of one trial), which are what a recommendation rests on.
"""

import itertools
import re
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.definitions import REP_DECAY, REP_POWER
from models.response import adaptation, parameters, trial_terms
from models.response.parameters import Draws
from models.training.stimulus import Stimulus, Traits

Floats = NDArray[np.floating]

MISLED: Final = 0.15
"""Part of contrasts between trial arms whose direction is taken to be at chance to the model. Measured: 0.08 for size,
where 77 % of directions come out right and 79 % would with sampling error alone, and 0.03 for 1RM, 79 of 80 %
(`benchmarks/response_trials.py`); twice the measured, since 25 trials leave it open."""

REP_CURVE = (REP_DECAY["general"], REP_POWER)  # share of 1RM = exp(-k (reps - 1)^p): models.one_rm.rep_max
LEGS = re.compile(
    r"squat|leg|knee|thigh|quad|ham|adduct|gracil|sartor|_v[lmi]\b|_rf\b|_im\b|_k[ef]\b|_lp\b|_sq\b|_lc\b|^mri$"
    r"|muscle_volume|_ant$|_post$|_sum$",
    re.IGNORECASE,
)
OUTCOMES = ("1RM", "muscle size")
BETWEEN_PEOPLE_SD_PCT = {"1RM": 11.0, "muscle size": 6.0}  # where an arm gives none
MEANINGFUL_DIFFERENCE_PCT = 0.3


def _number(text: object) -> float:
    """Read '8-12', 'r70-80' or '10->7 RM' as the middle of its numbers; NaN where there is none."""
    found = [float(part) for part in re.findall(r"\d+(?:\.\d+)?", str(text))]
    return float(np.mean(found)) if found else float("nan")


def _filled(frame: pd.DataFrame, name: str, otherwise: float) -> Floats:
    """Fill blanks with the trial's median, else with a usual value: a blank is not a zero."""
    values = frame[name].map(_number)
    values = values.fillna(values.groupby(frame["trial"]).transform("median"))
    return np.asarray(values if np.isnan(otherwise) else values.fillna(otherwise), dtype=np.float64)


def arm_stimulus(arms: pd.DataFrame) -> tuple[Stimulus, Traits]:
    """Read trial arms as stimuli.

    Parameters
    ----------
    arms : frame with trial, sets_per_muscle_wk, reps, load_pct1rm, rest_s, sessions_per_wk, training_status
        Blanks take the trial's median, else 9 sets, 10 reps and 3 sessions. The load follows from the reps where
        they are given, since sets in trials are taken close to failure and loads are coded loosely.

    Returns
    -------
    Stimulus and Traits of the same n rows
    """
    reps, load = arms["reps"].map(_number).to_numpy(float), arms["load_pct1rm"].map(_number).to_numpy(float)
    k, power = REP_CURVE
    from_load = 1 + (np.maximum(-np.log(np.clip(load, 10, 100) / 100), 0) / k) ** (1 / power)
    reps = np.where(np.isnan(reps), np.where(np.isnan(load), 10.0, from_load), reps)
    share = np.exp(-k * np.maximum(reps - 1, 0) ** power)
    sets = _filled(arms, "sets_per_muscle_wk", 9.0)
    zones = np.zeros((len(arms), 3))
    zones[np.arange(len(arms)), np.digitize(reps, [5.5, 15.5])] = sets
    stimulus = Stimulus(
        sets=zones,
        share=np.repeat(share[:, None], 3, axis=1),
        reps=np.repeat(reps[:, None], 3, axis=1),
        muscle_sets=zones,
        days=_filled(arms, "sessions_per_wk", 3.0),
        rest_s=_filled(arms, "rest_s", float("nan")),
        rir=np.full(len(arms), np.nan),
        lower_body=arms["outcome"].str.contains(LEGS).astype(float).to_numpy(),
    )
    trained = np.where(arms["training_status"] == "trained", 1.0, 0.0)
    return stimulus, Traits(trained=trained, age=np.full(len(arms), np.nan), past_weeks=np.zeros(len(arms)))


def predicted_draws(arms: pd.DataFrame, p: Draws) -> Floats:
    """Draw the % change of each arm's outcome.

    Returns
    -------
    array, shape (n, draws)
    """
    stimulus, traits = arm_stimulus(arms)
    circumstances = trial_terms.terms(arms)
    weeks, where = np.unique(arms["weeks"].to_numpy(float), return_inverse=True)
    out = np.empty((len(arms), len(p["tau_neural"])))
    for index, length in enumerate(weeks):
        rows = np.flatnonzero(where == index)
        at = np.array([length])
        some, who = stimulus.rows(rows), traits.rows(rows)
        size = np.asarray(arms["outcome_type"].iloc[rows] == "muscle size")
        both = (("muscle size", adaptation.size_change, size), ("1RM", adaptation.strength_change, ~size))
        for outcome, change, chosen in both:
            if chosen.any():
                drawn = change(some.rows(chosen), who.rows(chosen), at, p)[:, :, 0]
                drawn = circumstances.adjusted(drawn, p, rows[chosen], outcome)
                out[rows[chosen]] = 100 * np.expm1(drawn)
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
        differs between trials and tests, and the sampling error of n people.
    """
    p = parameters.draw_parameters(draws, seed)
    for outcome in ("strength", "size"):
        p[f"{outcome}_response"] = np.ones_like(p[f"{outcome}_response"])  # an arm's mean is over people
    drawn = predicted_draws(arms, p)
    rng = np.random.default_rng(seed)
    means = parameters.parameter_means()
    is_size = (arms["outcome_type"] == "muscle size").to_numpy()
    spread = np.where(is_size, means["sd_size_trial"], means["sd_strength_trial"])
    drawn = drawn * np.exp(spread[:, None] * rng.standard_normal(drawn.shape))
    drawn = drawn + sampling_error(arms)[:, None] * rng.standard_normal(drawn.shape)
    low, middle, high = np.quantile(drawn, [0.1, 0.5, 0.9], axis=1)
    return arms.assign(q10=low, q50=middle, q90=high)


def sampling_error(arms: pd.DataFrame) -> Floats:
    """Give the standard error of each arm's mean % change, from its n and the usual spread between people."""
    spread = arms["outcome_type"].map(BETWEEN_PEOPLE_SD_PCT).to_numpy(float)
    people = np.maximum(arms["n"].fillna(10).to_numpy(float), 2)
    return np.asarray(spread / np.sqrt(people))


def contrasts(arms: pd.DataFrame) -> pd.DataFrame:
    """Pair the arms of the same trial, outcome and length.

    Parameters
    ----------
    arms : frame with trial, arm, outcome, outcome_type, weeks and the doses

    Returns
    -------
    frame, one row per pair
        trial, outcome_type, first, second (positions in `arms`), weight (each trial's sum to one per outcome type).
    """
    doses = ["arm", "sessions_per_wk", "sets_per_muscle_wk", "reps", "load_pct1rm", "rest_s"]
    same = arms.groupby(doses, dropna=False).ngroup().to_numpy()
    keys = arms[["trial", "outcome_type", "outcome", "weeks"]].reset_index(drop=True)
    found = [
        (trial, kind, a, b)
        for (trial, kind, _, _), group in keys.groupby(["trial", "outcome_type", "outcome", "weeks"])
        for a, b in itertools.combinations(group.index, 2)
        if same[a] != same[b]
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
