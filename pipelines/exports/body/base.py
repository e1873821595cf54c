"""The contract between an app's body measurements and everything after it: records of figures, all text as exported."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from pipelines.exports.reading.base import Named
from pipelines.exports.reading.source import Source

# Raised whenever the meaning of body records changes for every app: everything is then landed anew from the archive.
BODY_VERSION = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure of a record.

    Parameters
    ----------
    site : str
        What was measured, by the names of `sites.KINDS`.
    side : {"left", "right", None}
        Which side, of what there is two of.
    text : str or None
        The figure as exported.
    unit : str or None
        As exported or as the header says; None where neither does.
    reason : str or None
        Why it is no measurement, where the reader knows.
    """

    site: str
    side: str | None = None
    text: str | None
    unit: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyRecord:
    """One record of the file.

    Parameters
    ----------
    line : int
        Physical line where it starts, 1-based.
    raw : str
        The record as it stands in the file.
    measured : str or None
        Date, or date and time, as exported.
    figures : sequence of Figure
        What it tells of the body.
    reason : str or None
        Why it is no measurement, where it has no figures and the reader knows.
    problem : str or None
        Why it cannot be read, where the reader knows.
    """

    line: int
    raw: str
    measured: str | None = None
    figures: Sequence[Figure] = ()
    reason: str | None = None
    problem: str | None = None


@dataclass(frozen=True, kw_only=True)
class BodyReading:
    """Everything read from one export.

    Parameters
    ----------
    layout : str
        Which of the app's layouts it is.
    records : sequence of BodyRecord
        In the export's order.
    notes : sequence of str
        What had to be mended or assumed, in sentences.
    shares_lines : bool
        The same lines are records of the workout log too, and no sets there: they are accounted for here.
    """

    layout: str
    records: Sequence[BodyRecord]
    notes: Sequence[str] = ()
    shares_lines: bool = False


@runtime_checkable
class BodyFormat(Named, Protocol):
    """One app's body measurements. A module of this package that names one `FORMAT` is found without being listed."""

    @property
    def is_general(self) -> bool:
        """Whether it reads what no app's own format claims."""

    def read(self, source: Source) -> BodyReading:
        """Read every record.

        Raises
        ------
        ExportError
            If it cannot be read for a reason a person can mend.
        """


def body_label(form: BodyFormat) -> str:
    """Name the version of a format's reading, for the names of landed files."""
    return f"{form.app}_body.{BODY_VERSION}.{form.version}"
