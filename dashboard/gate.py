"""The pages before all others, where people sign in: to sign in, and why somebody is not let in."""

import sys
from typing import Final, NoReturn

import streamlit as st

from dashboard.language import _
from dashboard.parts import pieces
from dashboard.parts.visitor import NotAdmittedError, Reason, Visitor, looking
from pipelines.settings import Settings

NEEDS_SIGN_IN: Final = frozenset({"signed out", "expired"})


def let_in(settings: Settings) -> Visitor:
    """Return who is looking; draw a page that says what to do, and stop, where that is nobody we know."""
    try:
        return looking(settings)
    except NotAdmittedError as refused:
        _turn_away(refused)


def offer_way_out(visitor: Visitor) -> None:
    """Say who is signed in, and let them sign out."""
    if visitor.email:
        with st.sidebar:
            st.html(pieces.quiet(visitor.email))
            st.button(_("Sign out"), key="sign_out", on_click=st.logout, icon=":material/logout:")


def _turn_away(refused: NotAdmittedError) -> NoReturn:
    """Say why nobody is let in, and what to do."""
    if refused.__cause__ is not None:
        sys.stderr.write(f"Nobody is let in: {refused.__cause__}\n")
    head, why = _said(refused.reason, refused.email or _("your address"))
    with st.container(border=True, key="card-welcome"):
        st.html(pieces.headline("Liftcast", head, why))
        if refused.reason in NEEDS_SIGN_IN:
            st.button(_("Sign in"), key="sign_in", on_click=st.login, type="primary", icon=":material/login:")
        elif refused.email:
            st.button(_("Sign out"), key="sign_out", on_click=st.logout, icon=":material/logout:")
    st.stop()


def _said(reason: Reason, email: str) -> tuple[str, str]:
    """Return a headline and what to do."""
    if reason == "expired":
        return _("Sign in again"), _("You signed in a while ago. Sign in again to go on.")
    if reason == "unverified":
        why = _("Your provider does not say that {email} is yours. Confirm the address there, then sign in again.")
        return _("Your address is not confirmed"), why.format(email=email)
    if reason == "unknown":
        why = _("Nobody gave {email} access. Ask whoever runs this Liftcast to add it, then reload this page.")
        return _("You are not on the list"), why.format(email=email)
    if reason == "unusable":
        why = _("The list of people cannot be used. Whoever runs this Liftcast finds why with `liftcast doctor`.")
        return _("Nobody can be let in just now"), why.replace("`", "")
    return _("Sign in"), _("Training logs are private. Sign in to see those that are yours to see.")
