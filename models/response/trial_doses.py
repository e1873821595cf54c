"""The doses of trial arms as weeks of training: zones side by side, one after another, or not told.

`3/10/15` trains three zones in every week, `10->3` goes from the one to the other, `8-12` is one zone. A load follows
from the reps where sets end near failure, since loads are coded loosely; where a note says otherwise (not to failure,
power, speed) only a load that is given counts. What is blank is unknown, not average.
See docs/decisions/0010-zones-side-by-side.md.
"""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.definitions import REP_DECAY, REP_POWER
from models.one_rm.rep_max import share_of_one_rm
from models.training.stimulus import ZONES, Stimulus, Traits

Floats = NDArray[np.floating]
Steps = tuple[tuple[float, ...], ...]

ZONE_ENDS: Final = (5.5, 15.5)
USUAL: Final = {"sets_per_muscle_wk": 9.0, "sessions_per_wk": 3.0, "reps": 10.0}
"""What stands in for a dose that no arm of the trial tells: the same for all its arms, so it makes no difference."""
DOSES: Final = ("sessions_per_wk", "sets_per_muscle_wk", "reps", "load_pct1rm", "rest_s")

LEGS: Final = re.compile(
    r"squat|leg|knee|thigh|quad|ham|adduct|gracil|sartor|_v[lmi]\b|_rf\b|_im\b|_k[ef]\b|_lp\b|_sq\b|_lc\b|^mri$"
    r"|muscle_volume|_ant$|_post$|_sum$",
    re.IGNORECASE,
)
FAR_FROM_FAILURE: Final = re.compile(
    r"not to failure|non-?failure|\bspeed\b|\bexplosive|\bvelocity\b|\bpower\b(?! ?lift)", re.IGNORECASE
)
TITLE: Final = re.compile(r"\bpaper: [^;]*")
AFTER: Final = re.compile(r"->|→")
BESIDE: Final = re.compile(r"[/,;+]|\band\b")
SETS_OF: Final = re.compile(r"\d+(?:\s*[-–]\s*\d+)?\s*[x×]\s*(?=\d)")


def steps(text: str | float | None) -> Steps:
    """Read a dose as what follows on what, each a tuple of zones side by side; nothing where there is no number.

    Examples
    --------
    >>> steps("8-12"), steps("3/10/15"), steps("8-10->3-5"), steps("12/10->6")
    (((10.0,),), ((3.0, 10.0, 15.0),), ((9.0,), (4.0,)), ((12.0, 10.0), (6.0,)))
    >>> steps("3x10, 3x5"), steps("to failure"), steps(None)
    (((10.0, 5.0),), (), ())
    """
    if pd.isna(text):
        return ()
    found = (tuple(_numbers(zone) for zone in BESIDE.split(part)) for part in AFTER.split(str(text)))
    told = (tuple(float(np.mean(zone)) for zone in part if zone) for part in found)
    return tuple(part for part in told if part)


def _numbers(text: str) -> list[float]:
    """Find the numbers in a text, the ends of a range, say; a number of sets before an x is none of them."""
    return [float(part) for part in re.findall(r"\d+(?:\.\d+)?", SETS_OF.sub("", text))]


def middle(text: str | float | None) -> float:
    """The middle of all numbers of a dose; NaN where there is none."""
    told = [value for part in steps(text) for value in part]
    return float(np.mean(told)) if told else float("nan")


def reps_at(share: Floats | float) -> Floats:
    """Say after how many reps a share of 1RM ends in failure: `share_of_one_rm` turned round."""
    k, power = REP_DECAY["general"], REP_POWER
    return np.asarray(1 + (np.maximum(-np.log(np.clip(share, 0.1, 1)), 0) / k) ** (1 / power))


def far_from_failure(arms: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which arms' notes or names tell that their sets do not end near failure; titles of papers tell nothing."""
    told = arms["arm"].fillna("").astype(str)
    if "note" in arms:
        told = told + "; " + arms["note"].fillna("").astype(str)
    return np.asarray(told.str.replace(TITLE, "", regex=True).str.contains(FAR_FROM_FAILURE))


@dataclass(frozen=True, kw_only=True)
class ArmWeeks:
    """What n trial arms train.

    Parameters
    ----------
    parts : tuple of Stimulus of n arms each
        Usual weeks that follow on each other, each for as long.
    count : int array, shape (n,)
        How many of the parts are an arm's own; later ones repeat its last.
    traits : Traits
    untold : array, shape (n,)
        How many of sets and zones are blank.
    """

    parts: tuple[Stimulus, ...]
    count: NDArray[np.intp]
    traits: Traits
    untold: Floats


@dataclass(frozen=True)
class _Zone:
    """One zone of an arm's week: its part of the sets, reps, and share of 1RM (NaN where unknown)."""

    part: float
    reps: float
    share: float


def arm_weeks(arms: pd.DataFrame) -> ArmWeeks:
    """Read trial arms as weeks of training.

    Parameters
    ----------
    arms : frame with trial, sets_per_muscle_wk, reps, load_pct1rm, rest_s, sessions_per_wk, training_status,
        outcome, arm and, where known, note and age (years). Blanks take the trial's median, else what is usual.

    Returns
    -------
    ArmWeeks of the same n arms
    """
    far = far_from_failure(arms)
    read = [_zones(*row) for row in zip(arms["reps"], arms["load_pct1rm"], far, strict=True)]
    share = _usual_share(arms["trial"], read)
    count = np.array([len(one) for one in read], dtype=np.intp)
    plain = {
        "days": _filled(arms, "sessions_per_wk"),
        "rest_s": _filled(arms, "rest_s"),
        "rir": _reserve(read, far & arms["reps"].map(middle).notna().to_numpy()),
        "lower_body": arms["outcome"].astype(str).str.contains(LEGS).astype(float).to_numpy(),
    }
    sets = _filled(arms, "sets_per_muscle_wk")
    parts = tuple(
        _week([one[min(place, len(one) - 1)] for one in read], sets, share, plain)
        for place in range(max(count, default=1))
    )
    age = pd.to_numeric(arms["age"], errors="coerce").to_numpy(float) if "age" in arms else np.full(len(arms), np.nan)
    trained = np.where(arms["training_status"] == "trained", 1.0, 0.0)
    blank = arms["sets_per_muscle_wk"].map(middle).isna().to_numpy(float)
    zoneless = arms["reps"].map(middle).isna() & arms["load_pct1rm"].map(middle).isna()
    return ArmWeeks(
        parts=parts,
        count=count,
        traits=Traits(trained=trained, age=age, past_weeks=np.zeros(len(arms))),
        untold=np.asarray(blank + zoneless.to_numpy(float), dtype=np.float64),
    )


def _zones(reps: str | float | None, load_pct1rm: str | float | None, far_from_failure: bool) -> list[list[_Zone]]:
    """Read one arm's zones from its reps, else from its loads: what follows on what."""
    loads = middle(load_pct1rm) / 100
    if told := steps(reps):
        return [
            [_Zone(1 / len(part), one, loads if far_from_failure else float(share_of_one_rm(one))) for one in part]
            for part in told
        ]
    by_load = [
        [_Zone(1 / len(part), float(reps_at(one / 100)), one / 100) for one in part] for part in steps(load_pct1rm)
    ]
    usual = float("nan") if far_from_failure else float(share_of_one_rm(USUAL["reps"]))
    return by_load or [[_Zone(1.0, USUAL["reps"], usual)]]


def _usual_share(trials: pd.Series, read: list[list[list[_Zone]]]) -> Floats:
    """The mean share of 1RM of each arm's trial, for loads that nobody tells: shape (n,)."""
    own = pd.Series([np.mean([zone.share for part in one for zone in part]) for one in read], index=trials.index)
    return np.asarray(
        own.groupby(trials).transform("mean").fillna(float(share_of_one_rm(USUAL["reps"]))), dtype=np.float64
    )


def _reserve(read: list[list[list[_Zone]]], far: NDArray[np.bool_]) -> Floats:
    """Tell the reps in reserve of arms far from failure whose reps and load are given: shape (n,), else NaN."""
    first = [one[0][0] for one in read]
    left = np.array([float(reps_at(zone.share)) - zone.reps for zone in first])
    return np.where(far, np.maximum(left, 0.0), np.nan)


def _week(zones: list[list[_Zone]], sets: Floats, share: Floats, plain: dict[str, Floats]) -> Stimulus:
    """Put each arm's zones into one week, those of the same name together."""
    amount, reps, load = (np.zeros((len(sets), len(ZONES))) for _ in range(3))
    for row, arm in enumerate(zones):
        for zone in arm:
            place = int(np.digitize(zone.reps, ZONE_ENDS))
            told = share[row] if np.isnan(zone.share) else zone.share
            amount[row, place] += zone.part
            reps[row, place] += zone.part * zone.reps
            load[row, place] += zone.part * told
    held = np.where(amount > 0, amount, 1.0)
    of_zone = sets[:, None] * amount
    return Stimulus(sets=of_zone, muscle_sets=of_zone, share=load / held, reps=reps / held, **plain)


def _filled(arms: pd.DataFrame, name: str) -> Floats:
    """Fill blanks with the trial's median, else with what is usual: a blank is not a zero."""
    values = arms[name].map(middle).astype(float)
    values = values.fillna(values.groupby(arms["trial"]).transform("median"))
    return np.asarray(values.fillna(USUAL[name]) if name in USUAL else values, dtype=np.float64)


def told_doses(arms: pd.DataFrame) -> pd.DataFrame:
    """Read each arm's doses as far as they tell arms apart: None where blank, or where reps tell no load.

    Returns
    -------
    frame, shape (n, 5), columns `DOSES`
    """
    told = pd.DataFrame({name: arms[name].map(steps) for name in DOSES}, dtype=object)
    loadless = far_from_failure(arms) & np.array([not load for load in told["load_pct1rm"]], dtype=bool)
    told["reps"] = [() if blank else reps for reps, blank in zip(told["reps"], loadless, strict=True)]
    return told.map(lambda dose: dose or None)
