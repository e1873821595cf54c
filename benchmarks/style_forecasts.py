"""Time the forecasts of all styles for many lifts: 400 draws, four horizons to 26 weeks, moved by own blocks.

Usage: python benchmarks/style_forecasts.py [lifts] (default 50000: 10,000 lifters with 5 lifts)
"""

import sys

import numpy as np
import pandas as pd
from in_parts import AT_A_TIME, timed

from models.outlook import styles
from models.response import personal
from models.response.parameters import draw_parameters
from models.training.stimulus import Stimulus, StyleWeeks, Traits


def invented(lifts: int) -> tuple[Stimulus, Traits, np.ndarray]:
    """Invent usual weeks, traits and as-now quantiles."""
    rng = np.random.default_rng(1)
    sets = rng.gamma(2, 2, (lifts, 3)) * (rng.random((lifts, 3)) < 0.6)
    unknown = np.full(lifts, np.nan)
    now = Stimulus(
        sets=sets,
        share=rng.uniform(0.5, 0.9, (lifts, 3)),
        reps=np.tile([4.0, 10.0, 20.0], (lifts, 1)),
        muscle_sets=1.5 * sets,
        days=rng.uniform(0.5, 3, lifts),
        rest_s=unknown,
        rir=unknown,
        lower_body=rng.integers(0, 2, lifts).astype(float),
    )
    traits = Traits(trained=rng.uniform(0.5, 1, lifts), age=unknown, past_weeks=rng.uniform(10, 300, lifts))
    return now, traits, np.sort(rng.normal(0, 0.05, (lifts, len(styles.HORIZONS), len(styles.LEVELS))), axis=-1)


def main() -> None:
    """Print one line: lifts, seconds, peak memory."""
    lifts = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    now, traits, as_now = invented(lifts)
    p = draw_parameters(styles.DRAWS, 1)
    weights = styles.quantile_weights(styles.even_probabilities(styles.DRAWS, 2))

    horizons = np.array(styles.HORIZONS, dtype=float)
    rng = np.random.default_rng(3)
    seen = pd.DataFrame({"contrast": rng.normal(0, 0.01, lifts), "variance": 1e-4})
    own = rng.uniform(0, 1, lifts)

    def forecast(start: int) -> int:
        rows = slice(start, start + AT_A_TIME)
        lifters, who = now.rows(rows), traits.rows(rows)
        plans = StyleWeeks(by_style=styles.by_definition(lifters), own_part=own[rows])
        model = styles.strength_differences(lifters, who, p, plans=plans.by_style)
        learnt = personal.of_lifts(lifters, plans, who, model, p, seen.iloc[rows], weeks=horizons, seed=4)
        return sum(len(styles.add_difference(as_now[rows], drawn, weights)) for drawn in learnt.differences.values())

    done, seconds, peak_mb = timed(forecast, lifts)
    print(f"{lifts} lifts, {done} forecasts of {len(styles.HORIZONS)} horizons: {seconds:.1f} s, peak {peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
