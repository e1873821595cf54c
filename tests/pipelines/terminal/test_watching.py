"""`liftcast milestone` and `liftcast alerts`: answers from the published build, in numbers and in words."""

import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from pipelines.running import steps
from pipelines.settings import Settings
from pipelines.terminal import cli

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Give a home with one lifter of 30 weeks, forecast."""
    settings = Settings(home=tmp_path_factory.mktemp("home") / "var", threads=2)
    folder = settings.inbox / "anna"
    folder.mkdir(parents=True)
    lines = [HEADER]
    for week in range(30):
        for weekday in (0, 3):
            day = date(2024, 1, 1) + timedelta(weeks=week, days=weekday)
            for name, load in {"Bench Press (Barbell)": 80, "Squat (Barbell)": 110}.items():
                weight = round(load * (1 + 0.004 * week) / 2.5) * 2.5
                lines += [f'{day} 18:00:00,"All",1h,"{name}",{order},{weight},8,0,0,"","",' for order in range(1, 4)]
    (folder / "strong.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    steps.refresh(settings)
    return settings.home


def run(home, monkeypatch, *words):
    monkeypatch.setenv("LIFTCAST_HOME", str(home))
    return CliRunner().invoke(cli.app, [*words])


def answer(home, monkeypatch, *words):
    result = run(home, monkeypatch, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_lift_has_its_next_round_load_under_every_style_and_the_plan(home, monkeypatch):
    rows = answer(home, monkeypatch, "milestone")
    assert len(rows) == 2 * 5
    assert {row["style"] for row in rows} == {"strength", "hypertrophy", "hybrid", "as_now", "plan"}
    assert all(row["load_kg"] > row["now_kg"] for row in rows)
    assert all("not a fact" in row["text"] for row in rows)


def test_any_load_of_any_lift_has_a_chance_by_every_week(home, monkeypatch):
    rows = answer(home, monkeypatch, "milestone", "--lift", "squat", "--load", "400lb")
    assert {row["exercise_id"] for row in rows} == {"squat_barbell"}
    for row in rows:
        assert row["load_kg"] == pytest.approx(400 * 0.45359237)
        by = [chance["p_by"] for chance in row["chances"]]
        assert [chance["weeks"] for chance in row["chances"]] == list(range(1, 53))
        assert by == sorted(by)
        assert date.fromisoformat(row["chances"][3]["by"]) == date.fromisoformat(row["cutoff"]) + timedelta(weeks=4)
        if row["even_by"]:
            even = next(chance for chance in row["chances"] if chance["by"] == row["even_by"])
            assert even["p_by"] >= 0.5


def test_people_get_a_table_that_names_each_lift_once_and_says_that_it_is_a_projection(home, monkeypatch):
    result = run(home, monkeypatch, "milestone")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("Squat (barbell)") == 1
    assert all(name in result.stdout for name in ("Strength", "Hypertrophy", "Hybrid", "As now", "even bet by"))
    assert "not a fact" in result.stdout
    assert "there already" in run(home, monkeypatch, "milestone", "--lift", "bench press", "--load", "60kg").output


def test_a_load_lifted_already_is_said_to_be(home, monkeypatch):
    rows = answer(home, monkeypatch, "milestone", "--lift", "bench press", "--load", "60kg")
    assert all(row["is_reached"] and "there already" in row["text"] for row in rows)


def test_an_unknown_lift_is_told_which_there_are(home, monkeypatch):
    result = run(home, monkeypatch, "milestone", "--lift", "clean and jerk")
    assert "Squat (barbell)" in str(result.exception)


def test_alerts_come_with_facts_and_what_was_not_looked_at(home, monkeypatch):
    rows = answer(home, monkeypatch, "alerts", "--lifter", "anna")
    kinds = {row["kind"]: row for row in rows}
    assert kinds["not_trained_lately"]["since"] == "2024-07-25"
    assert kinds["goal_mismatch"]["severity"] == "unknown"
    assert all(row["facts"]["text"] for row in rows)
    assert [row["severity"] for row in rows][-1] == "unknown"
    said = run(home, monkeypatch, "alerts")
    assert said.exit_code == 0
    assert "Not trained lately, since 2024-07-25: no training logged" in " ".join(said.stdout.split())
    assert "We can’t say whether your training fits your goal" in " ".join(said.stdout.split())
    assert "_" not in said.stdout


@pytest.mark.parametrize("command", ["alerts", "recommend"])
def test_sentences_are_answers_and_go_where_answers_go(home, monkeypatch, command):
    sentences = answer(home, monkeypatch, command)
    result = run(home, monkeypatch, command)
    assert sentences
    assert all(row["lifter"] in result.stdout for row in sentences)
    assert result.stderr == ""
