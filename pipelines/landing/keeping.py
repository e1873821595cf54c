"""What is kept of exports once they are landed: every byte, but once and compressed."""

import os
import shutil
from pathlib import Path
from typing import Final

from pipelines.errors import LiftcastError
from pipelines.files.atomic import written_beside
from pipelines.files.logs import log
from pipelines.inbox import packing
from pipelines.inbox.archive import Ledger, at_hand
from pipelines.landing.index import Landings
from pipelines.landing.left_out import files_named
from pipelines.settings import Settings

STEPS: Final = 30
"""So many patches at most, one upon the other, are between an old export and one that is kept whole."""


FEW: Final = 64
"""More files than these are made sure of together, which takes the disk a second rather than minutes."""


def pack_archive(settings: Settings) -> None:
    """Compress what was archived as it came; of exports of one lifter and app each older one as a patch of the next.

    What fails, for want of space perhaps, stays as it is, and the next call does it.
    """
    new = {name for name in _names(settings.exports) if "." not in name and len(name) == packing.DIGITS}
    if not new:
        return
    chained = _chained(settings, new)
    is_few, gone = len(chained) <= FEW, list[Path]()
    try:
        for digest, newer, is_milestone in chained:
            gone += packing.pack(settings.exports, digest, newer=None if is_milestone else newer, durable=is_few)
        if not is_few:
            os.sync()
        for form in gone:
            form.unlink(missing_ok=True)
    except OSError as error:
        log.warning("the archive is not compressed further: %s", error)


def bring_back(settings: Settings, name: str, folder: Path) -> Path:
    """Write an archived export into a folder, byte for byte as it came, and return where it is.

    Parameters
    ----------
    name : str
        As `liftcast imports` lists it, or the first digits of its digest; the last to come under a name is meant.

    Raises
    ------
    LiftcastError
        There is no such export, the archive has it damaged, or there is a file of its name already.
    """
    entry = files_named(settings, name)[-1]
    place = folder / Path(entry.file).name
    if place.exists():
        raise LiftcastError(f"{place}: is there already; name another folder with --to")
    try:
        with at_hand(settings, entry.sha256) as kept, written_beside(place) as part:
            shutil.copyfile(kept, part)
    except OSError as error:
        raise LiftcastError(f"{name}: {error.strerror or error} ({error.filename or place})") from error
    return place


def _chained(settings: Settings, new: set[str]) -> list[tuple[str, str | None, bool]]:
    """List what is to be packed, the oldest first: its digest, the next newer export's, and whether it is kept whole.

    A file is a patch only of one that came into the archive after it, so that no two are patches of each other.
    """
    landings, ages = Landings(settings), dict[str, int]()
    chains: dict[tuple[str, str | None, str | None], list[str]] = {}
    for entry in Ledger(settings):
        ages.setdefault(entry.sha256, len(ages))
        landing = landings.current(entry)
        chain = chains.setdefault(
            (entry.lifter, landing.app if landing else None, landing.layout if landing else None), []
        )
        chain.append(entry.sha256)
    found: dict[str, tuple[str, str | None, bool]] = {}
    for chain in chains.values():
        in_order = sorted(set(chain), key=ages.__getitem__)
        for place, digest in enumerate(in_order):
            newer = in_order[place + 1] if place + 1 < len(in_order) else None
            if digest in new or newer in new:
                found.setdefault(digest, (digest, newer, place % STEPS == STEPS - 1))
    return sorted(found.values(), key=lambda each: ages[each[0]])


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return []
