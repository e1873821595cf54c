"""What keeps promises to account, and what a build of all real logs holds, read once."""

import csv
import json
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pytest

from models.blocks.block_week import week_of
from models.one_rm import now
from models.outlook.current_ahead import CurrentAhead, Predict, forecast_current
from models.outlook.lifts import lift_outlook
from models.outlook.muscles import muscle_outlook
from models.outlook.trained import whole_weeks
from models.plans.recommendation import advise
from models.tables import Tables
from models.training.block import USUAL, Block
from pipelines.champion.registry import load_champion
from pipelines.landing.ingest import ingest
from pipelines.serving.saying import read_tables
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.panel import add_panel

SLOTS = ("top_sets", "more_sets", "day_more")
"""What weeks read back are called here, in the order of their plan."""
ROUNDED = 0.05 + 1e-3


def read_back(advice, options):
    """Read a stored plan: blocks of named weeks, and these weeks, the first of them as printed."""
    told = [(block["style"], block["weeks"]) for block in advice["plan"]]
    if advice["plan"][-1]["then"] == "compete":
        told = [*told[:-2], ("peak", told[-2][1] + told[-1][1])]
    slots = dict(zip(dict.fromkeys(style for style, _ in told), SLOTS, strict=False))
    first, *later = slots
    weeks = {slots[first]: week_of(advice["next_block"])}
    weeks |= {slots[style]: week_of(options[USUAL if style == "as_now" else style].block) for style in later}
    assert advice["next_block"]["weeks"] == told[0][1]
    return tuple(Block(slots[style], length) for style, length in told), weeks


def delivered(stored, menus, tables, ahead, p, past=None):
    """Work out anew what stored advice delivers: per lifter the draws of each lift and of each muscle, in %."""
    plans, named = {}, {}
    for advice, options in zip(stored, menus, strict=True):
        plans[advice["lifter"]], weeks = read_back(advice, options)
        for slot, week in weeks.items():
            named.setdefault(slot, []).append(week.assign(lifter=advice["lifter"]))
    weeks = whole_weeks(tables, {slot: pd.concat(parts, ignore_index=True) for slot, parts in named.items()})
    lifts, (muscles, _) = lift_outlook(tables, ahead, p, weeks, past), muscle_outlook(tables, p, weeks)
    found = {}
    for plan in set(plans.values()):
        at = np.array([float(sum(block.weeks for block in plan))])
        strength = 100 * np.expm1(lifts.differences(plan, at)[..., 0])
        size = (muscles.changes(plan, at) - muscles.changes((), at))[..., 0]
        for name in (name for name, own in plans.items() if own == plan):
            found[name] = tuple(
                {keys[row]: draws[row] for row in np.flatnonzero(frame["lifter"] == name)}
                for frame, keys, draws in (
                    (lifts.keys, lifts.keys["exercise_id"], strength),
                    (muscles.keys, muscles.keys["muscle"], size),
                )
            )
    return found


def gaps(advice, strength, size):
    """Compare each gain stated with the draws of what is delivered: (what, stated, delivered) where they differ."""
    expected = advice["expected"]
    stated = [(change["subject"], change["gain"]) for change in expected["changes"]]
    draws = strength | size
    both = [(subject, gain, draws[subject]) for subject, gain in stated]
    if expected["lifts"]:
        top = np.mean([strength[key] for key in expected["lifts"]], axis=0)
        both.append(("1RM", expected["plan"]["strength_pct"], top))
    if size:
        both.append(("size", expected["plan"]["size_pct"], np.mean(list(size.values()), axis=0)))
    assert {subject for subject, _ in stated} == set(draws)
    return [
        (advice["lifter"], what, gain, quantiles.round(3).tolist())
        for what, gain, drawn in both
        for quantiles in [np.quantile(drawn, [0.1, 0.5, 0.9])]
        if np.abs(quantiles - [gain["q10"], gain["q50"], gain["q90"]]).max() > ROUNDED
    ]


def broken(said, tables, ahead, p, today, past=None):
    """List every promise that the printed block does not keep, and name the styles that were advised."""
    stored = json.loads(json.dumps([one.recommendation.as_json() for one in advise(said, today)]))
    found = delivered(stored, said.menus, tables, ahead, p, past)
    wrong = [gap for advice in stored for gap in gaps(advice, *found[advice["lifter"]])]
    return wrong, {tuple(block["style"] for block in advice["plan"]) for advice in stored}


@pytest.fixture(scope="session")
def broken_promises():
    return broken


@dataclass(frozen=True, kw_only=True)
class OfLogs:
    """Tables of all lifters, what forecasts them, their 1RMs and forecasts as now, and the day of the newest log."""

    tables: Tables
    predict: Predict
    maxes: pd.DataFrame
    ahead: CurrentAhead
    today: date


@pytest.fixture(scope="session")
def of_logs(logs, tmp_path_factory):
    with (logs / "MANIFEST.csv").open(newline="") as file:
        files = [row for row in csv.DictReader(file) if "export" in row["kind"] and not row["app"].startswith("body")]
    settings = Settings(home=tmp_path_factory.mktemp("logs"), threads=2)
    for lifter in sorted({row["lifter"] for row in files}):
        ingest(settings, paths=[logs / row["file"] for row in files if row["lifter"] == lifter], lifter=lifter)
    with read.connect(settings, add_panel(settings, build_marts(settings))) as con:
        tables = read_tables(con)
    estimator, _ = load_champion(settings)
    maxes, _ = now.current(tables)
    ahead, _, _ = forecast_current(tables, estimator.predict, maxes)
    last = pd.Timestamp(np.max(tables.lifters["last_day"])).date()
    return OfLogs(tables=tables, predict=estimator.predict, maxes=maxes, ahead=ahead, today=last)
