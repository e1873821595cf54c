"""A ledger holds whole lines: a disk that is full, or a power cut, leaves no half of one that stays."""

import resource
import signal

import pytest

from pipelines.files.jsonlines import JsonLines


@pytest.fixture
def little_room():
    """Let no file grow beyond some bytes."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def limited(most_bytes):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, before[1]))

    yield limited
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_line_there_is_no_room_for_is_not_there_at_all(tmp_path, little_room):
    path = tmp_path / "ledger.jsonl"
    with JsonLines(path) as lines:
        lines.append({"file": "one"})
        whole = path.read_bytes()
        little_room(len(whole) + 7)
        with pytest.raises(OSError, match="File too large"):
            lines.append({"file": "two"})
        assert path.read_bytes() == whole
        little_room(10_000)
        lines.append({"file": "three"})
    assert [row["file"] for row in JsonLines(path).read()] == ["one", "three"]


def test_half_a_line_at_the_end_is_healed(tmp_path):
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(b'{"file": "one"}\n{"file": "tw')
    assert [row["file"] for row in JsonLines(path).read()] == ["one"]
    with JsonLines(path) as lines:
        lines.append({"file": "three"})
    assert path.read_bytes() == b'{"file": "one"}\n{"file": "three"}\n'


def test_a_file_written_anew_is_written_on(tmp_path):
    path = tmp_path / "ledger.jsonl"
    with JsonLines(path) as lines:
        lines.append({"file": "one"})
        lines.append({"file": "two"})
        lines.replace([{"file": "two"}])
        lines.append({"file": "three"})
    assert [row["file"] for row in JsonLines(path).read()] == ["two", "three"]
