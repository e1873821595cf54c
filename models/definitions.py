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

NEAR_BODY_WEIGHT: Final = 0.85
LIGHT_ADDED: Final = 0.45
LEAST_NEAR_SETS: Final = 3
MOST_BETWEEN: Final = 0.05
"""An added load is near the body weight from the first part of it, and no small load from the second. Whoever adds as
much as they weigh has added less on the way: at least so many sets near, and at most this part as many between, say
that the body weight was typed, or the whole load."""
BORNE_OUT: Final = 1.5
FAR_ABOVE: Final = 1.8
FAR_ABOVE_BY_BODY: Final = 1.6
STRONG_PART: Final = 0.6
LEAST_OTHER_LIFTS: Final = 5
WELL_KNOWN_LIFTERS: Final = 20
WELL_KNOWN_SPREAD_LOG: Final = 0.26
"""A lift up to the first times what the lifter's other lifts lead to expect is borne out by them. One beyond the second
times it, and beyond the fourth part of what anybody may be believed to lift, cannot be; nor one of the body weight
beyond the third times it. They speak from so many lifts on, and against external loads only of exercises whose ratio to
the bench press so many lifters show, with at most this spread (SD, ln)."""
HELD_PART: Final = 0.6
"""Of the level that cannot be: days from there on wait for an answer; lb among kg and added among whole loads differ by
more."""

DELOAD_SHARE: Final = 0.6
"""A week with at most this part of the usual sets is easy."""

Z90: Final = 1.2816
"""Quantiles of the standard normal: 8 in 10 lie within this many SDs, 9 in 10 below it."""
Z95: Final = 1.6449
Z99: Final = 2.3263
