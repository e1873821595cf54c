"""What advice is worth: the blocks written for simulated lifters, carried out, against other ways to go on.

Every simulated lifter lives on through every candidate, week by week as the blocks are printed
(`models.simulator.simulation.outcomes`), so that the best by truth, the oracle's choice, is known. Strength is the mean
change of 1RM over the lifts that stand for it, size that of the muscles in training; both are said against carrying on
as now, at the end of the plan. Beside the truth stands what was predicted: where the two differ on average, the model
is wrong about a kind of candidate, or the block printed is not what was predicted.

The constants of the rule (`models.plans.choice`, `models.plans.room`) were chosen on lifters of the seeds 11 and 12.

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

from models.blocks.prescription import next_block
from models.blocks.written import WrittenBlock
from models.goal import STRENGTH_WEIGHT
from models.one_rm import now
from models.outlook.current_ahead import forecast_current
from models.outlook.lifts import SEED, lift_outlook
from models.outlook.muscles import muscle_outlook
from models.outlook.styles import COLUMNS, DRAWS
from models.plans.choice import PlanOutlook, choose
from models.plans.outlooks import plan_outlooks
from models.plans.planning import in_blocks
from models.plans.situation import Case, cases
from models.response.parameters import draw_parameters
from models.simulator.futures import Week
from models.simulator.lifters import draw_personas
from models.simulator.simulation import outcomes, sets_placed
from models.tables import Tables
from models.training.style import ALL_STYLES, AS_NOW
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
WEEKS = 12
BLOCK_WEEKS = 6
TODAY = date(2026, 10, 25)
NOTABLY = (0.25, 2.0)
PAIRS = [(AS_NOW, AS_NOW), *((a, b) for a in ALL_STYLES for b in ALL_STYLES if {a, b} != {AS_NOW})]
CARRYING_ON = "carrying on"
MADE_UP = "--made-up"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A way to go on: what kind it is, and its blocks in order."""

    kind: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One lifter's candidates, carrying on first: what was predicted of each, and what each truly did, in %.

    `strength` and `size` are against carrying on; `printed` is what the block printed for carrying on did of both.
    """

    case: Case
    candidates: Sequence[Candidate]
    ahead: PlanOutlook
    strength: Floats
    size: Floats
    printed: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the logs of simulated lifters say: each one's case, and what each candidate is predicted to add."""

    cases: list[Case]
    ahead: list[PlanOutlook]


def block_of(case: Case, style: str, *, first: bool = True) -> WrittenBlock:
    """The block that would be handed out; an easy week that is due begins the first."""
    return next_block(
        style,
        case.lifts,
        unit=case.unit,
        sessions_per_week=case.sessions_per_week,
        weeks=BLOCK_WEEKS,
        constraints=case.wishes.constraints,
        easy_first=first and case.easy_week_due,
    )


def candidates_of(case: Case) -> list[Candidate]:
    """List a lifter's candidates, carrying on first: every two styles in sequence, a block each."""
    blocks: dict[tuple[str, bool], Part] = {
        (style, first): BLOCK_WEEKS if style == AS_NOW else block_of(case, style, first=first)
        for style in ALL_STYLES
        for first in (True, False)
    }
    return [
        Candidate(
            kind=CARRYING_ON if {*pair} == {AS_NOW} else " > ".join(dict.fromkeys(pair)),
            parts=(blocks[pair[0], True], blocks[pair[1], False]),
        )
        for pair in PAIRS
    ]


def known(lifters: int, seed: int) -> Known:
    """Simulate logs, read them as any export is read, and predict what each of `candidates_of` would add."""
    tables, p = tables_of(lifters, seed), draw_parameters(DRAWS, SEED)
    maxes, _ = now.current(tables)
    lifts = lift_outlook(tables, forecast_current(tables, no_change, maxes)[0], p)
    muscles, _ = muscle_outlook(tables, p)
    found = list(cases(tables, lifts, muscles, maxes))
    began = time.perf_counter()
    whole = plan_outlooks(found, lifts, muscles, p, today=TODAY, weeks=WEEKS)
    print(f"{len(found)} lifters: predictions took {1000 * (time.perf_counter() - began) / len(found):.1f} ms each")
    plans = tuple(in_blocks([(style, BLOCK_WEEKS) for style in pair]) for pair in PAIRS)
    rows = [whole[0].plans.index(plan) for plan in plans]
    ahead = [replace(one, plans=plans, strength=one.strength[rows], size=one.size[rows]) for one in whole]
    return Known(cases=found, ahead=ahead)


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


def judged(lifters: int, seed: int, *, makes_up: bool) -> list[Judged]:
    """Let lifters live through their candidates as printed; those without a lift still trained are left out."""
    told = known(lifters, seed)
    listed = [candidates_of(case) for case in told.cases]
    parts = {
        str(place): {
            case.lifter: own[place].parts for case, own in zip(told.cases, listed, strict=True) if place < len(own)
        }
        for place in range(max(len(own) for own in listed))
    }
    parts["printed"] = {case.lifter: (block_of(case, AS_NOW), block_of(case, AS_NOW)) for case in told.cases}
    weeks = {name: written_weeks(blocks, WEEKS) for name, blocks in parts.items()}
    change = lived(weeks, lifters, seed, makes_up=makes_up)
    out = []
    for case, own, ahead in zip(told.cases, listed, told.ahead, strict=True):
        names = [*map(str, range(len(own))), "printed"]
        strength = _mean(change[names], case.lifter, "one_rm", list(case.top["exercise_id"]))
        size = _mean(change[names], case.lifter, "size", [case.muscles[i] for i in case.worked])
        if np.isfinite([strength, size]).all():
            printed = (float(strength[-1]), float(size[-1]))
            out.append(
                Judged(
                    case=case,
                    candidates=own,
                    ahead=ahead,
                    strength=strength[:-1],
                    size=size[:-1],
                    printed=printed,
                )
            )
    return out


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


def chosen(one: Judged, weight: float) -> int:
    """Place of the candidate that would be advised if strength weighed so much."""
    return choose(replace(one.ahead, strength_weight=weight), one.case.habit).chosen.place


def row_of(goal: str, group: Sequence[Judged]) -> dict[str, object]:
    """Judge the advice for one goal."""
    weight = STRENGTH_WEIGHT[goal]
    true = [weight * one.strength + (1 - weight) * one.size for one in group]
    picked = [chosen(one, weight) for one in group]
    gain = np.array([own[place] for own, place in zip(true, picked, strict=True)])
    oracle = np.mean([own.max() for own in true])
    kinds = pd.concat([pd.Series(own, [c.kind for c in one.candidates]) for own, one in zip(true, group, strict=True)])
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
        **{f"worse by {percent} %": (gain < -percent).mean() for percent in NOTABLY},
        "worst": gain.min(),
        "worst 1 in 100": np.quantile(gain, 0.01),
    }


def beside(group: Sequence[Judged]) -> pd.DataFrame:
    """Lay truth beside prediction, one row per lifter and candidate other than carrying on."""
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "lifter": number,
                    "kind": [candidate.kind for candidate in one.candidates],
                    "strength": one.strength,
                    "strength predicted": one.ahead.strength.mean(axis=1),
                    "size": one.size,
                    "size predicted": one.ahead.size.mean(axis=1),
                }
            ).iloc[1:]
            for number, one in enumerate(group)
        ]
    )


def report(group: Sequence[Judged]) -> None:
    """Print what the advice is worth, then truth and prediction by kind of candidate."""
    table = pd.DataFrame([row_of(goal, group) for goal in STRENGTH_WEIGHT]).set_index("goal").T
    print(table.map(lambda value: f"{value:.3f}" if isinstance(value, float) else value).to_string())
    rows = beside(group)
    by_kind = rows.groupby("kind", sort=False)
    means = by_kind[["strength", "strength predicted", "size", "size predicted"]].mean()
    for what in ("strength", "size"):
        means[f"r of {what}"] = by_kind[[what, f"{what} predicted"]].corr().xs(what, level=1)[f"{what} predicted"]
    print("\nTrue and predicted gain against carrying on, mean of lifters, and their correlation over lifters:")
    print(means.round(2).to_string())
    printed = np.mean([one.printed for one in group], axis=0)
    print(f"as now, as printed: strength {printed[0]:.2f}, size {printed[1]:.2f} (predicted: nothing)")
    own = rows.drop(columns="kind").groupby("lifter").transform(lambda it: it - it.mean())
    for what in ("strength", "size"):
        over_all, within = (frame[what].corr(frame[f"{what} predicted"]) for frame in (rows, own))
        print(f"{what}: r {over_all:.2f} over lifters and candidates, {within:.2f} among one lifter's candidates")


def main() -> None:
    """Print the tables, in % of 1RM and size against carrying on."""
    numbers = [int(text) for text in sys.argv[1:] if text != MADE_UP]
    lifters, seeds = numbers[0] if numbers else 160, numbers[1:] or [31, 32, 33, 34]
    group = [one for seed in seeds for one in judged(lifters, seed, makes_up=MADE_UP in sys.argv)]
    print(f"{len(group)} lifters with lifts still trained, {WEEKS} weeks")
    report(group)


if __name__ == "__main__":
    main()
