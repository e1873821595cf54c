"""Mapping a table, rehearsing an ingest and stating a unit, through the public door."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.errors import LiftcastError
from pipelines.inbox.mapmaking import make_mapping
from pipelines.rehearsal.rehearsal import rehearse

GOLDEN = Path(__file__).parents[1] / "exports" / "golden"
LIFTCAST = Path(sys.executable).with_name("liftcast")
HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n"
DIARY = """day,name,move,kilos,reps,note
2026-01-05,ann,Squat (Barbell),60,5,
2026-01-05,bo,Squat (Barbell),x,5,
2026-01-07,ann,Zercher Thing,40,5,
2026-01-07,ann,Squat (Barbell),60,5,
2026-01-07,ann,Squat (Barbell),60,5,
"""


@pytest.fixture
def own_diary(diary: Path) -> Path:
    """The same of one person, of whom nothing is open that only a person can say."""
    diary.write_text(DIARY.replace("name", "workout").replace(",ann,", ",legs,").replace(",bo,", ",pull,"))
    return diary


@pytest.fixture
def liftcast(typed):
    def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
        answer = typed(home, *words)
        assert "Traceback" not in answer.stderr, answer.stderr
        return answer

    return run


def picture(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    path = tmp_path / "mail" / "diary.csv"
    path.parent.mkdir()
    path.write_text(DIARY)
    return path


def test_a_dry_run_says_what_would_happen_to_each_file_and_changes_nothing(tmp_path, liftcast):
    home = tmp_path / "var"
    inbox = home / "inbox" / "ann"
    inbox.mkdir(parents=True)
    (inbox / "strong.csv").write_bytes((GOLDEN / "strong_s3.csv").read_bytes())
    (inbox / "body.csv").write_bytes((GOLDEN / "strong_s5.csv").read_bytes())
    (inbox / "fitnotes.csv").write_bytes((GOLDEN / "fitnotes_f2.csv").read_bytes())
    (inbox / "junk.csv").write_bytes(bytes(range(256)))
    before = picture(tmp_path)
    answer = liftcast(home, "ingest", "--dry-run", "--json")
    assert answer.returncode == 1
    assert picture(tmp_path) == before
    said = {row["file"]: row for row in json.loads(answer.stdout)}
    assert set(said) == {"strong.csv", "body.csv", "fitnotes.csv", "junk.csv"}
    for name, row in said.items():
        assert row["rows_read"] == row["rows_sets"] + row["rows_not_sets"] + row["rows_rejected"]
        assert row["rows_not_sets"] == sum(each["records"] for each in row["not_sets"])
        assert row["rows_rejected"] == sum(each["records"] for each in row["rejected"])
        assert (row["outcome"] == "refused") == (name == "junk.csv") == bool(row["error"])
    assert (said["strong.csv"]["app"], said["strong.csv"]["layout"]) == ("strong", "S3")
    assert "rest timer" in {each["reason"] for each in said["strong.csv"]["not_sets"]}
    assert said["body.csv"]["weight_unit"] == "kg"
    assert any("body weight" in note for note in said["body.csv"]["notes"])
    assert any("time of day" in note for note in said["fitnotes.csv"]["notes"])


def test_a_dry_run_agrees_with_the_ingest_after_it_which_it_then_knows(tmp_path, liftcast):
    home = tmp_path / "var"
    path = GOLDEN / "hevy_h14_kg_km.csv"
    (before,) = json.loads(liftcast(home, "ingest", str(path), "--dry-run", "--json").stdout)
    assert not home.exists()
    (done,) = json.loads(liftcast(home, "ingest", str(path), "--json").stdout)["files"]
    for name in (
        "app",
        "layout",
        "rows_read",
        "rows_not_sets",
        "rows_rejected",
        "weight_unit",
        "first_day",
        "last_day",
    ):
        assert before[name] == done[name]
    (after,) = json.loads(liftcast(home, "ingest", str(path), "--dry-run", "--json").stdout)
    assert (before["outcome"], after["outcome"]) == ("new", "known")


def test_a_dry_run_counts_one_file_that_two_people_bring_for_each_of_them_and_tells_of_a_profile_of_no_use(
    tmp_path, liftcast
):
    inbox = tmp_path / "inbox"
    content = (GOLDEN / "strong_s3.csv").read_bytes()
    for lifter in ("ann", "bo"):
        (inbox / lifter).mkdir(parents=True)
        (inbox / lifter / "strong.csv").write_bytes(content)
    (inbox / "bo" / "body.csv").write_text(
        "Date,Weight (kg),Waist (cm)\n2026-01-05,80,0\n2026-01-06,0,0\n2026-01-07,x,0\n"
    )
    (inbox / "bo" / "profile.toml").write_text("unit = kg\n")
    answer = liftcast(tmp_path, "ingest", "--dry-run", "--json")
    assert answer.returncode == 1
    said = {(row["lifter"], row["file"]): row for row in json.loads(answer.stdout)}
    for row in said.values():
        assert row["rows_not_sets"] == sum(each["records"] for each in row["not_sets"])
        assert row["rows_rejected"] == sum(each["records"] for each in row["rejected"])
    first, second = (said[lifter, "strong.csv"] for lifter in ("ann", "bo"))
    assert first["notes"] == second["notes"]
    assert (first["holds"], said["bo", "body.csv"]["holds"]) == ("sets", "measurements")
    assert said["bo", "body.csv"]["rows_not_sets"] == said["bo", "body.csv"]["rows_rejected"] == 1
    assert said["bo", "profile.toml"]["error"].startswith(str(inbox / "bo" / "profile.toml"))


def test_a_table_nobody_knows_is_mapped_by_guesses_and_ingested(tmp_path, own_diary, liftcast):
    home = tmp_path / "var"
    refused = liftcast(home, "ingest", str(own_diary))
    assert refused.returncode == 1
    assert "liftcast ingest --map FILE" in refused.stdout
    rehearsed = liftcast(home, "ingest", "--map", str(own_diary), "--yes", "--dry-run", "--json")
    assert rehearsed.returncode == 0
    assert list(own_diary.parent.iterdir()) == [own_diary]
    (said,) = json.loads(rehearsed.stdout)
    assert [each["exported_name"] for each in said["unmapped"]] == ["Zercher Thing"]
    assert [each["reason"] for each in said["rejected"]] == ["load is not a number: found 'x'"]
    done = liftcast(home, "ingest", "--map", str(own_diary), "--yes", "--lifter", "kim", "--json")
    assert done.returncode == 0, done.stderr
    (row,) = [row for row in json.loads(done.stdout)["files"] if row["lifter"] == "kim"]
    assert (row["app"], row["rows_read"], row["rows_loaded"], row["rows_rejected"]) == ("diary", 5, 4, 1)
    written = (own_diary.parent / "diary.mapping.toml").read_text()
    assert 'exercise = "move"' in written
    assert (home / "inbox" / "kim" / "diary.mapping.toml").read_text() == written


def test_questions_on_the_terminal_show_rows_and_take_other_answers_than_the_guess(tmp_path, diary):
    home = tmp_path / "var"
    answers = "\n" + "name\n" + "\n" * 5 + "what?\n\n" * 1 + "\n" * 30
    asked = subprocess.run(
        [LIFTCAST, "ingest", "--map", diary, "--json"],
        env=os.environ | {"LIFTCAST_HOME": str(home), "COLUMNS": "300"},
        input=answers,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    assert "Which column holds the lifter" in asked.stderr
    assert "Zercher Thing" in asked.stderr
    assert "Please answer one of" in asked.stderr
    assert json.loads(asked.stdout)["files"][0]["lifters"] == ["ann", "bo"]
    assert 'lifter = "name"' in (diary.parent / "diary.mapping.toml").read_text()


class Refusing:
    """Takes every guess, and says no at the end."""

    def show(self, title, rows):
        assert len(rows) == 3

    def ask(self, question, default, allowed):
        return default

    def confirm(self, question):
        return False


def test_a_no_at_the_end_writes_nothing(diary):
    with pytest.raises(LiftcastError, match="nothing was written"):
        make_mapping(diary, Refusing())
    assert list(diary.parent.iterdir()) == [diary]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ((GOLDEN / "strong_s3.csv").read_bytes(), "is an export of Strong, which needs no mapping"),
        (b"I squatted today and it felt good.\n", "is no table with a header line"),
        (b"a,b,c\n1,2,3\n", "needs date and exercise"),
    ],
)
def test_what_cannot_be_mapped_is_told_why(tmp_path, content, said, liftcast):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    answer = liftcast(tmp_path / "var", "ingest", "--map", str(path), "--yes")
    assert answer.returncode == 3
    assert said in answer.stderr


def test_a_mapping_already_there_is_never_written_over(tmp_path, own_diary, liftcast):
    mine = own_diary.parent / "diary.mapping.toml"
    mine.write_text("# mine\n")
    answer = liftcast(tmp_path / "var", "ingest", "--map", str(own_diary), "--yes")
    assert answer.returncode == 3
    assert "exists and says otherwise" in answer.stderr
    assert mine.read_text() == "# mine\n"


def test_a_unit_is_stated_once_and_the_rest_of_the_profile_left_alone(tmp_path, liftcast):
    home = tmp_path / "var"
    inbox = home / "inbox" / "ann"
    inbox.mkdir(parents=True)
    (inbox / "strong.csv").write_text(f"{HEADER}2026-01-05 18:00:00,A,45m,Squat (Barbell),1,61,5,0,0,\n")
    (inbox / "profile.toml").write_text('# about me\nsex = "F"\nunit = "kg"  # the gym has both\nbirth_year = 1990\n')
    rehearsed = liftcast(home, "ingest", "--dry-run", "--unit", "lb", "--json")
    assert [(row["weight_unit"], row["unit_source"]) for row in json.loads(rehearsed.stdout)] == [("lb", "profile")]
    assert 'unit = "kg"' in (inbox / "profile.toml").read_text()
    (row,) = json.loads(liftcast(home, "ingest", "--unit", "lb", "--json").stdout)["files"]
    assert (row["weight_unit"], row["unit_source"]) == ("lb", "profile")
    assert (inbox / "profile.toml").read_text() == (
        '# about me\nsex = "F"\nunit = "lb"  # the gym has both\nbirth_year = 1990\n'
    )


def test_a_unit_for_several_lifters_at_once_is_wrong_use(tmp_path, liftcast):
    for lifter in ("ann", "bo"):
        (tmp_path / "inbox" / lifter).mkdir(parents=True)
        (tmp_path / "inbox" / lifter / "a.csv").write_text(HEADER)
    answer = liftcast(tmp_path, "ingest", "--unit", "kg")
    assert answer.returncode == 2
    assert "--lifter" in answer.stderr
    assert not list(tmp_path.rglob("profile.toml"))


def test_the_order_of_dates_is_stated_once_and_kept(tmp_path, liftcast):
    inbox = tmp_path / "inbox" / "ann"
    inbox.mkdir(parents=True)
    (inbox / "strong.csv").write_text(f"{HEADER}01/05/2026 18:00,A,45m,Squat (Barbell),1,60,5,0,0,\n")
    (asked,) = json.loads(liftcast(tmp_path, "ingest", "--dry-run", "--json").stdout)
    assert "--dates" in asked["rejected"][0]["reason"]
    (said,) = json.loads(liftcast(tmp_path, "ingest", "--dry-run", "--dates", "month-first", "--json").stdout)
    assert said["first_day"] == "2026-01-05"
    liftcast(tmp_path, "ingest", "--dates", "day-first")
    (row,) = json.loads(liftcast(tmp_path, "imports", "--json").stdout)
    assert row["first_day"] == "2026-05-01"
    assert (inbox / "profile.toml").read_text() == 'dates = "day first"\n'


def test_timed_holds_are_no_failed_attempts_and_further_weighings_are_no_other_apps(settings):
    inbox = settings.inbox / "ann"
    inbox.mkdir(parents=True)
    (inbox / "strong.csv").write_text(
        f"{HEADER}2026-05-01 18:00:00,A,45m,Dead Hang,1,0,0,0,30,\n2026-05-01 18:00:00,A,45m,Plank,1,20,0,0,60,\n"
    )
    (inbox / "weight.csv").write_text("Date,Weight (kg)\n2026-05-01 07:00,80\n2026-05-01 21:00,81\n")
    said = {row["file"]: " ".join(row["notes"]) for row in rehearse(settings)}
    assert "failed" not in said["strong.csv"]
    assert "another app" not in said["weight.csv"]
    assert "further measurements of a day, of which the middle one counts: 1" in said["weight.csv"]
    (inbox / "strong.csv").write_text(f"{HEADER}2026-05-01 18:00:00,A,45m,Squat (Barbell),1,100,0,0,0,\n")
    (said_now,) = [row for row in rehearse(settings) if row["file"] == "strong.csv"]
    assert "failed attempts: 1" in " ".join(said_now["notes"])
