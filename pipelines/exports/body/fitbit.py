"""Fitbit: weight, BMI and fat a day; lb whatever the profile says (openScale issue 1192), fat 0 where not measured.

Some of its exports say kg all the same, so the unit stays open here and is decided from weight and BMI where it can be.
"""

from pipelines.exports.body.table import BodyTable, Header

_ALL = frozenset({"date", "weight", "bmi", "fat", "logid", "source", "time"})
_NEEDED = frozenset({"date", "weight", "fat"})


def _is_fitbits(header: Header) -> bool:
    return _NEEDED <= set(header.folded) <= _ALL


FORMAT = BodyTable(app="fitbit", title="Fitbit", version=1, claims=_is_fitbits)
