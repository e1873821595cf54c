"""Which exercises a block is made of: the lifter's own first, gaps filled from the catalogue."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from data import catalogue
from models.blocks.picks import Pick, from_catalogue, hangs, is_compound, may_be_done, muscle_credits
from models.blocks.trainee import Trainee
from models.goal import Constraints
from models.training.style import STYLES

__all__ = ["Roster", "is_compound", "muscle_credits", "roster_for"]

MOVEMENTS: Final = (
    ("squat",), ("horizontal_push",), ("hinge",), ("horizontal_pull",), ("vertical_push",), ("vertical_pull",),
)  # fmt: skip
"""What every week trains as far as the equipment allows, first come first."""
ELSE: Final = {"squat": ("lunge",), "hinge": ("hip_extension",)}
"""What stands for a movement that nothing at hand trains."""

MAIN_MUSCLES: Final = (
    "chest", "lats", "upper_back", "quads", "hamstrings", "glutes", "front_delts", "side_delts", "biceps", "triceps",
)  # fmt: skip
"""What a style's range of sets is meant for in any case; further muscles where the lifter trains them."""
FURTHER_MUSCLES: Final = ("rear_delts", "calves", "abs")
TRAINED_SETS: Final = 2.0
"""Sets a week aimed at a further muscle from which it is one of those to be brought into the range."""
KEPT_SETS: Final = 1.0
"""Fractional sets a week from which a muscle is trained at all."""
MAINTAINING: Final = (4.0, 1 / 2)
"""What maintains a muscle: so many sets, or this part of what it had (a third kept size: evidence `bickel2011-1`)."""

USUAL_GYM: Final = ("barbell", "dumbbell", "machine", "cable", "bodyweight", "pull_up_bar")
MOST_SPARE: Final = 24
"""Own exercises looked at for more sets, most trained first."""
_NO_STRENGTH_WORK: Final = frozenset({"conditioning", "stretch", "carry", "olympic"})


@dataclass(frozen=True, kw_only=True)
class Roster:
    """What a block of one style is made of.

    Parameters
    ----------
    base : list of Pick
        In the block in any case, the indispensable first.
    spare : list of Pick
        For muscles that the base does not train enough: own ones first.
    as_done : list of Pick
        Kept just as they are done: needed, but nobody knows what they train.
    unknown : list of Pick
        The lifter's own that are left out because nobody knows what they train.
    """

    base: list[Pick]
    spare: list[Pick]
    as_done: list[Pick]
    unknown: list[Pick]


def roster_for(style: str, trainee: Trainee) -> Roster:
    """Choose the exercises of a block of one style.

    Needed lifts and those to keep come first, then for each movement the lifter's own exercise: for heavy work the one
    that takes most load, else the most trained. What is missing is filled from the catalogue.
    """
    bound = trainee.constraints
    own = [pick for pick in trainee.picks if may_be_done(pick, bound)]
    order = (*trainee.competition_lifts, *trainee.needed)
    needed = sorted((pick for pick in own if pick.exercise_id in order), key=lambda pick: order.index(pick.exercise_id))
    fit = [pick for pick in own if pick.is_known and pick.pattern not in _NO_STRENGTH_WORK]
    steady = [pick for pick in fit if not pick.is_ballistic]
    chosen = {pick.exercise_id: pick for pick in [*needed, *_kept(trainee, own)]}
    fillers = Fillers(trainee.picks, bound)
    for patterns in MOVEMENTS:
        if any(pick.pattern in patterns and pick.stands for pick in chosen.values()):
            continue
        pick = _for_movement(patterns, steady, fillers, chosen, heavy=STYLES[style].zones[0] > 0)
        if pick is not None:
            chosen[pick.exercise_id] = pick
    as_done = [pick for pick in chosen.values() if not pick.is_known]
    base = [pick for pick in chosen.values() if pick.is_known]
    spare = [pick for pick in steady if pick.exercise_id not in chosen][:MOST_SPARE]
    return Roster(
        base=base,
        spare=[*spare, *_for_muscles([*base, *spare], fillers)],
        as_done=as_done,
        unknown=[pick for pick in own if not pick.is_known and pick.exercise_id not in chosen],
    )


def _for_movement(
    patterns: tuple[str, ...],
    own: Sequence[Pick],
    fillers: "Fillers",
    chosen: dict[str, Pick],
    *,
    heavy: bool,
) -> Pick | None:
    """Choose the exercise of a movement: an own one that loads it, else a filler, else what comes near."""
    others = tuple(other for pattern in patterns for other in ELSE.get(pattern, ()))
    for names in (patterns, others):
        mine = [pick for pick in own if pick.pattern in names and pick.exercise_id not in chosen]
        if heavy:
            mine.sort(key=lambda pick: (not pick.is_stable, pick.heaviness, not pick.is_main))
        mine.sort(key=lambda pick: pick.is_too_light)
        if mine and not mine[0].is_too_light:
            return mine[0]
        filler = fillers.for_patterns(names, chosen)
        if filler is not None and not (mine and filler.is_too_light):
            return filler
        if mine:
            return mine[0]
    return None


def _kept(trainee: Trainee, own: Sequence[Pick]) -> Iterable[Pick]:
    """What the lifter wants to keep, from their log or, never done before, from the catalogue."""
    mine = {pick.exercise_id: pick for pick in own}
    for key in trainee.constraints.keep:
        pick = mine.get(key) or from_catalogue(key, trainee.constraints)
        if pick is not None:
            yield pick


def _for_muscles(picks: Sequence[Pick], fillers: "Fillers") -> Iterator[Pick]:
    """A filler for each main muscle: for those that no exercise works directly, or not enough."""
    taken = {pick.exercise_id for pick in picks}
    for muscle in MAIN_MUSCLES:
        filler = fillers.for_muscle(muscle, taken)
        if filler is not None:
            taken.add(filler.exercise_id)
            yield filler


def muscles_ranged(trainee: Trainee) -> frozenset[str]:
    """List the muscles that are to be in a style's range: the main ones, and further ones that the lifter trains."""
    aimed = trainee.direct_sets
    further = (muscle for muscle in FURTHER_MUSCLES if aimed.get(muscle, 0.0) >= TRAINED_SETS)
    return frozenset({*MAIN_MUSCLES, *further})


def muscles_sought(style: str, trainee: Trainee) -> dict[str, float]:
    """Weekly fractional sets that each muscle is to have at least.

    For strength what maintains it; else the style's range from its low end, and no less than the muscle has now as far
    as the range goes. A muscle that is not a main one keeps what it has.
    """
    low, high = STYLES[style].muscle_sets
    now, aimed = trainee.muscle_sets, trainee.direct_sets
    ranged = muscles_ranged(trainee)
    sought = {}
    for muscle in ranged | {name for name in aimed if now[name] >= KEPT_SETS}:
        done = now.get(muscle, 0.0)
        if style == "strength":
            done = max(min(done, MAINTAINING[0]), MAINTAINING[1] * done)
        sought[muscle] = min(max(done, low if muscle in ranged else 0.0), high)
    return sought


class Fillers:
    """What gaps may be filled with: the equipment stated, else what the log shows.

    Parameters
    ----------
    picks : iterable of Pick
        The lifter's own exercises.
    constraints : Constraints
    """

    def __init__(self, picks: Iterable[Pick], constraints: Constraints) -> None:
        self._constraints = constraints
        self._at_hand = _at_hand(picks, constraints)

    def for_patterns(self, patterns: Container[str], taken: Container[str]) -> Pick | None:
        """Find the first exercise for a movement."""
        return next(
            self._fit((key for pattern, key in catalogue.load_gap_fillers() if pattern in patterns), taken), None
        )

    def for_muscle(self, muscle: str, taken: Container[str]) -> Pick | None:
        """Find the first exercise that works a muscle directly, the ones that work little else first."""
        return next(self._fit(_by_muscle().get(muscle, ()), taken), None)

    def _fit(self, keys: Iterable[str], taken: Container[str]) -> Iterator[Pick]:
        """Go through exercises that may be done and are not taken."""
        for key in keys:
            if key in self._constraints.avoid or key in taken:
                continue
            pick = from_catalogue(key, self._constraints)
            if pick and pick.equipment in self._at_hand and (not hangs(pick) or "pull_up_bar" in self._at_hand):
                yield pick


@cache
def _by_muscle() -> dict[str, list[str]]:
    """Fillers by the muscle that they work directly, those for few muscles first."""
    found: dict[str, list[str]] = {}
    for _, key in catalogue.load_gap_fillers():
        for muscle, credit in muscle_credits().get(key, {}).items():
            if credit >= 1:
                found.setdefault(muscle, []).append(key)
    for keys in found.values():
        keys.sort(key=lambda key: sum(muscle_credits()[key].values()))
    return found


def _at_hand(picks: Iterable[Pick], constraints: Constraints) -> frozenset[str | None]:
    """List the equipment that gaps may be filled with."""
    if constraints.equipment is not None:
        return frozenset({tool.name for tool in constraints.equipment} | {"bodyweight"})
    seen = {pick.equipment for pick in picks if pick.equipment} - {"unspecified", "other"}
    if len(seen - {"bodyweight"}) < 2:
        return frozenset(USUAL_GYM)
    return frozenset(seen | {"bodyweight", "pull_up_bar"})
