"""Sets a week of each muscle against the range that serves size: what is few, what is many, what the plan changes."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.language import _, gettext_noop
from dashboard.views.muscles.body import Look
from models.training.style import STYLES

SETS_LOW, SETS_HIGH = STYLES["hypertrophy"].muscle_sets
NOT_TRAINED: Final = 0.25
"""Below a set in a month a muscle counts as not trained."""
NOTICED: Final = 1.0
"""Sets a week below which a plan changes nothing worth a colour."""

KINDS: Final[Mapping[str, str]] = {
    "none": gettext_noop("Not trained"),
    "few": gettext_noop("Below the range"),
    "range": gettext_noop("In the range"),
    "many": gettext_noop("Above the range"),
}
CHANGES: Final[Mapping[str, str]] = {
    "more": gettext_noop("More sets"),
    "same": gettext_noop("About as now"),
    "less": gettext_noop("Fewer sets"),
}


def kind_of(sets: float) -> str:
    """Say where so many sets a week stand: `none`, `few`, `range` or `many`."""
    if sets < NOT_TRAINED:
        return "none"
    return "few" if round(sets) < SETS_LOW else "many" if round(sets) > SETS_HIGH else "range"


def looks_now(recent: Mapping[str, float]) -> dict[str, Look]:
    """How each muscle is drawn by its sets of the last weeks."""
    return {muscle: Look(kind=kind_of(sets), said=said(sets)) for muscle, sets in recent.items()}


def looks_planned(recent: Mapping[str, float], planned: Mapping[str, float]) -> dict[str, Look]:
    """How each muscle is drawn by what the plan adds to its sets of the last weeks."""
    looks = {}
    for muscle in {**recent, **planned}:
        now, then = recent.get(muscle, 0.0), planned.get(muscle, 0.0)
        kind = "same" if abs(then - now) < NOTICED else "more" if then > now else "less"
        told = _("{then} sets a week, now {now}").format(then=f"{then:.0f}", now=f"{now:.0f}")
        looks[muscle] = Look(kind=kind, said=told)
    return looks


def said(sets: float) -> str:
    """Say sets a week of one muscle."""
    if sets < NOT_TRAINED:
        return _("not trained")
    whole = _("fewer than one set a week") if round(sets) < 1 else _("{sets} a week")
    return whole.format(sets=words.counted(sets, "set", "sets"))


def named(looks: Mapping[str, Look], kinds: Mapping[str, str], names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """List each kind with its name and the muscles of it, those without any left out."""
    listed = []
    for kind, title in kinds.items():
        found = [names[muscle] for muscle in names if muscle in looks and looks[muscle].kind == kind]
        if found:
            listed.append((kind, _(title), words.capital(words.listed([words.within(name) for name in found]))))
    return listed


def recent_of(rows: Sequence[Mapping[str, Any]], muscles: Sequence[str]) -> dict[str, float]:
    """Sets a week of the last weeks by muscle; those of the drawing without any stand at nothing."""
    found = {str(row["muscle"]): float(row["recent_sets"]) for row in rows}
    return {muscle: found.get(muscle, 0.0) for muscle in dict.fromkeys([*muscles, *found])}


def table_rows(
    sets: pd.DataFrame, recent: Mapping[str, float], planned: Mapping[str, float], names: Mapping[str, str]
) -> list[tuple[str, ...]]:
    """Rows of figures: muscle, sets now, the 12 weeks before, under the plan; most sets first."""
    usual = dict(zip(sets["muscle"], sets["usual_sets"], strict=True))
    return [
        (
            names[muscle],
            f"{recent[muscle]:.0f}",
            f"{usual.get(muscle, 0.0):.0f}",
            f"{planned.get(muscle, 0.0):.0f}" if planned else "–",
        )
        for muscle in sorted(recent, key=lambda muscle: -recent[muscle])
    ]
