"""The wheel, outside a checkout: it brings all it needs of ours, and keeps data where the user's are."""

import os
import subprocess
import sys
import zipfile

import pytest

from pipelines.settings import PROJECT


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Give the folder of an unpacked wheel, and a way to run its `liftcast` from elsewhere."""
    place = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(place)]
    subprocess.run(words, cwd=PROJECT, check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place / "packages")
    variables = {name: value for name, value in os.environ.items() if not name.startswith("LIFTCAST_")}
    variables |= {"PYTHONPATH": str(place / "packages"), "XDG_DATA_HOME": str(place / "data")}

    def run(*words):
        main = "from pipelines.terminal.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", main, *words], cwd=place, env=variables, capture_output=True, text=True, check=False
        )

    return place, run


def test_a_wheel_holds_every_file_of_ours_that_is_read(installed):
    place, _ = installed
    for package in ("dashboard", "pipelines", "models", "data"):
        for path in (PROJECT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert (place / "packages" / path.relative_to(PROJECT)).exists(), path


def test_an_ingest_keeps_data_with_the_user_and_none_with_the_packages(installed):
    place, run = installed
    before = sorted((place / "packages").rglob("*.*"))
    ended = run("ingest", str(PROJECT / "data" / "samples" / "sim-ada" / "simulated_hevy.csv"), "--lifter", "ada")
    assert ended.returncode == 0, ended.stderr
    assert (place / "data" / "liftcast" / "current").exists()
    assert run("imports", "--json").returncode == 0
    after = [path for path in sorted((place / "packages").rglob("*.*")) if "__pycache__" not in path.parts]
    assert after == [path for path in before if "__pycache__" not in path.parts]
