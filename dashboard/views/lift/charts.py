"""One lift: its past, and the fan of what may come."""

from dataclasses import dataclass
from typing import Final

import altair as alt
import numpy as np
import pandas as pd
from scipy.stats import norm

from dashboard import words
from dashboard.language import _
from dashboard.palette import TOLD, Palette, name_of
from dashboard.parts.charts import FONT, apart, axis, either, filled, finish, look, named
from dashboard.views.lift.ribbon import RIBBON, lanes, ribbon
from models.forecasters.any_horizon import FURTHEST_WEEKS
from models.outlook.styles import LEVELS
from models.plans.milestone import QUANTILES

HEIGHT: Final = 420
AXIS: Final = 40
"""Of the height, what the axis of days takes."""
STYLE: Final = "style"
WEEKS: Final = "weeks"
"""Parameters of the chart."""
WEEK_MS: Final = 7 * 24 * 3600 * 1000
BANDS: Final = (("q05", "q95", 0.12), ("q10", "q90", 0.17), ("q25", "q75", 0.24))
NEAR_WEEKS: Final = 26
"""The fan reaches so far, and to a year where a horizon beyond is asked for; the past is as long as the fan."""
REACH: Final = f"{WEEKS} <= {NEAR_WEEKS} ? {NEAR_WEEKS} : {FURTHEST_WEEKS}"
ROOMS: Final = ("near_low", "near_high", "far_low", "far_high")
"""What the axis of loads spans while the fan reaches half a year, and a year."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """What is drawn of the past of a lift.

    Parameters
    ----------
    days : pandas.DataFrame
        One row per training day: day, one_rm_kg, top_load_kg, top_reps, is_record.
    level : pandas.DataFrame
        From `level_before`.
    zones : pandas.DataFrame
        One row per week: week, heavy_sets, moderate_sets, light_sets.
    """

    days: pd.DataFrame
    level: pd.DataFrame
    zones: pd.DataFrame

    def within(self, cutoff: pd.Timestamp, weeks: int) -> "Past":
        """The last weeks of it."""
        since = cutoff - pd.Timedelta(weeks=weeks)
        return Past(
            days=self.days[self.days["day"] >= since],
            level=self.level[self.level["day"] >= since],
            zones=self.zones[self.zones["week"] >= since],
        )


def paths(weekly: pd.DataFrame, cutoff: pd.Timestamp, unit: str) -> pd.DataFrame:
    """Quantiles of the plan and every style week by week to a year, in the screen's unit, from the current 1RM on.

    Parameters
    ----------
    weekly : pandas.DataFrame
        One row per style and week from 1 to a year of one lift: style, horizon_weeks, now_kg, now_se_kg, q05 ... q95.
    cutoff : pandas.Timestamp
        The day forecast from.
    unit : {"kg", "lb"}

    Returns
    -------
    pandas.DataFrame
        style, name, horizon_weeks (0 first), day, q05 ... q95.
    """
    starts = weekly.drop_duplicates("style").assign(horizon_weeks=0)
    unsure = starts["now_se_kg"] / starts["now_kg"]
    ends = zip(QUANTILES, norm.ppf(LEVELS), strict=True)
    starts = starts.assign(**{name: starts["now_kg"] * np.exp(score * unsure) for name, score in ends})
    both = pd.concat([starts, weekly]).sort_values(["style", "horizon_weeks"])
    both[QUANTILES] = both[QUANTILES] * words.in_unit(1.0, unit)
    both["day"] = cutoff + pd.to_timedelta(both["horizon_weeks"] * 7, unit="D")
    both["name"] = both["style"].map(name_of)
    return both[["style", "name", "horizon_weeks", "day", *QUANTILES]]


def fan(
    past: Past,
    ahead: pd.DataFrame,
    *,
    style: str,
    weeks: int,
    unit: str,
    palette: Palette,
    start: str = "now",
) -> alt.LayerChart:
    """Draw a lift's past and the fan of the plan or a style; style and weeks are switched where the chart is drawn.

    Parameters
    ----------
    past : Past
        A year of it, of which as much is shown as of the weeks ahead.
    ahead : pandas.DataFrame
        From `paths`.
    style, weeks
        Chosen at first.
    unit : {"kg", "lb"}
    palette : Palette
    start : str
        What the day forecast from is called.
    """
    cutoff = pd.Timestamp(ahead["day"].min())
    shown = past.within(cutoff, FURTHEST_WEEKS)
    days, level = _in_unit(shown.days, unit), _level_in_unit(shown.level, unit)
    near, far = (_room(days, level, ahead, cutoff, reach) for reach in (NEAR_WEEKS, FURTHEST_WEEKS))
    styles = tuple(name for name in TOLD if name in set(ahead["style"]))
    return filled(
        _fan(styles, unit, palette),
        {
            "ahead": _in_words(ahead, unit),
            "labels": _labels(ahead, (near, far)),
            "days": days,
            "level": level,
            "zones": lanes(shown.zones),
            "start": pd.DataFrame({"day": [cutoff]}),
        },
        **{STYLE: style, WEEKS: weeks, "cutoff": cutoff.timestamp() * 1000, "start": start},
        **dict(zip(ROOMS, (*near, *far), strict=True)),
    )


@look
def _fan(styles: tuple[str, ...], unit: str, palette: Palette) -> alt.LayerChart:
    """What every fan of these styles looks like, whoever's it is."""
    x = alt.X(
        "day:T",
        axis=axis(palette, grid=False, tickCount=5, labelOverlap=True),
        scale=alt.Scale(domainMin=_end("-"), domainMax=_end("+")),
    )
    value_axis = axis(palette, _("Estimated 1RM ({unit})").format(unit=unit), tickCount=6)
    near_low, near_high, far_low, far_high = ROOMS
    y_scale = alt.Scale(
        domainMin=_by_reach(near_low, far_low), domainMax=_by_reach(near_high, far_high), zero=False, nice=False
    )
    chosen = named("ahead").transform_filter(f"datum.style == {STYLE}")
    color = alt.Color("style:N", legend=None, scale=_colors(palette))
    layers = [
        *[
            chosen.mark_area(opacity=opacity, interpolate="monotone", clip=True).encode(
                x=x, y=alt.Y(f"{low}:Q", axis=value_axis, scale=y_scale), y2=alt.Y2(f"{high}:Q"), color=color
            )
            for low, high, opacity in BANDS
        ],
        *_level(x, palette),
        *_points(named("days"), x, alt.Y("value:Q", axis=value_axis, scale=y_scale), palette),
        _medians(x, color),
        *_started(x, palette),
        *_marked(x, color, palette),
        named("labels")
        .transform_filter(f"datum.reach == ({REACH})")
        .mark_text(align="left", dx=8, fontSize=FONT, fontWeight=600)
        .encode(x=alt.X("day:T"), y=alt.Y("label_at:Q"), text=alt.Text("name:N"), color=color),
        *ribbon(x, palette),
    ]
    return finish(alt.layer(*layers, params=_params(styles)), HEIGHT)


def _params(styles: tuple[str, ...]) -> list[alt.VariableParameter]:
    """Style and weeks, chosen by controls that the chart brings; and what else each fan has of its own."""
    by_style = alt.binding_radio(options=list(styles), labels=[name_of(name) for name in styles], name=_("Training"))
    by_week = alt.binding_range(min=1, max=FURTHEST_WEEKS, step=1, name=_("Weeks ahead"))
    return [
        alt.VariableParameter(name=STYLE, value=styles[0], bind=by_style),
        alt.VariableParameter(name=WEEKS, value=NEAR_WEEKS, bind=by_week),
        *(alt.VariableParameter(name=name, value=0) for name in ("cutoff", *ROOMS)),
        alt.VariableParameter(name="start", value=""),
    ]


def _by_reach(near: object, far: object) -> alt.ExprRef:
    """One value while the fan reaches half a year, another when it reaches a year."""
    return alt.ExprRef(f"{WEEKS} <= {NEAR_WEEKS} ? {near} : {far}")


def _end(side: str) -> alt.ExprRef:
    """An end of the days shown: as far back as ahead."""
    return alt.ExprRef(f"cutoff {side} ({REACH}) * {WEEK_MS}")


def _colors(palette: Palette) -> alt.Scale:
    """The colour of the plan and of each style."""
    return alt.Scale(domain=list(TOLD), range=[palette.styles[name] for name in TOLD])


def _room(
    days: pd.DataFrame, level: pd.DataFrame, ahead: pd.DataFrame, cutoff: pd.Timestamp, reach: int
) -> tuple[float, float]:
    """What the axis spans for so many weeks: all values under any style and a little air, above the ribbon."""
    since = cutoff - pd.Timedelta(weeks=reach)
    seen = ahead[ahead["horizon_weeks"] <= reach]
    recent = [frame[frame["day"] >= since] for frame in (days, level)]
    values = np.concatenate([recent[0]["value"], recent[1]["low"], recent[1]["high"], seen["q05"], seen["q95"]])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    air = 0.04 * (high - low or 1.0)
    whole = high - low + 2 * air
    return low - air - whole * RIBBON / (HEIGHT - RIBBON), high + air


def past_alone(past: Past, unit: str, palette: Palette) -> alt.LayerChart:
    """Draw a lift's past days alone, where nothing is forecast.

    Parameters
    ----------
    past : Past
    unit : {"kg", "lb"}
    palette : Palette
    """
    x = alt.X("day:T", axis=axis(palette, grid=False, tickCount=5, labelOverlap=True))
    y = alt.Y(
        "value:Q",
        axis=axis(palette, _("Estimated 1RM ({unit})").format(unit=unit), tickCount=5, format=".4~g"),
        scale=alt.Scale(zero=False),
    )
    return finish(alt.layer(*_points(alt.Chart(_in_unit(past.days, unit)), x, y, palette)), 260)


def _in_unit(days: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Put training days into the screen's unit and words."""
    return pd.DataFrame(
        {
            "day": days["day"],
            "is_record": days["is_record"],
            "value": days["one_rm_kg"] * words.in_unit(1.0, unit),
            "estimate": [words.load(kg, unit) for kg in days["one_rm_kg"]],
            "best": [
                f"{words.plates(kg, unit)} × {reps:g}"
                for kg, reps in zip(days["top_load_kg"], days["top_reps"], strict=True)
            ],
        }
    )


def _level_in_unit(level: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Put the past level and its band into the screen's unit."""
    kinds = {"level": "level_kg", "low": "low_kg", "high": "high_kg"}
    shown = {name: level[kg].astype(float) * words.in_unit(1.0, unit) for name, kg in kinds.items()}
    return pd.DataFrame({"day": pd.to_datetime(level["day"]), **shown})


def _level(x: alt.X, palette: Palette) -> list[alt.Chart]:
    """Draw the past 1RM as a line in a band."""
    base = named("level")
    return [
        base.mark_area(color=palette.muted, opacity=0.16, interpolate="monotone", clip=True).encode(
            x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
        ),
        base.mark_line(color=palette.ink, strokeWidth=2, interpolate="monotone", clip=True).encode(
            x=x, y=alt.Y("level:Q")
        ),
    ]


def _points(days: alt.Chart, x: alt.X, y: alt.Y, palette: Palette) -> list[alt.Chart]:
    """Draw one point per training day, and records again as diamonds."""
    tips = [
        alt.Tooltip("day:T", title=_("Day"), format="%-d %b %Y"),
        alt.Tooltip("estimate:N", title=_("Estimated 1RM")),
        alt.Tooltip("best:N", title=_("Heaviest set")),
    ]
    return [
        days.mark_circle(size=26, color=palette.muted, opacity=0.55, clip=True).encode(x=x, y=y, tooltip=tips),
        days.transform_filter("datum.is_record")
        .mark_point(
            shape="diamond", filled=True, size=110, color=palette.accent, stroke=palette.paper, opacity=1, clip=True
        )
        .encode(x=x, y=y, tooltip=tips),
    ]


def _medians(x: alt.X, color: alt.Color) -> alt.Chart:
    """Draw the median of the plan and of each style, the chosen one strong."""
    is_chosen = f"datum.style == {STYLE}"
    return (
        named("ahead")
        .mark_line(interpolate="monotone", clip=True)
        .encode(
            x=x,
            y=alt.Y("q50:Q"),
            color=color,
            strokeWidth=either(alt.StrokeWidthValue, is_chosen, 3, 1.5),
            strokeDash=either(alt.StrokeDashValue, is_chosen, [1, 0], [5, 3]),
        )
    )


def _started(x: alt.X, palette: Palette) -> list[alt.Chart]:
    """Mark the day forecast from."""
    first = named("start")
    name = first.mark_text(
        text=alt.ExprRef("start"), align="right", dx=-5, dy=6, baseline="top", color=palette.muted, fontSize=FONT
    ).encode(x=x, y=alt.YValue(0))
    return [first.mark_rule(color=palette.muted, strokeDash=[2, 3]).encode(x=x), name]


def _in_words(ahead: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Say the middle and the 80 % interval of each week."""
    return ahead.drop(columns="name").assign(
        middle=[f"{value:.0f} {unit}" for value in ahead["q50"]],
        likely=[f"{low:.0f} to {high:.0f} {unit}" for low, high in zip(ahead["q10"], ahead["q90"], strict=True)],
    )


def _marked(x: alt.X, color: alt.Color, palette: Palette) -> list[alt.Chart]:
    """Mark the chosen week of the chosen style, with its 80 % interval."""
    tips = [
        alt.Tooltip("day:T", title=_("Around"), format="%-d %b %Y"),
        alt.Tooltip("middle:N", title=_("As likely above as below")),
        alt.Tooltip("likely:N", title=_("8 in 10 between")),
    ]
    base = named("ahead").transform_filter(f"datum.style == {STYLE} && datum.horizon_weeks == {WEEKS}")
    return [
        base.mark_rule(strokeWidth=2.5).encode(x=x, y=alt.Y("q10:Q"), y2=alt.Y2("q90:Q"), color=color, tooltip=tips),
        base.mark_point(filled=True, size=95, stroke=palette.paper, strokeWidth=1.5, opacity=1).encode(
            x=x, y=alt.Y("q50:Q"), color=color, tooltip=tips
        ),
    ]


def _labels(ahead: pd.DataFrame, rooms: tuple[tuple[float, float], ...]) -> pd.DataFrame:
    """Place the name of each median at the end of the fan, pushed apart where they would overlap; for both reaches."""
    placed = []
    for reach, (low, high) in zip((NEAR_WEEKS, FURTHEST_WEEKS), rooms, strict=True):
        ends = ahead[ahead["horizon_weeks"] == reach]
        at = apart(list(ends["q50"]), 17 / (HEIGHT - AXIS) * (high - low))
        placed.append(ends[["style", "name", "day"]].assign(reach=reach, label_at=at))
    return pd.concat(placed)
