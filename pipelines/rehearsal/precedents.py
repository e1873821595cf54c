"""What was ingested before, lent to a rehearsal: linked to, never copied, never written."""

from collections.abc import Collection
from pathlib import Path

from pipelines.files.jsonlines import JsonLines
from pipelines.inbox.packing import needed
from pipelines.landing.undecided import hold, undecided
from pipelines.settings import Settings
from pipelines.warehouse.publish import current_build


def lend(settings: Settings, scratch: Settings, lifters: Collection[str]) -> None:
    """Put what some lifters ingested before in front of what a rehearsal has read, and the build in force beside it.

    Parameters
    ----------
    settings, scratch : Settings
        The installation, which is only read, and the home of the rehearsal.
    lifters : collection of str
        Whose: whoever brought the files, all of a file of several lifters comes along.
    """
    landed = JsonLines(settings.landed / "index.jsonl").read()
    brought = {(row.get("owner") or row["lifter"], row["sha256"]) for row in landed if row["lifter"] in lifters}
    ledger = [row for row in JsonLines(settings.exports / "ledger.jsonl").read() if _key(row) in brought]
    for row in ledger:
        for kept in needed(settings.exports, row["sha256"]):
            _link(kept, scratch.exports / kept.name)
    index = [row for row in landed if (row.get("owner") or row["lifter"], row["sha256"]) in brought]
    for place in {row[name] for row in index for name in ("landed", "landed_body") if row.get(name)}:
        _link(settings.landed / place, scratch.landed / place)
    held = {(*_key(row), row["origin"]) for row in ledger}
    new = [row for row in JsonLines(scratch.exports / "ledger.jsonl").read() if (*_key(row), row["origin"]) not in held]
    _write(scratch.exports / "ledger.jsonl", [*ledger, *new])
    _write(scratch.landed / "index.jsonl", [*index, *JsonLines(scratch.landed / "index.jsonl").read()])
    hold(scratch, undecided(settings))
    _lend_build(settings, scratch)


def _lend_build(settings: Settings, scratch: Settings) -> None:
    """Let the rehearsal compare with the build in force."""
    build = current_build(settings)
    if build is not None:
        _link(build.path, scratch.builds / build.path.name)
        scratch.current.write_text(build.name, encoding="utf-8")


def _key(row: dict[str, str]) -> tuple[str, str]:
    return row["lifter"], row["sha256"]


def _link(target: Path, place: Path) -> None:
    """Link to a file unless the rehearsal has made its own."""
    if target.exists() and not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target.resolve())


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    """Write a file of JSON lines anew."""
    path.unlink(missing_ok=True)
    with JsonLines(path) as lines:
        for row in rows:
            lines.append(row)
