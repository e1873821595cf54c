"""One file of many lifters, parted by whose rows they are."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def by_lifter(rows: pa.Table, owner: str) -> dict[str, pa.Table]:
    """Part rows by their lifter, in order of first appearance, as tables that can be put together with others."""
    table = rows.set_column(rows.column_names.index("lifter"), "lifter", _lifters(rows["lifter"], owner))
    table = table.combine_chunks()
    codes = table["lifter"].chunk(0).indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes))
    narrow = pa.schema(
        [
            field.with_type(pa.dictionary(pa.int32(), field.type.value_type))
            if pa.types.is_dictionary(field.type)
            else field
            for field in table.schema
        ]
    )
    parted = {}
    for code, lifter in enumerate(table["lifter"].chunk(0).dictionary.to_pylist()):
        held = order[ends[code - 1] if code else 0 : ends[code]]
        parted[lifter] = _with_own_texts(table.take(pa.array(held)).cast(narrow)).combine_chunks()
    return parted


def _with_own_texts(rows: pa.Table) -> pa.Table:
    """Leave the texts of other lifters out of what stands behind the codes of texts that are landed as they are."""
    for name in ("workout", "exercise"):
        own = rows[name].cast(pa.string()).dictionary_encode()
        rows = rows.set_column(rows.column_names.index(name), name, own)
    return rows


def _lifters(column: pa.ChunkedArray, owner: str) -> pa.Array:
    """Lifter of each row: the one it names, or the owner; only those who have rows are in the dictionary."""
    return pc.fill_null(column.cast(pa.string()), owner).combine_chunks().dictionary_encode()
