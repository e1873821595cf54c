"""The file for the gym: whole in itself, whatever exercises are called."""

from dashboard.views.plan.block import dose, on_paper
from dashboard.views.plan.gym import gym_file
from models.blocks.gym_days import GymDay, GymSets


def sets(name="Squat (barbell)", **given):
    whole = {"is_new": False, "by_body_weight": False, "warm_ups": ((60.0, 5),), "sets": 4, "reps": 5, "load": 100.0,
             "rir": 2.0, "rest_s": 180, "each": "with the bar", "plates": (25.0, 15.0)}  # fmt: skip
    return GymSets(name=name, **(whole | given))


DAYS = [
    GymDay(week=week, day=day, weekday="Mon", minutes=50, exercises=(sets(), sets("</script><img src=x>")))
    for week in (1, 2)
    for day in (1, 2)
]


def test_the_file_asks_nobody_and_runs_nothing_of_a_log():
    page = gym_file(DAYS, "kg", "<b>Strength</b>", "me")
    assert "http://" not in page
    assert "https://" not in page
    assert "<img" not in page
    assert "<title>&lt;b&gt;" in page
    assert page.count("</script>") == 1
    assert "%PLAN%" not in page


def test_loads_are_said_with_what_they_are_of():
    assert dose(sets(), "kg") == "4 × 5 @ 100\u202fkg"
    assert dose(sets(each="per hand", load=22.5, reps=10), "lb") == "4 × 10 @ 22.5\u202flb per hand"
    assert dose(sets(load=None, by_body_weight=True), "kg") == "4 × 5 with body weight"
    assert dose(sets(load=None, reps=None), "kg") == "4 sets with a load by feel"


def test_paper_has_a_page_for_each_day_and_a_column_for_each_week():
    paper = on_paper(DAYS, "kg", "<i>me</i>")
    assert paper.count("<section>") == 2
    assert paper.count("Week 2") == 2
    assert "<i>" not in paper
    assert "<img" not in paper
