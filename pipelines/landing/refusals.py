"""Landings of files that cannot be read, and why."""

from pipelines.errors import ExportError
from pipelines.files import unforeseen
from pipelines.inbox.archive import LedgerEntry
from pipelines.inbox.mappings import Mapped, label_of
from pipelines.landing.index import Landing, refusing_label


def refusal(entry: LedgerEntry, error: Exception, *, made_by: str | None = None, header: str | None = None) -> Landing:
    """Landing of a file that cannot be read; without `made_by` no format at all could."""
    return Landing(
        lifter=entry.lifter,
        sha256=entry.sha256,
        made_by=made_by or refusing_label(),
        header=header,
        error=str(error),
    )


def failure(
    entry: LedgerEntry, error: Exception, *, mapping: Mapped | None = None, header: str | None = None
) -> Landing:
    """Landing of a file that something went wrong with, whatever it was, when it was read."""
    if unforeseen.is_passing(error):
        made_by = unforeseen.PASSING
    else:
        made_by = "+".join([*([label_of(mapping)] if mapping else ()), unforeseen.label()])
    unforeseen_error = ExportError(unforeseen.sentence(entry.file, error))
    return refusal(entry, unforeseen_error, made_by=made_by, header=header)
