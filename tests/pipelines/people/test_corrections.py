"""What a person says an exercise is stays said, and counts for all that was ever logged under the name."""

import pytest

from pipelines.errors import ProfileError
from pipelines.landing.ingest import ingest
from pipelines.people.corrections import correct_exercise
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE"


def exercises(settings):
    with read.connect(settings, build_marts(settings)) as con:
        return con.execute("select exercise_id, count(*) from sets group by all order by all").fetchall()


def test_a_correction_counts_for_the_whole_history_and_is_not_forgotten(settings):
    place = settings.inbox / "ann" / "export.csv"
    place.parent.mkdir(parents=True)
    rows = [f"2024-0{month}-02 07:00:00,A,45m,Cave Squat,1,60,8,0,0," for month in range(1, 6)]
    place.write_text("\n".join([HEADER, *rows]) + "\n")
    ingest(settings)
    assert exercises(settings) == [("unmapped:cave squat", 5)]
    correct_exercise(settings, "ann", "Cave Squat", "squat_barbell")
    assert exercises(settings) == [("squat_barbell", 5)]
    place.write_text("\n".join([HEADER, *rows, rows[0].replace("2024-01", "2024-08")]) + "\n")
    ingest(settings)
    assert exercises(settings) == [("squat_barbell", 6)]


def test_a_second_word_on_a_name_replaces_the_first_and_leaves_the_others(settings):
    correct_exercise(settings, "ann", 'My "row", heavy', "seal_row_barbell")
    correct_exercise(settings, "ann", "Cave squat", "squat_barbell")
    path = correct_exercise(settings, "ann", "cave  SQUAT", "")
    assert path == settings.inbox / "ann" / "exercises.csv"
    assert path.read_text() == 'exported_name,exercise_id\n"My ""row"", heavy",seal_row_barbell\ncave  SQUAT,\n'


def test_what_cannot_be_is_not_written(settings):
    with pytest.raises(ProfileError, match="'moon_press' is not in the catalogue"):
        correct_exercise(settings, "ann", "Moon press", "moon_press")
    assert not settings.inbox.exists()
    path = settings.inbox / "ann" / "exercises.csv"
    path.parent.mkdir(parents=True)
    path.write_text("name,id\nx,y\n")
    with pytest.raises(ProfileError, match="has no columns exported_name, exercise_id"):
        correct_exercise(settings, "ann", "Cave squat", "squat_barbell")
    assert path.read_text() == "name,id\nx,y\n"
