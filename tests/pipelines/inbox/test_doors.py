"""Every door a table can come by, tried with the real thing: each lands the same rows as the plain file."""

import gzip
import io
import json
import sqlite3
import traceback
from contextlib import closing
from dataclasses import replace
from urllib.parse import unquote

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import create_engine, text

from pipelines.errors import LiftcastError, WrongUseError
from pipelines.inbox import doors, queries
from pipelines.inbox.archive import Ledger
from pipelines.landing.index import landed_entries
from pipelines.landing.ingest import ingest

MAPPING = """
header = "who,day,move,kilos,times,what"
app = "club"
load_unit = "kg"
[columns]
lifter = "who"
date = "day"
exercise = "move"
load = "kilos"
reps = "times"
set_kind = "what"
"""
TABLE = """who,day,move,kilos,times,what
ann,2026-01-05,Squat (Barbell),60,5,warmup
bo,2026-01-05,Squat (Barbell),100.5,5,work
,2026-01-06,Squat (Barbell),80,5,work
bo,2026-01-07,Bench Press (Barbell),62.5,5,shouted
dee,2026-01-08,Bench Press (Barbell),60,8,work
"""
FRAME = pd.read_csv(io.StringIO(TABLE))
SQL = "select who, day, move, kilos, times, what from sets"


def zstd(content):
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(content)
    return sink.getvalue().to_pybytes()


def parquet(frame):
    sink = io.BytesIO()
    frame.to_parquet(sink, index=False)
    return sink.getvalue()


def workbook(frame):
    sink = io.BytesIO()
    frame.to_excel(sink, index=False)
    return sink.getvalue()


def json_lines(frame):
    return frame.to_json(orient="records", lines=True).encode()


DATED = FRAME.assign(day=pd.to_datetime(FRAME["day"]))
FILES = {
    "sets.csv": TABLE.encode(),
    "sets.csv.gz": gzip.compress(TABLE.encode()),
    "sets.csv.zst": zstd(TABLE.encode()),
    "sets.parquet": parquet(FRAME),
    "dated.parquet": parquet(DATED),
    "sets.parquet.gz": gzip.compress(parquet(FRAME)),
    "sets.ndjson": json_lines(FRAME),
    "sets.ndjson.zst": zstd(json_lines(FRAME)),
    "sets.xlsx": workbook(FRAME),
    "dated.xlsx": workbook(DATED),
}


@pytest.fixture
def home(settings):
    settings.inbox.mkdir(parents=True)
    (settings.inbox / "club.mapping.toml").write_text(MAPPING, encoding="utf-8")
    return settings


def rows(settings):
    """What landed, but for the line; sorted."""
    kept = ("lifter", "disposition", "reason", "day", "exported_name", "load_value", "load_unit", "reps", "set_kind")
    tables = [pq.read_table(entry.path).to_pylist() for entry in landed_entries(settings) if entry.path]
    return sorted((tuple(row[name] for name in kept) for table in tables for row in table), key=str)


def lines(settings):
    tables = [pq.read_table(entry.path).to_pylist() for entry in landed_entries(settings) if entry.path]
    return sorted(row["line"] for table in tables for row in table)


@pytest.fixture
def expected(home, tmp_path):
    """What the plain file gives."""
    other = replace(home, home=tmp_path / "other")
    other.inbox.mkdir(parents=True)
    (other.inbox / "club.mapping.toml").write_text(MAPPING, encoding="utf-8")
    (other.inbox / "sets.csv").write_text(TABLE, encoding="utf-8")
    ingest(other)
    assert [row[:3] for row in rows(other)] == [
        ("ann", "set", None),
        ("bo", "rejected", "set type is not known: found 'shouted'"),
        ("bo", "set", None),
        ("dee", "set", None),
        ("me", "rejected", "lifter is missing"),
    ]
    return rows(other)


def brought(home, paths=(), *, stdin=b"", **how):
    with doors.opened(home, list(paths), stream=io.BytesIO(stdin), **how) as found:
        return ingest(home, paths=found)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_any_kind_in_the_inbox_lands_the_same_rows(home, expected, name):
    (home.inbox / name).write_bytes(FILES[name])
    report = ingest(home)
    assert report.refused == 0, report.files
    assert rows(home) == expected
    has_header = not name.startswith(("sets.parquet", "dated.parquet", "sets.ndjson"))
    assert lines(home) == [number + has_header for number in range(1, 6)]
    (archived,) = home.exports.glob("[0-9a-f]*")
    assert archived.read_bytes() == FILES[name]


def test_standard_input_has_the_name_it_is_given(home, expected):
    report = brought(home, [doors.STANDARD_INPUT], name="members.csv", stdin=FILES["sets.csv.gz"])
    assert [file.file for file in report.files] == ["members.csv"]
    assert rows(home) == expected
    again = brought(home, [doors.STANDARD_INPUT], name="members.csv", stdin=FILES["sets.csv.gz"])
    assert again.new == 0
    assert not list(home.incoming.iterdir())
    assert "members.csv" not in (home.exports / "seen.json").read_text(encoding="ascii")


@pytest.mark.parametrize("kind", ["csv", "parquet", "ndjson"])
def test_the_parts_of_one_table_are_one_file(home, expected, tmp_path, kind):
    folder = tmp_path / "parts"
    folder.mkdir()
    write = {"csv": lambda frame: frame.to_csv(index=False).encode(), "parquet": parquet, "ndjson": json_lines}[kind]
    (folder / f"part-1.{kind}").write_bytes(write(FRAME.iloc[:2]))
    (folder / f"part-2.{kind}").write_bytes(write(FRAME.iloc[2:]))
    (folder / "_SUCCESS").write_bytes(b"")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    report = brought(home, [folder], name="members")
    assert [(file.file, file.rows_read) for file in report.files] == [("members", 5)]
    assert rows(home) == expected
    assert brought(home, [folder], name="members").new == 0


def test_parts_of_other_tables_are_refused(home, tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "1.csv").write_text(TABLE, encoding="utf-8")
    (folder / "2.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (file,) = brought(home, [folder], name="members").files
    assert "2.csv has another header than 1.csv" in file.error


def filled(url, **types):
    engine = create_engine(queries._url(url))
    frame = FRAME.assign(day=pd.to_datetime(FRAME["day"]).dt.date)
    frame.to_sql("sets", engine, index=False, if_exists="replace")
    engine.dispose()


def asked(home, url, query=SQL):
    return brought(home, database=url, query=query, name="members")


@pytest.mark.parametrize("server", ["postgresql", "mariadb"])
def test_a_query_to_a_server_lands_the_same_rows_in_whatever_order_they_come(home, expected, server, request):
    url = request.getfixturevalue(server)
    filled(url)
    report = asked(home, url)
    assert [(file.file, file.error) for file in report.files] == [("members", None)]
    assert rows(home) == expected
    assert asked(home, url, f"select * from ({SQL} order by kilos desc, who) as turned").new == 0  # noqa: S608
    assert len(list(Ledger(home))) == 1


def test_a_query_to_sqlite_lands_the_same_rows(home, expected, tmp_path):
    place = tmp_path / "gym.db"
    with closing(sqlite3.connect(place)) as con:
        FRAME.to_sql("sets", con, index=False)
    query = tmp_path / "members.sql"
    query.write_text(SQL, encoding="utf-8")
    asked(home, f"sqlite:///{place}", f"@{query}")
    assert rows(home) == expected


def test_a_query_writes_nothing(home, postgresql, mariadb, tmp_path):
    filled(postgresql)
    filled(mariadb)
    with closing(sqlite3.connect(tmp_path / "gym.db")) as con:
        FRAME.to_sql("sets", con, index=False)
    for url in (postgresql, mariadb, f"sqlite:///{tmp_path / 'gym.db'}"):
        for query in ("delete from sets", "drop table sets", "insert into sets select * from sets"):
            with pytest.raises(LiftcastError, match="the query gave no table"):
                asked(home, url, query)
        assert queries.write_query(url, SQL, tmp_path / "sets.parquet") == len(FRAME)
    assert not list(home.incoming.iterdir())


def test_instants_come_in_utc_and_percent_signs_and_colons_are_the_querys_own(home, postgresql):
    engine = create_engine(queries._url(postgresql))
    with engine.begin() as con:
        con.execute(text("drop table if exists done"))
        con.execute(text("create table done (who text, at timestamptz, move text, kilos numeric(6, 2), times int)"))
        con.execute(
            text("insert into done values ('ann', timestamptz '2026-01-05 23:30-05', 'Squat (Barbell)', 102.5, 5)")
        )
    engine.dispose()
    place = home.inbox / "done.parquet"
    rows = queries.write_query(postgresql, "select * from done where move like 'S%' and '1:2'::text = '1:2'", place)
    table = pq.read_table(place).to_pylist()
    assert rows == 1
    assert table[0]["at"].isoformat() == "2026-01-06T04:30:00+00:00"
    assert table[0]["kilos"] == 102.5


@pytest.mark.parametrize("server", ["postgresql", "mariadb"])
def test_a_password_is_said_nowhere(home, server, request, capfd):
    url = request.getfixturevalue(server)
    filled(url)
    asked(home, url)
    wrong = url.replace("@127", "-wrong@127")
    said = []
    for source, query in ((wrong, SQL), (url, "select nonsense from nowhere"), (f"{url}?nonsense=1", SQL)):
        with pytest.raises(LiftcastError) as told:
            asked(home, source, query)
        said.append("".join(traceback.format_exception(told.value)))
    said += capfd.readouterr()
    said += [str(row) for row in Ledger(home)]
    said += [path.read_bytes().decode("utf-8", "replace") for path in home.home.rglob("*") if path.is_file()]
    for written in (unquote(url.split(":")[2].split("@")[0]), url.split(":")[2].split("@")[0]):
        assert not any(written in each for each in said)


def test_what_cannot_be_meant_is_said(home, tmp_path):
    with pytest.raises(WrongUseError, match="--name members"):
        brought(home, [doors.STANDARD_INPUT])
    with pytest.raises(WrongUseError, match="one file, one folder"):
        brought(home, [tmp_path, tmp_path], name="members")
    with pytest.raises(WrongUseError, match="plain name"):
        brought(home, [tmp_path], name="../members")
    with pytest.raises(WrongUseError, match="--query is for --from"):
        brought(home, query=SQL, name="members")
    with pytest.raises(WrongUseError, match="is not read here"):
        brought(home, database="oracle://gym:secret@host/x", query=SQL, name="members")
    with pytest.raises(LiftcastError, match="there is no such file"):
        brought(home, [tmp_path / "nothing"], name="members")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(TABLE.encode())[:-9], "cannot be unpacked"),
        (zstd(TABLE.encode())[:-9], "cannot be unpacked"),
        (b"PAR1" + bytes(60) + b"PAR1", "the Parquet file is damaged"),
        (gzip.compress(bytes(64 << 20)), "unpacks to more than"),
        (gzip.compress(gzip.compress(gzip.compress(gzip.compress(TABLE.encode())))), "packed more than twice"),
    ],
    ids=["gzip", "zstd", "parquet", "bomb", "packed again and again"],
)
def test_what_is_damaged_is_refused_with_a_sentence(home, content, said):
    (home.inbox / "bad").write_bytes(content)
    (file,) = ingest(home).files
    assert said in file.error


def test_a_damaged_line_of_json_costs_itself_only(home):
    content = json_lines(FRAME).decode().replace("\n", "\n\n", 1) + "{broken\n"
    (home.inbox / "sets.ndjson").write_text(content, encoding="utf-8")
    (file,) = ingest(home).files
    assert (file.rows_read, file.rows_sets, file.rows_rejected) == (6, 3, 3)
    assert lines(home) == [1, 3, 4, 5, 6, 7]
    assert json.loads(content.splitlines()[2])["who"] == "bo"
