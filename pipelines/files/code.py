"""Which of the project's own files a result was made by, and their digest: part of the key of what is kept.

The files are found by following imports from the module that makes the result, so that a file that moves or is new
counts without being listed anywhere.
"""

import hashlib
import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from pipelines.settings import PROJECT

PACKAGES: Final = frozenset({"data", "models", "pipelines", "dashboard"})

_IMPORT: Final = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<of>[\w.]+)[ \t]+import[ \t]+(?:\((?P<many>[^)]*)\)|(?P<few>[^\n#]+))"
    r"|import[ \t]+(?P<plain>[^\n#]+))",
    re.MULTILINE,
)
_COMMENT: Final = re.compile(r"#[^\n]*")


def digest_of_code(*modules: str, files: Iterable[str] = (), root: Path = PROJECT) -> str:
    """Digest the modules named, all of ours that they import, and other files.

    Parameters
    ----------
    *modules : str
        Dotted names.
    files : iterable of str
        Patterns below `root` of what the modules read besides: SQL, reference data. `**` goes into folders.
    root : Path
        The folder that holds the packages.

    Returns
    -------
    str
        Hexadecimal digest of names and contents.

    Raises
    ------
    FileNotFoundError
        A module or pattern names nothing: what was meant has moved, and a key without it would go stale unnoticed.
    """
    digest = hashlib.sha256()
    for path in sorted({*files_of_code(*modules, root=root), *_matching(files, root)}):
        digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def files_of_code(*modules: str, root: Path = PROJECT) -> list[Path]:
    """List the files of the modules named and of all of ours that they import, directly or not, sorted.

    Raises
    ------
    FileNotFoundError
        There is no such module.
    """
    waiting, files, folder = list(modules), dict[str, Path | None](), str(root)
    for name in modules:
        if _file_of(name, folder) is None:
            raise FileNotFoundError(f"{root}: there is no module {name}, so its key cannot be worked out")
    while waiting:
        name = waiting.pop()
        if name in files:
            continue
        path = _file_of(name, folder)
        files[name] = path
        if path is not None:
            package = name.rpartition(".")[0]
            waiting += [*_imported(path.read_text(encoding="utf-8")), *([package] if package else [])]
    return sorted(path for path in files.values() if path is not None)


def _file_of(module: str, root: str) -> Path | None:
    """Find a module's file; None where the name is no module but something in one."""
    place = os.path.join(root, *module.split("."))  # noqa: PTH118 (two thousand names: a Path of each costs more)
    for path in (f"{place}.py", f"{place}/__init__.py"):
        if os.path.isfile(path):  # noqa: PTH113 (as above)
            return Path(path)
    return None


@lru_cache(maxsize=4096)
def _imported(code: str) -> tuple[str, ...]:
    """Name what code may import of ours: modules, and names that may be modules."""
    names: list[str] = []
    for match in _IMPORT.finditer(code):
        if match["plain"]:
            names += [part.split()[0] for part in match["plain"].split(",") if part.split()]
        elif match["of"].split(".")[0] in PACKAGES:
            listed = _COMMENT.sub("", match["many"] or match["few"]).split(",")
            names += [match["of"], *(f"{match['of']}.{part.split()[0]}" for part in listed if part.split())]
    return tuple(name for name in names if name.split(".")[0] in PACKAGES)


def _matching(patterns: Iterable[str], root: Path) -> list[Path]:
    """List the files that patterns name."""
    paths: list[Path] = []
    for pattern in patterns:
        matched = [path for path in root.glob(pattern) if path.is_file()]
        if not matched:
            raise FileNotFoundError(f"{root}: nothing matches {pattern}, so a key cannot be worked out")
        paths += matched
    return paths
