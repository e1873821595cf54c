"""One JSON document: compact in a file or a pipe, indented on a terminal, and the same in both."""

import json
import sys
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.terminal import screen

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=4)


def printed(answer, monkeypatch, capsys, *, is_terminal, simulated=True):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    screen.print_json(answer, simulated=simulated)
    return capsys.readouterr().out


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=OBJECTS | st.lists(OBJECTS, max_size=3) | st.none(), simulated=st.booleans())
def test_a_pipe_and_a_terminal_are_told_the_same(monkeypatch, capsys, answer, simulated):
    piped, shown = (
        printed(answer, monkeypatch, capsys, is_terminal=there, simulated=simulated) for there in (False, True)
    )
    assert json.loads(piped) == json.loads(shown)
    documents = answer if isinstance(answer, list) else [answer]
    told = json.loads(piped) if isinstance(answer, list) else [json.loads(piped)]
    for meant, said in zip(documents, told, strict=True):
        assert said == (None if meant is None else meant | {"simulated": simulated})


def test_only_a_terminal_gets_line_breaks(monkeypatch, capsys):
    answer = {"forecasts": [{"lifter": "ann", "cutoff": date(2026, 1, 5), "q50": 100.0}], "size": []}
    assert printed(answer, monkeypatch, capsys, is_terminal=False) == (
        '{"forecasts":[{"lifter":"ann","cutoff":"2026-01-05","q50":100.0}],"size":[],"simulated":true}\n'
    )
    assert len(printed(answer, monkeypatch, capsys, is_terminal=True).splitlines()) == 11


@pytest.mark.parametrize("is_terminal", [False, True])
def test_dates_are_iso_and_what_is_no_number_is_null(monkeypatch, capsys, is_terminal):
    at = datetime.fromisoformat("2026-01-05T18:00")
    rows = [{"at": at, "x": float("nan"), "y": np.float64("nan"), "n": np.int64(3), "t": (1, {2: 3})}]
    assert json.loads(printed(rows, monkeypatch, capsys, is_terminal=is_terminal, simulated=False)) == [
        {"at": "2026-01-05T18:00:00", "x": None, "y": None, "n": 3, "t": [1, {"2": 3}], "simulated": False}
    ]


@pytest.mark.parametrize("is_terminal", [False, True])
def test_rows_that_come_one_by_one_are_told_as_a_list_is(monkeypatch, capsys, is_terminal):
    rows = [{"lifter": "ann", "q50": 100.0}, {"lifter": "ben", "q50": 90.0}]
    listed = printed({"forecasts": rows, "size": []}, monkeypatch, capsys, is_terminal=is_terminal)
    answer = {"forecasts": iter(rows), "size": iter([])}
    assert printed(answer, monkeypatch, capsys, is_terminal=is_terminal) == listed
