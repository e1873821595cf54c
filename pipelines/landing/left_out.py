"""Files that a person has taken out of force: `left_out.csv` in the lifter's folder of the inbox.

What was ingested stays in the archive, byte for byte; a build is made as if the file had not come.
"""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from pipelines.errors import LiftcastError, ProfileError
from pipelines.files.locking import writing
from pipelines.files.small_files import small_text
from pipelines.inbox.offers import LEFT_OUT_FILE
from pipelines.landing.index import LandedEntry, landed_entries
from pipelines.landing.undecided import release
from pipelines.people.profiles import lifter_folders
from pipelines.settings import Settings

COLUMNS: Final = ("file", "sha256")
LEAST_DIGITS: Final = 8
MOST_NAMES: Final = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """One line of the file.

    Parameters
    ----------
    file : str
        Name of the file within the lifter's folder.
    sha256 : str
        The first digits, or all, of the digest of its content; empty for whatever came under this name.
    """

    file: str
    sha256: str = ""

    def means(self, file: str, sha256: str) -> bool:
        """Tell whether this line speaks of a file."""
        return sha256.startswith(self.sha256) if self.sha256 else file == self.file


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """What `decide` did.

    Parameters
    ----------
    entries : tuple of LandedEntry
        The file, once for each lifter who has rows in it.
    is_changed : bool
        Whether that was not so before.
    places : tuple of Path
        Where it is written down.
    """

    entries: tuple[LandedEntry, ...]
    is_changed: bool
    places: tuple[Path, ...]


def read_left_out(path: Path) -> list[LeftOut]:
    """Read which files count no more.

    Raises
    ------
    ProfileError
        The file is no table of the columns `file` and `sha256`.
    """
    what_to_do = f"write a table with {', '.join(COLUMNS)}"
    try:
        reader = csv.DictReader(io.StringIO(small_text(path, str(path), ProfileError), newline=""))
        if "file" not in (reader.fieldnames or ()):
            raise ProfileError(f"{path}: has no column file; {what_to_do}")
        rows = [LeftOut(**{name: (row.get(name) or "").strip() for name in COLUMNS}) for row in reader]
    except csv.Error as error:
        raise ProfileError(f"{path}: cannot be read ({error}); {what_to_do}") from error
    short = [row.sha256 for row in rows if row.sha256 and len(row.sha256) < LEAST_DIGITS]
    if short:
        raise ProfileError(f"{path}: sha256 is {short[0]!r}; write at least its first {LEAST_DIGITS} digits")
    return [row for row in rows if row.file or row.sha256]


def decide(settings: Settings, name: str, way: Literal["leave out", "take back"]) -> Decided:
    """Take a file out of force, or back into it; it counts from the next build on.

    Parameters
    ----------
    name : str
        As `liftcast imports` lists it, with or without its lifter, or its path in the inbox, or the first digits of
        its digest. Of several contents that came under one name the last one that can be left out, or taken back, is
        meant.

    Raises
    ------
    LiftcastError
        No such file was ingested, or it is not clear which is meant.
    ProfileError
        The file of such decisions that is there cannot be used; nothing is written.
    BusyError
        If another process is writing.
    """
    with writing(settings):
        named = files_named(settings, name)
        is_left_out = {(entry.lifter, entry.sha256) for entry in named if _is_left_out(settings, entry)}
        is_out = set(is_left_out)
        if way == "take back":
            is_out |= {(entry.lifter, entry.sha256) for entry in named if entry.is_undecided}
        open_ = [entry for entry in named if ((entry.lifter, entry.sha256) in is_out) == (way == "take back")]
        last = (open_ or named)[-1]
        meant = tuple(entry for entry in named if entry.sha256 == last.sha256)
        changed = [entry for entry in open_ if entry.sha256 == last.sha256]
        release(settings, {last.sha256})
        if way == "leave out":
            places = {entry.lifter: _add(settings, entry) for entry in changed}
        else:
            written = [entry for entry in changed if (entry.lifter, entry.sha256) in is_left_out]
            places = {entry.lifter: _take_away(settings, entry) for entry in written}
    return Decided(entries=meant, is_changed=bool(changed), places=tuple(places.values()))


def said_of_decision(decided: Decided, *, is_undone: bool) -> str:
    """Say what became of a decision about a file."""
    files = ", ".join(f"{entry.lifter}/{entry.file}" for entry in decided.entries)
    came = f"{decided.entries[0].first_seen_at:.10}, sha256 {decided.entries[0].sha256:.12}"
    if not decided.is_changed:
        return f"{files} (came {came}) {'is left out' if is_undone else 'counts'} already."
    places = ", ".join(map(str, decided.places))
    if is_undone:
        return f"Left out {files} (came {came}), as if it had not come: written into {places}. The file itself is kept."
    return f"Took back {files} (came {came}){f': taken out of {places}' if places else ''}."


def left_out(entries: Iterable[LandedEntry], lines: dict[str, list[LeftOut]]) -> set[tuple[str, str]]:
    """The files (lifter, sha256) that do not count, by what each lifter's file says."""
    return {
        (entry.lifter, entry.sha256)
        for entry in entries
        if any(line.means(entry.file, entry.sha256) for line in lines.get(entry.lifter, ()))
    }


def files_named(settings: Settings, name: str) -> list[LandedEntry]:
    """The files that a name may mean, in the order they came: all of the same lifters.

    Raises
    ------
    LiftcastError
        None, or those of several lifters.
    """
    entries = [entry for entry in landed_entries(settings) if not entry.error]
    found = [entry for entry in entries if _is_named(settings, entry, name)]
    if not found:
        known = sorted({f"{entry.lifter}/{entry.file}" for entry in entries})
        more = f" and {len(known) - MOST_NAMES} more" if len(known) > MOST_NAMES else ""
        there = f"there are {', '.join(known[:MOST_NAMES])}{more}" if known else "nothing was ingested yet"
        raise LiftcastError(f"{name}: no file of this name was ingested; {there}")
    digests_of = {lifter: {e.sha256 for e in found if e.lifter == lifter} for lifter in {e.lifter for e in found}}
    if len(set(map(frozenset, digests_of.values()))) > 1:
        raise LiftcastError(
            f"{name}: is the name of files of several lifters ({', '.join(sorted(digests_of))}); write whose it is, "
            f"such as {found[0].lifter}/{found[0].file}"
        )
    return found


def _is_named(settings: Settings, entry: LandedEntry, name: str) -> bool:
    """Tell whether a person may mean this file by a name."""
    path = Path(name).expanduser().absolute()
    is_here = any(path == folder / entry.file for folder in lifter_folders(settings, entry.lifter))
    is_digest = len(name) >= LEAST_DIGITS and entry.sha256.startswith(name.casefold())
    return is_here or is_digest or name in (entry.file, f"{entry.lifter}/{entry.file}")


def _place(settings: Settings, lifter: str) -> Path:
    """Where a lifter's decisions lie, or are to lie."""
    folders = lifter_folders(settings, lifter)
    there = next((folder / LEFT_OUT_FILE for folder in folders if (folder / LEFT_OUT_FILE).is_file()), None)
    return there or next((folder for folder in folders if folder.is_dir()), folders[0]) / LEFT_OUT_FILE


def lines_of(settings: Settings, lifter: str) -> list[LeftOut]:
    """Read a lifter's decisions, none where there is no file.

    Raises
    ------
    ProfileError
        As from `read_left_out`.
    """
    path = _place(settings, lifter)
    return read_left_out(path) if path.is_file() else []


def _is_left_out(settings: Settings, entry: LandedEntry) -> bool:
    return bool(left_out([entry], {entry.lifter: lines_of(settings, entry.lifter)}))


def _add(settings: Settings, entry: LandedEntry) -> Path:
    """Write down that a file does not count."""
    line = LeftOut(file=entry.file, sha256=entry.sha256)
    return _write(_place(settings, entry.lifter), [*lines_of(settings, entry.lifter), line])


def _take_away(settings: Settings, entry: LandedEntry) -> Path:
    """Take away what says that a file does not count; other contents that came under its name stay out."""
    kept: list[LeftOut] = []
    for line in lines_of(settings, entry.lifter):
        if not line.means(entry.file, entry.sha256):
            kept.append(line)
        elif not line.sha256:
            kept += _others(settings, entry)
    return _write(_place(settings, entry.lifter), kept)


def _others(settings: Settings, entry: LandedEntry) -> list[LeftOut]:
    """Lines for the other contents that came under a file's name."""
    same = (each for each in landed_entries(settings) if (each.lifter, each.file) == (entry.lifter, entry.file))
    return [LeftOut(file=each.file, sha256=each.sha256) for each in same if each.sha256 != entry.sha256]


def _write(path: Path, lines: Sequence[LeftOut]) -> Path:
    """Write decisions beside their place and rename them into it."""
    made = io.StringIO()
    writer = csv.DictWriter(made, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(line) for line in lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{os.getpid()}.part")
    part.write_text(made.getvalue(), encoding="utf-8")
    part.replace(path)
    return path
