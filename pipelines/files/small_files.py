"""Small files in which people state something, `profile.toml` and its like: where they lie, and what stands in them."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pipelines.errors import LiftcastError
from pipelines.files.links import leads_out

MOST_BYTES: Final = 1 << 17
"""A hundred times what people write. TOML takes the square of a key's length to read, so more could take hours."""


def first_of(folders: Iterable[Path], name: str) -> Path | None:
    """First of these folders' entries of a name, whatever it is; None where there is none."""
    return next((folder / name for folder in folders if os.path.lexists(folder / name)), None)


def small_text(path: Path, name: str, error: type[LiftcastError]) -> str:
    """Read a small file.

    Parameters
    ----------
    path : Path
    name : str
        What people call the file.
    error : type of LiftcastError
        What to raise.

    Raises
    ------
    LiftcastError
        Of the type given: there is something else than a file, it is too large, not to be read, or no UTF-8.
    """
    try:
        if not path.is_file():
            raise error(f"{name}: is no file; put the file itself there, or remove it")
        if path.is_symlink() and leads_out(path, path.parent):
            raise error(f"{name}: is a link out of its folder, which is not followed; put the file itself there")
        if path.stat().st_size > MOST_BYTES:
            raise error(f"{name}: is larger than {MOST_BYTES:,} bytes, as nobody writes; leave it out, or shorten it")
        return path.read_text(encoding="utf-8-sig")
    except OSError as found:
        raise error(f"{name}: cannot be read ({found.strerror or found}); check who may read it") from found
    except UnicodeDecodeError as found:
        raise error(f"{name}: cannot be read as text ({found}); save it as UTF-8") from found
