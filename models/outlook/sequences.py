"""Forecasts under a sequence of blocks, lift by lift and muscle by muscle."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.outlook import styles
from models.outlook.lifts import SEED, LiftOutlook
from models.outlook.muscles import MuscleOutlook
from models.outlook.style_weeks import lift_style_weeks
from models.outlook.styles import COLUMNS, HORIZONS
from models.response import adaptation, drives, personal
from models.response.parameters import Draws
from models.response.phases import Phases, going_on
from models.response.trials import MISLED
from models.size import growth as size
from models.size import measured
from models.tables import Tables
from models.training.block import DELOAD, Block
from models.training.own_blocks import Past
from models.training.stimulus import Stimulus, StyleWeeks
from models.training.style import AS_NOW

Floats = NDArray[np.floating]

WEEKS: Final = np.array(HORIZONS, dtype=float)
_SEQUENCE: Final = "sequence"


def parse_blocks(text: str) -> tuple[Block, ...]:
    """Read a sequence such as "hypertrophy:6,strength:4".

    Raises
    ------
    ValueError
        If a block is not `style:weeks`, or there is no such style.

    Examples
    --------
    >>> parse_blocks("hypertrophy:6, deload:1")
    (Block(style='hypertrophy', weeks=6.0), Block(style='deload', weeks=1.0))
    """
    blocks = []
    for part in text.split(","):
        style, _, weeks = part.strip().partition(":")
        try:
            length = float(weeks)
        except ValueError:
            raise ValueError(f"block {part.strip()!r}: write style:weeks, such as hypertrophy:6") from None
        blocks.append(Block(style.strip(), length))
    return tuple(blocks)


def _spans(blocks: Sequence[Block]) -> list[tuple[str, float, float]]:
    """Style and first and last week of each block up to the last horizon; a deload is of the style before it."""
    spans, style, start = [], AS_NOW, 0.0
    for block in going_on(blocks, float(WEEKS[-1])):
        style = style if block.style == DELOAD else block.style
        spans.append((style, start, start + block.weeks))
        start += block.weeks
    return spans


def _liking(plans: Mapping[str, Stimulus], now: Stimulus, blocks: Sequence[Block]) -> Floats:
    """Say how far each lift's liking for heavy work counts at each horizon: shape (n, h), see `personal.effects`."""
    part = np.zeros((len(now), len(WEEKS)))
    for style, start, end in _spans(blocks):
        heavier = personal.heaviness(plans[style]) - personal.heaviness(now) if style != AS_NOW else 0.0
        since, until = (np.maximum(WEEKS - week, 0) for week in (start, end))
        part += heavier * (personal.come_through(since) - personal.come_through(until))
    return part


def lift_sequence(
    lifts: LiftOutlook, tables: Tables, p: Draws, past: Past, blocks: Sequence[Block]
) -> dict[str, Floats]:
    """Forecast each lift's 1RM under a sequence of blocks.

    Returns
    -------
    dict of arrays
        `kg`, shape (n, h, 7), and `difference_ln`, draws of shape (n, draws, h) against carrying on as now.
    """
    plans = lift_style_weeks(lifts.now, lifts.keys, past, tables.muscles)
    model = styles.strength_differences(lifts.now, lifts.traits, p, plans=plans.by_style)
    effects = personal.effects(lifts.now, plans.by_style, model, WEEKS, seed=SEED)
    phases = Phases(lifts.now, lifts.traits, p, plans=plans.by_style)
    drawn, _ = phases.differences(blocks, WEEKS)
    effects[_SEQUENCE] = personal.with_unseen(drawn, _liking(plans.by_style, lifts.now, blocks), seed=SEED)
    moved = _moved(lifts, tables, past, plans, effects, p)
    difference = np.minimum(moved, adaptation.growth_ceiling(WEEKS)[None, None, :])
    now_kg = lifts.keys["now_kg"].to_numpy(float)[:, None, None]
    weights = styles.quantile_weights(styles.even_probabilities(difference.shape[1], SEED))
    change = styles.add_difference(np.log(lifts.kg[AS_NOW] / now_kg), difference, weights)
    return {"kg": now_kg * np.exp(change), "difference_ln": difference}


def _moved(
    lifts: LiftOutlook, tables: Tables, past: Past, plans: StyleWeeks, effects: dict[str, Floats], p: Draws
) -> Floats:
    """Move the sequence's draws by the contrasts seen."""
    contrasts = personal.predicted_contrasts(plans.by_style, lifts.traits, p, seed=SEED)
    seen = personal.contrasts_of(lifts.keys, tables.history, past.labelled)
    learnt = personal.update(effects, contrasts, seen, own_part=plans.own_part, weeks=WEEKS, seed=SEED)
    return learnt.differences[_SEQUENCE]


def muscle_sequence(muscles: MuscleOutlook, p: Draws, blocks: Sequence[Block]) -> Floats:
    """Forecast each muscle's % change under a sequence of blocks: draws of shape (n, draws, h)."""
    now, traits, plans = muscles.now, muscles.traits, muscles.plans
    slope, luck = size.people(len(p["size_response"]), SEED)
    usual, credited = drives.structural_drive(now, p)
    behind = np.maximum(traits.past_weeks, size.FEWEST_PAST_WEEKS)[:, None]
    change = np.zeros((*usual.shape, len(WEEKS)))
    for style, start, end in _spans(blocks):
        drive = usual if style == AS_NOW else np.minimum(usual, drives.structural_drive(plans[style], p)[0])
        own = drive * (slope * p["size_response"])[None, :] * (credited > 0)
        first, last = np.minimum(WEEKS, start), np.minimum(WEEKS, end)
        ahead = np.log((1 + behind + last) / (1 + behind + first))
        change += own[:, :, None] * ahead[:, None, :]
    change += (luck[:, None] * size.unexplained_sd(WEEKS)[None, :])[None]
    change += Phases(now, traits, p, plans=plans).differences(blocks, WEEKS)[1]
    percent = np.asarray(100 * np.expm1(np.minimum(change, size.growth_ceiling(WEEKS))), dtype=np.float32)
    draws = {AS_NOW: size.size_changes(now, None, traits, WEEKS, p, seed=SEED), _SEQUENCE: percent}
    moved_draws, _ = measured.moved(
        muscles.keys, draws, muscles.growths, now=now, traits=traits, p=p, as_now=AS_NOW, horizons=HORIZONS, seed=SEED
    )
    return moved_draws[_SEQUENCE]


def sequence_rows(
    lifts: LiftOutlook, muscles: MuscleOutlook, tables: Tables, p: Draws, past: Past, blocks: Sequence[Block]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write the forecasts under a sequence: rows as of `forecasts` and `size_forecasts`, style named as asked for."""
    name = ",".join(f"{block.style}:{block.weeks:g}" for block in blocks)
    strength = lift_sequence(lifts, tables, p, past, blocks)
    percent = muscle_sequence(muscles, p, blocks)
    growth = styles.quantiles_of(np.swapaxes(percent, 1, 2))
    gained = 100 * np.expm1(strength["difference_ln"])
    frames: list[list[pd.DataFrame]] = [[], []]
    for place, weeks in enumerate(HORIZONS):
        part = lifts.keys[["lifter", "exercise_id", "cutoff"]].assign(style=name, horizon_weeks=weeks, unit="kg")
        part["now_kg"] = lifts.keys["now_kg"]
        part[list(COLUMNS)] = strength["kg"][:, place]
        part["against_as_now_pct"] = np.median(gained[..., place], axis=1)
        part["p_better_than_as_now"] = (1 - MISLED) * (gained[..., place] > 0).mean(axis=1) + MISLED / 2
        frames[0].append(part)
        part = muscles.keys[["lifter", "muscle"]].assign(style=name, horizon_weeks=weeks)
        part[list(COLUMNS)] = growth[:, place]
        frames[1].append(part)
    return pd.concat(frames[0], ignore_index=True), pd.concat(frames[1], ignore_index=True)
