"""The home of a release: made by its own commands, of simulated lifters, to be opened by every later version.

`python benchmarks/release_home.py VERSION [--tree CHECKOUT] [--at FOLDER]` writes `tests/homes/VERSION.tar.zst`. Two
lifters, one of whom has a goal, named an exercise and left a file out; builds, forecasts given, the archive with its
ledger, the diary, a person's choice of the model in force in MLflow. `answers.json` in it holds what was told then.
`--tree` is a checkout of older code that runs in this environment. A home names the folder it was made in: `--at` is
one that says nothing of a machine, and must not exist.
"""

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final

import zstandard

PROJECT: Final = Path(__file__).resolve().parent.parent
HOMES: Final = PROJECT / "tests" / "homes"
COMMAND: Final = "from pipelines.terminal.cli import main; main()"
NO_SUCH_COMMAND: Final = 2
ONLY_ITS_OWN: Final = ("logs", "prefect", "progress", "ready")
"""Folders that hold nothing that outlives a machine."""
PROFILE: Final = 'goal = "strength"\nbirth_year = 1990\n'
CORRECTION: Final = "exported_name,exercise_id\nBench Press (Barbell),bench_press_dumbbell\n"
NOT_MINE: Final = "not_mine.csv"
ASKED: Final = ("imports", "forecast", "recommend", "runs")


def main() -> int:
    """Make the home, and pack it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version")
    parser.add_argument("--tree", type=Path, default=PROJECT)
    parser.add_argument("--at", type=Path, default=Path("/srv/liftcast"))
    parser.add_argument("--to", type=Path, default=HOMES)
    said = parser.parse_args()
    said.at.mkdir(parents=True)
    try:
        lived_in(said.at, said.tree.resolve())
        place = packed(said.at, said.to / f"{said.version}.tar.zst")
    finally:
        shutil.rmtree(said.at)
    print(f"{place}: {place.stat().st_size:,} bytes")
    return 0


def lived_in(home: Path, tree: Path) -> None:
    """Have a home made and used by the commands of a checkout, as its people would."""
    inbox = home / "inbox"
    run(home, tree, "simulate", "--lifters", "2", "--seed", "7", "--weeks", "30", "--out", str(inbox), "--no-truth")
    one, other = sorted(folder for folder in inbox.iterdir() if folder.is_dir())
    run(home, tree, "refresh")
    (one / "profile.toml").write_text(PROFILE, encoding="utf-8")
    (one / "exercises.csv").write_text(CORRECTION, encoding="utf-8")
    exports = sorted(file for file in other.iterdir() if file.suffix != ".toml")
    (one / NOT_MINE).write_bytes(exports[0].read_bytes())
    run(home, tree, "refresh")
    run(home, tree, "imports", "--undo", NOT_MINE)
    run(home, tree, "models", "promote", "0")
    run(home, tree, "refresh")
    answers = {words: json.loads(run(home, tree, words, "--json") or "null") for words in ASKED}
    (home / "answers.json").write_text(json.dumps(answers), encoding="utf-8")


def run(home: Path, tree: Path, *words: str) -> str:
    """Return what a command answers; nothing where that version knows no such command."""
    env = os.environ | {"LIFTCAST_HOME": str(home), "PYTHONPATH": str(tree), "LIFTCAST_DASHBOARD": "0"}
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *words], env=env, cwd=home, capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1, NO_SUCH_COMMAND}:
        raise SystemExit(f"liftcast {' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
    if done.returncode:
        print(f"liftcast {' '.join(words)}: {done.returncode}\n{done.stderr}", file=sys.stderr)
    return done.stdout


def packed(home: Path, place: Path) -> Path:
    """Pack a home without builds that are not in force and without what is only of the machine."""
    current = (home / "current").read_text(encoding="utf-8").strip()
    for build in (home / "builds").iterdir():
        if build.stem != current:
            build.unlink()
    for name in ONLY_ITS_OWN:
        shutil.rmtree(home / name, ignore_errors=True)
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as tar:
        tar.add(home, arcname="home", filter=of_nobody)
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(zstandard.ZstdCompressor(level=19).compress(whole.getvalue()))
    return place


def of_nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Take out whose a file was."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    sys.exit(main())
