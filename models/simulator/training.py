"""What simulated lifters do in the gym: one day of sets, the stress it is, what the lifter learns from it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.simulator.body import Pools, Stimulus, Traits, one_rm_kg
from models.simulator.habits import MAX_SETS, MODERATE_REPS, REPS_HIGH, REPS_LOW, RESERVE, SETS, Habits
from models.simulator.lifts import BODY_WEIGHT_SHARE, Array, reps_to_failure, share_for_reps
from models.simulator.written import Asked

SET_FATIGUE: Final = 0.016
"""Loss of capacity from set to set, natural log: two to three sets cost about a repetition at 8-10."""
ALL_OUT: Final = 0.18
"""Share of last sets taken to failure whatever the plan."""
DAY_NOISE: Final = 0.018
"""Day-to-day SD of capacity common to all lifts, and again of each lift; together the 2.4 % of daily maxima
(Zourdos 2016)."""
UNDERSTATED_REPS: Final = 0.95
"""How many repetitions lifters take their reserve to be smaller than it is (Halperin 2022,
doi:10.1007/s40279-021-01559-x)."""
PERCEPTION_REPS: Final = 1.0
"""SD of the error with which they know it; engineering choice for people with some practice."""


@dataclass(frozen=True, kw_only=True)
class Today:
    """What is asked of the lifters training today; first axis those lifters.

    `people` numbers the person behind each row, out of `crowd`: the same person under several styles meets the same
    chances. `asked` is what a written week asks for.
    """

    style: np.ndarray
    weekday: int
    active: np.ndarray
    deload: np.ndarray
    tests: np.ndarray
    rep_level: Array
    slack: Array
    form: Array
    body_weight_kg: Array
    rng: np.random.Generator
    people: np.ndarray
    crowd: int
    asked: Asked | None = None


@dataclass(frozen=True, kw_only=True)
class Session:
    """What was done: arrays over (lifters, lifts, sets); `done` says which cells are sets."""

    done: np.ndarray
    load_kg: Array
    effective_kg: Array
    reps: Array
    reserve: Array
    is_test: np.ndarray


def train(traits: Traits, habits: Habits, pools: Pools, belief_kg: Array, today: Today) -> Session:
    """Let lifters do their day's sets.

    Loads are chosen from what the lifter believes the 1RM to be, rounded to plates; repetitions end at the plan or
    at failure, whichever comes first.

    Parameters
    ----------
    traits, habits, pools : of the lifters training today
    belief_kg : array, shape (lifters, lifts)
        Believed 1RM, effective load.
    today : Today

    Returns
    -------
    Session
    """
    noise = _Noise(today, belief_kg.shape[1])
    reps, reserve = _plan(habits, today, noise)
    kept = np.maximum(reserve, 0.0)
    curve = traits.curve[:, :, None]
    wanted = belief_kg[:, :, None] * share_for_reps(reps + kept, curve)
    load, effective = _plates(habits, wanted, today.body_weight_kg)
    capacity = _capacity(traits, pools, today, noise)[:, :, None]
    sets = _numbers_of_sets(habits, today, noise)
    number = np.arange(max(MAX_SETS, reps.shape[2]))
    is_test = (today.tests[:, None] & (habits.tier == 0))[:, :, None] & (number == 0)
    test_kg, _ = _plates(habits, capacity * np.exp(noise.normal(0.02) - 0.03)[:, :, None], today.body_weight_kg)
    load, effective = (np.where(is_test, test_kg, kg) for kg in (load, effective))
    most = reps_to_failure(effective / (capacity * np.exp(-SET_FATIGUE * number)), curve)
    by_feel = np.where(habits.kind[:, :, None] == 1, _unloaded(np.floor(most[:, :, :1] - kept), today), reps)
    all_out = (number == sets[:, :, None] - 1) & (noise.uniform()[:, :, None] < ALL_OUT)
    planned = np.where(is_test, 1.0, np.where(all_out, np.inf, by_feel))
    made = np.minimum(planned, np.floor(np.maximum(most, 0.0)))
    done = (number < sets[:, :, None]) & ((made >= 1) | is_test)
    left = np.maximum(most - made, 0.0)
    return Session(done=done, load_kg=load, effective_kg=effective, reps=made, reserve=left, is_test=is_test & done)


def _numbers_of_sets(habits: Habits, today: Today, noise: "_Noise") -> Array:
    """Choose how many sets of each lift today: the style's, the lifter's own factor, half of it in a light week.

    Written weeks are done as they are written, a light one by half; what is not on today has none.
    """
    chance, part = noise.uniform(), np.where(today.deload[:, None], 0.5, 1.0)
    sets = SETS[today.style[:, None], habits.tier] * habits.sets_factor * part
    usual = np.minimum(np.maximum(np.floor(sets + chance), 1), MAX_SETS)
    todo = habits.week[np.arange(len(today.style)), today.style, today.weekday] & today.active
    if today.asked is not None:
        written = today.asked.is_written[:, None]
        usual = np.where(written, np.maximum(np.floor(today.asked.sets * part + chance), 1), usual)
        todo = np.where(written, today.asked.sets > 0, todo)
    return np.asarray(np.where(todo, usual, 0))


def _unloaded(by_feel: Array, today: Today) -> Array:
    """Choose repetitions of what has no load to choose: as many as reserve leaves, no more than are written."""
    return by_feel if today.asked is None else np.fmin(by_feel, today.asked.reps)


def _capacity(traits: Traits, pools: Pools, today: Today, noise: "_Noise") -> Array:
    """What could be lifted once today, fatigue and form included, kg."""
    fatigue = np.einsum("nlm,nm->nl", traits.weight, pools.fatigue)
    return np.asarray(one_rm_kg(pools, traits) * np.exp(today.form + noise.of_the_day() - fatigue))


class _Noise:
    """Draws of one day, equal for the same person under every style."""

    def __init__(self, today: Today, lifts: int) -> None:
        self._rng = today.rng
        self._rows = today.people
        self._people = today.crowd
        self._lifts = lifts

    def uniform(self) -> Array:
        return np.asarray(self._rng.random((self._people, self._lifts))[self._rows])

    def normal(self, scale: float) -> Array:
        return np.asarray(scale * self._rng.standard_normal((self._people, self._lifts))[self._rows])

    def of_the_day(self) -> Array:
        shared = self._rng.standard_normal((self._people, 1))[self._rows]
        return np.asarray(DAY_NOISE * shared + self.normal(DAY_NOISE))


def _plan(habits: Habits, today: Today, noise: _Noise) -> tuple[Array, Array]:
    """Choose repetitions and reserve of each lift's sets: the style's, or what is written.

    Either way lifters misjudge their reserve as they always do: by their own bias, by the months' and the day's.
    """
    style, tier = today.style[:, None], habits.tier
    moderate = (style == 2) & (tier == 0) & ~habits.heavy_day[:, [today.weekday]]
    low = np.where(moderate, MODERATE_REPS[0], REPS_LOW[style, tier])
    high = np.where(moderate, MODERATE_REPS[1], REPS_HIGH[style, tier])
    level = np.clip(today.rep_level + noise.normal(0.25), 0.0, 1.0)
    reps, reserve = np.round(low + (high - low) * level)[:, :, None], RESERVE[style, tier][:, :, None]
    if today.asked is not None:
        reps, reserve = (
            np.where(np.isnan(written), own, written)
            for written, own in ((today.asked.reps, reps), (today.asked.reserve, reserve))
        )
    habit = (habits.reserve, today.slack, np.where(today.deload[:, None], 2.5, 0.0), noise.normal(0.6))
    for part in habit:
        reserve = reserve + part[:, :, None]
    return reps, reserve


def _plates(habits: Habits, wanted: Array, body_weight_kg: Array) -> tuple[Array, Array]:
    """Round to what can be loaded, shape (lifters, lifts, sets); give the load as logged and what the muscles move."""
    body = BODY_WEIGHT_SHARE * body_weight_kg[:, :, None]
    step, kind = habits.step_kg[:, :, None], habits.kind[:, :, None]
    external = np.maximum(np.round(wanted / step), 1.0) * step
    assistance = np.clip(np.round((body - wanted) / step) * step, 0.0, 0.8 * body)
    load = np.select([kind == 0, kind == 1], [external, np.zeros_like(external)], assistance)
    effective = np.select([kind == 0, kind == 1], [external, np.broadcast_to(body, external.shape)], body - assistance)
    return load, effective


def stress_of(session: Session, traits: Traits, pools: Pools) -> Stimulus:
    """Turn a day's sets into stress.

    A set's worth for size saturates with repetitions (sets of 3 count about 0.6 of sets of 10: Schoenfeld 2014,
    doi:10.1519/JSC.0000000000000480) and falls with reserve (8.8, 7.2, 6.2, 3.7 % at 0, 3, 5, 10: Robinson 2024,
    doi:10.1007/s40279-024-02069-2); loads under 30 % of 1RM count less. Heavy work is a logistic in the share of
    1RM around 0.78, dulled by fatigue. Each saturates within the day.
    """
    share = session.effective_kg / one_rm_kg(pools, traits)[:, :, None]
    done = session.done & (session.reps > 0)
    size = (
        (1.0 - np.exp(-session.reps / 3.5))
        * np.exp(-((session.reserve / 11.3) ** 1.2))
        * np.where(share < 0.3, 0.45, 1.0)
    )
    fatigue = np.einsum("nlm,nm->nl", traits.weight, pools.fatigue)
    heavy = (1.0 - np.exp(-session.reps / 1.5)) / (1.0 + np.exp(-(share - 0.78) / 0.045))
    per_muscle = np.einsum("nl,nlm->nm", np.where(done, size, 0.0).sum(axis=2), traits.credit)
    return Stimulus(
        size=_saturate(per_muscle, 14.0),
        heavy=_saturate(np.where(done, heavy, 0.0).sum(axis=2), 6.0) * np.maximum(1.0 - 3.0 * fatigue, 0.3),
        practice=_saturate(np.where(done, np.clip(share / 0.7, 0.0, 1.0), 0.0).sum(axis=2), 6.0),
    )


def _saturate(dose: Array, most: float) -> Array:
    """Let a day's dose approach what a day can do."""
    return np.asarray(most * (1.0 - np.exp(-dose / most)))


def learn(belief_kg: Array, session: Session, traits: Traits, noise: Array) -> Array:
    """Move what lifters believe their 1RM to be towards what the first set told them."""
    first = session.done[:, :, 0] & (session.reps[:, :, 0] > 0)
    felt = np.clip(session.reserve[:, :, 0] - UNDERSTATED_REPS + noise * PERCEPTION_REPS, 0.0, 14.0)
    estimated_kg = session.effective_kg[:, :, 0] / share_for_reps(session.reps[:, :, 0] + felt, traits.curve)
    return np.asarray(np.where(first, belief_kg * (estimated_kg / belief_kg) ** 0.35, belief_kg))
