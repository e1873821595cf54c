"""A small inbox of landed rows, written by hand, and the warehouse made of it."""

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.landing import index
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.publish import Build, publish

BENCH = "Bench Press (Barbell)"
SQUAT = "Squat (Barbell)"
PULL_UP = "Pull Up"
FIRST = date(2024, 1, 1)

LANDED = pa.schema(
    [
        ("lifter", pa.string()),
        ("app", pa.string()),
        ("layout", pa.string()),
        ("sha256", pa.string()),
        ("line", pa.int64()),
        ("ordinal", pa.int64()),
        ("disposition", pa.string()),
        ("reason", pa.string()),
        ("raw", pa.string()),
        ("started_at", pa.timestamp("us")),
        ("day", pa.date32()),
        ("workout", pa.string()),
        ("exported_name", pa.string()),
        ("set_kind", pa.string()),
        ("load_value", pa.float64()),
        ("load_unit", pa.string()),
        ("load_includes_body_weight", pa.bool_()),
        ("multiplier", pa.float64()),
        ("reps", pa.float64()),
        ("rir", pa.float64()),
        ("rpe", pa.float64()),
        ("seconds", pa.float64()),
        ("distance_m", pa.float64()),
        ("rest_s", pa.float64()),
        ("body_weight_kg", pa.float64()),
        ("set_key", pa.string()),
    ]
)


def logged(day: date = FIRST, exercise: str = BENCH, load: float | None = 100.0, reps: float | None = 5, **more: Any):
    """Give one landed set; everything can be said otherwise by name."""
    return {
        "disposition": "set",
        "started_at": datetime.combine(day, time(18)) if day else None,
        "day": day,
        "workout": "Push",
        "exported_name": exercise,
        "set_kind": "working",
        "load_value": load,
        "load_unit": "kg",
        "load_includes_body_weight": False,
        "multiplier": 1.0,
        "reps": reps,
        **more,
    }


class Warehouse:
    """Lands rows and makes builds of them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.entries: list[index.LandedEntry] = []
        self._files = itertools.count()

    def land(
        self,
        rows: Iterable[dict[str, Any]],
        *,
        lifter: str = "ann",
        app: str = "strong",
        sha256: str | None = None,
        **said: Any,
    ) -> str:
        """Land the rows of one export and give its digest."""
        rows = list(rows)
        number = next(self._files)
        sha256 = sha256 or hashlib.sha256(repr((lifter, app, rows)).encode()).hexdigest()
        shared = {"lifter": lifter, "app": app, "layout": "test", "sha256": sha256}
        table = pa.Table.from_pylist(
            [{**shared, "line": place + 2, "ordinal": place, **row} for place, row in enumerate(rows)], schema=LANDED
        )
        self.settings.landed.mkdir(parents=True, exist_ok=True)
        path = self.settings.landed / f"{lifter}-{number}.parquet"
        pq.write_table(table, path)
        self.entries.append(
            ledger_entry(lifter=lifter, app=app, sha256=sha256, file=f"{number}.csv", path=path, rows=len(rows), **said)
        )
        return sha256

    def profile(self, text: str, lifter: str = "ann") -> None:
        """Write a lifter's profile.toml."""
        folder = self.settings.inbox / lifter
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "profile.toml").write_text(text)

    def build(self) -> Build:
        """Make the marts."""
        return build_marts(self.settings)

    def publish(self) -> Build:
        """Make the marts and put them in force."""
        build = self.build()
        publish(self.settings, build)
        return build

    @contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Make the marts and read them."""
        with read.connect(self.settings, self.build()) as con:
            yield con

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Make the marts and ask them one thing."""
        with self.open() as con:
            return con.execute(query).fetchall()


def ledger_entry(**said: Any) -> index.LandedEntry:
    """Give a ledger entry; what is not said is usual."""
    usual: dict[str, Any] = {
        "lifter": "ann",
        "file": "export.csv",
        "app": "strong",
        "layout": "test",
        "sha256": "0" * 64,
        "origin": "inbox",
        "first_seen_at": "2024-01-01T00:00:00+00:00",
        "path": None,
        "error": None,
    }
    return index.LandedEntry(**{**usual, **said})


@pytest.fixture
def entry():
    """Give the function that says one ledger entry."""
    return ledger_entry


@pytest.fixture
def make_set():
    """Give the function that says one landed set."""
    return logged


@pytest.fixture
def at():
    """Give the function that says an hour of a day."""
    return lambda day, hour: datetime.combine(day, time(hour))


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """Give an empty warehouse."""
    made = Warehouse(Settings(home=tmp_path / "var", threads=2))
    monkeypatch.setattr(index, "landed_entries", lambda _settings: list(made.entries))
    return made
