"""Forecasts under a sequence of blocks, lift by lift and muscle by muscle."""

import numpy as np
import pandas as pd

from models.outlook import styles
from models.outlook.lifts import LiftOutlook
from models.outlook.muscles import MuscleOutlook
from models.outlook.styles import COLUMNS, HORIZONS
from models.response.trials import MISLED
from models.training.block import DELOAD, Block, Plan
from models.training.style import ALL_STYLES


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
        if style.strip() not in (*ALL_STYLES, DELOAD):
            raise ValueError(f"style {style.strip()!r}: choose from {', '.join((*ALL_STYLES, DELOAD))}")
        blocks.append(Block(style.strip(), length))
    return tuple(blocks)


def sequence_rows(lifts: LiftOutlook, muscles: MuscleOutlook, blocks: Plan) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write the forecasts under a sequence: rows as of `forecasts` and `size_forecasts`, style named as asked for."""
    name = ",".join(f"{block.style}:{block.weeks:g}" for block in blocks)
    difference = lifts.differences(blocks)
    kg, gained = lifts.kg(difference), 100 * np.expm1(difference)
    growth = styles.quantiles_of(np.swapaxes(muscles.changes(blocks), 1, 2))
    frames: list[list[pd.DataFrame]] = [[], []]
    for place, weeks in enumerate(HORIZONS):
        part = lifts.keys[["lifter", "exercise_id", "cutoff"]].assign(style=name, horizon_weeks=weeks, unit="kg")
        part["now_kg"] = lifts.keys["now_kg"]
        part[list(COLUMNS)] = kg[:, place]
        part["against_as_now_pct"] = np.median(gained[..., place], axis=1)
        part["p_better_than_as_now"] = (1 - MISLED) * (gained[..., place] > 0).mean(axis=1) + MISLED / 2
        frames[0].append(part)
        part = muscles.keys[["lifter", "muscle"]].assign(style=name, horizon_weeks=weeks)
        part[list(COLUMNS)] = growth[:, place]
        frames[1].append(part)
    return pd.concat(frames[0], ignore_index=True), pd.concat(frames[1], ignore_index=True)
