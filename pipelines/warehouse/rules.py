"""The numbers and formulas that SQL and Python share: Python says them, connections that make something get them."""

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import duckdb

from data import units
from models import definitions

VARIABLES: Final = MappingProxyType(
    {
        "kg_per_lb": units.KG_PER_LB,
        "kg_per_stone": units.LB_PER_STONE * units.KG_PER_LB,
        "cm_per_inch": units.CM_PER_INCH,
        "rpe_at_failure": units.RPE_AT_FAILURE,
        "rep_decay": definitions.REP_DECAY["general"],
        "rep_power": definitions.REP_POWER,
        "reserve_bias_reps": definitions.RESERVE_BIAS_REPS,
        "epley_reps": definitions.EPLEY_REPS,
        "heavy_most_reps": definitions.HEAVY_MOST_REPS,
        "moderate_most_reps": definitions.MODERATE_MOST_REPS,
        "least_days": definitions.LEAST_DAYS,
        "least_span_days": definitions.LEAST_SPAN_DAYS,
        "least_recent_days": definitions.LEAST_RECENT_DAYS,
        "near_body_weight": definitions.NEAR_BODY_WEIGHT,
        "light_added": definitions.LIGHT_ADDED,
        "least_near_sets": definitions.LEAST_NEAR_SETS,
        "most_between": definitions.MOST_BETWEEN,
        "borne_out": definitions.BORNE_OUT,
        "far_above": definitions.FAR_ABOVE,
        "far_above_by_body": definitions.FAR_ABOVE_BY_BODY,
        "held_part": definitions.HELD_PART,
        "strong_part": definitions.STRONG_PART,
        "least_other_lifts": definitions.LEAST_OTHER_LIFTS,
        "well_known_lifters": definitions.WELL_KNOWN_LIFTERS,
        "well_known_spread_log": definitions.WELL_KNOWN_SPREAD_LOG,
    }
)
"""What SQL finds by `getvariable`."""

FILES: Final = ("pipelines/warehouse/sql/rules/**/*.sql",)
"""Part of the key of whatever SQL makes."""

_MACROS: Final = Path(__file__).resolve().parent / "sql" / "rules" / "macros.sql"


def define(con: duckdb.DuckDBPyConnection) -> None:
    """Set the variables and macros on a connection, or a cursor: those of one are unknown to the other."""
    for name, value in VARIABLES.items():
        con.execute(f"set variable {name} = $value", {"value": value})
    con.execute(_macros())


@cache
def _macros() -> str:
    return _MACROS.read_text(encoding="utf-8")
