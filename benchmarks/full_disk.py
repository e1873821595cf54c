"""Let the disk run full in the middle of a refresh and a training, and hold what comes after against undisturbed work.

The home lies on a disk of its own (tmpfs, so this is for the superuser) that is so small, then a little larger, and so
on. Each command must end in a sentence with code 3, or be done; once there is space, the tables must be equal. Ends
with code 1 where anything differs.

Usage: sudo nice python benchmarks/full_disk.py [--sizes 1 2 4 8 12 16 24 32]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kills import LIFTERS, WEEKS, tables

from pipelines.settings import PROJECT, Settings
from pipelines.simulated.simulate import simulate

CLI = "from pipelines.terminal.cli import main; main()"
COMMANDS = (("refresh", "--quiet"), ("train", "--force", "--quiet"), ("refresh", "--quiet"))
ENOUGH_MB = 400


def main() -> int:
    """Run every command on every size of disk and print what came of it as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 2, 4, 8, 12, 16, 24, 32], help="in MB")
    sizes = parser.parse_args().sizes
    full, broken = 0, []
    with tempfile.TemporaryDirectory(prefix="full-disk-") as name:
        folder = Path(name)
        simulate(lifters=LIFTERS, seed=1, out=folder / "logs", weeks=WEEKS, truth=False)
        expected = _on_disk(folder / "calm", folder / "logs", ENOUGH_MB)[1]
        for size in sizes:
            answers, found = _on_disk(folder / f"of {size} MB", folder / "logs", size)
            full += sum(code == 3 for code, _ in answers)
            broken += [f"{size} MB: {said}" for code, said in answers if code not in {0, 3} or "Traceback" in said]
            broken += [
                f"{size} MB: no word of the disk: {said}" for code, said in answers if code == 3 and not _tells(said)
            ]
            unlike = sorted(
                table for table in expected.keys() | found.keys() if expected.get(table) != found.get(table)
            )
            broken += [f"{size} MB: tables differ: {', '.join(unlike)}"] if unlike else []
    print(
        json.dumps(
            {"commands": len(sizes) * len(COMMANDS), "ended_for_want_of_space": full, "broken": broken}, indent=1
        )
    )
    return 1 if broken else 0


def _tells(said: str) -> bool:
    return "is full" in said or "nothing ingested yet" in said


def _on_disk(home: Path, logs: Path, size_mb: int) -> tuple[list[tuple[int, str]], dict[str, str]]:
    """Run the commands on a disk of a size, then with enough space; return what each said, and the tables."""
    home.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", str(home)], check=True)
    try:
        for lifter in filter(Path.is_dir, logs.iterdir()):
            shutil.copytree(lifter, home / "inbox" / lifter.name)
        answers = [_ran(home, words) for words in COMMANDS]
        subprocess.run(["mount", "-o", f"remount,size={ENOUGH_MB}m", str(home)], check=True)
        for words in COMMANDS:
            assert _ran(home, words)[0] == 0, words  # noqa: S101 (a benchmark may)
        return answers, tables(Settings(home=home, threads=1))
    finally:
        subprocess.run(["umount", str(home)], check=True)


def _ran(home: Path, words: tuple[str, ...]) -> tuple[int, str]:
    environment = os.environ | {"LIFTCAST_HOME": str(home), "LIFTCAST_THREADS": "1", "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        [sys.executable, "-c", CLI, *words], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr.strip()


if __name__ == "__main__":
    sys.exit(main())
