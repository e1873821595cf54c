"""Measure on simulated lifters what tape readings do to size forecasts: error with and without them, intervals.

Truth: growth along log time with a person's own slope and multiplier, what is unexplained half lasting, body weight
that wanders and takes the girth along, a tape that errs. These are the forecasts' own assumptions: recovery here says
that the update is right if they are.

Usage: python benchmarks/size_measured.py [LIFTERS]
"""

import sys

import numpy as np
import pandas as pd

from models.response.parameters import Draws, draw_parameters
from models.response.phases import Phases
from models.size import girths, growth, measured
from models.training.stimulus import Stimulus, Traits, moderate_week

DAY = pd.Timestamp("2026-06-01")
HORIZON = 12.0
SEED = 11


def readings(rng: np.random.Generator, points: int, grown: float, *, is_weighed: bool) -> pd.DataFrame:
    """Simulate tape readings of half a year on both arms, and body weight."""
    weeks = np.sort(rng.uniform(-26, 0, points))
    weeks[[0, -1]] = -26, 0
    drift = rng.normal(0, 0.03)
    weight = 80 * np.exp(drift * (weeks + 26) / 26)
    by_fat = rng.normal(*girths.FAT_PART) * 0.575 * np.log(weight / 80)
    true = 36 * np.exp(girths.LIMB * grown * (weeks + 26) / 26 + by_fat + rng.normal(0, girths.DAY_SD, points))
    days = [DAY + pd.Timedelta(days=round(7 * at)) for at in weeks]
    rows = [
        {"day": day, "site": "upper_arm", "side": side, "value": value + off + rng.normal(0, girths.TAPE_ERROR_CM)}
        for day, value in zip(days, true, strict=True)
        for side, off in (("left", -0.3), ("right", 0.3))
    ]
    if is_weighed:
        rows += [
            {"day": day, "site": "body_weight", "side": None, "value": value + rng.normal(0, 0.5)}
            for day, value in zip(days, weight, strict=True)
        ]
    return pd.DataFrame(rows)


def carrying_on(now: Stimulus, traits: Traits, p: Draws, seed: int) -> np.ndarray:
    """Draw the ln growth of a muscle that is trained on as now: shape (1, draws, 1)."""
    phases = Phases(now, traits, p, plans={})
    return growth.size_changes(phases, traits, np.array([HORIZON]), p, seed=seed)


def main() -> None:
    """Print errors and coverage by number of readings."""
    lifters = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    p = draw_parameters(lifters, 5)
    used = draw_parameters(400, 6)
    now = moderate_week(8.0)
    traits = Traits(trained=np.array([1.0]), age=np.array([np.nan]), past_weeks=np.array([52.0]))
    to_come = carrying_on(now, traits, p, SEED)[0, :, 0]
    been = growth.past_change(now, traits, np.array([26.0]), p, seed=SEED)[0]
    _, luck = growth.people(lifters, SEED)
    prior = carrying_on(now, traits, used, 3)
    most = growth.growth_ceiling(np.array([HORIZON]))
    keys = pd.DataFrame({"lifter": ["x"], "muscle": ["biceps"]})
    print(f"{'points':>6} {'weighed':>8} {'trials':>7} {'updated':>8} {'cover':>6} {'covered':>8} {'own':>5}")
    for points in (4, 8, 16, 30):
        for is_weighed in (False, True):
            rng = np.random.default_rng(points)
            found = []
            for who in range(lifters):
                lasting = measured.PERSISTENCE * luck[who] + np.sqrt(1 - measured.PERSISTENCE**2) * rng.normal()
                grown = been[who] + float(growth.unexplained_sd(np.array([26.0]))[0]) * lasting
                seen = girths.growths(readings(rng, points, grown, is_weighed=is_weighed), DAY, "M")
                told = measured.of_muscles(keys, prior, {"x": seen}, now=now, traits=traits, p=used, seed=3)
                truth = 100 * np.expm1(to_come[who])
                row = [truth, told.own_share[0, 0]]
                for drawn in (prior, told.moved(prior, most)):
                    row += list(100 * np.expm1(np.quantile(drawn[0, :, 0], [0.1, 0.5, 0.9])))
                found.append(row)
            table = np.array(found)
            true = table[:, 0]
            errors = [np.abs(true - table[:, place]).mean() for place in (3, 6)]
            inside = [np.mean((true >= table[:, low]) & (true <= table[:, low + 2])) for low in (2, 5)]
            print(
                f"{points:6} {is_weighed!s:>8} {errors[0]:7.2f} {errors[1]:8.2f} {inside[0]:6.2f} {inside[1]:8.2f} "
                f"{table[:, 1].mean():5.2f}"
            )


if __name__ == "__main__":
    main()
