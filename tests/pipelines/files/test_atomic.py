"""Whatever happens while a file is written, its place holds the old content or the new."""

import os
import signal
import subprocess
import sys

import pytest

from pipelines.files import atomic


def parts(folder):
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path, durable):
    place = tmp_path / "new" / "file.txt"
    atomic.write_text(place, "zwölf\n", durable=durable)
    assert place.read_text(encoding="utf-8") == "zwölf\n"
    assert [path.name for path in place.parent.iterdir()] == ["file.txt"]


def test_an_error_while_writing_leaves_the_file_as_it_was(tmp_path):
    place = tmp_path / "file.txt"
    place.write_text("before")

    def write_half():
        with atomic.written_beside(place) as part:
            part.write_text("ha")
            assert place.read_text() == "before"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert place.read_text() == "before"
    assert not parts(tmp_path)


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path):
    place = tmp_path / "file.txt"
    place.write_text("before")
    place.chmod(0o640)
    atomic.write_text(place, "after")
    assert (place.read_text(), place.stat().st_mode & 0o777) == ("after", 0o640)


def test_only_a_durable_file_is_flushed_and_then_its_folder(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.append(os.path.isdir(f"/proc/self/fd/{handle}")))  # noqa: PTH112
    atomic.write_text(tmp_path / "quick.txt", "x", durable=False)
    assert flushed == []
    atomic.write_text(tmp_path / "kept.txt", "x")
    assert flushed == [False, True]


def test_what_a_killed_process_leaves_is_hidden_and_swept(tmp_path):
    place = tmp_path / "file.txt"
    place.write_text("before")
    program = (
        "import os, signal, sys; from pathlib import Path; from pipelines.files.atomic import written_beside\n"
        "with written_beside(Path(sys.argv[1])) as part:\n"
        "    part.write_text('ha'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(place)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert place.read_text() == "before"
    (left,) = parts(tmp_path)
    assert left.startswith(".")
    (tmp_path / "a.part").write_text("somebody else's")
    atomic.sweep(tmp_path, tmp_path / "nowhere")
    assert parts(tmp_path) == ["a.part"]
