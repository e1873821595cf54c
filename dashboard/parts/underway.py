"""What is being done just now and what is asked, told on every page without drawing the page anew."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import words
from dashboard.language import _, gettext_noop
from dashboard.parts import pieces, queries
from dashboard.parts.visitor import NotAdmittedError, Visitor, looking, make_sure
from pipelines.errors import LiftcastError
from pipelines.running.requests import Kind, Request, ask, is_taken_up, open_requests, requests
from pipelines.running.underway import Doing, now_underway
from pipelines.settings import Settings

POLL_S: Final = 1.5
"""How often is looked: a few small files."""

ANSWERS_SHOWN: Final = 5

JOBS: Final = {
    "refresh": gettext_noop("Bringing results up to date"),
    "request": gettext_noop("Doing what was asked"),
    "ingest": gettext_noop("Reading files"),
    "forecast": gettext_noop("Forecasting"),
    "training": gettext_noop("Training the model"),
    "retrain": gettext_noop("Training the model"),
    "deletion": gettext_noop("Deleting a lifter"),
}


@st.fragment(run_every=POLL_S)
def watch(settings: Settings, build: str | None, visitor: Visitor) -> None:
    """Show what goes on as a thin strip, newer results at once, and nothing more to who may no longer look."""
    try:
        make_sure(visitor, settings)
    except NotAdmittedError:
        st.rerun()
    if queries.name_in_force(settings) != build:
        st.toast(_("New results are in: showing them now."), icon=":material/update:")
        st.rerun()
    doing, asked = now_underway(settings), open_requests(settings)
    if doing:
        st.html("".join(_strip(each, len(asked)) for each in doing))
    elif asked and not is_taken_up(settings):
        waits = words.counted(len(asked), "request waits", "requests wait")
        said = _("{requests}: start `liftcast run`, or run `liftcast refresh` once.")
        st.html(pieces.quiet(said.format(requests=waits)))


@st.fragment(run_every=POLL_S)
def answers(settings: Settings, lifter: str) -> None:
    """Say what became of what was asked for a lifter last."""
    visitor = looking(settings)
    if not visitor.may_see(lifter):
        return
    theirs = {lifter} if visitor.lifters is not None else {"", lifter}
    own = [request for request in requests(settings) if request.lifter in theirs][:ANSWERS_SHOWN]
    if own:
        st.html(pieces.bullets([_answer(request) for request in own]))


def hand_in(settings: Settings, kind: Kind, lifter: str, write: Callable[[], Path]) -> Path | None:
    """Write what a lifter decided into the inbox and ask for it to be taken in; None, having said why, if it fails."""
    try:
        path = write()
        ask(settings, kind, lifter=lifter, files={path.name: None})
    except (LiftcastError, OSError) as error:
        st.error(pieces.plain(str(error)))
        return None
    return path


def after_asking(settings: Settings) -> str:
    """Say when what was just asked will count."""
    if is_taken_up(settings):
        return _("It’s being taken in now and counts for the whole history.")
    return _("It counts for the whole history from the next `liftcast run`.")


def _strip(doing: Doing, asked: int) -> str:
    """Say what one process does, with a bar as far as it is."""
    said = [_(JOBS.get(doing.what, words.capital(doing.what)))]
    if doing.step:
        said.append(doing.step.lower())
        if doing.total:
            said[-1] += " " + _("{done} of {total}").format(
                done=words.number(doing.done), total=words.number(doing.total)
            )
    said += [words.counted(count, *_FILES[kind]) for kind, count in doing.counts.items() if count and kind in _FILES]
    if asked:
        said.append(words.counted(asked, "request", "requests"))
    said.append(_("for {time}").format(time=_lasting(doing.since)))
    share = doing.done / doing.total if doing.total else 0.0
    bar = f'<div class="bar" style="--w: {100 * min(share, 1.0):.0f}%"></div>'
    return pieces.wrap(f"<span>{escape(' · '.join(said))}</span>{bar}", kind="underway")


_FILES: Final = {"files_new": ("new file", "new files"), "files_refused": ("file refused", "files refused")}


def _lasting(since: str) -> str:
    """Say how long something has gone on."""
    seconds = max(0.0, (datetime.now(UTC) - datetime.fromisoformat(since)).total_seconds())
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _answer(request: Request) -> tuple[str, str]:
    """Return how a request stands, and what came of it or is being done."""
    if not request.is_open:
        return f"{_(words.capital(request.state))}:", request.answer
    what = ", ".join(request.files) or request.kind.capitalize()
    return what, _("waits for the next refresh.") if request.state == "waiting" else _("is being taken in.")
