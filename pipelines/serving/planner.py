"""A plan for one lifter, worked out on the fly from a published build: with the wishes stated, or with others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from data import catalogue
from models import serving
from models.goal import Constraints, Goal, Wishes, wishes_stated
from models.one_rm import now
from models.outlook.current_ahead import CurrentAhead
from models.outlook.lifts import SEED
from models.outlook.styles import COLUMNS, DRAWS, HORIZONS
from models.plans.recommendation import advise
from models.response.parameters import draw_parameters
from models.tables import Tables
from models.training.style import AS_NOW
from pipelines.errors import ProfileError
from pipelines.people.goals import as_text, parse_wishes, resolved
from pipelines.serving.saying import read_tables
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection
from pipelines.warehouse.decisions import read_decisions

Row = dict[str, Any]

KEYS: Final = ["lifter", "exercise_id", "horizon_weeks"]
_GOAL_KEYS: Final = {"target": "targets", "competition": "competition"}
_CONSTRAINT_KEYS: Final = ("days_per_week", "session_minutes", "equipment", "keep", "avoid")


def wishes_with(settings: Settings, lifter: Row, given: Mapping[str, Any]) -> Wishes:
    """A lifter's wishes: as the build holds them, with others put over them.

    Parameters
    ----------
    settings : Settings
    lifter : dict
        As from `plan_answers.only_lifter`.
    given : mapping
        Keys of `goals.KEYS`, values as in `profile.toml`.

    Raises
    ------
    ProfileError
        What is given cannot be used.
    """
    if not given:
        return wishes_stated(lifter)
    exercise_ids = set(catalogue.load_exercises()["exercise_id"])
    corrections = read_decisions(settings, [lifter["lifter"]], exercise_ids).corrections
    other = resolved(parse_wishes("liftcast plan", given), lifter["lifter"], corrections)
    return merged(wishes_stated(lifter), other, given)


def merged(stated: Wishes, other: Wishes, keys: Mapping[str, Any]) -> Wishes:
    """Put other wishes over those stated, key by key.

    Parameters
    ----------
    stated, other : Wishes
    keys : mapping
        The keys of `goals.KEYS` that the other wishes were made from; the rest stays as stated.
    """
    goal, binding = stated.goal, stated.constraints
    changed: Row = {name: getattr(other.goal, name) for key, name in _GOAL_KEYS.items() if key in keys}
    if other.goal.competition_lifts:
        changed["competition_lifts"] = other.goal.competition_lifts
    if {"goal", "strength_weight"} & set(keys) or ("target" in keys and not stated.goal.targets):
        changed["strength_weight"] = other.goal.strength_weight
    new_goal: Goal = replace(goal, **changed)
    bound: Row = {key: getattr(other.constraints, key) for key in _CONSTRAINT_KEYS if key in keys}
    new_binding: Constraints = replace(binding, **bound)
    both = set(new_binding.keep) & set(new_binding.avoid)
    if both:
        raise ProfileError(f"keep and avoid both name {', '.join(sorted(both))}; leave it in one of them")
    return Wishes(goal=new_goal, constraints=new_binding)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What one lifter's plans rest on, whatever they wish for: read once, it answers any wish in a moment.

    Parameters
    ----------
    tables : Tables
        Of the lifter alone.
    known : Known
    """

    tables: Tables
    known: serving.Known


def ground_of(con: Connection, lifter: str) -> Ground:
    """Read and work out what one lifter's plans rest on.

    Parameters
    ----------
    con : Connection
        Of a full build: the forecasts as now are those it holds.
    lifter : str
    """
    tables = tables_of(con, lifter)
    maxes, _ = now.current(tables)
    p = draw_parameters(DRAWS, SEED)
    return Ground(tables=tables, known=serving.known_of(tables, stored(con, lifter), maxes, p))


def plan_on(ground: Ground, wishes: Wishes, *, today: date, weeks: int | None = None, pick: str = "") -> Row | None:
    """Work out a plan.

    Parameters
    ----------
    ground : Ground
    wishes : Wishes
    today : date
    weeks : int, optional
        How far to plan; default: as the goal asks.
    pick : str
        The plan to follow where another than the one advised is asked for: see `models.plans.choice.kind_key`.

    Returns
    -------
    dict or None
        A recommendation; None where too little is logged for advice.
    """
    tables = ground.tables
    tables = replace(tables, lifters=tables.lifters.assign(wishes=as_text(wishes)))
    said = serving.say_of(ground.known, tables, today=today, weeks=weeks)
    made = advise(said, today, pick=pick)
    return made[0].recommendation.as_json() if made else None


def plan(con: Connection, lifter: Row, wishes: Wishes, *, today: date, weeks: int | None = None) -> Row | None:
    """Work out a plan for a lifter, as from `plan_answers.only_lifter`: see `plan_on`."""
    return plan_on(ground_of(con, lifter["lifter"]), wishes, today=today, weeks=weeks)


def tables_of(con: Connection, lifter: str) -> Tables:
    """Read what is needed of one lifter."""
    return read_tables(con, [lifter])


def stored(con: Connection, lifter: str) -> CurrentAhead:
    """Forecasts as now that a build holds."""
    columns = [*KEYS, "style", "cutoff", "best_kg", "now_kg", "now_se_kg", *COLUMNS]
    rows = pd.DataFrame(read.forecasts(con, lifter), columns=columns)
    rows = rows[rows["style"] == AS_NOW].sort_values(["exercise_id", "horizon_weeks"])
    lifts = rows[rows["horizon_weeks"] == HORIZONS[0]].reset_index(drop=True)
    change = np.log(rows[list(COLUMNS)].to_numpy(float) / rows[["now_kg"]].to_numpy(float))
    return CurrentAhead(
        keys=lifts[["lifter", "exercise_id", "cutoff", "best_kg", "now_kg", "now_se_kg"]],
        change=change.reshape(-1, len(HORIZONS), len(COLUMNS)),
    )
