"""Who is looking: the one check that every read, every write and every page passes where people sign in."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import streamlit as st

from pipelines.errors import LiftcastError, PeopleError
from pipelines.people import sign_in
from pipelines.people.roles import Person, people_of
from pipelines.settings import Settings

Reason: TypeAlias = Literal["signed out", "expired", "unverified", "unknown", "unusable"]

_homes_with_sign_in: Final[set[Path]] = set()
"""Homes that asked for a sign-in since this process began: removing the files of it opens nothing."""


Visitor: TypeAlias = Person
"""Who may look is one of those who may sign in; where nobody has to, the owner."""

OWNER: Final = Visitor(email="", role="admin", lifters=None)
"""Whoever sits at this machine, where no sign-in is set up."""


class NotAdmittedError(LiftcastError):
    """A visitor who may see nothing.

    Parameters
    ----------
    reason : {"signed out", "expired", "unverified", "unknown", "unusable"}
    email : str
        As they signed in, if they did.
    """

    def __init__(self, reason: Reason, email: str = "") -> None:
        super().__init__(f"not admitted: {reason}")
        self.reason: Reason = reason
        self.email = email


class NotTheirsError(LiftcastError):
    """Data were asked for, or were to be written, of a lifter who is not the visitor's to see."""


def asks_for_sign_in(settings: Settings) -> bool:
    """Tell whether visitors of this home have to sign in; once they had to, they have to until this process ends."""
    if sign_in.is_wanted(settings):
        _homes_with_sign_in.add(settings.home)
    return settings.home in _homes_with_sign_in


def looking(settings: Settings) -> Visitor:
    """Return who is looking at this page.

    Raises
    ------
    NotAdmittedError
        They have yet to sign in, did so too long ago, or are not in `people.toml`.
    """
    return admitted(settings, st.user.to_dict()) if asks_for_sign_in(settings) else OWNER


def admitted(settings: Settings, claims: Mapping[str, Any]) -> Visitor:
    """Return who somebody is, by what their provider said of them.

    Raises
    ------
    NotAdmittedError
        As for `looking`.
    """
    if not claims.get("is_logged_in"):
        raise NotAdmittedError("signed out")
    email = str(claims.get("email") or "")
    try:
        people = people_of(settings)
    except PeopleError as error:
        raise NotAdmittedError("unusable", email) from error
    signed_in_at = claims.get("iat")
    if not isinstance(signed_in_at, int | float) or time.time() - signed_in_at > 3600 * people.signed_in_hours:
        raise NotAdmittedError("expired", email)
    if claims.get("email_verified") is not True:
        raise NotAdmittedError("unverified", email)
    person = people.of(email)
    if person is None:
        raise NotAdmittedError("unknown", email)
    return person


def make_sure(visitor: Visitor, settings: Settings) -> None:
    """Stop what is drawn for somebody who may no longer look, or no longer at the same.

    Raises
    ------
    NotAdmittedError
        As for `looking`; "signed out" where somebody else is looking now, or what they may see has changed.
    """
    if looking(settings) != visitor:
        raise NotAdmittedError("signed out", visitor.email)
