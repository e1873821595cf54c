"""Each muscle's size under any plan, and as now: in %, and in centimetres and kilograms."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.outlook import styles
from models.outlook.lifts import AHEAD, SEED
from models.outlook.styles import COLUMNS, HORIZONS
from models.outlook.trained import Trained, Weeks, muscle_weeks, trained_muscles
from models.response.parameters import Draws
from models.response.phases import Phases
from models.size import growth, measured
from models.size.girths import Growth, growths
from models.size.measured import Measured
from models.tables import Tables
from models.training.block import Plan
from models.training.stimulus import Chosen
from models.training.week import muscle_stimulus, summed

Floats = NDArray[np.floating]

LEAST_MUSCLE_SETS: Final = 1.0


@dataclass(frozen=True, kw_only=True)
class MuscleOutlook:
    """The muscles that are forecast.

    Parameters
    ----------
    trained : Trained
    sets : array, shape (n,)
        Weekly fractional sets as now.
    growths : dict of lists of Growth
        What each lifter's measurements showed.
    p : dict of parameter draws
    """

    trained: Trained
    sets: Floats
    growths: dict[str, list[Growth]]
    p: Draws

    @property
    def keys(self) -> pd.DataFrame:
        """Keys in a row each: lifter, muscle."""
        return self.trained.keys

    def rows(self, chosen: Chosen) -> "MuscleOutlook":
        """Chosen muscles only."""
        return MuscleOutlook(trained=self.trained.rows(chosen), sets=self.sets[chosen], growths=self.growths, p=self.p)

    def also(self, weeks: Weeks) -> "MuscleOutlook":
        """The same muscles with further weeks that plans may be made of."""
        more = muscle_weeks(self.keys, weeks)
        return replace(self, trained=replace(self.trained, weeks=self.trained.weeks | more))

    @cached_property
    def _phases(self) -> Phases:
        return Phases(self.trained.now, self.trained.traits, self.p, plans=self.trained.weeks)

    @cached_property
    def _measured(self) -> dict[tuple[float, ...], Measured]:
        return {}

    @cached_property
    def _as_now(self) -> dict[tuple[float, ...], Floats]:
        return {}

    @cached_property
    def _models_as_now(self) -> dict[tuple[float, ...], Floats]:
        return {}

    def measured(self, weeks: Floats = AHEAD) -> Measured:
        """What measurements say of the growth to come."""
        key = tuple(float(week) for week in weeks)
        if key not in self._measured:
            self._measured[key] = measured.of_muscles(
                self.keys,
                self._model((), weeks),
                self.growths,
                now=self.trained.now,
                traits=self.trained.traits,
                p=self.p,
                seed=SEED,
            )
        return self._measured[key]

    def changes(self, plan: Plan, weeks: Floats = AHEAD) -> Floats:
        """Draw the % change in size from today after some weeks of a plan: shape (n, draws, h); read it only."""
        key = tuple(float(week) for week in weeks)
        if not plan and key in self._as_now:
            return self._as_now[key]
        changed = self._changes(plan, weeks)
        if not plan:
            self._as_now[key] = changed
        return changed

    def _changes(self, plan: Plan, weeks: Floats) -> Floats:
        moved = self.measured(weeks).moved(self._model(plan, weeks), growth.growth_ceiling(weeks))
        return np.asarray(100 * np.expm1(moved), dtype=np.float32)

    def _model(self, plan: Plan, weeks: Floats) -> Floats:
        """Draw the ln change by the model alone: shape (n, draws, h); read it only."""
        key = tuple(float(week) for week in weeks)
        if plan:
            return self._modelled(plan, weeks)
        if key not in self._models_as_now:
            self._models_as_now[key] = self._modelled(plan, weeks)
        return self._models_as_now[key]

    def _modelled(self, plan: Plan, weeks: Floats) -> Floats:
        return growth.size_changes(self._phases, self.trained.traits, weeks, self.p, seed=SEED, blocks=plan)


def muscle_outlook(tables: Tables, p: Draws, weeks: Weeks) -> tuple[MuscleOutlook, pd.DataFrame]:
    """Lay out what is known of each muscle in training; name the muscles trained too little to say anything.

    `weeks` is every week that plans may be made of, by name.
    """
    usual = muscle_stimulus(summed(tables.lift_weeks, tables.muscles))
    sets = usual.stimulus.muscle_sets.sum(axis=1)
    enough = sets > LEAST_MUSCLE_SETS - 1e-9  # parts of sets that add up to a whole one may miss it by a hair
    keys = usual.keys[enough].reset_index(drop=True)
    little = (
        usual.keys[~enough]
        .rename(columns={"muscle": "subject"})
        .assign(kind="size", reason="hardly trained lately", missing="1 fractional set a week")
    )
    muscles = MuscleOutlook(
        trained=trained_muscles(keys, tables, weeks), sets=sets[enough], growths=_growths(tables), p=p
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


def size_rows(muscles: MuscleOutlook, drawn: Mapping[str, Floats], cutoffs: pd.Series) -> pd.DataFrame:
    """Write the size forecasts in %: one row per muscle, style and horizon.

    `drawn` are the changes under each style.
    """
    parts, own_share = [], muscles.measured().own_share
    for name, changes in drawn.items():
        quantiles = styles.quantiles_of(np.swapaxes(changes, 1, 2))
        for place, weeks in enumerate(HORIZONS):
            part = muscles.keys.assign(style=name, horizon_weeks=weeks, cutoff=muscles.keys["lifter"].map(cutoffs))
            part[list(COLUMNS)] = quantiles[:, place]
            part["own_share"] = own_share[:, place]
            parts.append(part)
    return pd.concat(parts, ignore_index=True)


def girth_rows(muscles: MuscleOutlook, drawn: Mapping[str, Floats], tables: Tables) -> pd.DataFrame:
    """Write the size forecasts in centimetres and kilograms: one row per lifter, site, style and horizon."""
    read = {str(name): rows for name, rows in tables.measurements.groupby("lifter")}
    nothing = tables.measurements.head(0)
    who = _who(tables)
    said: list[dict[str, Any]] = []
    for name, rows in muscles.keys.groupby("lifter"):
        places = rows.index.to_numpy()
        sizes = measured.in_units(
            list(rows["muscle"]),
            {style: changes[places] for style, changes in drawn.items()},
            read.get(str(name), nothing),
            muscles.growths.get(str(name), []),
            sex=who[str(name)]["sex"],
            horizons=HORIZONS,
        )
        said += [row | {"lifter": name, "cutoff": who[str(name)]["last_day"]} for row in sizes]
    return pd.DataFrame(said)


def growth_rows(muscles: MuscleOutlook) -> pd.DataFrame:
    """Write what measurements showed: one row per lifter and site."""
    return pd.DataFrame(
        [
            {
                "lifter": name,
                "site": grown.site,
                "weeks": grown.weeks,
                "days": grown.days,
                "change_pct": 100 * np.expm1(grown.change),
                "se_pct": 100 * grown.se,
                "weight_change_pct": 100 * np.expm1(grown.weight_change),
            }
            for name, shown in muscles.growths.items()
            for grown in shown
        ]
    )
