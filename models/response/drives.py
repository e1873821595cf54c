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
MAINTAINING_SETS = 3.0  # Bickel 2011: a ninth of 27 weekly sets keeps size for 32 weeks


def mix(low: Floats, high: Floats, trained: Floats) -> Floats:
    """Go from the beginner's to the trained value, evenly in ratio."""
    weight = np.asarray(trained, dtype=np.float32)[:, None]
    return np.asarray(np.exp((1 - weight) * np.log(low) + weight * np.log(high)))


def _rest_factor(rest_s: Floats, cost: Floats) -> Floats:
    """Cost of rests of a minute or less, none from two minutes on (Singer 2024; Grgic 2018)."""
    short = np.clip((120 - np.nan_to_num(rest_s, nan=120.0)) / 60, 0, 1).astype(np.float32)
    return np.asarray(1 - short[:, None] * cost)


def neural_drive(stimulus: Stimulus, trained: Floats, p: Draws) -> Floats:
    """Weigh a week's training by what it does for the nervous side of the lift.

    Sets count heaviest first, each with less than the one before (Pelland 2026), so lighter sets add to heavy
    ones but never replace them.

    Returns
    -------
    array, shape (n, draws)
        1 for very many sets at 90 % of 1RM twice a week on a lift of the upper body; 0 without sets.
    """
    order = np.argsort(-np.where(stimulus.sets > 0, stimulus.share, 0), axis=1, kind="stable")
    sets = np.take_along_axis(stimulus.sets, order, axis=1).astype(np.float32)
    share = np.take_along_axis(stimulus.share, order, axis=1).astype(np.float32)
    slope = mix(p["load_slope_untrained"], p["load_slope_trained"], trained)
    done = np.zeros((len(sets), 1), dtype=np.float32)
    drive = np.zeros((len(sets), len(p["sets_half"])), dtype=np.float32)
    for zone in range(sets.shape[1]):
        used = np.flatnonzero(sets[:, zone] > 0)
        total = done[used] + sets[used, zone, None]
        half = p["sets_half"]
        gain = total / (total + half) - done[used] / (done[used] + half)
        short_of = (REFERENCE_SHARE - np.nan_to_num(share[used, zone, None], nan=0.7)).astype(np.float32)
        drive[used] += gain * np.exp(-slope[used] * short_of)
        done[used] = total
    days = np.maximum(stimulus.days, 0).astype(np.float32)
    often = np.expm1(FREQUENCY * days / (days + 1)) / np.expm1(FREQUENCY * 2 / 3)
    drive *= np.power(np.maximum(often, 1e-6)[:, None], p["frequency_weight"])
    drive *= np.power(p["lower_body"], stimulus.lower_body.astype(np.float32)[:, None])
    return np.asarray(drive * _rest_factor(stimulus.rest_s, p["strength_short_rest"]))


def set_credit(reps: Floats, share: Floats, p: Draws) -> Floats:
    """Weigh one hard set of one zone for size: 1 for 6 reps and more, less for heavy low-rep and very light sets.

    Seven sets of 3 grew as much as three of 10 (Schoenfeld 2014); loads of 35-85 % do alike near failure
    (Schoenfeld 2017, Lopez 2021), lighter ones less.

    Returns
    -------
    array, shape (n, draws)
    """
    few = np.clip((6 - np.nan_to_num(reps, nan=8.0)) / 3, 0, 5 / 3).astype(np.float32)[:, None]
    faint = np.clip((0.35 - np.nan_to_num(share, nan=0.7)) / 0.15, 0, 1).astype(np.float32)[:, None]
    credit = (1 - few * (1 - p["heavy_credit"])) * (1 - faint * (1 - p["light_credit"]))
    return np.asarray(np.maximum(credit, 0.05))


def structural_drive(stimulus: Stimulus, p: Draws) -> tuple[Floats, Floats]:
    """Weigh a week's training by what it does for muscle.

    Returns
    -------
    drive, credited_sets : arrays, shape (n, draws)
        The drive is 1 at 10 credited hard sets a week with 2 reps in reserve and rests of 2 minutes.
    """
    credited = np.zeros((len(stimulus), len(p["heavy_credit"])), dtype=np.float32)
    for zone in range(stimulus.muscle_sets.shape[1]):
        sets = stimulus.muscle_sets[:, zone].astype(np.float32)
        used = np.flatnonzero(sets > 0)
        credit = set_credit(stimulus.reps[used, zone], stimulus.share[used, zone], p)
        credited[used] += sets[used, None] * credit
    rir = np.clip(np.nan_to_num(stimulus.rir, nan=USUAL_RIR), 0, 10)
    effort = ((1 - PER_REP_LEFT * rir) / (1 - PER_REP_LEFT * USUAL_RIR)).astype(np.float32)[:, None]
    capped = np.minimum(credited, MOST_SETS) / REFERENCE_SETS
    legs = stimulus.lower_body.astype(np.float32)[:, None]
    exponent = legs * p["size_exponent_lower"] + (1 - legs) * p["size_exponent_upper"]
    few = p["size_any"] * np.clip(credited / MAINTAINING_SETS, 0, 1)
    drive = (
        (few + (1 - p["size_any"]) * np.power(capped, exponent))
        * effort
        * _rest_factor(stimulus.rest_s, p["size_short_rest"])
    )
    return drive, credited
