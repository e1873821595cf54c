"""Days that had not come when the file did."""

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.landing.ingest import ingest
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"


def strong(*moments):
    rows = [f'{moment},"Push",1h,"Bench Press (Barbell)",1,100.0,5.0,0,0.0,"","",' for moment in moments]
    return "\n".join([HEADER, *rows]) + "\n"


def day(after):
    return (datetime.now(UTC) + timedelta(days=after)).date()


def ask(settings, text, query):
    place = settings.inbox / "ann"
    place.mkdir(parents=True)
    (place / "strong.csv").write_text(text)
    ingest(settings)
    with read.connect(settings, build_marts(settings)) as con:
        return con.execute(query).fetchall()


@pytest.mark.parametrize("form", ["%Y-%m-%d 18:00:00", "%Y-%m-%d 18:00"])
def test_a_day_ahead_is_rejected_with_its_text_and_does_not_become_the_last_day(settings, form):
    days = [day(-2), day(-1), day(2), day(400)]
    query = "select last_day, rows_read, rows_loaded, rows_rejected from imports"
    found = ask(settings, strong(*(each.strftime(form) for each in days)), query)
    assert found == [(day(-1), 4, 2, 2)]
    with read.connect(settings, build_marts(settings)) as con:
        assert con.execute("select last_day from lifters").fetchall() == [(day(-1),)]
        rejected = read.rejected(con)
    assert [row["line"] for row in rejected] == [4, 5]
    assert days[2].strftime(form) in rejected[0]["raw"]
    assert all("after the day the file came" in row["reason"] for row in rejected)


def test_where_it_is_tomorrow_already_the_day_counts(settings):
    assert ask(settings, strong(f"{day(1)} 00:30:00"), "select day from sets") == [(day(1),)]
