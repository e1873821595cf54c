"""Files given to the app in the browser: written into the inbox, and asked to be taken in."""

import streamlit as st

from dashboard import words
from dashboard.parts import pieces, underway
from pipelines.errors import LiftcastError
from pipelines.running.requests import ask
from pipelines.settings import Settings


def add_files(settings: Settings, lifter: str) -> None:
    """Take files for a lifter's inbox."""
    with st.form("upload", clear_on_submit=True, border=False):
        given = st.file_uploader("Exports, zips of exports or tables of measurements", accept_multiple_files=True)
        if not st.form_submit_button("Add to the inbox") or not given:
            return
    try:
        ask(settings, "upload", lifter=lifter, files={file.name: file.getvalue() for file in given})
    except (LiftcastError, OSError) as error:
        st.error(pieces.plain(str(error)))
        return
    st.success(f"{words.counted(len(given), 'file')} added. {underway.after_asking(settings)}")
