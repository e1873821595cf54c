"""Let simulated lifters, whose every counterfactual is known, try the forecasts under styles and what own blocks add.

The simulator shares no formula with the response model. Asked is strength minus hypertrophy, ln 1RM in percent, of each
lift that would be forecast: of the blocks that would be written for the lifter, lived through as printed, one after the
other. "Trials only" is what the response model says of those blocks; "own blocks" also learns from how lifts went in
the lifter's own. "True 1RM" learns from the 1RM itself instead of estimates from the log: what could be learnt at best.
Picked: the better style, where the true difference is at least 2 %.

Usage: python benchmarks/recovery.py [lifters] [seed] (default 500 of each habit, 20261122)
"""

import sys
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from simulated_tables import frames_of
from written_weeks import written_weeks

from models.blocks.block_week import week_of
from models.blocks.picks import is_compound
from models.blocks.prescription import BLOCK_WEEKS, doses_for, write
from models.blocks.trainee import Trainee
from models.blocks.written import WrittenBlock
from models.outlook import styles
from models.outlook.current_ahead import CurrentAhead
from models.outlook.lifts import SEED, LiftOutlook, lift_outlook, own_week_stimuli, throughout
from models.outlook.trained import whole_weeks
from models.response import personal
from models.response.parameters import Draws, draw_parameters
from models.simulator.lifters import draw_personas
from models.simulator.lifts import LIFTS
from models.simulator.simulation import Simulation, outcomes, simulate
from models.tables import Tables
from models.training import own_blocks
from models.training.classification import classify

Array = npt.NDArray[np.floating]

WORTH_PCT = 2.0
NOISE_FREE = 1e-6
MAIN = [lift.exercise_id for lift in LIFTS if lift.tier == "main"]
FIXED = ("strength", "hypertrophy", "hybrid")
ASKED = ("strength", "hypertrophy")


@dataclass(frozen=True, kw_only=True)
class Case:
    """The lifts of one population: who, what, the blocks written for each style, and the truth in percent, (n, h)."""

    keys: pd.DataFrame
    tables: Tables
    blocks: dict[str, dict[str, WrittenBlock]]
    past: own_blocks.Past
    truth: Array


def live(habit: str, lifters: int, seed: int) -> Simulation:
    """Simulate lifters of one habit over up to two years; "fixed" takes turns through the single styles."""
    personas = draw_personas(lifters, seed=seed, weeks=104)
    habits = [FIXED[place % len(FIXED)] if habit == "fixed" else habit for place in range(lifters)]
    return simulate([replace(one, habit=own) for one, own in zip(personas, habits, strict=True)], seed=seed)


def prepare(life: Simulation, seed: int) -> Case:
    """Read the logs as a build does and lay the truth beside the lifts that would be forecast."""
    frames = frames_of(life)
    nothing = pd.DataFrame()
    tables = Tables(**{field.name: frames.get(field.name, nothing) for field in fields(Tables)})
    lately = tables.history.merge(tables.lifters[["lifter", "last_day"]], on="lifter")
    recent = lately["week"] > pd.to_datetime(lately["last_day"]) - pd.Timedelta(days=28)
    days = lately[recent].groupby(["lifter", "exercise_id"])["days"].sum()
    wanted = tables.lift_weeks.merge(days[days >= 2].rename("lately"), on=["lifter", "exercise_id"])
    keys = wanted[["lifter", "exercise_id"]]
    labelled = own_blocks.label(tables.weeks, classify(tables.weeks))
    past = own_blocks.Past(labelled=labelled, weeks=own_blocks.own_weeks(tables.history, labelled))
    blocks = {style: blocks_of(style, tables) for style in ASKED}
    return Case(
        keys=keys, tables=tables, blocks=blocks, past=past, truth=truth_of(as_printed(life, blocks, seed), keys)
    )


def as_printed(life: Simulation, blocks: dict[str, dict[str, WrittenBlock]], seed: int) -> pd.DataFrame:
    """True changes under the blocks, one after the other."""
    weeks = max(styles.HORIZONS)
    repeated = {
        style: {lifter: [block] * -(-weeks // BLOCK_WEEKS) for lifter, block in own.items()}
        for style, own in blocks.items()
    }
    lived = {style: written_weeks(of_style, weeks) for style, of_style in repeated.items()}
    return outcomes(life.personas, lived, seed=seed, at_weeks=styles.HORIZONS, makes_up=True)


def blocks_of(style: str, tables: Tables) -> dict[str, WrittenBlock]:
    """Each lifter's block of a style, without loads: the simulator has its own idea of them."""
    lifts = tables.lift_weeks.assign(
        compound=lambda it: [
            is_compound(pattern, name) for pattern, name in zip(it["pattern"], it["name"], strict=True)
        ],
        sets_per_week=lambda it: it[["heavy_sets", "moderate_sets", "light_sets"]].sum(axis=1),
        now_kg=np.nan,
        now_se_kg=np.nan,
    )
    sessions = tables.lifters.set_index("lifter")["sessions_per_week"]
    found = {}
    for lifter, own in lifts.groupby("lifter"):
        main = tuple(own.loc[own["is_main"], "exercise_id"])
        who = Trainee(lifts=own, unit="kg", sessions_per_week=float(sessions[lifter]), needed=main)
        found[str(lifter)] = write(style, doses_for(style, who), who, weeks=BLOCK_WEEKS)
    return found


def truth_of(changes: pd.DataFrame, keys: pd.DataFrame) -> Array:
    """True difference of strength and hypertrophy, 100 ln, shape (n, h)."""
    changes = changes[changes["kind"] == "one_rm"]
    wide = changes.pivot_table(
        index=["lifter", "subject"], columns=["style", "horizon_weeks"], values="change_pct", observed=True
    )
    wide = wide.reindex(pd.MultiIndex.from_frame(keys))
    strength, hypertrophy = (np.log1p(wide[name][list(styles.HORIZONS)].to_numpy() / 100) for name in ASKED)
    return np.asarray(100 * (strength - hypertrophy))


def forecasts(case: Case, life: Simulation, p: Draws) -> dict[str, Array]:
    """Draw strength minus hypertrophy, 100 ln, by what is known: shape (n, draws, h) each."""
    real = life.one_rm.astype({"lifter": str, "exercise_id": str})
    real = real.assign(log_one_rm=np.log(real["one_rm_kg"]))
    seen = personal.contrasts_of(case.keys, case.tables.history, case.past.labelled)
    best = personal.contrasts_of(case.keys, real, case.past.labelled)
    shown = {
        "trials only": seen.assign(contrast=np.nan),
        "own blocks": seen,
        "true 1RM": best.assign(variance=best["variance"] * 0 + NOISE_FREE),
    }
    found = {}
    for name, contrasts in shown.items():
        lifts = replace(outlook_of(case, p), shown=personal.shown(predicted(case, p), contrasts, seed=SEED))
        strength, hypertrophy = (lifts.differences(throughout(style)) for style in ASKED)
        found[name] = 100 * (strength - hypertrophy)
        if name == "own blocks":
            share = lifts.own_share
            print(f"  own share: median {np.median(share):.2f}, 8 in 10 {np.round(np.quantile(share, [0.1, 0.9]), 2)}")
    return found


def outlook_of(case: Case, p: Draws) -> LiftOutlook:
    """The lifts' outlook, without any forecast as now: asked is what styles change."""
    ahead = CurrentAhead(keys=case.keys, change=np.zeros((len(case.keys), len(styles.HORIZONS), len(styles.COLUMNS))))
    weeks = {
        style: pd.concat([week_of(block).assign(lifter=lifter) for lifter, block in own.items()], ignore_index=True)
        for style, own in case.blocks.items()
    }
    return lift_outlook(case.tables, ahead, p, whole_weeks(case.tables, weeks), case.past)


def predicted(case: Case, p: Draws) -> Array:
    """What the contrast of own blocks should be."""
    trained = outlook_of(case, p).trained
    own = own_week_stimuli(trained, case.past, case.tables.muscles)
    return personal.predicted_contrasts(own, trained.traits, p, seed=SEED)


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
    lifters = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261122
    p = draw_parameters(styles.DRAWS, seed)
    for habit in ("alternating", "fixed"):
        life = live(habit, lifters, seed)
        case = prepare(life, seed)
        print(f"{habit}: {lifters} lifters, {len(case.keys)} lifts")
        drawn = forecasts(case, life, p)
        main_lifts = case.keys["exercise_id"].isin(MAIN).to_numpy()
        for part, rows in (("all lifts", np.ones(len(case.keys), dtype=bool)), ("main lifts", main_lifts)):
            print(f" {part}: {rows.sum()}")
            report(case.truth[rows], {name: draws[rows] for name, draws in drawn.items()})


if __name__ == "__main__":
    main()
