"""An alert: what it is about, since when, and a sentence that is made of facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

COLUMNS: Final = ("lifter", "kind", "subject", "severity", "facts", "since")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One alert.

    Parameters
    ----------
    lifter, kind, subject : str
        Whose, what, and of which lift, muscle or site; an empty subject is the lifter as a whole.
    severity : {'warning', 'notice', 'info', 'unknown'}
        `unknown` says that it could not be evaluated, and what is missing.
    text : str
        A sentence; every figure in it is one of `figures`, or of the evidence cited.
    figures : mapping
        The figures behind the sentence.
    evidence : sequence of str
        Ids of data/evidence/evidence.csv.
    since : date or None
    """

    lifter: str
    kind: str
    severity: str
    text: str
    figures: Mapping[str, Any]
    since: Any
    subject: str = ""
    evidence: Sequence[str] = ()

    def row(self) -> dict[str, Any]:
        """Give it as a row of the table `alerts`."""
        day = pd.Timestamp(self.since)
        return {
            "lifter": self.lifter,
            "kind": self.kind,
            "subject": self.subject,
            "severity": self.severity,
            "facts": {"text": self.text, **self.figures, "evidence": list(self.evidence)},
            "since": None if pd.isna(day) else day.date(),
        }


def unknown(lifter: str, kind: str, *, missing: str, since: Any, figures: Mapping[str, Any] | None = None) -> Told:
    """Say that an alert could not be evaluated, and what is missing."""
    return Told(lifter=lifter, kind=kind, severity="unknown", text=missing, figures=figures or {}, since=since)
