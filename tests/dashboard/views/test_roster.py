import json
from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.views.roster.rows import ORDERS, SHOWN, chosen, counts, line_of, with_standing

TODAY = date(2026, 6, 1)


def row(lifter, days_off, severity=None, **more):
    facts = None if severity is None else json.dumps({"text": "it has fallen: by much. And more"})
    return {
        "lifter": lifter, "last_day": TODAY - timedelta(days=days_off), "training_days": 90, "days_a_week": 3.0,
        "usual_days_a_week": 3.0, "as_now_pct": 2.0, "plan_pct": 4.0, "alerts": 0 if severity is None else 2,
        "kind": severity and "decline", "severity": severity, "facts": facts, "subject": severity and "Squat",
        "target": None, "target_p": float("nan"),
    } | more  # fmt: skip


@pytest.fixture
def roster():
    rows = [
        row("bea", 1, "notice"),
        row("cy", 3, "warning", days_a_week=1.0),
        row("dee", 60, as_now_pct=float("nan"), plan_pct=float("nan")),
        row("eve", 400, "warning"),
        row("abe", 0),
    ]
    return with_standing(pd.DataFrame(rows), TODAY)


def test_everybody_is_training_away_or_over_and_ended_logs_need_no_attention(roster):
    assert counts(roster) == {"training": 3, "attention": 2, "away": 1, "over": 1, "all": 5}
    assert list(chosen(roster, shown="attention", order="attention")["lifter"]) == ["cy", "bea"]
    ended = line_of(roster[roster["lifter"] == "eve"].iloc[0].to_dict())
    assert (ended.attention, ended.habit, ended.severity) == ("", "", "")


@pytest.mark.parametrize("order", list(ORDERS))
@pytest.mark.parametrize("shown", list(SHOWN))
def test_every_order_keeps_everybody_shown(roster, shown, order):
    assert len(chosen(roster, shown=shown, order=order)) == counts(roster)[shown]


def test_a_name_is_found_by_a_part_of_it_and_is_no_pattern(roster):
    assert list(chosen(roster, shown="all", order="lifter", search=" E ")["lifter"]) == ["abe", "bea", "dee", "eve"]
    assert chosen(roster, shown="all", order="lifter", search=".*").empty


def test_a_line_says_habit_and_attention_in_few_words(roster):
    line = line_of(roster[roster["lifter"] == "cy"].iloc[0].to_dict())
    assert line.trained == "3 days ago"
    assert line.habit == "1.0 days a week, usually 3.0"
    assert line.ahead == "+2\u202f%, +4\u202f% with the plan"
    assert line.attention == "Squat: it has fallen. And 1 more thing."
