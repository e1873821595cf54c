"""MyFitnessPal: its measurement table, and the weights that trend trackers take from it; neither states a unit."""

from dataclasses import dataclass

from pipelines.exports.body.base import BodyReading
from pipelines.exports.body.sites import Column
from pipelines.exports.body.table import BodyTable, Header, header_of, wide_records
from pipelines.exports.reading.source import Source

_TREND = ("date", "recorded", "moving average")
_NEEDED = frozenset({"date", "weight", "body fat %"})


def _is_myfitnesspals(header: Header) -> bool:
    is_table = set(header.folded) >= _NEEDED and header.folded[0] == "date"
    is_known = all(column.tells in {"date", "site"} for column in header.columns)
    return header.folded == _TREND or (is_table and is_known)


@dataclass(frozen=True, kw_only=True)
class _MyFitnessPal(BodyTable):
    """Its own table, or a trend: a weight recorded beside its moving average, which is no measurement."""

    def read(self, source: Source) -> BodyReading:
        header = header_of(source)
        if header is None or header.folded != _TREND:
            return super().read(source)
        columns = [Column("date"), Column("site", "body_weight"), Column("other")]
        return BodyReading(layout="trend", records=wide_records(source, columns))


FORMAT = _MyFitnessPal(app="myfitnesspal", title="MyFitnessPal", version=1, claims=_is_myfitnesspals)
