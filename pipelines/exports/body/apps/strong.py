"""Strong: one file per measurement, `Date;Weight (kg)`; numbers synced from elsewhere carry single-precision noise."""

from pipelines.exports.body.table import BodyTable, Header


def _is_strongs(header: Header) -> bool:
    """Tell by two columns cut by a semicolon: the date and one site."""
    return header.delimiter == ";" and [column.tells for column in header.columns] == ["date", "site"]


FORMAT = BodyTable(app="strong", title="Strong's measurements", version=1, claims=_is_strongs)
