"""Whose export a file is: every format of `exports/apps/` is asked about its header."""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from pipelines.errors import ExportError, HeaderError, UnknownExportError
from pipelines.exports import apps
from pipelines.exports.reading.base import Format, label
from pipelines.exports.reading.source import Source, shortened
from pipelines.exports.reading.table import TableFormat

LEAST_COLUMNS = 2  # a day and a figure of the body


@cache
def formats() -> tuple[Format, ...]:
    """Every format of `exports/apps/`, by app."""
    modules = [import_module(f"{apps.__name__}.{module.name}") for module in iter_modules(apps.__path__)]
    all_formats = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return tuple(sorted(all_formats, key=lambda form: form.app))


def formats_label() -> str:
    """Name the versions of all formats together: what was refused under another name deserves another look."""
    return "+".join(label(form) for form in formats())


def identify(source: Source, among: Sequence[Format] | None = None) -> Format:
    """Tell whose export a file is, by its header alone.

    Raises
    ------
    ExportError
        If it is no format's, or more than one's; or if its own format can tell what is missing.
    """
    candidates = formats() if among is None else among
    matching, complaints = _matching(source, candidates)
    if len(matching) == 1:
        return matching[0]
    if matching:
        apps = " and ".join(form.title for form in matching)
        raise ExportError(f"{source.name}: the header is that of {apps}; one of the two formats must be narrowed")
    if complaints:
        # What a format knows for certain goes before what the look of the records suggests.
        raise max(complaints, key=lambda error: error.borne_out if isinstance(error, HeaderError) else math.inf)
    raise unknown_export(source)


def unknown_export(source: Source) -> UnknownExportError:
    """Say that no format knows a file, and what to do about it."""
    try:
        text = source.sheet
        next(iter(text.lines()), None)  # a line that no export has is told of as such
        header = shortened(text.header_text.strip())
    except ExportError as error:
        return UnknownExportError(str(error))
    return UnknownExportError(
        f"{source.name}: no export known (docs/formats.md lists {len(formats())}) has this header: "
        f"{header!r}. {_advice(text)}"
    )


def _advice(source: Source) -> str:
    """Say what to do about a file nobody knows."""
    again = "export it again without opening it in another program"
    if len(source.header) < LEAST_COLUMNS:
        return f"If an app wrote it, {again}; if not, leave it out"
    return (
        "If it is a table of your own, say once which column is what with `liftcast ingest --map FILE`; "
        f"if an app wrote it, {again}; else leave it out"
    )


def _matching(source: Source, candidates: Sequence[Format]) -> tuple[list[Format], list[ExportError]]:
    """Ask every format; what one of them finds missing counts only where no other knows the file."""
    matching: list[Format] = []
    complaints: list[ExportError] = []
    for form in candidates:
        try:
            if form.recognises(source):
                matching.append(form)
        except ExportError as error:
            complaints.append(error)
    return matching, complaints if matching else [*complaints, *_suggestions(source, candidates)]


def _suggestions(source: Source, candidates: Sequence[Format]) -> Iterator[HeaderError]:
    """Headers that would make the file's records those of a format."""
    for form in candidates:
        if isinstance(form, TableFormat):
            try:
                form.suggest_header(source)
            except HeaderError as error:
                yield error
