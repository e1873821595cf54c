import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.parts import described
from dashboard.parts.described import known, stated

ROW = {"sex": "F", "body_weight_kg": 68.04, "birth_year": 1993}
SHOWN_LB = ("F", 150.0, 1993)
NONE_YET = {"sex": None, "body_weight_kg": float("nan"), "birth_year": None}


@pytest.mark.parametrize(("row", "given", "unit", "found"), [
    (ROW, SHOWN_LB, "lb", {}),
    (ROW, ("M", 150.0, 1993), "lb", {"sex": "M"}),
    (ROW, ("F", 155.0, 1993), "lb", {"body_weight_kg": None, "body_weight_lb": 155.0}),
    (ROW, ("F", 70.0, None), "kg", {"body_weight_kg": 70.0, "body_weight_lb": None, "birth_year": None}),
    (ROW, ("F", None, 1993), "kg", {"body_weight_kg": None, "body_weight_lb": None}),
    (NONE_YET, ("M", None, None), "kg", {"sex": "M"}),
    (NONE_YET, (None, None, None), "kg", {}),
])  # fmt: skip
def test_only_what_is_given_other_than_known_goes_into_the_profile(row, given, unit, found):
    assert stated(row, given, unit) == found


def test_what_is_known_is_said_in_the_lifters_unit():
    assert known(ROW, "lb") == "female, 150\u202flb, born in 1993"
    assert known(NONE_YET, "kg") == ""


def asks():
    """Ask as a page does."""
    from dashboard.parts import described  # noqa: PLC0415 a script of its own

    described.ask(None, "ann", "lb")


def test_a_body_weight_that_was_weighed_is_told_and_not_asked_for(monkeypatch):
    """What is typed would not outrank it, so nothing is there to type it into."""
    row = pd.Series(ROW | {"weighed_on": pd.Timestamp("2026-05-03")})
    monkeypatch.setattr(described.queries, "lifter", lambda source, lifter: row)
    app = AppTest.from_function(asks).run()
    assert "150\u202flb, as you logged it on 3 May 2026" in app.get("html")[0].proto.body
    assert [field.label for field in app.number_input] == ["Year of birth"]


def test_a_body_weight_that_nobody_weighed_is_asked_for(monkeypatch):
    row = pd.Series(ROW | {"weighed_on": pd.NaT})
    monkeypatch.setattr(described.queries, "lifter", lambda source, lifter: row)
    app = AppTest.from_function(asks).run()
    assert [field.label for field in app.number_input] == ["Body weight (lb)", "Year of birth"]
