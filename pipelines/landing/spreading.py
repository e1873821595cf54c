"""What lies in one bucket goes to one process of a cluster: archived bytes to landed Parquet, bucket by bucket."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from pipelines.inbox.archive import LedgerEntry
from pipelines.landing.index import Landing, bucket_of
from pipelines.landing.landing import land, land_many
from pipelines.settings import Settings
from pipelines.spread import Spread

Item = TypeVar("Item")
Landed = list[tuple[LedgerEntry, Landing]]

FILES_TOGETHER: Final = 64
"""So many files are worth a portion of their own: reading them takes longer than beginning to."""


def by_bucket(items: Iterable[Item], lifter_of: Callable[[Item], str], together: int) -> list[list[Item]]:
    """Part items by the bucket of their lifter; buckets that follow one another share a portion of up to `together`."""
    buckets: dict[int, list[Item]] = {}
    for item in items:
        buckets.setdefault(bucket_of(lifter_of(item)), []).append(item)
    portions: list[list[Item]] = []
    for number in sorted(buckets):
        if portions and len(portions[-1]) + len(buckets[number]) <= together:
            portions[-1] += buckets[number]
        else:
            portions.append(buckets[number])
    return portions


def land_spread(
    settings: Settings, entries: Sequence[LedgerEntry], spread: Spread, take: Callable[[Landed], None]
) -> None:
    """As `landing.land_many`, by the processes of `spread`; what is one portion only, by this one.

    Parameters
    ----------
    settings : Settings
    entries : sequence of LedgerEntry
    spread : Spread
    take : callable
        Gets the landings of a portion's files once their rows are in place.
    """
    portions = by_bucket(entries, lambda entry: entry.lifter, FILES_TOGETHER)
    if len(portions) < 2:
        take(list(land_many(settings, entries)))
    else:
        spread("reading exports", partial(_land_portion, settings), portions, take)


def _land_portion(settings: Settings, entries: Sequence[LedgerEntry]) -> Landed:
    """Land files on one thread: the cluster has a process for each core."""
    return list(land(replace(settings, threads=1), entries))
