"""Numbers that several parts mean the same thing by: Python imports them from here, SQL gets them as variables.

`pipelines.warehouse.rules` hands them to SQL. Nothing is imported here, so that every connection can afford them.
"""

from types import MappingProxyType
from typing import Final

HEAVY_MOST_REPS: Final = 5
MODERATE_MOST_REPS: Final = 15
"""Zones of reps: a set is heavy up to the first, moderate up to the second, light beyond."""

REP_DECAY: Final = MappingProxyType({"bench": 0.0348, "leg_press": 0.0247, "general": 0.0325})
REP_POWER: Final = 0.905
"""The share of 1RM that can be lifted for so many reps to failure, by family of lift: see `models.one_rm.rep_max`."""
RESERVE_BIAS_REPS: Final = 0.95
"""What lifters overlook in rating a reserve: see `models.one_rm.rep_max`."""
EPLEY_REPS: Final = 30
"""Epley's 1RM is the load and, for each rep, this part of it."""

LEAST_DAYS: Final = 8
LEAST_SPAN_DAYS: Final = 56
RECENT_DAYS: Final = 28
LEAST_RECENT_DAYS: Final = 2
"""The history without which a lift is neither scored, forecast nor judged: training days, over so many days, and
training days within the recent ones, which are those of the columns of SQL that end in `_28`."""

DELOAD_SHARE: Final = 0.6
"""A week with at most this part of the usual sets is easy."""

Z90: Final = 1.2816
"""Quantiles of the standard normal: 8 in 10 lie within this many SDs, 9 in 10 below it."""
Z95: Final = 1.6449
Z99: Final = 2.3263
