"""Backtest scores: skill by horizon, coverage against the promise."""

from typing import Any

import altair as alt
import pandas as pd

from dashboard import words
from dashboard.language import _
from dashboard.palette import Palette
from dashboard.parts.charts import FONT, SIGNED, apart, axis, either, filled, finish, look, named

HEIGHT = 260
LEAST_SHOWN = 0.5
"""Coverage below this is drawn at the edge."""

FLOOR = -0.2
"""Skill below this is drawn at the edge: a bad baseline must not squeeze the others into one line."""


def _weeks(palette: Palette) -> alt.X:
    """Axis of horizons."""
    return alt.X("horizon_weeks:O", axis=axis(palette, _("Weeks ahead"), labelAngle=0), scale=alt.Scale(padding=0.3))


def skill(scores: pd.DataFrame, champion: str, palette: Palette) -> alt.LayerChart:
    """Draw each candidate's skill by horizon, the champion strong, names at the ends.

    Parameters
    ----------
    scores : pandas.DataFrame
        One row per candidate and horizon: candidate, horizon_weeks, skill.
    champion : str
        The candidate in force.
    palette : Palette
    """
    rows = scores.assign(drawn=scores["skill"].clip(lower=FLOOR), is_champion=scores["candidate"] == champion)
    ends = rows.sort_values("horizon_weeks").groupby("candidate").tail(1).copy()
    reach = float(rows["drawn"].max() - rows["drawn"].min()) or 0.1
    ends["label_at"] = apart(list(ends["drawn"]), reach * 19 / HEIGHT)
    drawn = ["candidate", "horizon_weeks", "skill", "drawn", "is_champion"]
    ends = ends[["candidate", "is_champion", "label_at"]]
    return filled(_skill(palette), {"rows": rows[drawn], "ends": ends, "zero": pd.DataFrame({"zero": [0.0]})})


@look
def _skill(palette: Palette) -> alt.LayerChart:
    """What skill by horizon looks like."""
    color = either(alt.ColorValue, "datum.is_champion", palette.accent, palette.muted)
    tips = [
        alt.Tooltip("candidate:N", title=_("Candidate")),
        alt.Tooltip("horizon_weeks:O", title=_("Weeks ahead")),
        alt.Tooltip("skill:Q", title=_("Closer than no change"), format=".0%"),
    ]
    y = alt.Y(
        "drawn:Q",
        axis=axis(palette, _("Closer than no change (%)"), tickCount=5, labelExpr="round(100 * datum.value)"),
        scale=alt.Scale(zero=True),
    )
    lines: dict[str, Any] = {"x": _weeks(palette), "detail": alt.Detail("candidate:N"), "color": color}
    layers = [
        named("zero").mark_rule(color=palette.muted).encode(y=alt.Y("zero:Q")),
        named("rows")
        .mark_line(strokeWidth=1.5)
        .encode(y=y, strokeWidth=either(alt.StrokeWidthValue, "datum.is_champion", 3, 1.2), **lines),
        named("rows").mark_circle(size=60, opacity=1).encode(y=y, tooltip=tips, **lines),
        named("ends")
        .mark_text(align="left", dx=9, fontSize=FONT)
        .encode(x=alt.XValue("width"), y=alt.Y("label_at:Q"), text=alt.Text("candidate:N"), color=color),
    ]
    return finish(alt.layer(*layers), HEIGHT)


def calibration(shares: pd.DataFrame, palette: Palette) -> alt.LayerChart:
    """Draw the share of outcomes below each quantile against what the quantile says, a line per horizon.

    Parameters
    ----------
    shares : pandas.DataFrame
        One row per horizon and quantile: horizon_weeks, level, below.
    palette : Palette
    """
    rows = shares[["level", "below"]].assign(ahead=[words.weeks(weeks) for weeks in shares["horizon_weeks"]])
    promised = pd.DataFrame({"level": [0.0, 1.0], "below": [0.0, 1.0]})
    return filled(_calibration(palette), {"rows": rows, "promised": promised})


@look
def _calibration(palette: Palette) -> alt.LayerChart:
    """What came of each quantile looks like."""
    whole = alt.Scale(domain=[0, 1])
    percent = "round(100 * datum.value)"
    should, came = _("Should come out below (%)"), _("Came out below (%)")
    x = alt.X("level:Q", axis=axis(palette, should, labelExpr=percent, tickCount=5), scale=whole)
    y = alt.Y("below:Q", axis=axis(palette, came, labelExpr=percent, tickCount=5), scale=whole)
    tips = [
        alt.Tooltip("ahead:N", title=_("Ahead")),
        alt.Tooltip("level:Q", title=_("Should come out below"), format=".0%"),
        alt.Tooltip("below:Q", title=_("Came out below"), format=".0%"),
    ]
    rows = named("rows")
    layers = [
        named("promised").mark_line(color=palette.muted, strokeDash=[4, 3]).encode(x=x, y=y),
        rows.mark_line(strokeWidth=1.2, color=palette.accent).encode(x=x, y=y, detail=alt.Detail("ahead:N")),
        rows.mark_circle(size=45, opacity=0.8, color=palette.accent).encode(x=x, y=y, tooltip=tips),
    ]
    return finish(alt.layer(*layers), HEIGHT)


def coverage(scores: pd.DataFrame, palette: Palette) -> alt.LayerChart:
    """Draw how often the champion's intervals held, against the 80 and 90 % promised.

    Parameters
    ----------
    scores : pandas.DataFrame
        One row per horizon: horizon_weeks, coverage80, coverage90.
    palette : Palette
    """
    rows = scores.melt("horizon_weeks", ["coverage80", "coverage90"], "interval", "share").assign(
        promise=lambda f: f["interval"].map({"coverage80": 0.8, "coverage90": 0.9}),
        name=lambda f: f["interval"].map({"coverage80": "80 %", "coverage90": "90 %"}),
    )
    ends = rows.sort_values("horizon_weeks").groupby("interval").tail(1)
    return filled(_coverage(palette), {"rows": rows, "ends": ends})


@look
def _coverage(palette: Palette) -> alt.LayerChart:
    """What the share of intervals that held looks like."""
    y = alt.Y(
        "share:Q",
        axis=axis(palette, _("Within the range (%)"), labelExpr="round(100 * datum.value)", tickCount=5),
        scale=alt.Scale(domain=[LEAST_SHOWN, 1.0], clamp=True, zero=False),
    )
    tips = [
        alt.Tooltip("name:N", title=_("Range")),
        alt.Tooltip("horizon_weeks:O", title=_("Weeks ahead")),
        alt.Tooltip("share:Q", title=_("Held"), format=".0%"),
    ]
    x = _weeks(palette)
    rows = named("rows")
    layers = [
        rows.mark_rule(color=palette.muted, strokeDash=[4, 3]).encode(y=alt.Y("promise:Q")),
        rows.mark_line(strokeWidth=2.5, color=palette.accent).encode(x=x, y=y, detail=alt.Detail("interval:N")),
        rows.mark_circle(size=70, opacity=1, color=palette.accent).encode(x=x, y=y, tooltip=tips),
        named("ends")
        .mark_text(align="left", dx=9, fontSize=FONT, color=palette.accent)
        .encode(x=alt.XValue("width"), y=y, text=alt.Text("name:N")),
    ]
    return finish(alt.layer(*layers), HEIGHT)


def looked_back(past: pd.DataFrame, unit: str, palette: Palette) -> alt.LayerChart:
    """Draw past forecasts as ranges, and what came as dots: as changes from the best of when they were given.

    Parameters
    ----------
    past : pandas.DataFrame
        One row per forecast: name, cutoff, horizon_weeks, due, best_kg, q10, q50, q90, reached_kg, is_inside.
    unit : {"kg", "lb"}
    palette : Palette
    """
    rows = past.assign(
        what=[
            _("{name}, {day}, {weeks} ahead").format(name=name, day=words.day(due), weeks=words.weeks(weeks))
            for name, due, weeks in zip(past["name"], past["due"], past["horizon_weeks"], strict=True)
        ],
        **{name: 100 * (past[name] / past["best_kg"] - 1) for name in ("q10", "q50", "q90", "reached_kg")},
        said=[words.span(low, high, unit) for low, high in zip(past["q10"], past["q90"], strict=True)],
        came=[words.load(kg, unit) for kg in past["reached_kg"]],
    )
    drawn = ["what", "said", "came", "is_inside", "q10", "q90", "reached_kg"]
    return filled(_looked_back(rows["what"].nunique(), palette), {"rows": rows[drawn]})


@look
def _looked_back(forecasts: int, palette: Palette) -> alt.LayerChart:
    """What so many past forecasts look like."""
    y = alt.Y("what:N", sort=None, axis=axis(palette, labelLimit=260, grid=False))
    against = axis(palette, _("Change from the best when it was said (%)"), labelExpr=SIGNED, tickCount=6)
    tips = [
        alt.Tooltip("what:N", title=_("Forecast")),
        alt.Tooltip("said:N", title=_("8 in 10 within")),
        alt.Tooltip("came:N", title=_("Came")),
    ]
    color = either(alt.ColorValue, "datum.is_inside", palette.accent, palette.ink)
    layers = [
        named("rows")
        .mark_rule(strokeWidth=5, opacity=0.3, color=palette.accent, strokeCap="round", aria=False)
        .encode(y=y, x=alt.X("q10:Q", axis=against), x2=alt.X2("q90:Q"), tooltip=tips),
        named("rows")
        .mark_point(size=70, filled=True, opacity=1, aria=False)
        .encode(
            y=y,
            x=alt.X("reached_kg:Q"),
            color=color,
            shape=either(alt.ShapeValue, "datum.is_inside", "circle", "diamond"),
            tooltip=tips,
        ),
    ]
    return finish(alt.layer(*layers), max(120, 26 * forecasts))
