"""What people decided in small files of their inbox folder: who they are, what names mean, which files do not count.

A file that cannot be used never stops a build: it is listed among the imports as refused, with the reason.
"""

import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pandas as pd

from pipelines.errors import ProfileError
from pipelines.files import unforeseen
from pipelines.files.small_files import first_of, small_text
from pipelines.inbox.offers import LEFT_OUT_FILE
from pipelines.landing.left_out import LeftOut, read_left_out
from pipelines.people.profiles import FILE as PROFILE_FILE
from pipelines.people.profiles import Profile, lifter_folders, parse_profile
from pipelines.settings import Settings

CORRECTIONS_FILE: Final = "exercises.csv"
FILES: Final = (PROFILE_FILE, CORRECTIONS_FILE, LEFT_OUT_FILE)
_COLUMNS: Final = ["exported_name", "exercise_id"]


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """Everything people decided.

    Parameters
    ----------
    profiles : dict of str to Profile
        One per lifter; empty where nothing was stated.
    corrections : DataFrame
        `lifter, exported_name, exercise_id`.
    left_out : dict of str to list of LeftOut
        Files that do not count, of lifters who left any out.
    refused : list of dict
        Files that could not be used: `lifter, file, sha256, origin, error`.
    """

    profiles: dict[str, Profile] = field(default_factory=dict)
    corrections: pd.DataFrame
    left_out: dict[str, list[LeftOut]] = field(default_factory=dict)
    refused: list[dict[str, Any]] = field(default_factory=list)


def files_of(settings: Settings, lifter: str) -> list[Path]:
    """Files that decide something for a lifter, whether or not they can be used."""
    paths = (_first(settings, lifter, name) for name in FILES)
    return [path for path in paths if path is not None]


def read_decisions(settings: Settings, lifters: list[str], exercise_ids: set[str]) -> Decisions:
    """Read what the lifters decided.

    Parameters
    ----------
    settings : Settings
    lifters : list of str
    exercise_ids : set of str
        What a correction may name.
    """
    profiles, left_out, refused = {}, {}, []
    corrections = [pd.DataFrame({name: [] for name in ("lifter", *_COLUMNS)}, dtype="str")]
    for lifter in lifters:
        profiles[lifter] = Profile()
        for path in files_of(settings, lifter):
            try:
                if path.name == PROFILE_FILE:
                    profiles[lifter] = parse_profile(path)
                elif path.name == LEFT_OUT_FILE:
                    left_out[lifter] = read_left_out(path)
                else:
                    corrections.append(_read_corrections(path, exercise_ids).assign(lifter=lifter))
            except ProfileError as error:
                refused.append(_refusal(lifter, path, str(error)))
            except Exception as error:  # noqa: BLE001 (one lifter's file must never stop what others decided)
                refused.append(_refusal(lifter, path, unforeseen.sentence(str(path), error)))
    return Decisions(
        profiles=profiles,
        corrections=pd.concat(corrections, ignore_index=True),
        left_out=left_out,
        refused=refused,
    )


def _first(settings: Settings, lifter: str, name: str) -> Path | None:
    """What lies where the lifter's file of this name would be, if anything does."""
    return first_of(lifter_folders(settings, lifter), name)


def _read_corrections(path: Path, exercise_ids: set[str]) -> pd.DataFrame:
    """Read one file of corrections; an empty exercise_id says that none of the catalogue's is meant."""
    text = small_text(path, str(path), ProfileError)
    try:
        frame = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False).fillna("")
    except ValueError as error:  # pandas' own parsing errors are ValueErrors
        raise ProfileError(f"{path}: cannot be read ({error}); write a table with {', '.join(_COLUMNS)}") from error
    missing = [column for column in _COLUMNS if column not in frame]
    if missing:
        raise ProfileError(f"{path}: has no column {', '.join(missing)}; write a table with {', '.join(_COLUMNS)}")
    unknown = sorted(set(frame["exercise_id"].str.strip()) - exercise_ids - {""})
    if unknown:
        raise ProfileError(
            f"{path}: names {', '.join(unknown)}, which the catalogue does not hold; "
            "use an exercise_id of data/exercises.csv, or leave it empty to keep the name unmapped"
        )
    return frame[_COLUMNS]


def _refusal(lifter: str, path: Path, error: str) -> dict[str, Any]:
    """List a file that could not be used as an import, whatever can be read of it."""
    digest = hashlib.sha256(f"{path.name}\n".encode())  # by which no export of the same content is the same import
    with suppress(OSError):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return {"lifter": lifter, "file": path.name, "sha256": digest.hexdigest(), "origin": "inbox", "error": error}
