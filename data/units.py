"""Units and scales by which people log, each said once; inside the project masses are kg, girths cm, distances m."""

from typing import Final

KG_PER_LB: Final = 0.45359237
"""Exact, as are the next four: international yard and pound agreement, 1959."""
LB_PER_STONE: Final = 14
CM_PER_INCH: Final = 2.54
METRES_PER_FOOT: Final = 0.3048
METRES_PER_YARD: Final = 0.9144
METRES_PER_MILE: Final = 1609.344
METRES_PER_KM: Final = 1000.0

RPE_AT_FAILURE: Final = 10
"""A rating of perceived exertion is this less the reps left in reserve."""
