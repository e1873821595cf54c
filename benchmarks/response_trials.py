"""Score the response model against published trials; with --write, refresh its fitted parameters.

Usage: python benchmarks/response_trials.py [--write]
"""

import sys

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from data import published
from models.response import trial_fit, trial_scores, trials

Floats = NDArray[np.floating]

EVIDENCE = published.HERE / "evidence"


def main() -> None:
    """Print the tables; the arms of each trial are predicted by a fit without that trial."""
    arms = published.trials().reset_index(drop=True)
    fitted = trial_fit.fit(arms, published.response_parameters())
    if "--write" in sys.argv[1:]:
        write(fitted)
        print("written; run again without --write for the scores")
        return
    print_scores(arms, fitted)
    print_mixed(arms, fitted)
    print_styles(arms, fitted)


def write(fitted: trial_fit.Fit) -> None:
    """Write means, SDs and correlations of the fitted parameters."""
    table = published.response_parameters()
    where = table.set_index("parameter").index.get_indexer(pd.Index(fitted.names))
    table.loc[where, "mean"] = fitted.mean.round(4)
    table.loc[where, "sd"] = fitted.sd.round(4)
    table.to_csv(EVIDENCE / "response_parameters.csv", index=False)
    index = pd.Index(fitted.names, name="parameter")
    together = pd.DataFrame(fitted.correlation.round(3), index=index, columns=fitted.names)
    together.to_csv(EVIDENCE / "response_correlations.csv")


def print_scores(arms: pd.DataFrame, fitted: trial_fit.Fit) -> None:
    """Print contrasts, arms and intervals of both outcomes, and what directions come out right."""
    moved = trial_fit.left_out_intervals(arms, fitted)
    pairs, observed = trials.contrasts(arms), arms["pct_change"].to_numpy(float)
    print(
        f"{'outcome':24} {'skill':>6} {'80 % range':>12} {'best':>5} {'signs':>6} {'slope':>6} {'trials':>6} "
        f"{'error':>6} {'mean':>6} {'cover':>6}"
    )
    for outcome in trials.OUTCOMES:
        rows = (arms["outcome_type"] == outcome).to_numpy()
        some = pairs[pairs["outcome_type"] == outcome]
        whole = trials.arm_scores(arms[rows], moved[rows])
        best = trial_scores.best_skill(arms, some)
        for name, predicted in ((outcome, fitted.left_out), (f"{outcome}, doses alone", fitted.from_doses)):
            found = trials.contrast_scores(observed, predicted, some)
            low, high = trial_scores.skill_range(observed, predicted, some)
            line = f"{name:24} {found['skill']:6.3f} {f'{low:.2f} to {high:.2f}':>12} {best:5.2f}"
            line += f" {found['signs']:6.2f} {found['slope']:6.2f} {found['trials']:6.0f}"
            if name == outcome:
                line += f" {whole['error']:6.2f} {whole['status_mean_error']:6.2f} {whole['coverage']:6.2f}"
            print(line)
    print("\nDirections foretold from doses alone, and what sampling error would leave right if every one were true:")
    for outcome in trials.OUTCOMES:
        right, expected = directions(arms, fitted.from_doses, pairs[pairs["outcome_type"] == outcome])
        misled = max((expected - right) / (expected - 0.5), 0.0)
        print(f"{outcome:24} right {right:.2f}, expected {expected:.2f}: at chance in {misled:.2f} of contrasts")


def print_mixed(arms: pd.DataFrame, fitted: trial_fit.Fit) -> None:
    """Print what mixed and periodised training gains over straight training in 1RM, predicted beside observed."""
    found = trial_scores.mixed_against_straight(arms, fitted.left_out)
    error = found.std() / np.sqrt(len(found))
    print(
        f"\nMixed less straight training, 1RM, {len(found)} trials: predicted {found['predicted'].mean():.1f}, "
        f"observed {found['observed'].mean():.1f} (SE {error['observed']:.1f}) points"
    )
    print(found.round(1).to_string())


def directions(arms: pd.DataFrame, predicted: Floats, pairs: pd.DataFrame) -> tuple[float, float]:
    """Share of directions right, and the share to expect from sampling error alone."""
    first, second, weight = (pairs[name].to_numpy() for name in ("first", "second", "weight"))
    observed, error = arms["pct_change"].to_numpy(float), trials.sampling_error(arms)
    p, o = predicted[first] - predicted[second], observed[first] - observed[second]
    told = np.abs(p) > trials.MEANINGFUL_DIFFERENCE_PCT
    likely = norm.cdf(np.abs(p) / np.hypot(error[first], error[second]))
    right = np.sign(o) == np.sign(p)
    return (
        float(np.average(right[told], weights=weight[told])),
        float(np.average(likely[told], weights=weight[told])),
    )


def print_styles(arms: pd.DataFrame, fitted: trial_fit.Fit) -> None:
    """Print each trial that has strength-type and hypertrophy-type arms: predicted beside observed difference."""
    keys = ["trial", "outcome_type", "outcome", "weeks"]
    both = arms.assign(predicted=fitted.left_out)
    mean = both.groupby([*keys, "style"])[["predicted", "pct_change"]].mean().reset_index()
    heavy, moderate = (mean[mean["style"] == name] for name in ("strength", "hypertrophy"))
    pairs = heavy.merge(moderate, on=keys, suffixes=("_heavy", "_moderate"))
    print("\nStrength-type less hypertrophy-type arms, points of %:")
    print(f"{'trial':20} {'outcome':14} {'what':22} {'weeks':>5} {'predicted':>9} {'observed':>9}")
    for row in pairs.to_dict("records"):
        gaps = [row[f"{name}_heavy"] - row[f"{name}_moderate"] for name in ("predicted", "pct_change")]
        print(
            f"{row['trial']:20} {row['outcome_type']:14} {row['outcome'][:22]:22} {row['weeks']:5.0f} "
            f"{gaps[0]:9.1f} {gaps[1]:9.1f}"
        )


if __name__ == "__main__":
    main()
