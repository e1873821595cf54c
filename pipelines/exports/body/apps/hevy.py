"""Hevy: `measurement_data.csv`, one column per site; kg or lb independent of cm or inches."""

from pipelines.exports.body.table import BodyTable, Header

_BEGINS = ("date", "weight", "fat", "neck", "shoulder", "chest")


def _is_hevys(header: Header) -> bool:
    """Tell by the first columns and the sides: `left_bicep_cm`."""
    first = tuple(name.partition("_")[0] for name in header.folded[: len(_BEGINS)])
    return first == _BEGINS and any(name.startswith("left_bicep_") for name in header.folded)


FORMAT = BodyTable(app="hevy", title="Hevy's measurements", version=1, claims=_is_hevys)
