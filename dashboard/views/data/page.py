"""What was read: every file, every row, what could not be used, and what only a person can settle."""

from html import escape

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.language import _, gettext_noop
from dashboard.parts import pieces, queries, underway, uploading
from dashboard.parts.history import SUSPECT_LOG
from dashboard.shell import Here
from dashboard.views.data import decisions, todo, yours
from pipelines.landing.treatment import said_of_treatment

PARTS = ["rows_read", "rows_loaded", "rows_not_sets", "rows_duplicate", "rows_rejected"]
COUNTED = (
    gettext_noop("Read"), gettext_noop("Loaded"), gettext_noop("Not data"), gettext_noop("Duplicate"),
    gettext_noop("Rejected"),
)  # fmt: skip
SEARCH = "rejected_search"
MOST = 50
"""Rows of a list that are shown at once."""


def page(here: Here) -> None:
    """Show what was read, what is open, and what is the lifter's to take along."""
    st.title(_("Data"), anchor=False)
    yours.told()
    imports = queries.frame(here.source, "data/imports", lifter=here.lifter)
    is_own = not queries.meta(here.source)["simulated"]
    with st.container(border=True, key="card-accounts"):
        _accounts(here, imports)
    _files(here)
    if is_own:
        todo.show(here, imports)
    else:
        _unmapped(here)
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, key="card-rejected"):
        _rejected(here)
    with right.container(border=True, key="card-suspects"):
        _suspects(here)
    if is_own:
        left, right = st.columns(2, gap="medium")
        with left.container(border=True, key="card-download"):
            yours.download(here)
        with right.container(border=True, key="card-delete"):
            yours.delete(here)


def _accounts(here: Here, imports: pd.DataFrame) -> None:
    """Say that every row is accounted for, then list the files."""
    whose = _("{lifter}, {first} to {last}") if here.training_days else _("{lifter}: no training could be read")
    st.html(
        pieces.headline(
            whose.format(lifter=here.lifter, first=words.day(here.first_day), last=words.day(here.last_day)),
            _("{files}, {rows} kept").format(
                files=words.counted(len(imports), "file", "files"),
                rows=words.counted(int(imports["rows_loaded"].sum()), "row", "rows"),
            ),
            words.accounting(*(int(imports[part].sum()) for part in PARTS)),
            size="mid",
        )
    )
    with st.expander(_("Show the files")):
        st.html(_files_table(imports))
    for row in imports[imports["treated_as"] != "whole"].itertuples():
        treated = {
            "lifter": here.lifter,
            "file": row.file,
            "treated_as": row.treated_as,
            "rows_spared": row.rows_spared,
        }
        if said := said_of_treatment(treated):
            st.html(pieces.quiet(f"{row.file}: {said}"))


def _files_table(imports: pd.DataFrame) -> str:
    """List every file with its rows."""
    rows = []
    for row in queries.rows(imports):
        refused = "" if pd.isna(row["error"]) else str(row["error"])
        what = words.capital(str(row["app"]).replace("_", " ")) if isinstance(row["app"], str) else "–"
        known = f"{row['weight_unit']}, {row['unit_source']}" if isinstance(row["weight_unit"], str) else "–"
        days = f"{words.day(row['first_day'])} – {words.day(row['last_day'])}" if not pd.isna(row["last_day"]) else "–"
        said = f"<small>{escape(refused)}</small>" if refused else ""
        counts = (words.number(int(row[part])) for part in PARTS)
        rows.append((f"{escape(str(row['file']))}{said}", escape(what), escape(known), *counts, escape(days)))
    heads = [
        (_("File"), "name"),
        (_("App"), ""),
        (_("Unit, and how known"), ""),
        *((_(head), "num") for head in COUNTED),
    ]
    return pieces.table([*heads, (_("Days"), "")], rows, stacked=True)


def _files(here: Here) -> None:
    """Take more files, and say what became of what was asked last; samples give way to a lifter's own."""
    is_simulated = queries.meta(here.source)["simulated"]
    with st.container(border=True, key="card-upload"):
        uploading.add_files(here.source.settings, "me" if is_simulated else here.lifter, here.unit)
        underway.answers(here.source.settings, "me" if is_simulated else here.lifter)


def _rejected(here: Here) -> None:
    """List rejected rows, with why and where; searched by any of it."""
    st.subheader(_("Rejected rows"), anchor=False)
    search = str(st.session_state.get(SEARCH, ""))
    rows = queries.frame(here.source, "data/rejected_rows", lifter=here.lifter, search=search, most=MOST)
    if rows.empty and not search:
        st.html(pieces.quiet(_("None: every record could be read.")))
        return
    st.html(pieces.quiet(_("As they stand in the file. The rest of the file was used.")))
    st.text_input(_("Search them"), key=SEARCH, placeholder=_("a word, a date, a reason"))
    st.html(pieces.quiet(_found(rows)))
    if rows.empty:
        return
    cells = [
        (
            f"{escape(str(row['file']))}, {words.number(row['line'])}",
            escape(str(row["reason"])),
            f"<code>{escape(str(row['raw']))}</code>",
        )
        for row in queries.rows(rows)
    ]
    heads = [(_("File and line"), "name"), (_("Why"), ""), (_("As it stands"), "")]
    st.html(pieces.table(heads, cells, stacked=True))


def _found(rows: pd.DataFrame) -> str:
    """Say how many rows there are, and how many of them are shown."""
    found = int(rows["found"].iloc[0]) if len(rows) else 0
    shown = _(", the first {n} shown").format(n=words.number(len(rows))) if found > len(rows) else ""
    count = words.counted(found, "row", "rows")
    return f"{count}{shown}."


def _unmapped(here: Here) -> None:
    """List the samples' exercises that are under their own name; a lifter's own are asked about."""
    rows = queries.frame(here.source, "data/unmapped", lifter=here.lifter, most=queries.ROWS)
    if rows.empty:
        return
    with st.container(border=True, key="card-unmapped"):
        st.subheader(_("Exercises the catalogue does not know"), anchor=False)
        st.html(pieces.quiet(_(decisions.UNKNOWN_SAID)))
        st.html(decisions.names_table(rows))


def _suspects(here: Here) -> None:
    """List days that look like typing errors, folded."""
    days = queries.frame(here.source, "lift_days", lifter=here.lifter, far=SUSPECT_LOG)
    rows = days[days["is_suspect"]].sort_values("day", ascending=False)
    st.subheader(_("Suspect values"), anchor=False)
    if rows.empty:
        st.html(pieces.quiet(_("None: no day is far off the days around it.")))
        return
    st.html(
        pieces.quiet(_("Days whose estimated 1RM is far off those around it: more often a typing error than a record."))
    )
    cells = [
        (
            escape(str(row["name"])),
            words.day(row["day"]),
            words.load(row["one_rm_kg"], here.unit),
            words.load(row["typical_kg"], here.unit),
        )
        for row in queries.rows(rows.head(MOST))
    ]
    heads = [(_("Exercise"), "name"), (_("Day"), ""), (_("1RM"), "num"), (_("Usual then"), "num")]
    with st.expander(_("Show {days}").format(days=words.counted(len(cells), "day", "days"))):
        st.html(pieces.table(heads, cells, stacked=True))


page(shell.here())
