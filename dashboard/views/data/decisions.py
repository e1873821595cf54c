"""What a person can settle on the Data page: a unit, a place, what an exercise is. Written into the inbox, at once."""

import json
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.language import _, gettext_noop
from dashboard.parts import mapping, pieces, underway
from dashboard.shell import Here
from data.catalogue import load_exercises
from pipelines.inbox.mapmaking import Mapped
from pipelines.people import load_questions
from pipelines.people.corrections import correct_exercise
from pipelines.people.profiles import ALLOWED, state
from pipelines.running.requests import Kind

UNITS: Final = ("kg", "lb")
MIXED: Final = "kg+lb"
SURE: Final = frozenset({"file", "no loads", "profile"})
NONE_OF_THEM: Final = gettext_noop("None of these")


def unit_is_open(imports: pd.DataFrame) -> pd.DataFrame:
    """Files whose unit of load was found by their numbers, not stated."""
    has_unit = imports["weight_unit"].isin({*UNITS, MIXED}) & ~imports["unit_source"].isin(SURE)
    return imports[has_unit]


def ask_unit(here: Here, files: pd.DataFrame) -> None:
    """Ask in which unit loads were logged that no file and no profile states."""
    units = "; ".join(f"{file}: {unit}, {source}" for file, unit, source in _units_inferred(files))
    st.html(pieces.quiet(_("The files don’t say. {units}.").format(units=units)))
    with st.form("unit", border=False):
        unit = _choose_unit(_("Unit of loads"), files["weight_unit"].mode().iloc[0])
        if st.form_submit_button(_("Save")) and unit:
            _save(here, "profile", lambda: state(here.source.settings, here.lifter, {"unit": unit}))


def ask_exercise_unit(here: Here, names: pd.DataFrame) -> None:
    """Ask in which unit the loads of one exercise were logged."""
    st.subheader(_("Is one exercise in another unit?"), anchor=False)
    by_unit = names[names["unit_source"].notna()].groupby(["unit", "unit_source"])["exported_name"]
    units = "; ".join(f"{unit}, {source}: {', '.join(exercises)}" for (unit, source), exercises in by_unit)
    st.html(pieces.quiet(f"{units}." if units else _("Machines and dumbbells are, in some gyms.")))
    name = st.selectbox(
        _("Exercise, by its name in the export"), names["exported_name"].astype(str).tolist(), key="unit_of_name"
    )
    usual = names.loc[names["exported_name"] == name, "unit"].iloc[0]
    unit = _choose_unit(_("Unit of its loads"), usual, key=f"unit_of_{name}")
    if st.button(_("Save"), key="save_exercise_unit") and unit:
        _save(here, "profile", lambda: state(here.source.settings, here.lifter, {"exercise_units": {str(name): unit}}))


def _choose_unit(label: str, usual: object, key: str | None = None) -> str | None:
    """Offer the units, the usual one chosen already; where loads are of both, none is."""
    index = UNITS.index(str(usual)) if usual in UNITS else None
    return st.radio(label, UNITS, index=index, horizontal=True, key=key)


def _units_inferred(files: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(zip(files["file"], files["weight_unit"], files["unit_source"], strict=True))


def ask_load(here: Here, odd: list[dict[str, Any]]) -> None:
    """Ask what loads are that cannot be what the log says."""
    rows = {str(row["exported_name"]): row for row in odd}
    name = st.selectbox(_("Exercise, by its name in the export"), list(rows), key="odd_name")
    st.html(pieces.quiet(load_questions.question(rows[name])))
    readings = {answer.reading: answer for answer in load_questions.answers(rows[name])}

    def in_words(reading: str) -> str:
        answer = readings[reading]
        said = _("{meaning}: a 1RM of about {one_rm}").format(meaning=answer.meaning, one_rm=answer.one_rm)
        return pieces.plain(words.sentence(said))

    reading = st.radio(_("Which is right?"), list(readings), index=None, format_func=in_words, key=f"loads_of_{name}")
    if st.button(_("Save"), key="save_load") and reading:
        _save(here, "profile", lambda: state(here.source.settings, here.lifter, {load_questions.KEY: {name: reading}}))


def ask_columns(here: Here, path: Path) -> None:
    """Ask which column of a table in the inbox is what."""
    settings = here.source.settings

    def save(_name: str, made: Mapped) -> None:
        _save(here, "mapping", lambda: mapping.write(settings, here.lifter, made.path.name, made.text))

    mapping.ask_mapping(path.name, path.read_bytes(), save)


def ask_place(here: Here, night_days: int) -> None:
    """Ask where the lifter trains, for times in UTC."""
    days = words.counted(night_days, "day", "days")
    st.html(
        pieces.quiet(
            _(
                "Some of these files write times in UTC. On {days} you began at an hour that may belong to another day "
                "where you are. Until you tell us, days are those of UTC."
            ).format(days=days)
        )
    )
    with st.form("place", border=False):
        zone = st.selectbox(
            _("Time zone"), sorted(available_timezones()), index=None, placeholder=_("Choose, such as Europe/Berlin")
        )
        if st.form_submit_button(_("Save")) and zone:
            _save(here, "profile", lambda: state(here.source.settings, here.lifter, {"time_zone": zone}))


def ask_date_order(here: Here, examples: pd.DataFrame) -> None:
    """Ask what comes first in dates of which no file proves it."""
    example = str(examples["example"].iloc[0]).strip("'")
    rows = words.counted(int(examples["rows"].sum()), "row", "rows")
    said = _("Dates such as {example} could be either, in {rows} that are left out until you tell us.")
    st.html(pieces.quiet(said.format(example=example, rows=rows)))
    with st.form("dates", border=False):
        order = st.radio(_("In these dates"), ALLOWED["dates"], index=None, format_func=words.sentence, horizontal=True)
        if st.form_submit_button(_("Save")) and order:
            _save(here, "profile", lambda: state(here.source.settings, here.lifter, {"dates": order}))


UNKNOWN_SAID: Final = gettext_noop("They’re kept and forecast under their own name, but count for no muscle.")


def names_table(unmapped: pd.DataFrame) -> str:
    """Names that the catalogue does not know, with the nearest it does know."""
    cells = [
        (
            escape(str(row["exported_name"])),
            escape(str(row["nearest"])) if isinstance(row["nearest"], str) else "–",
            words.number(row["sets"]),
            words.day(row["last_day"]),
        )
        for row in unmapped.to_dict("records")
    ]
    heads = [(_("Name in the export"), "name"), (_("Nearest it knows"), ""), (_("Sets"), "num"), (_("Last done"), "")]
    return pieces.table(heads, cells, stacked=True)


def ask_exercise(here: Here, unmapped: pd.DataFrame) -> None:
    """Ask what a name is that the catalogue does not know."""
    st.html(pieces.quiet(_(UNKNOWN_SAID)))
    name = st.selectbox(_("A name in the export"), unmapped["exported_name"].astype(str).tolist(), key="unmapped_name")
    row = unmapped.loc[unmapped["exported_name"] == name]
    nearest = json.loads(row["candidates"].iloc[0] or "[]") if len(row) else []
    ids = {each["name"]: each["exercise_id"] for each in nearest} | _ids() | {_(NONE_OF_THEM): ""}
    first = 0 if row["nearest"].notna().any() else None
    chosen = st.selectbox(
        _("is"), list(ids), index=first, placeholder=_("Choose an exercise"), key=f"exercise_of_{name}"
    )
    if st.button(_("Save"), key="save_exercise", disabled=chosen is None):
        _save(
            here, "correction", lambda: correct_exercise(here.source.settings, here.lifter, str(name), ids[str(chosen)])
        )
    if len(unmapped) > 1:
        st.html(pieces.folded(_("Show all {n}").format(n=len(unmapped)), names_table(unmapped)))


@cache
def _ids() -> dict[str, str]:
    """The catalogue's exercises by name."""
    exercises = load_exercises().sort_values("name")
    return dict(zip(exercises["name"].astype(str), exercises["exercise_id"].astype(str), strict=True))


def _save(here: Here, kind: Kind, write: Callable[[], Path]) -> None:
    """Write a decision, ask for it to be taken in and say where it went, or why it could not be written."""
    settings = here.source.settings
    path = underway.hand_in(settings, kind, here.lifter, write)
    if path is not None:
        said = _("Saved in {file} of the inbox.").format(file=pieces.plain(path.name))
        st.success(f"{said} {underway.after_asking(settings)}")
