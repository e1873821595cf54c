"""Sets written as exports in each app's own format: what `pipelines.exports` reads, made here.

Every renderer takes the canonical frame, one row per set in the order performed, and gives the file's bytes.

Columns needed: `started_at` (timestamp), `minutes`, `workout`, `exported_name`, `set_kind` (working, warmup, drop,
failure), `load_kg` (NaN where the app would show none), `load_kind` (external, bodyweight, assisted), `reps`,
`rpe` (NaN where not rated). Used where present: `rest_seconds`, `category`, `body_weight_kg`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import pandas as pd

from pipelines.simulated.renderers import blocks, cells, documents, fitnotes, hevy, strong, tables

Unit = Literal["kg", "lb"]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One header layout of one app.

    Parameters
    ----------
    app : str
        Whose export it is.
    names : {'strong', 'hevy', 'fitnotes'}
        Which app's names the exercises carry: those of the app itself where it is one of the three.
    file_name : str
        What a simulated export of it is called.
    render : callable
        From the canonical frame and the lifter's unit to bytes.
    marks : frozenset of str
        Kinds of set the app tells from working sets.
    time_zone : str or None
        What the lifter's profile must state for times to be theirs, where the app exports UTC.
    """

    app: str
    names: str
    file_name: str
    render: Callable[[pd.DataFrame, Unit], bytes]
    marks: frozenset[str] = frozenset()
    time_zone: str | None = None


_ALL: Final = frozenset({"warmup", "drop", "failure"})
_WARMUPS: Final = frozenset({"warmup"})


def _simulated(
    app: str,
    render: Callable[[pd.DataFrame, Unit], bytes],
    marks: frozenset[str] = frozenset(),
    ending: str = "csv",
    *,
    names: str = "strong",
    in_utc: bool = False,
) -> Layout:
    """Layout of a simulated export."""
    zone = cells.ZONE if in_utc else None
    return Layout(
        app=app, names=names, file_name=f"simulated_{app}.{ending}", render=render, marks=marks, time_zone=zone
    )


LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        "strong": _simulated("strong", strong.render_comma, _ALL),
        "strong_semicolon": _simulated("strong", strong.render_semicolon),
        "strong_numbered": _simulated("strong", strong.render_numbered, _ALL),
        "hevy": _simulated("hevy", hevy.render, _ALL, names="hevy"),
        "fitnotes": _simulated("fitnotes", fitnotes.render_unit_in_header, names="fitnotes"),
        "fitnotes_units": _simulated("fitnotes", fitnotes.render_unit_in_rows, names="fitnotes"),
        "hevy_api": _simulated("hevy_api", documents.render_hevy_api, _ALL, "json", names="hevy", in_utc=True),
        "fitbod": _simulated("fitbod", tables.render_fitbod, _WARMUPS, in_utc=True),
        "fitnotes_ios": _simulated(
            "fitnotes_ios", tables.render_fitnotes_ios, frozenset({"warmup", "failure"}), in_utc=True
        ),
        "gymbook": _simulated("gymbook", tables.render_gymbook, _WARMUPS),
        "liftlog": _simulated("liftlog", tables.render_liftlog),
        "liftosaur": _simulated("liftosaur", tables.render_liftosaur, in_utc=True),
        "lyfta": _simulated("lyfta", tables.render_lyfta, _ALL),
        "repcount": _simulated("repcount", tables.render_repcount),
        "macrofactor": _simulated("macrofactor", documents.render_macrofactor, _ALL, "json", in_utc=True),
        "wger": _simulated("wger", documents.render_wger, ending="json"),
        "jefit": _simulated("jefit", blocks.render_jefit, _ALL),
        "stronglifts": _simulated("stronglifts", blocks.render_stronglifts),
        "alphaprogression": _simulated("alphaprogression", blocks.render_alphaprogression, _WARMUPS),
    }
)

USUAL: Final = ("strong", "strong_semicolon", "strong_numbered", "hevy", "fitnotes", "fitnotes_units")
"""The layouts that simulated lifters take turns through where none is asked for: those of the commonest apps."""
