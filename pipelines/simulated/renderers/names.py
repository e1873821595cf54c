"""What each app calls the lifts of simulated lifters: Strong, Hevy, FitNotes, and FitNotes' category."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class _Names(NamedTuple):
    """What one lift is called, and FitNotes' category of it."""

    strong: str
    hevy: str
    fitnotes: str
    category: str


_NAMES: Final[Mapping[str, _Names]] = MappingProxyType(
    {
        "squat_barbell": _Names("Squat (Barbell)", "Squat (Barbell)", "Barbell Squat", "Legs"),
        "bench_press_barbell": _Names(
            "Bench Press (Barbell)", "Bench Press (Barbell)", "Flat Barbell Bench Press", "Chest"
        ),
        "deadlift_barbell": _Names("Deadlift (Barbell)", "Deadlift (Barbell)", "Deadlift", "Back"),
        "overhead_press_barbell": _Names(
            "Overhead Press (Barbell)",
            "Overhead Press (Barbell)",
            "Overhead Press",
            "Shoulders",
        ),
        "front_squat_barbell": _Names("Front Squat (Barbell)", "Front Squat", "Barbell Front Squat", "Legs"),
        "leg_press_machine": _Names("Leg Press", "Leg Press (Machine)", "Leg Press", "Legs"),
        "bulgarian_split_squat": _Names(
            "Bulgarian Split Squat", "Bulgarian Split Squat", "Bulgarian Split Squat", "Legs"
        ),
        "romanian_deadlift_barbell": _Names(
            "Romanian Deadlift (Barbell)",
            "Romanian Deadlift (Barbell)",
            "Romanian Deadlift",
            "Legs",
        ),
        "hip_thrust_barbell": _Names("Hip Thrust (Barbell)", "Hip Thrust (Barbell)", "Barbell Hip Thrust", "Legs"),
        "incline_bench_press_barbell": _Names(
            "Incline Bench Press (Barbell)",
            "Incline Bench Press (Barbell)",
            "Incline Barbell Bench Press",
            "Chest",
        ),
        "bench_press_dumbbell": _Names(
            "Bench Press (Dumbbell)",
            "Bench Press (Dumbbell)",
            "Flat Dumbbell Bench Press",
            "Chest",
        ),
        "incline_bench_press_dumbbell": _Names(
            "Incline Bench Press (Dumbbell)",
            "Incline Bench Press (Dumbbell)",
            "Incline Dumbbell Bench Press",
            "Chest",
        ),
        "shoulder_press_dumbbell": _Names(
            "Shoulder Press (Dumbbell)",
            "Shoulder Press (Dumbbell)",
            "Dumbbell Shoulder Press",
            "Shoulders",
        ),
        "bent_over_row_barbell": _Names("Bent Over Row (Barbell)", "Bent Over Row (Barbell)", "Barbell Row", "Back"),
        "seated_row_cable": _Names("Seated Row (Cable)", "Seated Cable Row - Bar Grip", "Seated Cable Row", "Back"),
        "single_arm_row_dumbbell": _Names("Bent Over One Arm Row (Dumbbell)", "Dumbbell Row", "Dumbbell Row", "Back"),
        "lat_pulldown_cable": _Names("Lat Pulldown (Cable)", "Lat Pulldown (Cable)", "Lat Pulldown", "Back"),
        "pull_up": _Names("Pull Up", "Pull Up", "Pull Up", "Back"),
        "pull_up_assisted": _Names("Pull Up (Assisted)", "Pull Up (Assisted)", "Assisted Pull Up", "Back"),
        "leg_extension_machine": _Names(
            "Leg Extension (Machine)",
            "Leg Extension (Machine)",
            "Leg Extension Machine",
            "Legs",
        ),
        "lying_leg_curl_machine": _Names(
            "Lying Leg Curl (Machine)",
            "Lying Leg Curl (Machine)",
            "Lying Leg Curl Machine",
            "Legs",
        ),
        "seated_leg_curl_machine": _Names(
            "Seated Leg Curl (Machine)",
            "Seated Leg Curl (Machine)",
            "Seated Leg Curl Machine",
            "Legs",
        ),
        "standing_calf_raise_machine": _Names(
            "Standing Calf Raise (Machine)",
            "Standing Calf Raise (Machine)",
            "Standing Calf Raise Machine",
            "Legs",
        ),
        "lateral_raise_dumbbell": _Names(
            "Lateral Raise (Dumbbell)",
            "Lateral Raise (Dumbbell)",
            "Lateral Dumbbell Raise",
            "Shoulders",
        ),
        "face_pull_cable": _Names("Face Pull (Cable)", "Face Pull", "Cable Face Pull", "Shoulders"),
        "chest_fly_cable": _Names("Chest Fly (Cable)", "Chest Fly (Cable)", "Cable Flys", "Chest"),
        "biceps_curl_dumbbell": _Names("Bicep Curl (Dumbbell)", "Bicep Curl (Dumbbell)", "Dumbbell Curl", "Biceps"),
        "biceps_curl_ez_bar": _Names("Bicep Curl (EZ Bar)", "EZ Bar Biceps Curl", "EZ-Bar Curl", "Biceps"),
        "hammer_curl_dumbbell": _Names(
            "Hammer Curl (Dumbbell)", "Hammer Curl (Dumbbell)", "Dumbbell Hammer Curl", "Biceps"
        ),
        "triceps_pushdown_cable": _Names(
            "Triceps Pushdown (Cable)",
            "Triceps Pushdown (Cable)",
            "Cable Push Down",
            "Triceps",
        ),
        "skullcrusher_barbell": _Names(
            "Skullcrusher (Barbell)", "Skullcrusher (Barbell)", "Barbell Skullcrusher", "Triceps"
        ),
        "crunch_cable": _Names("Cable Crunch", "Cable Crunch", "Cable Crunch", "Abs"),
    }
)


def exported_names(app: str) -> dict[str, str]:
    """The app's name of each simulated lift.

    Parameters
    ----------
    app : {'strong', 'hevy', 'fitnotes'}

    Returns
    -------
    dict
        exercise_id to name.
    """
    return {exercise: str(getattr(names, app)) for exercise, names in _NAMES.items()}


def categories() -> dict[str, str]:
    """FitNotes' category of each simulated lift."""
    return {exercise: names.category for exercise, names in _NAMES.items()}
