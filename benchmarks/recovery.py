"""Let simulated lifters, whose every counterfactual is known, try what own blocks are worth to the forecast of styles.

The simulator shares no formula with the response model. Asked is strength minus hypertrophy, ln 1RM in percent, of each
lift that would be forecast. "Trials only" takes styles as they are defined; "own weeks" takes them as the lifter has
trained them; "own blocks" also learns from how lifts went. "True 1RM" learns from the 1RM itself instead of estimates
from the log: what could be learnt at best. Picked: the better style, where the true difference is at least 2 %.

The truth is what the simulated lifters' own strength and hypertrophy weeks do. With --written it is what the blocks do
that would be written for them, lived through as printed and repeated: the question once forecasts under a style are
those of its written block.

Usage: python benchmarks/recovery.py [--written] [lifters] [seed] (default 500 of each habit, 20261122)
"""

import sys
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from simulated_tables import frames_of
from written_weeks import written_weeks

from models.blocks.prescription import BLOCK_WEEKS, next_block
from models.blocks.repertoire import is_compound
from models.blocks.written import WrittenBlock
from models.outlook import style_weeks, styles
from models.response import personal
from models.response.parameters import Draws, draw_parameters
from models.simulator.lifters import draw_personas
from models.simulator.lifts import LIFTS
from models.simulator.simulation import Simulation, outcomes, simulate
from models.training import own_blocks, usual_week
from models.training.classification import classify
from models.training.stimulus import Stimulus, Traits

Array = npt.NDArray[np.floating]

WEEKS = np.array(styles.HORIZONS, dtype=float)
WORTH_PCT = 2.0
NOISE_FREE = 1e-6
MAIN = [lift.exercise_id for lift in LIFTS if lift.tier == "main"]
FIXED = ("strength", "hypertrophy", "hybrid")
ASKED = ("strength", "hypertrophy")
WRITTEN = "--written"


@dataclass(frozen=True, kw_only=True)
class Case:
    """The lifts of one population: who, what, and the truth in percent, shape (n, h)."""

    keys: pd.DataFrame
    frames: dict[str, pd.DataFrame]
    now: Stimulus
    traits: Traits
    past: own_blocks.Past
    truth: Array


def live(habit: str, lifters: int, seed: int) -> Simulation:
    """Simulate lifters of one habit over up to two years; "fixed" takes turns through the single styles."""
    personas = draw_personas(lifters, seed=seed, weeks=104)
    habits = [FIXED[place % len(FIXED)] if habit == "fixed" else habit for place in range(lifters)]
    return simulate([replace(one, habit=own) for one, own in zip(personas, habits, strict=True)], seed=seed)


def prepare(life: Simulation, seed: int, *, written: bool) -> Case:
    """Read the logs as a build does and lay the truth beside the lifts that would be forecast."""
    frames = frames_of(life)
    lately = frames["history"].merge(frames["lifters"][["lifter", "last_day"]], on="lifter")
    recent = lately["week"] > pd.to_datetime(lately["last_day"]) - pd.Timedelta(days=28)
    days = lately[recent].groupby(["lifter", "exercise_id"])["days"].sum()
    wanted = frames["lift_weeks"].merge(days[days >= 2].rename("lately"), on=["lifter", "exercise_id"])
    keys = wanted[["lifter", "exercise_id"]]
    labelled = own_blocks.label(frames["weeks"], classify(frames["weeks"]))
    past = own_blocks.Past(labelled=labelled, weeks=own_blocks.own_weeks(frames["history"], labelled))
    return Case(
        keys=keys,
        frames=frames,
        now=usual_week.lift_stimulus(wanted, frames["muscles"]),
        traits=usual_week.traits_of(keys.merge(frames["lifters"], on="lifter", how="left"), year=2026),
        past=past,
        truth=truth_of(as_printed(life, frames, seed) if written else life.changes, keys),
    )


def as_printed(life: Simulation, frames: dict[str, pd.DataFrame], seed: int) -> pd.DataFrame:
    """True changes under the blocks that would be written, one after the other."""
    weeks = max(styles.HORIZONS)
    blocks = {
        style: {lifter: [block] * -(-weeks // BLOCK_WEEKS) for lifter, block in blocks_of(style, frames).items()}
        for style in ASKED
    }
    lived = {style: written_weeks(of_style, weeks) for style, of_style in blocks.items()}
    return outcomes(life.personas, lived, seed=seed, at_weeks=styles.HORIZONS)


def blocks_of(style: str, frames: dict[str, pd.DataFrame]) -> dict[str, WrittenBlock]:
    """Each lifter's block of a style, without loads: the simulator has its own idea of them."""
    lifts = frames["lift_weeks"].assign(
        compound=lambda it: [
            is_compound(pattern, name) for pattern, name in zip(it["pattern"], it["name"], strict=True)
        ],
        sets_per_week=lambda it: it[["heavy_sets", "moderate_sets", "light_sets"]].sum(axis=1),
        now_kg=np.nan,
        now_se_kg=np.nan,
    )
    sessions = frames["lifters"].set_index("lifter")["sessions_per_week"]
    return {
        str(lifter): next_block(style, own, unit="kg", sessions_per_week=float(sessions[lifter]))
        for lifter, own in lifts.groupby("lifter")
    }


def truth_of(changes: pd.DataFrame, keys: pd.DataFrame) -> Array:
    """True difference of strength and hypertrophy, 100 ln, shape (n, h)."""
    changes = changes[changes["kind"] == "one_rm"]
    wide = changes.pivot_table(
        index=["lifter", "subject"], columns=["style", "horizon_weeks"], values="change_pct", observed=True
    )
    wide = wide.reindex(pd.MultiIndex.from_frame(keys))
    strength, hypertrophy = (np.log1p(wide[name][list(styles.HORIZONS)].to_numpy() / 100) for name in ASKED)
    return np.asarray(100 * (strength - hypertrophy))


def forecasts(case: Case, life: Simulation, p: Draws, seed: int) -> dict[str, Array]:
    """Draw strength minus hypertrophy, 100 ln, by what is known: shape (n, draws, h) each."""
    definition = styles.by_definition(case.now)
    plans = style_weeks.lift_style_weeks(case.now, case.keys, case.past, case.frames["muscles"])
    found = {}
    for name, weekly in (("trials only", definition), ("own weeks", plans.by_style)):
        model = styles.strength_differences(case.now, case.traits, p, plans=weekly)
        found[name] = personal.effects(case.now, weekly, model, WEEKS, seed=seed)
    told = personal.predicted_contrasts(plans.by_style, case.traits, p, seed=seed)
    real = life.one_rm.astype({"lifter": str, "exercise_id": str})
    real = real.assign(log_one_rm=np.log(real["one_rm_kg"]))
    seen = personal.contrasts_of(case.keys, case.frames["history"], case.past.labelled)
    best = personal.contrasts_of(case.keys, real, case.past.labelled).assign(
        variance=lambda it: it["variance"] * 0 + NOISE_FREE
    )
    for name, shown in (("own blocks", seen), ("true 1RM", best)):
        learnt = personal.update(found["own weeks"], told, shown, own_part=plans.own_part, weeks=WEEKS, seed=seed)
        found[name] = learnt.differences
        if name == "own blocks":
            share = learnt.own_share
            print(f"  own share: median {np.median(share):.2f}, 8 in 10 {np.round(np.quantile(share, [0.1, 0.9]), 2)}")
    return {name: 100 * (drawn["strength"] - drawn["hypertrophy"]) for name, drawn in found.items()}


def report(truth: Array, drawn: dict[str, Array]) -> None:
    """Print one line per forecast and horizon."""
    known = np.isfinite(truth[:, 0])
    print(f"  {'':12s} weeks  picked of lifts  error  80 % range covers")
    for name, draws in drawn.items():
        for place, weeks in enumerate(styles.HORIZONS):
            real, guess = truth[known, place], draws[known, :, place]
            middle = np.median(guess, axis=1)
            low, high = np.quantile(guess, [0.1, 0.9], axis=1)
            worth = np.abs(real) >= WORTH_PCT
            picked = np.mean((middle > 0)[worth] == (real > 0)[worth])
            error, covered = np.abs(middle - real).mean(), ((real >= low) & (real <= high)).mean()
            print(f"  {name:12s} {weeks:5d}  {picked:6.2f} {worth.sum():8d}  {error:5.2f}  {covered:8.2f}")


def main() -> None:
    """Print the table for lifters who alternate and for those who do not."""
    numbers = [int(text) for text in sys.argv[1:] if text != WRITTEN]
    lifters, seed = numbers[0] if numbers else 500, numbers[1] if len(numbers) > 1 else 20261122
    p = draw_parameters(styles.DRAWS, seed)
    for habit in ("alternating", "fixed"):
        life = live(habit, lifters, seed)
        case = prepare(life, seed, written=WRITTEN in sys.argv)
        print(f"{habit}: {lifters} lifters, {len(case.keys)} lifts")
        drawn = forecasts(case, life, p, seed)
        main_lifts = case.keys["exercise_id"].isin(MAIN).to_numpy()
        for part, rows in (("all lifts", np.ones(len(case.keys), dtype=bool)), ("main lifts", main_lifts)):
            print(f" {part}: {rows.sum()}")
            report(case.truth[rows], {name: draws[rows] for name, draws in drawn.items()})


if __name__ == "__main__":
    main()
