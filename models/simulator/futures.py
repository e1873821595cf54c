"""What simulated lifters would become: under every style, and under any sequence of weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from models.simulator.written import NOWHERE, InForce, Slots, WrittenWeek, placed

Week = str | pd.DataFrame
"""A style, 'as_now', 'deload', 'taper', or a week written out for many lifters as `written.placed` reads it."""

AS_NOW: Final = "as_now"
LIGHT: Final = ("deload", "taper")
"""Weeks of half the sets, further from failure, in the style of the week before, or of what was written for it."""


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
    """Everybody under every style: the person behind each row, what moves, and the written weeks in force.

    `skips` is the chance that a session of the week is missed.
    """

    person: np.ndarray
    style: np.ndarray
    habits: Habits
    traits: Traits
    pools: Pools
    belief_kg: Array
    light: np.ndarray
    skips: Array
    weeks: list[WrittenWeek | None] = field(default_factory=list)
    written: InForce | None = None


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
        skips=_skips(world)[person],
    )
    future.habits.sets_factor[: len(STYLES) * people] = 1.0
    lasting = world.has() & _lasting(world)
    before_rm, before_size = one_rm_kg(future.pools, future.traits), future.pools.size
    frames = []
    for day, chances in enumerate(world.rng.spawn(7 * max(horizons_weeks))):
        _carry_on(world, future, day, chances)
        week, left = divmod(day + 1, 7)
        if not left and week in horizons_weeks:
            one_rm = 100 * (one_rm_kg(future.pools, future.traits) / before_rm - 1)
            size = 100 * np.expm1(future.pools.size - before_size)
            frames.append(change_frame(world.personas, world.lifts, lasting, {"one_rm": one_rm, "size": size}, week))
    order = ["lifter", "kind", "subject", "style", "horizon_weeks"]
    return pd.concat(frames).sort_values(order, ignore_index=True)


def lived_on(
    world: World,
    sequences: Mapping[str, Sequence[Week]],
    at_weeks: Sequence[int] | None = None,
    *,
    makes_up: bool = False,
) -> pd.DataFrame:
    """Carry everybody on through sequences of weeks, with the same chances, and give the true changes.

    Parameters
    ----------
    world : World
        On its last day.
    sequences : mapping of str to sequence of weeks
        Each week by the sequence's name, all of the same length. In a week written out lifters do the sets and
        repetitions written, on the days written, with loads for repetitions and reserve by what they believe their
        1RM to be; they misjudge, skip sessions, go all out and have days as ever. Those who are not in it carry on.
    at_weeks : sequence of int, optional
        Weeks after which changes are told; at the end of the sequences where not given.
    makes_up : bool
        Written sessions that are missed are made up on days that the lifter would have trained anyway: see
        `_missing`.

    Returns
    -------
    DataFrame
        As `change_frame` gives it, for each of `at_weeks`. What becomes of a lifter under a sequence does not hang on
        the other sequences.

    Raises
    ------
    ValueError
        If sequences differ in length, name a style unknown, or end before they are asked about.
    """
    length = _length(sequences)
    asked = sorted(set(at_weeks or [length]))
    if not 1 <= asked[0] <= asked[-1] <= length:
        raise ValueError(f"changes at weeks {asked} of sequences of {length}: ask within 1 to {length}")
    written = _written_weeks(world, sequences)
    people = len(world.personas)
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
        skips=_skips(world)[person],
        weeks=[None] * len(sequences),
    )
    before_rm, before_size = one_rm_kg(future.pools, future.traits), future.pools.size
    frames = []
    for day, chances in enumerate(world.rng.spawn(7 * asked[-1])):
        week, weekday = divmod(day, 7)
        if weekday == 0:
            _turn_to(future, [weeks[week] for weeks in sequences.values()], written, usual, own_factor)
            if makes_up:
                future.skips = _missing(world, future)
        _carry_on(world, future, day, chances)
        if weekday == 6 and week + 1 in asked:
            one_rm = 100 * (one_rm_kg(future.pools, future.traits) / before_rm - 1)
            changes = {"one_rm": one_rm, "size": 100 * np.expm1(future.pools.size - before_size)}
            lasting = world.has() & _lasting(world)
            names = tuple(sequences)
            frames.append(change_frame(world.personas, world.lifts, lasting, changes, week + 1, styles=names))
    return pd.concat(frames, ignore_index=True)


def count_placed(world: World, sequences: Mapping[str, Sequence[Week]]) -> pd.DataFrame:
    """Count the sets of written weeks that lifters can do, as `simulation.sets_placed` tells."""
    _length(sequences)
    names = np.array([persona.lifter for persona in world.personas])
    written = _written_weeks(world, sequences)
    parts = []
    for name, weeks in sequences.items():
        for entry in (written[id(week)] for week in weeks if not isinstance(week, str)):
            lost = entry.slot == NOWHERE
            counts = {"sets": entry.sets, "moved": entry.sets * (~entry.is_own & ~lost), "lost": entry.sets * lost}
            parts.append(pd.DataFrame({"lifter": names[entry.person], "style": name, **counts}))
    if not parts:
        return pd.DataFrame(columns=["lifter", "style", "sets", "moved", "lost"])
    return pd.concat(parts).groupby(["lifter", "style"], as_index=False).sum()


def _length(sequences: Mapping[str, Sequence[Week]]) -> int:
    """Weeks of the sequences, which must all be as long and of known weeks."""
    lengths = {len(weeks) for weeks in sequences.values()}
    told = {week for weeks in sequences.values() for week in weeks if isinstance(week, str)}
    unknown = told - {*STYLES, *LIGHT, AS_NOW}
    if len(lengths) != 1 or unknown:
        raise ValueError(f"sequences of {sorted(lengths)} weeks with {sorted(unknown)}: need one length, known styles")
    return lengths.pop()


def _lasting(world: World) -> np.ndarray:
    """Say which slots are still trained on the last day."""
    return np.asarray(world.calendar.active[:, :, 1] >= world.calendar.days)


def _skips(world: World) -> Array:
    """Share of planned sessions that each lifter misses."""
    return np.array([persona.skips for persona in world.personas])


def _missing(world: World, future: Future) -> Array:
    """Share of the week's sessions missed in each row where written ones are made up.

    Who plans four days and comes to three and a half finds room for each session of a week of three; of a week of four
    and more they miss as many as ever; in between, some.
    """
    skips = np.asarray(_skips(world)[future.person])
    if future.written is None:
        return skips
    active = _lasting(world)[future.person]
    week = future.habits.week[np.arange(len(skips)), future.style] & active[:, None, :]
    planned = week.any(axis=2).sum(axis=1)
    sessions = np.sum([future.written.trains(day) for day in range(7)], axis=0)
    short = (sessions - planned * (1.0 - skips)) / np.maximum(planned * skips, 1e-9)
    return np.asarray(skips * np.where(future.written.is_written, np.clip(short, 0.0, 1.0), 1.0))


def _written_weeks(world: World, sequences: Mapping[str, Sequence[Week]]) -> dict[int, WrittenWeek]:
    """Read each written week once, by the identity of its frame."""
    names = [persona.lifter for persona in world.personas]
    slots = Slots(names=names, lifts=world.lifts, has=world.has(), lasting=_lasting(world))
    frames = {id(week): week for weeks in sequences.values() for week in weeks if not isinstance(week, str)}
    return {key: placed(frame, slots) for key, frame in frames.items()}


def _turn_to(
    future: Future, weeks: Sequence[Week], written: Mapping[int, WrittenWeek], usual: np.ndarray, own_factor: Array
) -> None:
    """Begin a week: one style or written week per sequence; a light week stays with what is in force."""
    people = len(future.person) // len(weeks)
    for place, week in enumerate(weeks):
        rows = slice(place * people, (place + 1) * people)
        future.light[rows] = isinstance(week, str) and week in LIGHT
        if not isinstance(week, str) or week == AS_NOW:
            future.style[rows], future.habits.sets_factor[rows] = usual[rows], own_factor[rows]
        elif week not in LIGHT:
            future.style[rows], future.habits.sets_factor[rows] = STYLES.index(week), 1.0
        if not isinstance(week, str):
            future.weeks[place] = written[id(week)]
        elif week not in LIGHT:
            future.weeks[place] = None
    future.written = InForce(future.weeks, people) if any(future.weeks) else None


def _carry_on(world: World, future: Future, day: int, chances: np.random.Generator) -> None:
    """Let one day pass in every world that might be; its chances are the same whoever else trains."""
    calendar, last, weekday = world.calendar, world.calendar.days, day % 7
    missed = chances.random(len(world.personas))[future.person] < future.skips
    planned = future.habits.week[np.arange(len(future.person)), future.style, weekday].any(axis=1)
    if future.written is not None:
        planned = np.where(future.written.is_written, future.written.trains(weekday), planned)
    rows = np.flatnonzero(planned & ~missed)
    stimulus = rest(future.pools)
    if rows.size:
        who = future.person[rows]
        nobody = np.zeros(len(rows), dtype=bool)
        today = Today(
            style=future.style[rows],
            weekday=weekday,
            active=calendar.active[who, :, 1] >= last,
            deload=future.light[rows],
            tests=nobody,
            rep_level=calendar.rep_level[who, :, (last + day) // 28],
            slack=calendar.slack[who, :, (last + day) // 28],
            form=calendar.form[who, (last + day) // 7][:, None],
            body_weight_kg=calendar.body_weight_kg[who, -1][:, None],
            rng=chances,
            people=who,
            crowd=len(world.personas),
            asked=future.written.asks(weekday, rows) if future.written is not None else None,
        )
        traits, pools = future.traits.take(rows), future.pools.take(rows)
        session = train(traits, future.habits.take(rows), pools, future.belief_kg[rows], today)
        put(stimulus, rows, stress_of(session, traits, pools))
        felt = chances.standard_normal((len(world.personas), MAX_LIFTS))[who]
        future.belief_kg[rows] = learn(future.belief_kg[rows], session, traits, felt)
    future.pools = advance(future.pools, future.traits, stimulus)
