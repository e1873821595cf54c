"""What a lifter says of themselves on a page: sex, body weight, year of birth. It is kept in their profile."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.language import _, gettext_noop
from dashboard.parts import pieces, queries, underway
from dashboard.parts.queries import Source
from pipelines.people.profiles import BIRTH_YEARS, BODY_WEIGHTS_KG, state

SEXES: Final = {"F": gettext_noop("Female"), "M": gettext_noop("Male")}
YOUNGEST: Final = 5
"""Years between birth and the first log that is believed."""


def may_state(source: Source) -> bool:
    """Tell whether there is somebody to ask: simulated lifters have nobody."""
    return not queries.meta(source)["simulated"]


def known(row: Mapping[str, Any], unit: str) -> str:
    """Say what is known of a lifter: `male, 82.5 kg, born in 1993`; empty where nothing is."""
    sex, weight, year = _shown(row, unit)
    parts = [
        words.within(_(SEXES[sex])) if sex else "",
        f"{words.figure(weight)}{words.NARROW}{unit}" if weight else "",
        _("born in {year}").format(year=year) if year else "",
    ]
    return ", ".join(part for part in parts if part)


def ask(source: Source, lifter: str, unit: str) -> None:
    """Ask who a lifter is, filled with what is known; what is changed is written down and taken in."""
    found = _row(source, lifter)
    sex, weight, year = _shown(found, unit)
    with st.form("described", border=False):
        chosen = st.radio(
            _("Sex"), list(SEXES), index=None if sex is None else list(SEXES).index(sex),
            format_func=lambda name: _(SEXES[name]), horizontal=True, key=f"sex_of_{lifter}",
        )  # fmt: skip
        weighs = _told_weight(weight, unit, found.get("weighed_on")) or _ask_weight(lifter, weight, unit)
        born = st.number_input(
            _("Year of birth"), BIRTH_YEARS[0], datetime.now(UTC).year - YOUNGEST, year, step=1, format="%d",
            placeholder=_("If you like"), key=f"born_of_{lifter}",
        )  # fmt: skip
        is_asked = st.form_submit_button(_("Save"))
    if is_asked:
        _save(source, lifter, stated(found, (chosen, weighs, born), unit))


def ask_weight(source: Source, lifter: str, unit: str) -> None:
    """Ask for a lifter's body weight alone, likewise."""
    found = _row(source, lifter)
    sex, weight, year = _shown(found, unit)
    with st.form("described", border=False):
        weighs = _ask_weight(lifter, weight, unit)
        is_asked = st.form_submit_button(_("Save"))
    if is_asked:
        _save(source, lifter, stated(found, (sex, weighs, year), unit))


def _told_weight(weight: float | None, unit: str, weighed_on: pd.Timestamp | None) -> float | None:
    """Say the body weight that was weighed, for none that is typed would outrank it; None where none was."""
    if weight is None or pd.isna(weighed_on):
        return None
    said = _("Body weight: {weight}, as you logged it on {day}. Log a newer one to change it.")
    weighed = f"{words.figure(weight)}{words.NARROW}{unit}"
    st.html(pieces.quiet(said.format(weight=weighed, day=words.day(weighed_on))))
    return weight


def _ask_weight(lifter: str, weight: float | None, unit: str) -> float | None:
    light, heavy = (words.in_unit(kg, unit) for kg in BODY_WEIGHTS_KG)
    least, most = float(math.ceil(light)), float(math.floor(heavy))
    label = _("Body weight ({unit})").format(unit=unit)
    return st.number_input(label, least, most, weight, step=0.5, format="%.1f", key=f"weight_of_{lifter}")


def _row(source: Source, lifter: str) -> dict[str, Any]:
    """What a build holds of a lifter."""
    row = queries.lifter(source, lifter)
    return {} if row is None else {str(name): value for name, value in row.items()}


def stated(row: Mapping[str, Any], given: tuple[str | None, float | None, int | None], unit: str) -> dict[str, Any]:
    """Return what is given other than known, under the keys of a profile; None takes a key away.

    A body weight that was measured is left to the measurements, unless another is given.
    """
    found: dict[str, Any] = {}
    for key, new, old in zip(("sex", "body_weight", "birth_year"), given, _shown(row, unit), strict=True):
        if new != old and key == "body_weight":
            found |= {"body_weight_kg": None, "body_weight_lb": None, f"body_weight_{unit}": new}
        elif new != old:
            found[key] = new
    return found


def _save(source: Source, lifter: str, wanted: Mapping[str, Any]) -> None:
    """Write it into the profile, ask for it to be taken in, and say when it counts."""
    if not wanted:
        st.html(pieces.quiet(_("Nothing changed, so nothing was saved.")))
        return
    settings = source.settings
    path = underway.hand_in(settings, "profile", lifter, lambda: state(settings, lifter, wanted))
    if path is not None:
        said = _("Saved in {file} of the inbox.").format(file=pieces.plain(path.name))
        st.success(f"{said} {underway.after_asking(settings)}")


def _shown(row: Mapping[str, Any], unit: str) -> tuple[str | None, float | None, int | None]:
    """Sex, body weight in the lifter's unit and year of birth as a build holds them; None where unknown."""
    sex, kg, year = (row.get(name) for name in ("sex", "body_weight_kg", "birth_year"))
    return (
        str(sex) if sex in SEXES else None,
        None if kg is None or pd.isna(kg) else round(words.in_unit(float(kg), unit), 1),
        None if year is None or pd.isna(year) else int(year),
    )
