"""All that is a lifter's, handed back: files as they were dropped in, and the tables made of them."""

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from pipelines.errors import LiftcastError, NothingYetError, UnknownLifterError
from pipelines.files.atomic import written_beside
from pipelines.files.places import Folder
from pipelines.handing_out import files
from pipelines.handing_out.asked import ALL, Format, Whose, tables_of
from pipelines.handing_out.results import LOGGED
from pipelines.inbox.archive import Ledger, at_hand
from pipelines.lifters.present import require_present
from pipelines.lifters.traces import inbox_files
from pipelines.settings import Settings

FILES: Final = "files"
TABLES: Final = "tables"


@dataclass(frozen=True, kw_only=True)
class HandedBack:
    """What was handed back.

    Parameters
    ----------
    folder : Path
    files : int
        As dropped in.
    tables : dict of str to int
        Rows by table.
    """

    folder: Path
    files: int
    tables: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return asdict(self) | {"folder": str(self.folder)}


def hand_back(settings: Settings, lifter: str, to: Path) -> HandedBack:
    """Write a lifter's files as they were dropped in, and their tables as Parquet and CSV, into a folder.

    Parameters
    ----------
    settings : Settings
    lifter : str
    to : Path
        Made where it is missing; gets `files/` and `tables/`.

    Raises
    ------
    LiftcastError
        The home holds nothing of such a lifter, or the folder cannot be written to.
    """
    require_present(settings, [lifter])
    to = to.expanduser().absolute()
    try:
        count = sum(1 for _ in _give_files(settings, lifter, to / FILES))
        tables = _give_tables(settings, lifter, to / TABLES)
    except OSError as error:
        raise LiftcastError(f"{to}: cannot be written to ({error.strerror or error}); name another folder") from error
    return HandedBack(folder=to, files=count, tables=tables)


def zipped(settings: Settings, lifter: str) -> bytes:
    """Return the same as one zip."""
    with TemporaryDirectory(prefix="liftcast-") as name:
        folder = Path(name) / "all"
        hand_back(settings, lifter, folder)
        packed = Path(name) / "all.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(folder))
        return packed.read_bytes()


def _give_files(settings: Settings, lifter: str, to: Path) -> Iterator[Path]:
    """Copy what lies in the inbox, then from the archive what lies there no more."""
    folder, given = settings.inbox / lifter, set[str]()
    source = folder.resolve() if folder.is_symlink() else folder
    for path in (each for each in inbox_files(settings, lifter) if each.is_file()):
        name = path.relative_to(source) if path.is_relative_to(source) else Path(path.name)
        given.add(str(name))
        yield _copied(path, to / name)
    for entry in Ledger(settings):
        is_there = entry.file in given or entry.file.split("/")[0] in given
        if entry.lifter == lifter and not is_there:
            with at_hand(settings, entry.sha256) as kept:
                parts = [part for part in Path(entry.file).parts if part not in {"..", "/"}]
                yield _copied(kept, to.joinpath(*parts))


def _copied(path: Path, place: Path) -> Path:
    with written_beside(place, durable=False) as part:
        shutil.copyfile(path, part)
    return place


def _give_tables(settings: Settings, lifter: str, to: Path) -> dict[str, int]:
    """Write the tables that there are: what is not forecast yet is left out, and so is who is in no build yet."""
    whose = Whose(lifters=(lifter,))
    for names in (tables_of(ALL), tuple(sorted(LOGGED))):
        try:
            for form in (Format.parquet, Format.csv):
                done = [files.export(settings, name, Folder(to), form=form, whose=whose) for name in names]
            (to / files.MANIFEST).unlink(missing_ok=True)
            return {name: each.tables[name].rows for name, each in zip(names, done, strict=True)}
        except UnknownLifterError:
            return {}
        except NothingYetError:
            continue
    return {}
