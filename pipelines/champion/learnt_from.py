"""What a training learned from, as it goes on record: digests, counts and days, nobody's name and nobody's rows."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class LearntFrom:
    """A training panel, summed up.

    Parameters
    ----------
    digest : str
        Of all its rows.
    lifters, series, rows : int
    first_cutoff, last_cutoff : str
        Days, ISO.
    """

    digest: str
    lifters: int
    series: int
    rows: int
    first_cutoff: str
    last_cutoff: str

    def counts(self) -> dict[str, Any]:
        """How much there was, and of when."""
        return {
            "lifters": self.lifters,
            "series": self.series,
            "rows": self.rows,
            "first_cutoff": self.first_cutoff,
            "last_cutoff": self.last_cutoff,
        }


def learnt_from(panel: pd.DataFrame) -> LearntFrom:
    """Sum a training panel up."""
    cutoffs = pd.to_datetime(panel["cutoff"])
    return LearntFrom(
        digest=rows_digest(panel),
        lifters=int(panel["lifter"].nunique()),
        series=len(panel[["lifter", "exercise_id"]].drop_duplicates()),
        rows=len(panel),
        first_cutoff=cutoffs.min().date().isoformat(),
        last_cutoff=cutoffs.max().date().isoformat(),
    )


def rows_digest(panel: pd.DataFrame) -> str:
    """Digest a training panel, row by row."""
    rows = pd.util.hash_pandas_object(panel, index=False).to_numpy()
    return hashlib.sha256(rows.tobytes() + json.dumps(list(panel.columns)).encode()).hexdigest()
