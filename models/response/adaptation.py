r"""What training does to strength and size: a weekly stimulus drives two adaptations towards their targets.

    ln 1RM(t) = ln 1RM(0) + n(t) + φ m(t)
    n(t) = N · f(stimulus) · (1 − exp(−t / τₙ))      neural: load, sets, days, zones side by side
    m(t) = M · g(stimulus) · (1 − exp(−t / τₘ))      structural: hard sets of the muscles

Both adaptations are linear in time's kernel, so the difference between two ways of training on from today does
not depend on where a lifter stands within the adaptation, and has a closed form. What is lost goes more slowly than
what is won comes: nervous adaptation fades where heavy work stops, muscle only below what maintains it. Every
parameter has a prior from published figures and is updated by trial arms (`models.response.trial_fit`);
`data/evidence/response_parameters.csv` holds both with the ids of the figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data import published
from models.definitions import Z90, Z99
from models.response.drives import mix, neural_drive, structural_drive
from models.response.parameters import Draws
from models.training.stimulus import Stimulus, Traits

Floats = NDArray[np.floating]

WEEKS_UNTIL_LOSS = 2.0  # Hwang 2017, Ogasawara 2013: two to three weeks off cost nothing
MUSCLE_LOSS_WEEKS = 10.0  # evidence detraining-1: 70 days, after two weeks
NEURAL_LOSS_WEEKS = 25.0  # between the same (280 days, graded C) and the losses of 103 studies (bosquet2013-1)


MAINTAINING_SETS: Final = 3.0
"""A ninth of the sets kept the size of people of 20-35 for 32 weeks (evidence `bickel2011-1`): of 27 weekly ones."""
MAINTAINED_AGES: Final = (35.0, 60.0)
"""Ages up to which so few sets keep size, and from which on not even a third of the sets does (the same)."""

STRENGTH_BY_AGE: Final = (27.5, 0.012, 0.6)
"""Age from which trained lifters gain less 1RM, by how much a year, and the least: a year's gain at 30-40, 40-50 and
50-60 is 0.88, 0.80 and 0.67 of that at 25-30, women and men alike in weight (evidence `openpowerlifting-8`)."""


def _size_by_age(age: Floats) -> Floats:
    """Shrink growth from 40 on, by 0.86 % a year down to 0.6 (after Kosek 2006 and Peterson 2011)."""
    years = np.nan_to_num(age, nan=30.0)
    return np.asarray(np.clip(1 - 0.0086 * np.maximum(years - 40, 0), 0.6, 1), dtype=np.float32)[:, None]


def _strength_by_age(traits: Traits) -> Floats:
    """Shrink the nervous gain with age, of beginners half as much: there age hardly told (`steele2022-1`)."""
    start, a_year, least = STRENGTH_BY_AGE
    years = np.nan_to_num(traits.age, nan=start)
    lost = (1 + traits.trained) / 2 * a_year * np.maximum(years - start, 0)
    return np.asarray(np.maximum(1 - lost, least), dtype=np.float32)[:, None]


def _reached(weeks: Floats, tau: Floats) -> Floats:
    """Part of the way gone after some weeks: shape (draws, weeks)."""
    return np.asarray(-np.expm1(-np.asarray(weeks, dtype=np.float32)[None, :] / tau[:, None]))


def _gone(weeks: Floats, tau: Floats) -> Floats:
    """Part of an adaptation lost some weeks after its stimulus fell away: shape (draws, weeks)."""
    late = np.maximum(np.asarray(weeks, dtype=np.float32) - WEEKS_UNTIL_LOSS, 0)
    return np.asarray(-np.expm1(-late[None, :] / tau[:, None]))


@dataclass(frozen=True, kw_only=True)
class Targets:
    """Where one stimulus leads: targets of both adaptations in ln units, sets credited for size; (n, draws) each."""

    neural: Floats
    structural: Floats
    credited: Floats


def targets(stimulus: Stimulus, traits: Traits, p: Draws, size_drive: tuple[Floats, Floats] | None = None) -> Targets:
    """Turn a stimulus into the targets of both adaptations.

    Parameters
    ----------
    stimulus : Stimulus of n lifts or muscles
    traits : Traits
    p : dict of parameter draws
    size_drive : tuple of arrays, optional
        What `structural_drive` says of the stimulus, worked out where it is not given.

    Returns
    -------
    Targets, each array of shape (n, draws)
    """
    neural = mix(p["neural_untrained"], p["neural_trained"], traits.trained) * p["strength_response"]
    structural = mix(p["size_untrained"], p["size_trained"], traits.trained) * p["size_response"]
    drive, credited = size_drive or structural_drive(stimulus, p)
    return Targets(
        neural=neural * _strength_by_age(traits) * neural_drive(stimulus, traits.trained, p),
        structural=structural * _size_by_age(traits.age) * drive,
        credited=credited,
    )


def kept(now: Floats, then: Floats, age: Floats) -> Floats:
    """Say which part of the muscle the sets then maintain.

    Parameters
    ----------
    now, then : arrays, shape (n, draws)
        Credited weekly sets.
    age : array, shape (n,)
        Years; NaN where unknown, taken as young.

    Returns
    -------
    array, shape (n, draws)
        1 from `MAINTAINING_SETS` on, or from as many as now; the old need all of those they have.
    """
    young, old = MAINTAINED_AGES
    weight = np.clip((np.nan_to_num(age, nan=young) - young) / (old - young), 0, 1).astype(np.float32)[:, None]
    few = np.minimum(now, MAINTAINING_SETS)
    needed = few + weight * (now - few)
    kept_part = np.ones(np.broadcast(needed, then).shape)
    return np.asarray(np.divide(np.minimum(then, needed), needed, out=kept_part, where=needed > 0))


def strength_change(
    stimulus: Stimulus, traits: Traits, weeks: Floats, p: Draws, *, later: Sequence[Stimulus] = ()
) -> Floats:
    """Draw the ln change of 1RM of people who start this training from none.

    Parameters
    ----------
    stimulus : Stimulus of n lifts
    traits : Traits
    weeks : array, shape (h,)
    p : dict of parameter draws
    later : sequence of Stimulus, optional
        What follows on it, each for as long: the weeks are shared out evenly.

    Returns
    -------
    array, shape (n, draws, h)
    """
    found = [targets(one, traits, p) for one in (stimulus, *later)]
    neural = _built([one.neural for one in found], weeks, p["tau_neural"])
    structural = _built([one.structural for one in found], weeks, p["tau_size"])
    return np.asarray(neural + p["size_to_strength"][None, :, None] * structural)


def size_change(
    stimulus: Stimulus, traits: Traits, weeks: Floats, p: Draws, *, later: Sequence[Stimulus] = ()
) -> Floats:
    """Draw the ln change of muscle size of people who start this training from none; see `strength_change`.

    Returns
    -------
    array, shape (n, draws, h)
    """
    found = [targets(one, traits, p).structural for one in (stimulus, *later)]
    return _built(found, weeks, p["tau_size"])


def _built(each: Sequence[Floats], weeks: Floats, tau: Floats) -> Floats:
    """Follow an adaptation from none through targets of shape (n, draws), alike in time; what is won stays won."""
    part = _reached(np.asarray(weeks) / len(each), tau)
    level = np.zeros((*each[0].shape, part.shape[-1]), dtype=np.float32)
    for target in each:
        level = level + np.maximum(target[:, :, None] - level, 0) * part
    return level


def style_difference(now: Stimulus, then: Stimulus, traits: Traits, weeks: Floats, p: Draws) -> tuple[Floats, Floats]:
    """Draw how much higher ln 1RM and ln muscle size would be under another stimulus than carrying on as now.

    Parameters
    ----------
    now, then : Stimulus of the same n lifts or muscles
    traits : Traits
    weeks : array, shape (h,)
    p : dict of parameter draws

    Returns
    -------
    strength, size : arrays, shape (n, draws, h)
        Exactly zero where the two stimuli are the same.

    Examples
    --------
    >>> import numpy as np
    >>> from models.response.parameters import draw_parameters
    >>> one = Stimulus(sets=np.array([[0., 9, 0]]), share=np.full((1, 3), .75), reps=np.full((1, 3), 8.),
    ...                muscle_sets=np.array([[0., 9, 0]]), days=np.array([2.]), rest_s=np.array([np.nan]),
    ...                rir=np.array([np.nan]), lower_body=np.array([0.]))
    >>> who = Traits(trained=np.array([1.]), age=np.array([np.nan]), past_weeks=np.array([52.]))
    >>> strength, size = style_difference(one, one, who, np.array([8.]), draw_parameters(10, 1))
    >>> float(abs(strength).max())
    0.0
    """
    before, after = targets(now, traits, p), targets(then, traits, p)
    neural = after.neural - before.neural
    strength = np.maximum(neural, 0)[:, :, None] * _reached(weeks, p["tau_neural"])
    strength += np.minimum(neural, 0)[:, :, None] * _gone(weeks, NEURAL_LOSS_WEEKS * p["loss_time"])
    size = np.maximum(after.structural - before.structural, 0)[:, :, None] * _reached(weeks, p["tau_size"])
    floor = np.maximum(before.structural * kept(before.credited, after.credited, traits.age), after.structural)
    lost = np.maximum(before.structural - floor, 0)  # nobody falls below what the training itself would build
    size = size - lost[:, :, None] * _gone(weeks, MUSCLE_LOSS_WEEKS * p["loss_time"])
    strength = strength + p["size_to_strength"][None, :, None] * size
    return np.asarray(strength), np.asarray(size)


def growth_ceiling(weeks: Floats, sex: str | None = None) -> Floats:
    """The 99th percentile of what raw powerlifters gain in some weeks from their first meet.

    Parameters
    ----------
    weeks : array, shape (h,)
    sex : {'F', 'M'}, optional
        The larger of both where unknown.

    Returns
    -------
    array, shape (h,)
        ln gain of the fastest growing of squat, bench press and deadlift. The half-year figure (lognormal between
        its 10th, 50th and 90th percentiles) carried along ln(1 + months), the shape of growth in the same data.
    """
    most = _half_year_most(sex)
    months = np.asarray(weeks, dtype=float) * 12 / 52.18
    return np.asarray(most * np.log1p(months) / np.log1p(6.0), dtype=np.float32)


@cache
def _half_year_most(sex: str | None) -> float:
    """The 99th percentile of ln gain in half a year."""
    table = published.growth()
    half_year = table[(table["t"] == "0.5y") & (table["lift"] != "TotalKg")]
    if sex in ("F", "M"):
        half_year = half_year[half_year["sex"] == sex]
    spread = np.log(half_year["p90"] / half_year["p10"]) / (2 * Z90)
    return float((np.log(half_year["median"]) + Z99 * spread).max())
