"""What a page of the dashboard costs from a build, and from the same build as Parquet, in a folder and in a store.

Usage: python benchmarks/elsewhere.py HOME LIFTER [ROUNDS]; the build in force in HOME must be of this version. Needs
moto and the extra `s3` for the store. Each page is drawn once in a process of its own, which has drawn none from that
build before; rounds take turns. Prints processor seconds of the process that draws, the fewest of all rounds.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipelines import Liftcast
from pipelines.handing_out.following import follow
from pipelines.settings import PROJECT, Settings

PAGES = ("week", "lift", "muscles", "plan", "history", "data")
BUCKET = "s3://liftcast"


def processor_s() -> float:
    """Processor seconds of this process up to now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def draw(lifter: str) -> dict[str, float]:
    """Draw each page and tell what it took."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(PROJECT / "dashboard" / "app.py"), default_timeout=600)
    app.query_params["lifter"] = lifter
    app.run()
    took = {}
    for page in PAGES:
        began = processor_s()
        app.switch_page(f"views/{page}/page.py").run()
        took[page] = processor_s() - began
        if app.exception:
            raise RuntimeError(f"{page}: {app.exception[0].message}")
    return took


@contextmanager
def store() -> Iterator[None]:
    """Start a store in a process of its own, with one bucket."""
    import s3fs

    port = "5055"
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.environ |= {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_DEFAULT_REGION": "us-east-1"}
    os.environ |= {"AWS_ACCESS_KEY_ID": "gym", "AWS_SECRET_ACCESS_KEY": "of-nobody"}
    try:
        time.sleep(20)
        s3fs.S3FileSystem().mkdir(BUCKET)
        yield
    finally:
        server.terminate()
        server.wait()


def main(home: Path, lifter: str, rounds: int) -> None:
    """Hand the build out, follow it, draw pages from each in turn, and print what they took."""
    fewest: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as scratch, store():
        homes = {"build": home}
        for name, address in {"folder": f"{scratch}/warehouse", "store": f"{BUCKET}/warehouse"}.items():
            began, clock = processor_s(), time.monotonic()
            Liftcast(home).export("build", to=address)
            print(f"handed out to a {name}: {processor_s() - began:.1f} processor s, {time.monotonic() - clock:.1f} s")
            homes[name] = Path(scratch) / f"{name}-home"
            follow(replace(Settings.from_environment(), home=homes[name]), address)
        for _ in range(rounds):
            for name, place in homes.items():
                said = subprocess.run(
                    [sys.executable, __file__, "--draw", lifter],
                    env=os.environ | {"LIFTCAST_HOME": str(place)},
                    check=True,
                    stdout=subprocess.PIPE,
                    text=True,
                )
                for page, seconds in json.loads(said.stdout.splitlines()[-1]).items():
                    row = fewest.setdefault(page, {})
                    row[name] = min(seconds, row.get(name, seconds))
    print(f"{'page':10} " + " ".join(f"{name:>8}" for name in homes))
    for page, row in fewest.items():
        print(f"{page:10} " + " ".join(f"{row[name]:8.2f}" for name in homes))


if __name__ == "__main__":
    if sys.argv[1] == "--draw":
        print(json.dumps(draw(sys.argv[2])))
    else:
        main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1)
