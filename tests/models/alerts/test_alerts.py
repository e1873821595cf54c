"""Alerts state facts, and only where there are some; what cannot be looked at is said."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from models.alerts import breaks, easy_week, goals, plateau_and_decline, records, sides
from models.alerts import muscles as alert_muscles
from models.alerts.kinds import Kind, Severity
from models.alerts.rows import Alert
from models.definitions import LEAST_DAYS
from models.one_rm import trend_lines
from models.one_rm import trends as lift_trends
from pipelines.settings import PROJECT

LAST = pd.Timestamp("2024-06-30")


def recent_days(per_12_weeks=0.0, *, lifts=3, every=4, noise=0.02, seed=1, sets=3, reps=5, days=140):
    """Make the last twenty weeks of lifts with a known trend (ln per twelve weeks)."""
    draw = np.random.default_rng(seed)
    ago = np.arange(0, days, every)
    parts = [
        pd.DataFrame(
            {
                "lifter": "anna",
                "exercise_id": f"lift_{lift}",
                "day": LAST - pd.to_timedelta(ago, unit="D"),
                "ago": ago,
                "working_sets": sets,
                "log_one_rm": np.log(100.0) - per_12_weeks * ago / 84 + noise * draw.standard_normal(len(ago)),
                "top_reps": float(reps),
            }
        )
        for lift in range(lifts)
    ]
    return pd.concat(parts, ignore_index=True)


def trends(days):
    return lift_trends.trends(lift_trends.judged_days(days))


def told(days):
    return plateau_and_decline.trend_alerts(trends(days))


def bests(gain, days=20):
    return pd.DataFrame(
        {
            "lifter": ["anna"],
            "exercise_id": ["squat_barbell"],
            "recent_best": [np.log(100.0) + gain],
            "earlier_best": [np.log(100.0)],
            "recent_day": [pd.Timestamp("2024-05-01")],
            "earlier_days": [days],
        }
    )


def test_a_rising_lift_is_no_plateau_and_a_falling_one_is_a_decline():
    assert told(recent_days(0.08)) == []
    fallen = told(recent_days(-0.12))
    assert {one.kind for one in fallen} == {"decline"}
    assert all(one.severity == "warning" and one.figures["trend_pct"] < -2 for one in fallen)


@pytest.mark.parametrize("weeks", [12, 16, 20])
@pytest.mark.parametrize("lifts", [1, 2, 8])
def test_the_same_sets_for_weeks_are_a_plateau_with_its_chance_and_a_true_since(weeks, lifts):
    found = told(recent_days(every=3.5, noise=0.0, lifts=lifts, days=7 * weeks, reps=8))
    assert {one.kind for one in found} == {"plateau"}
    assert len(found) == min(lifts, plateau_and_decline.MOST)
    assert found[0].since == LAST - pd.Timedelta(days=7 * weeks - 3.5)
    figures = found[0].figures
    assert f"not risen over the last {figures['weeks']} weeks" in found[0].text
    assert found[0].how_sure.startswith(f"{figures['chance_pct']} % sure that it has not risen")
    assert abs(found[0].figures["trend_pct"]) <= 0.5


@pytest.mark.parametrize(("change", "graver"), [(0.0, "notice"), (-0.12, "warning")])
def test_a_trend_is_told_with_the_forecast_and_is_no_graver_than_that_allows(change, graver):
    days = recent_days(change, noise=0.0)
    lifts = days[["exercise_id"]].drop_duplicates().assign(lifter="anna", q10_pct=-4.0, q90_pct=12.0)
    for middle, severity in ((6.0, {"notice": "info", "warning": "notice"}[graver]), (0.5, graver)):
        for one in plateau_and_decline.trend_alerts(trends(days), lifts.assign(q50_pct=middle)):
            assert one.severity == severity
            assert one.figures["forecast_middle_pct"] == middle
            assert ("pick up again" in one.text) == (middle >= plateau_and_decline.PICKS_UP_PCT)
            assert f"+{middle:.1f} % is forecast in 12 weeks" in one.text


def test_one_lift_that_stands_still_while_the_others_rise_is_told():
    still = recent_days(0.0, lifts=1, noise=0.0).assign(exercise_id="still")
    (one,) = told(pd.concat([still, recent_days(0.08, lifts=5, noise=0.0)]))
    assert (one.kind, one.subject, one.severity) == ("plateau", "still", "notice")


def test_a_lift_that_falls_is_told_with_the_trend_of_its_days():
    (alone,) = told(recent_days(np.log(0.6), lifts=1, every=3.5, days=84, noise=0.02))
    falling = recent_days(-0.167, lifts=1, every=3.5, days=112, noise=0.01).assign(exercise_id="falls")
    beside = told(pd.concat([falling, recent_days(0.0, lifts=4, every=3.5, days=112, noise=0.01)]))
    declines = [one for one in beside if one.kind == "decline"]
    assert (alone.kind, alone.severity) == ("decline", "warning")
    assert alone.figures["trend_pct"] == pytest.approx(-40, abs=4)
    assert [one.subject for one in declines] == ["falls"]
    assert declines[0].figures["trend_pct"] == pytest.approx(-15.4, abs=2)


def test_a_fall_is_seen_through_days_that_scatter():
    found = pd.concat([trends(recent_days(np.log(0.6), lifts=1, days=84, noise=0.04, seed=seed)) for seed in range(4)])
    assert found["trend"].mean() == pytest.approx(np.log(0.6), abs=0.06)
    assert (found["p_falling"] > plateau_and_decline.SURE).all()


def test_a_chance_above_seven_in_ten_is_told_a_step_graver():
    unsure, sure = (told(recent_days(every=3.5, noise=0.0, lifts=1, days=days)) for days in (84, 140))
    assert {(one.kind, one.severity) for one in unsure} == {("plateau", "info")}
    assert {(one.kind, one.severity) for one in sure} == {("plateau", "notice")}
    assert all(100 * plateau_and_decline.STALLED <= one.figures["chance_pct"] < 70 for one in unsure)
    assert all(one.figures["chance_pct"] >= 70 for one in sure)


def test_fewer_sets_than_before_make_a_rise_less_likely():
    trained = recent_days(0.02, every=2)
    fewer = trained.assign(working_sets=np.where(trained["ago"] < 84, 1, 3))
    assert (trends(fewer)["p_not_rising"] > trends(trained)["p_not_rising"] + 0.1).all()


def test_a_log_that_has_just_begun_says_nothing_of_more_or_fewer_sets():
    begun = trends(recent_days(0.02, days=100))
    assert (begun[["more_lift_sets", "more_lifter_sets"]] == 0).all(axis=None)


def without(days, start, end):
    """Take the days between two ages out."""
    return days[(days["ago"] < start) | (days["ago"] >= end)]


def test_weeks_off_make_a_rise_less_likely_and_are_said():
    trained = recent_days(0.0, every=2)
    before, after = trends(trained), trends(without(trained, 30, 60))
    assert (before["off_days"] == 2).all()
    assert (after["off_days"] == 32).all()
    assert (after["p_not_rising"] > before["p_not_rising"] + 0.2).all()
    assert all("32 days on end without training" in one.how_sure for one in told(without(trained, 30, 60)))


def test_time_off_before_the_last_twelve_weeks_does_not_count():
    assert (trends(without(recent_days(0.0, every=2), 90, 120))["off_days"] == 2).all()


def test_days_that_tell_little_leave_the_usual_trend():
    noisy = trends(recent_days(-0.05, lifts=1, every=12, noise=0.08))
    assert noisy["trend"].iloc[0] == pytest.approx(trend_lines.USUAL_TREND, abs=0.025)
    assert noisy["p_not_rising"].iloc[0] < 0.5


def test_more_days_make_a_trend_surer_and_few_days_draw_it_to_the_usual():
    few, many = trends(recent_days(-0.1, every=10)), trends(recent_days(-0.1, every=2))
    assert (many["trend_sd"] < few["trend_sd"]).all()
    assert (many["trend"] < few["trend"]).all()


def test_the_trend_is_found_on_average():
    found = pd.concat([trends(recent_days(0.03, seed=seed)) for seed in range(10)])
    assert found["trend"].mean() == pytest.approx(0.03, abs=0.01)


def test_easy_weeks_and_other_reps_do_not_make_a_decline():
    days = recent_days(0.03, every=2, noise=0.005)
    easy = days["ago"] < 14
    days.loc[easy, "working_sets"] = 1
    days.loc[easy, "log_one_rm"] -= 0.3
    high = (days["ago"] >= 20) & (days["ago"] < 34)
    days.loc[high, "top_reps"] = 12.0
    days.loc[high, "log_one_rm"] -= 0.2
    found = trends(days)
    assert (found["easy_days"] > 0).all()
    assert (found["other_days"] == 7).all()
    assert told(days) == []


def test_too_few_days_are_said_to_be_too_few():
    (one,) = told(recent_days(-0.2, every=40))
    assert (one.kind, one.severity) == ("plateau", "unknown")
    assert str(LEAST_DAYS) in one.text


def test_an_order_of_rows_changes_nothing():
    days = recent_days(-0.05)
    pd.testing.assert_frame_equal(trends(days), trends(days.sample(frac=1, random_state=3)))


def load_alert(days):
    return easy_week.load_alerts(easy_week.loads(days, lift_trends.judged_days(days)))


def test_an_easy_week_is_due_after_two_weeks_far_above_the_usual():
    days = recent_days(0.02)
    assert load_alert(days) == []
    days.loc[days["ago"] < 14, "working_sets"] = 5
    (one,) = load_alert(days)
    assert (one.kind, one.severity) == ("deload_due", "notice")
    assert "no trial shows that they help" in one.text
    assert "clear" not in one.text
    assert one.figures["above_pct"] >= 30
    assert one.since == LAST - pd.Timedelta(days=13)


def test_lifts_down_under_a_high_load_are_signs_of_overreaching():
    days = recent_days(0.0)
    days.loc[days["ago"] < 14, "working_sets"] = 5
    days.loc[days["ago"] < 14, "log_one_rm"] -= 0.08
    (one,) = load_alert(days)
    assert (one.kind, one.severity) == ("overreaching", "warning")
    assert one.figures["form_pct"] == pytest.approx(-7.7, abs=1.5)


def test_without_earlier_weeks_a_load_cannot_be_judged():
    (one,) = load_alert(recent_days(days=14))
    assert (one.kind, one.severity) == ("deload_due", "unknown")


def test_a_gap_is_told_from_three_weeks_on():
    lifters = pd.DataFrame({"lifter": ["anna"], "last_day": [date(2024, 1, 1)]})
    assert breaks.idle(lifters, date(2024, 1, 21)) == []
    (one,) = breaks.idle(lifters, date(2024, 1, 29))
    assert one.kind == "not_trained_lately"
    assert "4 weeks" in one.text
    assert one.row()["since"] == date(2024, 1, 1)


def test_a_return_is_told_with_what_others_kept():
    days = recent_days()
    days = days[(days["ago"] < 10) | (days["ago"] > 50)]
    weeks = pd.DataFrame({"lifter": ["anna"], "week": [pd.Timestamp("2023-01-02")]})
    found = breaks.returns(days, weeks)
    assert list(found["days_off"]) == [43]
    assert found["back"].iloc[0] == LAST - pd.Timedelta(days=8)
    (one,) = breaks.return_alerts(found)
    assert "6 weeks off" in one.text
    assert one.figures["low_pct"] <= one.figures["middle_pct"] <= one.figures["high_pct"]


def test_a_return_after_a_break_longer_than_the_window_is_seen_by_the_weeks_before():
    days = recent_days(days=12)
    weeks = pd.DataFrame({"lifter": ["anna"], "week": [pd.Timestamp("2023-06-26")]})
    assert breaks.returns(days, weeks)["days_off"].iloc[0] > 300
    assert breaks.returns(days, weeks.head(0)).empty


def test_a_record_says_whether_it_is_beyond_test_noise():
    (within,) = records.record_alerts(bests(0.05))
    (beyond,) = records.record_alerts(bests(0.10))
    assert "within test-to-test noise" in within.text
    assert "11 % above all before, more than test-to-test noise" in beyond.text
    assert records.record_alerts(bests(0.0)) == []
    assert records.record_alerts(bests(0.8)) == []


def test_a_record_needs_a_history():
    assert records.record_alerts(bests(0.2, days=3)) == []


def test_at_most_three_records_are_told():
    many = pd.concat([bests(0.1 + n / 100).assign(exercise_id=f"lift_{n}") for n in range(6)])
    assert [one.subject for one in records.record_alerts(many)] == ["lift_5", "lift_4", "lift_3"]


def week(**sets):
    rows = [
        {"lifter": "anna", "exercise_id": name, "pattern": pattern, "heavy_sets": heavy, "moderate_sets": moderate}
        for name, (pattern, heavy, moderate) in sets.items()
    ]
    return pd.DataFrame(rows).assign(light_sets=0.0)


def lifter(goal):
    return pd.DataFrame(
        {"lifter": ["anna"], "goal": [goal], "first_recent": [date(2024, 5, 20)], "last_day": [LAST.date()]}
    )


def test_training_against_the_goal_is_told_with_its_share():
    heavy = week(squat=("squat", 78.0, 22.0))
    (one,) = goals.goal_alerts(heavy, lifter("size"))
    assert one.text == "size is the goal, but only 22 % of the last sets were 6 reps and more"
    assert len(goals.goal_alerts(week(squat=("squat", 4.0, 96.0)), lifter("strength"))) == 1
    assert goals.goal_alerts(heavy, lifter("strength")) == []
    assert goals.goal_alerts(heavy, lifter("both")) == []


def test_without_a_goal_a_mismatch_cannot_be_said():
    (one,) = goals.goal_alerts(week(squat=("squat", 78.0, 22.0)), lifter(None))
    assert one.severity == "unknown"


def test_muscles_below_and_above_the_evidence_are_named_with_their_sets():
    lifts = week(curl=("elbow_flexion", 0.0, 24.0))
    muscles = pd.DataFrame({"exercise_id": ["curl"], "muscle": ["biceps"], "credit": [1.0]})
    sets = alert_muscles.muscle_sets(lifts, muscles)
    found = {one.kind: one for one in alert_muscles.muscle_alerts(sets, lifter("size"))}
    assert found["muscle_overtrained"].text.startswith(
        "many sets a week: biceps 24; trials found no clear advantage beyond 20"
    )
    assert found["muscle_undertrained"].figures["sets"]["chest"] == 0
    assert {one.kind for one in alert_muscles.muscle_alerts(sets, lifter("strength"))} == {"muscle_overtrained"}


def test_a_pattern_with_less_than_half_the_sets_of_its_opposite_is_told():
    lifts = week(bench=("horizontal_push", 4.0, 8.0), row=("horizontal_pull", 1.0, 2.0))
    (one,) = sides.pattern_alerts(lifts, lifter("size"))
    assert one.text == "12 sets a week of pushing work against 3 of pulling work"
    assert sides.pattern_alerts(week(bench=("horizontal_push", 4.0, 8.0), row=("horizontal_pull", 0.0, 7.0)), lifter("size")) == []  # fmt: skip


def test_sides_differ_only_beyond_the_error_of_a_tape():
    limbs = pd.DataFrame({"lifter": ["anna"] * 2, "site": ["thigh", "calf"], "day": [LAST] * 2})
    limbs = limbs.assign(left_cm=[60.0, 38.0], right_cm=[58.0, 37.5])
    (one,) = sides.side_alerts(limbs, lifter("size"))
    assert (one.subject, one.figures["apart_cm"]) == ("thigh", 2.0)
    (unknown,) = sides.side_alerts(limbs.head(0), lifter("size"))
    assert unknown.severity == "unknown"


def test_rows_are_listed_in_the_order_of_severities():
    listed = (PROJECT / "pipelines/warehouse/sql/read/alerts.sql").read_text(encoding="utf-8")
    assert f"list_position({[severity.value for severity in Severity]}, severity)" in listed


def test_a_figure_called_more_is_not_taken_for_how_sure_an_alert_is():
    one = Alert(
        lifter="anna",
        kind=Kind.MUSCLE_OVERTRAINED,
        severity=Severity.INFO,
        text="Glutes 24",
        figures={"more": 2},
        since=LAST,
    )
    assert one.how_sure == ""
    assert (one.row()["facts"]["more"], one.row()["facts"]["how_sure"]) == (2, "")
