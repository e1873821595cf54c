"""Which lifts a strength week has no place for: by the movements that it trains."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data import catalogue
from models.blocks.picks import is_compound
from models.training.stimulus import Stimulus
from models.training.style import STYLES

_MOVEMENTS: Final = {
    "squat": 0, "horizontal_push": 1, "hinge": 2, "horizontal_pull": 3, "vertical_pull": 3, "vertical_push": 4,
}  # fmt: skip

ALREADY_HEAVY: Final = 0.5
"""Who does half their sets heavy trains for strength already, and has chosen what stays."""


def left_out(now: Stimulus, keys: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which lifts a strength week would leave out.

    For each movement of a strength week the lifter's main lift stays, else the barbell, else the most trained one;
    every main lift stays, and compound lifts until there are as many exercises as a strength week has at least.

    Parameters
    ----------
    now : Stimulus of n lifts
        The usual week as now.
    keys : frame, shape (n, ...)
        lifter, exercise_id.

    Returns
    -------
    bool array, shape (n,)
        False for what the catalogue does not know, and for all lifts of those who train for strength already.
    """
    exercises = catalogue.load_exercises().set_index("exercise_id")[["name", "pattern", "equipment", "is_main"]]
    lifts = keys[["lifter", "exercise_id"]].reset_index(drop=True).join(exercises, on="exercise_id")
    lifts = lifts.assign(
        main=lifts["is_main"].eq(True),
        bar=lifts["equipment"].eq("barbell"),
        compound=[
            is_compound(pattern, str(name)) for pattern, name in zip(lifts["pattern"], lifts["name"], strict=True)
        ],
        movement=lifts["pattern"].map(_MOVEMENTS),
        sets=now.sets.sum(axis=1),
        heavy=now.sets[:, 0],
    )
    ordered = lifts.sort_values(["main", "bar", "sets"], ascending=False, kind="stable")
    first = ~ordered.duplicated(["lifter", "movement"]) & ordered["movement"].notna()
    lifts["stays"] = (first | ordered["main"]).reindex(lifts.index)
    ordered = lifts.sort_values(["stays", "compound", "sets"], ascending=False, kind="stable")
    fills = ordered["compound"] & (ordered.groupby("lifter").cumcount() < STYLES["strength"].exercises[0])
    totals = lifts.groupby("lifter")[["heavy", "sets"]].transform("sum")
    light = totals["heavy"] < ALREADY_HEAVY * totals["sets"]
    stays = lifts["stays"] | fills.reindex(lifts.index) | lifts["name"].isna()
    return np.asarray(~stays & light, dtype=bool)
