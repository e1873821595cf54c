"""Files of fitted models: written and read without anything of them being run, known by their digest."""

import hashlib
import shutil
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final

from models import forecasters
from pipelines.errors import ModelError
from pipelines.files.code import files_of_code
from pipelines.settings import PROJECT

FORECASTERS: Final = "models.forecasters.candidates"
NEEDED: Final = ("mlflow", "numpy", "pandas", "scikit-learn", "scipy", "skops", "threadpoolctl")
"""What a model needs beside our own code to be loaded and to forecast, by the names that packages install under."""


def read_model(path: Path, sha256: str) -> Any:
    """Read a fitted estimator, if its file is the one that was registered.

    Raises
    ------
    ModelError
        The file is gone, is not the one registered, or holds what may not be read.
    """
    if not path.is_file():
        raise ModelError(f"{path}: the champion's file is gone; make it again with `liftcast train --force`")
    digest = digest_of(path)
    if digest != sha256:
        raise ModelError(
            f"{path}: is not the file registered (digest {digest[:12]}, expected {sha256[:12]}) and was not "
            "read; make it again with `liftcast train --force`"
        )
    import skops.io  # noqa: PLC0415 (a second to import: only those who forecast wait)
    from skops.io.exceptions import UntrustedTypesFoundException  # noqa: PLC0415 (as above)

    try:
        return skops.io.load(path, trusted=trusted_types())
    except UntrustedTypesFoundException as error:
        raise ModelError(f"{path}: holds types that may not be read ({error}); retrain with this version") from error


def trusted_types() -> list[str]:
    """Names of all that a model file may hold beside numbers, strings and scikit-learn's own estimators.

    These are the classes of our forecasters, wherever in their room they lie: a new candidate or a module that moves
    needs no list to be kept. Reading one back sets its attributes and runs nothing.
    """
    modules = [import_module(f"{forecasters.__name__}.{each.name}") for each in iter_modules(forecasters.__path__)]
    kinds = [kind for module in modules for kind in vars(module).values() if isinstance(kind, type)]
    return sorted({f"{kind.__module__}.{kind.__qualname__}" for kind in kinds if _is_ours(kind)})


def requirements() -> list[str]:
    """Packages that a model needs to be loaded elsewhere, each of the version it was fitted with."""
    return [f"{name}=={version(name)}" for name in NEEDED]


def copy_code(folder: Path) -> list[Path]:
    """Copy the code that forecasts, and all of ours that it imports, into a folder.

    Returns
    -------
    list of Path
        The packages there.
    """
    for path in files_of_code(FORECASTERS):
        place = folder / path.relative_to(PROJECT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return sorted(folder.iterdir())


def digest_of(path: Path) -> str:
    """Digest a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_ours(kind: type) -> bool:
    """Tell a forecaster's own class from what its module imports."""
    return kind.__module__.startswith(f"{forecasters.__name__}.")
