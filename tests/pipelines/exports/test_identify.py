"""Whose export a file is, and what is said when it is nobody's."""

import dataclasses
import zlib
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import ExportError
from pipelines.exports.identify import formats, identify
from pipelines.exports.reading.source import Source
from pipelines.exports.reading.table import TableFormat

GOLDEN = Path(__file__).parent / "golden"


def source(tmp_path: Path, content: bytes, name: str = "export.csv") -> Source:
    path = tmp_path / name
    path.write_bytes(content)
    return Source(path, name)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.csv")), ids=lambda path: path.stem)
def test_a_file_is_told_by_its_header_and_never_by_its_name(path: Path, tmp_path: Path) -> None:
    found = identify(source(tmp_path, path.read_bytes(), "hevy_fitnotes_strong.dat"))
    assert found.app == max((form.app for form in formats() if path.name.startswith(form.app)), key=len)


def test_a_header_that_two_formats_claim_is_an_error_naming_both(tmp_path: Path) -> None:
    strong = next(form for form in formats() if form.app == "strong")
    assert isinstance(strong, TableFormat)
    twin = dataclasses.replace(strong, app="twin", title="Twin")
    with pytest.raises(ExportError, match="Strong and Twin"):
        identify(source(tmp_path, (GOLDEN / "strong_s3.csv").read_bytes()), (*formats(), twin))


@pytest.mark.parametrize("layout", ["S4", "S5", "S3"])
def test_a_file_without_its_header_is_told_which_line_to_put_on_top(tmp_path: Path, layout: str) -> None:
    name = {"S4": "strong_s4.csv", "S5": "strong_s5.csv", "S3": "strong_s3.csv"}[layout]
    whole = (GOLDEN / name).read_text(encoding="utf-8")
    header, records = whole.split("\n", 1)
    with pytest.raises(ExportError, match=f"Strong's {layout}") as raised:
        identify(source(tmp_path, records.encode()))
    line = str(raised.value).splitlines()[-1]
    assert line == header.replace('"', "")
    assert identify(source(tmp_path, f"{line}\n{records}".encode())).app == "strong"


FOREIGN = "Päiväys,Harjoitus,Kesto,Liike,Järjestys,Paino,Toistot,Matka,Sekunnit,Muistiot,Huomiot,RPE"


def under(header: str, name: str = "strong_s3.csv") -> bytes:
    _, records = (GOLDEN / name).read_text(encoding="utf-8").split("\n", 1)
    return f"{header}\n{records}".encode()


def test_under_a_header_in_a_language_not_known_columns_are_told_by_their_place(landed: Any) -> None:
    known = landed((GOLDEN / "strong_s3.csv").read_bytes())
    foreign = landed(under(FOREIGN))
    assert (foreign.landing.app, foreign.landing.layout) == ("strong", "S3")
    assert "the header is in a language not known here" in foreign.landing.notes[0]
    compared = ("day", "exported_name", "load_value", "reps", "rpe", "seconds", "distance_m")
    assert [[row[name] for name in compared] for row in foreign.rows] == [
        [row[name] for name in compared] for row in known.rows
    ]


@pytest.mark.parametrize(
    "header",
    [
        FOREIGN.replace("Paino,Toistot", "Reps,Weight"),  # two names known, and in each other's place
        FOREIGN.replace(",RPE", ""),
        FOREIGN.replace("Kesto", "1h 5m"),
    ],
    ids=["contradicted", "one column short", "a record"],
)
def test_a_header_that_speaks_against_its_places_is_not_believed(tmp_path: Path, header: str) -> None:
    with pytest.raises(ExportError):
        identify(source(tmp_path, under(header)))


def test_columns_with_a_unit_are_told_by_their_place_only_in_a_unit_their_names_give(landed: Any) -> None:
    names = "Allenamento;Data;Nome;Durata (sec);Esercizio;Ordine;Peso (lb);Ripetizioni;RPE;Distanza (m);Secondi;A;B"
    read = landed(under(names, "strong_s5.csv"))
    assert read.landing.layout == "S5"
    assert {row["load_unit"] for row in read.rows if row["load_value"]} == {"lb"}
    assert landed(under(names.replace("Peso (lb)", "Peso"), "strong_s5.csv")).landing.error


def test_a_letter_for_a_kind_of_set_is_told_by_its_place_only_where_the_app_speaks_another_language(
    landed: Any,
) -> None:
    english = (GOLDEN / "strong_s3.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    sets = """2026-02-03 18:02:11,Push,1h,Squat (Barbell),X,40,10,0,0,,,
2026-02-03 18:02:11,Push,1h,Squat (Barbell),1,80,5,0,0,,,
2026-02-03 18:02:11,Push,1h,Squat (Barbell),Y,80,4,0,0,,,
"""
    assert [row["set_kind"] for row in landed(f"{FOREIGN}\n{sets}".encode()).rows] == ["warmup", "working", "working"]
    assert [row["disposition"] for row in landed(f"{english}\n{sets}".encode()).rows] == ["rejected", "set", "rejected"]


@pytest.mark.parametrize("title", ["Table 1", "Workouts,,,,,,,,,,,", "Training (all)"])
def test_a_title_that_a_spreadsheet_put_above_the_header_is_passed(landed: Any, title: str) -> None:
    whole = (GOLDEN / "strong_s3.csv").read_bytes()
    plain, titled = landed(whole), landed(title.encode() + b"\r\n" + whole)
    assert titled.landing.layout == "S3"
    assert [row["line"] for row in titled.rows] == [row["line"] + 1 for row in plain.rows]


def test_a_file_without_its_header_is_never_given_a_unit_it_does_not_tell(tmp_path: Path) -> None:
    records = (GOLDEN / "fitnotes_f1_kg.csv").read_bytes().split(b"\n", 1)[1]
    with pytest.raises(ExportError, match=r"whose units are yours(?s:.*)\(kgs\)(?s:.*)\(lbs\)"):
        identify(source(tmp_path, records))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n \r\n\n", "empty"),
        (b"\xef\xbb\xbf\n\n", "only blank lines"),
        (b"SQLite format 3\x00" + b"\x00" * 80, "SQLite"),
        (b"PK\x03\x04" + zlib.compress(b"x" * 1000), "workbook"),
        (bytes(range(256)) * 30, "binary"),
        (b'{"workouts": []}', "no export known"),
        (b"date,weight_kg,fat_percent\n2024-01-01,80,15\n", "no export known"),
        (b"a" * 3_000_000, "longer than"),
    ],
    ids=["empty", "blank", "bom", "sqlite", "zip", "junk", "json", "body", "one-line"],
)
def test_what_is_no_export_is_refused_with_what_was_found(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(ExportError, match=rf"export\.csv: .*{said}"):
        identify(source(tmp_path, content))


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    header = (GOLDEN / "hevy_h14_kg_km.csv").read_bytes().split(b"\n", 1)[0]
    found = source(tmp_path, header + b"\n\n")
    with pytest.raises(ExportError, match="stands alone"):
        identify(found).read(found)


def test_a_line_no_export_has_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    header = (GOLDEN / "strong_s3.csv").read_bytes().split(b"\n", 1)[0]
    found = source(tmp_path, header + b"\n" + b"9" * 3_000_000)
    with pytest.raises(ExportError, match="line 2 is longer than"):
        identify(found).read(found)


def test_columns_an_app_adds_later_do_not_hide_whose_it_is(landed: object, tmp_path: Path) -> None:
    text = (GOLDEN / "strong_s3b.csv").read_text(encoding="utf-8")
    wider = "\n".join(f"{line},{'Gym' if number == 0 else 'home'}" for number, line in enumerate(text.splitlines()))
    found = source(tmp_path, wider.encode())
    assert identify(found).read(found).layout == "S3b~"
