"""One file read and typed: the same for landing it and for saying beforehand what would come of it."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from pipelines.errors import ExportError
from pipelines.exports import Format, Source, identify, label
from pipelines.exports.base import Reading
from pipelines.exports.typed import typed
from pipelines.mappings import Mappings, signature_in


@dataclass(frozen=True, kw_only=True)
class Read:
    """One export read and typed.

    Parameters
    ----------
    form : Format
        Whose export it is.
    header : str or None
        Signature of its header.
    reading : Reading
        As it was logged.
    rows : pyarrow.Table
        What `rows.sql` takes.
    """

    form: Format
    header: str | None
    reading: Reading
    rows: pa.Table


@dataclass(frozen=True, kw_only=True)
class Unread:
    """One file that cannot be read: why, and what would have to change before it is worth another look."""

    error: ExportError
    header: str | None
    made_by: str | None


def read_export(
    source: Source, lifter: str, mappings: Mappings, *, sha256: str = "", last_day: date | None = None
) -> Read | Unread:
    """Identify, read and type one file; a mapping goes before the formats known, and no record is after `last_day`."""
    header = signature_in(source)
    mapping = mappings.of(lifter, header)
    try:
        form = mapping or identify(source)
        reading = form.read(source)
    except ExportError as error:
        return Unread(error=error, header=header, made_by=label(mapping) if mapping else None)
    stated = {"lifter": lifter, "app": form.app, "layout": reading.layout, "sha256": sha256 or source.path.name}
    return Read(form=form, header=header, reading=reading, rows=typed(reading, stated, last_day=last_day))
