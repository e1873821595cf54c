"""Whoever is to be told is told once, over a real channel; a channel that fails stops nothing."""

import json
import os
import threading
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipelines.errors import CheckError
from pipelines.files.runs import diary
from pipelines.health.record import recorded

PASSWORD = "s3cret-in-the-address"  # noqa: S105 (of nobody)


@pytest.fixture
def told(monkeypatch):
    """Listen as a channel of notices would, and return what came."""
    came = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self):
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("LIFTCAST_NOTIFY", f"json://user:{PASSWORD}@127.0.0.1:{server.server_port}/")
    yield came
    server.shutdown()
    server.server_close()


def run(settings, *, error=None, **counts):
    with pytest.raises(CheckError) if error else nullcontext(), recorded(settings, "ingest") as kept:
        kept.update(counts)
        if error:
            raise CheckError(error)


def titles(told):
    return [notice["title"].removeprefix("Liftcast: ") for notice in told]


def a_day_later(settings):
    place = settings.home / "notices.json"
    kept = json.loads(place.read_text())
    for notice in kept.values():
        if isinstance(notice, dict):
            notice["at"] = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    place.write_text(json.dumps(kept))


def test_a_failure_is_told_once_then_daily_and_its_end_is_told_too(settings, told):
    run(settings)
    assert told == []
    run(settings, error="the build breaks a rule")
    run(settings, error="the build breaks a rule")
    assert titles(told) == ["a run failed"]
    assert "the build breaks a rule" in told[0]["message"]
    a_day_later(settings)
    run(settings, error="the build breaks a rule")
    assert titles(told) == ["a run failed"] * 2
    run(settings, error="the build breaks another rule")
    assert titles(told) == ["a run failed"] * 3
    run(settings)
    run(settings)
    assert titles(told)[3:] == ["all is well again"]


def test_refused_files_and_drift_are_told_when_they_are_new(settings, told):
    run(settings, files_refused=0)
    run(settings, files_refused=2)
    run(settings, files_refused=2)
    assert titles(told) == ["files were refused"]
    assert "2 files could not be read" in told[0]["message"]
    run(settings, files_refused=3, drift="of 10 forecasts 4 held, where 8 were promised")
    run(settings, files_refused=3, drift="of 11 forecasts 5 held, where 9 were promised")
    assert titles(told)[1:] == ["files were refused", "the data have changed"]
    assert "4 held" in told[-1]["message"]


def test_channels_may_stand_in_the_home_too(settings, told, monkeypatch):
    address = os.environ["LIFTCAST_NOTIFY"]
    monkeypatch.delenv("LIFTCAST_NOTIFY")
    settings.home.mkdir(parents=True)
    (settings.home / "notices.toml").write_text(f'urls = ["{address}"]\n')
    run(settings, error="no")
    assert titles(told) == ["a run failed"]


@pytest.mark.parametrize("address", [f"json://user:{PASSWORD}@127.0.0.1:1/", f"nosuch://{PASSWORD}"])
def test_a_channel_that_fails_fails_no_run_and_its_address_is_written_nowhere(settings, monkeypatch, capfd, address):
    monkeypatch.setenv("LIFTCAST_NOTIFY", address)
    run(settings, files_refused=1)
    assert diary(settings)[0]["outcome"] == "done"
    log = (settings.home / "logs" / "liftcast.jsonl").read_text()
    assert "could not be sent" in log
    assert not any(PASSWORD in text for text in (log, *capfd.readouterr()))


def test_what_was_stopped_by_a_person_is_told_to_nobody(settings, told):
    with pytest.raises(KeyboardInterrupt), recorded(settings, "ingest"):
        raise KeyboardInterrupt
    assert told == []
