"""What was read: every file, every row, what could not be used, and what only a person can settle."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.parts import pieces, queries, underway, uploading
from dashboard.parts.history import SUSPECT_LOG
from dashboard.shell import Here
from dashboard.views.data import decisions
from pipelines.landing.treatment import said_of_treatment

PARTS = ["rows_read", "rows_loaded", "rows_not_sets", "rows_duplicate", "rows_rejected"]


def page(here: Here) -> None:
    """Show the accounting of one lifter's files."""
    st.title("Data", anchor=False)
    imports = queries.frame(here.source, "data/imports", lifter=here.lifter)
    with st.container(border=True, key="card-accounts"):
        _accounts(here, imports)
    _files(here)
    if not queries.meta(here.source)["simulated"]:
        _questions(here, imports)
    with st.container(border=True, key="card-rejected"):
        _rejected(here)
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, key="card-unmapped"):
        _unmapped(here)
    with right.container(border=True, key="card-suspects"):
        _suspects(here)


def _accounts(here: Here, imports: pd.DataFrame) -> None:
    """Say that every row is accounted for, then list the files."""
    st.html(
        pieces.headline(
            f"{here.lifter}, {words.day(here.first_day)} to {words.day(here.last_day)}"
            if here.training_days
            else f"{here.lifter}: no training could be read",
            words.counted(len(imports), "file"),
            words.accounting(*(int(imports[part].sum()) for part in PARTS)),
            size="mid",
        )
    )
    columns = ["file", "app", "weight_unit", "unit_source", *PARTS, "first_day", "last_day", "layout"]
    if (imports["treated_as"].dropna() != "whole").any():
        columns.insert(2, "treated_as")
    if imports["error"].notna().any():
        columns.insert(2, "error")
    st.dataframe(
        imports[columns],
        hide_index=True,
        placeholder="–",
        column_config={
            "file": "File",
            "app": "App",
            "layout": "Layout",
            "treated_as": "Treated as",
            "weight_unit": "Unit",
            "unit_source": "How known",
            "rows_read": st.column_config.NumberColumn("Read", format="localized"),
            "rows_loaded": st.column_config.NumberColumn("Loaded", format="localized"),
            "rows_not_sets": st.column_config.NumberColumn("Not data", format="localized"),
            "rows_duplicate": st.column_config.NumberColumn("Duplicate", format="localized"),
            "rows_rejected": st.column_config.NumberColumn("Rejected", format="localized"),
            "first_day": st.column_config.DateColumn("From", format="D MMM YYYY"),
            "last_day": st.column_config.DateColumn("To", format="D MMM YYYY"),
            "error": st.column_config.TextColumn("Refused because", width="medium"),
        },
    )
    for row in imports[imports["treated_as"] != "whole"].itertuples():
        treated = {
            "lifter": here.lifter,
            "file": row.file,
            "treated_as": row.treated_as,
            "rows_spared": row.rows_spared,
        }
        if said := said_of_treatment(treated):
            st.html(pieces.quiet(f"{row.file}: {said}"))


def _files(here: Here) -> None:
    """Take more files, and say what became of what was asked last; samples give way to a lifter's own."""
    lifter = "me" if queries.meta(here.source)["simulated"] else here.lifter
    with st.expander("Add files"):
        uploading.add_files(here.source.settings, lifter)
    underway.answers(here.source.settings, lifter)


def _questions(here: Here, imports: pd.DataFrame) -> None:
    """Ask what the files leave open."""
    files = decisions.unit_is_open(imports)
    names = queries.frame(here.source, "data/exercise_units", lifter=here.lifter)
    if not files.empty or not names.empty:
        is_guess = files["unit_source"].str.startswith("assumed").any() or names["is_asked"].any()
        with st.container(border=True, key="card-unit") if is_guess else st.expander("Is a unit of load wrong?"):
            left, right = st.columns(2, gap="medium")
            if not files.empty:
                with left:
                    decisions.ask_unit(here, files)
            if not names.empty:
                with right:
                    decisions.ask_exercise_unit(here, names)
    odd = queries.frame(here.source, "data/odd_loads", lifter=here.lifter)
    if not odd.empty:
        with st.container(border=True, key="card-loads"):
            decisions.ask_load(here, queries.rows(odd))
    night_days = int(imports["night_days"].sum())
    if night_days:
        with st.container(border=True, key="card-place"):
            decisions.ask_place(here, night_days)
    dates = queries.frame(here.source, "data/open_dates", lifter=here.lifter)
    if not dates.empty:
        with st.container(border=True, key="card-dates"):
            decisions.ask_date_order(here, dates)


def _rejected(here: Here) -> None:
    """List rejected rows, with why and where."""
    st.subheader("Rejected rows", anchor=False)
    rows = queries.frame(here.source, "data/rejected_rows", lifter=here.lifter, most=queries.ROWS)
    if rows.empty:
        st.html(pieces.quiet("None: every record could be read."))
        return
    st.html(pieces.quiet("As they stand in the file. The rest of the file was used."))
    names: dict[str, Any] = {
        "file": "File",
        "line": st.column_config.NumberColumn("Line", format="%d"),
        "reason": "Why",
        "raw": st.column_config.TextColumn("As it stands", width="large"),
    }
    st.dataframe(rows, hide_index=True, placeholder="–", column_config=names)


def _unmapped(here: Here) -> None:
    """List exercises under their own name."""
    st.subheader("Exercises the catalogue does not know", anchor=False)
    rows = queries.frame(here.source, "data/unmapped", lifter=here.lifter, most=queries.ROWS)
    if rows.empty:
        st.html(pieces.quiet("None: every exercise is known."))
        return
    st.html(pieces.quiet("They are kept under their own name and forecast; they count for no muscle."))
    names: dict[str, Any] = {
        "exported_name": "Name in the export",
        "nearest": "Nearest it knows",
        "sets": st.column_config.NumberColumn("Sets", format="localized"),
        "last_day": st.column_config.DateColumn("Last done", format="D MMM YYYY"),
    }
    st.dataframe(rows[list(names)], hide_index=True, placeholder="–", column_config=names)
    if not queries.meta(here.source)["simulated"]:
        decisions.ask_exercise(here, rows)


def _suspects(here: Here) -> None:
    """List days that look like typing errors."""
    st.subheader("Suspect values", anchor=False)
    days = queries.frame(here.source, "lift_days", lifter=here.lifter, far=SUSPECT_LOG)
    rows = days[days["is_suspect"]].sort_values("day", ascending=False).head(queries.ROWS)
    if rows.empty:
        st.html(pieces.quiet("None: no day stands far off those around it."))
        return
    st.html(
        pieces.quiet("Days whose estimated 1RM is far off those around it: more often a typing error than a record.")
    )
    shown = pd.DataFrame(
        {
            "Exercise": rows["name"],
            "Day": rows["day"],
            "1RM": [words.load(kg, here.unit) for kg in rows["one_rm_kg"]],
            "Usual then": [words.load(kg, here.unit) for kg in rows["typical_kg"]],
        }
    )
    st.dataframe(
        shown, hide_index=True, placeholder="–", column_config={"Day": st.column_config.DateColumn(format="D MMM YYYY")}
    )


page(shell.here())
