"""Update the response model's priors by published trial arms.

A trial tells most about differences between its own arms, and little about levels: tests and people differ more
between trials than doses do. So the fit is a penalised least squares with two kinds of terms: each contrast within
a trial, all contrasts of a trial counting as one, and each trial's mean level. The same terms, taken out again,
give the fit that has not seen a trial. Levels far off count less (pseudo-Huber): some trials test what people learn
fast, and a forecast is of the middle, not of the mean.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.response import parameters as response_parameters
from models.response import trials

Floats = NDArray[np.floating]

CONTRAST_SD_PCT = {"1RM": 9.6, "muscle size": 3.5}  # root mean square of what the priors leave over
LEVEL_SD_PCT = {"1RM": 13.0, "muscle size": 4.0}  # between trials of the same status
STEP = 0.05  # of a prior SD; the model computes in single precision


@dataclass(frozen=True, kw_only=True)
class Fit:
    """The response parameters after the trials.

    Parameters
    ----------
    names : list of str
    mean, sd : arrays, shape (k,)
        On the parameters' fitting scale.
    correlation : array, shape (k, k)
    from_doses : array, shape (n,)
        As `left_out`, but of the doses alone: as if no arm had started ahead of the others.
    left_out : array, shape (n,)
        % change predicted for each arm by the fit without its trial.
    """

    names: list[str]
    mean: Floats
    sd: Floats
    correlation: Floats
    left_out: Floats
    from_doses: Floats


@dataclass(frozen=True, kw_only=True)
class _Equations:
    """Normal equations of a step of the fit: of all trials and the priors together, and each trial's share."""

    matrix: Floats
    vector: Floats
    by_trial: dict[str, tuple[Floats, Floats]]
    longest: Floats

    def step(self, without: str | None = None) -> Floats:
        """Solve for the step, held within one prior SD; `without` takes a trial out."""
        matrix, vector = self.matrix, self.vector
        if without is not None:
            matrix, vector = matrix - self.by_trial[without][0], vector - self.by_trial[without][1]
        return np.asarray(np.clip(np.linalg.solve(matrix, vector), -self.longest, self.longest))


class _Problem:
    """Arms, priors and the normal equations of one trial at a time."""

    def __init__(self, arms: pd.DataFrame, parameters: pd.DataFrame) -> None:
        core = parameters[~parameters["parameter"].str.startswith("sd_")]
        self.arms = arms.reset_index(drop=True)
        self.names = [str(name) for name in core["parameter"]]
        self.prior = core["prior_mean"].to_numpy(float)
        self.prior_sd = core["prior_sd"].to_numpy(float)
        self.is_dose = np.array([not name.endswith("_ahead") for name in self.names])
        self.read = trials.ReadArms(self.arms)
        self.observed = self.arms["pct_change"].to_numpy(float)
        self.pairs = trials.contrasts(self.arms)

    def predict(self, theta: Floats) -> Floats:
        """Predict each arm's % change for one parameter vector."""
        values = {name: np.array([value]) for name, value in zip(self.names, theta, strict=True)}
        values |= {"ln_strength_response": np.zeros(1), "ln_size_response": np.zeros(1)}
        return self.read.drawn(response_parameters.natural(values))[:, 0]

    def slopes(self, theta: Floats, at: Floats) -> Floats:
        """Differentiate the predictions by each parameter: shape (n, k)."""
        steps = np.diag(STEP * self.prior_sd)
        return np.stack([(self.predict(theta + step) - at) / step.sum() for step in steps], axis=1)

    def by_trial(self, theta: Floats) -> dict[str, tuple[Floats, Floats]]:
        """Each trial's share of the normal equations at a parameter vector."""
        predicted = self.predict(theta)
        slopes, residual = self.slopes(theta, predicted), self.observed - predicted
        pairs = self.pairs
        first, second = pairs["first"].to_numpy(), pairs["second"].to_numpy()
        weight = (pairs["weight"] / pairs["outcome_type"].map(CONTRAST_SD_PCT) ** 2).to_numpy()
        out: dict[str, tuple[Floats, Floats]] = {}
        for trial, rows in self.arms.groupby("trial").groups.items():
            chosen = (pairs["trial"] == trial).to_numpy()
            between = slopes[first[chosen]] - slopes[second[chosen]]
            left = residual[first[chosen]] - residual[second[chosen]]
            matrix = (between * weight[chosen, None]).T @ between
            vector = (between * weight[chosen, None]).T @ left
            for kind, arms in self.arms.loc[rows].groupby("outcome_type").groups.items():
                level = slopes[arms].mean(axis=0) / LEVEL_SD_PCT[str(kind)]
                off = residual[arms].mean() / LEVEL_SD_PCT[str(kind)]
                trust = 1 / np.sqrt(1 + off**2)
                matrix = matrix + trust * np.outer(level, level)
                vector = vector + trust * level * off
            out[str(trial)] = (matrix, vector)
        return out

    def equations(self, theta: Floats) -> _Equations:
        """The normal equations at a parameter vector."""
        shares = self.by_trial(theta)
        return _Equations(
            matrix=np.diag(1 / self.prior_sd**2) + sum(part for part, _ in shares.values()),
            vector=(self.prior - theta) / self.prior_sd**2 + sum(part for _, part in shares.values()),
            by_trial=shares,
            longest=self.prior_sd,
        )

    def left_out(self, theta: Floats, equations: _Equations) -> tuple[Floats, Floats]:
        """Predict each trial without itself, and once more from its doses alone: each of shape (n,)."""
        found, from_doses = np.empty(len(self.arms)), np.empty(len(self.arms))
        for trial in equations.by_trial:
            rows = (self.arms["trial"] == trial).to_numpy()
            without = theta + equations.step(without=trial)
            found[rows] = self.predict(without)[rows]
            from_doses[rows] = self.predict(np.where(self.is_dose, without, 0.0))[rows]
        return found, from_doses


def fit(arms: pd.DataFrame, parameters: pd.DataFrame, *, rounds: int = 6) -> Fit:
    """Fit the response parameters to trial arms, and predict each trial from the others.

    Parameters
    ----------
    arms : frame in the columns of `data/evidence/trials.csv`
    parameters : frame with parameter, prior_mean and prior_sd
    rounds : int
        Gauss-Newton rounds; each step is held within one prior SD.

    Returns
    -------
    Fit
    """
    problem = _Problem(arms, parameters)
    theta = problem.prior.copy()
    for _ in range(rounds):
        theta = theta + problem.equations(theta).step()
    equations = problem.equations(theta)
    left_out, from_doses = problem.left_out(theta, equations)
    covariance = np.linalg.inv(equations.matrix)
    sd = np.sqrt(np.diag(covariance))
    return Fit(
        names=problem.names,
        mean=theta,
        sd=sd,
        correlation=covariance / np.outer(sd, sd),
        left_out=left_out,
        from_doses=from_doses,
    )


def left_out_intervals(arms: pd.DataFrame, fitted: Fit, *, draws: int = 2000, seed: int = 1) -> pd.DataFrame:
    """Predict each arm by the fit without its trial, with an 80 % interval as wide in ratio as that of the whole fit.

    Parameters
    ----------
    arms : frame in the columns of `data/evidence/trials.csv`
    fitted : Fit to the same arms
    draws, seed : int

    Returns
    -------
    frame
        The columns given, plus q10, q50 and q90: % change.
    """
    read = trials.ReadArms(arms)
    drawn = read.drawn(trials.of_arms(draws, seed))
    moved = drawn * (fitted.left_out / np.maximum(np.median(drawn, axis=1), 0.1))[:, None]
    return trials.with_interval(arms, moved, read.untold, seed=seed).assign(q50=fitted.left_out)
