"""What gives a lifter away in a text: the name, the names of files and the digests that are nobody else's."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import quote

from pipelines.files.atomic import write_text
from pipelines.files.jsonlines import JsonLines
from pipelines.inbox.archive import Ledger, LedgerEntry
from pipelines.inbox.offers import NOBODY
from pipelines.settings import Settings

DELETED: Final = "(deleted)"
SHORT: Final = 4
"""Names of fewer letters stand in ordinary words and sentences too."""

ORDINARY: Final = frozenset(
    {
        "bench",
        "data",
        "deadlift",
        "done",
        "export",
        "failed",
        "file",
        "files",
        "forecast",
        "forecasts",
        "ingest",
        "lift",
        "lifter",
        "lifters",
        "liftcast",
        "muscle",
        "none",
        "press",
        "profile",
        "pull",
        "push",
        "refresh",
        "refused",
        "request",
        "requests",
        "retrain",
        "serve",
        "size",
        "squat",
        "strength",
        "train",
        "training",
        "unit",
        "week",
        "weeks",
        "work",
        "workout",
        "workouts",
    }
)
"""Words that the diary and the log use for other things; a lifter of such a name is looked for where names stand."""
_DIGITS: Final = 12
"""Of a digest that names of landed files hold."""


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What to look for.

    Parameters
    ----------
    lifter : str
    digests : tuple of str
        Of file contents that nobody else brought.
    files : tuple of str
        Names of files that nobody else's have.
    others : tuple of str
        Lifters whose names hold this one.
    """

    lifter: str
    digests: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def are_in(self, text: str) -> bool:
        """Tell whether a text gives the lifter away."""
        return self._pattern.search(self._without_others(text)) is not None

    def taken_out(self, text: str) -> str:
        """Return a text with `(deleted)` where it gave the lifter away."""
        if not self._others:
            return self._pattern.sub(DELETED, text)
        parts = re.split(f"({self._others.pattern})", text)
        return "".join(part if place % 2 else self._pattern.sub(DELETED, part) for place, part in enumerate(parts))

    def may_be_in(self, content: bytes) -> bool:
        """Tell, quickly, whether it is worth looking closer at some bytes."""
        return any(word.encode() in content for word in self.words)

    @property
    def words(self) -> list[str]:
        """Every form of what is looked for."""
        return [*_written(self.lifter), *self.short_digests, *self.files]

    @property
    def short_digests(self) -> list[str]:
        """The digests as far as names of files hold them."""
        return [digest[:_DIGITS] for digest in self.digests]

    @cached_property
    def _others(self) -> re.Pattern[str] | None:
        return re.compile("|".join(map(re.escape, self.others))) if self.others else None

    def _without_others(self, text: str) -> str:
        return self._others.sub("", text) if self._others else text

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        name = "|".join(map(re.escape, _written(self.lifter)))
        is_ordinary = len(self.lifter) < SHORT or self.lifter.casefold() in ORDINARY
        before, after = (
            (r"(?:(?<=[\"'/(\t])|(?<=\| )|^)", r"(?=[\"'/)\t]| \||$)") if is_ordinary else (r"(?<!\w)", r"(?!\w)")
        )
        found = [rf"{before}(?:{name}){after}"]
        found += [rf"(?<!\w){digest[:_DIGITS]}(?:{digest[_DIGITS:]})?" for digest in self.digests]
        found += [rf"(?<!\w){re.escape(file)}(?!\w)" for file in self.files]
        return re.compile("|".join(found), re.MULTILINE)


def _written(name: str) -> list[str]:
    """A name as it stands, and as JSON, Markdown and addresses have it."""
    marked = re.sub(r"([\\|<`\[*_])", r"\\\1", name)
    return sorted({name, json.dumps(name)[1:-1], marked, json.dumps(marked)[1:-1], quote(name)}, key=len, reverse=True)


def marks_of(settings: Settings, lifter: str) -> Marks:
    """Find what gives a lifter away, and what a deletion that was cut short had found."""
    mine, others = _by_owner(list(Ledger(settings)), lifter)
    before = unfinished(settings).get(lifter, Marks(lifter=lifter))
    digests = {entry.sha256 for entry in mine} - {entry.sha256 for entry in others}
    files = {Path(entry.file).name for entry in mine} - {Path(entry.file).name for entry in others}
    names = {entry.lifter for entry in others} | _in_inbox(settings) | {NOBODY}
    return Marks(
        lifter=lifter,
        digests=tuple(sorted({*digests, *before.digests})),
        files=tuple(sorted({*(name for name in files if len(name) > SHORT), *before.files})),
        others=tuple(sorted((name for name in names if lifter in name and name != lifter), key=len, reverse=True)),
    )


def _by_owner(entries: list[LedgerEntry], lifter: str) -> tuple[list[LedgerEntry], list[LedgerEntry]]:
    return [entry for entry in entries if entry.lifter == lifter], [
        entry for entry in entries if entry.lifter != lifter
    ]


def _in_inbox(settings: Settings) -> set[str]:
    return {path.name for path in settings.inbox.iterdir() if path.is_dir()} if settings.inbox.is_dir() else set()


def note_unfinished(settings: Settings, marks: Marks) -> None:
    """Write down that a lifter is being deleted, and what of them, before the first file goes."""
    write_text(_note_of(settings, marks.lifter), json.dumps(asdict(marks), ensure_ascii=False))


def unfinished(settings: Settings) -> dict[str, Marks]:
    """Return whose deletion was begun and is not done, with what gives them away."""
    found = {}
    for path in sorted(notes_folder(settings).glob("*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        found[said["lifter"]] = Marks(
            lifter=said["lifter"],
            digests=tuple(said["digests"]),
            files=tuple(said["files"]),
            others=tuple(said["others"]),
        )
    return found


def note_finished(settings: Settings, lifter: str) -> None:
    """Take the note away: the last trace."""
    _note_of(settings, lifter).unlink(missing_ok=True)
    if (folder := notes_folder(settings)).is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def notes_folder(settings: Settings) -> Path:
    """Where deletions that are under way are noted."""
    return settings.home / "deleting"


def _note_of(settings: Settings, lifter: str) -> Path:
    return notes_folder(settings) / f"{hashlib.sha256(lifter.encode()).hexdigest()[:_DIGITS]}.json"


def keep_lines(path: Path, keeps: Callable[[dict[str, object]], bool]) -> int:
    """Leave only those lines of a file of JSON lines that are to be kept; return how many went."""
    lines = JsonLines(path)
    rows = lines.read()
    kept = [row for row in rows if keeps(row)]
    if len(kept) < len(rows):
        lines.replace(kept)
    return len(rows) - len(kept)
