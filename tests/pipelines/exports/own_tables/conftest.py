"""A table of one's own, dropped in, mapped by what is sure of the guesses, and read."""

import openpyxl
import pyarrow.parquet as pq
import pytest

from pipelines.inbox.mapmaking import make_mapping, write_mapping
from pipelines.landing.index import landed_entries
from pipelines.landing.ingest import ingest


def _drop(settings, content, name="table.csv"):
    path = settings.inbox / "ann" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in content.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _mapped(settings, content, name="table.csv"):
    made = make_mapping(_drop(settings, content, name), None)
    write_mapping(made)
    (file,) = ingest(settings).files
    assert file.rows_read == file.rows_sets + file.rows_not_sets + file.rows_rejected
    (entry,) = landed_entries(settings)
    return made, pq.read_table(entry.path).to_pylist()


@pytest.fixture
def drop():
    """Write a text as a file of the inbox, or sheets as a workbook."""
    return _drop


@pytest.fixture
def mapped():
    """Map a table by what is sure of the guesses, and ingest it: what was guessed, and the rows."""
    return _mapped


@pytest.fixture
def sets_of():
    """Give each set of rows as day, name, load and reps."""

    def told(rows):
        done = [row for row in rows if row["disposition"] == "set"]
        return [(str(row["day"]), row["exported_name"], row["load_value"], row["reps"]) for row in done]

    return told
