"""A table of one's own, explained on the spot: which column is what, with a preview of its first rows."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.language import _, gettext_noop
from dashboard.parts import pieces
from pipelines.errors import LiftcastError
from pipelines.files.atomic import write_text
from pipelines.inbox.mapmaking import Draft, Mapped, draft_of, mapped_as
from pipelines.settings import Settings

MADE: Final = "mapping_made"
ENDING: Final = ".mapping.toml"
NOT_IN_IT: Final = "not in this table"
NOT_KNOWN: Final = "not known"
ROLES: Final = {
    "date": gettext_noop("The day"),
    "exercise": gettext_noop("The exercise"),
    "load": gettext_noop("The load"),
    "reps": gettext_noop("The reps"),
    "sets": gettext_noop("How many such sets"),
    "rpe": gettext_noop("The RPE"),
    "rir": gettext_noop("Reps in reserve"),
    "set_kind": gettext_noop("The kind of set"),
    "body_weight": gettext_noop("Body weight"),
}
_TABLES: Final = frozenset(
    {".csv", ".tsv", ".txt", ".xlsx", ".ods", ".xls", ".parquet", ".gz", ".zst", ".jsonl", ".ndjson"}
)


def may_be_table(name: str) -> bool:
    """Tell whether a file may be a table of one's own, by its name."""
    return PurePath(name).suffix.casefold() in _TABLES


def made_for(names: Sequence[str]) -> dict[str, str]:
    """Return the mappings a person has just made for some files: name of the mapping to its text."""
    made: dict[str, Mapped] = st.session_state.get(MADE, {})
    return {made[name].path.name: made[name].text for name in names if name in made}


def keep(name: str, made: Mapped) -> None:
    """Keep the mapping of a file until the file is taken in."""
    st.session_state[MADE] = {**st.session_state.get(MADE, {}), name: made}
    st.rerun()


def forget() -> None:
    """Forget the mappings that were made: their files are taken in, or left."""
    st.session_state.pop(MADE, None)


def write(settings: Settings, lifter: str, name: str, text: str) -> Path:
    """Write a mapping into a lifter's inbox, beside any other of its name."""
    stem, number = name.removesuffix(ENDING), 1
    place = settings.inbox / lifter / name
    while place.exists() and place.read_text(encoding="utf-8-sig") != text:
        number += 1
        place = place.with_name(f"{stem}-{number}{ENDING}")
    write_text(place, text)
    return place


def ask_mapping(name: str, content: bytes, save: Callable[[str, Mapped], None] = keep) -> None:
    """Ask which column of a table is what, and give the answer to `save`."""
    with TemporaryDirectory(prefix="liftcast-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            draft = draft_of(path)
        except (LiftcastError, OSError):
            return  # no table: what the rehearsal says of it is all there is to say
    st.subheader(
        _("Is {file} a table of your own? Say which column is what").format(file=pieces.plain(name)), anchor=False
    )
    stated = _answers(draft, name) if draft.kind == "workouts" else dict(draft.stated)
    _preview(draft, stated)
    if st.button(_("Read it like this"), key=f"map_{name}"):
        try:
            made = mapped_as(draft, stated)
        except LiftcastError as error:
            st.error(pieces.plain(str(error).replace(f"{folder}/", "")))
            return
        save(name, made)


def _answers(draft: Draft, name: str) -> dict[str, Any]:
    """Ask for each role, the guess chosen already."""
    guessed: Mapping[str, str] = draft.stated.get("columns", {})
    columns = dict(guessed)
    places = st.columns(3, gap="small")
    for at, (role, asked) in enumerate(ROLES.items()):
        options = [NOT_IN_IT, *draft.header]
        usual = guessed.get(role, NOT_IN_IT)
        chosen = places[at % 3].selectbox(
            _(asked), options, index=options.index(usual) if usual in options else 0, key=f"map_{role}_{name}"
        )
        columns.pop(role, None)
        if chosen != NOT_IN_IT:
            columns[role] = chosen
    taken = [column for column in columns.values() if list(columns.values()).count(column) > 1]
    if taken:
        st.warning(_("{column} is chosen twice.").format(column=pieces.plain(taken[0])))
    stated: dict[str, Any] = {**draft.stated, "columns": columns}
    if "load" in columns and "load_unit" not in columns:
        units = ["kg", "lb", NOT_KNOWN]
        usual = draft.stated.get("load_unit") or NOT_KNOWN
        unit = st.radio(_("Loads are in"), units, index=units.index(usual), horizontal=True, key=f"map_unit_{name}")
        stated["load_unit"] = None if unit == NOT_KNOWN else unit
    if draft.are_dates_open:
        orders = ["day first", "month first"]
        stated["dates"] = st.radio(
            _("In its dates"), orders, horizontal=True, format_func=words.sentence, key=f"map_dates_{name}"
        )
    for column, doubt in draft.doubts.items():
        st.html(pieces.quiet(_("Not sure of {column}: {doubt}.").format(column=column, doubt=doubt)))
    return stated


def _preview(draft: Draft, stated: Mapping[str, Any]) -> None:
    """Show the first rows as they would be understood."""
    columns = {role: column for role, column in stated.get("columns", {}).items() if column in draft.header}
    measured = {column: str(told) for column, told in stated.get("measurements", {}).items() if column in draft.header}
    heads = {**{column: _(ROLES.get(role, role.replace("_", " "))) for role, column in columns.items()}, **measured}
    if not heads:
        return
    unit = stated.get("load_unit") or ""
    rows = [
        tuple(
            escape(f"{row.get(column, '')} {unit if column == columns.get('load') else ''}".strip()) or "–"
            for column in heads
        )
        for row in draft.rows
    ]
    st.html(pieces.table([(words.capital(head), "") for head in heads.values()], rows, stacked=True))
