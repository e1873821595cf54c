"""What a week's training amounts to for the nervous side of a lift and for a muscle: the drives of both adaptations.

`models.response.adaptation` turns drives into change over time; parameters come from
`data/evidence/response_parameters.csv`.
"""

import numpy as np
from numpy.typing import NDArray

from models.response.parameters import Draws
from models.training.stimulus import USUAL_RIR, Stimulus

Floats = NDArray[np.floating]

REFERENCE_SHARE = 0.9
REFERENCE_SETS = 10.0
MOST_SETS = 40.0  # Pelland 2026 saw no more fractional sets than this
PER_REP_LEFT = 0.516 / 8.77  # Robinson 2024, doi:10.1007/s40279-024-02069-2: 0.516 points of 8.77 % per rep
FREQUENCY = 0.2395  # Pelland 2026, doi:10.1007/s40279-025-02344-w
FAINT_SHARE = (0.35, 0.2)
"""Shares of 1RM below which sets grow less, and from which down they grow least (Schoenfeld 2017, Lopez 2021)."""


def mix(low: Floats, high: Floats, trained: Floats) -> Floats:
    """Go from the beginner's to the trained value, evenly in ratio."""
    weight = np.asarray(trained, dtype=np.float32)[:, None]
    return np.asarray(np.exp((1 - weight) * np.log(low) + weight * np.log(high)))


def _rest_factor(rest_s: Floats, cost: Floats) -> Floats:
    """Cost of rests of a minute or less, none from two minutes on (Singer 2024; Grgic 2018)."""
    short = np.clip((120 - np.nan_to_num(rest_s, nan=120.0)) / 60, 0, 1).astype(np.float32)
    return np.asarray(1 - short[:, None] * cost)


def _by_zone(sets: Floats, order: Floats) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Go through each row's zones in rising order: rows that train the zone, and which zone it is for them."""
    places = np.argsort(np.where(sets > 0, order, np.inf), axis=1, kind="stable")
    rows = np.arange(len(sets))
    steps = [(rows, places[:, step]) for step in range(sets.shape[1])]
    return [(row[sets[row, zone] > 0], zone[sets[row, zone] > 0]) for row, zone in steps]


def neural_drive(stimulus: Stimulus, trained: Floats, p: Draws) -> Floats:
    """Weigh a week's training by what it does for the nervous side of the lift.

    Sets count heaviest first, each with less than the one before (Pelland 2026), so lighter sets add to heavy
    ones but never replace them. Zones that are new side by side add something of their own (Moesgaard 2022).

    Returns
    -------
    array, shape (n, draws)
        1 for very many sets at 90 % of 1RM twice a week on a lift of the upper body; 0 without sets.
    """
    sets, share = (np.asarray(values, dtype=np.float32) for values in (stimulus.sets, stimulus.share))
    slope, half = mix(p["load_slope_untrained"], p["load_slope_trained"], trained), p["sets_half"]
    done = np.zeros((len(sets), 1), dtype=np.float32)
    drive = np.zeros((len(sets), len(half)), dtype=np.float32)
    so_far = np.zeros((len(sets), len(half)), dtype=np.result_type(done, half))
    for used, zone in _by_zone(sets, -share):
        total = done[used] + sets[used, zone][:, None]
        reached = total / (total + half)
        gain = reached - so_far[used]
        short_of = (REFERENCE_SHARE - np.nan_to_num(share[used, zone], nan=0.7))[:, None]
        drive[used] += gain * np.exp(-slope[used] * short_of)
        done[used], so_far[used] = total, reached
    days = np.maximum(stimulus.days, 0).astype(np.float32)
    often = np.expm1(FREQUENCY * days / (days + 1)) / np.expm1(FREQUENCY * 2 / 3)
    drive *= np.power(np.maximum(often, 1e-6)[:, None], p["frequency_weight"])
    drive *= np.power(p["lower_body"], stimulus.lower_body.astype(np.float32)[:, None])
    if np.any(p["variation"]):
        drive *= np.exp(p["variation"] * zones_beside(sets, half))
    return np.asarray(drive * _rest_factor(stimulus.rest_s, p["strength_short_rest"]))


def zones_beside(sets: Floats, half: Floats) -> Floats:
    """Count the zones a week trains beside its main one, each as far as its sets go: never fewer for more sets.

    Parameters
    ----------
    sets : array, shape (n, 3)
        Weekly sets of each zone.
    half : array, shape (draws,)
        Sets with which a zone counts half.

    Returns
    -------
    array, shape (n, draws)
        0 for one zone, towards 2 for many sets in all three.

    Examples
    --------
    >>> zones_beside(np.array([[0.0, 9.0, 0.0], [3.0, 3.0, 3.0]]), np.array([1.0])).tolist()
    [[0.0], [1.5]]
    """
    beside = np.zeros((len(sets), len(half)), dtype=np.float32)
    several = np.flatnonzero(np.count_nonzero(sets > 0, axis=1) > 1)
    main = np.zeros((len(several), len(half)), dtype=np.float32)
    for zone in range(sets.shape[1]):
        trained = np.asarray(sets[several, zone], dtype=np.float32)[:, None]
        one = trained / (trained + half)
        beside[several] += np.minimum(one, main)  # the smaller of the two: the larger stays the main one
        main = np.maximum(one, main)
    return beside


def heavy_credit(reps: Floats, p: Draws) -> Floats:
    """Weigh a set for size by its reps: 1 from 6 reps on, less below: shape (n, draws).

    Seven sets of 3 grew as much as three of 10 (Schoenfeld 2014).
    """
    few = np.clip((6 - np.nan_to_num(reps, nan=8.0)) / 3, 0, 5 / 3).astype(np.float32)[:, None]
    return np.asarray(np.maximum(1 - few * (1 - p["heavy_credit"]), 0.05))


def faintness(share: Floats) -> Floats:
    """Say how far a load lies below what grows muscle: 0 from 35 % of 1RM on, 1 at 20 % and less.

    Loads of 35-85 % do alike near failure (Schoenfeld 2017, Lopez 2021), lighter ones less.
    """
    high, low = FAINT_SHARE
    return np.asarray(np.clip((high - np.nan_to_num(share, nan=0.7)) / (high - low), 0, 1), dtype=np.float32)


def structural_drive(stimulus: Stimulus, p: Draws) -> tuple[Floats, Floats]:
    """Weigh a week's training by what it does for muscle.

    Growth goes with the logarithm of hard sets: each doubling adds alike. Zones count side by side, those that grow
    most first, so that no set makes another one worse.

    Returns
    -------
    drive, credited_sets : arrays, shape (n, draws)
        The drive is 1 at 10 credited hard sets a week with 2 reps in reserve and rests of 2 minutes.
    """
    sets, faint = stimulus.muscle_sets.astype(np.float32), faintness(stimulus.share)
    credited = np.zeros((len(stimulus), len(p["heavy_credit"])), dtype=np.float32)
    drive = np.zeros_like(credited)
    so_far = np.zeros(credited.shape, dtype=np.result_type(credited, p["size_sets"]))
    for used, zone in _by_zone(sets, faint):
        total = credited[used] + sets[used, zone][:, None] * heavy_credit(stimulus.reps[used, zone], p)
        grown = 1 - faint[used, zone][:, None] * (1 - p["light_credit"])
        reached = _of_sets(total, p)
        drive[used] += grown * (reached - so_far[used])
        credited[used], so_far[used] = total, reached
    rir = np.clip(np.nan_to_num(stimulus.rir, nan=USUAL_RIR), 0, 10)
    effort = ((1 - PER_REP_LEFT * rir) / (1 - PER_REP_LEFT * USUAL_RIR)).astype(np.float32)[:, None]
    return drive * effort * _rest_factor(stimulus.rest_s, p["size_short_rest"]), credited


def _of_sets(sets: Floats, p: Draws) -> Floats:
    """Turn hard sets into drive: 1 at the reference."""
    return np.asarray(
        np.log1p(np.minimum(sets, MOST_SETS) / p["size_sets"]) / np.log1p(REFERENCE_SETS / p["size_sets"])
    )
