"""Forecasts under a sequence of blocks, worked out from a build for the lifters asked for."""

from collections.abc import Sequence

import pandas as pd

from models import serving
from models.one_rm import now
from models.outlook.lifts import SEED
from models.outlook.sequences import sequence_rows
from models.outlook.styles import DRAWS
from models.response.parameters import draw_parameters
from models.training.block import Block
from pipelines.serving.planner import stored, tables_of
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection
from pipelines.warehouse.read import Row


def sequence_answer(con: Connection, blocks: Sequence[Block], lifter: str | None = None) -> dict[str, list[Row]]:
    """Answer `liftcast forecast --blocks`.

    Parameters
    ----------
    con : Connection
        Of a full build: the forecasts as now are those it holds.
    blocks : sequence of Block
    lifter : str, optional
        One lifter; everybody where left out.

    Returns
    -------
    dict
        `forecasts` and `size`, rows as `liftcast forecast` gives them, with the sequence as their style; `refused`.
    """
    p = draw_parameters(DRAWS, SEED)
    answer: dict[str, list[Row]] = {"forecasts": [], "size": [], "refused": read.refused(con, lifter)}
    for row in read.lifters(con, lifter):
        tables = tables_of(con, row["lifter"])
        maxes, _ = now.current(tables)
        said, _ = serving.say(tables, stored(con, row["lifter"]), maxes, p, today=read.made_on(con))
        strength, size = sequence_rows(said.lifts, said.muscles, tuple(blocks))
        answer["forecasts"] += _rows(strength.assign(cutoff=strength["cutoff"].astype(str)))
        answer["size"] += _rows(size)
    return answer


def _rows(frame: pd.DataFrame) -> list[Row]:
    """A frame's rows as JSON values."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
