"""Which differences between styles are worth telling."""

from typing import Final

CLEAR_GAIN_PCT: Final = 0.5
"""Below this expected advantage over carrying on, a choice is a matter of taste: a seventh of what one 1RM test
varies by (3.3 %, meet to meet, evidence `openpowerlifting-1`)."""

LIKELY: Final = 0.8
"""A difference matters if it is so likely to go the way it is said to, and its median is worth having."""
