"""Numbers, durations and units as apps write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.exports.reading.figures import (
    read_flag,
    read_mass_unit,
    read_metres,
    read_number,
    read_seconds,
    uses_decimal_comma,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8", 8), ("8.0", 8), ("232,5", 232.5), ("-14", -14), ("44.09245243697551", 44.09245243697551),
        ("1,234.5", 1234.5), ("1,234", 1234), (".5", 0.5), ("1e2", 100),
        ("1.234,5", 1234.5), ("1.234.567,25", 1234567.25), ("1 234,5", 1234.5), ("1\u202f234", 1234), ("1'234.5", 1234.5),
    ],
)  # fmt: skip
def test_a_number_is_read(text: str, expected: float) -> None:
    assert read_number(text) == expected


@pytest.mark.parametrize(
    "text", ["abc", "nan", "inf", "1e999", "0x10", "1_000", "1.2.3", "1,2,3", "8 kg", "1 23", "1.23,4", "--", "٣"[:0]]
)
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert read_number(text) is None


def test_three_digits_after_a_comma_are_read_as_the_file_writes_its_other_numbers() -> None:
    assert uses_decimal_comma(["103,725", "80", "2,5"])
    assert not uses_decimal_comma(["103,725", "80.0"])
    assert read_number("103,725", decimal_comma=True) == pytest.approx(103.725)
    assert read_number("103,725", decimal_comma=False) == 103725


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_a_program_prints_comes_back(number: float) -> None:
    assert read_number(repr(number)) == number


@given(st.text(max_size=20))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (read_number, read_seconds):
        number = read(text)
        assert number is None or math.isfinite(number)


@pytest.mark.parametrize(("text", "expected"), [("0:01:48", 108), ("1:30", 90), ("90.0", 90), ("1:00:00.5", 3600.5)])
def test_a_duration_is_read(text: str, expected: float) -> None:
    assert read_seconds(text) == expected


def test_units_are_read_as_people_write_them() -> None:
    assert [read_mass_unit(text) for text in ("kg", "kgs", "lbs", "LB", "stone")] == ["kg", "kg", "lb", "lb", None]
    assert [read_metres(text) for text in ("km", "mi.", "m", "furlong")] == [1000, 1609.344, 1, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("true", True), ("0.00", False), ("1", True), ("WAHR", True), ("FALSCH", False), ("vrai", True), ("2", None)],
)
def test_yes_and_no_are_read_as_apps_and_spreadsheets_write_them(text: str, expected: bool | None) -> None:
    assert read_flag(text) is expected
