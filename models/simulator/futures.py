"""What simulated lifters would become: under every style, and under any sequence of weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from models.simulator.body import Pools, Stimulus, Traits, advance, one_rm_kg
from models.simulator.habits import Habits
from models.simulator.lifters import MAX_LIFTS, STYLES
from models.simulator.lifts import Array
from models.simulator.training import Today, learn, stress_of, train
from models.simulator.truth import STYLES_ASKED, change_frame
from models.simulator.world import World

AS_NOW: Final = "as_now"
LIGHT: Final = ("deload", "taper")
"""Weeks of half the sets, further from failure, in the style of the week before."""


def rest(pools: Pools) -> Stimulus:
    """Stimulus of a day off."""
    return Stimulus(
        size=np.zeros_like(pools.size), heavy=np.zeros_like(pools.heavy), practice=np.zeros_like(pools.practice)
    )


def put(whole: Stimulus, rows: np.ndarray, part: Stimulus) -> None:
    """Write some lifters' stimulus into everybody's."""
    for name, values in part.__dict__.items():
        getattr(whole, name)[rows] = values


@dataclass
class Future:
    """Everybody under every style: the person behind each row, and what moves."""

    person: np.ndarray
    style: np.ndarray
    habits: Habits
    traits: Traits
    pools: Pools
    belief_kg: Array
    light: np.ndarray


def counterfactuals(world: World, horizons_weeks: Sequence[int]) -> pd.DataFrame:
    """Carry everybody on under each style, with the same chances, and give the true changes.

    Styles as defined use the style's own number of sets; "as now" keeps the lifter's.
    """
    people, styles = len(world.personas), len(STYLES_ASKED)
    person = np.tile(np.arange(people), styles)
    future = Future(
        person=person,
        style=np.concatenate([np.repeat(np.arange(len(STYLES)), people), world.calendar.style[:, -1]]),
        habits=world.habits.take(person),
        traits=world.traits.take(person),
        pools=world.pools.take(person),
        belief_kg=world.belief_kg[person],
        light=np.zeros(len(person), dtype=bool),
    )
    future.habits.sets_factor[: len(STYLES) * people] = 1.0
    lasting = world.has() & (world.calendar.active[:, :, 1] >= world.calendar.days)
    before_rm, before_size = one_rm_kg(future.pools, future.traits), future.pools.size
    frames = []
    for day in range(7 * max(horizons_weeks)):
        _carry_on(world, future, day)
        week, left = divmod(day + 1, 7)
        if not left and week in horizons_weeks:
            one_rm = 100 * (one_rm_kg(future.pools, future.traits) / before_rm - 1)
            size = 100 * np.expm1(future.pools.size - before_size)
            frames.append(change_frame(world.personas, world.lifts, lasting, {"one_rm": one_rm, "size": size}, week))
    order = ["lifter", "kind", "subject", "style", "horizon_weeks"]
    return pd.concat(frames).sort_values(order, ignore_index=True)


def lived_on(world: World, sequences: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Carry everybody on through sequences of weeks, with the same chances, and give the true changes.

    Parameters
    ----------
    world : World
        On its last day.
    sequences : mapping of str to sequence of str
        The style of each week by the sequence's name, all of the same length.

    Returns
    -------
    DataFrame
        As `change_frame` gives it, at the end of the sequences.

    Raises
    ------
    ValueError
        If sequences differ in length or name a style unknown.
    """
    lengths = {len(weeks) for weeks in sequences.values()}
    unknown = {week for weeks in sequences.values() for week in weeks} - {*STYLES, *LIGHT, AS_NOW}
    if len(lengths) != 1 or unknown:
        raise ValueError(f"sequences of {sorted(lengths)} weeks with {sorted(unknown)}: need one length, known styles")
    people, length = len(world.personas), lengths.pop()
    person = np.tile(np.arange(people), len(sequences))
    usual = world.calendar.style[:, -1][person]
    own_factor = world.habits.sets_factor[person]
    future = Future(
        person=person,
        style=usual.copy(),
        habits=world.habits.take(person),
        traits=world.traits.take(person),
        pools=world.pools.take(person),
        belief_kg=world.belief_kg[person],
        light=np.zeros(len(person), dtype=bool),
    )
    before_rm, before_size = one_rm_kg(future.pools, future.traits), future.pools.size
    for day in range(7 * length):
        if day % 7 == 0:
            _turn_to(future, [weeks[day // 7] for weeks in sequences.values()], people, usual, own_factor)
        _carry_on(world, future, day)
    lasting = world.has() & (world.calendar.active[:, :, 1] >= world.calendar.days)
    one_rm = 100 * (one_rm_kg(future.pools, future.traits) / before_rm - 1)
    changes = {"one_rm": one_rm, "size": 100 * np.expm1(future.pools.size - before_size)}
    return change_frame(world.personas, world.lifts, lasting, changes, length, styles=tuple(sequences))


def _turn_to(future: Future, weeks: Sequence[str], people: int, usual: np.ndarray, own_factor: Array) -> None:
    """Begin a week: one style per sequence; a light week stays with the style in force."""
    for place, week in enumerate(weeks):
        rows = slice(place * people, (place + 1) * people)
        future.light[rows] = week in LIGHT
        if week == AS_NOW:
            future.style[rows], future.habits.sets_factor[rows] = usual[rows], own_factor[rows]
        elif week not in LIGHT:
            future.style[rows], future.habits.sets_factor[rows] = STYLES.index(week), 1.0


def _carry_on(world: World, future: Future, day: int) -> None:
    """Let one day pass in every world that might be."""
    calendar, last = world.calendar, world.calendar.days
    missed = world.rng.random(len(world.personas)) < np.array([who.skips for who in world.personas])
    planned = future.habits.week[np.arange(len(future.person)), future.style, day % 7].any(axis=1)
    rows = np.flatnonzero(planned & ~missed[future.person])
    stimulus = rest(future.pools)
    if rows.size:
        who = future.person[rows]
        nobody = np.zeros(len(rows), dtype=bool)
        today = Today(
            style=future.style[rows],
            weekday=day % 7,
            active=calendar.active[who, :, 1] >= last,
            deload=future.light[rows],
            tests=nobody,
            rep_level=calendar.rep_level[who, :, (last + day) // 28],
            slack=calendar.slack[who, :, (last + day) // 28],
            form=calendar.form[who, (last + day) // 7][:, None],
            body_weight_kg=calendar.body_weight_kg[who, -1][:, None],
            rng=world.rng,
            people=who,
        )
        traits, pools = future.traits.take(rows), future.pools.take(rows)
        session = train(traits, future.habits.take(rows), pools, future.belief_kg[rows], today)
        put(stimulus, rows, stress_of(session, traits, pools))
        felt = world.rng.standard_normal((len(world.personas), MAX_LIFTS))[who]
        future.belief_kg[rows] = learn(future.belief_kg[rows], session, traits, felt)
    future.pools = advance(future.pools, future.traits, stimulus)
