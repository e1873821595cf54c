"""Which versions were in force, one after the other: what a rollback goes back along, and what is kept for a year."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final, Literal

from pipelines.champion.registry import NONE_OF_ITS

By = Literal["training", "promote", "rollback", "mlflow"]

MOST_KEPT: Final = 200
"""Reigns remembered: the tag that holds them takes some 1,000."""


@dataclass(frozen=True, kw_only=True)
class Reign:
    """One version put in force.

    Parameters
    ----------
    version : str
        `0` is what ships.
    since : str
        ISO, UTC; of what was found in force, when it was found.
    by : str
        A training, `promote`, `rollback`, or a person in MLflow.
    """

    version: str
    since: str
    by: By


def now() -> str:
    """The time, as reigns note it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def from_text(text: str) -> list[Reign]:
    """Read reigns; what a person has made unreadable is no history."""
    try:
        return [Reign(**one) for one in json.loads(text)]
    except (ValueError, TypeError):
        return []


def to_text(reigns: Sequence[Reign]) -> str:
    """Write reigns, the newest `MOST_KEPT`."""
    return json.dumps([asdict(one) for one in reigns[-MOST_KEPT:]])


def followed(reigns: Sequence[Reign], found: str, version: str, by: By) -> list[Reign]:
    """Reigns with a new one, and before it with what was `found` in force where that was not noted yet."""
    noted = list(reigns)
    if found != (noted[-1].version if noted else NONE_OF_ITS):
        noted.append(Reign(version=found, since=now(), by="mlflow"))
    if version != found:
        noted.append(Reign(version=version, since=now(), by=by))
    return noted


def before(reigns: Sequence[Reign]) -> list[str]:
    """Versions that a rollback goes back to, nearest first: what was rolled back from is not among them."""
    line = [NONE_OF_ITS]
    for one in reigns:
        if one.by == "rollback" and one.version in line:
            while line[-1] != one.version:
                line.pop()
        elif line[-1] != one.version:
            line.append(one.version)
    return [version for version in reversed(line[:-1]) if version != line[-1]]


def ruled_since(reigns: Sequence[Reign], days: int) -> list[str]:
    """Versions in force at any time of the last so many days, the latest first."""
    since = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    ended = [one.version for one, after in pairwise(reigns) if after.since >= since]
    latest_first = reversed([*ended, reigns[-1].version]) if reigns else []
    return list(dict.fromkeys(latest_first))
