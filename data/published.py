"""Published figures: dose-response evidence, trial arms and the growth of competing powerlifters.

Origins and licences are in `data/SOURCES.md`; figures known only from memory are marked so in `how_known`
and must not be shown to anyone as a citation.
"""

from functools import cache
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent

FROM_MEMORY = "from memory"


@cache
def _table(name: str) -> pd.DataFrame:
    """Read one CSV of the package, once."""
    return pd.read_csv(HERE / name, keep_default_na=True)


def evidence() -> pd.DataFrame:
    """Published figures.

    Returns
    -------
    frame, one row per figure
        id (unique, `author-year-number`), quantity, value (text: some figures are ranges), ci_low, ci_high,
        unit, population, source, how_known, note.
    """
    frame = _table("evidence/evidence.csv").copy()
    frame["value"] = frame["value"].astype(str)
    return frame


def trials() -> pd.DataFrame:
    """Arms of published training trials.

    Returns
    -------
    frame, one row per trial, arm, outcome and length
        weeks, sessions_per_wk, sets_per_muscle_wk, reps (text), load_pct1rm (text), rest_s (text), n,
        training_status, outcome, outcome_type ('1RM' or 'muscle size'), pct_change and others.
    """
    return _table("evidence/trials.csv").copy()


@cache
def direct_comparisons() -> dict[str, int]:
    """Count the trials that compare strength-type with hypertrophy-type training itself, by outcome.

    Returns
    -------
    dict
        Outcome type to number of trials with arms of both styles for the same outcome and length.
    """
    table = trials()
    both = table[table["style"].isin(["strength", "hypertrophy"])]
    styles = both.groupby(["outcome_type", "trial", "outcome", "weeks"])["style"].nunique()
    found = styles[styles == 2].reset_index().groupby("outcome_type")["trial"].nunique()
    return {str(outcome): int(trials_of) for outcome, trials_of in found.items()}


def response_parameters() -> pd.DataFrame:
    """Parameters of the response model.

    Returns
    -------
    frame, one row per parameter
        parameter, prior_mean, prior_sd, mean, sd, evidence (ids), meaning; `mean` and `sd` are the prior updated
        by the trial arms, on the same scale as the prior.
    """
    return _table("evidence/response_parameters.csv").copy()


def response_correlations() -> pd.DataFrame:
    """How the parameters of the response model hang together after the trial arms.

    Returns
    -------
    frame, one row and one column per fitted parameter
        Correlations, in the order of `response_parameters`.
    """
    return _table("evidence/response_correlations.csv").set_index("parameter")


def regain() -> pd.DataFrame:
    """What a break left of lifts' best, and how soon it came back, in others' logs.

    Returns
    -------
    frame, one row per length of break and stretch of days after it
        break_from_days, break_to_days, after_from_days, after_to_days, lifters, lifts, q10 ... q90 (ln change against
        the best of the 28 days before the break). Made by `benchmarks/regain.py`.
    """
    return _table("population/regain.csv").copy()


def girths() -> pd.DataFrame:
    """How much physically active women and men measure round.

    Returns
    -------
    frame, one row per site and sex
        site, sex ('F', 'M'), n, mean_cm, sd_cm, per_ln_weight (ln girth per ln body weight at equal height).
    """
    return _table("population/girths.csv").copy()


def growth() -> pd.DataFrame:
    """How raw powerlifters' best lifts compare with their first meet.

    Returns
    -------
    frame, one row per lift, sex and time since the first meet
        lift, sex ('F', 'M'), t ('0.5y' ...), n, median, mean, sd, p10, p90 (ratios to the first meet).
    """
    return _table("population/powerlifting_raw_growth.csv").copy()


def percentiles() -> pd.DataFrame:
    """Best lifts of raw powerlifters by sex, age band and body weight class.

    Returns
    -------
    frame, one row per sex, age_band, bodyweight_from_kg and lift
        n and p05 ... p99 in kg; lift is squat, bench_press or deadlift.
    """
    return _table("population/powerlifting_raw_percentiles.csv").copy()


def lift_ratios() -> pd.DataFrame:
    """How lifts compare with the bench press within lifters, in others' logs.

    Returns
    -------
    frame, one row per exercise
        exercise_id, lifters (whose logs it rests on), ratio of the estimated 1RM to that of the bench press, spread_log
        (SD between lifters, ln). Made by `benchmarks/lift_ratios.py`.
    """
    return _table("population/lift_ratios.csv").copy()


def body_weight_records() -> pd.DataFrame:
    """The most that was added to a pull-up and a dip in a contest.

    Returns
    -------
    frame, one row per movement
        movement ('pull_up', 'dip'), sex, body_weight_kg, added_kg, source.
    """
    return _table("population/body_weight_records.csv").copy()
