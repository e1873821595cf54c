"""Muscles: what the plan and each style may do to their size, and the sets they get."""

from collections.abc import Sequence
from statistics import median
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.parts import pieces, queries
from dashboard.parts.advice import advice_of
from dashboard.parts.verdict import Change
from dashboard.shell import Here
from dashboard.views.muscles import charts
from models.definitions import Z90
from models.training.style import AS_NOW, NAMES, STYLES

HORIZON: Final = 12
MOST_NAMED: Final = 3
MEASURED: Final = 0.005
"""Below half a percent nothing is the lifter's own."""

SETS_LOW, SETS_HIGH = STYLES["hypertrophy"].muscle_sets


def page(here: Here) -> None:
    """Show all muscles."""
    st.title("Muscles", anchor=False)
    sets = queries.frame(here.source, "muscles/muscle_sets", lifter=here.lifter, last_day=here.last_day)
    sizes = queries.frame(here.source, "muscles/sizes", lifter=here.lifter)
    sets["muscle"], sizes["muscle"] = sets["muscle"].map(words.title), sizes["muscle"].map(words.title)
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-sizes"):
        _sizes(here, sizes, list(sets["muscle"]))
    with right.container(border=True, key="card-girths"):
        _girths(here)
    with right.container(border=True, key="card-sets"):
        _sets(here, sets)


def _sizes(here: Here, sizes: pd.DataFrame, order: list[str]) -> None:
    """Draw the change in size under the plan and each style."""
    st.subheader("Size under your plan and each style", anchor=False)
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
    pairs = queries.frame(here.source, "muscles/size_pairs", lifter=here.lifter)
    said = _of_plan(here)
    if said:
        st.markdown(f"**{said}**")
    st.html(pieces.quiet(_answer(pairs[pairs["horizon_weeks"] == (horizon or HORIZON)])))
    st.html(pieces.key())
    rows = sizes[sizes["horizon_weeks"] == (horizon or HORIZON)]
    shown = [muscle for muscle in order if muscle in set(rows["muscle"])]
    shown += sorted(set(rows["muscle"]) - set(shown))
    chart = charts.sizes(rows, shown, here.palette)
    st.altair_chart(chart, width="stretch", alt="Change in size of each muscle under the plan and each style")
    st.html(pieces.quiet(_caveat(float(rows["own_share"].fillna(0).max()))))


def _of_plan(here: Here) -> str:
    """Say what the plan would do to size by its end, from the verdict of the Advice page."""
    recommendation = queries.frame(here.source, "recommendation", lifter=here.lifter)
    if recommendation.empty:
        return ""
    advice = advice_of(recommendation.iloc[0])
    return plan_said([change for change in advice.changes if change.kind == "muscle"], advice.plan_weeks)


def plan_said(changes: Sequence[Change], weeks: float) -> str:
    """Say which muscles a plan is likely to grow, and which it costs size; empty without any muscle."""
    grown = [change for change in changes if change.verdict == "likely"]
    costs = [change for change in changes if change.verdict == "costs"]
    said = [f"to grow {_named(grown)} by {_about(grown)} more than carrying on"] if grown else []
    said += [f"to cost {_named(costs)} {_about(costs)}"] if costs else []
    if not said:
        return "Your plan makes no clear difference to size." if changes else ""
    return f"In {words.weeks(weeks)} your plan is likely {', and '.join(said)}."


def _named(changes: Sequence[Change]) -> str:
    """Name the first muscles."""
    names = [change.name.lower() for change in changes[:MOST_NAMED]]
    return words.listed([*names, *([f"{len(changes) - MOST_NAMED} more"] if len(changes) > MOST_NAMED else [])])


def _about(changes: Sequence[Change]) -> str:
    """Say by how much they differ in the middle."""
    return f"about {abs(median(change.gain_pct for change in changes)):.1f}{words.NARROW}%"


def _answer(pairs: pd.DataFrame) -> str:
    """Say which style would grow more than carrying on, in how many muscles, or that no difference is clear."""
    clear = pairs[pairs["matters"] & (pairs["median_pct"] > 0)]
    if clear.empty:
        return "No clear difference: no style is likely to grow any muscle noticeably more than carrying on."
    best = clear.groupby("style")["median_pct"].agg(["size", "sum"]).sort_values(["size", "sum"]).index[-1]
    won = clear[clear["style"] == best].sort_values("median_pct", ascending=False)
    names = [words.title(name).lower() for name in won["muscle"].head(MOST_NAMED)]
    names += [f"{len(won) - MOST_NAMED} more"] if len(won) > MOST_NAMED else []
    points = round(float(won["median_pct"].median()))
    by = f"about {points} points" if points > 1 else "about 1 point"
    return f"{NAMES[best]} is likely to grow {words.listed(names)} by {by} more than carrying on."


def _girths(here: Here) -> None:
    """Put size into centimetres and kilograms."""
    st.subheader("In centimetres", anchor=False)
    girths = queries.frame(here.source, "muscles/girths", lifter=here.lifter)
    rows = girths[(girths["horizon_weeks"] == HORIZON) & girths["style"].isin([AS_NOW, "hypertrophy"])]
    if rows.empty:
        st.html(pieces.quiet("Nothing to tell yet: it needs sets of muscles a tape goes round."))
        return
    table = rows.assign(
        span=[f"{_signed(low)} to {_signed(high)}" for low, high in zip(rows["q10"], rows["q90"], strict=True)],
        site=[
            f"{words.title(site)}, {now:.0f} {unit}"
            for site, now, unit in zip(rows["site"], rows["now"], rows["unit"], strict=True)
        ],
    ).pivot_table(index="site", columns="style", values="span", aggfunc="first")
    table = table.reset_index().rename(columns={"site": "Now"} | NAMES)
    st.dataframe(table, hide_index=True, width="stretch")
    st.html(pieces.quiet(_girth_note(rows)))
    for row in queries.rows(queries.frame(here.source, "muscles/measured_growth", lifter=here.lifter)):
        st.html(pieces.quiet(_measured(row)))


def _signed(value: float) -> str:
    """Say a change of girth to one digit, its sign before it."""
    tenth = round(value, 1)
    sign = "+" if tenth > 0 else words.MINUS if tenth < 0 else ""
    return f"{sign}{abs(tenth):.1f}"


def _girth_note(rows: pd.DataFrame) -> str:
    """Say what the centimetres rest on."""
    note = f"8 in 10 chance within, in {HORIZON} weeks. Muscle only: fat and water move a tape as much."
    typical = [words.title(site).lower() for site in rows.loc[rows["basis"] == "typical", "site"].unique()]
    if typical:
        note += f" No tape reading of yours for {words.listed(typical)}: active people's mean instead (Heinz 2003)."
    return note


def _measured(row: dict[str, Any]) -> str:
    """Say what a lifter's own readings show, and what body weight did meanwhile."""
    low, high = (row["change_pct"] + step * row["se_pct"] for step in (-Z90, Z90))
    weight = row["weight_change_pct"]
    meanwhile = "" if pd.isna(weight) else f" Body weight {words.change(weight)} meanwhile, half of it counted as fat."
    spell = f"{words.title(row['site'])}, {row['days']} days in {row['weeks']:.0f} weeks"
    return f"{spell}: muscle {words.change_span(low, high)} by your own readings.{meanwhile}"


def _caveat(own_share: float) -> str:
    """Say what the ranges rest on."""
    if own_share < MEASURED:
        return (
            "Lines hold 8 in 10, marks the median. This is what published trials saw at such training, not a "
            "measurement of you. People differ widely in what the same training does."
        )
    return (
        "Lines hold 8 in 10, marks the median. From published trials; your own measurements have settled up to "
        f"{round(100 * own_share)}{words.NARROW}% of what was open."
    )


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
