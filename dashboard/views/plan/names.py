"""Names of exercises that somebody types: taken where they are sure, else asked about with the nearest ones."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.language import _
from dashboard.parts import pieces
from pipelines.exercises.resolution import typed


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A name that was not taken, and the exercises that it may mean."""

    name: str
    nearest: tuple[str, ...]


def doubts(names: Sequence[str], own: Collection[str], lifter: str) -> list[Doubt]:
    """Those of some names that are neither the lifter's own exercises nor surely known ones."""
    found = []
    for name in names:
        if name in own:
            continue
        means = typed(name, lifter)
        if not means.is_sure:
            found.append(Doubt(name=name, nearest=means.nearest))
    return found


def ask_about(doubt: Doubt, key: str, *, among: bool) -> None:
    """Refuse a name where it was typed, and offer the nearest ones in its place.

    Parameters
    ----------
    doubt : Doubt
    key : str
        Of the field it stands in.
    among : bool
        Whether the field holds several names.
    """
    said = _("We don’t know an exercise called “{name}”, so it isn’t used. Did you mean one of these?")
    st.error(said.format(name=pieces.plain(doubt.name)))
    with st.container(horizontal=True):
        for name in doubt.nearest:
            st.button(name, key=f"{key}-{doubt.name}-{name}", on_click=_put, args=(key, doubt.name, name, among))


def _put(key: str, old: str, new: str, among: bool) -> None:
    """Put a name in another one's place."""
    value = st.session_state[key]
    st.session_state[key] = list(dict.fromkeys(new if one == old else one for one in value)) if among else new
