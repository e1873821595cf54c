"""Every record is exactly one of set, not a set, rejected; whatever happens to the file."""

import codecs
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.errors import ExportError
from pipelines.exports.identify import identify
from pipelines.exports.reading.delimited import read_clean
from pipelines.exports.reading.grid import Grid
from pipelines.exports.reading.recovery import read_carefully, records
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.table import TableFormat

GOLDEN = Path(__file__).parent / "golden"
CLEAN = ["strong_s3.csv", "strong_s5.csv", "hevy_h14_kg_km.csv", "fitnotes_f1_kg.csv", "strong_s1b_lb_crlf.csv"]
ALL = sorted(path.name for path in GOLDEN.glob("*.csv") if isinstance(identify(Source(path, path.name)), TableFormat))

relaxed = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def grid(path: Path) -> Grid:
    source = Source(path, path.name)
    form = identify(source)
    assert isinstance(form, TableFormat)
    return form.grid(source)


def write(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    return path


def as_text(table: pa.Table) -> list[dict[str, Any]]:
    return table.drop_columns([name for name in ("problem",) if name in table.column_names]).to_pylist()


cell = st.text(st.sampled_from('ab1 ,;"\n\r\té'), max_size=8)


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@relaxed
@given(rows=st.lists(st.tuples(cell, cell), min_size=1, max_size=12), crlf=st.booleans(), bom=st.booleans())
def test_the_fast_and_the_careful_way_read_a_clean_file_the_same(
    tmp_path: Path, rows: list[tuple[str, str]], crlf: bool, bom: bool
) -> None:
    end = "\r\n" if crlf else "\n"
    header = "Date,Workout Name,Exercise Name,Set Order,kg,Reps,km,Seconds,Notes"
    plain = "2016-03-14 18:05:09,A,Squat,0,60,10,0,0,plain"
    body = [f"2016-03-14 18:05:09,{quoted(name)},Squat,0,60,10,0,0,{quoted(note)}" for name, note in rows]
    text = end.join([header, plain, *body]) + end
    found = grid(write(tmp_path, (b"\xef\xbb\xbf" if bom else b"") + text.encode()))
    careful, _ = read_carefully(found)
    fast = read_clean(found)
    if fast is None:  # a lone carriage return is left to the careful way
        assert "\r" in text.replace("\r\n", "")
    else:
        assert as_text(fast) == as_text(careful)
    assert [row["8"] for row in as_text(careful)] == ["plain", *(note for _, note in rows)]


@pytest.mark.parametrize("name", CLEAN)
def test_clean_files_are_read_the_fast_way(name: str) -> None:
    assert read_clean(grid(GOLDEN / name)) is not None


@relaxed
@given(name=st.sampled_from(ALL), chance=st.randoms(use_true_random=False), damages=st.integers(1, 6))
def test_no_damage_breaks_the_accounting(landed: Any, tmp_path: Path, name: str, chance: Random, damages: int) -> None:
    content = (GOLDEN / name).read_bytes()
    for _ in range(damages):
        content = damage(content, chance)
    found = landed(content)
    if found.landing.error:
        assert found.landing.error.startswith("export.csv: ")
        return
    landing = found.landing
    assert landing.rows_read == len(found.rows) > 0
    assert landing.rows_read == landing.rows_sets + landing.rows_not_sets + landing.rows_rejected
    assert [row["ordinal"] for row in found.rows] == list(range(len(found.rows)))
    lines = [row["line"] for row in found.rows]
    assert lines == sorted(lines)  # a line may state several sets
    for row in found.rows:
        assert (row["disposition"] == "set") == (row["reason"] is None)
        assert (row["disposition"] == "rejected") == (row["raw"] is not None)
        assert row["disposition"] != "set" or (row["day"] and row["exported_name"] and row["set_kind"])


@relaxed
@given(name=st.sampled_from(ALL), chance=st.randoms(use_true_random=False))
def test_every_line_belongs_to_exactly_one_record(tmp_path: Path, name: str, chance: Random) -> None:
    content = (GOLDEN / name).read_bytes()
    header, _, body = content.partition(b"\n")
    for _ in range(4):
        body = damage(body, chance)
    path = write(tmp_path, header + b"\n" + body)
    try:
        found = grid(path)
    except ExportError:  # the header itself is gone, with a sentence that says so
        return
    lines = list(found.source.lines())
    owners = [line for record in records(found) for line in range(record.line, record.line + record.span)]
    expected = [number for number, line in enumerate(lines, 1) if number > found.header_line and line.strip()]
    assert [line for line in owners if lines[line - 1].strip()] == expected
    assert len(owners) == len(set(owners))


def test_a_quote_that_never_closes_costs_its_own_record_only(landed: Any) -> None:
    found = landed((GOLDEN / "strong_s3_open_quote.csv").read_bytes())
    assert [row["line"] for row in found.of("set")] == [2, 4, 5]
    assert [row["line"] for row in found.of("rejected")] == [3]


def test_identical_rows_stay(landed: Any) -> None:
    header, *rows = (GOLDEN / "fitnotes_f1_kg.csv").read_text().splitlines()
    found = landed("\n".join([header, *[rows[0]] * 50]).encode())
    assert found.landing.rows_sets == 50


def test_rejected_records_stand_as_they_are_in_the_file(landed: Any) -> None:
    header = "Date,Workout Name,Exercise Name,Set Order,kg,Reps,km,Seconds,Notes"
    bad = '2016-03-14 18:05:09,"A","Squat",0,heavy,10,0,0,"two\nlines, ""said"""'
    good = '2016-03-14 18:05:09,"A","Squat",1,60,10,0,0,""'
    found = landed(f"{header}\n{good}\n{bad}\n{good}".encode())
    (row,) = found.of("rejected")
    assert (row["line"], row["raw"]) == (3, bad)
    assert row["reason"] == "load is not a number: found 'heavy'"
    assert [row["line"] for row in found.of("set")] == [2, 5]


def damage(content: bytes, chance: Random) -> bytes:
    """Do to a file what phones, spreadsheets and people do."""
    lines = content.splitlines(keepends=True) or [b""]
    at = chance.randrange(len(lines))
    match chance.randrange(10):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[chance.randrange(len(lines))])
        case 2:
            return content[: chance.randrange(len(content) + 1)]
        case 3:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        case 4:
            return content.decode("utf-8", "replace").encode(chance.choice(["cp1252", "utf-16", "latin-1"]), "replace")
        case 5:
            position = chance.randrange(len(lines[at]) + 1)
            junk = chance.choice([b'"', b",", b";", b"\n", b"\r", b"\xff", b"\x00", b'""', b"\t"])
            lines[at] = lines[at][:position] + junk + lines[at][position:]
        case 6:
            position = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:position] + lines[at][position + 1 :]
        case 7:
            lines[at] = lines[at].replace(b'"', b"")
        case 8:
            lines[at] = b"\n" + lines[at]
        case _:
            lines[at] = lines[at].replace(b",", b";") if chance.random() < 0.5 else lines[at].rstrip(b"\n")
    return b"".join(lines)


GERMAN = (GOLDEN / "strong_s3_german.csv").read_bytes()


@pytest.mark.parametrize("start", [b"", codecs.BOM_UTF8], ids=["plain", "marked"])
def test_a_damaged_byte_costs_no_other_line_its_letters(landed: Any, start: bytes) -> None:
    whole, lines = landed(start + GERMAN), GERMAN.split(b"\n")
    broken = landed(start + b"\n".join([lines[0], lines[1].replace(b'"Beine"', b'"Bein\xff"'), *lines[2:]]))
    assert broken.landing.layout == whole.landing.layout
    assert broken.rows[1:] == [row | {"sha256": broken.landing.sha256} for row in whole.rows[1:]]
    assert broken.rows[0]["disposition"] == "set"
    assert broken.rows[0]["workout"] == "Bein\ufffd"
    assert any("on line 2:" in note for note in broken.landing.notes)


def test_a_damaged_exercise_name_is_rejected_with_its_line_and_makes_no_new_exercise(landed: Any) -> None:
    text = "Übung (Ärger)"
    content = (
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n"
        + "".join(f"2026-01-0{day} 07:00:00,A,45m,{text},1,60,8,0,0,\n" for day in range(1, 6))
    ).encode()
    at = content.index("Ü".encode())
    found = landed(content[:at] + b"\xfe" + content[at + 2 :])
    (row,) = found.of("rejected")
    assert row["line"] == 2
    assert row["reason"] == "exercise has a damaged letter: found '\ufffdbung (Ärger)'"
    assert {row["exported_name"] for row in found.of("set")} == {text}


def test_a_damaged_byte_in_a_document_costs_its_own_record_only(landed: Any) -> None:
    content = (GOLDEN / "hevy_api.json").read_bytes()
    found = landed(content.replace(b'"title": "Remo"', '"title": "R\xe9\udcffmo"'.encode("utf-8", "surrogateescape")))
    whole = landed(content)
    assert len(found.rows) == len(whole.rows)
    assert any("bytes that are no letters" in note for note in found.landing.notes)
    damaged = [row for row in found.of("rejected") if "damaged letter" in row["reason"]]
    assert 0 < len(damaged) == len(found.of("rejected")) - len(whole.of("rejected"))
