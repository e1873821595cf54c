"""What training does to a simulated body, day by day: an impulse-response model with known parameters.

It shares no formula with the response model that forecasts: daily kernels instead of weekly doses, a
Michaelis-Menten response to smoothed volume instead of published dose curves, a dead band between what grows and
what keeps, two skill pools and a fatigue pool after Banister's fitness and fatigue (Calvert 1976,
doi:10.1109/TSMC.1976.5409179). Constants without a source are engineering choices that bring the totals near the
published figures named beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from models.simulator.lifters import Persona
from models.simulator.lifts import LIFTS, MUSCLES, Array, credits_of

VOLUME_DAYS: Final = 7.0
"""Kernel of the smoothed weekly stimulus, days."""
KEEPS_SIZE: Final = 5.0
"""Size is kept on a fifth of what built it: a ninth of the volume kept the young for 32 weeks, not the old
(Bickel 2011, doi:10.1249/MSS.0b013e318207c15d)."""
KEEPS_SKILL: Final = 2.0
"""Skill is kept on half of what built it; lifters who leave heavy work lose some of it."""
LOSS_DAYS: Final = 90.0
"""Size is lost with this constant once below what keeps it: 20 weeks off undo 10 weeks of training (Psilander
2019, doi:10.1152/japplphysiol.00917.2018), 3 weeks cost nothing measurable (Ogasawara 2013)."""
SKILL_LOSS_DAYS: Final = 150.0
"""Skill fades slower than size (Psilander 2019: strength partly kept)."""
REGAIN: Final = 3.0
"""What was once had comes back so much faster."""
LENDS: Final = 0.35
"""Share of a lift's practice that counts for others of its pattern."""
AGE_SLOPE: Final = 0.0086
"""Part of growth lost per year over 40, at most 0.4 (after Peterson 2011,
doi:10.1249/MSS.0b013e3181eb6265)."""


@dataclass(frozen=True, kw_only=True)
class Traits:
    """Individual parameters; arrays over (lifters, 1), (lifters, muscles) or (lifters, lifts).

    `size_ceiling` and `skill_ceiling` are natural logs of what endless training would add; `*_half` are weekly
    stimuli that reach half of it; `*_days` are time constants. `heaviness` is the part of skill that only heavy
    work builds, `size_to_strength` turns ln size into ln 1RM. `credit` is (lifters, lifts, muscles), `weight` the
    same normalised per lift, `kinship` (lifters, lifts, lifts).
    """

    size_ceiling: Array
    size_half: Array
    size_days: Array
    skill_ceiling: Array
    slow_ceiling: Array
    heaviness: Array
    heavy_half: Array
    practice_half: Array
    skill_days: Array
    slow_days: Array
    size_to_strength: Array
    fatigue_per_set: Array
    fatigue_days: Array
    untrained_kg: Array
    curve: Array
    credit: Array
    weight: Array
    kinship: Array

    def take(self, rows: np.ndarray) -> "Traits":
        """Traits of some lifters, repeats allowed."""
        return Traits(**{name: value[rows] for name, value in self.__dict__.items()})


@dataclass(frozen=True, kw_only=True)
class Stimulus:
    """One day's stress: `size` effective sets per muscle, `heavy` and `practice` sets per lift."""

    size: Array
    heavy: Array
    practice: Array


@dataclass(frozen=True, kw_only=True)
class Pools:
    """State of every body: sizes and skills in natural log, smoothed stimuli per week, fatigue in natural log."""

    size: Array
    best_size: Array
    volume: Array
    skill: Array
    slow: Array
    heavy: Array
    practice: Array
    fatigue: Array

    @classmethod
    def untrained(cls, lifters: int, lifts: int) -> "Pools":
        """Bodies that have never trained."""
        muscles = len(MUSCLES)
        shapes = {"size": muscles, "best_size": muscles, "volume": muscles, "fatigue": muscles}
        names = ("size", "best_size", "volume", "skill", "slow", "heavy", "practice", "fatigue")
        return cls(**{name: np.zeros((lifters, shapes.get(name, lifts))) for name in names})

    def take(self, rows: np.ndarray) -> "Pools":
        """State of some lifters, repeats allowed."""
        return Pools(**{name: value[rows] for name, value in self.__dict__.items()})


def draw_traits(personas: Sequence[Persona], lifts: np.ndarray, rng: np.random.Generator) -> Traits:
    """Draw every individual parameter.

    Growth differs between people with a lognormal sigma of about 0.45 (Hubal 2005,
    doi:10.1249/01.mss.0000170469.90461.5f: CV of size change about 0.5), reps at a given load by about 2.5 at
    80 % (Nuzzo 2024, doi:10.1007/s40279-023-01937-7).

    `lifts` (lifters, slots) are positions in `LIFTS`; empty slots repeat a lift and are never trained.
    """
    people, slots = lifts.shape

    def draw(centre: float, sigma: float, columns: int = 1) -> Array:
        return np.asarray(centre * np.exp(rng.normal(0.0, sigma, (people, columns)) - sigma**2 / 2))

    credit = credits_of(LIFTS)[lifts]
    return Traits(
        size_ceiling=np.minimum(draw(0.78, 0.40), 1.6) * draw(1.0, 0.12, len(MUSCLES)) * _youth(personas),
        size_half=draw(15.0, 0.45),
        size_days=draw(360.0, 0.15),
        skill_ceiling=np.minimum(draw(0.37, 0.35), 0.8) * draw(1.0, 0.10, slots),
        slow_ceiling=draw(0.46, 0.30),
        heaviness=np.clip(rng.normal(0.60, 0.17, (people, 1)), 0.15, 0.85),
        heavy_half=draw(4.0, 0.40),
        practice_half=draw(1.6, 0.25),
        skill_days=draw(34.0, 0.20),
        slow_days=draw(700.0, 0.15),
        size_to_strength=np.clip(rng.normal(0.85, 0.15, (people, 1)), 0.4, 1.2),
        fatigue_per_set=draw(0.0022, 0.30),
        fatigue_days=draw(4.5, 0.20),
        untrained_kg=_untrained_one_rm(personas, lifts, rng),
        curve=np.array([lift.curve for lift in LIFTS])[lifts] * draw(1.0, 0.18) * draw(1.0, 0.08, slots),
        credit=credit,
        weight=credit / credit.sum(axis=2, keepdims=True),
        kinship=_kinship(lifts),
    )


def _youth(personas: Sequence[Persona]) -> Array:
    """Part of growth that age leaves, shape (lifters, 1)."""
    over_40 = np.array([[max(persona.age - 40, 0)] for persona in personas])
    return np.maximum(1.0 - AGE_SLOPE * over_40, 0.6)


def _kinship(lifts: np.ndarray) -> Array:
    """Say how much of a lift's practice another of its pattern gets, shape (lifters, lifts, lifts)."""
    pattern = np.array([lift.pattern for lift in LIFTS])[lifts]
    same = pattern[:, :, None] == pattern[:, None, :]
    return np.where(same, LENDS, 0.0) + (1.0 - LENDS) * np.eye(lifts.shape[1])


def _untrained_one_rm(personas: Sequence[Persona], lifts: np.ndarray, rng: np.random.Generator) -> Array:
    """Draw 1RM before any training, kg: body weight times a ratio, women 0.62 (upper) and 0.80 (lower) of it."""
    ratio = np.array([lift.ratio for lift in LIFTS])[lifts]
    lower = np.array([lift.is_lower for lift in LIFTS])[lifts]
    woman = np.array([[persona.sex == "F"] for persona in personas])
    weight = np.array([[persona.body_weight_kg] for persona in personas])
    kilograms = weight * ratio * np.where(woman, np.where(lower, 0.80, 0.62), 1.0)
    return np.asarray(
        kilograms * np.exp(rng.normal(0.0, 0.13, (len(personas), 1)) + rng.normal(0.0, 0.07, lifts.shape))
    )


def one_rm_kg(pools: Pools, traits: Traits) -> Array:
    """True, rested 1RM, kg of effective load, shape (lifters, lifts)."""
    structural = np.einsum("nlm,nm->nl", traits.weight, pools.size) * traits.size_to_strength
    return np.asarray(traits.untrained_kg * np.exp(pools.skill + pools.slow + structural))


def advance(pools: Pools, traits: Traits, stimulus: Stimulus) -> Pools:
    """Let one day pass after a stimulus (zeros on a day off).

    Parameters
    ----------
    pools, traits : Pools, Traits
        Of the same lifters.
    stimulus : Stimulus
        Of that day.

    Returns
    -------
    Pools
        The next morning.
    """
    volume = _smooth(pools.volume, stimulus.size)
    heavy = _smooth(pools.heavy, np.einsum("nkl,nl->nk", traits.kinship, stimulus.heavy))
    practice = _smooth(pools.practice, np.einsum("nkl,nl->nk", traits.kinship, stimulus.practice))
    builds, keeps = (_fraction(traits, heavy * times, practice * times) for times in (1.0, KEEPS_SKILL))
    size = _grow(pools, traits, volume)
    return replace(
        pools,
        volume=volume,
        heavy=heavy,
        practice=practice,
        size=size,
        best_size=np.maximum(pools.best_size, size),
        skill=_approach(
            pools.skill, traits.skill_ceiling * builds, traits.skill_ceiling * keeps, traits.skill_days, SKILL_LOSS_DAYS
        ),
        slow=_approach(
            pools.slow, traits.slow_ceiling * builds, traits.slow_ceiling * keeps, traits.slow_days, 4 * SKILL_LOSS_DAYS
        ),
        fatigue=pools.fatigue * np.exp(-1.0 / traits.fatigue_days) + traits.fatigue_per_set * stimulus.size,
    )


def _smooth(weekly: Array, today: Array) -> Array:
    """Let a smoothed weekly stimulus follow today's."""
    return weekly + (7.0 * today - weekly) / VOLUME_DAYS


def _fraction(traits: Traits, heavy: Array, practice: Array) -> Array:
    """Part of a skill ceiling that these weekly stimuli lead to."""
    by_heavy = heavy / (heavy + traits.heavy_half)
    by_practice = practice / (practice + traits.practice_half)
    return np.asarray(traits.heaviness * by_heavy + (1.0 - traits.heaviness) * by_practice)


def _grow(pools: Pools, traits: Traits, volume: Array) -> Array:
    """Move size towards what the volume builds, or down to what it keeps; regain is faster."""
    builds = traits.size_ceiling * volume / (volume + traits.size_half)
    keeps = traits.size_ceiling * KEEPS_SIZE * volume / (KEEPS_SIZE * volume + traits.size_half)
    lost = np.clip((pools.best_size - pools.size) / 0.03, 0.0, 1.0)
    days = traits.size_days / (1.0 + (REGAIN - 1.0) * lost)
    return _approach(pools.size, builds, keeps, days, LOSS_DAYS)


def _approach(now: Array, builds: Array, keeps: Array, days: Array, loss_days: float) -> Array:
    """Rise towards `builds`, fall towards `keeps`, stay put in between."""
    rise = np.maximum(builds - now, 0.0) / days
    fall = np.maximum(now - keeps, 0.0) / loss_days
    return np.asarray(now + rise - fall)


def settle(traits: Traits, weekly: Stimulus, years: Array) -> Pools:
    """Bodies after years of the same weekly stimulus, without living through each day.

    Parameters
    ----------
    traits : Traits
    weekly : Stimulus
        Per week rather than per day.
    years : array, shape (lifters, 1)
        Regular training so far.

    Returns
    -------
    Pools
        Zero years give an untrained body.
    """
    days = 365.0 * years
    heavy = np.einsum("nkl,nl->nk", traits.kinship, weekly.heavy)
    practice = np.einsum("nkl,nl->nk", traits.kinship, weekly.practice)
    fraction = _fraction(traits, heavy, practice)
    trained = years > 0
    size = (
        traits.size_ceiling * weekly.size / (weekly.size + traits.size_half) * (1.0 - np.exp(-days / traits.size_days))
    )
    return Pools(
        size=size,
        best_size=size.copy(),
        volume=weekly.size * trained,
        skill=traits.skill_ceiling * fraction * (1.0 - np.exp(-days / traits.skill_days)),
        slow=traits.slow_ceiling * fraction * (1.0 - np.exp(-days / traits.slow_days)),
        heavy=heavy * trained,
        practice=practice * trained,
        fatigue=np.zeros_like(size),
    )
