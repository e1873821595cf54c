from dashboard.parts.sessions import sessions_of

ITEM = {
    "exercise_id": "squat", "name": "Squat (barbell)", "set_kind": "work", "is_new": False, "by_body_weight": False,
    "days_per_week": 1, "sets": 3, "reps": 5, "rir": 2, "rest_s": 180, "load_kg": 100.0,
    "sets_by_week": [3, 3, 4], "reps_by_week": [5, 5, 3], "rir_by_week": [3, 2, 1], "loads_kg": [100.0, 102.5, 110.0],
}  # fmt: skip


def prescribed(*items):
    keys = list(dict.fromkeys(item["exercise_id"] for item in items))
    session = {"day": 1, "weekday": "Mon", "minutes": 50, "exercises": keys}
    return sessions_of({"weeks": 3, "exercises": items, "sessions": [session]}, "kg")[0].exercises


def test_figures_go_from_the_first_week_to_the_last():
    squat = prescribed(ITEM)[0]
    assert (squat.sets, squat.load, squat.rir, squat.weeks) == ("3 to 4 × 5 to 3", "100 to 110\u202fkg", "3 to 1", "")


def test_an_exercise_that_is_not_done_every_week_says_when_and_has_no_weeks_of_no_sets():
    squat = prescribed({**ITEM, "sets_by_week": [0, 3, 0]})[0]
    assert squat.sets == "3 × 5"
    assert squat.weeks == "in week 2"
    assert prescribed({**ITEM, "sets_by_week": [2, 0, 2]})[0].weeks == "in weeks 1 and 3"


def test_top_sets_come_before_the_other_sets_and_say_what_they_are():
    top, work = prescribed({**ITEM, "set_kind": "top", "sets_by_week": [1, 1, 1]}, ITEM)
    assert top.name == "Squat (barbell), top set"
    assert work.name == "Squat (barbell)"
