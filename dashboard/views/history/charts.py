"""What a lifter has done: a calendar of training days, sets week by week with the blocks under them, body weight."""

from datetime import date, timedelta
from typing import Final

import altair as alt
import pandas as pd

from dashboard import words
from dashboard.language import _, dated, gettext_noop
from dashboard.palette import STYLES, Palette, name_of
from dashboard.parts.charts import axis, finish

KINDS: Final = {
    "heavy_sets": gettext_noop("1 to 5 reps"),
    "moderate_sets": gettext_noop("6 to 15 reps"),
    "light_sets": gettext_noop("more reps"),
}
"""Columns of sets by reps, and what they are called: the bounds are those of `models.definitions`."""
CELL: Final = 17


def calendar(days: pd.DataFrame, first: date, last: date, palette: Palette) -> alt.LayerChart:
    """Draw one square per day, darker the more working sets; days without training are empty.

    Parameters
    ----------
    days : pandas.DataFrame
        One row per training day: day, working_sets.
    first, last : date
        Shown from and to; from the Monday of the first week.
    palette : Palette
    """
    monday = first - timedelta(days=first.weekday())
    names = [dated(monday + timedelta(days=at), "EEE") for at in range(7)]
    rows = pd.DataFrame({"day": pd.date_range(monday, last)}).merge(days, on="day", how="left")
    rows = rows.assign(
        week=rows["day"] - pd.to_timedelta(rows["day"].dt.day_of_week, unit="D"),
        weekday=[names[at] for at in rows["day"].dt.day_of_week],
        said=[
            words.counted(sets, "working set", "working sets") if sets > 0 else _("no training")
            for sets in rows["working_sets"]
        ],
    )
    base = alt.Chart(rows).encode(
        x=alt.X(
            "yearmonthdate(week):O",
            axis=axis(
                palette,
                grid=False,
                labelExpr="date(datum.value) <= 7 ? timeFormat(datum.value, '%b') : ''",
                labelAngle=0,
                labelOverlap=False,
            ),
            scale=alt.Scale(paddingInner=0.14),
        ),
        y=alt.Y("weekday:O", sort=names, axis=axis(palette, grid=False), scale=alt.Scale(paddingInner=0.14)),
        tooltip=[
            alt.Tooltip("day:T", title=_("Day"), format="%a %-d %b %Y"),
            alt.Tooltip("said:N", title=_("Trained")),
        ],
    )
    empty = base.mark_rect(color=palette.grid, cornerRadius=2, opacity=0.6)
    done = (
        base.transform_filter("datum.working_sets > 0")
        .mark_rect(cornerRadius=2, color=palette.accent)
        .encode(opacity=alt.Opacity("working_sets:Q", scale=alt.Scale(range=[0.35, 1]), legend=None))
    )
    return finish(alt.layer(empty, done), 7 * CELL + 24)


def volume(weeks: pd.DataFrame, blocks: pd.DataFrame, palette: Palette) -> alt.LayerChart:
    """Draw working sets a week, parted by reps, and under them the style of each block.

    Parameters
    ----------
    weeks : pandas.DataFrame
        One row per week: week and the columns of `KINDS`.
    blocks : pandas.DataFrame
        One row per training block: style, first_day, last_day.
    palette : Palette
    """
    shades = [palette.accent, palette.muted, palette.faint]
    kinds = {kind: _(said) for kind, said in KINDS.items()}
    long = weeks.melt(["week"], list(KINDS), var_name="kind", value_name="sets").assign(
        name=lambda f: f["kind"].map(kinds), rank=lambda f: f["kind"].map({kind: i for i, kind in enumerate(KINDS)})
    )
    days = axis(palette, grid=False, tickCount=6, labelOverlap=True, labelPadding=18)
    bars = (
        alt.Chart(long)
        .mark_area(interpolate="step-after", opacity=0.9)
        .encode(
            x=alt.X("week:T", axis=days),
            y=alt.Y("sets:Q", axis=axis(palette, _("Working sets a week"), tickCount=4)),
            color=alt.Color(
                "name:N",
                scale=alt.Scale(domain=list(kinds.values()), range=shades),
                legend=alt.Legend(title=None, orient="top", labelColor=palette.muted),
            ),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("week:T", title=_("Week from"), format="%-d %b %Y"),
                alt.Tooltip("name:N", title=_("Sets of")),
                alt.Tooltip("sets:Q", title=_("Sets"), format="d"),
            ],
        )
    )
    return finish(alt.layer(bars, *_ribbon(blocks, days, palette)).resolve_scale(color="independent"), 240)


def _ribbon(blocks: pd.DataFrame, days: alt.Axis, palette: Palette) -> list[alt.Chart]:
    """Draw each block's style as a bar along the bottom."""
    if blocks.empty:
        return []
    rows = blocks.assign(
        name=[name_of(style) if style in STYLES else _("Another mix") for style in blocks["style"]],
        color=[palette.styles.get(style, palette.muted) for style in blocks["style"]],
    )
    return [
        alt.Chart(rows)
        .mark_bar(height=9, cornerRadius=2, yOffset=9)
        .encode(
            x=alt.X("first_day:T", axis=days),
            x2=alt.X2("last_day:T"),
            y=alt.YValue("height"),
            color=alt.Color("color:N", scale=None),
            tooltip=[
                alt.Tooltip("name:N", title=_("Style")),
                alt.Tooltip("first_day:T", title=_("From"), format="%-d %b %Y"),
                alt.Tooltip("last_day:T", title=_("To"), format="%-d %b %Y"),
            ],
        )
    ]


def body_weight(days: pd.DataFrame, unit: str, palette: Palette) -> alt.LayerChart:
    """Draw each weigh-in, and the middle of the two weeks around it."""
    rows = days.assign(
        value=[words.in_unit(kg, unit) for kg in days["body_weight_kg"]],
        said=[words.load(kg, unit) for kg in days["body_weight_kg"]],
    )
    around = rows.set_index("day")["value"].rolling("14D", center=True).median()
    rows["smooth"] = around.to_numpy()
    base = alt.Chart(rows).encode(x=alt.X("day:T", axis=axis(palette, grid=False, tickCount=5, labelOverlap=True)))
    title = _("Body weight ({unit})").format(unit=unit)
    y = {"axis": axis(palette, title, tickCount=4), "scale": alt.Scale(zero=False)}
    points = base.mark_circle(size=18, color=palette.muted, opacity=0.5).encode(
        y=alt.Y("value:Q", **y),
        tooltip=[
            alt.Tooltip("day:T", title=_("Day"), format="%-d %b %Y"),
            alt.Tooltip("said:N", title=_("Body weight")),
        ],
    )
    line = base.mark_line(color=palette.accent, strokeWidth=2).encode(y=alt.Y("smooth:Q", **y))
    return finish(alt.layer(points, line), 170)
