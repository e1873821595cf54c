"""The log: a JSON object a line, whole lines from however many processes, of a size that does not grow."""

import json
import logging
import subprocess
import sys
from dataclasses import replace

import pytest

from pipelines.errors import CheckError
from pipelines.files import logs
from pipelines.files.runs import diary
from pipelines.health.record import recorded

WRITER = """
import sys
from pathlib import Path
from pipelines.files import logs
from pipelines.settings import Settings
logs.MOST_BYTES = 20_000
logs.begin(Settings(home=Path(sys.argv[1])))
for number in range(200):
    logs.log.info("line", extra={"writer": sys.argv[2], "number": number})
"""


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def look():
    logs.log.info("looking at %s", "strong.csv")
    return 1 / 0


def test_a_run_is_logged_with_its_id_and_the_traceback_of_its_failure(settings):
    with pytest.raises(ZeroDivisionError), recorded(settings, "train"):
        look()
    begins, looking, failed = lines(settings.home / "logs" / "liftcast.jsonl")
    assert begins["run"] == looking["run"] == failed["run"] == diary(settings)[0]["run"]
    assert looking["said"] == "looking at strong.csv"
    assert "ZeroDivisionError" in failed["traceback"]
    assert "Traceback" not in diary(settings)[0]["error"]


def test_another_place_may_be_asked_for(settings, tmp_path):
    with recorded(replace(settings, log_file=tmp_path / "mine.jsonl"), "train"):
        pass
    assert [line["said"] for line in lines(tmp_path / "mine.jsonl")] == ["train begins", "train is done"]
    assert not (settings.home / "logs").exists()


def test_several_processes_write_whole_lines_and_none_is_lost_by_rotating(settings):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(settings.home), name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    files = list((settings.home / "logs").glob("liftcast.jsonl*"))
    kept = [line for file in files if not file.name.endswith(".lock") for line in lines(file)]
    assert 1 < len(files) <= logs.OLDER_FILES + 2
    for name in "ab":
        numbers = sorted(line["number"] for line in kept if line["writer"] == name)
        assert numbers == list(range(200))[-len(numbers) :]
    assert max(file.stat().st_size for file in files) <= 20_000


def test_a_home_that_cannot_be_written_to_is_worked_on_without_a_log(settings):
    settings.home.parent.mkdir(parents=True, exist_ok=True)
    settings.home.write_text("no folder")
    logs.begin(settings)
    logs.log.error("nobody hears")


def test_a_failed_command_leaves_its_error_in_the_log_too(settings):
    with pytest.raises(CheckError), recorded(settings, "ingest"):
        raise CheckError("a rule is broken")
    assert lines(settings.home / "logs" / "liftcast.jsonl")[-1]["level"] == logging.getLevelName(logging.ERROR).lower()
