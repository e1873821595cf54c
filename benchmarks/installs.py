"""A fresh install of the wheel, without lock files, on every Python it is for, and a first run of each.

`python benchmarks/installs.py [--uv UV] [PYTHON ...]`: interpreters by path or version; default 3.11, 3.12 and 3.13.
Each is tried outside the checkout with a home of its own where a user's data lie. Prints a line for each step and
interpreter; exit code 1 where anything failed.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
EXPORT = PROJECT / "data" / "samples" / "sim-ada" / "simulated_hevy.csv"
PORTS = (8797, 4797)
PATIENCE_S = 300


def main() -> int:
    """Try each interpreter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pythons", nargs="*", default=["3.11", "3.12", "3.13"])
    parser.add_argument("--uv", default="uv")
    options = parser.parse_args()
    uv = shutil.which(options.uv) or sys.exit(f"{options.uv} is not there: say where uv is with --uv")
    uv = str(Path(uv).absolute())
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        done([uv, "build", "--quiet", "--wheel", "--out-dir", folder, str(PROJECT)], place, {})
        (wheel,) = place.glob("*.whl")
        return max(tried(uv, python, wheel, place / f"python-{at}") for at, python in enumerate(options.pythons))


def tried(uv: str, python: str, wheel: Path, place: Path) -> int:
    """Install for one interpreter and run; return 1 where a step failed, which is told."""
    place.mkdir()
    environment = place / "environment"
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("LIFTCAST_", "PYTHON", "VIRTUAL_"))
    }
    clean |= {"XDG_DATA_HOME": str(place / "data"), "HOME": str(place)}
    liftcast = str(environment / "bin" / "liftcast")
    steps = {
        "environment": [uv, "venv", "--quiet", "--python", python, str(environment)],
        "install": [
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            str(environment / "bin" / "python"),
            f"{wheel}[signin]",
        ],
        "--help": [liftcast, "--help"],
        "ingest": [liftcast, "ingest", str(EXPORT), "--lifter", "ada"],
        "refresh": [liftcast, "refresh"],
        "forecast": [liftcast, "forecast", "--lifter", "ada", "--json"],
    }
    own_home = os.environ.get("HOME", "")
    for name, words in steps.items():
        began = time.monotonic()
        variables = clean | {"HOME": own_home} if words[0] == uv else clean  # whose interpreters and cache uv finds
        code = done(words, place, variables)
        print(
            f"{python}: {name}: {'ok' if code == 0 else f'code {code}'}, {time.monotonic() - began:.0f} s", flush=True
        )
        if code:
            return 1
    answered = stays_up(liftcast, place, clean)
    print(f"{python}: run: {'the dashboard answers' if answered else 'no dashboard'}", flush=True)
    inside = list(environment.rglob("*.duckdb"))
    held = (place / "data" / "liftcast" / "current").exists() and not inside
    print(f"{python}: data: {'in the user data folder' if held else f'elsewhere: {inside}'}", flush=True)
    return 0 if answered and held else 1


def done(words: list[str], place: Path, variables: dict[str, str]) -> int:
    """Run a command to its end and return its exit code; show what it said where it failed."""
    ended = subprocess.run(words, cwd=place, env=variables or None, capture_output=True, text=True, check=False)
    if ended.returncode:
        sys.stderr.write(ended.stdout + ended.stderr)
    return ended.returncode


def stays_up(liftcast: str, place: Path, variables: dict[str, str]) -> bool:
    """Start the app, wait for a page, stop it."""
    words = [liftcast, "run", "--no-browser", "--quiet", "--port", str(PORTS[0]), "--engine-port", str(PORTS[1])]
    with subprocess.Popen(words, cwd=place, env=variables) as app:
        try:
            until = time.monotonic() + PATIENCE_S
            while time.monotonic() < until and app.poll() is None:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{PORTS[0]}/", timeout=2) as page:
                        return b"Streamlit" in page.read()
                except OSError:
                    time.sleep(0.5)
            return False
        finally:
            app.send_signal(signal.SIGINT)
            app.wait(timeout=60)


if __name__ == "__main__":
    sys.exit(main())
