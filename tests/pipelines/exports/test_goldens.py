"""Each layout of each app, as it is written and as it lands.

A new format brings one golden pair here: an input that shows its quirks, and what becomes of each record. Write the
second with `pytest tests/pipelines/exports --write-goldens`, read it, and commit both.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.exports.identify import formats

GOLDEN = Path(__file__).parent / "golden"
INPUTS = sorted(path for path in GOLDEN.iterdir() if not path.name.endswith(".golden.json"))
SAID_ONCE = {"lifter", "app", "layout", "sha256", "ordinal", "load_includes_body_weight"}


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_a_layout_lands_as_it_always_did(path: Path, landed: Any, golden: Callable[[Path, Any], None]) -> None:
    found = landed(path.read_bytes())
    head = {name: getattr(found.landing, name) for name in ("app", "layout", "rows_read", "notes", "error")}
    head["load_includes_body_weight"] = sorted({row["load_includes_body_weight"] for row in found.rows})
    rows = [
        {name: value for name, value in row.items() if value is not None and name not in SAID_ONCE}
        for row in found.rows
    ]
    golden(path.with_suffix(".golden.json"), {**head, "rows": rows})


def test_every_layout_has_a_golden_pair(landed: Any) -> None:
    shown = {
        (found.landing.app, _bare(found.landing.layout)) for found in (landed(path.read_bytes()) for path in INPUTS)
    }
    known = {(form.app, _bare(layout)) for form in formats() for layout in getattr(form, "layouts", ())}
    assert known <= shown


def _bare(layout: str) -> str:
    """Leave out the units of a layout, which vary without changing how it is read."""
    return " ".join(word for word in layout.split() if word not in {"kg", "lb", "km", "mi"})
