"""Seeded lifters with known truth: what they log, what they really are, what each style would have made of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd

from models.simulated_body import Pools, Stimulus, Traits, advance, draw_traits, one_rm_kg, settle
from models.simulated_calendar import Calendar, draw_calendar
from models.simulated_habits import Habits, settle_habits, usual_week
from models.simulated_lifters import MAX_LIFTS, STYLES, Persona, choose_lifts
from models.simulated_lifts import Array
from models.simulated_log import Columns, note, write_log
from models.simulated_training import Today, learn, stress_of, train
from models.simulated_truth import STYLES_ASKED, change_frame, one_rm_frame, size_frame, week_frame

HORIZONS_WEEKS: Final = (4, 8, 12, 26)


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """Logs and truth, as frames.

    Parameters
    ----------
    personas : tuple of Persona
        Who was simulated.
    sets : DataFrame
        Logged sets with the truth behind each; see `simulated_log.write_log`.
    one_rm : DataFrame
        `lifter, exercise_id, week, one_rm_kg`: true rested 1RM (effective load) on the Sunday of each week.
    sizes : DataFrame
        `lifter, muscle, week, size_ratio`: muscle size over untrained size, same days.
    weeks : DataFrame
        `lifter, week, style, is_deload, days_away, body_weight_kg`: what each week really was.
    changes : DataFrame
        `lifter, kind ('one_rm', 'size'), subject, style, cutoff, horizon_weeks, change_pct`: what each style would
        do to 1RM or size from the last day on, without absences.
    """

    personas: tuple[Persona, ...]
    sets: pd.DataFrame
    one_rm: pd.DataFrame
    sizes: pd.DataFrame
    weeks: pd.DataFrame
    changes: pd.DataFrame


@dataclass
class _World:
    """Everybody's fixed parameters and moving state."""

    personas: tuple[Persona, ...]
    lifts: np.ndarray
    counts: np.ndarray
    traits: Traits
    habits: Habits
    calendar: Calendar
    pools: Pools
    belief_kg: Array
    rng: np.random.Generator
    notes: list[Columns] = field(default_factory=list)
    one_rm: list[Array] = field(default_factory=list)
    sizes: list[Array] = field(default_factory=list)


def simulate(personas: Sequence[Persona], *, seed: int) -> Simulation:
    """Let lifters live through their logs, and through 26 weeks of every style after them.

    Parameters
    ----------
    personas : sequence of Persona
        Who; see `simulated_lifters.draw_personas` for a mixed population.
    seed : int
        The same personas and seed give the same lives.

    Returns
    -------
    Simulation

    Raises
    ------
    ValueError
        If there is nobody to simulate or two lifters share a name.

    Examples
    --------
    >>> from models.simulated_lifters import Persona
    >>> life = simulate([Persona(lifter="sim-ada", habit="hybrid", experience_years=0, weeks=4)], seed=1)
    >>> sorted(life.changes["style"].unique())
    ['as_now', 'hybrid', 'hypertrophy', 'strength']
    """
    if len({persona.lifter for persona in personas}) != len(personas) or not personas:
        raise ValueError(f"{len(personas)} personas: need at least one, each with a name of its own")
    world = _begin(tuple(personas), seed)
    for day in range(world.calendar.days):
        _live(world, day)
    return Simulation(
        personas=world.personas,
        sets=write_log(world.notes, personas, world.calendar.days, world.rng),
        one_rm=one_rm_frame(world.personas, world.lifts, _has(world), np.stack(world.one_rm, axis=1)),
        sizes=size_frame(world.personas, np.stack(world.sizes, axis=1)),
        weeks=week_frame(world.personas, world.calendar),
        changes=_counterfactuals(world),
    )


def _has(world: _World) -> np.ndarray:
    """Say which slots hold a lift, shape (lifters, slots)."""
    return np.asarray(np.arange(MAX_LIFTS) < world.counts[:, None])


def _begin(personas: tuple[Persona, ...], seed: int) -> _World:
    """Draw everybody and settle them where their years of training have led."""
    choosing, body, gym, life, living = np.random.default_rng([seed, 2]).spawn(5)
    chosen = [choose_lifts(persona, choosing) for persona in personas]
    counts = np.array([len(lifts) for lifts in chosen])
    lifts = np.array([[*own, *([0] * (MAX_LIFTS - len(own)))] for own in chosen])
    traits = draw_traits(personas, lifts, body)
    habits = settle_habits(personas, lifts, counts, gym)
    calendar = draw_calendar(personas, lifts, counts, life)
    years = np.array([[persona.experience_years] for persona in personas])
    pools = settle(traits, usual_week(habits, calendar.style[:, 0], traits.credit), years)
    confidence = np.where(years > 0, 0.95, 0.82)
    return _World(
        personas, lifts, counts, traits, habits, calendar, pools, one_rm_kg(pools, traits) * confidence, living
    )


def _live(world: _World, day: int) -> None:
    """Let one day pass for everybody; note what is logged, and the truth on Sundays."""
    calendar = world.calendar
    trains = world.habits.week[np.arange(len(world.personas)), calendar.style[:, day], day % 7].any(axis=1)
    rows = np.flatnonzero(trains & calendar.present[:, day])
    stimulus = _rest(world.pools)
    if rows.size:
        today = Today(
            style=calendar.style[rows, day],
            weekday=day % 7,
            active=(calendar.active[rows, :, 0] <= day) & (day < calendar.active[rows, :, 1]),
            deload=calendar.deload[rows, day],
            tests=calendar.tests[rows, day] & ~calendar.deload[rows, day],
            rep_level=calendar.rep_level[rows, :, day // 28],
            slack=calendar.slack[rows, :, day // 28],
            form=calendar.form[rows, day // 7][:, None],
            body_weight_kg=calendar.body_weight_kg[rows, day // 7][:, None],
            rng=world.rng,
            people=np.arange(len(rows)),
        )
        traits, pools = world.traits.take(rows), world.pools.take(rows)
        session = train(traits, world.habits.take(rows), pools, world.belief_kg[rows], today)
        _put(stimulus, rows, stress_of(session, traits, pools))
        felt = world.rng.standard_normal(session.done.shape[:2])
        world.belief_kg[rows] = learn(world.belief_kg[rows], session, traits, felt)
        logged = calendar.logged[rows, day]
        seen = replace(session, done=session.done & logged[:, None, None])
        world.notes.append(note(seen, rows, world.lifts, day, today.style))
    world.pools = _after(world.pools, advance(world.pools, world.traits, stimulus), calendar.begun <= day)
    if day % 7 == 6:
        world.one_rm.append(one_rm_kg(world.pools, world.traits))
        world.sizes.append(np.exp(world.pools.size))


def _rest(pools: Pools) -> Stimulus:
    """Give the stimulus of a day off."""
    return Stimulus(
        size=np.zeros_like(pools.size), heavy=np.zeros_like(pools.heavy), practice=np.zeros_like(pools.practice)
    )


def _put(whole: Stimulus, rows: np.ndarray, part: Stimulus) -> None:
    """Write some lifters' stimulus into everybody's."""
    for name, values in part.__dict__.items():
        getattr(whole, name)[rows] = values


def _after(before: Pools, after: Pools, begun: np.ndarray) -> Pools:
    """Let time pass only for those who have begun."""
    if begun.all():
        return after
    pairs = ((name, getattr(after, name), values) for name, values in before.__dict__.items())
    return Pools(**{name: np.where(begun[:, None], new, old) for name, new, old in pairs})


@dataclass
class _Future:
    """Everybody under every style: the person behind each row, and what moves."""

    person: np.ndarray
    style: np.ndarray
    habits: Habits
    traits: Traits
    pools: Pools
    belief_kg: Array


def _counterfactuals(world: _World) -> pd.DataFrame:
    """Carry everybody on under each style, with the same chances, and give the true changes.

    Styles as defined use the style's own number of sets; "as now" keeps the lifter's.
    """
    people, styles = len(world.personas), len(STYLES_ASKED)
    person = np.tile(np.arange(people), styles)
    future = _Future(
        person=person,
        style=np.concatenate([np.repeat(np.arange(len(STYLES)), people), world.calendar.style[:, -1]]),
        habits=world.habits.take(person),
        traits=world.traits.take(person),
        pools=world.pools.take(person),
        belief_kg=world.belief_kg[person],
    )
    future.habits.sets_factor[: len(STYLES) * people] = 1.0
    lasting = _has(world) & (world.calendar.active[:, :, 1] >= world.calendar.days)
    before_rm, before_size = one_rm_kg(future.pools, future.traits), future.pools.size
    frames = []
    for day in range(7 * max(HORIZONS_WEEKS)):
        _carry_on(world, future, day)
        week, rest = divmod(day + 1, 7)
        if not rest and week in HORIZONS_WEEKS:
            one_rm = 100 * (one_rm_kg(future.pools, future.traits) / before_rm - 1)
            size = 100 * np.expm1(future.pools.size - before_size)
            frames.append(change_frame(world.personas, world.lifts, lasting, {"one_rm": one_rm, "size": size}, week))
    order = ["lifter", "kind", "subject", "style", "horizon_weeks"]
    return pd.concat(frames).sort_values(order, ignore_index=True)


def _carry_on(world: _World, future: _Future, day: int) -> None:
    """Let one day pass in every world that might be."""
    calendar, last = world.calendar, world.calendar.days
    missed = world.rng.random(len(world.personas)) < np.array([who.skips for who in world.personas])
    planned = future.habits.week[np.arange(len(future.person)), future.style, day % 7].any(axis=1)
    rows = np.flatnonzero(planned & ~missed[future.person])
    stimulus = _rest(future.pools)
    if rows.size:
        who = future.person[rows]
        nobody = np.zeros(len(rows), dtype=bool)
        today = Today(
            style=future.style[rows],
            weekday=day % 7,
            active=calendar.active[who, :, 1] >= last,
            deload=nobody,
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
        _put(stimulus, rows, stress_of(session, traits, pools))
        felt = world.rng.standard_normal((len(world.personas), MAX_LIFTS))[who]
        future.belief_kg[rows] = learn(future.belief_kg[rows], session, traits, felt)
    future.pools = advance(future.pools, future.traits, stimulus)
