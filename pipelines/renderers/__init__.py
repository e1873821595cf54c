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

from pipelines.renderers import fitnotes, hevy, strong

Unit = Literal["kg", "lb"]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One header layout of one app.

    Parameters
    ----------
    app : str
        Which app's names the exercises carry: strong, hevy or fitnotes.
    file_name : str
        What a simulated export of it is called.
    render : callable
        From the canonical frame and the lifter's unit to bytes.
    """

    app: str
    file_name: str
    render: Callable[[pd.DataFrame, Unit], bytes]


LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        "strong": Layout(app="strong", file_name="simulated_strong.csv", render=strong.render_comma),
        "strong_semicolon": Layout(app="strong", file_name="simulated_strong.csv", render=strong.render_semicolon),
        "strong_numbered": Layout(app="strong", file_name="simulated_strong.csv", render=strong.render_numbered),
        "hevy": Layout(app="hevy", file_name="simulated_hevy.csv", render=hevy.render),
        "fitnotes": Layout(app="fitnotes", file_name="simulated_fitnotes.csv", render=fitnotes.render_unit_in_header),
        "fitnotes_units": Layout(
            app="fitnotes", file_name="simulated_fitnotes.csv", render=fitnotes.render_unit_in_rows
        ),
    }
)
