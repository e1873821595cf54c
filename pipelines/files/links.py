"""Links in what people drop in: they are followed within it, never out of it, where others' files lie."""

from pathlib import Path


def leads_out(path: Path, folder: Path) -> bool:
    """Tell whether a path, followed link by link, ends outside a folder; one that leads to itself does not end."""
    try:
        return not path.resolve(strict=False).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False
