"""What a build takes besides landed rows: who the lifters are, what the names mean, the reference data."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from data import catalogue
from models import rep_max
from pipelines import exercises, ingest
from pipelines.errors import ProfileError
from pipelines.profiles import lifter_folders, read_profile
from pipelines.settings import Settings
from pipelines.warehouse.database import Connection, sql

CORRECTIONS_FILE: Final = "exercises.csv"
ENTRIES: Final = pa.schema(
    [(name, pa.string()) for name in ("lifter", "file", "app", "layout", "sha256", "origin", "error")]
)
PROFILES: Final = pa.schema(
    [
        ("lifter", pa.string()),
        ("bucket", pa.int32()),
        ("simulated", pa.bool_()),
        ("unit", pa.string()),
        ("sex", pa.string()),
        ("birth_year", pa.int32()),
        ("body_weight_kg", pa.float64()),
        ("goal", pa.string()),
    ]
)
RESOLUTION: Final = pa.schema(
    [
        ("lifter", pa.string()),
        ("app", pa.string()),
        ("exported_name", pa.string()),
        ("exercise_id", pa.string()),
        ("is_mapped", pa.bool_()),
        ("how", pa.string()),
        ("confidence", pa.float64()),
        ("candidates", pa.string()),
    ]
)
RUNS: Final = pa.schema(
    [
        ("run", pa.string()),
        ("command", pa.string()),
        ("started_at", pa.timestamp("us")),
        ("seconds", pa.float64()),
        ("counts", pa.string()),
        ("outcome", pa.string()),
        ("error", pa.string()),
    ]
)


def add_landed(con: Connection, settings: Settings) -> None:
    """Make `landed`, `entries` and `profiles` visible to the staging SQL."""
    entries = ingest.landed_entries(settings)
    files = [str(entry.path) for entry in entries if entry.path]
    if files:
        con.execute("set variable landed_files = $files", {"files": files})
    con.execute(sql("schema", "landed_files" if files else "landed"))
    rows = [{name: getattr(entry, name) for name in ENTRIES.names} for entry in entries]
    _add(con, "entries", pa.Table.from_pylist(rows, schema=ENTRIES))
    _add(con, "profiles", pa.Table.from_pylist(_profiles(settings, entries), schema=PROFILES))


def add_resolution(con: Connection, settings: Settings) -> None:
    """Resolve every exported name to an exercise, and add the catalogue and the table of rep maxima."""
    names = con.execute(sql("staging", "exported_names")).df()
    _add(con, "resolution", _resolution(settings, names))
    _add(con, "catalogue", catalogue.load_exercises())
    _add(con, "catalogue_muscles", catalogue.load_muscles())
    _add(con, "rep_max_shares", rep_max.share_table())
    con.execute("set variable reserve_bias_reps = $reps", {"reps": rep_max.RESERVE_BIAS_REPS})


def add_identity(con: Connection, build: str, key: str) -> None:
    """Tell the SQL which build it makes."""
    con.execute("set variable build = $build", {"build": build})
    con.execute("set variable key = $key", {"key": key})
    con.execute("set variable made_at = $made_at", {"made_at": datetime.now(UTC).replace(tzinfo=None)})


def add_runs(con: Connection, settings: Settings) -> None:
    """Copy the diary of pipeline runs into the build."""
    runs: list[dict[str, Any]] = []
    for path in sorted(settings.runs.glob("*.json")):
        try:
            run = json.loads(path.read_text(encoding="utf-8"))
            started_at = datetime.fromisoformat(run["started_at"]).astimezone(UTC).replace(tzinfo=None)
        except (ValueError, KeyError):
            continue  # a diary page torn by a crash is no reason to stop
        runs.append({**run, "started_at": started_at, "counts": json.dumps(run.get("counts"))})
    con.register("diary", pa.Table.from_pylist(runs, schema=RUNS))
    con.execute("create table build.runs as select * replace (counts::json as counts) from diary")
    con.unregister("diary")


def _resolution(settings: Settings, names: pd.DataFrame) -> pa.Table:
    """Say what each name means to its lifter."""
    if names.empty:
        return RESOLUTION.empty_table()
    resolved = exercises.resolve(names, _corrections(settings, sorted(names["lifter"].unique())))
    return pa.Table.from_pandas(resolved, schema=RESOLUTION, preserve_index=False)


def _corrections(settings: Settings, lifters: list[str]) -> pd.DataFrame:
    """Gather what people decided about exercise names: `exercises.csv` in each lifter's folder of the inbox."""
    parts = [pd.DataFrame({"lifter": [], "exported_name": [], "exercise_id": []}, dtype="str")]
    for lifter in lifters:
        for folder in lifter_folders(settings, lifter):
            path = folder / CORRECTIONS_FILE
            if path.is_file():
                parts.append(_read_corrections(path).assign(lifter=lifter))
    return pd.concat(parts, ignore_index=True)


def _read_corrections(path: Path) -> pd.DataFrame:
    """Read one file of corrections."""
    columns = ["exported_name", "exercise_id"]
    try:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, UnicodeDecodeError) as error:  # pandas' own parsing errors are ValueErrors
        raise ProfileError(f"{path}: cannot be read ({error}); write a table with {', '.join(columns)}") from error
    missing = [column for column in columns if column not in frame]
    if missing:
        raise ProfileError(f"{path}: has no column {', '.join(missing)}; write a table with {', '.join(columns)}")
    return frame[columns]


def _profiles(settings: Settings, entries: list[ingest.LandedEntry]) -> list[dict[str, Any]]:
    """Give one row per lifter with an export; simulated are those known from the project's samples alone."""
    origins: dict[str, set[str]] = {}
    for entry in entries:
        origins.setdefault(entry.lifter, set()).add(entry.origin)
    return [
        {
            "lifter": lifter,
            "bucket": ingest.bucket_of(lifter),
            "simulated": origins[lifter] == {"sample"},
            **vars(read_profile(settings, lifter)),
        }
        for lifter in sorted(origins)
    ]


def _add(con: Connection, name: str, frame: pa.Table | pd.DataFrame) -> None:
    """Copy a frame into the throwaway file."""
    con.register("frame_to_add", frame)
    con.table("frame_to_add").create(f"staging.{name}")
    con.unregister("frame_to_add")
