"""A plan for one lifter, worked out on the fly from a published build: with the wishes stated, or with others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from data import catalogue
from models import serving
from models.blocks import routine
from models.goal import Constraints, Goal, Wishes
from models.one_rm import now
from models.outlook.lifts import SEED, Predict, lift_outlook
from models.outlook.muscles import muscle_outlook
from models.outlook.styles import COLUMNS, DRAWS
from models.plans.situation import cases, wishes_stated
from models.response.parameters import draw_parameters
from models.tables import Tables
from pipelines.errors import NothingYetError, ProfileError
from pipelines.landing.ingest import bucket_of
from pipelines.people.goals import as_text, parse_load, parse_wishes, resolved
from pipelines.serving.forecast import read_tables
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection, sql
from pipelines.warehouse.decisions import read_decisions

Row = dict[str, Any]

KEYS: Final = ["lifter", "exercise_id", "horizon_weeks"]
_GOAL_KEYS: Final = {"target": "targets", "competition": "competition"}
_CONSTRAINT_KEYS: Final = ("days_per_week", "session_minutes", "equipment", "keep", "avoid")


def only_lifter(con: Connection, lifter: str | None) -> Row:
    """The lifter asked for, or the only one there is.

    Raises
    ------
    NothingYetError
        There is no such lifter, or several and none was named.
    """
    lifters = read.lifters(con, lifter)
    if not lifters:
        raise NothingYetError(f"no lifter {lifter!r} in this build: `liftcast imports` lists what was read")
    if len(lifters) > 1:
        names = ", ".join(row["lifter"] for row in lifters[:5])
        raise NothingYetError(f"{len(lifters)} lifters ({names} ...): say whose plan with --lifter")
    return lifters[0]


def targets_of(texts: Sequence[str], by: str | None) -> list[Row]:
    """Read targets such as `bench press=140kg`, all for the same day.

    Raises
    ------
    ProfileError
        One is no target, or a day is given without any.
    """
    if by and not texts:
        raise ProfileError("--by is the day of targets: give --target too, or --competition for a meet")
    targets: list[Row] = []
    for text in texts:
        name, equals, load = text.partition("=")
        if not equals or not name.strip():
            raise ProfileError(f'--target: {text!r} is no target; write a lift and a load: "bench press=140kg"')
        targets.append({"exercise": name.strip(), "load_kg": parse_load("--target", load), "by": by})
    return targets


def wishes_with(settings: Settings, lifter: Row, given: Mapping[str, Any]) -> Wishes:
    """A lifter's wishes: as the build holds them, with others put over them.

    Parameters
    ----------
    settings : Settings
    lifter : dict
        As from `only_lifter`.
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


def write_out(advice: Row | None, lifter: Row, *, csv: Path | None, html: Path | None) -> None:
    """Write the next block to files where they are asked for.

    Raises
    ------
    NothingYetError
        There is no plan to write.
    """
    if advice is None:
        if csv or html:
            raise NothingYetError(f"{lifter['lifter']}: too little training logged for a plan; nothing was written")
        return
    if csv is not None:
        csv.write_text(routine.as_csv(advice["next_block"], lifter["unit"]), encoding="utf-8")
    if html is not None:
        html.write_text(routine.as_html(advice, lifter["unit"]), encoding="utf-8")


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
    if {"goal", "strength_weight"} & set(keys) or ("target" in keys and not stated.goal.targets):
        changed["strength_weight"] = other.goal.strength_weight
    new_goal: Goal = replace(goal, **changed)
    bound: Row = {key: getattr(other.constraints, key) for key in _CONSTRAINT_KEYS if key in keys}
    new_binding: Constraints = replace(binding, **bound)
    both = set(new_binding.keep) & set(new_binding.avoid)
    if both:
        raise ProfileError(f"keep and avoid both name {', '.join(sorted(both))}; leave it in one of them")
    return Wishes(goal=new_goal, constraints=new_binding)


def plan(con: Connection, lifter: Row, wishes: Wishes, *, today: date, weeks: int | None = None) -> Row | None:
    """Work out a plan.

    Parameters
    ----------
    con : Connection
        Of a full build: the forecasts as now are those it holds.
    lifter : dict
        As from `only_lifter`.
    wishes : Wishes
    today : date
    weeks : int, optional
        How far to plan; default: as the goal asks.

    Returns
    -------
    dict or None
        A recommendation; None where too little is logged for advice.
    """
    tables = tables_of(con, lifter["lifter"])
    tables = replace(tables, lifters=tables.lifters.assign(wishes=as_text(wishes)))
    p = draw_parameters(DRAWS, SEED)
    maxes, _ = now.current(tables)
    lifts, _ = lift_outlook(tables, stored(con, lifter["lifter"]), p)
    muscles, _ = muscle_outlook(tables, p)
    lifter_cases = list(cases(tables, lifts, muscles, maxes))
    made = serving.advise(lifter_cases, lifts, muscles, p, today=today, weeks=weeks)
    return made[0].as_json() if made else None


def tables_of(con: Connection, lifter: str) -> Tables:
    """Read what is needed of one lifter."""
    muscles = con.execute(sql("serving", "exercise_muscles")).df()
    tables = read_tables(con, [bucket_of(lifter)], muscles)
    parts = {name: frame for name, frame in vars(tables).items() if name != "muscles"}
    mine = {name: frame[frame["lifter"] == lifter].reset_index(drop=True) for name, frame in parts.items()}
    return Tables(muscles=muscles, **mine)


def stored(con: Connection, lifter: str) -> Predict:
    """Forecasts as now that a build holds, as the estimator that made them gave them."""
    rows = pd.DataFrame(read.forecasts(con, lifter), columns=[*KEYS, "style", "best_kg", *COLUMNS])
    rows = rows[rows["style"] == "as_now"]

    def predict(panel: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.floating[Any]]]:
        quantiles = panel[KEYS].merge(rows, on=KEYS, how="left", validate="1:1")
        return np.asarray(np.log(quantiles[list(COLUMNS)].to_numpy(float) / quantiles[["best_kg"]].to_numpy(float)))

    return predict
