"""What advice is worth: the blocks written for simulated lifters, carried out, against other ways to go on.

Every simulated lifter lives on through every candidate, week by week as the blocks are printed
(`models.simulator.simulation.outcomes`), so that the best by truth, the oracle's choice, is known. Strength is the mean
change of 1RM over the lifts that stand for it, size that of the muscles in training; both are said against carrying on
as now, at the end of the plan. Beside the truth stands what was predicted: where the two differ on average, the model
is wrong about a kind of candidate, or the block printed is not what was predicted.

The constants of the rule (`models.plans.choice`) were chosen on lifters of the seeds 11 and 12.

A block is written from what a log shows to be done. Lifters miss sessions of it as they miss their own, so that they do
less of it than is printed; with --made-up they find another day for those, as far as they come often enough.

Usage: python benchmarks/advice.py [--made-up] [lifters] [seed]... (default 160 lifters of each seed, seeds 31 to 34)
"""

import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from written_weeks import Part, written_weeks

from models.blocks.written import WrittenBlock
from models.goal import STRENGTH_WEIGHT
from models.one_rm import now
from models.outlook.current_ahead import forecast_current
from models.outlook.lifts import SEED
from models.outlook.styles import COLUMNS, DRAWS
from models.plans.choice import PlanOutlook, choose
from models.plans.menu import Menu
from models.plans.outlooks import Prospects
from models.response.parameters import draw_parameters
from models.serving import say
from models.simulator.futures import Week
from models.simulator.lifters import draw_personas
from models.simulator.simulation import outcomes, sets_placed
from models.tables import Tables
from models.training.block import ADJUSTED, Plan
from models.training.style import AS_NOW
from pipelines.files.locking import writing
from pipelines.landing.ingest import ingest
from pipelines.serving.saying import read_tables
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate as write_lifters
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.panel import add_panel

Floats = NDArray[np.floating]

LOG_WEEKS = 104
WEEKS = 12
TODAY = date(2026, 10, 25)
NOTABLY = (0.25, 2.0)
MADE_UP = "--made-up"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One lifter's candidates for one goal, carrying on first: what was predicted, and what each truly did, in %.

    `strength` and `size`, shape (plans,), are against carrying on.
    """

    lifter: str
    ahead: PlanOutlook
    strength: Floats
    size: Floats

    @property
    def true(self) -> Floats:
        """What each plan was truly worth to the goal: shape (plans,)."""
        weight = self.ahead.strength_weight
        return np.asarray(weight * self.strength + (1 - weight) * self.size)


def parts_of(plan: Plan, options: Menu) -> tuple[WrittenBlock, ...]:
    """A plan's blocks as they are printed."""
    return tuple(options[block.style].block for block in plan)


def known(lifters: int, seed: int) -> dict[str, Prospects]:
    """Simulate logs, read them as any export is read, and predict what each plan would add, for each goal."""
    tables, p = tables_of(lifters, seed), draw_parameters(DRAWS, SEED)
    maxes, _ = now.current(tables)
    ahead, _, _ = forecast_current(tables, no_change, maxes)
    found = {}
    for goal in STRENGTH_WEIGHT:
        stated = replace(tables, lifters=tables.lifters.assign(wishes=None, goal=goal))
        began = time.perf_counter()
        found[goal], _ = say(stated, ahead, maxes, p, today=TODAY, weeks=WEEKS)
        each = 1000 * (time.perf_counter() - began) / max(len(found[goal].cases), 1)
        print(f"{goal}: {len(found[goal].cases)} lifters, predictions took {each:.1f} ms each")
    return found


def tables_of(lifters: int, seed: int) -> Tables:
    """Simulate logs, and read them as any export is read."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        write_lifters(lifters=lifters, seed=seed, out=settings.inbox, weeks=LOG_WEEKS, truth=False)
        with writing(settings):
            ingest(settings)
            build = add_panel(settings, build_marts(settings))
        with read.connect(settings, build) as con:
            return read_tables(con)


def no_change(panel: pd.DataFrame) -> Floats:
    """Forecast nothing: plans are judged by what they add to carrying on."""
    return np.zeros((len(panel), len(COLUMNS)))


def judged(lifters: int, seed: int, *, makes_up: bool) -> dict[str, list[Judged]]:
    """Let lifters live through their plans as printed; those without a lift still trained are left out."""
    told = known(lifters, seed)
    parts: dict[str, dict[str, tuple[Part, ...]]] = {}
    for goal, ahead in told.items():
        for case, options, outlook in zip(ahead.cases, ahead.menus, ahead.ahead, strict=True):
            for plan in outlook.plans:
                parts.setdefault(_named(plan, goal), {})[case.lifter] = parts_of(plan, options)
    change = lived(
        {name: written_weeks(blocks, WEEKS) for name, blocks in parts.items()}, lifters, seed, makes_up=makes_up
    )
    out: dict[str, list[Judged]] = {}
    for goal, ahead in told.items():
        for case, outlook in zip(ahead.cases, ahead.ahead, strict=True):
            own = change[[_named(plan, goal) for plan in outlook.plans]]
            strength = _mean(own, case.lifter, "one_rm", list(case.top["exercise_id"]))
            size = _mean(own, case.lifter, "size", list(ahead.muscles.keys["muscle"].iloc[case.muscles]))
            if np.isfinite([strength, size]).all():
                out.setdefault(goal, []).append(Judged(lifter=case.lifter, ahead=outlook, strength=strength, size=size))
    return out


def _named(plan: Plan, goal: str) -> str:
    """A sequence's name; the week with all changes that pay is another one for each goal."""
    name = " > ".join(f"{block.style}:{block.weeks:g}" for block in plan)
    return f"{goal}: {name}" if any(block.style == ADJUSTED for block in plan) else name


def lived(sequences: Mapping[str, Sequence[Week]], lifters: int, seed: int, *, makes_up: bool) -> pd.DataFrame:
    """True changes against carrying on, in %, by lifter, kind and subject: a column per sequence."""
    personas = draw_personas(lifters, seed=seed, weeks=LOG_WEEKS)
    began = time.perf_counter()
    whole = {**sequences, AS_NOW: [AS_NOW] * WEEKS}
    truth = outcomes(personas, whole, seed=seed, makes_up=makes_up)
    sets = sets_placed(personas, sequences, seed=seed)[["sets", "moved", "lost"]].sum()
    print(
        f"lived on in {time.perf_counter() - began:.0f} s; of {sets['sets']:.0f} sets written"
        f" {sets['moved'] / sets['sets']:.1%} went to another lift, {sets['lost'] / sets['sets']:.1%} to none"
    )
    wide = truth.pivot_table(index=["lifter", "kind", "subject"], columns="style", values="change_pct")
    return wide.sub(wide[AS_NOW], axis=0)


def _mean(change: pd.DataFrame, lifter: str, kind: str, subjects: Sequence[str]) -> Floats:
    """Average the true change over a lifter's lifts or muscles; NaN where none is still trained."""
    keys = [(lifter, kind, subject) for subject in subjects if (lifter, kind, subject) in change.index]
    return change.loc[keys].mean().to_numpy(float) if keys else np.full(change.shape[1], np.nan)


def row_of(goal: str, group: Sequence[Judged]) -> dict[str, object]:
    """Judge the advice for one goal; who is told to carry on does so."""
    picked = [choose(one.ahead).chosen.place for one in group]
    gain = np.array([one.true[place] if place else 0.0 for one, place in zip(group, picked, strict=True)])
    printed = np.array([one.true[0] for one in group])
    oracle = np.mean([max(one.true.max(), 0.0) for one in group])
    kinds = pd.concat([pd.Series(one.true, [_told(plan) for plan in one.ahead.plans]) for one in group])
    means = kinds.groupby(level=0).mean()
    return {
        "goal": goal,
        "recommended": gain.mean(),
        "best for all": means.max(),
        "which is": means.idxmax(),
        "oracle": oracle,
        "part of the oracle's": gain.mean() / oracle,
        "carries on": np.mean([place == 0 for place in picked]),
        "worse": (gain < 0).mean(),
        "worse than as now as printed": (gain < np.minimum(printed, 0)).mean(),
        **{f"worse by {percent} %": (gain < -percent).mean() for percent in NOTABLY},
        "worst": gain.min(),
        "worst 1 in 100": np.quantile(gain, 0.01),
    }


def _told(plan: Plan) -> str:
    return " > ".join(dict.fromkeys(block.style for block in plan))


def beside(group: Sequence[Judged]) -> pd.DataFrame:
    """Lay truth beside prediction, one row per lifter and plan."""
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "lifter": number,
                    "kind": [_told(plan) for plan in one.ahead.plans],
                    "strength": one.strength,
                    "strength predicted": one.ahead.strength.mean(axis=1),
                    "size": one.size,
                    "size predicted": one.ahead.size.mean(axis=1),
                }
            )
            for number, one in enumerate(group)
        ]
    )


def report(by_goal: Mapping[str, Sequence[Judged]]) -> None:
    """Print what the advice is worth, then truth and prediction by kind of plan."""
    table = pd.DataFrame([row_of(goal, group) for goal, group in by_goal.items()]).set_index("goal").T
    print(table.map(lambda value: f"{value:.3f}" if isinstance(value, float) else value).to_string())
    rows = beside(by_goal["both"])
    by_kind = rows.groupby("kind", sort=False)
    means = by_kind[["strength", "strength predicted", "size", "size predicted"]].mean()
    for what in ("strength", "size"):
        means[f"r of {what}"] = by_kind[[what, f"{what} predicted"]].corr().xs(what, level=1)[f"{what} predicted"]
    print("\nTrue and predicted gain against carrying on, mean of lifters, and their correlation over lifters:")
    print(means.assign(lifters=by_kind.size()).round(2).to_string())
    own = rows.drop(columns="kind").groupby("lifter").transform(lambda it: it - it.mean())
    for what in ("strength", "size"):
        over_all, within = (frame[what].corr(frame[f"{what} predicted"]) for frame in (rows, own))
        print(f"{what}: r {over_all:.2f} over lifters and plans, {within:.2f} among one lifter's plans")


def main() -> None:
    """Print the tables, in % of 1RM and size against carrying on."""
    numbers = [int(text) for text in sys.argv[1:] if not text.startswith("--")]
    lifters, seeds = numbers[0] if numbers else 160, numbers[1:] or [31, 32, 33, 34]
    by_goal: dict[str, list[Judged]] = {}
    for seed in seeds:
        for goal, group in judged(lifters, seed, makes_up=MADE_UP in sys.argv).items():
            by_goal.setdefault(goal, []).extend(group)
    print(f"{len(by_goal['both'])} lifters with lifts still trained, {WEEKS} weeks")
    report(by_goal)


if __name__ == "__main__":
    main()
