"""The exercise catalogue: what each exercise is, which muscles it works and what apps call it."""

import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

HERE: Final = Path(__file__).parent

PRIMARY_CREDIT: Final = 1.0
"""Sets credited to a muscle worked directly: Pelland et al. 2026, Sports Med 56:481, doi:10.1007/s40279-025-02344-w."""
SECONDARY_CREDIT: Final = 0.5
"""Sets credited to a muscle worked indirectly ("fractional" counting): same source."""

_EQUIVALENTS: Final = str.maketrans(
    dict.fromkeys("-‐‑‒–—―−_", " ") | dict.fromkeys("‘’ʼ`´′", "'") | dict.fromkeys("“”„«»″", '"')
)
_OPENING: Final = "(["
_CLOSING: Final = ")]"


def normalise_name(name: str) -> str:
    """Form of an exercise name under which spelling accidents agree.

    Letter case, dashes, kinds of quotes, doubled blanks and blanks around parentheses do not
    distinguish exercises ("Pull-Up" is "pull up"); words do. Applying it twice changes nothing.

    Parameters
    ----------
    name
        The name as exported.

    Returns
    -------
    str
        For instance ``"seated shoulder press (barbell)"``.
    """
    text = name.translate(_EQUIVALENTS)
    if text.isascii():  # as most names are, and then there is nothing to compose
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKC", text).casefold()
        text = unicodedata.normalize("NFKC", text).translate(_EQUIVALENTS)
    present = [bracket for bracket in _OPENING + _CLOSING if bracket in text]
    for bracket in present:
        text = text.replace(bracket, f" {bracket} ")
    text = " ".join(text.split())
    for bracket in present:
        blank = f"{bracket} " if bracket in _OPENING else f" {bracket}"
        text = text.replace(blank, bracket)
    return text


def load_exercises() -> pd.DataFrame:
    """Read the catalogue, one row per exercise.

    Returns
    -------
    pandas.DataFrame
        ``exercise_id, name, pattern, family, equipment, load_kind, body_weight_share (fraction of
        body weight, missing for external loads), is_main, primary, secondary`` (muscles joined by ``;``).
    """
    return _exercises().copy()


def load_muscles() -> pd.DataFrame:
    """Read which muscles an exercise works, one row per exercise and muscle.

    Returns
    -------
    pandas.DataFrame
        ``exercise_id, muscle, credit``: sets credited to the muscle by one set of the exercise.
    """
    worked = sorted(
        (exercise_id, credit, muscle)
        for column, credit in (("primary", PRIMARY_CREDIT), ("secondary", SECONDARY_CREDIT))
        for exercise_id, muscles in zip(_exercises()["exercise_id"], _exercises()[column], strict=True)
        for muscle in muscles.split(";")
        if muscle
    )
    frame = pd.DataFrame(worked, columns=["exercise_id", "credit", "muscle"])
    return frame[["exercise_id", "muscle", "credit"]].astype({"exercise_id": "str", "muscle": "str"})


def load_aliases() -> pd.DataFrame:
    """Read what apps call the exercises, one row per app and name.

    Returns
    -------
    pandas.DataFrame
        ``app`` (``any``: a name that means the same wherever it is used), ``exported_name``, ``exercise_id``.
    """
    return _read("aliases.csv").copy()


@lru_cache(maxsize=1)
def load_gap_fillers() -> tuple[tuple[str, str], ...]:
    """Read what fills a movement that a lifter's week lacks: pattern and exercise id, the likeliest choice first."""
    table = _read("gap_fillers.csv")
    return tuple(zip(table["pattern"], table["exercise_id"], strict=True))


def load_words() -> dict[str, Any]:
    """Read how words of exercise names stand for each other: the tables of ``exercise_words.toml``."""
    return tomllib.loads((HERE / "exercise_words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _exercises() -> pd.DataFrame:
    """Read the catalogue once, typed."""
    frame = _read("exercises.csv")
    frame["body_weight_share"] = pd.to_numeric(frame["body_weight_share"])
    frame["is_main"] = frame["is_main"] == "true"
    return frame


def _read(name: str) -> pd.DataFrame:
    """Read one file of text columns, empty cells as empty text."""
    frame = pd.read_csv(HERE / name, dtype="str", keep_default_na=False)
    return frame.astype("str")
