"""Each pair of styles: how likely one is better, by how much, and whether that matters."""

from collections.abc import Mapping
from itertools import combinations
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.outlook.styles import HORIZONS
from models.outlook.what_matters import CLEAR_GAIN_PCT, LIKELY
from models.response.trials import MISLED
from models.training.style import ALL_STYLES, AS_NOW

Floats = NDArray[np.floating]

PAIRS: Final = tuple(combinations(ALL_STYLES, 2))


def pair_rows(keys: pd.DataFrame, kind: str, subject: str, change_pct: Mapping[str, Floats]) -> pd.DataFrame:
    """Compare the styles two by two.

    Parameters
    ----------
    keys : frame, shape (n, ...)
        lifter and the column named by `subject`.
    kind : {'one_rm', 'size'}
    subject : str
        'exercise_id' or 'muscle'.
    change_pct : dict of arrays, shape (n, draws, h)
        Change in percent under each style, or its difference from as now; the same draws for every style. A style left
        out is as now.

    Returns
    -------
    frame, one row per key, horizon and pair
        lifter, kind, subject, horizon_weeks, style_a, style_b, p_a_better, median_pct, q10_pct, q90_pct (a minus b, in
        points), matters. The probability is drawn towards a half by how often trials go against the model.
    """
    parts = []
    for first, second in PAIRS:
        if first not in change_pct and second not in change_pct:
            continue
        gap = np.swapaxes(np.asarray(change_pct.get(first, 0.0) - change_pct.get(second, 0.0)), 1, 2)
        better = (1 - MISLED) * ((gap > 0).mean(axis=2) + (gap == 0).mean(axis=2) / 2) + MISLED / 2
        low, middle, high = np.quantile(gap, (0.1, 0.5, 0.9), axis=2)
        matters = (np.abs(middle) >= CLEAR_GAIN_PCT) & (np.maximum(better, 1 - better) >= LIKELY)
        columns = {"p_a_better": better, "median_pct": middle, "q10_pct": low, "q90_pct": high, "matters": matters}
        said = {
            "lifter": np.tile(keys["lifter"].to_numpy(), len(HORIZONS)),
            "subject": np.tile(keys[subject].to_numpy(), len(HORIZONS)),
            "kind": kind,
            "horizon_weeks": np.repeat(HORIZONS, len(keys)),
            "style_a": first,
            "style_b": second,
        }
        parts.append(pd.DataFrame(said | {name: values.T.ravel() for name, values in columns.items()}))
    return pd.concat(parts, ignore_index=True)


def lift_pairs(keys: pd.DataFrame, differences: Mapping[str, Floats]) -> pd.DataFrame:
    """Compare styles for lifts, from draws of ln differences from as now; see `pair_rows`."""
    percent = {name: 100 * np.expm1(drawn) for name, drawn in differences.items() if name != AS_NOW}
    return pair_rows(keys, "one_rm", "exercise_id", percent)


def muscle_pairs(keys: pd.DataFrame, draws: Mapping[str, Floats]) -> pd.DataFrame:
    """Compare styles for muscles, from draws of the change in percent; see `pair_rows`."""
    return pair_rows(keys, "size", "muscle", draws)
