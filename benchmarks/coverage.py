"""Ingest every file of a folder of logs and print what became of each, in one table.

Usage: python benchmarks/coverage.py FOLDER

FOLDER holds one folder per lifter. `resolved` is the share of a file's working sets whose exercise the catalogue
knows. Where FOLDER has a MANIFEST.csv (`file`, `weight_unit`), units are compared with those it is certain of: kg,
lb, in, without a question mark.

A second table counts each set in force once, by app, in the English-named logs: what one lifter logged in one app is
an English-named log if at least half of its working sets carry an English name, and a name is English if at least
half of its words stand in the names of the catalogue, which is in English. Names in other languages, identifiers and
names made unreadable are told apart by that alone, without a look at what they resolve to.
"""

import csv
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from data.catalogue import load_exercises
from pipelines.exercises import resolution
from pipelines.exercises.words import exercise_language
from pipelines.landing.index import landed_entries
from pipelines.running import steps
from pipelines.settings import Settings
from pipelines.warehouse import read

COUNTS = ("rows_read", "rows_loaded", "rows_not_sets", "rows_duplicate", "rows_rejected")
CERTAIN = {"kg": {"kg"}, "kgs": {"kg"}, "lb": {"lb"}, "lbs": {"lb"}, "kg+lbs": {"kg", "lb"}, "in": {"in"}}
LEAST_ENGLISH = 0.5  # of a name's words, and of a log's working sets
SETS_SQL = """
select lifter, app, exported_name, count(*) as working
from sets where set_kind <> 'warmup' group by all order by all
"""


def resolved(rows: pd.DataFrame) -> np.ndarray:
    """Tell of each row's name, under its app, whether the catalogue knows it: by rule alone, nobody's corrections."""
    known = resolution.resolve(rows[["app", "exported_name"]].astype(str)).set_index(["app", "exported_name"])
    return known["is_mapped"].reindex(pd.MultiIndex.from_frame(rows[["app", "exported_name"]].astype(str))).to_numpy()


def working_sets(settings: Settings) -> pd.DataFrame:
    """Count each file's working sets, and those resolved: one row per lifter and sha256."""
    columns = ["lifter", "app", "sha256", "disposition", "set_kind", "exported_name"]
    frames = [
        pq.read_table(entry.path, columns=columns).to_pandas() for entry in landed_entries(settings) if entry.path
    ]
    rows = pd.concat(frames, ignore_index=True).astype(str)
    rows = rows[rows["disposition"].eq("set") & rows["set_kind"].ne("warmup")]
    rows = rows.assign(is_mapped=resolved(rows))
    return rows.groupby(["lifter", "sha256"])["is_mapped"].agg(working="size", resolved="sum").reset_index()


def english_sets(settings: Settings) -> pd.DataFrame:
    """Count the working sets in force of the English-named logs, and those resolved: one row per app."""
    with read.connect(settings) as con:
        rows = con.execute(SETS_SQL).df()
    language = exercise_language()
    english = {word for name in load_exercises()["name"] for word in language.words_of(name)}
    words = rows["exported_name"].map(language.words_of)
    is_english = words.map(lambda found: bool(found) and len(found & english) >= LEAST_ENGLISH * len(found))
    rows = rows.assign(english=is_english * rows["working"], resolved=resolved(rows) * rows["working"])
    logs = rows.groupby(["lifter", "app"])[["working", "english", "resolved"]].sum().reset_index()
    logs = logs[logs["english"] >= LEAST_ENGLISH * logs["working"]]
    return logs.groupby("app").agg(logs=("lifter", "size"), working=("working", "sum"), resolved=("resolved", "sum"))


def certain_units(folder: Path) -> dict[tuple[str, str], set[str]]:
    """Units the manifest is certain of, by lifter and file."""
    manifest = folder / "MANIFEST.csv"
    if not manifest.exists():
        return {}
    with manifest.open(newline="", encoding="utf-8") as file:
        rows = [(Path(row["file"]), row["weight_unit"]) for row in csv.DictReader(file)]
    return {(path.parts[0], "/".join(path.parts[1:])): CERTAIN[unit] for path, unit in rows if unit in CERTAIN}


def share(resolved: float, working: float) -> str:
    """A share in percent, rounded down, so that 100 means all."""
    return f"{int(resolved / working * 1000) / 10:.1f}" if working else "-"


def print_file(row: dict[str, Any], known: set[str] | None) -> bool | None:
    """Print one line; tell whether the unit agrees with the manifest, or None where that is not known."""
    path = f"{row['lifter']}/{row['file']}"[:46]
    if row["error"]:
        print(f"{path:<47}refused: {row['error'][:120]}")
        return None
    found = set((row["weight_unit"] or "").split("+"))
    agrees = None if known is None or not row["weight_unit"] else known <= found
    mark = {True: "agrees", False: f"NOT {'+'.join(sorted(known or ()))}", None: ""}[agrees]
    counts = "".join(f"{row[name]:>9,}" for name in COUNTS)
    percent = share(row["resolved"], row["working"])
    unit = f"{row['weight_unit'] or '-'}: {row['unit_source'] or '-'}"
    print(f"{path:<47}{row['app']:<17}{row['layout'][:12]:<13}{counts}{percent:>8}  {unit[:48]:<49}{mark}")
    return agrees


def print_english(apps: pd.DataFrame) -> None:
    """Print how many working sets of the English-named logs resolve, by app and in total."""
    print(f"\n{'English-named logs of':<24}{'logs':>6}{'working sets':>14}{'resolved':>11}{'%':>8}")
    for app, logs, working, known in [*apps.itertuples(), ("all", *apps.sum())]:
        print(f"{app:<24}{logs:>6,}{working:>14,}{known:>11,}{share(known, working):>8}")


def print_table(rows: pd.DataFrame, units: dict[tuple[str, str], set[str]], seconds: float) -> int:
    """Print a line for every file and the totals; give the number of files whose accounting is wrong."""
    plain = rows.astype(object).where(rows.notna(), None)
    names = "".join(f"{name[5:]:>9}" for name in COUNTS)
    print(f"{'file':<47}{'app':<17}{'layout':<13}{names}{'resolved':>8}  unit")
    answers = [print_file(row, units.get((row["lifter"], row["file"]))) for row in plain.to_dict("records")]
    uneven = int((rows["rows_read"] != rows[list(COUNTS[1:])].sum(axis=1)).sum())
    totals = ", ".join(f"{rows[name].sum():,} {name[5:].replace('_', ' ')}" for name in COUNTS)
    print(f"\n{len(rows)} files, {int(rows['error'].notna().sum())} refused, {seconds:.1f} s: {totals}")
    print(f"accounting wrong in {uneven} files; unit agrees in {answers.count(True)}, not in {answers.count(False)}")
    known, working = int(rows["resolved"].sum()), int(rows["working"].sum())
    print(f"working sets resolved, of all rows in any language: {share(known, working)} % of {working:,}")
    return uneven


def main() -> None:
    """Print the tables; exit with 1 where the accounting of a file is not exact."""
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        for lifter in sorted(path for path in folder.iterdir() if path.is_dir()):
            shutil.copytree(lifter, settings.inbox / lifter.name)
        began = time.monotonic()
        steps.ingest_step(settings)
        seconds = time.monotonic() - began
        with read.connect(settings) as con:
            rows = pd.DataFrame(read.imports(con))
        rows = rows.merge(working_sets(settings), on=["lifter", "sha256"], how="left")
        rows[["working", "resolved"]] = rows[["working", "resolved"]].fillna(0)
        uneven = print_table(rows, certain_units(folder), seconds)
        print_english(english_sets(settings))
    sys.exit(1 if uneven else 0)


if __name__ == "__main__":
    main()
