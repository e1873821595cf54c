"""Exports that are one table under one header: an app of that kind is a declaration, not code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from pipelines.errors import ExportError, HeaderError
from pipelines.exports.reading.base import TEXTS, Dialect, Reading, damaged, encoded
from pipelines.exports.reading.delimited import read_clean
from pipelines.exports.reading.figures import read_flag, read_mass_unit, read_metres, read_number, read_seconds
from pipelines.exports.reading.grid import Grid, Loose, raw_records
from pipelines.exports.reading.places import agree, layout_by_place
from pipelines.exports.reading.recovery import read_carefully
from pipelines.exports.reading.source import HEAD_BYTES, Source, cells_of

_NUMBERS = ("load", "reps", "rpe", "distance", "seconds")
_LINES_TO_LOOK_AT = 20
_WORDS = ("workout", "exercise", "category")
_MAY_BE_NUMBERS = frozenset({*_NUMBERS, "rir", "multiplier", "body_weight", "marker", "is_warmup", "number", "sets"})


@dataclass(frozen=True, kw_only=True)
class TableFormat:
    """An app whose export is one table.

    Parameters
    ----------
    app, title : str
        The app's name in tables and in sentences.
    version : int
        Raised whenever the meaning of anything below changes.
    columns : mapping of str to sequence of str
        What a column tells, to the names it goes by in headers, in any language. A key is one of `TEXTS`, may be
        followed by the unit that the name implies (`load [kg]`), or is any other word for a column known but not read.
    required : frozenset of str
        What a header must tell to be this app's; `|` separates things of which one is enough.
    layouts : mapping of str to str
        Name of each known layout to its header, in the app's own words.
    dialect : Dialect
        What holds for every record.
    loose : tuple of (str, str) or None
        A column whose text is not quoted, and the one beside it whose usual values are known: of several, separated by
        `|`, the first that the header has.
    witnesses : frozenset of str
        Usual values of the latter, case-folded.
    body_weight_in_load_with : str or None
        The column by whose presence the app is known to have added body weight to loads.
    localised : frozenset of str
        Layouts whose header the app writes in the phone's language: under one in a language not known here, columns are
        told by their place.
    """

    app: str
    title: str
    version: int
    columns: Mapping[str, Sequence[str]]
    required: frozenset[str]
    layouts: Mapping[str, str]
    dialect: Dialect = field(default_factory=Dialect)
    loose: tuple[str, str] | None = None
    witnesses: frozenset[str] = frozenset()
    body_weight_in_load_with: str | None = None
    localised: frozenset[str] = frozenset()

    @cached_property
    def _meanings(self) -> Mapping[str, str]:
        """What each header name tells, by its case-folded text."""
        return MappingProxyType({_folded(name): tells for tells, names in self.columns.items() for name in names})

    @cached_property
    def _fields_by_layout(self) -> Mapping[str, Sequence[str | None]]:
        """What each column of each known layout tells."""
        return MappingProxyType({name: self._fields(cells_of(text, ",")[0]) for name, text in self.layouts.items()})

    @cached_property
    def _widths(self) -> frozenset[int]:
        """How many columns known layouts have."""
        return frozenset(map(len, self._fields_by_layout.values()))

    def _fields(self, header: Sequence[str]) -> list[str | None]:
        """Tell what each column tells; empty cells with which a spreadsheet widened the header are no columns."""
        width = max((at for at, name in enumerate(header, start=1) if name.strip()), default=0)
        return [self._meanings.get(_folded(name)) for name in header[:width]]

    def recognises(self, source: Source) -> bool:
        """Tell by the header: everything required is there, once."""
        source = source.sheet
        if not source.is_text:
            return False
        fields = [tells for tells in self._fields(source.header) if tells is not None]
        return self._fits(fields) or self._by_place(source) is not None

    def _by_place(self, source: Source) -> tuple[str, list[str | None]] | None:
        """Tell layout and columns by their place, under a header in a language not known here."""
        if not self.localised:
            return None
        layouts = {name: fields for name, fields in self._fields_by_layout.items() if name in self.localised}
        return layout_by_place(
            source,
            self._fields(source.header),
            layouts,
            lambda fields, cells: self._is_record(dict(zip(fields, cells, strict=True))),
        )

    def _columns(self, source: Source) -> tuple[str, list[str | None], list[str]]:
        """Tell the layout, what each column tells, and what had to be assumed for it."""
        fields = self._fields(source.header)
        if self._fits([tells for tells in fields if tells is not None]):
            return self._layout(fields), fields, []
        placed = self._by_place(source)
        if placed is None:
            return self._layout(fields), fields, []
        layout, fields = placed
        assumed = (
            f"the header is in a language not known here: its columns are taken, by their order, for those of {layout}"
        )
        return layout, fields, [assumed]

    def suggest_header(self, source: Source) -> None:
        """Tell of records that are this app's under a header that is missing or in a language not known here.

        Raises
        ------
        HeaderError
            With the header to put there.
        """
        source = source.sheet
        if not source.is_text:
            return
        first, named = source.header_line - 1, self._fields(source.header)
        if sum(tells is not None for tells in named) >= len(source.header) / 2:
            return
        for at, line in enumerate(source.first_lines[first : first + _LINES_TO_LOOK_AT]):
            record = cells_of(line, source.delimiter)[0]
            layouts = [
                name for name in self._layouts_around(record) if at == 0 or agree(named, self._fields_by_layout[name])
            ]
            if not layouts:
                continue
            headers = [source.delimiter.join(cells_of(self.layouts[layout], ",")[0]) for layout in layouts]
            which = "this line" if len(headers) == 1 else "the one of these lines whose units are yours"
            begins = source.first_lines[first].strip()[:80]
            is_record = at == 0 or any(map(str.isdigit, begins))
            what = "should be the header but is already a record" if is_record else "is no header known here"
            where = "on top of the file" if is_record else "in its place"
            raise HeaderError(
                f"{source.name}: line {source.header_line} {what}: {begins!r}. The records are laid out as "
                f"{self.title}'s {' or '.join(map(self._with_unit, layouts))}; if {self.title} wrote the file, put "
                f"{which} {where} and ingest it again:\n" + "\n".join(headers),
                borne_out=max(self._borne_out(layout, record) for layout in layouts),
            )

    def _with_unit(self, layout: str) -> str:
        """Name a layout, with the unit in which it would have loads read."""
        units = [tells for tells in self._fields_by_layout[layout] if tells and tells.startswith("load [")]
        return f"{layout}, whose loads are in {units[0].removesuffix(']').split(' [')[1]}" if units else layout

    def _fits(self, fields: Sequence[str]) -> bool:
        bare = [tells.split(" [")[0] for tells in fields]
        needed = [set(one_of.split("|")) for one_of in self.required]
        return all(any(bare.count(tells) == 1 for tells in one_of) for one_of in needed) and all(
            bare.count(tells) <= 1 for tells in TEXTS
        )

    def _layout(self, columns: Sequence[str | None]) -> str:
        """Name the layout whose columns tell the same, or the nearest one followed by `~`."""
        fields = frozenset(columns)
        known = {name: frozenset(layout) for name, layout in self._fields_by_layout.items()}
        nearest = max(known, key=lambda name: len(known[name] & fields) / len(known[name] | fields))
        return nearest if known[nearest] == fields else f"{nearest}~"

    def _layouts_around(self, record: Sequence[str]) -> list[str]:
        """Find the layouts under whose header a record makes sense."""
        if len(record) not in self._widths:
            return []
        return [
            name
            for name, fields in self._fields_by_layout.items()
            if len(fields) == len(record) and self._is_record(dict(zip(fields, record, strict=True)))
        ]

    def _borne_out(self, layout: str, record: Sequence[str]) -> int:
        """Count the figures that stand in columns of figures, less those that stand in columns of words."""
        fields = self._fields_by_layout[layout]
        held = [
            ((tells or "").split(" [")[0], text.strip()) for tells, text in zip(fields, record, strict=True) if text
        ]
        figures = sum(tells in _NUMBERS and read_number(text) is not None for tells, text in held)
        misplaced = sum(tells not in _MAY_BE_NUMBERS and read_number(text) is not None for tells, text in held)
        markers = sum(tells == "marker" and text.casefold() in self.dialect.markers for tells, text in held)
        return figures + markers - misplaced

    def _is_record(self, cells: Mapping[str | None, str]) -> bool:
        """Tell whether cells make sense as a record under the columns they are paired with."""
        bare = {tells.split(" [")[0]: text.strip() for tells, text in cells.items() if tells}
        marker = bare.get("marker", "1")
        numbers = [bare[tells] for tells in _NUMBERS if bare.get(tells)]
        return (
            sum(character.isdigit() for character in bare["started"]) >= len("20240131") - 2
            and all(any(map(str.isalpha, bare[name])) for name in _WORDS if bare.get(name))
            and bool(bare["exercise"])
            and (read_number(marker) is not None or marker.casefold() in self.dialect.markers)
            and bool(numbers)
            and all(read_seconds(text) is not None for text in numbers)
            and (not bare.get("load_unit") or read_mass_unit(bare["load_unit"]) is not None)
            and (not bare.get("distance_unit") or read_metres(bare["distance_unit"]) is not None)
            and (not bare.get("is_warmup") or read_flag(bare["is_warmup"]) is not None)
        )

    def read(self, source: Source) -> Reading:
        """Read every record, the fast way where the file is clean, else with care.

        Raises
        ------
        ExportError
            If there is nothing below the header, or no end to it.
        """
        source = source.sheet
        if not source.is_header_whole:
            raise ExportError(
                f"{source.name}: line {source.header_line} is longer than {HEAD_BYTES:,} bytes, which no header is; "
                "export the file again from the app"
            )
        layout, fields, notes = self._columns(source)
        grid = self.grid(source)
        table = read_clean(grid)
        if table is None:
            table, mended = read_carefully(grid)
            notes += [*mended, *source.about_encoding]
        if not len(table):
            raise ExportError(
                f"{source.name}: the header of {self.title} stands alone, with no records under it; "
                "export the file again from the app"
            )
        texts = dict(self.texts({tells: table[str(at)] for at, tells in enumerate(fields) if tells}))
        if "problem" in table.column_names:
            texts["problem"] = table["problem"]
            if source.damaged_lines:
                pairs = zip(table["problem"].to_pylist(), texts["exercise"].to_pylist(), strict=True)
                texts["problem"] = encoded([problem or damaged(exercise) for problem, exercise in pairs])
        logged = type(table).from_pydict({"line": table["line"], **texts})
        return Reading(
            layout=layout,
            logged=logged,
            dialect=self._dialect(fields),
            notes=notes,
            raw=lambda ordinals: raw_records(source, logged["line"].to_pylist(), ordinals),
        )

    def texts(self, cells: Mapping[str, Any]) -> Mapping[str, Any]:
        """Logged texts out of cells; an app that tells something in a way of its own says here in which.

        Parameters
        ----------
        cells : mapping of str to pyarrow.ChunkedArray
            Dictionary-encoded columns of the file, by keys of `columns`.

        Returns
        -------
        mapping of str to pyarrow array
            The same, by names of `TEXTS`.
        """
        return {name: column for tells, column in cells.items() if (name := tells.split(" [")[0]) in TEXTS}

    def grid(self, source: Source) -> Grid:
        """Tell how the file is laid out."""
        _, fields, _ = self._columns(source)
        return Grid(
            source=source,
            width=len(fields),
            started=_position(fields, "started"),
            makes_sense=lambda cells: self._is_record(dict(zip(fields, cells, strict=True))),
            loose=self._loose(fields),
        )

    def _loose(self, fields: Sequence[str | None]) -> Loose | None:
        if self.loose is None:
            return None
        loose, witnesses = self.loose
        witness_name = next((name for name in witnesses.split("|") if name in fields), None)
        if loose not in fields or witness_name is None:
            return None
        at, witness = _position(fields, loose), _position(fields, witness_name)
        return Loose(at=at, witness=witness, known=self.witnesses)

    def _dialect(self, fields: Sequence[str | None]) -> Dialect:
        """Complete the dialect with the units that the header implies."""
        implied = dict(tells.removesuffix("]").split(" [") for tells in fields if tells and "[" in tells)
        return Dialect(
            markers=self.dialect.markers,
            load_unit=implied.get("load", self.dialect.load_unit),
            distance_unit=implied.get("distance", self.dialect.distance_unit),
            body_weight_unit=implied.get("body_weight", self.dialect.body_weight_unit),
            load_includes_body_weight=self.body_weight_in_load_with in fields
            if self.body_weight_in_load_with
            else self.dialect.load_includes_body_weight,
        )


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _position(fields: Sequence[str | None], wanted: str) -> int:
    return next(at for at, tells in enumerate(fields) if tells and tells.split(" [")[0] == wanted)
