"""How many reps a lift's sets had, week by week: a thin ribbon under its past."""

from typing import Any, Final

import altair as alt
import pandas as pd

from dashboard import words
from dashboard.language import _
from dashboard.palette import Palette
from dashboard.parts.charts import named
from models.definitions import HEAVY_MOST_REPS, MODERATE_MOST_REPS

ZONES: Final = ("heavy_sets", "moderate_sets", "light_sets")
LANE: Final = 15
"""Height of one lane, pixels."""
RIBBON: Final = len(ZONES) * LANE


def lanes(zones: pd.DataFrame) -> pd.DataFrame:
    """Return of each week its part in each zone of reps, and its sets there in words: `part_0`, `told_0`, ..."""
    total = zones[list(ZONES)].sum(axis=1)
    weeks = pd.DataFrame({"day": pd.to_datetime(zones["week"])})
    weeks["end"] = weeks["day"] + pd.Timedelta(days=7)
    for lane, name in enumerate(ZONES):
        weeks[f"part_{lane}"] = (zones[name] / total).fillna(0.0)
        weeks[f"told_{lane}"] = [words.counted(sets, "set", "sets") for sets in zones[name].fillna(0)]
    return weeks


def ribbon(x: alt.X, palette: Palette) -> list[alt.Chart]:
    """Draw under the past a lane for each zone of reps: a week is as dark as its part of the week's sets."""
    colors = (palette.styles["strength"], palette.styles["hypertrophy"], palette.muted)
    layers: list[alt.Chart] = []
    for lane, (said, color) in enumerate(zip(_named(), colors, strict=True)):
        above = RIBBON - lane * LANE
        place: dict[str, Any] = {"y": alt.YValue(_up(above - 2)), "y2": alt.Y2Value(_up(above - LANE + 2))}
        tips = [
            alt.Tooltip("day:T", title=_("Week of"), format="%-d %b %Y"),
            alt.Tooltip(f"told_{lane}:N", title=said),
        ]
        part = alt.Opacity(f"part_{lane}:Q", legend=None, scale=None)
        layers.append(
            named("zones")
            .transform_filter(f"datum.part_{lane} > 0")
            .mark_rect(color=color, clip=True)
            .encode(x=x, x2=alt.X2("end:T"), opacity=part, tooltip=tips, **place)
        )
        layers.append(
            named("start")
            .mark_text(text=said, align="left", baseline="middle", dx=7, color=palette.muted, fontSize=11)
            .encode(x=x, y=alt.YValue(_up(above - LANE / 2)))
        )
    return layers


def _named() -> tuple[str, str, str]:
    """Name the zones."""
    reps = _("{range} reps")
    return (
        reps.format(range=f"1–{HEAVY_MOST_REPS}"),
        reps.format(range=f"{HEAVY_MOST_REPS + 1}–{MODERATE_MOST_REPS}"),
        _("over {n} reps").format(n=MODERATE_MOST_REPS),
    )


def _up(pixels: float) -> alt.ExprRef:
    """So many pixels above the floor of the plot."""
    return alt.ExprRef(f"height - {pixels:g}")
