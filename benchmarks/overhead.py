"""Time what tracking (MLflow) and orchestration (Prefect) add to the work itself, on the project's own samples.

The same training with tracking and with a tracker that keeps nothing; the same ingest, with nothing new to land, as a
plain step and as a flow in a process of its own, whose temporary server has to start first.

Usage: python benchmarks/overhead.py
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import run
from typing import Any
from unittest import mock

from pipelines.champion import training
from pipelines.running import steps
from pipelines.settings import Settings

FLOW = """
import sys, time
from pathlib import Path
from pipelines.running.prefect_home import prepare_environment
from pipelines.settings import Settings
home = Path(sys.argv[1])
prepare_environment(Settings(home=home))
began = time.monotonic()
from pipelines.running import flows
imported = time.monotonic()
flows.refresh(home)
first = time.monotonic()
flows.refresh(home)
print(f"{imported - began:.2f} {first - imported:.2f} {time.monotonic() - first:.2f}")
"""


class KeepsNothing:
    """A tracker, and a training on record, that forget at once."""

    @contextmanager
    def training(self, *_told: Any, **_named: Any) -> Iterator["KeepsNothing"]:
        """Forget a training."""
        yield self

    def log_candidate(self, name: str, **_told: Any) -> None:
        """Forget a candidate."""

    def log_outcome(self, winner: str, **_told: Any) -> None:
        """Forget who is in force."""

    def register(self, _estimator: Any, name: str, **_told: Any) -> dict[str, str]:
        """Register nothing."""
        return {"version": "0", "path": name, "sha256": ""}

    def in_force(self) -> str:
        """Know of no version."""
        return "0"

    def put_in_force(self, version: str, **_told: Any) -> None:
        """Move nothing."""


@contextmanager
def no_tracking(_settings: Settings) -> Iterator[KeepsNothing]:
    """Open no tracking store."""
    yield KeepsNothing()


def trained(settings: Settings) -> float:
    """Train from the start and give the seconds it took."""
    (settings.home / "champion.json").unlink(missing_ok=True)
    began = time.monotonic()
    steps.train_step(settings, force=True)
    return time.monotonic() - began


def main() -> None:
    """Print what training and an ingest without news take, with and without."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        settings.inbox.mkdir(parents=True)
        steps.ingest_step(settings, samples=True)
        with mock.patch.object(training, "tracking", no_tracking), mock.patch.object(training, "prune"):
            trained(settings)
            without = trained(settings)
        first, later = trained(settings), trained(settings)
        print(
            f"train without tracking {without:.1f} s; MLflow adds {first - without:.1f} s the first time on a new home"
        )
        print(f"(its import and database), {later - without:.1f} s later")
        began = time.monotonic()
        steps.ingest_step(settings)
        plain = time.monotonic() - began
        done = run(
            [sys.executable, "-c", FLOW, folder], capture_output=True, text=True, check=True, env=dict(os.environ)
        )
        imported, cold, warm = (float(seconds) for seconds in done.stdout.split()[-3:])
        print(f"ingest with nothing new {plain:.2f} s; Prefect adds {imported:.1f} s to import,")
        print(f"{cold - plain:.1f} s to the first flow (a server on a new home), {warm - plain:.1f} s to the next")


if __name__ == "__main__":
    main()
