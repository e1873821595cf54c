"""Inputs that fuzzing found (benchmarks/fuzz.py), as small as they could be made: each is refused in a sentence, or read."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import LiftcastError
from pipelines.exports.body.identify import body_formats
from pipelines.exports.identify import formats
from pipelines.exports.reading.source import Source

FUZZED = sorted((Path(__file__).parent / "fuzzed").iterdir())


@pytest.mark.parametrize("path", FUZZED, ids=lambda path: path.name)
def test_every_reader_refuses_in_a_sentence_or_reads(path: Path) -> None:
    for form in (*formats(), *body_formats()):
        source = Source(path, path.name)
        with suppress(LiftcastError):
            if form.recognises(source):
                form.read(source)


@pytest.mark.parametrize("path", FUZZED, ids=lambda path: path.name)
def test_landing_accounts_for_it_or_refuses_it(landed: Any, path: Path) -> None:
    landing = landed(path.read_bytes()).landing
    assert landing.error or landing.rows_read == landing.rows_sets + landing.rows_not_sets + landing.rows_rejected
