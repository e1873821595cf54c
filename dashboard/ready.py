"""What a visitor would wait for, done before: modules imported, the build in force opened, pieces of charts named."""

import logging
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Final

import duckdb
import streamlit as st

from pipelines.errors import LiftcastError
from pipelines.settings import Settings

AHEAD: Final = ("ArrowVegaLiteChart", "embed", "vega-interpreter", "BidiComponent", "Slider")
"""What Streamlit loads when the first chart, the first card and the first slider are drawn."""
VIEWS: Final = Path(__file__).with_name("views")
LAST: Final = "plan"
"""Brings the models with it, which no other page needs and which take longer than all else."""


def get_ready() -> None:
    """Import what pages are made of, and ask what the first one asks; what fails is told of to who asks for it."""
    from dashboard.parts import queries  # noqa: PLC0415 (its caches look for the server's runtime as they are made)

    _import_all(but=LAST)
    with suppress(LiftcastError, duckdb.Error):
        queries.get_ready(Settings.from_environment())
    _import_all(but="")


def _import_all(but: str) -> None:
    """Import the modules of every page but one; not what draws pages, which would draw."""
    for module in walk_packages([str(VIEWS)], "dashboard.views."):
        if not module.name.endswith(".page") and module.name.split(".")[2] != but:
            try:
                import_module(module.name)
            except Exception:
                logging.getLogger(__name__).exception("could not import %s ahead", module.name)


def pieces_ahead() -> list[str]:
    """Name the files of Streamlit's that are fetched ahead; those that another version of it lacks are left out."""
    folder = Path(st.__file__).with_name("static") / "static" / "js"
    return [path.name for name in AHEAD for path in sorted(folder.glob(f"{name}.*.js"))]
