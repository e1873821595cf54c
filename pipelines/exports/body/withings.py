"""Withings: weighings with fat, bone and muscle as masses, newest first, several a day."""

from pipelines.exports.body.sites import column_of
from pipelines.exports.body.table import BodyTable, Header

_SITES = ["body_weight", "fat_mass", None, "muscle_mass", None, None]


def _is_withings(header: Header) -> bool:
    """Tell by what follows the date: weight, fat, bone, muscle, water as masses, and a comment."""
    date, *others = header.columns if len(header.names) == 1 + len(_SITES) else (column_of(""),)
    are_masses = all(any(unit in name for unit in ("(kg)", "(lb)", "(lbs)")) for name in header.folded[1:-1])
    return date.tells == "date" and [column.site for column in others] == _SITES and are_masses


FORMAT = BodyTable(app="withings", title="Withings", version=1, claims=_is_withings)
