"""Who is in force. MLflow's alias says it; `champion.json` is the copy that those read who need not load MLflow."""

import json
import os
import sqlite3
import time
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from data import shipped as shipped_files
from models.forecasters.names import BASELINES, SHIPPED
from pipelines.champion.model_files import digest_of, read_model
from pipelines.errors import ModelError
from pipelines.files import signing
from pipelines.files.atomic import write_text
from pipelines.files.links import leads_out
from pipelines.files.private import private
from pipelines.settings import Settings

MODEL: Final = "liftcast-strength"
ALIAS: Final = "champion"
NONE_OF_ITS: Final = "0"
"""Number of what ships. MLflow counts versions from 1 and cannot hold it: it rules where the alias is on none."""

RETRAIN_S: Final = 7 * 86_400
"""How long a champion is left alone by whoever does what is due."""


@dataclass(frozen=True, kw_only=True)
class Champion:
    """The model in force.

    Parameters
    ----------
    name : str
        The candidate's.
    version : str
        The registry's version; of what ships, the first 8 digits of its digest.
    trained_on : str
        Training key: digest of the marts' key and the code that learns.
    marts_key : str
        Of the build it learned from.
    sha256 : str
        Digest of the model file; empty for what ships.
    path : str
        The model file under the home; empty for what ships.
    decision : str
        Why this one is in force, in a sentence.
    scores : list of dict
        What the backtest measured, for the table `scores`.
    calibration : list of dict
        The share of outcomes below each quantile, for the table `calibration`.
    """

    name: str
    version: str
    trained_on: str = ""
    marts_key: str = ""
    sha256: str = ""
    path: str = ""
    decision: str = ""
    scores: list[dict[str, Any]] = field(default_factory=list)
    calibration: list[dict[str, Any]] = field(default_factory=list)

    @property
    def number(self) -> str:
        """The version as people count: what ships is 0."""
        return NONE_OF_ITS if self.name == SHIPPED else self.version


def champion_file(settings: Settings) -> Path:
    """Where the champion is written down for those who need not load MLflow."""
    return settings.home / "champion.json"


def tracking_database(settings: Settings) -> Path:
    """Where MLflow keeps runs and versions."""
    return settings.home / "mlflow.db"


def read_champion(settings: Settings) -> Champion | None:
    """The champion as written down, or None before the first training.

    A baseline is never champion: where one was written down, what ships takes over (see `dethroned`).

    Raises
    ------
    ModelError
        The file cannot be read.
    """
    champion = written_down(settings)
    if champion is None or champion.name not in BASELINES:
        return champion
    decision = f"What ships takes over: {champion.name.replace('_', ' ')} is a baseline, and those are never champion."
    return shipped_champion(decision=decision, scores=champion.scores, calibration=champion.calibration)


def written_down(settings: Settings) -> Champion | None:
    """Whatever is written down as champion, be it a baseline; None before the first training.

    Raises
    ------
    ModelError
        The file cannot be read.
    """
    path = champion_file(settings)
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        signed = said.pop("signature", "")
        champion = Champion(**said)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: is damaged ({error}); `liftcast refresh` makes it again") from error
    if not signing.is_signed(settings.home, signed, *vouched(champion)):
        raise ModelError(f"{path}: was not written by this home; `liftcast refresh` makes it again")
    return champion


def vouched(champion: Champion) -> tuple[str, str, str, str]:
    """Return what the home signs of a champion: which file is its model."""
    return champion.name, champion.version, champion.path, champion.sha256


def dethroned(settings: Settings) -> str:
    """Return the sentence to say where a baseline was written down as champion, until the next training; else ""."""
    try:
        champion = written_down(settings)
    except ModelError:
        return ""
    if champion is None or champion.name not in BASELINES:
        return ""
    in_force = read_champion(settings)
    return in_force.decision if in_force is not None else ""


def write_champion(settings: Settings, champion: Champion) -> None:
    """Write the champion down, in one step."""
    signed = {"signature": signing.signature(settings.home, *vouched(champion))}
    with private():
        write_text(champion_file(settings), json.dumps(asdict(champion) | signed, indent=1, allow_nan=False))


def replace_champion(settings: Settings, champion: Champion) -> None:
    """Write down another champion than training chose; the file keeps the time of the last training."""
    try:
        trained_at = champion_file(settings).stat().st_mtime
    except FileNotFoundError:  # nobody knows when it was: the next run asks whether there is anything to learn
        trained_at = 0.0
    write_champion(settings, champion)
    os.utime(champion_file(settings), (trained_at, trained_at))


def champion_version(settings: Settings) -> str:
    """Name and version of the model in force, without loading it or MLflow."""
    try:
        champion = written_down(settings)
    except ModelError:
        return "damaged"
    said = alias_version(settings)
    if said not in {None, NONE_OF_ITS if champion is None else champion.number}:
        return f"version {said} as MLflow has it"
    in_force = read_champion(settings) or shipped_champion()
    is_whole = in_force.name == SHIPPED or _is_whole(settings, in_force)
    return f"{in_force.name} {in_force.version} {in_force.trained_on}{'' if is_whole else ', its file damaged'}"


def alias_version(settings: Settings) -> str | None:
    """Version that MLflow's alias is on, `NONE_OF_ITS` without one; None where there is no registry to ask.

    It is read from MLflow's database: MLflow takes seconds to import, and the inbox is looked at every other second.
    """
    database = tracking_database(settings)
    if not database.is_file():
        return None
    asked = "select version from registered_model_aliases where name = ? and alias = ?"
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as con:
            row = con.execute(asked, (MODEL, ALIAS)).fetchone()
    except sqlite3.Error:  # it is being made, or is damaged: what is written down stands
        return None
    return NONE_OF_ITS if row is None else str(row[0])


def training_is_due(settings: Settings) -> bool:
    """Tell whether it is a week since anybody tried to learn anything new, or nobody ever did."""
    try:
        return bool(dethroned(settings)) or time.time() - champion_file(settings).stat().st_mtime > RETRAIN_S
    except FileNotFoundError:
        return True


def confirm_champion(settings: Settings) -> None:
    """Note that there was nothing new to learn: the champion's file keeps the time of the last training."""
    champion_file(settings).touch()


def shipped_champion(**made_of: Any) -> Champion:
    """Champion of an installation that has nothing better than what ships."""
    return Champion(name=SHIPPED, version=shipped_files.strength_model_version(), **made_of)


def load_champion(settings: Settings) -> tuple[Any, Champion]:
    """Load the model in force: what ships, until training has crowned another.

    Returns
    -------
    estimator : forecaster
        Fitted; `predict(panel)` gives an array of shape (n_rows, 7).
    champion : Champion

    Raises
    ------
    ModelError
        The model file is gone, is not the one registered, or holds what may not be read.
    """
    champion = read_champion(settings) or shipped_champion()
    return load(settings, champion), champion


def load_or_shipped(settings: Settings) -> tuple[Any, Champion, str]:
    """Load the model in force; where it cannot be read, what ships serves meanwhile.

    Returns
    -------
    estimator : forecaster
    champion : Champion
    sentence : str
        Why what ships serves; empty where the model in force does.
    """
    try:
        return *load_champion(settings), ""
    except ModelError as error:
        sentence = f"What ships serves meanwhile: {error}"
        champion = shipped_champion(decision=sentence)
        return load(settings, champion), champion, sentence


def load(settings: Settings, champion: Champion) -> Any:
    """Load a champion's fitted forecaster.

    Raises
    ------
    ModelError
        As of `load_champion`.
    """
    if champion.name == SHIPPED:
        from models.forecasters.shipped import Shipped  # noqa: PLC0415 (a second to import: only those who forecast wait)

        try:
            return Shipped(shipped_files.load_strength_model()).checked()
        except (OSError, ValueError) as error:
            raise ModelError(f"the model that ships cannot be used ({error}); install Liftcast again") from error
    return read_model(_place(settings, champion), champion.sha256)


def _place(settings: Settings, champion: Champion) -> Path:
    """Return where a champion's file is: in the home, wherever its path or a link says otherwise."""
    place = settings.home / champion.path
    if Path(champion.path).is_absolute() or leads_out(place, settings.home):
        raise ModelError(
            f"{champion.path}: the champion's file would lie outside the home, and is not read; choose another with "
            "`liftcast models promote VERSION`, or make it again with `liftcast train --force`"
        )
    return place


def _is_whole(settings: Settings, champion: Champion) -> bool:
    """Tell whether a champion's file is the one registered."""
    try:
        place = _place(settings, champion)
        status = place.stat()
    except (ModelError, OSError):
        return False
    return _digest(place, status.st_size, status.st_mtime_ns) == champion.sha256


@lru_cache(maxsize=4)
def _digest(place: Path, size: int, changed: int) -> str:  # noqa: ARG001 (a key only)
    return digest_of(place)
