"""The Plan page on a real build: asked by its controls, it answers at once, and keeps only what it is told to keep."""

import time
import tomllib

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views.plan import answers
from pipelines.running.requests import open_requests
from pipelines.serving import planner
from pipelines.settings import PROJECT

ANSWERED_S = 1.5
"""Time of the processor that one change may take; measured 0.25 s."""


def html(app):
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.fixture
def open_plan(lifted, monkeypatch):
    monkeypatch.setenv("LIFTCAST_HOME", str(lifted.home))

    def opened(**query):
        app = AppTest.from_file(str(PROJECT / "dashboard" / "app.py"), default_timeout=120)
        for name, value in query.items():
            app.query_params[name] = value
        app.run().switch_page("views/plan/page.py").run()
        assert not app.exception
        return app

    return opened


def test_what_plans_rest_on_is_read_while_nobody_waits(open_plan, monkeypatch):
    app = open_plan()
    answers._ahead.submit(int).result(timeout=60)  # one after another: what the page began is done by then
    monkeypatch.setattr(planner, "ground_of", lambda *_: pytest.fail("it was not read ahead"))
    app.selectbox(key="plan_days").set_value(2).run()
    assert not app.exception
    assert "<h3>Day 2, " in html(app)


def test_other_days_and_another_goal_are_answered_at_once_and_nothing_is_kept(open_plan, lifted):
    app = open_plan()
    assert html(app).count("<h3>Day 3, ") == 0
    app.selectbox(key="plan_days").set_value(4).run()  # what plans rest on is read by then
    began = time.process_time()
    app.selectbox(key="plan_days").set_value(3).run()
    assert time.process_time() - began < ANSWERED_S
    assert "<h3>Day 3, " in html(app)
    assert "Goal: strength and size" in html(app)
    app.button_group(key="plan_goal").set_value("strength").run()
    assert "Goal: strength, " in html(app)
    assert "strength" in app.query_params["goal"]
    assert "nothing is saved until you keep it" in html(app)
    assert not (lifted.inbox / "anna" / "profile.toml").exists()
    next(button for button in app.button if button.label == "Back to my profile").click().run()
    assert "Goal: strength and size" in html(app)
    assert "days" not in app.query_params


def test_an_address_asks_for_the_same_plan_again(open_plan):
    app = open_plan(days="3", goal="size", weeks="8", avoid="Squat (barbell)")
    assert app.selectbox(key="plan_days").value == 3
    assert "Goal: size, the next 8 weeks" in html(app)
    assert "without Squat (barbell)" in html(app)
    assert "<li><b>Bench press (barbell)</b><span class='dose'>" in html(app)
    assert "<li><b>Squat (barbell)</b><span class='dose'>" not in html(app)
    assert "can’t do" in open_plan(days="12").warning[0].value


def test_a_lift_that_is_misspelt_is_refused_with_the_nearest_name(open_plan):
    app = open_plan(lift="bnech press")  # as typed: the harness types into no box
    assert "bnech press" in app.error[0].value
    next(button for button in app.button if button.label == "Bench press (barbell)").click().run()
    assert not app.error
    assert app.selectbox(key="plan_lift").value == "Bench press (barbell)"
    app.number_input(key="plan_load").set_value(140.0).run()
    assert "target: Bench press (barbell) 140" in html(app)
    assert "**Your targets**" in [mark.value for mark in app.markdown]


def test_another_of_the_plans_can_be_written_out(open_plan):
    app = open_plan(goal="strength")
    picked = next(button for button in app.button if button.label == "Write this one out")
    picked.click().run()
    assert not app.exception
    assert picked.key.removeprefix("pick-") in app.query_params["plan"]
    assert "You picked " in html(app)


def test_what_is_kept_is_in_the_profile_and_asked_for(open_plan, lifted):
    app = open_plan(days="3", goal="size", avoid="Squat (barbell)")
    next(button for button in app.button if button.label == "Keep this as my profile").click().run()
    assert "Kept in " in app.success[0].value
    try:
        profile = tomllib.loads((lifted.inbox / "anna" / "profile.toml").read_text())
        assert profile == {"goal": "size", "days_per_week": 3, "avoid": ["Squat (barbell)"]}
        assert [request.kind for request in open_requests(lifted)] == ["profile"]
    finally:
        (lifted.inbox / "anna" / "profile.toml").unlink()
