"""The response model's parameters: priors from published figures, updated by trial arms, and draws of them."""

import numpy as np
from numpy.typing import NDArray

from data import published

Floats = NDArray[np.floating]
Draws = dict[str, NDArray[np.float32]]

RANGES = {
    "heavy_credit": (0.1, 1.0),
    "light_credit": (0.1, 1.0),
    "size_to_strength": (0.0, 1.0),
    "frequency_weight": (0.0, 1.0),
    "variation": (0.0, 0.5),  # more zones never cost strength
    "strength_short_rest": (0.0, 0.5),
    "size_short_rest": (0.0, 0.5),
}

LOSS_TIME_SD = 0.5
"""Spread in ln of the times in which adaptations are lost: the published ones rest on little (evidence `detraining-1`,
graded C; `bosquet2013-1`)."""


def parameter_means() -> dict[str, float]:
    """Each parameter's mean after the trial arms, on its own (log or natural) scale."""
    table = published.response_parameters()
    return dict(zip(table["parameter"], table["mean"].astype(float), strict=True))


def natural(parameters: dict[str, Floats]) -> Draws:
    """Turn parameters on their fitting scale (`ln_x`) into natural ones (`x`), within their sensible ranges."""
    out: Draws = {}
    for name, values in parameters.items():
        plain = np.asarray(values, dtype=np.float32)
        out[name.removeprefix("ln_")] = np.exp(plain) if name.startswith("ln_") else plain
    for name, (low, high) in RANGES.items():
        out[name] = np.clip(out[name], low, high)
    return out


def draw_parameters(draws: int, seed: int, *, is_new: bool = False) -> Draws:
    """Draw parameters, jointly, and individual multipliers.

    Parameters
    ----------
    draws : int
    seed : int
    is_new : bool
        Whether the training is new to people, as in trials, where mixed training gains more than its zones explain.
        For lifters that is taken for novelty and left out: nobody has compared mixed with heavy training.

    Returns
    -------
    dict of arrays, shape (draws,)
        Natural-scale parameters, and lognormal with median 1: `strength_response` and `size_response`, a person's
        multipliers of the average response, and `loss_time`, of the times in which adaptations are lost.
    """
    rng = np.random.default_rng(seed)
    table, together = published.response_parameters().set_index("parameter"), published.response_correlations()
    mean, sd = (table.loc[together.index, column].to_numpy(float) for column in ("mean", "sd"))
    values, axes = np.linalg.eigh(together.to_numpy(float))
    # The symmetric root is the same on every machine; the signs of the axes are the linear algebra library's choice.
    root = (axes * np.sqrt(np.maximum(values, 0))) @ axes.T
    mixed = rng.standard_normal((draws, len(values))) @ root
    drawn: dict[str, Floats] = dict(zip(map(str, together.index), (mean + sd * mixed).T, strict=True))
    spread = parameter_means()
    for outcome in ("strength", "size"):
        drawn[f"ln_{outcome}_response"] = spread[f"sd_{outcome}_person"] * rng.standard_normal(draws)
    drawn["ln_loss_time"] = LOSS_TIME_SD * rng.standard_normal(draws)
    found = natural(drawn)
    return found if is_new else found | {"variation": np.zeros_like(found["variation"])}
