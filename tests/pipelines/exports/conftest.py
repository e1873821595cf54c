"""What the tests of exports share."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.files.unforeseen import is_label
from pipelines.inbox.archive import LedgerEntry, store
from pipelines.landing.index import Landing
from pipelines.landing.landing import land
from pipelines.settings import Settings


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to write golden files; those that exist are only replaced by force."""
    parser.addoption("--write-goldens", action="store_true", help="write golden files that are missing")
    parser.addoption("--force-goldens", action="store_true", help="with --write-goldens: replace them all")


@dataclass(frozen=True)
class Landed:
    """One export as it landed."""

    landing: Landing
    rows: list[dict[str, Any]]

    def of(self, disposition: str) -> list[dict[str, Any]]:
        """Give the rows of one disposition."""
        return [row for row in self.rows if row["disposition"] == disposition]


@pytest.fixture(scope="session")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Landed]:
    """Land the bytes of one export and give its rows."""
    settings = Settings(home=tmp_path_factory.mktemp("landing"), threads=1)
    beside = settings.home / "export"

    def land_bytes(content: bytes) -> Landed:
        beside.write_bytes(content)
        with beside.open("rb") as stream:
            sha256 = store(settings, stream)
        entry = LedgerEntry(lifter="a", file="export.csv", sha256=sha256, origin="inbox", first_seen_at="2036-01-01")
        ((_, landing),) = land(settings, [entry])
        assert not is_label(landing.made_by), landing.error
        rows = pq.read_table(settings.landed / landing.landed).to_pylist() if landing.landed else []
        return Landed(landing, rows)

    return land_bytes


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, Any], None]:
    """Compare with a golden file, or write it when asked to."""
    write = request.config.getoption("--write-goldens", default=False)
    force = request.config.getoption("--force-goldens", default=False)

    def compare(path: Path, found: Any) -> None:
        text = _json(found)
        if write and (force or not path.exists()):
            path.write_text(text, encoding="utf-8")
            pytest.skip(f"wrote {path.name}: read it before committing it")
        assert path.exists(), f"{path.name} is missing: run pytest {path.parents[1]} --write-goldens, then read it"
        assert json.loads(text) == json.loads(path.read_text(encoding="utf-8"))

    return compare


def _json(found: Any) -> str:
    """Write one row per line, so that differences can be read."""
    head = {key: value for key, value in found.items() if key != "rows"}
    rows = ",\n".join("  " + json.dumps(row, ensure_ascii=False, default=str) for row in found["rows"])
    return json.dumps(head, ensure_ascii=False, indent=1)[:-2] + f',\n "rows": [\n{rows}\n ]\n}}\n'
