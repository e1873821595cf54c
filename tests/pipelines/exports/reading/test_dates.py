"""Dates in any language and order."""

from datetime import date

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from pipelines.exports.reading.dates import UNREADABLE, order_is_open, read_moments
from pipelines.exports.reading.in_doubt import AMBIGUOUS

LANGUAGES = ["en", "de", "fr", "es", "pt", "it", "nl", "tr", "pl", "sv", "da", "ru", "fi", "cs"]


def read(*texts: str) -> list[str]:
    return [moment.problem or str(moment.at or moment.day) for moment in read_moments(texts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-07 17:15:00", "2024-01-07 17:15:00"),
        ("2024-01-07", "2024-01-07"),
        ("2018-12-5", "2018-12-05"),
        ("2026-05-20T05:06:07Z", "2026-05-20 05:06:07"),
        ("28 Mar 2024, 17:29", "2024-03-28 17:29:00"),
        ("3 Sept 2026, 21:00", "2026-09-03 21:00:00"),
        ("Jun 11, 2026, 1:01 PM", "2026-06-11 13:01:00"),
        ("Jun 11, 2026, 12:01\u202fAM", "2026-06-11 00:01:00"),
        ("July 4, 2022 9:34:26 AM", "2022-07-04 09:34:26"),
        ("11 Nis 2026, 13:05", "2026-04-11 13:05:00"),
        ("5 Mai 2026, 07:34", "2026-05-05 07:34:00"),
        ("21 de set. de 2026, 21:22", "2026-09-21 21:22:00"),
        ("3 févr. 2026, 10:00", "2026-02-03 10:00:00"),
        ("9 mrt. 2026, 08:00", "2026-03-09 08:00:00"),
        ("6 März 2025, 10:00", "2025-03-06 10:00:00"),
        ("2026年6月11日 下午1:01", "2026-06-11 13:01:00"),
        ("2026. 6. 11. 오후 1:01", "2026-06-11 13:01:00"),
        ("11/18/2024 15:04", "2024-11-18 15:04:00"),
        ("18.11.2024 15:04", "2024-11-18 15:04:00"),
        ("1/27/2018 5:45:45 AM", "2018-01-27 05:45:45"),
        ("07/25/16", "2016-07-25"),
        ("28 3月 2026, 17:29", "2026-03-28 17:29:00"),
        ("3월 28, 2026, 5:29 PM", "2026-03-28 17:29:00"),
        ("28 thg 3 2026, 17:29", "2026-03-28 17:29:00"),
        ("28 Th03 2026, 17:29", "2026-03-28 17:29:00"),
        ("28. 3. 2026 17:29", "2026-03-28 17:29:00"),
        ("2026-03-28 17 h 29", "2026-03-28 17:29:00"),
        ("Tem 3, 2026, 5:05 PM", "2026-07-03 17:05:00"),
        ("2014-11-19 7:21 Uhr", "2014-11-19 07:21:00"),
    ],
)
def test_a_date_is_read_as_its_app_wrote_it(text: str, expected: str) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["", "abc", "2024-13-01", "2024-02-30 10:00:00", "Feb 30, 2024, 1:00 PM", "Jun 1, 2026, 13:01 PM", "1024-01-01",
     "5 Xyz 2026, 10:00", "2024-01-01 25:00", "99/99/2024", "28 13월 2026, 17:29", "24. 1. 28. 7:05"],
)  # fmt: skip
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert read(text) == [UNREADABLE]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["abbreviated", "wide"])
def test_a_whole_year_is_read_in_every_app_language(language: str, width: str) -> None:
    names = Locale.parse(language).months["format"][width]
    texts = [f"{month + 2} {names[month]} 2025, 07:34" for month in range(1, 13)]
    assert read(*texts) == [f"2025-{month:02}-{month + 2:02} 07:34:00" for month in range(1, 13)]


def test_a_day_of_the_week_before_a_date_in_numbers_is_left_out() -> None:
    assert read("Monday 2026-03-02", "Mi., 04.03.2026 18:00") == ["2026-03-02", "2026-03-04 18:00:00"]


def test_the_language_that_explains_the_file_decides_words_that_languages_share() -> None:
    # lis is November in Polish and October in Croatian, srp July in Croatian and August in Czech
    assert read("3 lis 2024, 10:00", "3 paź 2024, 10:00")[0] == "2024-11-03 10:00:00"
    assert read("3 lis 2024, 10:00", "3 srp 2024, 10:00", "3 tra 2024, 10:00")[:2] == [
        "2024-10-03 10:00:00",
        "2024-07-03 10:00:00",
    ]


def test_a_name_cut_shorter_than_usual_is_read_where_the_other_months_tell_the_language() -> None:
    assert read("3 янв 2026, 10:00", "3 сен 2026, 10:00", "3 ноя 2026, 10:00") == [
        "2026-01-03 10:00:00",
        "2026-09-03 10:00:00",
        "2026-11-03 10:00:00",
    ]
    assert read("3 janv. 2026, 10:00", "3 jui 2026, 10:00")[1] == UNREADABLE  # juin and juillet begin so


def test_one_day_over_twelve_decides_the_order_for_the_whole_file() -> None:
    assert read("03/04/2024", "25/04/2024")[0] == "2024-04-03"
    assert read("03/04/2024", "04/25/2024")[0] == "2024-03-04"


def test_dates_that_rise_steadily_only_one_way_decide_the_order() -> None:
    assert read("11/01/2024", "12/01/2024", "01/02/2024", "02/02/2024", "01/03/2024")[2] == "2024-02-01"


def test_a_date_that_could_be_either_is_not_guessed() -> None:
    assert read("03/04/2024") == [AMBIGUOUS]
    assert read("03/04/2024", "04/04/2024")[1] == "2024-04-04"


@given(st.lists(st.dates(date(1990, 1, 1), date(2060, 12, 31)), min_size=1, max_size=30, unique=True), st.booleans())
def test_an_order_is_never_misread(days: list[date], day_first: bool) -> None:
    days = sorted(days)
    form = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    found = read_moments([day.strftime(form) for day in days])
    is_told = any(day.day > 12 for day in days)
    assert all(moment.day == day for moment, day in zip(found, days, strict=True)) or not is_told


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    (moment,) = read_moments([text])
    assert (moment.problem is None) == (moment.day is not None)


@pytest.mark.parametrize("texts", [["01.05.2026 18:00", "04.05.2026 18:00"], ["1. 5. 2026"], ["08.05.26", "04.05.26"]])
def test_between_dots_the_day_comes_first(texts):
    assert {moment.day.month for moment in read_moments(texts)} == {5}
    assert not order_is_open(texts)
    assert {moment.day.month for moment in read_moments(texts, "month first")} == {5}


def test_a_number_over_twelve_proves_the_order_even_between_dots():
    assert [moment.day.isoformat() for moment in read_moments(["01.05.2026", "01.25.2026"], "day first")] == [
        "2026-01-05",
        "2026-01-25",
    ]


@pytest.mark.parametrize(("order", "month"), [("day first", 5), ("month first", 1)])
def test_an_order_that_nothing_proves_may_be_stated(order, month):
    texts = ["01/05/2026 18:00"]
    assert order_is_open(texts)
    assert read_moments(texts)[0].problem == AMBIGUOUS
    assert read_moments(texts, order)[0].day.month == month
    assert not order_is_open(["2026-05-01", "05/05/2026", "4 May 2026"])


def test_a_moment_in_words_with_its_zone_or_its_end_beside_it_is_read():
    texts = ["May 4, 2026 6:00 PM (GMT+2)", "May 6, 2026 6:00 PM (GMT+2) → 7:00 PM"]
    assert [moment.at.isoformat() for moment in read_moments(texts)] == ["2026-05-04T18:00:00", "2026-05-06T18:00:00"]
