"""FitNotes (Android): the body tracker's table, one row per measurement: `Date,Time,Measurement,Value,Unit`."""

from pipelines.exports.body.base import Figure
from pipelines.exports.body.long_table import LongTable
from pipelines.exports.body.sites import column_of


def _figure(what: str, value: str, unit: str) -> Figure | None:
    column = column_of(what)
    return Figure(site=column.site, side=column.side, text=value, unit=unit or None) if column.site else None


FORMAT = LongTable(
    app="fitnotes",
    title="FitNotes' body tracker",
    version=1,
    date="date",
    clock="time",
    what="measurement",
    value="value",
    unit="unit",
    figure=_figure,
    needed=frozenset({"date", "measurement", "value", "unit"}),
)
