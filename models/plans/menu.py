"""What a lifter could train: every option a week that is written out, the smallest changes first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from models.blocks import changes
from models.blocks.block_week import COLUMNS, week_rows
from models.blocks.dose import Dose
from models.blocks.picks import fractional_sets
from models.blocks.prescription import doses_as_now, doses_for, write
from models.blocks.trainee import Trainee
from models.blocks.written import WrittenBlock
from models.plans.situation import Case
from models.training.block import ADJUSTED, PEAK, USUAL, told_as
from models.training.style import AS_NOW, STYLES

MORE_SETS: Final = 2
"""Sets a week that a neglected muscle gets more: the smallest change that trials can tell from none."""
FEW_SETS: Final = STYLES["hypertrophy"].muscle_sets[0]
"""A muscle with fewer weekly sets than hypertrophy begins with has room for more."""
MOST_MORE: Final = 1.3
"""A small change adds at most this factor of the sets done now: soreness follows unaccustomed work."""
FEWEST_MORE: Final = 20.0
"""So many weekly sets are never too many."""
MOST_MUSCLES: Final = 6
"""Muscles that get more sets at once."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One week that could be trained.

    Parameters
    ----------
    doses : tuple of Dose
        What is done of each exercise.
    block : WrittenBlock
        The same written out week by week.
    rows : list of dict
        What is written, in the columns of `training.week`: whatever is said of the option is said of this.
    """

    doses: tuple[Dose, ...]
    block: WrittenBlock
    rows: list[dict[str, Any]]

    @property
    def week(self) -> pd.DataFrame:
        """What is written, as a frame."""
        return pd.DataFrame(self.rows, columns=list(COLUMNS))


Menu = dict[str, Option]


def menu(case: Case, weeks: int, *, peak: int = 0) -> Menu:
    """Write out all that a lifter could train.

    Parameters
    ----------
    case : Case
    weeks : int
        Length of the first block of any plan.
    peak : int
        Weeks of the block that ends with a competition, its taper included; 0 without one.

    Returns
    -------
    dict of Option
        `USUAL`, the small changes that apply, each style; `PEAK` where there is a competition.
    """
    who = case.trainee
    usual = doses_as_now(who)
    styled = {name: doses_for(name, who) for name in STYLES}
    found = {USUAL: option(USUAL, usual, who, weeks)}
    for name, changed in small_changes(usual, who).items():
        found[name] = option(name, changed, who, weeks)
    for name, doses in styled.items():
        found[name] = option(name, doses, who, weeks)
    if peak:
        rested = replace(who, easy_first=False) if peak < weeks else who
        found[PEAK] = option(PEAK, styled["strength"], rested, peak)
    return found


def option(name: str, doses: Sequence[Dose], who: Trainee, weeks: int) -> Option:
    """Write out one week; a small change is written as the week as now is, for loads and reps go on as done."""
    told = told_as(name)
    block = write(AS_NOW if told == ADJUSTED else told, list(doses), who, weeks=weeks, meet=name == PEAK)
    block["style"] = told
    return Option(doses=tuple(doses), block=block, rows=week_rows(block))


def small_changes(usual: Sequence[Dose], who: Trainee) -> dict[str, list[Dose]]:
    """The usual week with one thing changed; what does not apply is left out."""
    tried: dict[str, Callable[[], list[Dose] | None]] = {
        "top_sets": lambda: changes.with_top_sets(list(usual), who, who.needed),
        "more_sets": lambda: with_more_sets(usual, who, neglected(usual)),
        "day_more": lambda: changes.with_a_day_more(list(usual), who),
        "effort": lambda: changes.nearer_to_failure(list(usual), who),
        "rests": lambda: changes.with_longer_rests(list(usual), who),
    }
    found = {name: change() for name, change in tried.items()}
    return {name: doses for name, doses in found.items() if doses is not None}


def neglected(doses: Sequence[Dose]) -> list[str]:
    """Muscles trained directly that get few sets, those with fewest first."""
    sets = sets_by_muscle(doses)
    direct = {name for dose in doses for name, credit in dose.pick.muscles.items() if credit >= 1}
    return sorted((name for name in direct if sets[name] < FEW_SETS), key=lambda name: (sets[name], name))[
        :MOST_MUSCLES
    ]


def with_more_sets(doses: Sequence[Dose], who: Trainee, muscles: Sequence[str]) -> list[Dose] | None:
    """Give some muscles more sets, as far as days and minutes go; None where there is no room for any.

    Sets that a muscle gets through another one's count, and the whole week grows by no more than `MOST_MORE`.
    """
    usual, most = sets_by_muscle(doses), MOST_MORE * sum(dose.weekly_sets for dose in doses)
    changed, is_changed = list(doses), False
    for muscle in muscles:
        missing = usual.get(muscle, 0.0) + MORE_SETS - sets_by_muscle(changed).get(muscle, 0.0)
        if missing < 1:
            continue
        more = changes.with_more_sets(changed, who, muscle, round(missing))
        if more is not None and sum(dose.weekly_sets for dose in more) <= max(most, FEWEST_MORE):
            changed, is_changed = more, True
    return changed if is_changed else None


def sets_by_muscle(doses: Sequence[Dose]) -> dict[str, float]:
    """Weekly fractional sets by muscle."""
    return fractional_sets((dose.pick, dose.weekly_sets) for dose in doses)


def adjusted(
    found: Mapping[str, Option],
    who: Trainee,
    weeks: int,
    *,
    lifts: Sequence[str],
    muscles: Sequence[str],
    also: Sequence[str],
) -> Option | None:
    """The usual week with all the small changes that pay.

    Parameters
    ----------
    found : dict of Option
    who : Trainee
    weeks : int
    lifts : sequence of str
        Exercise ids that get heavy top sets.
    muscles : sequence of str
        Those that get more sets.
    also : sequence of str
        Other changes by name.

    Returns
    -------
    Option or None
        None where nothing would change.
    """
    doses, is_changed = list(found[USUAL].doses), False
    steps: list[Callable[[list[Dose]], list[Dose] | None]] = []
    if "day_more" in also:
        steps.append(lambda now: changes.with_a_day_more(now, who))
    if lifts:
        steps.append(lambda now: changes.with_top_sets(now, who, tuple(lifts)))
    if muscles:
        steps.append(lambda now: with_more_sets(now, who, muscles))
    if "effort" in also:
        steps.append(lambda now: changes.nearer_to_failure(now, who))
    if "rests" in also:
        steps.append(lambda now: changes.with_longer_rests(now, who))
    for step in steps:
        after = step(list(doses))
        if after is not None:
            doses, is_changed = after, True
    return option(ADJUSTED, doses, who, weeks) if is_changed else None
