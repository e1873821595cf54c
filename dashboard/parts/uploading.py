"""Files given to the app in the browser: written into the inbox, and asked to be taken in."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import words
from dashboard.language import _
from dashboard.parts import pieces, underway
from dashboard.parts.rates import UPLOADS
from dashboard.parts.visitor import NotTheirsError, Visitor, looking
from pipelines.errors import LiftcastError, WrongUseError
from pipelines.running.requests import ask
from pipelines.settings import Settings


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


def add_files(settings: Settings, lifter: str) -> None:
    """Take files for a lifter's inbox."""
    with st.form("upload", clear_on_submit=True, border=False):
        given = st.file_uploader("Exports, zips of exports or tables of measurements", accept_multiple_files=True)
        if not st.form_submit_button("Add to the inbox") or not given:
            return
    try:
        _make_sure_they_may(settings, lifter, given)
        ask(settings, "upload", lifter=lifter, files={file.name: file.getvalue() for file in given})
    except (LiftcastError, OSError) as error:
        st.error(pieces.plain(str(error)))
        return
    st.success(f"{words.counted(len(given), 'file')} added. {underway.after_asking(settings)}")


def _make_sure_they_may(settings: Settings, lifter: str, given: list[UploadedFile]) -> None:
    """Refuse files for another's inbox, and more of them than one person has in an hour."""
    visitor = looking(settings)
    if not visitor.may_see(lifter):
        raise NotTheirsError(_("You may not add files for {lifter}.").format(lifter=lifter))
    if visitor.email and (wait_s := UPLOADS.wait_s(visitor.email, *(file.size / 1e6 for file in given))):
        said = _("At most {files} files and {megabytes} MB an hour: try again in {minutes} minutes.")
        minutes = max(1, round(wait_s / 60))
        raise WrongUseError(said.format(files=UPLOADS.files, megabytes=f"{UPLOADS.megabytes:g}", minutes=minutes))
