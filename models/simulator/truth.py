"""The truth about simulated lifters, as frames."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from models.simulator.calendar import Calendar
from models.simulator.lifters import STYLES, Persona
from models.simulator.lifts import LIFTS, MUSCLES, Array

STYLES_ASKED: Final = (*STYLES, "as_now")


def one_rm_frame(personas: Sequence[Persona], lifts: np.ndarray, has: np.ndarray, values: Array) -> pd.DataFrame:
    """Lay out true 1RM by lifter, lift and logged week.

    Parameters
    ----------
    personas : sequence of Persona
    lifts : int array, shape (lifters, slots)
    has : bool array, shape (lifters, slots)
        Which slots hold a lift.
    values : array, shape (lifters, weeks, slots)
        kg; the last week is everybody's last.

    Returns
    -------
    DataFrame
        `lifter, exercise_id, week, one_rm_kg`; `week` is the Monday.
    """
    ids = np.array([lift.exercise_id for lift in LIFTS])[lifts]
    who, week, slot = np.nonzero(_logged(personas, values.shape[1])[:, :, None] & has[:, None, :])
    frame = {"exercise_id": ids[who, slot], "one_rm_kg": values[who, week, slot].round(3)}
    return _dated(personas, who, week, values.shape[1], frame)


def size_frame(personas: Sequence[Persona], values: Array) -> pd.DataFrame:
    """Lay out true muscle size over untrained size, from shape (lifters, weeks, muscles)."""
    who, week, muscle = np.nonzero(np.broadcast_to(_logged(personas, values.shape[1])[:, :, None], values.shape))
    frame = {"muscle": np.array(MUSCLES)[muscle], "size_ratio": values[who, week, muscle].round(5)}
    return _dated(personas, who, week, values.shape[1], frame)


def week_frame(personas: Sequence[Persona], calendar: Calendar, fatigue: Array) -> pd.DataFrame:
    """Lay out what each logged week really was: style, deload, days away, body weight, fatigue.

    `fatigue`, shape (lifters, days), is what tiredness takes off 1RM in the mean lift, natural log; a week's is its
    mean over the days.
    """
    weeks = calendar.days // 7
    tired = fatigue[:, : 7 * weeks].reshape(len(personas), weeks, 7).mean(axis=2)
    who, week = np.nonzero(_logged(personas, weeks))
    frame = {
        "style": np.array(STYLES)[calendar.style[:, 6::7][who, week]],
        "is_deload": calendar.deload[:, 6::7][who, week],
        "days_away": calendar.away.reshape(len(personas), weeks, 7).sum(axis=2)[who, week],
        "body_weight_kg": calendar.body_weight_kg[who, week],
        "fatigue": tired[who, week].round(5),
    }
    return _dated(personas, who, week, weeks, frame)


def change_frame(
    personas: Sequence[Persona],
    lifts: np.ndarray,
    lasting: np.ndarray,
    changes: Mapping[str, Array],
    horizon: int,
    styles: Sequence[str] = STYLES_ASKED,
) -> pd.DataFrame:
    """Lay out true changes under every style at one horizon.

    Parameters
    ----------
    personas : sequence of Persona
    lifts : int array, shape (lifters, slots)
    lasting : bool array, shape (lifters, slots)
        Which lifts are still trained on the last day.
    changes : mapping of kind ('one_rm', 'size') to array, shape (styles × lifters, slots or muscles)
        Percent.
    horizon : int
        Weeks after the last day.
    styles : sequence of str
        What was tried, in the order of the rows of `changes`.

    Returns
    -------
    DataFrame
        `lifter, kind, subject, style, cutoff, horizon_weeks, change_pct`.
    """
    names = np.array([persona.lifter for persona in personas])
    ids = np.array([lift.exercise_id for lift in LIFTS])[lifts]
    muscles = np.tile(np.array(MUSCLES), (len(names), 1))
    last = pd.DatetimeIndex([persona.last_day for persona in personas])
    frames = []
    for kind, values in changes.items():
        subject, keep = (ids, lasting) if kind == "one_rm" else (muscles, np.ones_like(muscles, dtype=bool))
        cube = values.reshape(len(styles), len(names), -1)
        style, who, column = np.nonzero(np.broadcast_to(keep, cube.shape))
        frame = pd.DataFrame({"lifter": names[who], "kind": kind, "subject": subject[who, column]})
        frame["style"] = np.array(styles)[style]
        frame["cutoff"] = last[who]
        frames.append(frame.assign(horizon_weeks=horizon, change_pct=cube[style, who, column].round(3)))
    return pd.concat(frames, ignore_index=True)


def _logged(personas: Sequence[Persona], weeks: int) -> np.ndarray:
    """Say which weeks are within each lifter's log."""
    own = np.array([persona.weeks for persona in personas])
    return np.asarray(np.arange(weeks) >= weeks - own[:, None])


def _dated(
    personas: Sequence[Persona], who: np.ndarray, week: np.ndarray, weeks: int, columns: Mapping[str, np.ndarray]
) -> pd.DataFrame:
    """Put lifter and Monday before the columns."""
    names = [persona.lifter for persona in personas]
    last = np.array([persona.last_day for persona in personas], dtype="datetime64[D]")
    monday = last[who] - (7 * (weeks - week) - 1).astype("timedelta64[D]")
    keys = {
        "lifter": pd.Categorical.from_codes(who.astype(np.intp), pd.Index(names)),
        "week": monday.astype("datetime64[s]"),
    }
    return pd.DataFrame({**keys, **columns})
