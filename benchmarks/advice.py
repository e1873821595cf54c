"""What advice is worth: the plans recommended to simulated lifters, carried out, against other ways to go on.

Every simulated lifter lives on through every contender (`models.simulator.simulation.outcomes`), so that the best
sequence by truth, the oracle, is known. Strength is the mean change of 1RM over the lifts that stand for it, size that
of the muscles in training; both are said against carrying on as now, at the end of the plan.

The constants of the rule (`models.plans.choice`, `models.plans.room`) were chosen on lifters of the seeds 11 and 12.

Usage: python benchmarks/advice.py [lifters] [seed]... (default 160 lifters of each seed, seeds 31 to 34)
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.goal import STRENGTH_WEIGHT
from models.one_rm import now
from models.outlook.current_ahead import forecast_current
from models.outlook.lifts import SEED, lift_outlook
from models.outlook.muscles import muscle_outlook
from models.outlook.styles import COLUMNS, DRAWS
from models.plans.choice import PlanOutlook, choose
from models.plans.outlooks import plan_outlooks
from models.plans.planning import USUAL_WEEKS, Plan, contenders
from models.plans.situation import Case, cases
from models.response.parameters import draw_parameters
from models.simulator.lifters import draw_personas
from models.simulator.simulation import outcomes
from models.tables import Tables
from pipelines.files.locking import writing
from pipelines.landing.ingest import ingest
from pipelines.serving.forecast import read_tables
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate as write_lifters
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.database import sql
from pipelines.warehouse.panel import add_panel

Floats = NDArray[np.floating]

LOG_WEEKS = 104
ALTERNATION = ("hypertrophy",) * 6 + ("strength",) * 4 + ("hypertrophy",) * 6
FIXED = {"strength": "always strength", "hypertrophy": "always hypertrophy"}
NOTABLY = (0.25, 2.0)


@dataclass(frozen=True, kw_only=True)
class Lived:
    """One lifter: the case, what was expected of each plan, and what each truly did against carrying on, in %."""

    case: Case
    ahead: PlanOutlook
    strength: Floats
    size: Floats


def weeks_of(plan: Plan) -> list[str]:
    """A plan week by week."""
    return [block.style for block in plan for _ in range(int(block.weeks))]


def tables_of(lifters: int, seed: int) -> Tables:
    """Simulate logs, and read them as any export is read."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        write_lifters(lifters=lifters, seed=seed, out=settings.inbox, weeks=LOG_WEEKS, truth=False)
        with writing(settings):
            ingest(settings)
            build = add_panel(settings, build_marts(settings))
        with read.connect(settings, build) as con:
            return read_tables(con, list(range(64)), con.execute(sql("serving", "exercise_muscles")).df())


def no_change(panel: pd.DataFrame) -> Floats:
    """Forecast nothing: plans are judged by what they add to carrying on."""
    return np.zeros((len(panel), len(COLUMNS)))


def lived(lifters: int, seed: int) -> list[Lived]:
    """Lifters with what each plan promised and did."""
    tables, p = tables_of(lifters, seed), draw_parameters(DRAWS, SEED)
    plans = contenders(USUAL_WEEKS)
    weeks = {str(place): weeks_of(plan) for place, plan in enumerate(plans)} | {"6+4": list(ALTERNATION)}
    truth = outcomes(draw_personas(lifters, seed=seed, weeks=LOG_WEEKS), weeks, seed=seed)
    change = truth.pivot_table(index=["lifter", "kind", "subject"], columns="style", values="change_pct")[list(weeks)]
    change = change.sub(change["0"], axis=0)
    maxes, _ = now.current(tables)
    lifts = lift_outlook(tables, forecast_current(tables, no_change, maxes)[0], p)
    muscles, _ = muscle_outlook(tables, p)
    found = list(cases(tables, lifts, muscles, maxes))
    began = time.perf_counter()
    ahead = plan_outlooks(found, lifts, muscles, p, today=date(2026, 10, 25), weeks=USUAL_WEEKS)
    print(f"{len(found)} lifters, {len(plans)} plans: {1000 * (time.perf_counter() - began) / len(found):.1f} ms each")
    whole = [
        Lived(
            case=case,
            ahead=expected,
            strength=_mean(change, case.lifter, "one_rm", list(case.top["exercise_id"])),
            size=_mean(change, case.lifter, "size", [case.muscles[i] for i in case.worked]),
        )
        for case, expected in zip(found, ahead, strict=True)
    ]
    return [one for one in whole if np.isfinite(one.strength).all() and np.isfinite(one.size).all()]


def _mean(change: pd.DataFrame, lifter: str, kind: str, subjects: Sequence[str]) -> Floats:
    """Average the true change over a lifter's lifts or muscles; NaN where none is still trained."""
    keys = [(lifter, kind, subject) for subject in subjects if (lifter, kind, subject) in change.index]
    return change.loc[keys].mean().to_numpy(float) if keys else np.full(change.shape[1], np.nan)


def row_of(goal: str, group: Sequence[Lived]) -> dict[str, object]:
    """Judge the advice for one goal."""
    weight = STRENGTH_WEIGHT[goal]
    picked, true, kept = [], [], 0
    for one in group:
        choice = choose(replace(one.ahead, strength_weight=weight), one.case.habit).chosen
        picked.append(choice.place)
        kept += choice.place == 0
        true.append(weight * one.strength + (1 - weight) * one.size)
    table = np.array(true)
    gain = table[np.arange(len(table)), picked]
    oracle = table[:, :-1].max(axis=1)
    plans = group[0].ahead.plans
    throughout = {name: next(i for i, plan in enumerate(plans) if {b.style for b in plan} == {name}) for name in FIXED}
    return {
        "goal": goal,
        "recommended": gain.mean(),
        **{FIXED[name]: table[:, place].mean() for name, place in throughout.items()},
        "6+4": table[:, -1].mean(),
        "oracle": oracle.mean(),
        "part of the oracle's": gain.mean() / oracle.mean(),
        "carries on": kept / len(table),
        "worse": (gain < 0).mean(),
        **{f"worse by {percent} %": (gain < -percent).mean() for percent in NOTABLY},
        "worst": gain.min(),
        "worst 1 in 100": np.quantile(gain, 0.01),
    }


def main() -> None:
    """Print one table: a row per goal, columns in % of 1RM and size against carrying on."""
    lifters = int(sys.argv[1]) if len(sys.argv) > 1 else 160
    seeds = [int(text) for text in sys.argv[2:]] or [31, 32, 33, 34]
    group = [one for seed in seeds for one in lived(lifters, seed)]
    print(f"{len(group)} lifters with lifts still trained, {USUAL_WEEKS} weeks")
    table = pd.DataFrame([row_of(goal, group) for goal in STRENGTH_WEIGHT])
    print(table.set_index("goal").T.round(3).to_string())


if __name__ == "__main__":
    main()
