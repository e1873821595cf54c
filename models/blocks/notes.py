"""Sentences that a block must be read with: in words alone, for its figures stand in the block."""

from collections.abc import Iterator, Sequence
from typing import Final

from models.blocks.course import BREAK_DAYS, LONG_BREAK_DAYS, MOST_MORE
from models.blocks.dose import Dose, mean_minutes
from models.blocks.picks import Pick, may_be_done
from models.blocks.plates import heaviest
from models.blocks.progression import MOST_REPS, most_reps
from models.blocks.trainee import Trainee
from models.blocks.volume import SHORT_REST_S, limits_of
from models.training.style import AS_NOW, STYLES

NO_ROOM_MINUTES: Final = 6.0
"""Minutes of a session that are too few for another exercise."""
NO_ROOM_SETS: Final = 2
FEWER: Final = 0.95
MOST_NAMES: Final = 6
LIGHT_SHARE: Final = 0.7
"""Share of 1RM below which sets cannot be heavy."""
EASY_REPS: Final = 12
"""Reps to failure from which the body's weight is too light for strength work."""


def notes_on(
    style: str, doses: Sequence[Dose], trainee: Trainee, *, short: Sequence[str], competed: frozenset[str]
) -> list[str]:
    """Say what is short of its range and why, what is lighter at first, and how what progresses.

    Parameters
    ----------
    style : str
    doses : sequence of Dose
    trainee : Trainee
    short : sequence of str
        Muscles below the style's range.
    competed : frozenset of str
        Lifts of the meet that the block ends with.
    """
    said = [*_on_breaks(trainee), *_on_ramps(doses, trainee)]
    if competed:
        said.append(
            "The block ends with the competition: the lifts of the day go to doubles and singles, other work falls "
            "away, and the last week is the taper, with singles like a sure opener. Leave out a session on the eve."
        )
    if style in STYLES:
        said += [*_on_range(doses, trainee, short), *_on_rests(doses, trainee), *_on_strength(style, doses)]
        said += _on_unknown(doses, trainee)
    said += _on_the_body(doses)
    if style == AS_NOW:
        said += _on_as_now(doses, trainee)
    return said


def _on_as_now(doses: Sequence[Dose], trainee: Trainee) -> Iterator[str]:
    """Say what the week as now leaves open or out."""
    if any(dose.part_of_weeks < 1 for dose in doses):
        yield "Exercises that are not done every week take turns, as they do in the log."
    if doses and sum(dose.weekly_sets for dose in doses) < FEWER * sum(dose.weekly_sets for dose in trainee.as_now):
        yield "Fewer sets than you do now, to fit the days and minutes that you have."


def _on_breaks(trainee: Trainee) -> Iterator[str]:
    """Say that a break is come back from by steps."""
    if trainee.days_off > BREAK_DAYS:
        weeks = "three" if trainee.days_off > LONG_BREAK_DAYS else "two"
        yield (
            "After the break the first week has about half the sets at loads about a tenth lighter; "
            f"sets and loads are back after {weeks} weeks."
        )


def _on_ramps(doses: Sequence[Dose], trainee: Trainee) -> Iterator[str]:
    """Say that more sets than usual are come to by steps."""
    if trainee.picks and sum(dose.weekly_sets for dose in doses) > MOST_MORE * trainee.weekly_sets:
        yield "This is more than you’re used to, so sets build up: you do all of them from the third week on."


def _on_range(doses: Sequence[Dose], trainee: Trainee, short: Sequence[str]) -> Iterator[str]:
    """Say which muscles get fewer sets than the style's range, and for want of what."""
    if not short:
        return
    limits = limits_of(trainee)
    worked = {muscle for dose in doses for muscle in dose.pick.worked}
    nothing = [muscle for muscle in short if muscle not in worked]
    others = [muscle for muscle in short if muscle in worked]
    full_time = mean_minutes(doses, trainee.sessions) > limits.minutes - NO_ROOM_MINUTES
    full_sets = sum(dose.weekly_sets for dose in doses) > (limits.sets - NO_ROOM_SETS) * trainee.sessions
    if full_time or full_sets:
        what = "the minutes you have" if limits.is_stated and full_time else "sessions of a usual length"
        days = "on these days" if trainee.sessions > 1 else "on one day"
        yield f"Fewer sets a week than the style's range, as {what} {days} leave no room for more: {_listed(short)}."
    else:
        if nothing:
            yield f"Not trained directly, because no exercise you can do does that: {_listed(nothing)}."
        if others:
            yield f"Fewer sets a week than the style's range, as their exercises are at their limit: {_listed(others)}."


def _on_rests(doses: Sequence[Dose], trainee: Trainee) -> Iterator[str]:
    """Say that rests are shorter than they should be, for want of time."""
    if trainee.constraints.session_minutes and any(
        dose.rest_s is not None and dose.rest_s <= SHORT_REST_S and not dose.is_as_done for dose in doses
    ):
        yield "Rests of isolation exercises are short, to fit the minutes you have: two minutes would be better."


def _on_strength(style: str, doses: Sequence[Dose]) -> Iterator[str]:
    """Say what heavy work is done with where there is no bar."""
    heavy = [dose.pick for dose in doses if dose.heavy and dose.pick.load_kind == "external"]
    if style == "strength" and heavy and not any(pick.heaviness == 0 for pick in heavy):
        yield f"Without a barbell, strength is trained with what takes the most load: {_listed(_names(heavy))}."
    light = [pick for pick in heavy if pick.tool is not None and heaviest(pick.tool) < LIGHT_SHARE * pick.now_kg]
    if light:
        yield f"The heaviest load at hand is too light for few reps, so reps are many: {_listed(_names(light))}."


def _on_unknown(doses: Sequence[Dose], trainee: Trainee) -> Iterator[str]:
    """Say which of the lifter's exercises nobody knows enough of to prescribe."""
    there = {dose.pick.exercise_id for dose in doses}
    unknown = [pick for pick in trainee.picks if not pick.is_known and may_be_done(pick, trainee.constraints)]
    left = _names(pick for pick in unknown if pick.exercise_id not in there)
    if left:
        more = " and others" if len(left) > MOST_NAMES else ""
        named = _listed(left[:MOST_NAMES], joined=not more)
        yield f"Left out, because we don’t know which muscles they train: {named}{more}."
    kept = _names(pick for pick in unknown if pick.exercise_id in there)
    if kept:
        yield f"Kept as you do it, because we don’t know which muscles it trains: {_listed(kept)}."


def _on_the_body(doses: Sequence[Dose]) -> Iterator[str]:
    """Say how body-weight exercises progress."""
    by_body = [dose for dose in doses if dose.pick.load_kind == "bodyweight" and not dose.is_as_done]
    picks = [dose.pick for dose in by_body]
    loaded = _names(pick for pick in picks if pick.top_load_kg > pick.usual_load_kg + 2)
    compound = [dose for dose in by_body if dose.pick.compound]
    easy = _names(dose.pick for dose in compound if most_reps(dose.pick) > (EASY_REPS if dose.heavy else MOST_REPS))
    plain = [name for name in _names(picks) if name not in {*loaded, *easy}]
    if plain:
        yield (
            "Reps go up from week to week; once you manage the last week's reps in every set, take a harder variation "
            f"or add load: {_listed(plain)}."
        )
    if loaded:
        yield f"Reps go up from week to week; beyond them add load, as you have done: {_listed(loaded)}."
    if easy:
        yield f"So many reps do little for strength: take a harder variation or add load, if you can: {_listed(easy)}."


def _names(picks: Iterator[Pick] | Sequence[Pick]) -> list[str]:
    """Names of exercises, each once."""
    return list(dict.fromkeys(pick.name for pick in picks))


def _listed(words: Sequence[str], *, joined: bool = True) -> str:
    """Join words with commas and a last `and`; words of tables in plain writing."""
    plain = [word.replace("_", " ") for word in words]
    if joined and len(plain) > 1:
        return f"{', '.join(plain[:-1])} and {plain[-1]}"
    return ", ".join(plain)
