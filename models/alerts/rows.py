"""An alert: what it is about, since when, and a sentence that is made of facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from models.alerts.kinds import Kind, Severity

COLUMNS: Final = ("lifter", "kind", "subject", "severity", "facts", "since")
MOST: Final = 3
"""Alerts of a kind per lifter: the surest, or the largest."""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One alert.

    Parameters
    ----------
    lifter : str
    kind : Kind
    subject : str
        The lift, muscle or site it is about; an empty subject is the lifter as a whole.
    severity : Severity
    text : str
        A sentence a friend would say; every figure in it is one of `figures`, or of the evidence cited.
    how_sure : str
        How sure that is and what it rests on, in sentences; likewise.
    figures : mapping
        The figures behind the sentence.
    evidence : sequence of str
        Ids of data/evidence/evidence.csv.
    since : date or None
    """

    lifter: str
    kind: Kind
    severity: Severity
    text: str
    figures: Mapping[str, Any]
    since: Any
    subject: str = ""
    how_sure: str = ""
    evidence: Sequence[str] = ()

    def row(self) -> dict[str, Any]:
        """Row of the table `alerts`."""
        day = pd.Timestamp(self.since)
        return {
            "lifter": self.lifter,
            "kind": self.kind.value,
            "subject": self.subject,
            "severity": self.severity.value,
            "facts": {"text": self.text, "how_sure": self.how_sure, **self.figures, "evidence": list(self.evidence)},
            "since": None if pd.isna(day) else day.date(),
        }


def unknown(lifter: str, kind: Kind, *, missing: str, since: Any, figures: Mapping[str, Any] | None = None) -> Alert:
    """Alert which says that its kind could not be evaluated, and what is missing."""
    return Alert(lifter=lifter, kind=kind, severity=Severity.UNKNOWN, text=missing, figures=figures or {}, since=since)
