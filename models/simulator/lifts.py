"""The lifts simulated lifters choose from: muscles, rep curve, plates, untrained strength."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Tier = Literal["main", "secondary", "isolation"]
LoadKind = Literal["external", "bodyweight", "assisted"]

TIERS: Final[tuple[Tier, ...]] = ("main", "secondary", "isolation")

MUSCLES: Final = (
    "chest", "front_delts", "side_delts", "rear_delts", "triceps", "biceps", "forearms", "lats", "upper_back",
    "traps", "lower_back", "abs", "glutes", "quads", "hamstrings", "adductors", "calves",
)  # fmt: skip

CURVE_FLOOR: Final = 0.50
"""Share of 1RM the rep curve tends to: Wathen's form rescaled to 1 at one repetition (see `share_for_reps`)."""

PLATE_STEP_KG: Final = MappingProxyType({"barbell": 2.5, "dumbbell": 2.0, "machine": 5.0, "cable": 2.5, "body": 2.5})
PLATE_STEP_LB: Final = MappingProxyType({"barbell": 5.0, "dumbbell": 5.0, "machine": 10.0, "cable": 5.0, "body": 5.0})


@dataclass(frozen=True)
class SimulatedLift:
    """One exercise as simulated lifters know it.

    Parameters
    ----------
    exercise_id : str
        Id in the catalogue.
    pattern : str
        Lifts of one pattern lend each other skill and replace each other.
    tier : {'main', 'secondary', 'isolation'}
        What a style prescribes it as.
    equipment : str
        Decides the plate step.
    ratio : float
        Untrained man's 1RM over body weight, per implement as logged; an engineering choice that puts trained
        lifters among the squats, presses and pulls public strength standards show.
    curve : float
        Rate of the rep curve: 0.068 upper body, 0.062 general, 0.047 legs on machines, which gives 8.8 reps at
        80 % and 14 at 70 % for the bench press, 12 and 20 for the leg press (Nuzzo 2024: 8.8, 14.1, 13.1, 19.0;
        doi:10.1007/s40279-023-01937-7).
    muscles : tuple of (muscle, credit)
        Credit is 1.0 direct, 0.5 indirect (Pelland 2026, doi:10.1007/s40279-025-02344-w).
    load_kind : {'external', 'bodyweight', 'assisted'}
        What the logged load means.
    """

    exercise_id: str
    pattern: str
    tier: Tier
    equipment: str
    ratio: float
    curve: float
    muscles: tuple[tuple[str, float], ...]
    load_kind: LoadKind = "external"

    @property
    def is_lower(self) -> bool:
        """Whether legs and hips do the work."""
        return self.pattern in {"squat", "hinge", "knee_extension", "knee_flexion", "calf"}


def _lift(
    exercise_id: str,
    pattern: str,
    tier: Tier,
    equipment: str,
    ratio: float,
    curve: float,
    direct: str,
    indirect: str = "",
    load_kind: LoadKind = "external",
) -> SimulatedLift:
    """Spell out one row of the table."""
    credited = [(name, 1.0) for name in direct.split()] + [(name, 0.5) for name in indirect.split()]
    return SimulatedLift(exercise_id, pattern, tier, equipment, ratio, curve, tuple(credited), load_kind)


LIFTS: Final[tuple[SimulatedLift, ...]] = (
    _lift("squat_barbell", "squat", "main", "barbell", 0.85, 0.058, "quads glutes", "adductors lower_back hamstrings"),
    _lift("bench_press_barbell", "horizontal_push", "main", "barbell", 0.60, 0.068, "chest", "triceps front_delts"),
    _lift(
        "deadlift_barbell",
        "hinge",
        "main",
        "barbell",
        0.95,
        0.062,
        "glutes hamstrings lower_back",
        "traps forearms quads",
    ),
    _lift(
        "overhead_press_barbell",
        "vertical_push",
        "main",
        "barbell",
        0.40,
        0.068,
        "front_delts triceps",
        "side_delts traps",
    ),
    _lift("front_squat_barbell", "squat", "secondary", "barbell", 0.60, 0.060, "quads", "glutes upper_back"),
    _lift("leg_press_machine", "squat", "secondary", "machine", 1.60, 0.047, "quads glutes", "adductors hamstrings"),
    _lift("bulgarian_split_squat", "squat", "secondary", "dumbbell", 0.20, 0.055, "quads glutes", "adductors"),
    _lift(
        "romanian_deadlift_barbell",
        "hinge",
        "secondary",
        "barbell",
        0.70,
        0.058,
        "hamstrings glutes",
        "lower_back forearms",
    ),
    _lift("hip_thrust_barbell", "hinge", "secondary", "barbell", 0.95, 0.050, "glutes", "hamstrings"),
    _lift(
        "incline_bench_press_barbell",
        "horizontal_push",
        "secondary",
        "barbell",
        0.48,
        0.068,
        "chest front_delts",
        "triceps",
    ),
    _lift(
        "bench_press_dumbbell", "horizontal_push", "secondary", "dumbbell", 0.25, 0.066, "chest", "triceps front_delts"
    ),
    _lift(
        "incline_bench_press_dumbbell",
        "horizontal_push",
        "secondary",
        "dumbbell",
        0.22,
        0.066,
        "chest front_delts",
        "triceps",
    ),
    _lift(
        "shoulder_press_dumbbell",
        "vertical_push",
        "secondary",
        "dumbbell",
        0.18,
        0.066,
        "front_delts triceps",
        "side_delts",
    ),
    _lift(
        "bent_over_row_barbell",
        "horizontal_pull",
        "secondary",
        "barbell",
        0.50,
        0.062,
        "upper_back lats",
        "biceps rear_delts lower_back",
    ),
    _lift(
        "seated_row_cable", "horizontal_pull", "secondary", "cable", 0.55, 0.060, "upper_back lats", "biceps rear_delts"
    ),
    _lift(
        "single_arm_row_dumbbell",
        "horizontal_pull",
        "secondary",
        "dumbbell",
        0.25,
        0.058,
        "lats upper_back",
        "biceps rear_delts",
    ),
    _lift("lat_pulldown_cable", "vertical_pull", "secondary", "cable", 0.58, 0.062, "lats", "biceps upper_back"),
    _lift(
        "pull_up", "vertical_pull", "secondary", "body", 0.80, 0.062, "lats", "biceps upper_back forearms", "bodyweight"
    ),
    _lift(
        "pull_up_assisted", "vertical_pull", "secondary", "body", 0.80, 0.062, "lats", "biceps upper_back", "assisted"
    ),
    _lift("leg_extension_machine", "knee_extension", "isolation", "machine", 0.60, 0.052, "quads"),
    _lift("lying_leg_curl_machine", "knee_flexion", "isolation", "machine", 0.40, 0.060, "hamstrings"),
    _lift("seated_leg_curl_machine", "knee_flexion", "isolation", "machine", 0.45, 0.060, "hamstrings"),
    _lift("standing_calf_raise_machine", "calf", "isolation", "machine", 0.90, 0.047, "calves"),
    _lift("lateral_raise_dumbbell", "shoulder_isolation", "isolation", "dumbbell", 0.10, 0.060, "side_delts"),
    _lift("face_pull_cable", "rear_shoulder", "isolation", "cable", 0.25, 0.055, "rear_delts upper_back", "traps"),
    _lift("chest_fly_cable", "chest_isolation", "isolation", "cable", 0.18, 0.060, "chest", "front_delts"),
    _lift("biceps_curl_dumbbell", "elbow_flexion", "isolation", "dumbbell", 0.14, 0.064, "biceps", "forearms"),
    _lift("biceps_curl_ez_bar", "elbow_flexion", "isolation", "barbell", 0.30, 0.064, "biceps", "forearms"),
    _lift("hammer_curl_dumbbell", "elbow_flexion", "isolation", "dumbbell", 0.15, 0.062, "biceps forearms"),
    _lift("triceps_pushdown_cable", "elbow_extension", "isolation", "cable", 0.28, 0.062, "triceps"),
    _lift("skullcrusher_barbell", "elbow_extension", "isolation", "barbell", 0.28, 0.064, "triceps"),
    _lift("crunch_cable", "trunk", "isolation", "cable", 0.45, 0.050, "abs"),
)

BODY_WEIGHT_SHARE: Final = 0.95
"""Part of body weight a pull-up moves: forearms and hands stay; engineering choice, cancels in changes."""


def credits_of(lifts: Sequence[SimulatedLift]) -> Array:
    """Credit of each lift to each muscle, shape (lifts, muscles)."""
    table = np.zeros((len(lifts), len(MUSCLES)))
    for row, lift in enumerate(lifts):
        for muscle, credit in lift.muscles:
            table[row, MUSCLES.index(muscle)] = credit
    return table


def share_for_reps(reps: Array, curve: Array) -> Array:
    """Share of 1RM that can be lifted so many times.

    Deliberately not the curve the forecasts use: Wathen's exponential with a floor, made to pass through 1 at one
    repetition, with a rate of its own for each lifter and lift.

    Parameters
    ----------
    reps : array
        Repetitions to failure, at least 1.
    curve : array, broadcastable
        Rate, per repetition.

    Returns
    -------
    array
        Fraction of 1RM.
    """
    return CURVE_FLOOR + (1.0 - CURVE_FLOOR) * np.exp(-curve * (np.maximum(reps, 1.0) - 1.0))


def reps_to_failure(share: Array, curve: Array) -> Array:
    """How many repetitions a share of 1RM allows; the inverse of `share_for_reps`.

    Above 1RM the result is below 1; very light loads are cut at 40.
    """
    ratio = np.maximum((share - CURVE_FLOOR) / (1.0 - CURVE_FLOOR), 1e-9)
    return np.minimum(1.0 - np.log(ratio) / curve, 40.0)
