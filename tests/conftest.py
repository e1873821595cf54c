"""What every test may ask for."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as examples

from pipelines.settings import PROJECT, Settings

examples.register_profile("liftcast", deadline=None)  # how long an example takes says how busy the machine is
examples.load_profile("liftcast")

for library in ("OMP", "OPENBLAS", "MKL"):  # tests run on every core already; read when numpy is first imported
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")


def pytest_xdist_auto_num_workers() -> int:
    """Return one process more than there are cores: those that have the servers mostly wait for them."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one process have all tests that need Prefect, one those of the dashboard's servers, and begin with them.

    They alone are given a second chance: a busy machine can make a real server or browser answer that it is busy.
    Whoever needed it is named in the summary.
    """
    served = [item for item in items if needs_server(item)]
    for item in served:
        group = "prefect" if item.get_closest_marker("prefect") else "dashboard"
        item.add_marker(pytest.mark.xdist_group(group))
        item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=served.__contains__, reverse=True)


def needs_server(item: pytest.Item) -> bool:
    return any(map(item.get_closest_marker, ("prefect", "browser"))) or "url" in getattr(item, "fixturenames", ())


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file in one process, so that what they share is made once."""
    from xdist.scheduler import LoadGroupScheduling  # noqa: PLC0415 (nothing of it is needed in a single process)

    class ByFile(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return super()._split_scope(nodeid).split("::")[0]

    return ByFile(config, log)


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
