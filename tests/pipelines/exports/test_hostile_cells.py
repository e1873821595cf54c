"""Cells that no app writes: endless, or of figures beyond any number; every column of every format takes them in time."""

import csv
import io
import json
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipelines.exports.body.sites import column_of
from pipelines.exports.reading.dates import LONGEST_DATE, read_moments
from pipelines.exports.reading.figures import read_number, read_seconds
from pipelines.exports.reading.source import Source, cells_of

HERE = Path(__file__).parent
LENGTH = 200_000
MOST_S = 60  # what takes the square of its length takes hours
MOST_S_OF_A_FIGURE = 5  # hundredths are usual
CELLS_PER_RECORD = 2  # a line holds a million characters at most, and quotation marks are doubled
KINDS = {
    "letters": "x",
    "digits": "1",
    "spaces": " ",
    "points and commas": "111.111,",
    "quotes": '"',
    "colons": "1:11:",
    "a letter and a space": "a ",
    "letters beyond ASCII": "é",
    "blanks beyond ASCII": "1\u00a0",
}
FORMATS = [
    *("alphaprogression_a2.txt", "fitbod_2019.csv", "fitnotes_f2.csv", "fitnotes_ios_2025.csv", "gymbook_english.csv"),
    *("hevy_api.json", "hevy_h14_kg_km.csv", "jefit.txt", "liftlog_p1.csv", "liftosaur.csv", "lyfta_l1.csv"),
    *("macrofactor.json", "repcount_r1.csv", "strong_s5.csv", "stronglifts_g1.txt", "stronglifts_g3.txt", "wger.json"),
    *("body_log_wide.csv", "fitbit_archive.json", "withings_german.csv"),
]
IMPOSSIBLE = [
    *("9" * 20, "9" * 5000, "-1", "-99999999999999999999", "1e300", "1e999", "nan", "inf", "-inf", "0x10", "1_000"),
    *(
        "0000-01-01",
        "10000-01-01",
        "2023-02-30",
        "99:99",
        "9" * 5000 + ":00:00",
        "0/0/0",
        "99999999999999999999 Mar 2023",
    ),
]


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Fail what does not end in time, rather than wait for it: time of our own, however busy the machine is."""

    def ring(*_: Any) -> None:
        pytest.fail(f"not over after {seconds} s of computing")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def endless(kind: str) -> str:
    """Give a text of one kind that ends otherwise, so that what reads it to its end must turn back."""
    return (KINDS[kind] * LENGTH)[:LENGTH] + "!"


def golden(name: str) -> Path:
    return next(HERE / folder / name for folder in ("golden", "golden_measurements") if (HERE / folder / name).exists())


def hostile(path: Path, texts: list[str]) -> Iterator[str]:
    """Give a small export, and after its own records one of each width in which every cell in turn is each text."""
    content = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".json":
        yield from (json.dumps(mutated(json.loads(content), text)) for text in texts)
        return
    source = Source(path, path.name)
    rows = [cells_of(line, source.delimiter) for line in content.splitlines()[source.header_line :]]
    widths = {len(cells): cells for cells, is_open in rows if not is_open and len(cells) > 1}
    made = io.StringIO()
    writer = csv.writer(made, delimiter=source.delimiter, lineterminator="\n")
    usual = Counter(len(cells) for cells, is_open in rows if not is_open and len(cells) > 1)
    for width, _ in usual.most_common(1 if path.suffix == ".csv" else 3):
        cells = widths[width]
        for first in range(0, len(cells), CELLS_PER_RECORD):
            after = first + CELLS_PER_RECORD
            writer.writerows([*cells[:first], *[text] * len(cells[first:after]), *cells[after:]] for text in texts)
    yield content.rstrip("\n") + "\n" + made.getvalue()


def mutated(item: Any, text: str) -> Any:
    """Put a text in the place of every value of a document, the first two of each list."""
    if isinstance(item, dict):
        return {key: mutated(value, text) for key, value in item.items()}
    return [mutated(each, text) for each in item[:2]] if isinstance(item, list) else text


def accounted(found: Any, name: str) -> None:
    landing = found.landing
    assert name.endswith(".json") or not landing.error, landing.error
    assert landing.rows_read == landing.rows_sets + landing.rows_not_sets + landing.rows_rejected


@pytest.mark.parametrize("name", FORMATS)
def test_endless_cells_in_every_column_are_accounted_for_in_time(landed: Callable[[bytes], Any], name: str) -> None:
    for content in hostile(golden(name), list(map(endless, KINDS))):
        with within(MOST_S):
            accounted(landed(content.encode()), name)


@pytest.mark.parametrize("name", FORMATS)
def test_impossible_values_in_every_column_are_accounted_for(landed: Callable[[bytes], Any], name: str) -> None:
    for content in hostile(golden(name), IMPOSSIBLE):
        found = landed(content.encode())
        accounted(found, name)
        assert found.landing.rows_rejected or name.endswith(".json")


def test_a_date_that_overflows_costs_its_own_row(landed: Callable[[bytes], Any]) -> None:
    content = golden("hevy_h14_kg_km.csv").read_bytes()
    before = landed(content).landing
    start, cell = b"2 Apr 2024, 07:05", b"99999999999999999999 Apr 2024, 07:05"
    assert start in content.split(b"\n")[1]
    found = landed(content.replace(start, cell, 1))
    assert found.landing.rows_rejected == before.rows_rejected + 1
    assert (2, f"date is not readable: found '{cell.decode()}'") in {
        (row["line"], row["reason"]) for row in found.of("rejected")
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("read", [read_number, read_seconds, column_of], ids=lambda read: read.__name__)
def test_no_figure_takes_more_than_its_length(read: Callable[[str], Any], kind: str) -> None:
    with within(MOST_S_OF_A_FIGURE):
        read(endless(kind))


def test_a_date_longer_than_any_app_writes_is_no_date_and_told_in_short() -> None:
    (long,) = read_moments(["x" * (LONGEST_DATE + 1)])
    assert long.day is None
    assert "longer than 100 characters" in str(long.problem)
    (usual,) = read_moments(["Wednesday, 28 de septiembre de 2024 a las 17:29:33"])
    assert usual.day is None or usual.day.year == 2024
