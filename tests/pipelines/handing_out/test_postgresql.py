"""Results written into a real PostgreSQL: the same rows as in files, all of one build or none."""

from datetime import date, timedelta

import pyarrow.parquet as pq
import pytest

from pipelines import Liftcast
from pipelines.handing_out import postgresql as door
from pipelines.handing_out.postgresql import DatabaseError
from pipelines.handing_out.schemas import NAMES
from pipelines.running import steps
from pipelines.warehouse.publish import current_build

psycopg = pytest.importorskip("psycopg")
pytest.importorskip("psycopg.sql")


def rows_in(address, table, schema="liftcast"):
    with psycopg.connect(address) as database:
        return database.execute(
            psycopg.sql.SQL("select * from {}").format(psycopg.sql.Identifier(schema, table))
        ).fetchall()


def plain(rows):
    return sorted(map(str, rows))


def test_a_database_gets_the_rows_that_files_get(made, export, postgresql, tmp_path):
    done = export(made, "all", "--to", postgresql)
    assert done.returncode == 0, done.stderr
    assert "s3cret" not in done.stderr
    Liftcast(made.home).export(to=tmp_path)
    for table in NAMES:
        rows = pq.read_table(tmp_path / f"{table}.parquet").to_pylist()
        assert plain(rows_in(postgresql, table)) == plain(tuple(row.values()) for row in rows), table


def test_once_more_changes_nothing_and_another_schema_is_made(made, postgresql):
    gym = Liftcast(made.home)
    first = gym.export("alerts", to=postgresql, schema="gym one")
    assert gym.export("alerts", to=postgresql, schema="gym one") == first
    assert first.tables["alerts"].file == "gym one.alerts"
    assert len(rows_in(postgresql, "alerts", "gym one")) == first.tables["alerts"].rows > 0


def test_only_lifters_that_differ_are_replaced(copy, strong, postgresql):
    gym, before = Liftcast(copy.home), current_build(copy).name
    gym.export("forecasts", to=postgresql, schema="since")
    (copy.inbox / "quentin" / "strong.csv").write_text(strong(date.today() - timedelta(days=1)), encoding="utf-8")  # noqa: DTZ011
    steps.refresh(copy)
    done = gym.export("forecasts", to=postgresql, schema="since", since=before)
    assert done.tables["forecasts"].changed == ["quentin"]
    rows = gym.arrow("forecasts").to_pylist()
    assert plain(rows_in(postgresql, "forecasts", "since")) == plain(tuple(row.values()) for row in rows)


def test_where_one_table_cannot_be_written_none_is(made, postgresql, monkeypatch):
    gym = Liftcast(made.home)
    gym.export("sizes", to=postgresql, schema="whole")
    with psycopg.connect(postgresql) as database:
        database.execute("update whole.handed_out set schema_version = 99")
    with pytest.raises(DatabaseError, match="version 99"):
        gym.export(to=postgresql, schema="whole")
    with psycopg.connect(postgresql) as database:
        tables = database.execute("select table_name from information_schema.tables where table_schema = 'whole'")
        assert sorted(name for (name,) in tables.fetchall()) == ["handed_out", "sizes"]


def test_a_database_that_cannot_be_reached_is_told_of_without_its_password(made):
    with pytest.raises(DatabaseError, match=r"postgresql://127\.0\.0\.1:1/gym: nothing was written") as caught:
        Liftcast(made.home).export(to="postgresql://ann:s3cret@127.0.0.1:1/gym")
    assert "s3cret" not in str(caught.value)
    assert door.place_of("postgresql://ann:s3cret@db/gym") == "postgresql://db/gym"


@pytest.mark.parametrize(
    "rest",
    [
        "[@127.0.0.1:1/x",
        "@127.0.0.1:port/x",
        "%zz@127.0.0.1:1/x",
        "@127.0.0.1:1/x?nonsense=1",
        " and more@127.0.0.1:1/x",
    ],
)
def test_a_malformed_address_is_told_of_without_its_password(made, rest):
    with pytest.raises(DatabaseError) as caught:
        Liftcast(made.home).export(to=f"postgresql://gym:s3cret{rest}")
    told, error = [], caught.value
    while error is not None:
        told.append(str(error))
        error = None if error.__suppress_context__ else error.__cause__ or error.__context__
    assert "s3cret" not in " ".join(told)
