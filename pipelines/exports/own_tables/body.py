"""Body measurements of any other table: a mapping says what its columns measured, for all files or file by file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from pipelines.errors import ExportError
from pipelines.exports.body.base import BodyReading
from pipelines.exports.body.sites import Column
from pipelines.exports.body.table import header_of, wide_records
from pipelines.exports.own_tables.pages import signature_of_own
from pipelines.exports.reading.source import Source

NOT_READ: Final = Column("other")


@dataclass(frozen=True, kw_only=True)
class MappedBody:
    """A table whose columns a person named.

    Parameters
    ----------
    app, title, version
        As of every format.
    signature : str
        Of the header it reads (see `mapped.signature_of`).
    columns : mapping of str to Column
        Case-folded name of a column to what it tells in every file; the last column may run on as a comment does.
    by_file : mapping of str to mapping of str to Column
        The same for columns that tell another thing in each file, by the file's name.
    delimiter : str or None
        What separates cells, where the header does not tell.
    """

    app: str
    title: str
    version: int
    signature: str
    columns: Mapping[str, Column]
    by_file: Mapping[str, Mapping[str, Column]]
    delimiter: str | None = None
    is_general: bool = False

    def recognises(self, source: Source) -> bool:
        """Tell by the words of the header alone."""
        return source.sheet.is_text and signature_of_own(source) == self.signature

    def read(self, source: Source) -> BodyReading:
        """Read every record.

        Raises
        ------
        ExportError
            If the mapping goes file by file and does not name this one.
        """
        if source.sheet is not source:
            source = source.sheet
        elif self.delimiter:
            source = replace(source, stated_delimiter=self.delimiter)
        header = header_of(source)
        columns = [self._column(name, source) for name in (header.folded if header else ())]
        if columns and columns[-1] == NOT_READ:
            columns[-1] = Column("comment")
        return BodyReading(layout="mapped", records=wide_records(source, columns))

    def _column(self, name: str, source: Source) -> Column:
        if name not in self.by_file:
            return self.columns.get(name, NOT_READ)
        file = source.name.rpartition("/")[2]
        if file not in self.by_file[name]:
            raise ExportError(
                f"{source.name}: {self.title} says what {name!r} measured file by file, and not for this one; "
                f'add "{file}" = "waist (cm)", or whatever it is, to it'
            )
        return self.by_file[name][file]
