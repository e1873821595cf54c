"""A build handed out whole: any engine reads the same rows, a home that follows shows them, in a store too."""

import sys
from contextlib import suppress

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pytest

from pipelines import Liftcast
from pipelines.errors import LiftcastError, OutdatedBuildError, WrongUseError
from pipelines.files.places import Folder, PlaceError, place_at
from pipelines.handing_out import whole_build
from pipelines.handing_out.following import follow
from pipelines.settings import Settings
from pipelines.warehouse import elsewhere, read
from pipelines.warehouse.publish import current_build

BUCKET = "s3://liftcast-tests"


@pytest.fixture(scope="module")
def out(made, tmp_path_factory):
    """All of a build, in a folder; with several portions, as of many lifters."""
    place = tmp_path_factory.mktemp("elsewhere") / "it's"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole_build, "LIFTERS_TOGETHER", 1)
        Liftcast(made.home).export("build", to=place)
    return place


@pytest.fixture(scope="module")
def about(out):
    return elsewhere.read_about(Folder(out))


@pytest.fixture(scope="module")
def original(made):
    with duckdb.connect(str(current_build(made).path), read_only=True) as con:
        yield con


@pytest.fixture(scope="module")
def store():
    """A bucket of a store of its own."""
    server = pytest.importorskip("moto.server", reason="moto, a store to be tried with, is not installed")
    s3fs = pytest.importorskip("s3fs", reason="the extra s3 is not installed")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    _, port = running.get_host_and_port()
    said_by_aws = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "gym",
        "AWS_SECRET_ACCESS_KEY": "of-nobody",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in said_by_aws.items():
            patch.setenv(name, value)
        s3fs.S3FileSystem.clear_instance_cache()
        files = s3fs.S3FileSystem(use_listings_cache=False)
        files.mkdir(BUCKET)
        yield files
    s3fs.S3FileSystem.clear_instance_cache()
    running.stop()


def said(con, tables):
    """Count and digest the rows of each table, whatever their order."""
    return {
        name: con.execute(f'select count(*), sum(hash(said)) from "{name}" as said').fetchone()  # noqa: S608
        for name in tables
    }


def test_duckdb_reads_every_table_by_the_views_row_by_row_and_type_by_type(out, about, original):
    names = [name for (name,) in original.execute("select table_name from duckdb_tables()").fetchall()]
    assert sorted(about.tables) == sorted(names)
    with duckdb.connect() as con:
        con.execute((out / "views.sql").read_text(encoding="utf-8"))
        assert said(con, names) == said(original, names)
        columns = "select table_name, column_name, data_type from duckdb_columns() where not internal order by table_name, column_index"
        assert con.execute(columns).fetchall() == original.execute(columns).fetchall()


def test_arrow_and_pandas_read_portions_that_tell_lifters_apart(out, about, original):
    sets = ds.dataset(out / about.build / "sets", partitioning="hive")
    assert about.portions > 1
    assert len(sets.files) == about.portions
    table = sets.to_table()
    assert {name: len(table.filter(pc.field("lifter") == name)) for name in ("quentin", "zoltan")} == dict(
        original.execute("select lifter, count(*) from sets where lifter <> 'newcomer' group by lifter").fetchall()
    )
    frame = table.to_pandas()
    assert (frame.groupby("lifter")["portion"].nunique() == 1).all()
    (total,) = original.execute("select sum(load_kg) from sets").fetchone()
    assert frame["load_kg"].sum() == pytest.approx(total)


def test_polars_reads_the_same(out, about, original):
    polars = pytest.importorskip("polars", reason="polars is not installed")
    frame = polars.scan_parquet(out / about.build / "forecasts", hive_partitioning=True)
    found = frame.group_by("lifter", "style").agg(polars.len(), polars.col("q50").sum()).sort("lifter", "style")
    asked = "select lifter, style, count(*), sum(q50) from forecasts group by all order by all"
    for row, meant in zip(found.collect().rows(), original.execute(asked).fetchall(), strict=True):
        assert row[:3] == meant[:3]
        assert row[3] == pytest.approx(meant[3])


def test_spark_reads_the_same(out, about, original):
    spark_sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1", "spark.driver.host": "127.0.0.1"}
    try:
        spark = spark_sql.SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
    except (OSError, RuntimeError) as error:
        pytest.skip(f"Spark does not start, for want of Java: {error}")
    try:
        for table in ("sets", "recommendations", "lift_features"):
            frame = spark.read.parquet(str(out / about.build / table))
            columns = {*frame.columns} - {"portion"}
            assert columns == {*about.tables[table].columns}
            found = {row["lifter"]: row["count"] for row in frame.groupBy("lifter").count().collect()}
            asked = f"select lifter, count(*) from {table} group by lifter"  # noqa: S608
            assert found == dict(original.execute(asked).fetchall())
    finally:
        spark.stop()


def test_who_reads_meanwhile_sees_one_build_or_the_other(made, out, tmp_path, monkeypatch):
    place = Folder(tmp_path / "out")
    Liftcast(made.home).export("build", to=place.path)
    before = (place.read("build.json"), place.read("views.sql"))
    kept = sorted((place.path / current_build(made).name).rglob("*.parquet"))
    again = [(file, file.stat().st_mtime_ns) for file in kept]
    Liftcast(made.home).export("build", to=place.path)
    assert [(file, file.stat().st_mtime_ns) for file in kept] == again, "written although it is there"

    name = "20991231T000000000-0123456789ab"
    newer = Settings(home=tmp_path / "newer", threads=1)
    newer.builds.mkdir(parents=True)
    (newer.builds / f"{name}.duckdb").write_bytes(current_build(made).path.read_bytes())
    with duckdb.connect(str(newer.builds / f"{name}.duckdb")) as con:
        con.execute("update builds_meta set build = $name, key = 'another'", {"name": name})
    newer.current.write_text(name, encoding="utf-8")
    written = whole_build.writing.write

    def fails(form, sink, schema, parts):
        written(form, sink, schema, parts)
        if "q50" in schema.names:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(whole_build.writing, "write", fails)
        with pytest.raises(KeyboardInterrupt):
            Liftcast(newer.home).export("build", to=place.path)
    assert (place.read("build.json"), place.read("views.sql")) == before
    for number in range(4):
        (place.path / f"2020010{number + 1}T000000000-0123456789ab").mkdir()
    Liftcast(newer.home).export("build", to=place.path)
    assert elsewhere.read_about(place).build == name
    builds = sorted(each.name for each in place.path.iterdir() if each.is_dir())
    assert builds == ["20200104T000000000-0123456789ab", current_build(made).name, name]


def test_less_than_all_of_a_build_as_parquet_is_wrong_use(made, tmp_path):
    gym = Liftcast(made.home)
    for words in ({"format": "csv"}, {"lifters": ["quentin"]}, {"active_days": 3}, {"since": "x"}):
        with pytest.raises(WrongUseError, match="whole"):
            gym.export("build", to=tmp_path / "out", **words)
    assert not (tmp_path / "out").exists()


def test_a_home_that_follows_has_every_table_and_hands_it_out(made, out, about, original, tmp_path, export):
    follower = Settings(home=tmp_path / "follower", threads=1)
    build = follow(follower, str(out))
    assert follow(follower, str(out)) == build == current_build(follower)
    assert build.is_readable
    with read.connect(follower) as con:
        assert said(con, about.tables) == said(original, about.tables)
    with read.attached(follower, build, "build") as con:
        assert con.execute("select count(*) from build.main.sets").fetchone()[0] == about.tables["sets"].rows
        with pytest.raises(duckdb.Error, match="disabled"):
            con.execute("from read_text('/etc/hostname')")
    for table in ("sets", "blocks", "alerts"):
        assert Liftcast(follower.home).arrow(table).equals(Liftcast(made.home).arrow(table))


def test_a_home_with_exports_of_its_own_does_not_follow(made, out):
    before = current_build(made)
    with pytest.raises(WrongUseError, match="exports of its own"):
        follow(made, str(out))
    assert current_build(made) == before


def test_what_is_not_there_or_not_ours_is_told_of(settings, out, about, tmp_path):
    with pytest.raises(LiftcastError, match="liftcast export build"):
        follow(settings, str(tmp_path))
    place = Folder(tmp_path)
    for wrong in (about.as_json().replace(about.shape, "another"), "{}", about.as_json().replace("BIGINT", "x; drop")):
        (tmp_path / "build.json").write_text(wrong, encoding="utf-8")
        with pytest.raises((OutdatedBuildError, elsewhere.NoBuildThereError)):
            elsewhere.build_of_views(settings, place)
    assert not list(settings.builds.glob("*.duckdb"))


def test_a_store_takes_results_and_builds_and_a_home_follows_it(made, original, tmp_path, store, export):
    done = export(made, "forecasts", "--to", f"{BUCKET}/results")
    assert done.returncode == 0, done.stderr
    with store.open(f"{BUCKET}/results/forecasts.parquet") as file:
        forecasts = pa.parquet.read_table(file)
    assert forecasts.equals(Liftcast(made.home).arrow("forecasts"))

    Liftcast(made.home).export("build", to=f"{BUCKET}/warehouse")
    follower = Settings(home=tmp_path / "follower", threads=1)
    build = follow(follower, f"{BUCKET}/warehouse")
    names = ["sets", "lifters", "recommendations", "builds_meta"]
    with read.connect(follower) as con:
        assert said(con, names) == said(original, names)
    with read.attached(follower, build, "build") as con:
        con.execute("use build.main")
        assert said(con, names) == said(original, names)


def test_a_file_cut_short_never_shows_in_a_store(store):
    place = place_at(f"{BUCKET}/cut-short")
    with suppress(KeyboardInterrupt), place.sink("half") as sink:
        sink.write(b"half")
        raise KeyboardInterrupt
    assert place.read("half") is None
    assert place.names() == []
    place.remove("nothing")
    with pytest.raises(PlaceError, match="bucket"), place_at("s3://not-there/warehouse").sink("file") as sink:
        sink.write(b"whole")


def test_without_the_extra_a_store_is_told_of(settings, made, monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(PlaceError, match=r"liftcast\[s3\]"):
        Liftcast(made.home).export("sets", to=f"{BUCKET}/results")
