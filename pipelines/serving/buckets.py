"""What is said of some lifters, worked out by another process, which leaves it in files for a build."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from pipelines.errors import RunnerError
from pipelines.files.atomic import PART
from pipelines.landing.spreading import by_bucket
from pipelines.serving.lifter_keys import key_of_all
from pipelines.serving.saying import Makers, Rows, makers_of, rows_of, some_at_a_time
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection
from pipelines.warehouse.publish import Build

LIFTERS_TOGETHER: Final = 50
"""So many lifters are worth a portion of their own: a lone one takes a second and a half, most of it whoever it is."""

MANY_LIFTERS: Final = 200
"""From so many on, several processes of this machine are ready sooner than one, which needs no start."""


@dataclass(frozen=True, kw_only=True)
class Portion:
    """Some lifters, and all that a process elsewhere must know to say something of them.

    Parameters
    ----------
    keys : dict of str to str
        The lifters, each with the key of what is said.
    panel : Build
        Holds the panel; read only.
    made_by : str
        As of `key_of_all`, of who asks.
    today : date
    """

    keys: dict[str, str]
    panel: Build
    made_by: str
    today: date


def bucket_portions(keys: Mapping[str, str], panel: Build, settings: Settings, today: date) -> list[Portion]:
    """Part lifters by bucket, for machines of which each has its buckets."""
    together = by_bucket(keys, str, LIFTERS_TOGETHER)
    return _portions([{lifter: keys[lifter] for lifter in lifters} for lifters in together], panel, settings, today)


def portions_in_order(keys: Mapping[str, str], panel: Build, settings: Settings, today: date) -> list[Portion]:
    """Part lifters as they lie in a build, of which each process then reads a stretch, for those of this machine.

    Where they are too few for a process to be worth its start, they are one portion.
    """
    parts = [dict(keys)] if len(keys) < MANY_LIFTERS else list(some_at_a_time(keys))
    return _portions(parts, panel, settings, today)


def _portions(parts: Sequence[dict[str, str]], panel: Build, settings: Settings, today: date) -> list[Portion]:
    made_by = key_of_all(settings)
    return [Portion(keys=keys, panel=panel, made_by=made_by, today=today) for keys in parts]


def scratch_of(panel: Build) -> Path:
    """Where what is said of a panel's lifters lies until it is in a build: cleared away as builds cut short are."""
    return panel.path.with_name(f"{panel.name}.said{PART}")


def say_of_portion(settings: Settings, portion: Portion) -> list[tuple[Path, int]]:
    """Write what is said of a portion's lifters to files, some lifters at a time.

    What another process had finished, should this be its work begun anew, is used as it is.

    Returns
    -------
    list of tuple of Path and int
        Folders with a Parquet file a table, each with its number of lifters.

    Raises
    ------
    RunnerError
        This process does not run the code of the one that asks, or does not see its files.
    """
    alone = replace(settings, threads=1)
    if not portion.panel.path.is_file() or key_of_all(alone) != portion.made_by:
        raise RunnerError(
            f"{settings.home}: a worker sees another home there, or runs another version of Liftcast; start all "
            "workers with the same installation, on machines that share the home under the same path"
        )
    by = _makers(alone, portion.today, portion.made_by)
    said = []
    with read.connect(alone, portion.panel) as con:
        for some in some_at_a_time(portion.keys):
            place = scratch_of(portion.panel) / hashlib.sha256("\n".join(some.values()).encode()).hexdigest()[:24]
            if not place.exists():
                _write(con, rows_of(con, some, by), place)
            said.append((place, len(some)))
    return said


@lru_cache(maxsize=1)
def _makers(settings: Settings, today: date, made_by: str) -> Makers:  # noqa: ARG001 (a key only)
    """What forecasts are made by, loaded once for all portions that a process gets."""
    return makers_of(settings, today)


def _write(con: Connection, rows: Rows, place: Path) -> None:
    """Write a Parquet file a table into a folder, which gets its name when it is complete."""
    place.parent.mkdir(exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=place.parent, suffix=PART))
    for table, frame in rows.items():
        con.from_df(frame).write_parquet(str(part / f"{table}.parquet"))
    try:
        part.rename(place)
    except OSError:
        if not place.is_dir():  # the process that was thought dead has put the same there meanwhile
            raise
