"""Small changes to a week: each returns new doses, or None where it does not apply or there is no room for it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from models.blocks.dose import Dose, mean_minutes
from models.blocks.picks import Pick
from models.blocks.repertoire import Fillers
from models.blocks.trainee import Trainee
from models.blocks.volume import limits_of

LONG_REST_S: Final = 120
TOP_REPS: Final = 3
MOST_TOP_REPS: Final = 3
TOP_REST_S: Final = 180
TOP_DAYS: Final = 2
LONGER: Final = 1.15
"""How much longer than usual a session may become where no minutes are stated."""
MOST_SETS: Final = 5
"""Sets of an exercise in a session that more are not added to."""


def with_top_sets(doses: Sequence[Dose], trainee: Trainee, exercise_ids: Sequence[str]) -> list[Dose] | None:
    """Add one heavy top set before the usual sets of some exercises, on up to two days."""
    topped = {dose.pick.exercise_id for dose in doses if dose.kind == "top" or dose.reps <= MOST_TOP_REPS}
    changed: list[Dose] = []
    for dose in doses:
        wanted = dose.pick.exercise_id in exercise_ids and dose.pick.exercise_id not in topped
        if wanted and dose.pick.may_be_heavy:
            topped.add(dose.pick.exercise_id)
            often = min(dose.days, TOP_DAYS)
            changed.append(Dose(pick=dose.pick, days=often, sets=1, reps=TOP_REPS, rest_s=TOP_REST_S, kind="top"))
        changed.append(dose)
    return _if_room(changed, doses, trainee)


def with_more_sets(doses: Sequence[Dose], trainee: Trainee, muscle: str, sets: int) -> list[Dose] | None:
    """Add sets a week for a muscle on exercises that work it directly: the lifter's own, else from the catalogue."""
    changed, left = list(doses), sets
    own = [place for place, dose in enumerate(changed) if dose.pick.muscles.get(muscle, 0) >= 1 and dose.kind == "work"]
    for place in own:
        dose = changed[place]
        more = min(left, int(max(MOST_SETS - dose.sets, 0) * dose.days))
        if more > 0:
            changed[place] = replace(dose, sets=dose.sets + more / dose.days, part_of_weeks=1.0)
            left -= more
    if left > 0:
        pick = Fillers(trainee.picks, trainee.constraints).for_muscle(muscle, {dose.pick.exercise_id for dose in doses})
        if pick is None:
            return None
        changed.append(_new(pick, left, trainee))
    return _if_room(changed, doses, trainee)


def _new(pick: Pick, sets: int, trainee: Trainee) -> Dose:
    """An exercise added for a muscle."""
    days = min(trainee.sessions, max(1, round(sets / 3)))
    return Dose(pick=pick, days=days, sets=sets / days, reps=10 if pick.compound else 12, rest_s=LONG_REST_S)


def with_a_day_more(doses: Sequence[Dose], trainee: Trainee) -> list[Dose] | None:
    """Do the lifts that stand for strength on one day a week more, where there is a day free, as many sets as ever.

    The same sets on more days would be a smaller change, but trials that equate sets leave open whether it is one.
    """
    changed = [
        replace(dose, days=dose.days + 1)
        if dose.pick.exercise_id in trainee.needed
        and dose.kind == "work"
        and dose.part_of_weeks >= 1
        and dose.days < trainee.sessions
        else dose
        for dose in doses
    ]
    return _if_room(changed, doses, trainee)


def nearer_to_failure(doses: Sequence[Dose], trainee: Trainee) -> list[Dose] | None:
    """Leave one rep less in reserve, where two and more are left by the log."""
    del trainee
    changed = [
        replace(dose, rir=max(1.0, dose.rir - 1))
        if dose.is_as_done and dose.rir is not None and dose.rir >= 2
        else dose
        for dose in doses
    ]
    return None if changed == list(doses) else changed


def with_longer_rests(doses: Sequence[Dose], trainee: Trainee) -> list[Dose] | None:
    """Rest two minutes and more where shorter rests are logged."""
    changed = [
        replace(dose, rest_s=LONG_REST_S) if dose.rest_s is not None and dose.rest_s < LONG_REST_S else dose
        for dose in doses
    ]
    return _if_room(changed, doses, trainee)


def _if_room(changed: list[Dose], before: Sequence[Dose], trainee: Trainee) -> list[Dose] | None:
    """None where nothing changed, or where sessions would become too long."""
    limits, sessions = limits_of(trainee), trainee.sessions
    most = limits.minutes if limits.is_stated else LONGER * limits.minutes
    too_long = mean_minutes(changed, sessions) > max(most, mean_minutes(before, sessions))
    too_many = (
        sum(dose.weekly_sets for dose in changed) > max(limits.sets, LONGER * trainee.weekly_sets / sessions) * sessions
    )
    return None if too_long or too_many or changed == list(before) else changed
