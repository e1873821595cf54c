"""Predictions for the arms of training trials, from one CSV file to another."""

from pathlib import Path

import pandas as pd

from data import published
from models.response import trials
from pipelines.errors import LiftcastError
from pipelines.files.atomic import written_beside

NEEDED = ("trial", "arm", "weeks", "sessions_per_wk", "sets_per_muscle_wk", "reps", "load_pct1rm", "rest_s", "n")
NAMED = ("training_status", "outcome", "outcome_type")


class TrialsError(LiftcastError):
    """A file of trial arms that cannot be used."""


def predict_arms(arms: Path | None, out: Path) -> int:
    """Predict the % change of trial arms.

    Parameters
    ----------
    arms : Path or None
        CSV in the columns of `data/evidence/trials.csv`; None takes that file.
    out : Path
        Gets the same columns plus q10, q50 and q90: predicted % change.

    Returns
    -------
    int
        Number of arms predicted.

    Raises
    ------
    TrialsError
        The file lacks columns, or says of an arm neither '1RM' nor 'muscle size', or no weeks.
    """
    frame = published.trials() if arms is None else _read(arms)
    predicted = trials.predict(frame)
    with written_beside(out) as part:
        predicted.to_csv(part, index=False)
    return len(predicted)


def _read(path: Path) -> pd.DataFrame:
    """Read a file of arms and see that it can be used."""
    try:
        frame = pd.read_csv(path)
    except (OSError, ValueError) as error:
        raise TrialsError(
            f"{path}: cannot be read as CSV ({error}); give a file like data/evidence/trials.csv"
        ) from error
    missing = [name for name in (*NEEDED, *NAMED) if name not in frame]
    if missing:
        raise TrialsError(f"{path}: columns missing: {', '.join(missing)}; give those of data/evidence/trials.csv")
    odd = ~frame["outcome_type"].isin(trials.OUTCOMES)
    if odd.any():
        outcome = frame.loc[odd, "outcome_type"].iloc[0]
        raise TrialsError(
            f"{path}: outcome_type {outcome!r} in row {int(odd.to_numpy().argmax()) + 2}; take '1RM' or 'muscle size'"
        )
    if frame["weeks"].isna().any():
        row = int(frame["weeks"].isna().to_numpy().argmax()) + 2
        raise TrialsError(f"{path}: no weeks in row {row}; say how long the trial lasted")
    return frame
