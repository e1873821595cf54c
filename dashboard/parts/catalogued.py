"""Names that stand in tables and not in sentences of ours, for the catalogues: `words.named` says them."""

from typing import Final

from dashboard.language import gettext_noop

MUSCLES: Final = (
    gettext_noop("Neck"), gettext_noop("Traps"), gettext_noop("Chest"), gettext_noop("Front delts"),
    gettext_noop("Side delts"), gettext_noop("Biceps"), gettext_noop("Triceps"), gettext_noop("Forearms"),
    gettext_noop("Abs"), gettext_noop("Obliques"), gettext_noop("Abductors"), gettext_noop("Adductors"),
    gettext_noop("Quads"), gettext_noop("Calves"), gettext_noop("Rear delts"), gettext_noop("Upper back"),
    gettext_noop("Lats"), gettext_noop("Lower back"), gettext_noop("Glutes"), gettext_noop("Hamstrings"),
)  # fmt: skip
SITES: Final = (
    gettext_noop("Shoulders"), gettext_noop("Abdomen"), gettext_noop("Waist"), gettext_noop("Hips"),
    gettext_noop("Thigh"), gettext_noop("Calf"), gettext_noop("Upper arm"), gettext_noop("Forearm"),
)  # fmt: skip
PATTERNS: Final = (
    gettext_noop("Pushing and pulling"), gettext_noop("Pulling and pushing"),
    gettext_noop("Knee-dominant and hip-dominant"), gettext_noop("Hip-dominant and knee-dominant"),
)  # fmt: skip
EQUIPMENT: Final = (
    gettext_noop("Barbell"), gettext_noop("Dumbbell"), gettext_noop("Machine"), gettext_noop("Cable"),
    gettext_noop("Smith machine"), gettext_noop("Kettlebell"), gettext_noop("Band"), gettext_noop("Ez bar"),
    gettext_noop("Trap bar"), gettext_noop("Bodyweight"), gettext_noop("Pull up bar"), gettext_noop("Other"),
)  # fmt: skip
SLICES: Final = (
    gettext_noop("All lifts"), gettext_noop("Main lifts"), gettext_noop("Accessory lifts"),
    gettext_noop("Machines and cables"), gettext_noop("First year logged"), gettext_noop("Later years"),
    gettext_noop("Under 24 training days"), gettext_noop("60 training days or more"),
)  # fmt: skip
CANDIDATES: Final = (
    gettext_noop("Shipped"), gettext_noop("No change"), gettext_noop("Scaled no change"), gettext_noop("Drift"),
)  # fmt: skip
STATES: Final = (
    gettext_noop("Waiting"), gettext_noop("Underway"), gettext_noop("Done"), gettext_noop("Refused"),
    gettext_noop("Failed"),
)  # fmt: skip
WEEKDAYS: Final = (
    gettext_noop("Mon"), gettext_noop("Tue"), gettext_noop("Wed"), gettext_noop("Thu"), gettext_noop("Fri"),
    gettext_noop("Sat"), gettext_noop("Sun"),
)  # fmt: skip
LIFTS: Final = (gettext_noop("Squat"), gettext_noop("Bench press"), gettext_noop("Deadlift"))
