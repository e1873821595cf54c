"""Mapping a table of body measurements: which kind of table it is, what is asked, what then reads it."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from pipelines.errors import LiftcastError
from pipelines.exports.body.sites import Column, column_of
from pipelines.exports.own_tables.body import MappedBody
from pipelines.exports.own_tables.guess_body import MEASURED, SIDED, units_of, worded
from pipelines.exports.own_tables.mapping import parse_mapping
from pipelines.inbox.map_questions import BODY, WORKOUTS
from pipelines.inbox.mapmaking import make_mapping, write_mapping
from pipelines.landing.ingest import ingest
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts

TAPE = "Datum;Bauchumfang;Arm li (cm);Laune\n2026-01-05;82,5;35;gut\n2026-01-12;82;35,5;\n"


class Answering:
    """Takes every guess but those named, by a part of their question; keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.answers: dict[str, str] = {}

    def knows(self, answers: dict[str, str]) -> "Answering":
        self.answers = answers
        return self

    def show(self, title, rows):
        """Look at nothing."""

    def ask(self, question: str, default: str, allowed: Sequence[str]) -> str:
        self.asked.append((question, default))
        answer = next((answer for part, answer in self.answers.items() if part in question), default)
        assert not allowed or answer in allowed, (question, answer)
        return answer

    def confirm(self, question):
        return True


def table(folder: Path, name: str, content: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (TAPE, BODY),
        ("when,Waist (cm),mood\n2026-01-05,82,good\n2026-01-06,81,good\n", BODY),
        ("date,weight,mood\n2026-01-05,82,good\n2026-01-06,81,bad\n", BODY),
        ("day,move,kilos,reps\n2026-01-05,Squat,82,5\n2026-01-05,Squat,82,5\n", WORKOUTS),
        ("who,when,what,kg,times\n" + "ann,2026-01-05,Squat,60,5\n" * 4, WORKOUTS),
        ("day,move,reps,arm (cm)\n2026-01-05,Squat,5,30\n2026-01-05,Squat,5,30\n", WORKOUTS),
    ],
)
def test_the_kind_of_table_is_noticed_and_said(tmp_path, content, kind):
    exercise, reps = ("what", "times") if "what" in content else ("move", "reps")
    said = {"holds the exercise": exercise, "holds the reps": reps}
    asking = Answering().knows({"What does": "waist"} if kind == BODY else said)
    mapped = make_mapping(table(tmp_path, "log.csv", content), asking)
    assert asking.asked[0] == ("Is this a table of workouts or of body measurements?", kind)
    assert mapped.kind == kind
    assert isinstance(parse_mapping(mapped.text, "x"), MappedBody) == (kind == BODY)


def test_what_is_answered_about_a_table_of_the_body_is_what_is_measured(settings):
    path = table(settings.inbox / "ann", "tape.csv", TAPE)
    asking = Answering().knows(
        {"'Bauchumfang'": "waist", "'Arm li (cm)'": "upper arm", "Of which side": "left", "'Laune'": "-"}
    )
    write_mapping(make_mapping(path, asking))
    (file,) = ingest(settings).files
    assert (file.app, file.rows_read, file.rows_sets, file.rows_rejected) == ("tape", 2, 2, 0)
    with read.connect(settings, build_marts(settings)) as con:
        found = con.execute("select site, side, value, unit from measurements order by site, day").fetchall()
    assert found == [
        ("upper_arm", "left", 35, "cm"),
        ("upper_arm", "left", 35.5, "cm"),
        ("waist", None, 82.5, "cm"),
        ("waist", None, 82, "cm"),
    ]


def test_guesses_alone_map_what_names_of_columns_tell_and_leave_the_rest(tmp_path):
    content = "when,Left Thigh (in),mood\n2026-01-05,22,good\n2026-01-06,22.5,bad\n"
    mapped = make_mapping(table(tmp_path, "log.csv", content), None)
    assert '"Left Thigh (in)" = "left thigh (in)"' in mapped.text
    assert "mood =" not in mapped.text


@pytest.mark.parametrize("are_asked", [True, False])
def test_files_of_one_header_that_measured_different_sites_are_mapped_file_by_file(settings, are_asked):
    folder = settings.inbox / "ann"
    first = table(folder, "waist.csv", "date,value\n2026-01-05,82\n")
    table(folder, "left calf.csv", "date,value\n2026-01-05,36\n")
    table(folder, "something else.csv", "date,other\n2026-01-05,36\n")
    asking = Answering().knows({"In which unit": "cm"}) if are_asked else None
    write_mapping(make_mapping(first, asking))
    ingest(settings)
    with read.connect(settings, build_marts(settings)) as con:
        found = con.execute("select site, side, value from measurements order by site").fetchall()
    assert found == [("calf", "left", 36), ("waist", None, 82)]


def test_a_table_of_the_body_that_is_read_already_needs_no_mapping(tmp_path):
    path = table(tmp_path, "log.csv", "Date,Waist (cm)\n2026-01-05,82\n2026-01-06,81\n")
    with pytest.raises(LiftcastError, match="which needs no mapping"):
        make_mapping(path, None)


@given(
    site=st.sampled_from(MEASURED),
    side=st.sampled_from([None, "left", "right"]),
    data=st.data(),
)
@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_site_said_in_words_is_read_as_the_same_site(site, side, data):
    unit = data.draw(st.sampled_from([None, *units_of(site)]))
    column = Column("site", site, side if site in SIDED else None, unit)
    assert column_of(worded(column)) == column


DIARY = "Date,Exercise,Work,Rest\n2026-05-04,Pull Up,5x10,3\n2026-05-06,Pull Up,4x8,2\n"


def test_what_is_not_sure_is_asked_with_what_would_follow_and_the_answer_counts(settings):
    path = table(settings.inbox / "ann", "diary.csv", DIARY)
    asking = Answering().knows({"How are sets written": "sets x reps", "In which unit is the rest": "min"})
    write_mapping(make_mapping(path, asking))
    asked = dict(asking.asked)
    (ways,) = [question for question in asked if "How are sets written in Work" in question]
    assert "'5x10' is 5 sets of 10 (sets x reps), or 1 set of 10 with 5 (load x reps)" in ways
    assert any("Rest 3 is 3 s, or 180 s" in question for question in asked)
    (file,) = ingest(settings).files
    assert file.rows_sets == 9
    assert 'rest_unit = "min"' in path.with_name("diary.mapping.toml").read_text()


def test_people_in_a_column_are_asked_about_and_then_each_has_a_log(settings):
    rows = "".join(f"{who},2026-05-0{day},Squat,60,5\n" for day in (4, 6) for who in ("Ann", "Bob"))
    path = table(settings.inbox / "ann", "diary.csv", "Name,Date,Exercise,Weight,Reps\n" + rows)
    asking = Answering().knows({"Which column holds the lifter (": "Name"})
    write_mapping(make_mapping(path, asking))
    assert any("'Ann' and 'Bob' are people" in question for question, _ in asking.asked)
    assert 'lifter = "Name"' in path.with_name("diary.mapping.toml").read_text()


def test_a_column_that_states_sets_is_asked_for_where_no_column_holds_reps(settings):
    path = table(settings.inbox / "ann", "diary.csv", "Date,Exercise,Effort\n2026-05-04,Squat,5\n2026-05-06,Squat,6\n")
    write_mapping(make_mapping(path, Answering().knows({"Which column states sets": "Effort", "How are sets": "reps"})))
    (file,) = ingest(settings).files
    assert (file.rows_sets, file.rows_rejected) == (2, 0)
