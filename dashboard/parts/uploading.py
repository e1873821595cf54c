"""Files given to the app in the browser: rehearsed, shown what they would change, then taken in or left."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import words
from dashboard.language import _, gettext_noop
from dashboard.parts import mapping, pieces, underway
from dashboard.parts.rates import UPLOADS
from dashboard.parts.visitor import NotTheirsError, Visitor, looking
from pipelines.errors import LiftcastError, WrongUseError
from pipelines.running.requests import ask
from pipelines.settings import Settings

Row = dict[str, Any]

ROUND: Final = "upload_round"
REHEARSED: Final = "upload_rehearsed"
TOLD: Final = "upload_told"
MOST_MOVES: Final = 8
MOST_NAMES: Final = 5


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """What some files would change.

    Parameters
    ----------
    key : str
        Digest of the files and what is said of them.
    rows : list of dict
        As `rehearse` answers.
    error : str
        Why that cannot be said.
    """

    key: str
    rows: list[Row]
    error: str = ""

    @property
    def has_news(self) -> bool:
        """Whether anything could be taken in."""
        return any(row["outcome"] == "new" for row in self.rows)


def add_files_for_one(settings: Settings, visitor: Visitor) -> None:
    """Take files for the inbox of one of the lifters whom a visitor may see, whom they choose if there are several."""
    if visitor.lifters is None:
        lifter = st.text_input(_("Whose files these are"), "me", key="upload_for")
    elif len(visitor.lifters) > 1:
        lifter = st.selectbox(_("Whose files these are"), sorted(visitor.lifters), key="upload_for")
    else:
        lifter = next(iter(visitor.lifters), "")
    if lifter:
        add_files(settings, lifter)


def add_files(settings: Settings, lifter: str, unit: str = "") -> None:
    """Take files for a lifter's inbox: drop, see what would happen, take it or leave it."""
    if told := st.session_state.pop(TOLD, ""):
        st.success(told)
    turn = st.session_state.setdefault(ROUND, 0)
    given = st.file_uploader(
        _("Drop exports here: files of your app, zips of them, or tables of your own"),
        accept_multiple_files=True,
        key=f"upload_{turn}",
    )
    if not given or not looking(settings).may_see(lifter):
        return
    mapped = mapping.made_for([file.name for file in given])
    rehearsed = _rehearsed(settings, lifter, given, mapped)
    with st.container(border=True, key="card-rehearsal"):
        st.subheader(_("What would happen"), anchor=False)
        _show(rehearsed, lifter, unit)
        refused = {row["file"] for row in rehearsed.rows if row["error"]}
        for file in given:
            if file.name in refused and mapping.may_be_table(file.name):
                mapping.ask_mapping(file.name, file.getvalue())
        answer = st.container(horizontal=True, key="answer-rehearsal")
        if answer.button(_("Take it"), type="primary", key="take_it", disabled=not rehearsed.has_news):
            _take(settings, lifter, given, mapped)
        if answer.button(_("Leave it"), key="leave_it"):
            _next_round(_("Left: nothing was changed."))


def _rehearsed(settings: Settings, lifter: str, given: Sequence[UploadedFile], mapped: Mapping[str, str]) -> Rehearsed:
    """Rehearse once for the same files, whatever else is clicked meanwhile."""
    digest = hashlib.sha256(f"{lifter}\n{sorted(mapped.items())}\n".encode())
    for file in given:
        digest.update(file.name.encode() + hashlib.sha256(file.getvalue()).digest())
    before = st.session_state.get(REHEARSED)
    if before is not None and before.key == digest.hexdigest():
        return before  # type: ignore[no-any-return]
    with st.spinner(_("Reading it, changing nothing …")):
        found = _rehearse(settings, lifter, given, mapped, digest.hexdigest())
        st.session_state[REHEARSED] = found
    return found


def _rehearse(
    settings: Settings, lifter: str, given: Sequence[UploadedFile], mapped: Mapping[str, str], key: str
) -> Rehearsed:
    from pipelines.rehearsal.rehearsal import rehearse  # noqa: PLC0415 (only who brings files waits for it)

    with TemporaryDirectory(prefix="liftcast-") as name:
        for file in given:
            (Path(name) / file.name).write_bytes(file.getvalue())
        for file_name, text in mapped.items():
            (Path(name) / file_name).write_text(text, encoding="utf-8")
        try:
            rows = rehearse(settings, paths=[Path(name)], lifter=lifter)
        except (LiftcastError, OSError) as error:
            return Rehearsed(key=key, rows=[], error=str(error).replace(f"{name}/", ""))
    names = {file.name for file in given}
    return Rehearsed(key=key, rows=[row for row in rows if row["file"].split("/")[0] in names])


def _show(rehearsed: Rehearsed, lifter: str, unit: str) -> None:
    """Say in a sentence what would happen, then file by file and lift by lift."""
    if rehearsed.error:
        st.error(pieces.plain(rehearsed.error))
        return
    rows = rehearsed.rows
    changes = {row["lifter"]: row for file in rows for row in file["changes"]}
    sums = {kind: sum(row[kind] or 0 for row in changes.values()) for kind in ("added", "changed", "removed")}
    st.html(pieces.wrap(f'<p class="said">{escape(_sentence(rows, sums, is_first=not unit))}</p>'))
    st.html(pieces.table([(_(head), kind) for head, kind in _HEADS], [_cells(row) for row in rows], stacked=True))
    unit = unit or next((row["weight_unit"] for row in rows if row["weight_unit"] in {"kg", "lb"}), "kg")
    moves = {(row["lifter"], row["exercise_id"]): row for file in rows for row in file["moves"]}
    _show_moves([row for row in moves.values() if row["lifter"] == lifter], unit)
    for row in rows:
        if names := [each["exported_name"] for each in row["unmapped"]][:MOST_NAMES]:
            said = _("Names we don’t know yet, which you can explain afterwards: {names}.")
            st.html(pieces.quiet(said.format(names=words.listed(names))))


def _sentence(rows: Sequence[Row], sums: Mapping[str, int], *, is_first: bool) -> str:
    """Say what all files together would change."""
    if all(row["outcome"] == "known" for row in rows):
        return _("It’s all here already: nothing would change.")
    if all(row["error"] for row in rows):
        return _("None of it can be read yet.")
    parts = [_(_COUNTS[kind]).format(sets=words.counted(count, "set", "sets")) for kind, count in sums.items() if count]
    if not parts:
        measured = any(row["holds"] and "measurements" in row["holds"] for row in rows)
        return _("Measurements are added; no set changes.") if measured else _("No set would change.")
    kept = "" if is_first or sums["changed"] or sums["removed"] else _(" What was there before stays as it is.")
    return f"{words.capital(words.listed(parts))}.{kept}"


_COUNTS: Final = {
    "added": gettext_noop("{sets} would be added"),
    "changed": gettext_noop("{sets} would be changed"),
    "removed": gettext_noop("{sets} would be removed"),
}
_HEADS: Final = (
    (gettext_noop("File"), "name"),
    (gettext_noop("What it is"), ""),
    (gettext_noop("Days"), ""),
    (gettext_noop("Sets"), "num"),
    (gettext_noop("Rejected"), "num"),
)


def _cells(row: Row) -> tuple[str, ...]:
    """One file's cells."""
    name = escape(str(row["file"]))
    if row["error"]:
        return name, escape(_shortened(str(row["error"]), str(row["file"]))), "–", "–", "–"
    what = words.capital(str(row["app"] or "").replace("_", " "))
    if row["outcome"] == "known":
        what = _("{app}, here already").format(app=what)
    days = f"{words.day(row['first_day'])} – {words.day(row['last_day'])}" if row["first_day"] else "–"
    rejected = row["rows_rejected"] or 0
    why = f"<small>{escape(row['rejected'][0]['reason'])}</small>" if row["rejected"] else ""
    return name, escape(what), escape(days), words.number(row["rows_loaded"] or 0), f"{words.number(rejected)} {why}"


_FOR_A_TERMINAL: Final = re.compile(r"\. If it is a table of your own|; say which column is what")


def _shortened(error: str, file: str) -> str:
    """A refusal without the file's name, which stands beside it, and without what a terminal is for."""
    said = words.capital(error.removeprefix(f"{file}: "))
    return _FOR_A_TERMINAL.split(said)[0].rstrip(".") + "."


def _show_moves(moves: Sequence[Row], unit: str) -> None:
    """Tell which best 1RMs of the last four weeks would move."""
    if not moves:
        return
    was = any(row["before_kg"] is not None for row in moves)
    said = (
        _("Best estimated 1RM of the last four weeks that would move:")
        if was
        else _("Your best estimated 1RMs would be:")
    )
    st.html(pieces.quiet(said))
    rows = [
        (
            escape(str(row["name"])),
            *([words.load(row["before_kg"], unit) if row["before_kg"] else "–"] if was else []),
            words.load(row["after_kg"], unit),
        )
        for row in moves[:MOST_MOVES]
    ]
    heads = [(_("Lift"), "name"), *([(_("Now"), "num")] if was else []), (_("Then"), "num")]
    st.html(pieces.table(heads, rows))
    if len(moves) > MOST_MOVES:
        st.html(pieces.quiet(_("and {n} more").format(n=words.counted(len(moves) - MOST_MOVES, "lift", "lifts"))))


def _take(settings: Settings, lifter: str, given: Sequence[UploadedFile], mapped: Mapping[str, str]) -> None:
    """Put the files into the inbox and ask for them to be taken in."""
    files: dict[str, bytes | None] = {file.name: file.getvalue() for file in given}
    try:
        _make_sure_they_may(settings, lifter, given)
        for name, text in mapped.items():
            mapping.write(settings, lifter, name, text)
        ask(settings, "upload", lifter=lifter, files=files)
    except (LiftcastError, OSError) as error:
        st.error(pieces.plain(str(error)))
        return
    _next_round(f"{words.counted(len(given), 'file')} added. {underway.after_asking(settings)}")


def _next_round(told: str) -> None:
    """Clear the drop zone and say what became of it."""
    st.session_state[ROUND] += 1
    st.session_state[TOLD] = told
    st.session_state.pop(REHEARSED, None)
    mapping.forget()
    st.rerun()


def _make_sure_they_may(settings: Settings, lifter: str, given: Sequence[UploadedFile]) -> None:
    """Refuse files for another's inbox, and more of them than one person has in an hour."""
    visitor = looking(settings)
    if not visitor.may_see(lifter):
        raise NotTheirsError(_("You may not add files for {lifter}.").format(lifter=lifter))
    if visitor.email and (wait_s := UPLOADS.wait_s(visitor.email, *(file.size / 1e6 for file in given))):
        said = _("At most {files} files and {megabytes} MB an hour: try again in {minutes} minutes.")
        minutes = max(1, round(wait_s / 60))
        raise WrongUseError(said.format(files=UPLOADS.files, megabytes=f"{UPLOADS.megabytes:g}", minutes=minutes))
