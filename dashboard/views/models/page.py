"""How good the forecasts are: measured on lifters the models had not seen, against simple baselines."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.parts import pieces, queries
from dashboard.shell import Here
from dashboard.views.models import charts
from dashboard.views.models.charts import FLOOR
from models.forecasters.backtest import SLICE_LABELS
from pipelines.files.runs import Counts, diary

HORIZON = 12
RUNS_SHOWN = 50


def page(here: Here) -> None:
    """Show scores and runs."""
    st.title("Models", anchor=False)
    scores = queries.frame(here.source, "models/scores")
    champion = here.model.rsplit(", version", 1)[0]
    with st.container(border=True, key="card-champion"):
        _champion(here, scores, champion)
        _live(here)
    if not scores.empty:
        _scores(here, scores, champion)
    with st.container(border=True, key="card-runs"):
        _runs(here)


def _champion(here: Here, scores: pd.DataFrame, champion: str) -> None:
    """Say which model is in force and what its scores mean."""
    mine = scores[(scores["candidate"] == champion) & (scores["slice"] == "all")]
    at = mine[mine["horizon_weeks"] == HORIZON]
    if at.empty:
        measured = "No backtest is recorded with this build: run `liftcast backtest`."
        st.html(pieces.headline("In force", here.model or "No model yet", measured.replace("`", ""), size="mid"))
        return
    row = at.iloc[0]
    measured = (
        f"{words.sentence(words.skilled(row['skill'], row['mae'], HORIZON))} {words.held(row['coverage80'], 0.8)}"
    )
    st.html(pieces.headline("In force", words.sentence(here.model).rstrip("."), measured, size="mid"))
    decided = next((run["counts"]["decision"] for run in diary(here.source.settings) if _decided(run)), "")
    if decided:
        st.html(pieces.quiet(f"Last training: {decided}"))
    st.html(
        pieces.quiet(
            f"Measured on {words.counted(row['forecasts'], 'past forecast')} for "
            f"{words.counted(row['series'], 'lift')} of {words.counted(row['lifters'], 'lifter')}, each forecast by "
            "models fitted on other lifters."
        )
    )


def _live(here: Here) -> None:
    """Say how the forecasts fared that were given here, and what is out of bounds."""
    for row in queries.rows(queries.frame(here.source, "models/live_accuracy")):
        better = round(100 * row["skill"])
        against = f"{better}% better than no change" if better >= 1 else "no better than no change"
        st.html(
            pieces.quiet(
                f"Live, the last {words.weeks(row['weeks'])}: {words.counted(row['forecasts'], 'forecast')} given here "
                f"came due, {against}. {words.held(row['coverage80'], 0.8)}"
            )
        )
    last = next((run["counts"] or {} for run in diary(here.source.settings) if run["command"] == "forecast"), {})
    if last.get("drift"):
        st.html(pieces.quiet(str(last["drift"])))


def _scores(here: Here, scores: pd.DataFrame, champion: str) -> None:
    """Draw skill and coverage, then print the figures."""
    slices = [part for part in SLICE_LABELS if part in set(scores["slice"])]
    part = st.selectbox("Measured on", slices, format_func=SLICE_LABELS.__getitem__, key="slice")
    rows = scores[scores["slice"] == part]
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, key="card-skill"):
        st.subheader("Skill against no change", anchor=False)
        st.html(
            pieces.quiet(
                f"Higher is better, 0 no better than no change. Below {words.MINUS}{-FLOOR:g} is drawn at the edge."
            )
        )
        named = rows.assign(candidate=rows["candidate"].map(words.title))
        chart = charts.skill(named, words.title(champion), here.palette)
        st.altair_chart(chart, width="stretch", alt="Skill of each candidate by weeks ahead")
    with right.container(border=True, key="card-coverage"):
        st.subheader("Do the intervals hold?", anchor=False)
        st.html(pieces.quiet("Share of outcomes inside the 80 and 90 % intervals, against the promise."))
        chart = charts.coverage(rows[rows["candidate"] == champion], here.palette)
        st.altair_chart(chart, width="stretch", alt="Share of outcomes inside the intervals by weeks ahead")
    shares = queries.frame(here.source, "models/calibration")
    shares = shares[shares["candidate"] == champion]
    left, right = st.columns(2, gap="medium")
    if not shares.empty:
        with left.container(border=True, key="card-calibration"):
            st.subheader("Are the quantiles what they say?", anchor=False)
            st.html(pieces.quiet("All lifts, a line per horizon. On the dashed line they are exactly what they say."))
            st.altair_chart(
                charts.calibration(shares, here.palette), width="stretch", alt="Outcomes below each quantile"
            )
    with right.container(border=True, key="card-slices"):
        _by_slice(scores[scores["candidate"] == champion], slices)
    with st.container(border=True, key="card-scores"):
        _table(rows)


def _by_slice(mine: pd.DataFrame, slices: list[str]) -> None:
    """Print the champion's skill and coverage by slice at one horizon."""
    st.subheader(f"Where it holds, {words.weeks(HORIZON)} ahead", anchor=False)
    at = {row["slice"]: row for row in queries.rows(mine[mine["horizon_weeks"] == HORIZON])}
    rows = [
        (
            escape(SLICE_LABELS[part]),
            *(words.percent(100 * at[part][measure]) for measure in ("skill", "coverage80", "coverage90")),
        )
        for part in slices
        if part in at
    ]
    heads = [("Lifts", "name"), ("Skill", "num"), ("80 % held", "num"), ("90 % held", "num")]
    st.html(pieces.table(heads, rows))


def _table(rows: pd.DataFrame) -> None:
    """Print the figures of every candidate and horizon."""
    st.subheader("Every candidate", anchor=False)
    shown = pd.DataFrame(
        {
            "Candidate": rows["candidate"].map(words.title),
            "Weeks ahead": rows["horizon_weeks"],
            "Skill": rows["skill"],
            "Pinball loss": rows["pinball"],
            "Median off by (%)": rows["mae"],
            "In 80 % interval": rows["coverage80"],
            "In 90 % interval": rows["coverage90"],
        }
    ).sort_values(["Weeks ahead", "Pinball loss"])
    formats = {
        "Skill": st.column_config.NumberColumn(format="%.2f"),
        "Pinball loss": st.column_config.NumberColumn(format="%.2f"),
        "Median off by (%)": st.column_config.NumberColumn(format="%.1f"),
        "In 80 % interval": st.column_config.NumberColumn(format="%.2f"),
        "In 90 % interval": st.column_config.NumberColumn(format="%.2f"),
    }
    st.dataframe(shown, hide_index=True, placeholder="–", column_config=formats)


def _runs(here: Here) -> None:
    """List what ran."""
    st.subheader("Runs", anchor=False)
    runs = diary(here.source.settings)[:RUNS_SHOWN]
    if not runs:
        st.html(pieces.quiet("No run is recorded yet."))
        return
    shown = pd.DataFrame(
        {
            "Command": [run["command"] for run in runs],
            "Started (UTC)": pd.to_datetime([run["started_at"] for run in runs]),
            "Seconds": [None if run["seconds"] is None else round(run["seconds"]) for run in runs],
            "Outcome": [run["outcome"] for run in runs],
            "Counts": [_counts(run["counts"]) for run in runs],
            "Error": [run["error"] for run in runs],
        }
    )
    formats = {
        "Started (UTC)": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm"),
        "Counts": st.column_config.TextColumn(width="large"),
    }
    st.dataframe(shown, hide_index=True, placeholder="–", column_config=formats)


def _decided(run: dict[str, Any]) -> bool:
    """Tell whether a run was a training that came to a decision."""
    return run["command"] == "train" and bool((run["counts"] or {}).get("decision"))


def _counts(counts: Counts) -> str:
    """Say a run's counts in one line."""
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in counts.items())


page(shell.here())
