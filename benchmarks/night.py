"""Time a gym's first night and the next one, after 1 % of its members trained: processor seconds, wall, peak memory.

Usage: python benchmarks/night.py [LIFTERS [WEEKS]]; without, 200 simulated lifters of 14 weeks. Each step is a process
of its own; processor seconds leave out processes that stay for more work, as those that forecast do. Ends with an
error where a table of who did not train is not what it was.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from pipelines import Liftcast
from pipelines.files.locking import writing
from pipelines.landing.ingest import ingest
from pipelines.running import steps
from pipelines.serving.reuse import SAID
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.panel import add_panel

TRAINED: Final = 0.01
UNTOLD: Final = ("forecasts_made_of",)


def timed(name: str, step: Callable[[], object]) -> float:
    """Run a step in a process of its own, print what it took, and return its processor seconds."""
    began, child = time.monotonic(), os.fork()
    if child == 0:
        step()
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{name}: ended with {os.waitstatus_to_exitcode(status)}")
    seconds = used.ru_utime + used.ru_stime
    print(f"{name:10} {seconds:8.1f} {time.monotonic() - began:8.1f} {used.ru_maxrss / 1024:8.0f}", flush=True)
    return seconds


def path_of(settings: Settings) -> dict[str, Callable[[], object]]:
    """The steps of a refresh, one by one."""

    def landed() -> None:
        with writing(settings):
            ingest(settings)

    def marts() -> None:
        with writing(settings):
            build_marts(settings)

    def panel() -> None:
        with writing(settings):
            add_panel(settings, build_marts(settings))

    return {"ingest": landed, "marts": marts, "panel": panel, "forecasts": lambda: steps.forecast_step(settings)}


def night(settings: Settings) -> float:
    """Time the steps of a refresh one by one, and return their processor seconds."""
    return sum(timed(name, step) for name, step in path_of(settings).items())


def train(settings: Settings, share: float = TRAINED) -> list[str]:
    """Give some lifters, one at least, with an export of Strong that begins with days one more session; name them."""
    exports = [each for each in sorted(settings.inbox.glob("*/simulated_strong.csv")) if _begins_with_days(each)]
    count = max(1, round(share * sum(1 for _ in settings.inbox.iterdir())))
    chosen = exports[:: max(1, len(exports) // count)][:count]
    for export in chosen:
        lines = export.read_text(encoding="utf-8").splitlines()
        last = max(line[:10] for line in lines[1:])
        day = (date.fromisoformat(last) + timedelta(days=2)).isoformat()
        more = [day + line[10:] for line in lines if line.startswith(last)]
        export.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")
    return [export.parent.name for export in chosen]


def _begins_with_days(export: Path) -> bool:
    """Tell the layout of which each line begins with its day from the app's others."""
    with export.open(encoding="utf-8") as lines:
        return next(lines).startswith("Date,")


def digests(settings: Settings, without: Sequence[str]) -> dict[str, object]:
    """Digest what is said of lifters, but for some, table by table."""
    with read.connect(settings) as con:
        return {
            table: con.execute(
                f"select count(*), sum(hash(said)) from {table} as said where not list_contains($without, lifter)",  # noqa: S608 (our own table names)
                {"without": list(without)},
            ).fetchone()
            for table in SAID
            if table not in UNTOLD
        }


def main() -> None:
    """Print a line a step, and what the second night costs of the first."""
    lifters, weeks = (int(word) for word in [*sys.argv[1:], "200", "14"][:2])
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder, "home"))
        simulate(lifters=lifters, seed=3, out=settings.inbox, weeks=weeks, truth=False)
        print(f"{'step':10} {'cpu s':>8} {'wall s':>8} {'peak MB':>8}")
        first = night(settings)
        trained = train(settings)
        said = digests(settings, trained)
        second = night(settings)
        changed = [table for table, digest in digests(settings, trained).items() if digest != said[table]]
        timed("export all", lambda: Liftcast(settings.home).export(to=Path(folder, "out")))
        print(f"{len(trained)} of {lifters} trained: the second night costs {second / first:.3f} of the first")
        if changed:
            raise SystemExit(f"other rows of who did not train: {', '.join(changed)}")


if __name__ == "__main__":
    main()
