"""How good the forecasts are: one sentence, then what it rests on, and what is in force."""

from datetime import UTC, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.language import _, decimal
from dashboard.parts import pieces, queries
from dashboard.shell import Here
from dashboard.views.models import answer, charts, own
from dashboard.views.models.answer import HORIZON
from models.forecasters.backtest import SLICE_LABELS
from pipelines.files.runs import diary
from pipelines.health.state import next_due

RUNS_SHOWN = 20


def page(here: Here) -> None:
    """Show how good it is, and why that is said."""
    st.title(_("How good is it?"), anchor=False)
    champion = here.model.rsplit(", version", 1)[0]
    scores = answer.with_shipped(queries.frame(here.source, "models/scores"), champion)
    live = queries.rows(queries.frame(here.source, "models/live_accuracy"))
    mine = scores[(scores["candidate"] == champion) & (scores["slice"] == "all")]
    with st.container(border=True, key="card-answer"):
        said = answer.answer(live, mine)
        st.html(pieces.headline(_("In plain words"), said.short, said.more))
        _warned(here)
    with st.container(border=True, key="card-own"):
        own.show(here)
    if live:
        with st.container(border=True, key="card-live"):
            _live(live)
    if not scores.empty:
        _tested(here, scores, champion)
    with st.container(border=True, key="card-force"):
        _in_force(here)
        if here.source.visitor.lifters is None:
            _on_record(here)


def _warned(here: Here) -> None:
    """Say what is out of bounds."""
    last = next((run["counts"] or {} for run in diary(here.source.settings) if run["command"] == "forecast"), {})
    if last.get("drift"):
        st.html(pieces.quiet(str(last["drift"])))


def _live(live: list[dict[str, Any]]) -> None:
    """Say how the forecasts fared that were given here, window by window."""
    st.header(_("Forecasts made here that have come due"), anchor=False)
    rows = [
        (
            words.capital(words.weeks(row["weeks"])),
            words.number(row["forecasts"]),
            words.percent(100 * row["coverage80"]),
            words.percent(100 * row["skill"]),
        )
        for row in live
    ]
    heads = [
        (_("The last"), "name"),
        (_("Forecasts"), "num"),
        (_("Within the range"), "num"),
        (_("Closer than no change"), "num"),
    ]
    st.html(pieces.table(heads, rows, stacked=True))
    st.html(pieces.quiet(_("Of the ranges, 8 in 10 should hold what comes.")))


def _tested(here: Here, scores: pd.DataFrame, champion: str) -> None:
    """Draw what a test on lifters not learned from measured: whether ranges hold, and skill against the naive guess."""
    slices = [part for part in SLICE_LABELS if part in set(scores["slice"])]
    rows = scores[scores["slice"] == "all"]
    mine = rows[rows["candidate"] == champion]
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, key="card-coverage"):
        _ranges(here, mine, champion)
    with right.container(border=True, key="card-skill"):
        _skill(here, rows, champion)
    with st.container(border=True, key="card-scores"):
        st.html(
            pieces.folded(
                _("Where it holds, {weeks} ahead").format(weeks=words.weeks(HORIZON)), _slices(scores, champion, slices)
            )
            + pieces.folded(_("Every candidate"), _candidates(rows))
        )


def _ranges(here: Here, mine: pd.DataFrame, champion: str) -> None:
    """Draw whether outcomes fall as often below each quantile, or within each range, as was said."""
    st.header(_("Do the ranges hold?"), anchor=False)
    shares = queries.frame(here.source, "models/calibration")
    shares = shares[shares["candidate"] == champion]
    held = [row["coverage80"] for row in queries.rows(mine)]
    if held:
        st.html(
            pieces.quiet(
                _(
                    "In a test on past logs, {low} to {high} of outcomes fell within the range that promises 8 in 10."
                ).format(low=round(100 * min(held)), high=words.percent(100 * max(held)))
            )
        )
    if shares.empty:
        chart, alt = charts.coverage(mine, here.palette), _("Share of outcomes within the ranges by weeks ahead")
    else:
        chart, alt = charts.calibration(shares, here.palette), _("Outcomes below each quantile")
    st.altair_chart(chart, width="stretch", alt=alt)
    rows = [
        (
            words.weeks(row["horizon_weeks"]),
            words.percent(100 * row["coverage80"]),
            words.percent(100 * row["coverage90"]),
        )
        for row in queries.rows(mine)
    ]
    heads = [(_("Ahead"), "name"), (_("Within the 8-in-10 range"), "num"), (_("Within the 9-in-10 range"), "num")]
    st.html(pieces.folded(_("Show data"), pieces.table(heads, rows)))


def _skill(here: Here, rows: pd.DataFrame, champion: str) -> None:
    """Draw how much closer forecasts were than the guess that nothing will change."""
    st.header(_("Better than guessing?"), anchor=False)
    mine = rows[rows["candidate"] == champion].sort_values("horizon_weeks")
    at = mine[mine["horizon_weeks"] == HORIZON]
    if not at.empty:
        row = at.iloc[0]
        st.html(pieces.quiet(words.skilled(row["skill"], row["mae"], HORIZON)))
    named = rows.assign(candidate=rows["candidate"].map(words.named))
    st.altair_chart(
        charts.skill(named, words.named(champion), here.palette),
        width="stretch",
        alt=_("Skill of each candidate by weeks ahead"),
    )
    cells = [
        (words.weeks(row["horizon_weeks"]), words.percent(100 * row["skill"]), words.percent(row["mae"]))
        for row in queries.rows(mine)
    ]
    heads = [(_("Ahead"), "name"), (_("Better than no change"), "num"), (_("Middle off by"), "num")]
    st.html(pieces.folded(_("Show data"), pieces.table(heads, cells)))


def _slices(scores: pd.DataFrame, champion: str, slices: list[str]) -> str:
    """The champion's skill and coverage by kind of lift at one horizon."""
    mine = scores[(scores["candidate"] == champion) & (scores["horizon_weeks"] == HORIZON)]
    at = {row["slice"]: row for row in queries.rows(mine)}
    rows = [
        (
            escape(_(SLICE_LABELS[part])),
            *(words.percent(100 * at[part][measure]) for measure in ("skill", "coverage80", "coverage90")),
        )
        for part in slices
        if part in at
    ]
    heads = [
        (_("Lifts"), "name"),
        (_("Better than no change"), "num"),
        (_("Within the 8-in-10 range"), "num"),
        (_("Within the 9-in-10 range"), "num"),
    ]
    return pieces.table(heads, rows)


def _candidates(rows: pd.DataFrame) -> str:
    """The figures of every candidate and horizon."""
    cells = [
        (
            escape(words.named(row["candidate"])),
            words.weeks(row["horizon_weeks"]),
            decimal(row["skill"], 2, least=2) if pd.notna(row["skill"]) else "–",
            words.percent(row["mae"]),
            words.percent(100 * row["coverage80"]),
        )
        for row in queries.rows(rows.sort_values(["horizon_weeks", "pinball"]))
    ]
    heads = [
        (_("Candidate"), "name"),
        (_("Ahead"), ""),
        (_("Skill"), "num"),
        (_("Middle off by"), "num"),
        (_("Within the 8-in-10 range"), "num"),
    ]
    return pieces.table(heads, cells, stacked=True)


def _in_force(here: Here) -> None:
    """Say which model is in force, why, and when it is looked at again."""
    decided = next((run["counts"]["decision"] for run in diary(here.source.settings) if _decided(run)), "")
    due = next_due(here.source.settings, datetime.now(UTC))
    next_run = (
        _("The next run is due on {when}.").format(when=_local(due))
        if due
        else _("No run is planned: “liftcast run” keeps everything up to date.")
    )
    st.html(
        pieces.headline(
            _("The model in force"),
            words.sentence(here.model).rstrip(".") or _("None yet"),
            f"{decided} {next_run}".strip(),
            size="mid",
        )
    )


def _on_record(here: Here) -> None:
    """List what ran, and where all of it is on record: for admins alone, since the diary tells of everybody's files."""
    runs = diary(here.source.settings)
    if runs:
        st.html(pieces.folded(_("The last runs"), _runs(runs[:RUNS_SHOWN])))
    st.html(pieces.quiet(_("Every training with its scores and pictures is on record. To see it, run:")))
    st.html(pieces.command("liftcast mlflow"))


def _runs(runs: list[dict[str, Any]]) -> str:
    """List what ran."""
    cells = []
    for run in runs:
        lasted = "–" if run["seconds"] is None else f"{run['seconds']:.0f} s"
        error = f"<small>{escape(str(run['error']))}</small>" if run["error"] else ""
        when = _local(datetime.fromisoformat(str(run["started_at"])))
        cells.append((escape(words.capital(run["command"])), escape(when), lasted, f"{escape(run['outcome'])} {error}"))
    heads = [(_("Run"), "name"), (_("Began"), ""), (_("Took"), "num"), (_("Outcome"), "")]
    return pieces.table(heads, cells, stacked=True)


def _local(moment: datetime) -> str:
    """A moment in the reader's own time, where the browser tells it."""
    zone = st.context.timezone
    local = moment.astimezone(ZoneInfo(zone) if zone else UTC)
    return f"{words.day(local)}, {local:%H:%M}{'' if zone else ' UTC'}"


def _decided(run: dict[str, Any]) -> bool:
    """Tell whether a run was a training that came to a decision."""
    return run["command"] == "train" and bool((run["counts"] or {}).get("decision"))


page(shell.here())
