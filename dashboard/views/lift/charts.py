"""One lift: its past days and the fan of what may come."""

from typing import Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from dashboard import words
from dashboard.palette import TOLD, Palette, name_of
from dashboard.parts.charts import FONT, apart, axis, finish
from models.forecasters.ahead import lifts_ahead
from models.forecasters.any_horizon import FURTHEST_WEEKS
from models.outlook.styles import LEVELS
from models.plans.milestone import QUANTILES

HEIGHT: Final = 380
BANDS: Final = (("q05", "q95", 0.12), ("q10", "q90", 0.17), ("q25", "q75", 0.24))
NEAR_WEEKS: Final = 26
"""The fan reaches so far, and to a year where a horizon beyond is asked for."""


def paths(outlook: pd.DataFrame, cutoff: pd.Timestamp, unit: str, horizon_weeks: int = NEAR_WEEKS) -> pd.DataFrame:
    """Quantiles of the plan and every style week by week in the screen's unit, starting from the current 1RM.

    Parameters
    ----------
    outlook : pandas.DataFrame
        One row per style and horizon stored of one lift: exercise_id, style, cutoff, horizon_weeks, now_kg,
        now_se_kg, q05 ... q95.
    cutoff : pandas.Timestamp
        The day forecast from.
    unit : {"kg", "lb"}
    horizon_weeks : int
        Asked for: beyond half a year the paths reach a whole one.

    Returns
    -------
    pandas.DataFrame
        style, name, horizon_weeks (0 first), day, q05 ... q95.
    """
    starts = outlook.drop_duplicates("style").assign(horizon_weeks=0)
    unsure = starts["now_se_kg"] / starts["now_kg"]
    ends = zip(QUANTILES, norm.ppf(LEVELS), strict=True)
    starts = starts.assign(**{name: starts["now_kg"] * np.exp(score * unsure) for name, score in ends})
    furthest = NEAR_WEEKS if horizon_weeks <= NEAR_WEEKS else FURTHEST_WEEKS
    ahead = lifts_ahead(outlook, range(1, furthest + 1))
    both = pd.concat([starts, ahead]).sort_values(["style", "horizon_weeks"])
    both[QUANTILES] = both[QUANTILES].map(lambda kg: words.in_unit(kg, unit))
    both["day"] = cutoff + pd.to_timedelta(both["horizon_weeks"] * 7, unit="D")
    both["name"] = both["style"].map(name_of)
    return both[["style", "name", "horizon_weeks", "day", *QUANTILES]]


def fan(
    days: pd.DataFrame,
    ahead: pd.DataFrame,
    *,
    style: str,
    horizon_weeks: int,
    unit: str,
    palette: Palette,
    start: str = "now",
) -> alt.LayerChart:
    """Draw a lift's past days and the fan of the plan or one style, with the medians under the others.

    Parameters
    ----------
    days : pandas.DataFrame
        One row per training day: day, one_rm_kg, top_load_kg, top_reps.
    ahead : pandas.DataFrame
        From `paths`.
    style, horizon_weeks
        Whose fan; the horizon marked.
    unit : {"kg", "lb"}
    palette : Palette
    start : str
        What the day forecast from is called.
    """
    past = _past(days, unit)
    chosen = ahead[ahead["style"] == style]
    values = np.concatenate([past["value"], ahead["q50"], chosen["q05"], chosen["q95"]])
    low, high = _room(values)
    x = alt.X("day:T", axis=axis(palette, grid=False, tickCount=5, labelOverlap=True))
    y = {
        "axis": axis(palette, f"Estimated 1RM ({unit})", tickCount=6),
        "scale": alt.Scale(domain=[low, high], zero=False, nice=False),
    }
    bands = [
        alt.Chart(chosen)
        .mark_area(color=palette.styles[style], opacity=opacity, interpolate="monotone")
        .encode(x=x, y=alt.Y(f"{low_q}:Q", **y), y2=f"{high_q}:Q")
        for low_q, high_q, opacity in BANDS
    ]
    layers = [
        *bands,
        _points(past, x, alt.Y("value:Q", **y), palette),
        *_medians(ahead, style, x, palette),
        *_started(chosen, x, start, palette),
        *_marked(chosen, x, horizon_weeks=horizon_weeks, unit=unit, palette=palette, color=palette.styles[style]),
        *_labels(ahead, style, 16 / HEIGHT * (high - low), palette),
    ]
    return finish(alt.layer(*layers), HEIGHT)


def _room(values: NDArray[np.floating]) -> tuple[float, float]:
    """What the axis spans: all values, and a little air."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    air = 0.06 * (high - low or 1.0)
    return low - air, high + air


def past(days: pd.DataFrame, unit: str, palette: Palette) -> alt.LayerChart:
    """Draw a lift's past days alone, where nothing is forecast.

    Parameters
    ----------
    days : pandas.DataFrame
        As for `fan`.
    unit : {"kg", "lb"}
    palette : Palette
    """
    x = alt.X("day:T", axis=axis(palette, grid=False, tickCount=5, labelOverlap=True))
    y = alt.Y(
        "value:Q",
        axis=axis(palette, f"Estimated 1RM ({unit})", tickCount=5, format=".4~g"),
        scale=alt.Scale(zero=False),
    )
    return finish(alt.layer(_points(_past(days, unit), x, y, palette)), 260)


def _past(days: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Put the past into the screen's unit and words."""
    return days.assign(
        value=days["one_rm_kg"].map(lambda kg: words.in_unit(kg, unit)),
        estimate=days["one_rm_kg"].map(lambda kg: words.load(kg, unit)),
        best=[
            f"{words.plates(kg, unit)} × {reps:g}"
            for kg, reps in zip(days["top_load_kg"], days["top_reps"], strict=True)
        ],
    )


def _points(past: pd.DataFrame, x: alt.X, y: alt.Y, palette: Palette) -> alt.Chart:
    """Draw one point per training day."""
    return (
        alt.Chart(past)
        .mark_circle(size=26, color=palette.muted, opacity=0.55)
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("day:T", title="Day", format="%-d %b %Y"),
                alt.Tooltip("estimate:N", title="Estimated 1RM"),
                alt.Tooltip("best:N", title="Heaviest set"),
            ],
        )
    )


def _medians(ahead: pd.DataFrame, style: str, x: alt.X, palette: Palette) -> list[alt.Chart]:
    """Draw each style's median, the chosen one strong."""
    return [
        alt.Chart(ahead[ahead["style"] == other])
        .mark_line(
            color=palette.styles[other],
            interpolate="monotone",
            strokeWidth=3 if other == style else 1.5,
            strokeDash=[1, 0] if other == style else [5, 3],
        )
        .encode(x=x, y="q50:Q")
        for other in TOLD
        if other in set(ahead["style"])
    ]


def _started(chosen: pd.DataFrame, x: alt.X, start: str, palette: Palette) -> list[alt.Chart]:
    """Mark the day forecast from."""
    first = alt.Chart(chosen[chosen["horizon_weeks"] == 0])
    name = first.mark_text(
        text=start, align="right", dx=-5, dy=6, baseline="top", color=palette.muted, fontSize=FONT
    ).encode(x=x, y=alt.value(0))
    return [first.mark_rule(color=palette.muted, strokeDash=[2, 3]).encode(x=x), name]


def _marked(
    chosen: pd.DataFrame, x: alt.X, *, horizon_weeks: int, unit: str, palette: Palette, color: str
) -> list[alt.Chart]:
    """Mark the chosen horizon, with its 80 % interval."""
    then = chosen[chosen["horizon_weeks"] == horizon_weeks].assign(
        middle=lambda f: [f"{value:.0f} {unit}" for value in f["q50"]],
        likely=lambda f: [f"{low:.0f} to {high:.0f} {unit}" for low, high in zip(f["q10"], f["q90"], strict=True)],
    )
    tips = [
        alt.Tooltip("day:T", title="Around", format="%-d %b %Y"),
        alt.Tooltip("middle:N", title="As likely above as below"),
        alt.Tooltip("likely:N", title="8 in 10 between"),
    ]
    return [
        alt.Chart(then).mark_rule(color=color, strokeWidth=2.5).encode(x=x, y="q10:Q", y2="q90:Q", tooltip=tips),
        alt.Chart(then)
        .mark_point(filled=True, size=95, color=color, stroke=palette.paper, strokeWidth=1.5, opacity=1)
        .encode(x=x, y="q50:Q", tooltip=tips),
    ]


def _labels(ahead: pd.DataFrame, style: str, gap: float, palette: Palette) -> list[alt.Chart]:
    """Name each median at its end, pushed apart where they would overlap."""
    ends = ahead.sort_values("horizon_weeks").groupby("style").tail(1).copy()
    ends["label_at"] = apart(list(ends["q50"]), gap)
    return [
        alt.Chart(ends[ends["style"] == other])
        .mark_text(
            align="left",
            dx=8,
            color=palette.styles[other],
            fontSize=FONT,
            fontWeight=700 if other == style else 500,
        )
        .encode(x="day:T", y="label_at:Q", text="name:N")
        for other in ends["style"]
    ]
