"""How strong a lifter is now: each lift's current 1RM from all recent sets, and from a test where there was one.

Each training day speaks through the set that says most. Most sets stop short of what was possible, so a day's estimate
is 1RM less a shortfall (exponential: most days near, some far below) with the error of its set: a lone light day says
"at least about this", several agreeing days say where the ceiling is, and one long set is not taken at its word. A
single is near a measurement, and a set whose effort was rated, or that failed, falls less short. What the lifter's own
pairs of sets say of their rep-load curve (`models.one_rm.rep_load`) moves the light sets.

What was shown weeks ago was shown by a weaker or a stronger lifter: each day is carried to now along the lift's trend
(`models.one_rm.trends`), with the trend's error, so that 1RM falls with a fall and rises with a rise.

A test outranks all that: it weighs by its error, which grows with its age, against that of the sets.

References
----------
.. [1] Grgic et al. (2020), doi:10.1186/s40798-020-00260-z: median test-retest coefficient of variation of 1RM 4.2 %.
.. [2] Evidence `openpowerlifting-1`: meet results scatter by 3.3 %; `openpowerlifting-10`: a meet result as forecast
   errs by 3.1-5.5 % (median) after 1-22 months, which beyond that scatter is 0.6 % times the root of the weeks. Those
   go on competing; 1 % is used for everybody.
.. [3] Mayhew et al. (2008), doi:10.1519/JSC.0b013e31817b02ad, and others: see `rep_max.standard_error_log`.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import log_ndtr

from models.definitions import REP_DECAY
from models.one_rm.rep_max import MOST_REPS, NO_BODY_WEIGHT, reps_to_failure, share_of_one_rm, standard_error_log
from models.one_rm.trend_lines import UNIT_DAYS, USUAL_TREND

Array = npt.NDArray[np.float64]
LIFT: Final = ["lifter", "exercise_id"]

SHORTFALL_LOG: Final = 0.09
"""Mean distance of a training day's best set from 1RM, ln: that of 66 training logs from their own 12-week best."""
SHORTFALL_DAYS: Final = 1.5
"""How many days that counts as, against how far the lift's own days fall short of the best of them."""
RESERVE_HABIT_LOG: Final = 0.02
"""What lifters keep in reserve on every day where nobody rated it, beyond days that fall short: about half a rep. Set
on simulated lifters (`benchmarks/current_then.py`), for logs without ratings do not show it."""
SHORTFALL_RATED_LOG: Final = 0.03
"""The same where reps in reserve are known: about one rep."""
RATING_SE_LOG: Final = 0.03
"""What rating a reserve adds to a set's error: about one rep."""
RESERVE_HABIT_SE_LOG: Final = 0.03
"""How far lifters differ in the reserve they keep where nobody rated it: with and without their ratings, the 1RMs of
12 lifters of training logs differ by 0.0 % on average, 2.2 % from lifter to lifter."""
SHARED: Final = 0.5
"""Part of the variance of a formula that is the lifter's own curve, the same on all days."""
DRIFT_LOG_PER_ROOT_WEEK: Final = 0.01
OUTRANKED_DAYS: Final = 84.0
"""So long (1/e) a test outranks sets that contradict it: their error is taken to be at least the difference."""
MEET_SE_LOG: Final = 0.033
TEST_SE_LOG: Final = 0.042
RETEST_SE_LOG: Final = 0.033
MOST_SE_LOG: Final = 0.15
"""A 1RM less sure than this (ln) is not told: the range would span a third of it."""
MOST_ABOVE_USUAL_LOG: Final = 0.5
"""A set so far (ln) above the best of the middle day is more often a typing error than a record."""
_GRID: Final = np.linspace(-0.35, 0.45, 161)


def current_maxes(
    sets: pd.DataFrame, own: pd.DataFrame, tested: pd.DataFrame, trends: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimate each lift's current 1RM, or say what is missing.

    Parameters
    ----------
    sets : DataFrame
        Working sets of the last weeks: `lifter, exercise_id, family, load_kind, age_days` (before the cutoff, >= 0),
        `load_kg` (effective; NaN where unknown), `reps`, `rir` (NaN where not rated), `is_failure`; perhaps `is_asked`:
        what the lift's loads are is an open question.
    own : DataFrame
        From `models.one_rm.rep_load.own_shift`: `lifter, exercise_id, shift_log`.
    tested : DataFrame
        `lifter, exercise_id, age_days, load_kg, is_meet` of every test up to the cutoff.
    trends : DataFrame
        `lifter, exercise_id, trend, trend_sd` (ln per twelve weeks), as from `models.one_rm.trends.trends`; days of a
        lift without one count as they are.

    Returns
    -------
    maxes : DataFrame
        `lifter, exercise_id, now_kg, now_se_kg, basis` ("tested", "single" or "sets"), `days` (with a set that
        counts), `tested_kg` and `tested_age_days` of the newest test (NaN without one), `sets_kg` (by sets alone, NaN
        without any that count).
    refused : DataFrame
        `lifter, exercise_id, reason, missing`.
    """
    shown = _from_sets(_as_steady_as_seen(_carried_on(_day_bests(sets, own), trends)))
    maxes = shown.join(_newest_tests(tested, sets), how="outer")
    maxes["sets_se_log"] = np.hypot(maxes["sets_se_log"], _contradicted(maxes))
    weight = _precision(maxes["test_se_log"]) / (_precision(maxes["test_se_log"]) + _precision(maxes["sets_se_log"]))
    log_now = weight * maxes["test_log"].fillna(0) + (1 - weight) * maxes["sets_log"].fillna(0)
    se_log = 1 / np.sqrt(_precision(maxes["test_se_log"]) + _precision(maxes["sets_se_log"]))
    maxes["now_kg"] = np.exp(log_now)
    maxes["now_se_kg"] = maxes["now_kg"] * se_log
    maxes["sets_kg"] = np.exp(maxes["sets_log"])
    maxes["basis"] = np.where(weight > 0.5, "tested", np.where(maxes["is_single"].eq(1), "single", "sets"))
    maxes["days"] = maxes["days"].fillna(0).astype(int)
    kept = maxes[se_log <= MOST_SE_LOG].reset_index()
    columns = [*LIFT, "now_kg", "now_se_kg", "basis", "days", "tested_kg", "tested_age_days", "sets_kg"]
    return kept[columns], _refused(sets, kept)


def _day_bests(sets: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Each lift's days, each by the set that says most: the highest estimate less its error."""
    known = sets[(sets["load_kg"] > 0) & sets["reps"].between(1, MOST_REPS)].merge(own, on=LIFT, how="left")
    reps = known["reps"].to_numpy(dtype=float)
    rated = known["rir"].notna().to_numpy() | known["is_failure"].to_numpy(dtype=bool)
    possible = reps_to_failure(reps, known["rir"])
    shares = np.ones(len(known))
    for family in REP_DECAY:
        of_family = (known["family"] == family).to_numpy()
        shares[of_family] = share_of_one_rm(possible[of_family], family)
    lightness = np.clip((reps - 3) / 2, 0, 1)
    shift = known["shift_log"].fillna(0).to_numpy(dtype=float)
    curve = np.sqrt(np.maximum(standard_error_log(possible) ** 2 - RETEST_SE_LOG**2, 0))
    rating = np.where(known["rir"].fillna(0).to_numpy() > 0, RATING_SE_LOG, 0.0)
    days = known[[*LIFT, "age_days"]].assign(
        log_one_rm=np.log(known["load_kg"].to_numpy(dtype=float) / shares)
        + lightness * shift
        + np.where(rated | (reps == 1), 0.0, RESERVE_HABIT_LOG),
        curve=curve,
        error=np.sqrt(RETEST_SE_LOG**2 + rating**2 + (1 - SHARED) * curve**2),
        shared=SHARED * curve**2 + np.where(rated | (reps == 1), 0.0, RESERVE_HABIT_SE_LOG**2),
        is_rated=rated,
        shortfall=np.where(rated, SHORTFALL_RATED_LOG, SHORTFALL_LOG),
        is_single=(reps == 1).astype(float),
    )
    tops = days.groupby([*LIFT, "age_days"])["log_one_rm"].max().groupby(LIFT).median().rename("usual")
    days = days[(days["log_one_rm"] - days.join(tops, on=LIFT)["usual"]) <= MOST_ABOVE_USUAL_LOG]
    says = days["log_one_rm"] - np.hypot(days["error"], days["curve"]) - days["shortfall"]
    return days.loc[says.groupby([days[name] for name in (*LIFT, "age_days")]).idxmax()]


def _carried_on(days: pd.DataFrame, trends: pd.DataFrame) -> pd.DataFrame:
    """Carry each day's estimate to now along the lift's trend; its error grows with the trend's and with drift.

    A rise beyond the usual is left to the newest days, which show it: carrying older ones up it puts the next heavy
    single of logs too low by as much as it adds.
    """
    known = days[LIFT].merge(trends[[*LIFT, "trend", "trend_sd"]], on=LIFT, how="left")
    slope, slope_se = (known[name].fillna(0).to_numpy(dtype=float) for name in ("trend", "trend_sd"))
    slope = np.minimum(slope, USUAL_TREND)
    age_days = days["age_days"].to_numpy(dtype=float)
    spans = age_days / UNIT_DAYS
    drift = age_days / 7 * DRIFT_LOG_PER_ROOT_WEEK**2
    return days.assign(
        log_one_rm=days["log_one_rm"] + slope * spans,
        error=np.sqrt(days["error"].to_numpy(dtype=float) ** 2 + drift + (slope_se * spans) ** 2),
    )


def _as_steady_as_seen(days: pd.DataFrame) -> pd.DataFrame:
    """Let days fall as far short as the lift's own days do of their best: days that agree are no lucky few."""
    lift = days.groupby(LIFT).ngroup().to_numpy()
    estimates = days["log_one_rm"].to_numpy(dtype=float)
    best = np.full(lift.max(initial=-1) + 1, -np.inf)
    np.maximum.at(best, lift, estimates)
    counts = (~days["is_rated"]).to_numpy(dtype=float)
    below = np.minimum(best[lift] - estimates, MOST_ABOVE_USUAL_LOG)
    seen = SHORTFALL_DAYS * SHORTFALL_LOG + np.bincount(lift, counts * below, len(best))
    own = (seen / (SHORTFALL_DAYS + np.bincount(lift, counts, len(best))))[lift]
    return days.assign(shortfall=days["shortfall"].where(days["is_rated"], own))


def _from_sets(days: pd.DataFrame) -> pd.DataFrame:
    """The posterior of each lift's ln 1RM from its days: mean and standard deviation, on a grid."""
    codes = days.groupby(LIFT, sort=False).ngroup().to_numpy()
    labels, first = np.unique(codes, return_index=True)
    estimates = days["log_one_rm"].to_numpy(dtype=float)
    errors = days["error"].to_numpy(dtype=float)
    best = np.full(len(labels), -np.inf)
    np.maximum.at(best, codes, estimates)
    log_posterior = np.zeros((len(labels), _GRID.size))
    np.add.at(log_posterior, codes, _log_likelihood(estimates - best[codes], errors, days["shortfall"].to_numpy()))
    weights = np.exp(log_posterior - log_posterior.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    mean = (weights * _GRID).sum(axis=1)
    spread = np.sqrt((weights * _GRID**2).sum(axis=1) - mean**2)
    said = np.exp(-np.abs(estimates - (best + mean)[codes]) / SHORTFALL_LOG) / errors**2
    total = np.bincount(codes, said, len(labels))
    shared = np.bincount(codes, said * days["shared"].to_numpy(dtype=float), len(labels)) / total
    return (
        days[LIFT]
        .iloc[first]
        .set_index(LIFT)
        .assign(
            sets_log=best + mean,
            sets_se_log=np.sqrt(spread**2 + shared + RETEST_SE_LOG**2),
            days=np.bincount(codes, minlength=len(labels)),
            is_single=np.bincount(codes, said * days["is_single"], len(labels)) / total > 0.5,
        )
    )


def _newest_tests(tested: pd.DataFrame, sets: pd.DataFrame) -> pd.DataFrame:
    """Each lift's newest test, its load raised to what was lifted since, and its error by its age."""
    tests = tested.sort_values(["age_days", "load_kg"], ascending=[True, False]).drop_duplicates(LIFT).set_index(LIFT)
    since = sets.merge(tests[["age_days"]].reset_index(), on=LIFT, suffixes=("", "_of_test"))
    since = since[(since["age_days"] <= since["age_days_of_test"]) & (since["reps"] >= 1)]
    lifted = since.groupby(LIFT)["load_kg"].max().reindex(tests.index)
    weeks = tests["age_days"].to_numpy(dtype=float) / 7
    error = np.where(tests["is_meet"].to_numpy(dtype=bool), MEET_SE_LOG, TEST_SE_LOG)
    tests["test_log"] = np.log(np.fmax(tests["load_kg"].to_numpy(dtype=float), lifted.to_numpy(dtype=float)))
    tests["test_se_log"] = np.sqrt(error**2 + weeks * DRIFT_LOG_PER_ROOT_WEEK**2)
    named = {"load_kg": "tested_kg", "age_days": "tested_age_days"}
    return tests.rename(columns=named)[["test_log", "test_se_log", *named.values()]]


def _contradicted(maxes: pd.DataFrame) -> Array:
    """How far off (ln) the sets are shown to be by a test, less the older it is; 0 without one."""
    apart = (maxes["sets_log"] - maxes["test_log"]).to_numpy(dtype=float)
    age_days = maxes["tested_age_days"].to_numpy(dtype=float)
    return np.asarray(np.nan_to_num(apart * np.exp(-age_days / (2 * OUTRANKED_DAYS))))


def _refused(sets: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """Say of each lift with sets but no 1RM what is missing."""
    lifts = sets.assign(
        loaded=sets["load_kg"] > 0,
        no_body=sets["load_kind"].isin(["bodyweight", "assisted"]) & sets["load_kg"].isna(),
        short=(sets["load_kg"] > 0) & sets["reps"].between(1, MOST_REPS),
    )
    lifts["asked"] = sets.get("is_asked", False)
    lifts = lifts.groupby(LIFT)[["loaded", "no_body", "short", "asked"]].any().reset_index()
    is_told = pd.MultiIndex.from_frame(lifts[LIFT]).isin(pd.MultiIndex.from_frame(kept[LIFT]))
    lifts = lifts[~is_told]
    cases = [lifts[name].to_numpy(dtype=bool) for name in ("asked", "short", "loaded", "no_body")]
    said = (
        ("its loads cannot be what the log says", "an answer on the Data page: what they are"),
        ("too few sets to say a 1RM", "a set of 5 reps or fewer"),
        (f"only sets of more than {MOST_REPS} reps", f"a set of {MOST_REPS} reps or fewer"),
        (NO_BODY_WEIGHT, "your body weight, stated on a page or in profile.toml"),
    )
    reasons, wanted = zip(*said, strict=True)
    lifts["reason"] = np.select(cases, reasons, "no loads logged")
    lifts["missing"] = np.select(cases, wanted, "the loads lifted")
    return lifts[[*LIFT, "reason", "missing"]].reset_index(drop=True)


def _precision(se_log: pd.Series) -> Array:
    """One over the variance; nothing known is zero."""
    return np.nan_to_num(1 / se_log.to_numpy(dtype=float) ** 2)


def _log_likelihood(below_best: Array, errors: Array, shortfall: Array) -> Array:
    """Density (ln) of estimates under each 1RM of the grid: normal error less an exponential shortfall."""
    distance = below_best[:, None] - _GRID[None, :]
    spread, scale = errors[:, None], shortfall[:, None]
    tilted = distance / scale + 0.5 * (spread / scale) ** 2 - np.log(scale)
    return np.asarray(tilted + log_ndtr(-distance / spread - spread / scale))
