from types import SimpleNamespace

from dashboard.parts.attention import Alert
from dashboard.parts.verdict import Change
from dashboard.views.week.one_thing import one_thing


def alert(severity):
    return Alert(kind="decline", title="Decline", subject="Squat", severity=severity, facts="It fell.", since="")


def advice(*, carries_on=False, gains=(2.0, 5.0)):
    changes = [
        Change(kind="lift", name=f"Lift {gain:g}", stands=True, does="more sets", gain_pct=gain, p_better=0.9,
               verdict="likely")
        for gain in gains
    ]  # fmt: skip
    return SimpleNamespace(changes=changes, option=SimpleNamespace(carries_on=carries_on), plan_weeks=12)


def test_a_log_that_is_over_comes_first_then_a_warning_then_the_plan_then_a_notice():
    assert one_thing([alert("warning")], advice(), is_over=True).what == "Bring your log up to date"
    assert one_thing([alert("warning")], advice(), is_over=False).what == "Decline: Squat"
    best = one_thing([alert("notice")], advice(), is_over=False)
    assert best.what == "Lift 5"
    assert "+5\u202f% on your 1RM after 12 weeks, compared with carrying on" in best.why
    assert one_thing([alert("notice")], advice(carries_on=True), is_over=False).what == "Decline: Squat"
    assert one_thing([alert("info")], None, is_over=False).what == "Carry on"
