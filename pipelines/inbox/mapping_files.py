"""Which files of the inbox are mappings, by their names."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

FILE: Final = "mapping.toml"


def is_mapping(name: str) -> bool:
    """Tell a mapping by its name: `mapping.toml`, or anything ending in `.mapping.toml`."""
    return name.casefold() == FILE or name.casefold().endswith(f".{FILE}")


def mappings_in(folder: Path) -> list[Path]:
    """Mapping files straight in a folder, by name."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if is_mapping(entry.name) and not entry.name.startswith("."))
    except OSError:
        return []
    return [folder / name for name in names]


def mappings_within(folder: Path) -> list[Path]:
    """Mapping files anywhere in a folder, and what bears the name of one."""
    held = ((Path(place), [*folders, *files]) for place, folders, files in os.walk(folder))
    paths = (place / name for place, names in held for name in names if is_mapping(name))
    return sorted(path for path in paths if not path.name.startswith("."))


def has_mappings(inbox: Path, lifters: Iterable[str]) -> bool:
    """Whether there is any mapping, for everybody or beside the exports of these lifters."""
    return bool(mappings_in(inbox)) or any(mappings_within(inbox / lifter) for lifter in lifters)
