"""Each muscle's size under each style, and as now."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models import outlook, usual_week
from models.lift_outlook import OWN_SHARE, SEED
from models.outlook import COLUMNS, HORIZONS
from models.response_parameters import Draws
from models.stimulus import Stimulus, Traits
from models.tables import Tables, of_lifters, year_of

Floats = NDArray[np.floating]

LEAST_MUSCLE_SETS: Final = 1.0


@dataclass(frozen=True, kw_only=True)
class MuscleOutlook:
    """The muscles to forecast: keys in a row each, what is trained, weekly sets as now, and draws by style."""

    keys: pd.DataFrame
    now: Stimulus
    traits: Traits
    sets: Floats
    draws: dict[str, Floats]


def muscle_outlook(tables: Tables, p: Draws) -> tuple[MuscleOutlook, pd.DataFrame]:
    """Draw each muscle's change under each style; name the muscles trained too little to say anything."""
    found = usual_week.muscle_stimulus(tables.lift_weeks, tables.muscles)
    sets = found.stimulus.muscle_sets.sum(axis=1)
    enough = sets >= LEAST_MUSCLE_SETS
    keys = found.keys[enough].reset_index(drop=True)
    traits = usual_week.traits_of(of_lifters(keys, tables), year=year_of(tables))
    now = found.stimulus.rows(enough)
    drawn = outlook.size_draws(now, traits, p, seed=SEED)
    little = (
        found.keys[~enough]
        .rename(columns={"muscle": "subject"})
        .assign(kind="size", reason="hardly trained lately", missing="1 fractional set a week")
    )
    return MuscleOutlook(keys=keys, now=now, traits=traits, sets=sets[enough], draws=drawn), little


def size_rows(muscles: MuscleOutlook, cutoffs: pd.Series) -> pd.DataFrame:
    """Write the size forecasts in %: one row per muscle, style and horizon."""
    parts = []
    for name, drawn in muscles.draws.items():
        quantiles = outlook.quantiles_of(np.swapaxes(drawn, 1, 2))
        for place, weeks in enumerate(HORIZONS):
            part = muscles.keys.assign(style=name, horizon_weeks=weeks, cutoff=muscles.keys["lifter"].map(cutoffs))
            part[list(COLUMNS)] = quantiles[:, place]
            parts.append(part)
    return pd.concat(parts, ignore_index=True).assign(own_share=OWN_SHARE)
