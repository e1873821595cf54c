"""Renpho: weighings with a dozen figures of impedance, of which weight, fat and lean mass are read; `--` is missing."""

from pipelines.exports.body.table import BodyTable, Header

_NEEDED = frozenset({"bmi", "body fat(%)", "subcutaneous fat(%)", "metabolic age"})
_DATES = frozenset({"date", "time of measurement"})


def _is_renphos(header: Header) -> bool:
    return bool(header.folded) and header.folded[0] in _DATES and set(header.folded) >= _NEEDED


FORMAT = BodyTable(app="renpho", title="Renpho", version=1, claims=_is_renphos)
