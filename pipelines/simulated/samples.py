"""The twelve simulated lifters that ship with the project, so that everything can be looked at before any export."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from models.simulator.lifters import Persona

SAMPLES_SEED: Final = 20261101


@dataclass(frozen=True, kw_only=True)
class Chronicle:
    """One lifter and the exports made of their training.

    Parameters
    ----------
    persona : Persona
        Who.
    exports : tuple of (layout, from, to)
        Names from `renderers.LAYOUTS` with the part of the log each file covers, as fractions of its length.
    states_unit : bool
        Whether profile.toml names the unit; without it a file without units must be read by its loads.
    story : str
        One sentence for the README of the samples.
    """

    persona: Persona
    exports: tuple[tuple[str, float, float], ...]
    states_unit: bool = True
    story: str = ""


def _whole(layout: str) -> tuple[tuple[str, float, float], ...]:
    """One export of everything."""
    return ((layout, 0.0, 1.0),)


SAMPLES: Final[tuple[Chronicle, ...]] = (
    Chronicle(
        persona=Persona(
            lifter="sim-ada", habit="hybrid", experience_years=0, weeks=54, sessions_per_week=3, sex="F", age=26,
            body_weight_kg=63.5, skips=0.08, gaps_per_year=1.0,
        ),
        exports=_whole("hevy"),
        story="a beginner whose first year shows how fast both adaptations run at the start",
    ),
    Chronicle(
        persona=Persona(
            lifter="sim-bo", habit="strength", experience_years=3, weeks=84, sessions_per_week=4, age=29,
            body_weight_kg=84.0, goal="strength", deload_every_weeks=6, logs_warmups=0.5, logs_rpe=0.85,
            logs_rest=0.12, tests_singles=1.0, skips=0.06,
            lifts=(
                "squat_barbell", "bench_press_barbell", "deadlift_barbell", "overhead_press_barbell",
                "front_squat_barbell", "romanian_deadlift_barbell", "incline_bench_press_barbell",
                "bent_over_row_barbell", "lat_pulldown_cable", "triceps_pushdown_cable",
            ),
        ),
        exports=_whole("strong"),
        story="an intermediate powerlifter: heavy, rated, with test singles, deloads and marked warm-ups",
    ),
    Chronicle(
        persona=Persona(
            lifter="sim-cleo", habit="hypertrophy", experience_years=2, weeks=60, sessions_per_week=4, sex="F", age=31,
            body_weight_kg=60.0, goal="size", reserve=-0.4, logs_warmups=0.2,
        ),
        exports=_whole("hevy"),
        story="trains for size, close to failure, in many exercises",
    ),
    Chronicle(
        persona=Persona(
            lifter="sim-dag", habit="alternating", experience_years=2.5, weeks=112, sessions_per_week=3, age=34,
            body_weight_kg=88.5, block_weeks=6, skips=0.08, gaps_per_year=0.8,
        ),
        exports=_whole("strong_semicolon"),
        story="changes between strength and size every six weeks, which is what tells the two adaptations apart",
    ),
    Chronicle(
        persona=Persona(
            lifter="sim-edo", habit="hypertrophy", experience_years=4, weeks=120, sessions_per_week=3, age=37,
            body_weight_kg=79.0, goal="both", long_gap_weeks=16,
        ),
        exports=_whole("fitnotes_units"),
        story="came back after sixteen weeks away",
    ),
    Chronicle(
        persona=Persona(
            lifter="sim-fay", habit="hybrid", experience_years=0, weeks=5, sessions_per_week=2, sex="F", age=23,
            body_weight_kg=58.0, gaps_per_year=0.0,
        ),
        exports=_whole("fitnotes_units"),
        story="has five weeks of data: too little to forecast, and must be told so",
    ),
    Chronicle(
        persona=Persona(
            lifter="sim-gus", habit="hybrid", experience_years=1, weeks=78, sessions_per_week=3, age=41,
            body_weight_kg=95.3, unit="lb", skips=0.15, typing_error_rate=0.002,
        ),
        exports=_whole("strong"),
        states_unit=False,
        story="trains in pounds with an app whose export names no unit, and mistypes now and then",
    ),
    Chronicle(
        persona=Persona(
            lifter="sim-hal", habit="alternating", experience_years=1.5, weeks=90, sessions_per_week=3, age=27,
            body_weight_kg=76.0, block_weeks=5, goal="strength", tests_singles=0.5,
        ),
        exports=(("strong", 0.0, 0.60), ("hevy", 0.45, 1.0)),
        story="moved from one app to another and logged some weeks in both",
    ),
    Chronicle(
        persona=Persona(
            lifter="sim-ida", habit="hybrid", experience_years=1, weeks=140, sessions_per_week=2, sex="F", age=58,
            body_weight_kg=67.0, skips=0.10, last_day=date(2020, 8, 30),
        ),
        exports=_whole("fitnotes"),
        story="fifty-eight, twice a week, in an export of 2020",
    ),
    Chronicle(
        persona=Persona(
            lifter="sim-jem", habit="strength", experience_years=8, weeks=56, sessions_per_week=4, age=33,
            body_weight_kg=101.0, unit="lb", goal="size", deload_every_weeks=5, logs_warmups=0.5, logs_rpe=0.15,
        ),
        exports=_whole("hevy"),
        story="strong after eight years of heavy work and now wants size",
    ),
    Chronicle(
        persona=Persona(
            lifter="sim-kai", habit="hypertrophy", experience_years=0.3, weeks=56, sessions_per_week=3, age=22,
            body_weight_kg=71.0, goal="both",
            lifts=(
                "squat_barbell", "bench_press_barbell", "romanian_deadlift_barbell", "shoulder_press_dumbbell",
                "pull_up", "seated_row_cable", "leg_extension_machine", "lateral_raise_dumbbell",
                "biceps_curl_dumbbell", "triceps_pushdown_cable",
            ),
        ),
        exports=_whole("strong_numbered"),
        story="a young lifter whose export adds body weight to pull-ups and shuffles sets",
    ),
    Chronicle(
        persona=Persona(
            lifter="sim-lou", habit="alternating", experience_years=5, weeks=156, sessions_per_week=4, sex="F", age=36,
            body_weight_kg=69.5, unit="lb", block_weeks=8, goal="both",
        ),
        exports=_whole("fitnotes_units"),
        story="three years of long alternating blocks, in pounds",
    ),
)  # fmt: skip
