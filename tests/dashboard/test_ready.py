"""What is got ready as the server starts, and how much of the machine the pages take for reading."""

import sys

import pytest

from dashboard import ready
from dashboard.parts import queries
from pipelines.settings import Settings


def test_the_first_page_finds_its_answers_and_its_modules_there(published, monkeypatch):
    monkeypatch.setenv("LIFTCAST_HOME", str(published))
    queries._frame.clear()
    for name in [name for name in sys.modules if name.startswith("dashboard.views.week.")]:
        monkeypatch.delitem(sys.modules, name)
    ready.get_ready()
    assert {"dashboard.views.week.charts", "dashboard.views.plan.answers"} <= set(sys.modules)
    assert not any(name.endswith(".page") for name in sys.modules if name.startswith("dashboard.views."))
    monkeypatch.setattr(queries, "_cursor", lambda _source: pytest.fail("the build was asked again"))
    source = queries.source_in_force(Settings.from_environment())
    assert len(queries.frame(source, "roster/roster", horizon_weeks=12)) == 4
    assert len(queries.lifters(source)) == 4
    assert queries.meta(source)["simulated"]


def test_before_the_first_build_there_is_nothing_to_get_ready(tmp_path, monkeypatch):
    monkeypatch.setenv("LIFTCAST_HOME", str(tmp_path))
    ready.get_ready()


@pytest.mark.parametrize(("said", "read_with"), [(None, queries.MEMORY), ("1GB", "1GB")])
def test_builds_are_read_with_little_memory_unless_the_installation_says_how_much(
    published, monkeypatch, said, read_with
):
    monkeypatch.setenv("LIFTCAST_HOME", str(published))
    if said:
        monkeypatch.setenv("LIFTCAST_MEMORY", said)
    source = queries.source_in_force(Settings.from_environment())
    assert source.reading.memory_limit == read_with
    assert source.settings == Settings.from_environment()


def test_what_is_fetched_ahead_is_there_under_the_names_that_streamlit_gives_it():
    found = ready.pieces_ahead()
    assert [name.partition(".")[0] for name in found] == list(ready.AHEAD)
