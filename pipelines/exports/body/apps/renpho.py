"""Renpho: weighings with a dozen figures of impedance, of which weight, fat and lean mass are read; `--` is missing.

Its columns are named in the phone's language: the first three figures, weight, index and fat, tell it in any.
"""

from typing import Final

from pipelines.exports.body.table import BodyTable, Header

_FIRST: Final = ("body_weight", "body_mass_index", "body_fat")
_LEAST_COLUMNS: Final = 8


def _is_renphos(header: Header) -> bool:
    """Tell by weight, index and fat straight after the date, and by units right behind names: `Weight(kg)`."""
    columns = list(header.columns)
    figures = next((at for at, column in enumerate(columns) if column.tells == "site"), 0)
    sites = tuple(column.site for column in columns[figures : figures + len(_FIRST)])
    are_dates = figures > 0 and all(column.tells in {"date", "clock"} for column in columns[:figures])
    is_tight = any(name.endswith(("(kg)", "(lb)", "(st)", "(斤)")) and " (" not in name for name in header.folded)
    return are_dates and sites == _FIRST and is_tight and len(columns) >= _LEAST_COLUMNS


FORMAT = BodyTable(app="renpho", title="Renpho", version=2, claims=_is_renphos)
