"""What all charts share: the quiet axis, the size, labels that do not overlap."""

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import numpy as np

from dashboard.palette import Palette

FONT: Final = 13
SIGNED: Final = "(datum.value > 0 ? '+' : datum.value < 0 ? '\u2212' : '') + abs(datum.value)"
"""Vega expression for changes on an axis: a sign on all but zero."""


def axis(palette: Palette, title: str | None = None, **more: Any) -> alt.Axis:
    """Quiet axis all charts share; `more` overrides its looks."""
    quiet: dict[str, Any] = {
        "gridColor": palette.grid,
        "gridWidth": 1,
        "domain": False,
        "ticks": False,
        "labelColor": palette.muted,
        "labelFontSize": FONT,
        "labelPadding": 6,
        "titleColor": palette.muted,
        "titleFontSize": FONT,
        "titleFontWeight": "normal",
    }
    return alt.Axis(title=title, **{**quiet, **more})


def finish(chart: alt.LayerChart, height: int, right: int = 6) -> alt.LayerChart:
    """Size a chart and let the card show through."""
    return chart.properties(
        height=height, background="transparent", padding={"left": 2, "right": right, "top": 8, "bottom": 2}
    )


def apart(values: Sequence[float], gap: float) -> list[float]:
    """Move label positions so that neighbours are at least `gap` apart, keeping their order and centre.

    Parameters
    ----------
    values : sequence of float
        Where labels belong.
    gap : float
        Least distance, in the same unit.

    Returns
    -------
    list of float
        Where to put them, in the order given.
    """
    order = np.argsort(values, kind="stable")
    placed = np.asarray(values, float)[order]
    lifted = np.maximum.accumulate(placed - gap * np.arange(placed.size)) + gap * np.arange(placed.size)
    lowered = np.minimum.accumulate((placed - gap * np.arange(placed.size))[::-1])[::-1]
    middle = (lifted + lowered + gap * np.arange(placed.size)) / 2
    result = np.empty_like(middle)
    result[order] = middle
    return [float(value) for value in result]
