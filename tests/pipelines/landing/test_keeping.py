"""The archive: every byte comes back, once and compressed, and all else is made again from it."""

import hashlib
import shutil
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import LiftcastError
from pipelines.inbox import packing
from pipelines.inbox.archive import Ledger, at_hand
from pipelines.landing import keeping
from pipelines.landing.ingest import ingest
from pipelines.running import steps
from pipelines.warehouse.publish import current_build

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"


def export(days: int, start: int = 1) -> bytes:
    """A Strong export of so many days, as the app writes it: all of the history each time."""
    sets = (
        f'2026-{1 + day // 28:02}-{1 + day % 28:02} 18:00:00,"Push",1h,"Bench Press (Barbell)",{number},'
        f'{60 + day % 9 * 2.5},{3 + (day * number) % 7},0,0,"","",\n'
        for day in range(start, days)
        for number in (1, 2, 3)
    )
    return (HEADER + "".join(sets)).encode()


def put(settings, content: bytes, file: str = "ann/strong.csv") -> str:
    place = settings.inbox / file
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def take_in(settings, content: bytes, file: str = "ann/strong.csv") -> str:
    digest = put(settings, content, file)
    ingest(settings)
    keeping.pack_archive(settings)
    return digest


def forms(settings) -> dict[str, str]:
    kept = (
        path.name for path in settings.exports.iterdir() if path.name[:1] in "0123456789abcdef" and len(path.name) > 60
    )
    return {name[:64]: name[64:] for name in kept}


def brought_back(settings, digest: str) -> bytes:
    with at_hand(settings, digest) as path:
        assert path.name == digest
        return path.read_bytes()


def tables(settings) -> dict[str, list[str]]:
    with duckdb.connect(str(current_build(settings).path), read_only=True) as con:
        names = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
        return {
            name: sorted(map(repr, con.execute(f'from "{name}"').fetchall()))
            for name in names
            if name not in {"builds_meta", "runs", "changes", "change_counts"}  # of the build and the one before it
        }


def test_an_export_is_kept_once_and_compressed_and_the_inbox_is_left_alone(settings):
    content = export(100)
    digest = take_in(settings, content)
    assert forms(settings) == {digest: ".zst"}
    assert (settings.exports / f"{digest}.zst").stat().st_size < len(content) / 5
    assert (settings.inbox / "ann" / "strong.csv").read_bytes() == content
    assert brought_back(settings, digest) == content


def test_a_full_export_every_night_costs_next_to_nothing(settings):
    nights = [export(days) for days in range(200, 206)]
    digests = [take_in(settings, content) for content in nights]
    assert forms(settings) == {**dict.fromkeys(digests[:-1], ".patch.zst"), digests[-1]: ".zst"}
    sizes = {path.name[:64]: path.stat().st_size for path in settings.exports.glob("*.zst")}
    assert all(sizes[digest] < 0.01 * len(nights[0]) for digest in digests[:-1])
    for digest, content in zip(digests, nights, strict=True):
        assert brought_back(settings, digest) == content


def test_a_person_gets_an_export_back_by_its_name_or_digest(settings, tmp_path):
    older, newer = export(90), export(91)
    digest = take_in(settings, older)
    take_in(settings, newer)
    assert keeping.bring_back(settings, "ann/strong.csv", tmp_path / "a").read_bytes() == newer
    assert keeping.bring_back(settings, digest[:12], tmp_path / "b").read_bytes() == older
    with pytest.raises(LiftcastError, match="is there already"):
        keeping.bring_back(settings, digest[:12], tmp_path / "b")


def test_exports_that_have_nothing_in_common_are_each_kept_whole(settings):
    digests = [take_in(settings, export(60)), take_in(settings, export(120, start=90))]
    assert forms(settings) == dict.fromkeys(digests, ".zst")


def test_every_so_many_exports_one_is_kept_whole(settings, monkeypatch):
    monkeypatch.setattr(keeping, "STEPS", 3)
    digests = [take_in(settings, export(days)) for days in range(50, 57)]
    assert [forms(settings)[digest] for digest in digests] == [
        ".patch.zst", ".patch.zst", ".zst", ".patch.zst", ".patch.zst", ".zst", ".zst",
    ]  # fmt: skip


def test_two_people_who_bring_the_same_files_in_other_orders_lose_neither(settings):
    older, newer = export(50), export(51)
    take_in(settings, older, "ann/a.csv")
    take_in(settings, newer, "bo/a.csv")
    put(settings, newer, "ann/b.csv")
    take_in(settings, older, "bo/b.csv")
    take_in(settings, export(52), "bo/c.csv")
    for content in (older, newer):
        assert brought_back(settings, hashlib.sha256(content).hexdigest()) == content


def test_all_is_made_again_from_the_archive_alone(settings):
    for days in (80, 81, 82):
        take_in(settings, export(days))
    put(settings, b"no,known,export\n1,2,3\n", "bo/notes.csv")
    steps.ingest_step(settings)
    assert sorted(forms(settings).values()) == [".patch.zst", ".patch.zst", ".zst", ".zst"]
    before = tables(settings)
    shutil.rmtree(settings.builds)
    shutil.rmtree(settings.landed)
    settings.current.unlink()
    shutil.rmtree(settings.inbox)
    steps.ingest_step(settings)
    assert tables(settings) == before


@pytest.mark.parametrize("damage", [lambda kept: b"", lambda kept: kept[:20], lambda kept: b"x" * len(kept)])
def test_a_damaged_file_stops_no_other(settings, damage):
    digests = [take_in(settings, export(days)) for days in (60, 61)]
    take_in(settings, export(50), "bo/strong.csv")
    for digest in digests:
        (place,) = settings.exports.glob(f"{digest}.*")
        place.write_bytes(damage(place.read_bytes()))
    shutil.rmtree(settings.landed)
    report = ingest(settings)
    assert sorted(file.lifter for file in report.files if file.outcome == "landed") == ["bo"]
    assert sum(file.outcome == "refused" for file in report.files) >= 1


def test_what_the_archive_holds_damaged_is_told_and_heals_when_the_file_comes_again(settings):
    content = export(60)
    digest = take_in(settings, content)
    place = settings.exports / f"{digest}.zst"
    place.write_bytes(place.read_bytes()[:-9] + b"123456789")
    shutil.rmtree(settings.landed)
    (refused,) = ingest(settings).files
    assert "put the file there anew" in str(refused.error)
    (settings.inbox / "ann" / "strong.csv").unlink()
    put(settings, content, "ann/again.csv")
    assert ingest(settings).refused == 0
    assert brought_back(settings, digest) == content


def test_an_archive_of_an_older_version_is_taken_over(settings):
    contents = [export(days) for days in (70, 71, 72)]
    for content in contents:
        put(settings, content)
        ingest(settings)
    digests = [hashlib.sha256(content).hexdigest() for content in contents]
    assert forms(settings) == dict.fromkeys(digests, "")
    keeping.pack_archive(settings)
    assert forms(settings) == dict(zip(digests, (".patch.zst", ".patch.zst", ".zst"), strict=True))
    assert [brought_back(settings, digest) for digest in digests] == contents


def test_a_kill_at_any_point_of_packing_loses_nothing(settings, monkeypatch):
    contents = [export(days) for days in (70, 71, 72)]
    for content in contents:
        put(settings, content)
        ingest(settings)
    put_in_place, calls = packing.put, []
    for last in range(3):

        def cut_off(*words, last=last, **more):
            calls.append(words)
            put_in_place(*words, **more)
            if len(calls) > last:
                raise KeyboardInterrupt

        calls.clear()
        monkeypatch.setattr(packing, "put", cut_off)
        with pytest.raises(KeyboardInterrupt):
            keeping.pack_archive(settings)
        for entry, content in zip(Ledger(settings), contents, strict=True):
            assert brought_back(settings, entry.sha256) == content
    monkeypatch.setattr(packing, "put", put_in_place)
    keeping.pack_archive(settings)
    assert sorted(forms(settings).values()) == [".patch.zst", ".patch.zst", ".zst"]


LINES = st.lists(st.sampled_from([b"a", b"b", b"c,1", b"", b"\r", b"\x00\xff"]), max_size=30)


@given(old=LINES, new=LINES, end=st.sampled_from([b"", b"\n"]))
def test_any_two_files_come_back_from_what_differs(tmp_path_factory, old, new, end):
    folder: Path = tmp_path_factory.mktemp("archive")
    contents = [b"\n".join(lines) + end + mark for lines, mark in ((old, b"old" * 99), (new, b""))]
    digests = [hashlib.sha256(content).hexdigest() for content in contents]
    for digest, content in zip(digests, contents, strict=True):
        (folder / digest).write_bytes(content)
    for gone in [*packing.pack(folder, digests[0], newer=digests[1]), *packing.pack(folder, digests[1])]:
        gone.unlink()
    assert [packing.content(folder, digest) for digest in digests] == contents
    assert [packing.size_of(folder, digest) for digest in digests] == [len(content) for content in contents]
