"""Each muscle's size under each style, and as now: in %, and in centimetres and kilograms."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.outlook import styles
from models.outlook.lifts import SEED
from models.outlook.style_weeks import muscle_style_weeks
from models.outlook.styles import COLUMNS, HORIZONS
from models.response.parameters import Draws
from models.size import measured
from models.size.girths import Growth, growths
from models.tables import Tables, of_lifters, year_of
from models.training import usual_week
from models.training.own_blocks import Past, past_of
from models.training.stimulus import Stimulus, Traits
from models.training.style import AS_NOW

Floats = NDArray[np.floating]

LEAST_MUSCLE_SETS: Final = 1.0


@dataclass(frozen=True, kw_only=True)
class MuscleOutlook:
    """The muscles to forecast: keys in a row each, what is trained, weekly sets as now, and draws by style (%).

    `plans` are the weeks under each style. `own_share`, shape (n, h), is the part of a forecast's variance that the
    lifter's measurements have settled, and `growths` what they showed, by lifter.
    """

    keys: pd.DataFrame
    now: Stimulus
    traits: Traits
    plans: dict[str, Stimulus]
    sets: Floats
    draws: dict[str, Floats]
    own_share: Floats
    growths: dict[str, list[Growth]]


def muscle_outlook(tables: Tables, p: Draws, past: Past | None = None) -> tuple[MuscleOutlook, pd.DataFrame]:
    """Draw each muscle's change under each style; name the muscles trained too little to say anything.

    `past` is what `own_blocks.past_of` says of the tables, worked out where it is not given.
    """
    usual = usual_week.muscle_stimulus(tables.lift_weeks, tables.muscles)
    sets = usual.stimulus.muscle_sets.sum(axis=1)
    enough = sets >= LEAST_MUSCLE_SETS
    keys = usual.keys[enough].reset_index(drop=True)
    traits = usual_week.traits_of(of_lifters(keys, tables), year=year_of(tables))
    now = usual.stimulus.rows(enough)
    plans = muscle_style_weeks(now, keys, past or past_of(tables), tables.muscles).by_style
    shown = _growths(tables)
    drawn, own_share = measured.moved(
        keys,
        styles.size_draws(now, traits, p, seed=SEED, plans=plans),
        shown,
        now=now,
        traits=traits,
        p=p,
        as_now=AS_NOW,
        horizons=HORIZONS,
        seed=SEED,
    )
    little = (
        usual.keys[~enough]
        .rename(columns={"muscle": "subject"})
        .assign(kind="size", reason="hardly trained lately", missing="1 fractional set a week")
    )
    muscles = MuscleOutlook(
        keys=keys,
        now=now,
        traits=traits,
        plans=plans,
        sets=sets[enough],
        draws=drawn,
        own_share=own_share,
        growths=shown,
    )
    return muscles, little


def _growths(tables: Tables) -> dict[str, list[Growth]]:
    """Read what each lifter's measurements show of growth; lifters without are left out."""
    who = _who(tables)
    by_lifter = {
        str(name): growths(rows, pd.Timestamp(who[str(name)]["last_day"]), who[str(name)]["sex"])
        for name, rows in tables.measurements.groupby("lifter")
    }
    return {name: grown for name, grown in by_lifter.items() if grown}


def _who(tables: Tables) -> dict[str, dict[str, Any]]:
    """Each lifter's last training day and sex (None where not stated)."""
    lifters = tables.lifters[["lifter", "last_day", "sex"]].to_dict("records")
    return {
        str(row["lifter"]): {
            "last_day": row["last_day"],
            "sex": row["sex"] if isinstance(row["sex"], str) else None,
        }
        for row in lifters
    }


def size_rows(muscles: MuscleOutlook, cutoffs: pd.Series) -> pd.DataFrame:
    """Write the size forecasts in %: one row per muscle, style and horizon."""
    parts = []
    for name, drawn in muscles.draws.items():
        quantiles = styles.quantiles_of(np.swapaxes(drawn, 1, 2))
        for place, weeks in enumerate(HORIZONS):
            part = muscles.keys.assign(style=name, horizon_weeks=weeks, cutoff=muscles.keys["lifter"].map(cutoffs))
            part[list(COLUMNS)] = quantiles[:, place]
            part["own_share"] = muscles.own_share[:, place]
            parts.append(part)
    return pd.concat(parts, ignore_index=True)


def girth_rows(muscles: MuscleOutlook, tables: Tables) -> pd.DataFrame:
    """Write the size forecasts in centimetres and kilograms: one row per lifter, site, style and horizon."""
    read = {str(name): rows for name, rows in tables.measurements.groupby("lifter")}
    nothing = tables.measurements.head(0)
    who = _who(tables)
    parts = []
    for name, rows in muscles.keys.groupby("lifter"):
        places = rows.index.to_numpy()
        sizes = measured.in_units(
            list(rows["muscle"]),
            {style: drawn[places] for style, drawn in muscles.draws.items()},
            read.get(str(name), nothing),
            muscles.growths.get(str(name), []),
            sex=who[str(name)]["sex"],
            horizons=HORIZONS,
        )
        parts.append(pd.DataFrame(sizes).assign(lifter=name, cutoff=who[str(name)]["last_day"]))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def growth_rows(muscles: MuscleOutlook) -> pd.DataFrame:
    """Write what measurements showed: one row per lifter and site."""
    return pd.DataFrame(
        [
            {
                "lifter": name,
                "site": growth.site,
                "weeks": growth.weeks,
                "days": growth.days,
                "change_pct": 100 * np.expm1(growth.change),
                "se_pct": 100 * growth.se,
                "weight_change_pct": 100 * np.expm1(growth.weight_change),
            }
            for name, shown in muscles.growths.items()
            for growth in shown
        ]
    )
