"""When simulated lifters train: blocks of style, deloads, absences, exercise swaps, test days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.simulator.lifters import STYLES, Persona
from models.simulator.lifts import LIFTS, Array

BURN_IN_DAYS: Final = 84
"""Days trained unseen before the log of a lifter with experience begins."""
SLACK_REPS: Final = 1.2
"""SD over months of the repetitions kept in reserve: people coast and push."""
FORM: Final = 0.025
"""SD of a week's form, natural log; with the day's noise about the 3.3 % between meets of competing lifters."""
STAYS: Final = 0.7
"""Correlation of form from week to week."""
QUIET_END_DAYS: Final = 56
"""No absence this close to the end, so that "as now" means something."""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Every day of every lifter; all end on the same last column. Axes (lifters, days) unless said otherwise.

    `style` positions in `STYLES`; `present` planned and not missed, `away` within an absence; `logged` after the
    log's start; `active` boolean (lifters, lifts, 2): first, last day of each lift as columns of day numbers;
    `rep_level` (lifters, lifts, months) where in its rep range a lift is in each 28 days, `slack` (same) how many
    repetitions more or fewer than usual are kept in reserve, `form` (lifters, weeks) what sleep, food and life do to
    capacity, natural log; `body_weight_kg` (lifters, weeks); `begun` (lifters,) first day of training seen or unseen.
    """

    style: np.ndarray
    present: np.ndarray
    away: np.ndarray
    deload: np.ndarray
    tests: np.ndarray
    logged: np.ndarray
    active: np.ndarray
    rep_level: Array
    slack: Array
    form: Array
    body_weight_kg: Array
    begun: np.ndarray

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.style.shape[1])


def draw_calendar(
    personas: Sequence[Persona], lifts: np.ndarray, counts: np.ndarray, rng: np.random.Generator
) -> Calendar:
    """Draw everybody's days, the longest log plus the burn-in wide."""
    days = max(persona.weeks for persona in personas) * 7 + BURN_IN_DAYS
    people, months = len(personas), days // 28 + 8
    first = np.array([days - persona.weeks * 7 for persona in personas])
    begun = np.array(
        [start - BURN_IN_DAYS * (persona.experience_years > 0) for start, persona in zip(first, personas, strict=True)]
    )
    number = np.arange(days)
    away = np.stack([_absences(persona, start, days, rng) for start, persona in zip(first, personas, strict=True)])
    missed = rng.random((people, days)) < np.array([[persona.skips] for persona in personas])
    deload = np.stack([_deloads(persona, number) for persona in personas])
    return Calendar(
        style=np.stack([_blocks(persona, days, rng) for persona in personas]),
        present=(number >= begun[:, None]) & ~missed & ~away,
        away=away,
        deload=deload,
        tests=_test_days(personas, number, rng),
        logged=number >= first[:, None],
        active=_swaps(lifts, counts, first, days, rng),
        rep_level=rng.random((people, lifts.shape[1], months)),
        slack=rng.normal(0.0, SLACK_REPS, (people, lifts.shape[1], months)),
        form=_forms(people, 4 * months, rng),
        body_weight_kg=_body_weights(personas, days // 7, rng),
        begun=begun,
    )


def _forms(people: int, weeks: int, rng: np.random.Generator) -> Array:
    """Draw the form of each week: good and bad spells of about a month."""
    form = np.empty((people, weeks))
    form[:, 0] = rng.normal(0.0, FORM, people)
    for week in range(1, weeks):
        form[:, week] = STAYS * form[:, week - 1] + rng.normal(0.0, FORM * np.sqrt(1.0 - STAYS**2), people)
    return form


def _body_weights(personas: Sequence[Persona], weeks: int, rng: np.random.Generator) -> Array:
    """Walk body weight backwards from the last day, about 2.5 % SD over a year, kg."""
    steps = rng.normal(0.0, 0.0035, (len(personas), weeks))
    walk = np.cumsum(steps[:, ::-1], axis=1)[:, ::-1]
    weight = np.array([[persona.body_weight_kg] for persona in personas])
    return np.asarray(np.round(weight * np.exp(walk - walk[:, -1:]), 1))


def _blocks(persona: Persona, days: int, rng: np.random.Generator) -> np.ndarray:
    """One lifter's style on each day; alternating blocks vary by a week."""
    if persona.habit != "alternating":
        return np.full(days, STYLES.index(persona.habit))
    style = np.empty(days, dtype=int)
    current, day = int(rng.integers(2)), days
    while day > 0:
        start = max(0, day - 7 * max(3, persona.block_weeks + int(rng.integers(-1, 2))))
        style[start:day] = current
        current, day = 1 - current, start
    return style


def _absences(persona: Persona, first: int, days: int, rng: np.random.Generator) -> np.ndarray:
    """Days one lifter is away: illness, holidays, and perhaps one long absence."""
    away = np.zeros(days, dtype=bool)
    last = days - QUIET_END_DAYS
    for _ in range(int(rng.poisson(persona.gaps_per_year * persona.weeks / 52))):
        start = int(rng.integers(first, max(last, first + 1)))
        away[start : min(start + int(rng.integers(8, 25)), last)] = True
    length = 7 * persona.long_gap_weeks
    if 0 < length < last - first:
        start = int(first + (0.35 + 0.3 * rng.random()) * (last - length - first))
        away[start : start + length] = True
    return away


def _deloads(persona: Persona, number: np.ndarray) -> np.ndarray:
    """Say which days are in a light week."""
    if not persona.deload_every_weeks:
        return np.zeros(len(number), dtype=bool)
    week = (number[-1] - number) // 7
    return np.asarray(week % persona.deload_every_weeks == persona.deload_every_weeks - 1)


def _test_days(personas: Sequence[Persona], number: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Say on which days heavy singles are tried: whole weeks, about one in ten."""
    weeks = len(number) // 7 + 1
    often = np.array([[persona.tests_singles] for persona in personas])
    chosen = rng.random((len(personas), weeks)) < 0.1 * often
    return chosen[:, number // 7]


def _swaps(lifts: np.ndarray, counts: np.ndarray, first: np.ndarray, days: int, rng: np.random.Generator) -> np.ndarray:
    """Let some lifters replace one lift by another of its pattern midway; give first and last day of each."""
    active = np.zeros((*lifts.shape, 2), dtype=int)
    active[:, :, 1] = days
    active[np.arange(lifts.shape[1]) >= counts[:, None]] = (days, 0)
    for row in range(len(lifts)):
        patterns = [LIFTS[lift].pattern for lift in lifts[row, : counts[row]]]
        tiers = [LIFTS[lift].tier for lift in lifts[row, : counts[row]]]
        pairs = [
            (old, new)
            for old in range(len(patterns))
            for new in range(old + 1, len(patterns))
            if patterns[old] == patterns[new] and tiers[old] == tiers[new] != "main"
        ]
        if pairs and rng.random() < 0.6:
            old, new = pairs[int(rng.integers(len(pairs)))]
            day = int(rng.integers(first[row], max(days - 2 * QUIET_END_DAYS, first[row] + 1)))
            active[row, old, 1], active[row, new, 0] = day, day
    return active
