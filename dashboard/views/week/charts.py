"""The lifter at a glance: every lift ahead, every week behind."""

from typing import Final

import altair as alt
import pandas as pd

from dashboard import words
from dashboard.language import _
from dashboard.palette import Palette
from dashboard.parts.charts import SIGNED, axis, either, filled, finish, look, named

SHOWN: Final = (
    "name", "said", "likely", "carrying_on", "as_now_pct", "zero",
    "q10_pct", "q25_pct", "q50_pct", "q75_pct", "q90_pct",
)  # fmt: skip
"""What is drawn of a lift."""


def lifts_ahead(outlook: pd.DataFrame, unit: str, palette: Palette, color: str) -> alt.LayerChart:
    """Draw now → then for several lifts on one axis of % change, loads said beside each.

    Parameters
    ----------
    outlook : pandas.DataFrame
        One row per lift at one horizon, in the order to show: name, now_kg, q10 ... q90; as_now_kg, the middle carrying
        on, where another plan is drawn, else not a number.
    unit : {"kg", "lb"}
    palette : Palette
    color : str
        Of the plan shown.
    """
    rows = _in_percent(outlook, unit)
    has_as_now = bool(rows["as_now_pct"].notna().any())
    return filled(_ahead(len(rows), palette, color, has_as_now=has_as_now), {"lifts": rows[list(SHOWN)]})


@look
def _ahead(lifts: int, palette: Palette, color: str, *, has_as_now: bool) -> alt.LayerChart:
    """What now → then of so many lifts looks like."""
    x = alt.X(
        "q10_pct:Q",
        axis=axis(palette, _("Change from now (%)"), grid=False, labelExpr=SIGNED, tickCount=5),
        scale=alt.Scale(nice=True, zero=True),
    )
    y = alt.Y("name:N", sort=None, axis=None)
    tips = [
        alt.Tooltip("name:N", title=_("Lift")),
        alt.Tooltip("said:N", title=_("Now → then")),
        alt.Tooltip("likely:N", title=_("8 in 10 between")),
    ]
    if has_as_now:
        tips.append(alt.Tooltip("carrying_on:N", title=_("Carrying on as now")))
    base = named("lifts").encode(y=y, tooltip=tips)
    low = {"yOffset": 12, "color": color}
    bar = {**low, "height": 8, "cornerRadius": 4}
    layers = [
        base.mark_bar(**bar, opacity=0.28).encode(x=x, x2=alt.X2("q90_pct:Q")),
        base.mark_bar(**bar, opacity=0.45).encode(x=alt.X("q25_pct:Q"), x2=alt.X2("q75_pct:Q")),
        base.transform_filter("isValid(datum.as_now_pct)")
        .mark_point(yOffset=12, shape="square", filled=True, size=46, opacity=1, color=palette.styles["as_now"])
        .encode(x=alt.X("as_now_pct:Q")),
        base.mark_point(**low, filled=True, size=110, opacity=1, stroke=palette.paper).encode(x=alt.X("q50_pct:Q")),
        base.mark_tick(color=palette.ink, thickness=1.5, size=20, yOffset=12).encode(x=alt.X("zero:Q")),
        base.mark_text(align="left", dy=-7, fontSize=14, fontWeight=600, color=palette.ink).encode(
            x=alt.XValue(0), text=alt.Text("name:N")
        ),
        base.mark_text(align="right", dy=-7, fontSize=14, color=palette.muted).encode(
            x=alt.XValue("width"), text=alt.Text("said:N")
        ),
    ]
    return finish(alt.layer(*layers), 54 * lifts + 40)


def _in_percent(outlook: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Add the change from now in %, and the loads in words."""
    return outlook.assign(
        said=[
            f"{words.load(now, unit)} → {words.load(then, unit)}"
            for now, then in zip(outlook["now_kg"], outlook["q50"], strict=True)
        ],
        likely=[words.span(low, high, unit) for low, high in zip(outlook["q10"], outlook["q90"], strict=True)],
        carrying_on=[words.load(kg, unit) for kg in outlook["as_now_kg"]],
        as_now_pct=100 * (outlook["as_now_kg"] / outlook["now_kg"] - 1),
        zero=0.0,
        **{f"{q}_pct": 100 * (outlook[q] / outlook["now_kg"] - 1) for q in ("q10", "q25", "q50", "q75", "q90")},
    )


def training_weeks(weeks: pd.DataFrame, usual: float, palette: Palette) -> alt.LayerChart:
    """Draw working sets per week, the newest week strong, with the usual number as a rule."""
    rows = weeks[["week", "working_sets", "days"]].assign(newest=weeks["week"] == weeks["week"].max())
    return filled(_weeks(palette), {"weeks": rows, "usual": pd.DataFrame({"usual": [usual]})})


@look
def _weeks(palette: Palette) -> alt.LayerChart:
    """What working sets per week look like."""
    bars = (
        named("weeks")
        .mark_bar(cornerRadiusTopLeft=2, cornerRadiusTopRight=2, width={"band": 0.7})
        .encode(
            x=alt.X("yearmonthdate(week):O", axis=None),
            y=alt.Y("working_sets:Q", axis=axis(palette, tickCount=3)),
            color=either(alt.ColorValue, "datum.newest", palette.accent, palette.faint),
            tooltip=[
                alt.Tooltip("week:T", title=_("Week from"), format="%-d %b %Y"),
                alt.Tooltip("working_sets:Q", title=_("Working sets"), format="d"),
                alt.Tooltip("days:Q", title=_("Days trained")),
            ],
        )
    )
    rule = named("usual").mark_rule(color=palette.muted, strokeDash=[4, 3]).encode(y=alt.Y("usual:Q"))
    return finish(alt.layer(bars, rule), 130)
