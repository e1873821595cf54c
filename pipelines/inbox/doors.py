"""Tables that come by other ways than as a file of their own: standard input, parts in a folder, a query.

Each becomes a file in a folder that goes when it has been ingested; what it held is in the archive then.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from pipelines.errors import LiftcastError, WrongUseError
from pipelines.exports.unwrapped import pack_parts
from pipelines.inbox.mapping_files import is_mapping, mappings_in
from pipelines.inbox.offers import COMPANIONS
from pipelines.inbox.queries import write_query
from pipelines.settings import Settings

STANDARD_INPUT: Final = Path("-")
_LONGEST_QUERY: Final = 1 << 20


@contextmanager
def opened(
    settings: Settings,
    paths: Sequence[Path],
    *,
    name: str | None = None,
    database: str | None = None,
    query: str | None = None,
    stream: IO[bytes],
) -> Iterator[list[Path]]:
    """The files to be ingested, whichever way they come.

    Parameters
    ----------
    settings : Settings
    paths : sequence of Path
        Files and folders; `-` is standard input. With `name`, one of them, and a folder's files are parts of one table.
    name : str or None
        What the table is called.
    database, query : str or None
        Which database to ask, and what; `@FILE` is a file with the query in it.
    stream : binary file
        Standard input.

    Raises
    ------
    WrongUseError
        What was asked for does not go together.
    LiftcastError
        What was named is not there or cannot be read.
    """
    is_piped = STANDARD_INPUT in paths
    if query is None and name is None and not is_piped:
        yield list(paths)
        return
    file = _name(name, paths, has_query=query is not None)
    settings.incoming.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.incoming) as folder:
        place = Path(folder) / file
        if query is not None:
            if not database:
                raise WrongUseError("--query is for --from, or LIFTCAST_FROM, which says which database to ask")
            write_query(database, _query(query), place)
        elif is_piped:
            with place.open("wb") as whole:
                shutil.copyfileobj(stream, whole)
        else:
            _gather(paths[0].expanduser().absolute(), place)
        yield [place]


def _name(name: str | None, paths: Sequence[Path], *, has_query: bool) -> str:
    """See that a table has a name that a file can have, and comes one way."""
    if len(paths) + has_query != 1:
        raise WrongUseError("--name is of one table: name one file, one folder, - or a --query")
    if name is None:
        raise WrongUseError("say what the table is called: --name members, the same each time")
    is_fit = name and Path(name).name == name and not name.startswith(".") and name.isprintable()
    if not is_fit or name.casefold() in COMPANIONS or is_mapping(name):
        raise WrongUseError(f"--name is {name!r}; write a plain name such as members or members.csv")
    return name


def _query(query: str) -> str:
    """The query itself, or what is in the file it names."""
    if not query.startswith("@"):
        return query
    try:
        with Path(query[1:]).expanduser().open(encoding="utf-8") as file:
            return file.read(_LONGEST_QUERY)
    except (OSError, UnicodeDecodeError) as error:
        raise LiftcastError(f"{query[1:]}: the query cannot be read ({error})") from error


def _gather(path: Path, place: Path) -> None:
    """Put the one file, or the parts of the one table, in their place, with the mappings beside them."""
    if not path.exists():
        raise LiftcastError(f"{path}: there is no such file or folder")
    for mapping in mappings_in(path if path.is_dir() else path.parent):
        shutil.copyfile(mapping, place.with_name(mapping.name))
    if not path.is_dir():
        shutil.copyfile(path, place)
        return
    parts = [part for part in sorted(path.iterdir()) if part.is_file() and not part.name.startswith((".", "_"))]
    parts = [part for part in parts if not is_mapping(part.name)]
    if not parts:
        raise LiftcastError(f"{path}: holds no parts of a table")
    pack_parts(parts, place)
