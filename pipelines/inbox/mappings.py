"""Which mapping reads which table: small files of the inbox, found again by the header they state.

A mapping beside a lifter's exports counts for that lifter, one straight in the inbox for everybody; of two for the same
header the lifter's own counts. What is taken away no longer counts: the files it read are then refused again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from pipelines.errors import ExportError, MappingError
from pipelines.exports.body.base import body_label
from pipelines.exports.own_tables.body import MappedBody
from pipelines.exports.own_tables.mapping import parse_mapping
from pipelines.exports.own_tables.pages import signature_of_own
from pipelines.exports.own_tables.workouts import MappedTable
from pipelines.exports.reading.base import label
from pipelines.exports.reading.source import Source
from pipelines.files import unforeseen
from pipelines.files.atomic import write_bytes
from pipelines.files.small_files import small_text
from pipelines.inbox.mapping_files import FILE, mappings_in, mappings_within
from pipelines.settings import Settings

Mapped: TypeAlias = MappedTable | MappedBody


def label_of(mapping: Mapped) -> str:
    """Name the version of a mapping's reading, for the names of landed files."""
    return body_label(mapping) if isinstance(mapping, MappedBody) else label(mapping)


@dataclass(frozen=True)
class _Folder:
    """Mappings of one place, by the signature of their header, and what is wrong with the others."""

    tables: dict[str, tuple[Mapped, Path]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def add(self, path: Path, file: str) -> None:
        try:
            table = read_mapping(path, file)
        except MappingError as error:
            self.problems.append((file, str(error)))
            return
        first = self.tables.setdefault(table.signature, (table, path))
        if first[0].version != table.version:
            other = first[1]
            self.problems.append(
                (file, f"{path}: {other} already says how to read that header, and differently; keep one of the two")
            )


def read_mapping(path: Path, file: str) -> Mapped:
    """Read one mapping file.

    Raises
    ------
    MappingError
        If it cannot be used.
    """
    try:
        return parse_mapping(small_text(path, file, MappingError), file)
    except MappingError:
        raise
    except Exception as error:
        raise MappingError(unforeseen.sentence(file, error)) from error


class Mappings:
    """All mappings in force.

    Parameters
    ----------
    settings : Settings
        Whose inbox.
    beside : mapping of str to sequence of Path
        Further files by lifter: those beside exports that lie outside the inbox.
    """

    def __init__(self, settings: Settings, beside: Mapping[str, Sequence[Path]] = MappingProxyType({})) -> None:
        self._inbox = settings.inbox
        self._beside = beside
        self._common = _Folder()
        self._own: dict[str, _Folder] = {}
        for path in mappings_in(self._inbox):
            self._common.add(path, path.name)

    def of(self, lifter: str, signature: str | None) -> Mapped | None:
        """Mapping that reads a lifter's tables with this header, if there is one."""
        if signature is None:
            return None
        mapping = self._own_of(lifter).tables.get(signature) or self._common.tables.get(signature)
        return mapping[0] if mapping else None

    def problems(self, lifters: Sequence[str]) -> Iterator[tuple[str | None, str, str]]:
        """Lifter (None for everybody), file and what is wrong with it, for every mapping that cannot be used."""
        for file, problem in self._common.problems:
            yield None, file, problem
        for lifter in dict.fromkeys(lifters):
            for file, problem in self._own_of(lifter).problems:
                yield lifter, file, problem

    def _own_of(self, lifter: str) -> _Folder:
        if lifter not in self._own:
            own = self._own[lifter] = _Folder()
            for path in mappings_within(self._inbox / lifter):
                own.add(path, str(path.relative_to(self._inbox / lifter)))
            for path in self._beside.get(lifter, ()):
                own.add(path, path.name)
        return self._own[lifter]


def remember(settings: Settings, lifter: str | None, path: Path) -> None:
    """Copy a mapping that lies outside the inbox to its place there, unless one like it is in force.

    Parameters
    ----------
    lifter : str or None
        Whose it is; None for everybody's.

    Raises
    ------
    MappingError
        If it cannot be used, or the inbox already says otherwise; nothing is written over.
    """
    table = read_mapping(path, path.name)
    folder = settings.inbox / lifter if lifter else settings.inbox
    in_folder = _Folder()
    for own in mappings_within(folder) if lifter else mappings_in(folder):
        in_folder.add(own, own.name)
    if table.signature in in_folder.tables:
        before, place = in_folder.tables[table.signature]
        if before.version != table.version:
            raise MappingError(
                f"{path}: {place} already says how to read that header, and differently; change that one, or remove it"
            )
        return
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / (f"{table.app}.{FILE}" if path.name.casefold() == FILE else path.name)
    if place.exists():
        place = folder / f"{table.app}-{table.signature[:6]}.{FILE}"
    write_bytes(place, path.read_bytes())


def signature_in(source: Source) -> str | None:
    """Signature of a file's header, of a workbook its first sheet's; None where the file has none that can be read."""
    if not source.sheet.is_text:
        return None
    try:
        return signature_of_own(source)
    except ExportError:
        return None
