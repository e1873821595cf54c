"""What every test may ask for."""

import os
from pathlib import Path

import pytest
from hypothesis import settings as examples

from pipelines.settings import PROJECT, Settings

examples.register_profile("liftcast", deadline=None)  # how long an example takes says how busy the machine is
examples.load_profile("liftcast")


@pytest.fixture(scope="session")
def logs() -> Path:
    """Give the folder of real exports, or skip where there is none."""
    folder = Path(os.environ.get("LIFTCAST_LOGS", PROJECT.parent / "shared" / "logs"))
    if not folder.is_dir():
        pytest.skip(f"no real exports at {folder}: set LIFTCAST_LOGS to a folder of them")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give an installation of its own, empty."""
    return Settings(home=tmp_path / "var", threads=2)
