"""Whose body measurements a file holds: every format of `exports/body/apps/` is asked about its header.

A file may hold workouts, body measurements or both: the two are told apart on their own.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from pipelines.errors import ExportError
from pipelines.exports.body import apps
from pipelines.exports.body.base import BodyFormat, body_label
from pipelines.exports.reading.source import Source


@cache
def body_formats() -> tuple[BodyFormat, ...]:
    """Every format of `exports/body/apps/`, by label."""
    modules = [import_module(f"{apps.__name__}.{module.name}") for module in iter_modules(apps.__path__)]
    all_formats = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return tuple(sorted(all_formats, key=body_label))


def identify_body(source: Source) -> BodyFormat | None:
    """Tell whose body measurements a file holds, if any; a format for any log asks only after all others.

    Raises
    ------
    ExportError
        If more than one app's format claims the file.
    """
    matching = [form for form in body_formats() if form.recognises(source)]
    named = [form for form in matching if not form.is_general]
    if len(named) > 1:
        apps = " and ".join(form.title for form in named)
        raise ExportError(f"{source.name}: the header is that of {apps}; one of the two formats must be narrowed")
    return next(iter(named or matching), None)
