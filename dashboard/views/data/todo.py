"""What only a person can settle, the most consequential first: what hangs on it, and how it is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.language import _
from dashboard.parts import mapping, pieces, queries
from dashboard.shell import Here
from dashboard.views.data import decisions

UNKNOWN_TABLE: Final = "--map FILE"
"""Stands in the refusal of a file that no format reads and that may be a table of one's own."""


@dataclass(frozen=True, kw_only=True)
class ToDo:
    """One question.

    Parameters
    ----------
    question : str
    hangs_on_it : str
        What follows while it is open.
    weight : float
        Sets, or rows, that it concerns: the larger, the earlier it is asked.
    ask : callable
        Draws what it is answered by.
    """

    question: str
    hangs_on_it: str
    weight: float
    ask: Callable[[], None]


def show(here: Here, imports: pd.DataFrame) -> None:
    """List what is open, the first unfolded; say so where nothing is."""
    found = sorted(_open(here, imports), key=lambda todo: -todo.weight)
    with st.container(border=True, key="card-todo"):
        if not found:
            st.subheader(_("Nothing to settle"), anchor=False)
            st.html(pieces.quiet(_("Everything in your files is understood.")))
        else:
            title = _("One thing to settle") if len(found) == 1 else _("{n} things to settle").format(n=len(found))
            st.subheader(title, anchor=False)
            st.html(pieces.quiet(_("What changes most comes first. An answer counts for the whole history.")))
        for place, todo in enumerate(found):
            with st.expander(
                f"**{pieces.plain(todo.question)}** {pieces.plain(todo.hangs_on_it)}", expanded=place == 0
            ):
                todo.ask()
    _units_known(here, imports)


def _open(here: Here, imports: pd.DataFrame) -> list[ToDo]:
    """Find what is open."""
    return [
        *_tables(here, imports),
        *_dates(here),
        *_units(here, imports),
        *_loads(here),
        *_names(here),
        *_places(here, imports),
    ]


def _tables(here: Here, imports: pd.DataFrame) -> list[ToDo]:
    """Refused files that may be tables of one's own and still lie in the inbox."""
    refused = imports[imports["error"].fillna("").str.contains(UNKNOWN_TABLE, regex=False)]
    folder = here.source.settings.inbox / here.lifter
    found = []
    for file in refused["file"].astype(str):
        path = folder / file
        if mapping.may_be_table(file) and path.is_file() and path.parent == folder:
            found.append(
                ToDo(
                    question=_("Which column is what in {file}?").format(file=file),
                    hangs_on_it=_("Nothing in it counts until you tell us."),
                    weight=float("inf"),
                    ask=lambda path=path: decisions.ask_columns(here, path),  # type: ignore[misc]
                )
            )
    return found


def _dates(here: Here) -> list[ToDo]:
    examples = queries.frame(here.source, "data/open_dates", lifter=here.lifter)
    if examples.empty:
        return []
    rows = int(examples["rows"].sum())
    return [
        ToDo(
            question=_("What comes first in your dates?"),
            hangs_on_it=_("{rows} left out until you tell us.").format(rows=words.counted(rows, "row", "rows")),
            weight=rows,
            ask=lambda: decisions.ask_date_order(here, examples),
        )
    ]


def _units(here: Here, imports: pd.DataFrame) -> list[ToDo]:
    """Units that are guessed: of files, and of single exercises."""
    files = decisions.unit_is_open(imports)
    names = queries.frame(here.source, "data/exercise_units", lifter=here.lifter)
    if not (files["unit_source"].str.startswith("assumed").any() or names["is_asked"].any()):
        return []
    sets = int(files["rows_loaded"].sum())
    return [
        ToDo(
            question=_("In which unit are these loads?"),
            hangs_on_it=_("{sets} rest on a guess.").format(sets=words.counted(sets, "set", "sets")),
            weight=sets,
            ask=lambda: _ask_units(here, files, names),
        )
    ]


def _units_known(here: Here, imports: pd.DataFrame) -> None:
    """Let a unit be corrected that nothing casts doubt on."""
    files = decisions.unit_is_open(imports)
    names = queries.frame(here.source, "data/exercise_units", lifter=here.lifter)
    if (files.empty and names.empty) or _units(here, imports):
        return
    with st.expander(_("Is a unit of load wrong?")):
        _ask_units(here, files, names)


def _ask_units(here: Here, files: pd.DataFrame, names: pd.DataFrame) -> None:
    left, right = st.columns(2, gap="medium")
    if not files.empty:
        with left:
            decisions.ask_unit(here, files)
    if not names.empty:
        with right:
            decisions.ask_exercise_unit(here, names)


def _loads(here: Here) -> list[ToDo]:
    odd = queries.frame(here.source, "data/odd_loads", lifter=here.lifter)
    if odd.empty:
        return []
    sets = int(odd["sets"].sum())
    return [
        ToDo(
            question=_("What are these loads?"),
            hangs_on_it=_("{sets} can’t be right as logged, so they count towards no 1RM.").format(
                sets=words.counted(sets, "set", "sets")
            ),
            weight=sets,
            ask=lambda: decisions.ask_load(here, queries.rows(odd)),
        )
    ]


def _names(here: Here) -> list[ToDo]:
    unmapped = queries.frame(here.source, "data/unmapped", lifter=here.lifter, most=queries.ROWS)
    if unmapped.empty:
        return []
    sets = int(unmapped["sets"].sum())
    count = words.counted(len(unmapped), "exercise", "exercises")
    return [
        ToDo(
            question=_("Which exercises are these?"),
            hangs_on_it=_("{exercises} with {sets} count for no muscle.").format(
                exercises=count, sets=words.counted(sets, "set", "sets")
            ),
            weight=sets / 2,  # they are forecast all the same
            ask=lambda: decisions.ask_exercise(here, unmapped),
        )
    ]


def _places(here: Here, imports: pd.DataFrame) -> list[ToDo]:
    days = int(imports["night_days"].sum())
    if not days:
        return []
    return [
        ToDo(
            question=_("Where do you train?"),
            hangs_on_it=_("{days} may be of another date.").format(days=words.counted(days, "day", "days")),
            weight=days,
            ask=lambda: decisions.ask_place(here, days),
        )
    ]
