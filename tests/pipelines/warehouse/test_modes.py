"""What a file does to those that came before: replace its span, add, or update set by set."""

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.inbox.archive import Ledger
from pipelines.landing import archiving
from pipelines.landing import ingest as ingesting
from pipelines.landing.left_out import decide
from pipelines.landing.undecided import undecided
from pipelines.running.steps import decide_step, ingest_step
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.publish import current_build

MAPPING = """
header = "id,who,at,move,no,kilos,times"
app = "club"
load_unit = "kg"
{mode}
[columns]
lifter = "who"
date = "at"
exercise = "move"
set_number = "no"
load = "kilos"
reps = "times"
{key}
"""
SQUAT = "Squat (Barbell)"


def table(*rows):
    """A table of sets: id, day of November 2026, number, load."""
    lines = [f"{at},ann,2026-11-{day:02} 18:00,{SQUAT},{no},{kilos},5" for at, day, no, kilos in rows]
    return "\n".join(["id,who,at,move,no,kilos,times", *lines]) + "\n"


MONTH = [(day * 10 + no, day, no, 90 + day) for day in (2, 4, 6, 9, 11, 13) for no in (1, 2, 3)]
LATE = [(71, 7, 1, 97), (72, 7, 2, 97)]
NEW = [(161, 16, 1, 106), (162, 16, 2, 106)]


@pytest.fixture
def gym(settings, monkeypatch):
    return Gym(settings, monkeypatch)


class Gym:
    """A home to which tables come, one a day."""

    def __init__(self, settings, monkeypatch):
        self.settings = settings
        self.now = datetime(2026, 11, 29, tzinfo=UTC)
        gym = self

        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return gym.now

        monkeypatch.setattr(archiving, "datetime", Clock)
        self.map()

    def map(self, mode="", key='set_id = "id"'):
        self.settings.inbox.mkdir(parents=True, exist_ok=True)
        (self.settings.inbox / "club.mapping.toml").write_text(
            MAPPING.format(mode=f'mode = "{mode}"' if mode else "", key=key)
        )

    def bring(self, name, rows, **how):
        path = self.settings.home.parent / name
        path.write_text(table(*rows))
        self.now += timedelta(days=1)
        return ingest_step(self.settings, paths=[path], **how)

    def sets(self, build=None):
        with read.connect(self.settings, build) as con:
            return con.execute("select day(day), load_kg, reps from sets order by all").fetchall()

    def imports(self):
        with read.connect(self.settings) as con:
            return {row["file"]: row for row in read.imports(con)}


def days(sets):
    return [day for day, _, _ in sets]


def expected(*groups):
    return sorted((day, float(kilos), 5.0) for rows in groups for _, day, _, kilos in rows)


@pytest.mark.parametrize("mode", ["append", "upsert"])
def test_a_late_session_and_a_new_one_are_added_and_nothing_goes(gym, mode):
    gym.bring("month.csv", MONTH)
    report, _ = gym.bring("delta.csv", LATE + NEW, mode=mode)
    assert gym.sets() == expected(MONTH, LATE, NEW)
    assert report.sets_changed == {"sets_added": 4, "sets_changed": 0, "sets_removed": 0, "sets_duplicate": 0}
    assert gym.imports()["delta.csv"]["treated_as"] == mode


def test_a_late_session_and_a_new_one_replace_all_between_them_where_that_is_stated(gym):
    gym.bring("month.csv", MONTH)
    report, _ = gym.bring("delta.csv", LATE + NEW, mode="replace-span")
    assert gym.sets() == expected([row for row in MONTH if row[1] < 7], LATE, NEW)
    assert report.sets_changed["sets_removed"] == 9
    assert gym.imports()["delta.csv"]["treated_as"] == "whole"


def test_where_nothing_is_stated_they_are_taken_for_an_extract(gym):
    gym.bring("month.csv", MONTH)
    gym.bring("delta.csv", LATE + NEW)
    assert gym.sets() == expected(MONTH, LATE, NEW)
    assert gym.imports()["delta.csv"]["treated_as"] == "extract"


@pytest.mark.parametrize("key", ['set_id = "id"', ""], ids=["by id", "by time, exercise and number"])
def test_an_update_changes_the_sets_it_names(gym, key):
    gym.map(key=key)
    gym.bring("month.csv", MONTH)
    report, _ = gym.bring("fixed.csv", [(41, 4, 1, 60), *NEW], mode="upsert")
    assert gym.sets() == expected([row for row in MONTH if row[0] != 41], [(41, 4, 1, 60)], NEW)
    assert (report.sets_changed["sets_added"], report.sets_changed["sets_changed"]) == (2, 1)
    assert gym.imports()["month.csv"]["rows_duplicate"] == 1


def test_an_update_may_move_a_set_to_another_day_by_its_id(gym):
    gym.bring("month.csv", MONTH)
    gym.bring("moved.csv", [(41, 5, 1, 94)], mode="upsert")
    assert days(gym.sets()).count(5) == 1
    assert days(gym.sets()).count(4) == 2


def test_the_last_row_of_an_id_in_a_file_counts(gym):
    gym.bring("twice.csv", [(21, 2, 1, 50), (22, 2, 2, 70), (21, 2, 1, 60)], mode="upsert")
    assert gym.sets() == [(2, 60, 5), (2, 70, 5)]
    assert gym.imports()["twice.csv"]["rows_duplicate"] == 1


def test_what_is_added_changes_nothing_and_counts_once_however_often_it_comes(gym):
    gym.bring("month.csv", MONTH)
    gym.bring("again.csv", [(131, 13, 1, 500), *MONTH[-2:], *NEW], mode="append")
    gym.bring("once more.csv", [*NEW, (171, 17, 1, 100)], mode="append")
    assert gym.sets() == expected(MONTH, NEW, [(171, 17, 1, 100)])
    imports = gym.imports()
    assert imports["again.csv"]["rows_duplicate"] == 3
    assert imports["once more.csv"]["rows_duplicate"] == 2


def test_what_has_no_key_is_the_same_set_only_where_all_of_it_is_the_same(settings, gym):
    text = (settings.inbox / "club.mapping.toml").read_text()
    (settings.inbox / "club.mapping.toml").write_text(
        text.replace('set_number = "no"\n', "").replace('set_id = "id"', "")
    )
    two_alike = [(1, 2, 1, 100), (2, 2, 2, 100)]
    gym.bring("first.csv", two_alike, mode="append")
    gym.bring("second.csv", [*two_alike, (3, 2, 3, 100), (4, 2, 4, 90)], mode="append")
    assert gym.sets() == [(2, 90, 5), (2, 100, 5), (2, 100, 5), (2, 100, 5)]
    assert gym.imports()["second.csv"]["rows_duplicate"] == 2


def test_a_whole_export_that_comes_later_is_right_over_what_was_added(gym):
    gym.map("append")
    gym.bring("late.csv", LATE)
    gym.bring("month.csv", MONTH, mode="replace-span")
    assert gym.sets() == expected(MONTH)
    gym.bring("late again.csv", [*LATE, (73, 7, 3, 97)])
    assert gym.sets() == expected(MONTH, LATE, [(73, 7, 3, 97)])


def test_a_stated_replacement_of_older_days_goes_by_when_it_came(gym):
    gym.bring("month.csv", MONTH)
    gym.bring("first week.csv", [row for row in MONTH if row[1] < 7 and row[1] != 4], mode="replace-span")
    assert 4 not in days(gym.sets())
    assert days(gym.sets()).count(9) == 3


def test_the_mapping_may_state_the_mode_and_a_changed_one_counts_from_the_next_ingest(gym):
    gym.map("replace-span")
    gym.bring("month.csv", MONTH)
    gym.bring("delta.csv", LATE + NEW)
    assert 9 not in days(gym.sets())
    gym.map("upsert")
    ingest_step(gym.settings)
    assert gym.sets() == expected(MONTH, LATE, NEW)


def test_a_mode_may_be_stated_of_a_file_that_is_there(gym):
    gym.bring("month.csv", MONTH)
    gym.bring("delta.csv", LATE + NEW, mode="replace-span")
    gym.bring("delta.csv", LATE + NEW, mode="append")
    assert gym.sets() == expected(MONTH, LATE, NEW)
    assert [entry.mode for entry in Ledger(gym.settings)] == [None, "append"]


def test_an_update_without_a_key_is_refused(settings, gym):
    text = (settings.inbox / "club.mapping.toml").read_text()
    (settings.inbox / "club.mapping.toml").write_text(
        text.replace('set_number = "no"\n', "").replace('set_id = "id"', "")
    )
    report, _ = gym.bring("month.csv", MONTH, mode="upsert")
    assert "needs sets that can be known again" in report.files[0].error
    assert gym.sets() == []
    report, _ = gym.bring("month.csv", MONTH, mode="append")
    assert gym.sets() == expected(MONTH)
    assert report.refused == 0


FILES = {
    "1 month.csv": (MONTH, None),
    "2 late.csv": (LATE, "append"),
    "3 fixed.csv": ([(41, 4, 1, 60), (71, 7, 1, 98)], "upsert"),
    "4 new.csv": ([*NEW, (61, 6, 1, 500)], "append"),
    "5 week.csv": ([row for row in MONTH if 9 <= row[1] <= 11][1:], "replace-span"),
}


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_in_which_files_came_decides_and_not_that_in_which_they_are_landed(gym, turned, monkeypatch):
    land = ingesting.land_many
    order = -1 if turned else 1
    monkeypatch.setattr(ingesting, "land_many", lambda settings, entries: land(settings, entries[::order]))
    gym.settings.landed.mkdir(parents=True)
    for name, (rows, mode) in FILES.items():
        path = gym.settings.home.parent / name
        path.write_text(table(*rows))
        gym.now += timedelta(days=1)
        monkeypatch.setattr(ingesting, "land_many", lambda *_: iter(()))
        ingesting.ingest(gym.settings, paths=[path], mode=mode)
    monkeypatch.setattr(ingesting, "land_many", lambda settings, entries: land(settings, entries[::order]))
    ingesting.ingest(gym.settings)
    kept = [row for row in MONTH if row[0] not in {41, 91}]
    build = build_marts(gym.settings)
    assert gym.sets(build) == expected(kept, [(41, 4, 1, 60), (71, 7, 1, 98), (72, 7, 2, 97)], NEW)


def test_more_than_may_be_removed_is_published_only_when_a_person_says_so(gym):
    _, first = gym.bring("month.csv", MONTH)
    report, build = gym.bring("delta.csv", LATE + NEW, mode="replace-span", max_removed=8)
    assert not report.is_published
    assert len(report.undecided) == 1
    assert build.name != first.name
    assert current_build(gym.settings).name == first.name
    report, _ = ingest_step(gym.settings)
    assert report.is_published
    assert gym.sets() == expected(MONTH)
    assert gym.imports()["delta.csv"]["treated_as"] == "to be decided"
    decide_step(gym.settings, "delta.csv", "take back")
    assert gym.sets() == expected([row for row in MONTH if row[1] < 7], LATE, NEW)
    assert undecided(gym.settings) == {}


def test_what_is_to_be_decided_may_be_left_out_for_good(gym):
    gym.bring("month.csv", MONTH)
    gym.bring("delta.csv", LATE + NEW, mode="replace-span", max_removed=0)
    decide(gym.settings, "delta.csv", "leave out")
    ingest_step(gym.settings)
    assert gym.sets() == expected(MONTH)
    assert gym.imports()["delta.csv"]["treated_as"] == "left out"


def test_as_many_as_may_be_removed_are_published(gym):
    gym.bring("month.csv", MONTH)
    report, _ = gym.bring("delta.csv", LATE + NEW, mode="replace-span", max_removed=9)
    assert report.is_published


def test_each_file_is_told_what_it_did(gym):
    gym.bring("month.csv", MONTH)
    _, build = gym.bring("delta.csv", [*LATE, (41, 4, 1, 60)], mode="upsert")
    with read.connect(gym.settings, build) as con:
        told = {(row["added"], row["changed"], row["removed"]) for row in read.file_changes(con)}
    assert told == {(2, 1, 0)}
    _, build = gym.bring("cut.csv", LATE + NEW, mode="replace-span")
    with read.connect(gym.settings, build) as con:
        (row,) = read.file_changes(con)
    assert (row["added"], row["changed"], row["removed"]) == (2, 0, 9)
