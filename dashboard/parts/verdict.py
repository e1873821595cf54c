"""What the plan does to each lift and muscle, and how each target stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dashboard import words
from dashboard.finished import finished


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the plan's first block does with one lift or muscle, and what the plan is worth to it at its end.

    Parameters
    ----------
    kind : {'lift', 'muscle'}
    name : str
    stands : bool
        Whether it is a lift that stands for strength.
    does : str
        What changes, in words.
    gain_pct : float
        Middle of the gain in 1RM or size against carrying on.
    p_better : float
    verdict : {'likely', 'perhaps', 'even', 'costs'}
    """

    kind: Literal["lift", "muscle"]
    name: str
    stands: bool
    does: str
    gain_pct: float
    p_better: float
    verdict: str


def changes_of(expected: Mapping[str, Any]) -> tuple[Change, ...]:
    """Read the verdict on each lift and muscle: lifts first."""
    return tuple(
        Change(
            kind=item["kind"],
            name=words.named(item["name"]) if item["kind"] == "muscle" else str(item["name"]),
            stands=item["subject"] in expected["lifts"],
            does=_does(item),
            gain_pct=float(item["gain"]["q50"]),
            p_better=float(item["p_better"]),
            verdict=str(item["verdict"]),
        )
        for item in expected.get("changes", ())
    )


def _does(item: Mapping[str, Any]) -> str:
    """What changes: the sentence without the name before and the worth behind."""
    return finished(str(item["text"]).partition(": ")[2].partition(". ")[0])


@dataclass(frozen=True, kw_only=True)
class Target:
    """A load to lift: what it is, and how it stands."""

    what: str
    stands: str


def targets_of(expected: Mapping[str, Any]) -> tuple[Target, ...]:
    """Read how each target stands."""
    return tuple(_target(item) for item in expected.get("targets", ()))


def _target(item: Mapping[str, Any]) -> Target:
    """Put one target into words: days as people write them."""
    what, _, stands = str(item["text"]).partition(": ")
    if item["by"]:
        stands = stands.replace(str(item["by"]), words.iso_day(str(item["by"])))
    return Target(what=words.capital(finished(what)), stands=words.capital(finished(stands)))
