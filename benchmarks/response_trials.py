"""Score the response model against published trials; with --write, refresh its fitted parameters.

Usage: python benchmarks/response_trials.py [--write]
"""

import sys

import numpy as np

from data import published
from models import trial_fit, trials


def main() -> None:
    """Print one table; the arms of each trial are predicted by a fit without that trial."""
    arms = published.trials().reset_index(drop=True)
    table = published.response_parameters()
    fitted = trial_fit.fit(arms, table)
    if "--write" in sys.argv[1:]:
        where = table.set_index("parameter").index.get_indexer(fitted.names)
        table.loc[where, "mean"] = fitted.mean.round(4)
        table.loc[where, "sd"] = fitted.sd.round(4)
        table.to_csv(published.HERE / "evidence" / "response_parameters.csv", index=False)
        print("written; run again without --write for the scores")
        return
    interval = trials.predict(arms)
    moved_by = fitted.left_out / np.maximum(interval["q50"].to_numpy(float), 0.1)
    moved = interval.assign(**{name: interval[name] * moved_by for name in ("q10", "q50", "q90")})
    moved["q50"] = fitted.left_out
    pairs, observed = trials.contrasts(arms), arms["pct_change"].to_numpy(float)
    print(f"{'outcome':12} {'skill':>6} {'signs':>6} {'slope':>6} {'trials':>6} {'error':>6} {'mean':>6} {'cover':>6}")
    for outcome in trials.OUTCOMES:
        rows = (arms["outcome_type"] == outcome).to_numpy()
        some = trials.contrast_scores(observed, fitted.left_out, pairs[pairs["outcome_type"] == outcome])
        whole = trials.arm_scores(arms[rows], moved[rows])
        print(
            f"{outcome:12} {some['skill']:6.3f} {some['signs']:6.2f} {some['slope']:6.2f} {some['trials']:6.0f} "
            f"{whole['error']:6.2f} {whole['status_mean_error']:6.2f} {whole['coverage']:6.2f}"
        )


if __name__ == "__main__":
    main()
