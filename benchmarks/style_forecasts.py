"""Time the forecasts of three weeks for many lifts: 400 draws, four horizons to 26 weeks, moved by own blocks.

Usage: python benchmarks/style_forecasts.py [lifts] (default 50000: 10,000 lifters with 5 lifts)
"""

import sys

import numpy as np
import pandas as pd
from in_parts import AT_A_TIME, timed

from models.outlook import styles
from models.outlook.current_ahead import CurrentAhead
from models.outlook.lifts import LiftOutlook, throughout
from models.outlook.trained import Trained
from models.response import personal
from models.response.parameters import draw_parameters
from models.training.stimulus import Stimulus, Traits
from models.training.style import STYLES

SEED = 4


def invented_week(lifts: int, seed: int) -> Stimulus:
    """Invent a week of training for each lift."""
    rng = np.random.default_rng(seed)
    sets = rng.gamma(2, 2, (lifts, 3)) * (rng.random((lifts, 3)) < 0.6)
    unknown = np.full(lifts, np.nan)
    return Stimulus(
        sets=sets,
        share=rng.uniform(0.5, 0.9, (lifts, 3)),
        reps=np.tile([4.0, 10.0, 20.0], (lifts, 1)),
        muscle_sets=1.5 * sets,
        days=rng.uniform(0.5, 3, lifts),
        rest_s=unknown,
        rir=unknown,
        lower_body=np.random.default_rng(lifts).integers(0, 2, lifts).astype(float),
    )


def invented(lifts: int) -> Trained:
    """Invent lifts: who they are of, the week as now, and one under each style."""
    rng = np.random.default_rng(1)
    return Trained(
        keys=pd.DataFrame({"lifter": np.arange(lifts) // 5, "exercise_id": np.arange(lifts) % 5}).astype(str),
        now=invented_week(lifts, 1),
        traits=Traits(
            trained=rng.uniform(0.5, 1, lifts), age=np.full(lifts, np.nan), past_weeks=rng.uniform(10, 300, lifts)
        ),
        weeks={name: invented_week(lifts, seed) for seed, name in enumerate(STYLES, start=2)},
    )


def as_now_of(lifts: int) -> np.ndarray:
    """Invent quantiles of the ln change as now."""
    rng = np.random.default_rng(5)
    return np.sort(rng.normal(0, 0.05, (lifts, len(styles.HORIZONS), len(styles.LEVELS))), axis=-1)


def main() -> None:
    """Print one line: lifts, seconds, peak memory."""
    lifts = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    trained, as_now = invented(lifts), as_now_of(lifts)
    p = draw_parameters(styles.DRAWS, 1)
    seen = pd.DataFrame({"contrast": np.random.default_rng(3).normal(0, 0.01, lifts), "variance": 1e-4})

    def forecast(start: int) -> int:
        rows = slice(start, start + AT_A_TIME)
        some = trained.rows(rows)
        own = {name: some.weeks[name] for name in ("strength", "hypertrophy")}
        predicted = personal.predicted_contrasts(own, some.traits, p, seed=SEED)
        outlook = LiftOutlook(
            ahead=CurrentAhead(keys=some.keys.assign(now_kg=100.0), change=as_now[rows]),
            trained=some,
            shown=personal.shown(predicted, seen.iloc[rows], seed=SEED),
            p=p,
        )
        return sum(len(outlook.kg(outlook.differences(throughout(name)))) for name in STYLES)

    done, seconds, peak_mb = timed(forecast, lifts)
    print(f"{lifts} lifts, {done} forecasts of {len(styles.HORIZONS)} horizons: {seconds:.1f} s, peak {peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
