"""Muscles: what each style may do to their size, and the sets they get."""

import pandas as pd
import streamlit as st

from dashboard import pieces, queries, shell, words
from dashboard.charts import muscle as charts
from dashboard.shell import Here
from models.style import STYLES

HORIZON = 12

SETS_LOW, SETS_HIGH = STYLES["hypertrophy"].muscle_sets


def page(here: Here) -> None:
    """Show all muscles."""
    st.title("Muscles", anchor=False)
    sets = queries.frame(here.source, "muscle_sets", lifter=here.lifter, last_day=here.last_day)
    sizes = queries.frame(here.source, "sizes", lifter=here.lifter)
    sets["muscle"], sizes["muscle"] = sets["muscle"].map(words.title), sizes["muscle"].map(words.title)
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-sizes"):
        _sizes(here, sizes, list(sets["muscle"]))
    with right.container(border=True, key="card-sets"):
        _sets(here, sets)


def _sizes(here: Here, sizes: pd.DataFrame, order: list[str]) -> None:
    """Draw the change in size under each style."""
    st.subheader("Size under each style", anchor=False)
    if sizes.empty:
        st.html(pieces.quiet("No size forecast yet: it needs sets with a known muscle in the last weeks."))
        return
    horizons = sorted(int(weeks) for weeks in sizes["horizon_weeks"].unique())
    horizon = st.segmented_control(
        "Weeks ahead",
        horizons,
        default=HORIZON if HORIZON in horizons else horizons[-1],
        required=True,
        key="horizon",
    )
    st.html(pieces.key())
    rows = sizes[sizes["horizon_weeks"] == (horizon or HORIZON)]
    known = [muscle for muscle in order if muscle in set(rows["muscle"])]
    known += sorted(set(rows["muscle"]) - set(known))
    chart = charts.sizes(rows, known, here.palette)
    st.altair_chart(chart, width="stretch", alt="Change in size of each muscle under each style")
    st.html(pieces.quiet(_caveat(float(rows["own_share"].fillna(0).max()))))


def _caveat(own_share: float) -> str:
    """Say what the ranges rest on."""
    if own_share < 0.005:
        return (
            "Lines hold 8 in 10, marks the median. This is what published trials saw at such training, not a "
            "measurement: your exports hold none. People differ more than styles do."
        )
    return f"Lines hold 8 in 10, marks the median. The ranges are up to {words.share(own_share)}."


def _sets(here: Here, sets: pd.DataFrame) -> None:
    """Draw recent sets against the range the evidence supports."""
    st.subheader("Sets a week", anchor=False)
    if sets.empty:
        st.html(pieces.quiet("No sets with a known muscle in the last 16 weeks."))
        return
    st.html(
        pieces.quiet(
            f"Mean of the last 4 weeks to {words.day(here.last_day)}; the tick is the 12 weeks before. A set counts 1 "
            f"for a muscle worked directly, 0.5 indirectly. Shaded: {SETS_LOW:g} to {SETS_HIGH:g}, the range for size."
        )
    )
    chart = charts.muscle_sets(sets, SETS_LOW, SETS_HIGH, here.palette)
    st.altair_chart(chart, width="stretch", alt="Fractional sets a week of each muscle")
    low = [row["muscle"] for row in queries.rows(sets) if row["recent_sets"] < SETS_LOW]
    if low:
        st.html(pieces.quiet(f"Below {SETS_LOW:g}: {words.listed([name.lower() for name in low])}."))


page(shell.here())
