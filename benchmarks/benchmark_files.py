"""Large exports for benchmarks: one simulated lifter's export, repeated on other days and at other hours."""

from pathlib import Path

import duckdb

from models.simulator.lifters import draw_personas
from models.simulator.simulation import simulate
from pipelines.simulated.simulate import render

PERIODS = 12  # repeats that follow each other in time before two fall on one day
DATES = {"strong": ("Date", "%Y-%m-%d %H:%M:%S"), "hevy": ("start_time", "%-d %b %Y, %H:%M")}

_TILED = """
select * exclude (place, tile) replace (strftime(strptime({date}, '{form}') - to_days({days} * (tile % {periods})::int)
        + to_minutes(10 * (tile // {periods})::int), '{form}') as {date})
from (select *, row_number() over () as place from read_csv($base, all_varchar = true)), range($tiles) as tiles(tile)
order by tile, place limit $rows
"""


def make_file(path: Path, app: str, rows: int) -> Path:
    """Write one export of one lifter."""
    base, days = _base(path.with_suffix(".base"), app)
    _tile(base, path, app, days, rows)
    base.unlink()
    return path


def make_inbox(folder: Path, rows: int, each: int) -> Path:
    """Write a folder with one Strong export of so many rows for each of many lifters."""
    base, days = _base(folder / "strong.base", "strong")
    lifters = max(rows // each, 1)
    for lifter in range(lifters):
        place = folder / "inbox" / f"lifter{lifter:05}"
        place.mkdir(parents=True)
        _tile(base, place / "strong.csv", "strong", days + lifter, rows // lifters)
    return folder / "inbox"


def _base(path: Path, app: str) -> tuple[Path, int]:
    """Write one lifter's own export; give its length in days."""
    personas = draw_personas(1, seed=1, weeks=104)
    path.write_bytes(render(simulate(personas, seed=1).sets, app, personas[0].unit))
    return path, 7 * personas[0].weeks


def _tile(base: Path, path: Path, app: str, days: int, rows: int) -> None:
    """Repeat an export until it has so many rows."""
    column, form = DATES[app]
    with duckdb.connect() as con:
        held = con.execute("select count(*) from read_csv($base)", {"base": str(base)}).fetchall()[0][0]
        query = _TILED.format(date=column, form=form, days=days, periods=PERIODS)
        con.execute("set enable_progress_bar = false")
        con.execute(
            f"copy ({query}) to '{path}' (header, force_quote ({', '.join(_texts(app))}))",
            {"base": str(base), "tiles": -(-rows // held), "rows": rows},
        )


def _texts(app: str) -> list[str]:
    """Name the columns that the app quotes."""
    return (
        ["title", "start_time", "end_time", "exercise_title", "set_type"]
        if app == "hevy"
        else ['"Workout Name"', '"Exercise Name"']
    )
