"""Muscles: size under each style, and the sets each gets."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard import words
from dashboard.language import _
from dashboard.palette import SHAPES, TOLD, Palette, name_of
from dashboard.parts.charts import SIGNED, axis, finish


def _muscles(order: Sequence[str], palette: Palette) -> alt.Y:
    """Axis of muscles, from the top."""
    return alt.Y("muscle:N", sort=list(order), axis=axis(palette, labelColor=palette.ink, labelLimit=150))


def sizes(outlook: pd.DataFrame, order: Sequence[str], palette: Palette) -> alt.LayerChart:
    """Draw each muscle's change in size under the plan and each style: 80 % range and median.

    Parameters
    ----------
    outlook : pandas.DataFrame
        One row per muscle and style (and the plan) at one horizon: muscle, style, q10, q50, q90 (%).
    order : sequence of str
        Muscles from the top.
    palette : Palette
    """
    rows = outlook.assign(
        name=outlook["style"].map(name_of),
        likely=[words.change_span(low, high) for low, high in zip(outlook["q10"], outlook["q90"], strict=True)],
        middle=outlook["q50"].map(words.change),
    )
    y = _muscles(order, palette)
    offset = alt.YOffset("style:N", sort=list(TOLD), scale=alt.Scale(paddingOuter=0.6))
    colors = alt.Scale(domain=list(TOLD), range=[palette.styles[s] for s in TOLD])
    shapes = alt.Scale(domain=list(TOLD), range=[SHAPES[s] for s in TOLD])
    color = alt.Color("style:N", legend=None, scale=colors)
    shape = alt.Shape("style:N", legend=None, scale=shapes)
    tips = [
        alt.Tooltip("muscle:N", title=_("Muscle")),
        alt.Tooltip("name:N", title=_("Style")),
        alt.Tooltip("middle:N", title=_("As likely above as below")),
        alt.Tooltip("likely:N", title=_("8 in 10 between")),
    ]
    base = alt.Chart(rows)
    x = alt.X("q10:Q", axis=axis(palette, _("Change in size (%)"), labelExpr=SIGNED, tickCount=6, orient="top"))
    layers = [
        alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color=palette.muted).encode(x=alt.X("zero:Q")),
        base.mark_rule(strokeWidth=3, opacity=0.45, strokeCap="round").encode(
            x=x, x2=alt.X2("q90:Q"), y=y, yOffset=offset, color=color, tooltip=tips
        ),
        base.mark_point(filled=True, size=52, opacity=1).encode(
            x=alt.X("q50:Q"), y=y, yOffset=offset, color=color, shape=shape, tooltip=tips
        ),
    ]
    return finish(alt.layer(*layers), 70 * len(order) + 30)
