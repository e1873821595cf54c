"""How a home's own realised errors stretch its ranges: a small versioned file, made anew only at stated moments.

`calibration.json` is made of the forecasts given whose weeks are over, as the build in force knows them. Its version
is part of the key of a full build, so every figure changes when it does: hence a file that stays the same from night
to night, until these errors ask for other ranges than those in force, and by enough, or another model is in force.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import pandas as pd

from models.forecasters.upkeep.home_stretch import stretch_of
from pipelines.champion.registry import read_champion, shipped_champion
from pipelines.errors import ModelError
from pipelines.files.atomic import write_text
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.database import sql
from pipelines.warehouse.publish import Build, current_build

LEAST_ERRORS: Final = 100
LEAST_LIFTERS: Final = 10
"""With fewer, ranges are those of the model and of each lifter's own errors. With fewer that the model in force made,
these do not count yet beside its forerunners'."""
WIDER: Final = 0.03
NARROWER: Final = 0.10
"""By how much a stretch must differ from the one in force to take its place; too narrow is mended sooner."""
BOUNDS: Final = (0.75, 0.85)
"""Live coverage of 80 % ranges outside of this is told."""
RECENT_WEEKS: Final = 8
LEAST_DAYS_APART: Final = 7
DIGITS: Final = 2


@dataclass(frozen=True, kw_only=True)
class HomeCalibration:
    """How the ranges of a home are stretched.

    Parameters
    ----------
    stretch : mapping of str to float
        By horizon in weeks; empty for not at all.
    errors, lifters : int
        What it was made of.
    known_to : str
        The last day on which one of these outcomes became known.
    why : str
        Why it was made, in a sentence.
    model_version : str
        Of the model in force then; "" where an earlier Liftcast made it.
    """

    stretch: Mapping[str, float] = field(default_factory=dict)
    errors: int = 0
    lifters: int = 0
    known_to: str = ""
    why: str = ""
    model_version: str = ""

    @property
    def version(self) -> str:
        """Name what it says: eight digits of a digest, "" for no stretch at all."""
        if set(self.stretch.values()) <= {1.0}:
            return ""
        return hashlib.sha256(json.dumps(dict(self.stretch), sort_keys=True).encode()).hexdigest()[:8]

    def by_horizon(self) -> dict[int, float]:
        """Stretch by horizon in weeks; empty for not at all."""
        if not self.version:
            return {}
        return {int(weeks): stretch for weeks, stretch in self.stretch.items()}


def read_calibration(settings: Settings) -> HomeCalibration:
    """Read the calibration in force; where none was made, one that stretches nothing.

    Raises
    ------
    ModelError
        The file cannot be read.
    """
    path = _file(settings)
    try:
        return HomeCalibration(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return HomeCalibration()
    except (ValueError, TypeError) as error:
        raise ModelError(
            f"{path}: is damaged ({error}); delete it, and it is made again when there is reason"
        ) from error


def recalibrate(settings: Settings, *, retrained: bool = False) -> HomeCalibration:
    """Make the calibration anew where there is reason, and return the one in force.

    Parameters
    ----------
    settings : Settings
    retrained : bool
        Whether a training has just ended, which is reason enough.
    """
    before = read_calibration(settings)
    version = _version_in_force(settings)
    succeeded = before.model_version not in {"", version}
    errors = realised_errors(settings, current_build(settings))
    if not _is_looked_at(before, errors, at_once=retrained or succeeded):
        return before
    errors = errors.assign(is_own=errors["model_version"] == version)
    stretch = {str(weeks): round(found, DIGITS) for weeks, found in stretch_of(_that_count(errors)).items()}
    why = _reason(before, stretch, errors, retrained=retrained, succeeded=succeeded)
    if not why:
        return before
    made = HomeCalibration(
        stretch=stretch,
        errors=len(errors),
        lifters=int(errors["lifter"].nunique()),
        known_to=str(errors["known_on"].max().date()),
        why=why,
        model_version=version,
    )
    write_text(_file(settings), json.dumps(asdict(made), indent=1))
    return made


def realised_errors(settings: Settings, build: Build | None) -> pd.DataFrame:
    """Read what a build knows of forecasts given whose weeks are over.

    Returns
    -------
    DataFrame
        `lifter, horizon_weeks, model_version, known_on, is_inside, ratio`, as of
        `models.forecasters.upkeep.home_stretch.stretch_of`.
    """
    if build is None or not build.is_forecast or not build.is_readable:
        return pd.DataFrame({"lifter": [], "horizon_weeks": [], "known_on": pd.to_datetime([]), "is_inside": []})
    with read.connect(settings, build) as con:
        errors: pd.DataFrame = con.execute(sql("serving", "realised_errors")).df()
    return errors.dropna(subset=["ratio"]).reset_index(drop=True)


def recent_coverage(errors: pd.DataFrame) -> float | None:
    """Share of outcomes of the last eight weeks that 80 % ranges held, lifters alike; None where too few tell it."""
    if errors.empty:
        return None
    recent = errors[errors["known_on"] > errors["known_on"].max() - pd.Timedelta(weeks=RECENT_WEEKS)]
    if len(recent) < LEAST_ERRORS or recent["lifter"].nunique() < LEAST_LIFTERS:
        return None
    return float(recent.groupby("lifter")["is_inside"].mean().mean())


def _version_in_force(settings: Settings) -> str:
    """Return the version of the model that forecasts now."""
    try:
        champion = read_champion(settings)
    except ModelError:  # what ships serves meanwhile
        champion = None
    return (champion or shipped_champion()).version


def _are_enough(errors: pd.DataFrame) -> bool:
    """Tell whether so many errors, of so many lifters, say anything."""
    return len(errors) >= LEAST_ERRORS and errors["lifter"].nunique() >= LEAST_LIFTERS


def _is_looked_at(before: HomeCalibration, errors: pd.DataFrame, *, at_once: bool) -> bool:
    """Tell whether there are errors enough, and reason to look at once or a week of outcomes since it was made."""
    if not _are_enough(errors):
        return False
    apart = errors["known_on"].max() - pd.Timestamp(before.known_to or "1970-01-01")
    return at_once or apart >= pd.Timedelta(days=LEAST_DAYS_APART)


def _that_count(errors: pd.DataFrame) -> pd.DataFrame:
    """Leave out errors of the model in force while there are too few: the first to come are of a handful of lifters."""
    own = errors["is_own"]
    return errors if _are_enough(errors[own]) else errors[~own]


def _reason(
    before: HomeCalibration, stretch: Mapping[str, float], errors: pd.DataFrame, *, retrained: bool, succeeded: bool
) -> str:
    """Say why another stretch is to take the place of the one in force; "" where it is not."""
    said = f"{len(errors):,} forecasts given of {errors['lifter'].nunique()} lifters have come due"
    if not errors["is_own"].all():
        said += f", {errors['is_own'].sum():,} of them by the model in force"
    if retrained:
        return f"A training has ended: {said}."
    if succeeded:
        return f"Another model is in force: {said}."
    grown = [round(stretch[weeks] - before.stretch.get(weeks, 1.0), DIGITS) for weeks in stretch]
    if max(grown) >= WIDER:
        return f"{said}: ranges must be wider to hold what they promise."
    if min(grown) <= -NARROWER:
        return f"{said}: ranges are wider than they need be."
    return ""


def as_rows(calibration: HomeCalibration) -> pd.DataFrame:
    """Return the rows of the table `home_calibration`."""
    rows: list[dict[str, Any]] = [
        {"horizon_weeks": weeks, "stretch": stretch, "version": calibration.version}
        for weeks, stretch in calibration.by_horizon().items()
    ]
    return pd.DataFrame(rows, columns=["horizon_weeks", "stretch", "version"])


def _file(settings: Settings) -> Path:
    """Where it is kept."""
    return settings.home / "calibration.json"
