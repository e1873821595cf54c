"""What each app calls the lifts of simulated lifters: Strong, Hevy, FitNotes, and FitNotes' category."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_STRONG, _HEVY, _FITNOTES = 0, 1, 2
_COLUMNS: Final = {"strong": _STRONG, "hevy": _HEVY, "fitnotes": _FITNOTES}

_NAMES: Final[Mapping[str, tuple[str, str, str, str]]] = MappingProxyType(
    {
        "squat_barbell": ("Squat (Barbell)", "Squat (Barbell)", "Barbell Squat", "Legs"),
        "bench_press_barbell": ("Bench Press (Barbell)", "Bench Press (Barbell)", "Flat Barbell Bench Press", "Chest"),
        "deadlift_barbell": ("Deadlift (Barbell)", "Deadlift (Barbell)", "Deadlift", "Back"),
        "overhead_press_barbell": (
            "Overhead Press (Barbell)",
            "Overhead Press (Barbell)",
            "Overhead Press",
            "Shoulders",
        ),
        "front_squat_barbell": ("Front Squat (Barbell)", "Front Squat", "Barbell Front Squat", "Legs"),
        "leg_press_machine": ("Leg Press", "Leg Press (Machine)", "Leg Press", "Legs"),
        "bulgarian_split_squat": ("Bulgarian Split Squat", "Bulgarian Split Squat", "Bulgarian Split Squat", "Legs"),
        "romanian_deadlift_barbell": (
            "Romanian Deadlift (Barbell)",
            "Romanian Deadlift (Barbell)",
            "Romanian Deadlift",
            "Legs",
        ),
        "hip_thrust_barbell": ("Hip Thrust (Barbell)", "Hip Thrust (Barbell)", "Barbell Hip Thrust", "Legs"),
        "incline_bench_press_barbell": (
            "Incline Bench Press (Barbell)",
            "Incline Bench Press (Barbell)",
            "Incline Barbell Bench Press",
            "Chest",
        ),
        "bench_press_dumbbell": (
            "Bench Press (Dumbbell)",
            "Bench Press (Dumbbell)",
            "Flat Dumbbell Bench Press",
            "Chest",
        ),
        "incline_bench_press_dumbbell": (
            "Incline Bench Press (Dumbbell)",
            "Incline Bench Press (Dumbbell)",
            "Incline Dumbbell Bench Press",
            "Chest",
        ),
        "shoulder_press_dumbbell": (
            "Shoulder Press (Dumbbell)",
            "Shoulder Press (Dumbbell)",
            "Dumbbell Shoulder Press",
            "Shoulders",
        ),
        "bent_over_row_barbell": ("Bent Over Row (Barbell)", "Bent Over Row (Barbell)", "Barbell Row", "Back"),
        "seated_row_cable": ("Seated Row (Cable)", "Seated Cable Row - Bar Grip", "Seated Cable Row", "Back"),
        "single_arm_row_dumbbell": ("Bent Over One Arm Row (Dumbbell)", "Dumbbell Row", "Dumbbell Row", "Back"),
        "lat_pulldown_cable": ("Lat Pulldown (Cable)", "Lat Pulldown (Cable)", "Lat Pulldown", "Back"),
        "pull_up": ("Pull Up", "Pull Up", "Pull Up", "Back"),
        "pull_up_assisted": ("Pull Up (Assisted)", "Pull Up (Assisted)", "Assisted Pull Up", "Back"),
        "leg_extension_machine": (
            "Leg Extension (Machine)",
            "Leg Extension (Machine)",
            "Leg Extension Machine",
            "Legs",
        ),
        "lying_leg_curl_machine": (
            "Lying Leg Curl (Machine)",
            "Lying Leg Curl (Machine)",
            "Lying Leg Curl Machine",
            "Legs",
        ),
        "seated_leg_curl_machine": (
            "Seated Leg Curl (Machine)",
            "Seated Leg Curl (Machine)",
            "Seated Leg Curl Machine",
            "Legs",
        ),
        "standing_calf_raise_machine": (
            "Standing Calf Raise (Machine)",
            "Standing Calf Raise (Machine)",
            "Standing Calf Raise Machine",
            "Legs",
        ),
        "lateral_raise_dumbbell": (
            "Lateral Raise (Dumbbell)",
            "Lateral Raise (Dumbbell)",
            "Lateral Dumbbell Raise",
            "Shoulders",
        ),
        "face_pull_cable": ("Face Pull (Cable)", "Face Pull", "Cable Face Pull", "Shoulders"),
        "chest_fly_cable": ("Chest Fly (Cable)", "Chest Fly (Cable)", "Cable Flys", "Chest"),
        "biceps_curl_dumbbell": ("Bicep Curl (Dumbbell)", "Bicep Curl (Dumbbell)", "Dumbbell Curl", "Biceps"),
        "biceps_curl_ez_bar": ("Bicep Curl (EZ Bar)", "EZ Bar Biceps Curl", "EZ-Bar Curl", "Biceps"),
        "hammer_curl_dumbbell": ("Hammer Curl (Dumbbell)", "Hammer Curl (Dumbbell)", "Dumbbell Hammer Curl", "Biceps"),
        "triceps_pushdown_cable": (
            "Triceps Pushdown (Cable)",
            "Triceps Pushdown (Cable)",
            "Cable Push Down",
            "Triceps",
        ),
        "skullcrusher_barbell": ("Skullcrusher (Barbell)", "Skullcrusher (Barbell)", "Barbell Skullcrusher", "Triceps"),
        "crunch_cable": ("Cable Crunch", "Cable Crunch", "Cable Crunch", "Abs"),
    }
)


def exported_names(app: str) -> dict[str, str]:
    """Give the app's name of each simulated lift.

    Parameters
    ----------
    app : {'strong', 'hevy', 'fitnotes'}

    Returns
    -------
    dict
        exercise_id to name.
    """
    return {exercise: names[_COLUMNS[app]] for exercise, names in _NAMES.items()}


def categories() -> dict[str, str]:
    """Give FitNotes' category of each simulated lift."""
    return {exercise: names[-1] for exercise, names in _NAMES.items()}
