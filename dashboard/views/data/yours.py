"""What is the lifter's to take along or to delete: everything in one zip, and every trace removed."""

import streamlit as st

from dashboard import words
from dashboard.language import _
from dashboard.parts import pieces
from dashboard.shell import Here
from pipelines.errors import LiftcastError

PREPARED = "everything_prepared"
LISTED = "deletion_listed"
DELETED = "deletion_told"


def download(here: Here) -> None:
    """Hand out everything as one zip, made when it is asked for."""
    st.subheader(_("Download everything"), anchor=False)
    st.html(
        pieces.quiet(_("One zip: your files as you dropped them, and the tables made of them, as Parquet and CSV."))
    )
    key = (here.source.build.name, here.lifter)
    if st.button(_("Prepare the zip"), key="prepare_zip"):
        from pipelines.lifters.handing_back import zipped  # noqa: PLC0415 (only who downloads waits for it)

        try:
            with st.spinner(_("Putting it together …")):
                st.session_state[PREPARED] = key, zipped(here.source.settings, here.lifter)
        except (LiftcastError, OSError) as error:
            st.error(pieces.plain(str(error)))
    made_for, content = st.session_state.get(PREPARED, (None, b""))
    if made_for == key:
        name = f"liftcast-{here.lifter}.zip"
        st.download_button(
            _("Download {size} MB").format(size=f"{len(content) / 1e6:.1f}"),
            content,
            name,
            "application/zip",
            key="download_zip",
            type="primary",
            on_click="ignore",
        )


def delete(here: Here) -> None:
    """Delete a lifter in two steps: see what would go, then type the name."""
    st.subheader(_("Delete {lifter}").format(lifter=pieces.plain(here.lifter)), anchor=False)
    st.html(
        pieces.quiet(
            _(
                "Removes every trace: files, archive, tables, forecasts, and the name in the diary and the log. "
                "It cannot be taken back."
            )
        )
    )
    if here.source.visitor.role == "coach":
        st.html(pieces.quiet(_("Only they themselves or whoever runs this Liftcast can do that.")))
        return
    if st.button(_("Show what would go"), key="list_traces"):
        st.session_state[LISTED] = here.lifter
    if st.session_state.get(LISTED) != here.lifter or not _list(here):
        return
    typed = st.text_input(
        _("To delete all of this, type the name: {lifter}").format(lifter=pieces.plain(here.lifter)), key="typed_name"
    )
    if st.button(_("Delete for ever"), key="delete_lifter", type="primary", disabled=typed != here.lifter):
        _delete(here)


def _list(here: Here) -> bool:
    """List what would go; tell whether it can."""
    from pipelines.running.deleting import would_delete  # noqa: PLC0415 (only who deletes waits for it)

    try:
        (would,) = would_delete(here.source.settings, [here.lifter])
    except (LiftcastError, OSError) as error:
        st.error(pieces.plain(str(error)))
        return False
    st.html(
        pieces.bullets([(f"{words.number(trace.count)}", f"{trace.what} ({trace.where})") for trace in would.traces])
    )
    return True


def _delete(here: Here) -> None:
    """Delete, and remember what came of it for the page that is shown next."""
    from pipelines.running.deleting import delete_step  # noqa: PLC0415 (as above)

    with st.spinner(_("Deleting, and searching every file for what is left …")):
        try:
            (did,) = delete_step(here.source.settings, [here.lifter])
        except (LiftcastError, OSError) as error:
            st.error(pieces.plain(str(error)))
            return
        places = ", ".join(each.place for each in did.left)
        st.session_state[DELETED] = (
            _("Deleted, but still found in {places}: delete again, or remove it by hand.").format(places=places)
            if did.left
            else _("Deleted. A search of every file finds nothing of that lifter any more.")
        )
        for name in (LISTED, PREPARED):
            st.session_state.pop(name, None)
    st.query_params.clear()
    st.rerun()


def told() -> None:
    """Say what came of a deletion, once."""
    if said := st.session_state.pop(DELETED, ""):
        st.success(pieces.plain(said))
