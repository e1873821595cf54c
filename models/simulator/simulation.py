"""Seeded lifters with known truth: what they log, what they really are, what each style would have made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from models.simulator.body import Pools, advance, draw_traits, one_rm_kg, settle
from models.simulator.calendar import draw_calendar
from models.simulator.futures import Week, count_placed, counterfactuals, lived_on, put, rest
from models.simulator.habits import settle_habits, usual_week
from models.simulator.lifters import MAX_LIFTS, Persona, choose_lifts
from models.simulator.lifts import Array
from models.simulator.log import note, write_log
from models.simulator.training import Today, learn, stress_of, train
from models.simulator.truth import one_rm_frame, size_frame, week_frame
from models.simulator.world import World

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
        `lifter, week, style, is_deload, days_away, body_weight_kg, fatigue`: what each week really was.
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
    >>> from models.simulator.lifters import Persona
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
        one_rm=one_rm_frame(world.personas, world.lifts, world.has(), np.stack(world.one_rm, axis=1)),
        sizes=size_frame(world.personas, np.stack(world.sizes, axis=1)),
        weeks=week_frame(world.personas, world.calendar, np.stack(world.fatigue, axis=1)),
        changes=counterfactuals(world, HORIZONS_WEEKS),
    )


def outcomes(
    personas: Sequence[Persona],
    sequences: Mapping[str, Sequence[Week]],
    *,
    seed: int,
    at_weeks: Sequence[int] | None = None,
    makes_up: bool = False,
) -> pd.DataFrame:
    """Let the lifters of `simulate` live on through sequences of weeks, and give what each truly did.

    Parameters
    ----------
    personas : sequence of Persona
    sequences : mapping of str to sequence of weeks
        Each week to come by the sequence's name: a style, 'as_now', 'deload', 'taper', or a frame of what is written
        for many lifters: `lifter, weekday (0-6), exercise_id, sets, reps, rir`. Who is not in it carries on as now.
        Exercises that a lifter does not do go to the nearest that they do, or are left out: see `sets_placed`.
    seed : int
        As given to `simulate`: the same lives up to the last day.
    at_weeks : sequence of int, optional
        Weeks after which changes are told; at the end of the sequences where not given.
    makes_up : bool
        Written sessions that are missed are made up on days that the lifter would have trained anyway. What is written
        from a log is written from what was done, so that lifters who miss written sessions as ever do less than they
        did; who makes them up does as much.

    Returns
    -------
    DataFrame
        `lifter, kind ('one_rm', 'size'), subject, style (the sequence's name), cutoff, horizon_weeks, change_pct`;
        all of a lifter's sequences meet the same chances, whichever others are asked for.

    Raises
    ------
    ValueError
        If sequences differ in length or hold what cannot be lived through.
    """
    world = _begin(tuple(personas), seed)
    for day in range(world.calendar.days):
        _live(world, day)
    return lived_on(world, sequences, at_weeks, makes_up=makes_up)


def sets_placed(personas: Sequence[Persona], sequences: Mapping[str, Sequence[Week]], *, seed: int) -> pd.DataFrame:
    """Count the sets of written weeks that simulated lifters can do.

    Parameters
    ----------
    personas, sequences, seed : as given to `outcomes`

    Returns
    -------
    DataFrame
        `lifter, style` (the sequence's name), `sets` written in all, of which `moved` to the nearest lift that the
        lifter does, and `lost` for want of any.
    """
    return count_placed(_begin(tuple(personas), seed), sequences)


def _begin(personas: tuple[Persona, ...], seed: int) -> World:
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
    return World(
        personas, lifts, counts, traits, habits, calendar, pools, one_rm_kg(pools, traits) * confidence, living
    )


def _live(world: World, day: int) -> None:
    """Let one day pass for everybody; note what is logged, and the truth on Sundays."""
    calendar = world.calendar
    trains = world.habits.week[np.arange(len(world.personas)), calendar.style[:, day], day % 7].any(axis=1)
    rows = np.flatnonzero(trains & calendar.present[:, day])
    stimulus = rest(world.pools)
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
            crowd=len(rows),
        )
        traits, pools = world.traits.take(rows), world.pools.take(rows)
        session = train(traits, world.habits.take(rows), pools, world.belief_kg[rows], today)
        put(stimulus, rows, stress_of(session, traits, pools))
        felt = world.rng.standard_normal(session.done.shape[:2])
        world.belief_kg[rows] = learn(world.belief_kg[rows], session, traits, felt)
        logged = calendar.logged[rows, day]
        seen = replace(session, done=session.done & logged[:, None, None])
        world.notes.append(note(seen, rows, world.lifts, day, today.style))
    world.pools = _after(world.pools, advance(world.pools, world.traits, stimulus), calendar.begun <= day)
    world.fatigue.append(_tiredness(world))
    if day % 7 == 6:
        world.one_rm.append(one_rm_kg(world.pools, world.traits))
        world.sizes.append(np.exp(world.pools.size))


def _tiredness(world: World) -> Array:
    """What fatigue takes off 1RM today in each lifter's mean lift (natural log), shape (lifters,)."""
    by_lift = np.einsum("nlm,nm->nl", world.traits.weight, world.pools.fatigue)
    return np.asarray((by_lift * world.has()).sum(axis=1) / world.has().sum(axis=1))


def _after(before: Pools, after: Pools, begun: np.ndarray) -> Pools:
    """Let time pass only for those who have begun."""
    if begun.all():
        return after
    pairs = ((name, getattr(after, name), values) for name, values in before.__dict__.items())
    return Pools(**{name: np.where(begun[:, None], new, old) for name, new, old in pairs})
