"""Keeping what is asked for as the lifter's own profile: it writes their `profile.toml`, nothing else."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.language import _
from dashboard.parts import pieces, queries, underway
from dashboard.shell import Here
from models.goal import wishes_stated
from pipelines.people.profiles import state


def may_keep(here: Here) -> bool:
    """Tell whether there is a profile to write: simulated lifters have nobody to ask."""
    row = queries.lifter(here.source, here.lifter)
    return row is not None and not row["simulated"]


def keep(here: Here, given: Mapping[str, Any]) -> None:
    """Write what is asked for into the profile, ask for results that count it, and say where it stands."""
    wanted = dict(given)
    if wanted.get("competition") is not None:
        wanted["competition"] = _competition(here, wanted["competition"])
    settings = here.source.settings
    path = underway.hand_in(settings, "profile", here.lifter, lambda: state(settings, here.lifter, wanted))
    if path is not None:
        place = pieces.plain(str(path.relative_to(settings.home)))
        said = _("Kept in {place}. {when} This page has the plan already.")
        st.success(said.format(place=place, when=underway.after_asking(settings)))


def _competition(here: Here, day: object) -> object:
    """A competition as the profile has it: its day, with its lifts where they are stated."""
    row = queries.lifter(here.source, here.lifter)
    lifts = wishes_stated(
        {} if row is None else {str(name): value for name, value in row.items()}
    ).goal.competition_lifts
    return {"day": day, "lifts": list(lifts)} if lifts else day
