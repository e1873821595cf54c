"""What a lifter says of themselves: `profile.toml` in their folder of the inbox."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import tomlkit

from data.units import KG_PER_LB
from models.goal import Wishes
from pipelines.errors import ProfileError
from pipelines.exports.reading.dates import ORDERS
from pipelines.files import unforeseen
from pipelines.files.atomic import write_text
from pipelines.files.small_files import first_of, small_text
from pipelines.people.goals import KEYS, parse_wishes
from pipelines.people.load_questions import parse_readings
from pipelines.people.tested import TestedMax, parse_tested
from pipelines.settings import Settings

FILE = "profile.toml"
ALLOWED: dict[str, tuple[str, ...]] = {
    "unit": ("kg", "lb"),
    "sex": ("F", "M"),
    "goal": ("strength", "size", "both"),
    "dates": ORDERS,
}
BODY_WEIGHTS_KG = (20.0, 400.0)
BIRTH_YEARS = (1900, 2100)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One lifter's own statements; what they do not state is None.

    Parameters
    ----------
    unit : {"kg", "lb"}, optional
        Of loads whose export does not say, and on the screen.
    exercise_units : mapping of str to {"kg", "lb"}
        The same of single exercises, by the names the lifter wrote; goes before `unit`.
    loads : mapping of str to str
        What the loads of single exercises are (`load_questions.READINGS`), by the names the lifter wrote.
    sex : {"F", "M"}, optional
    birth_year : int, optional
    time_zone : str, optional
        Where the lifter trains, by the names of the IANA database; for exports that write times in UTC.
    dates : {"day first", "month first"}, optional
        What comes first in dates such as 03/04/2026, for exports that do not show it.
    body_weight_kg : float, optional
    goal : {"strength", "size", "both"}, optional
    tested : tuple of TestedMax
        Tested 1RMs and meet results, which outrank estimates.
    wishes : Wishes, optional
        Goal and constraints in full, exercises by the names the lifter wrote.
    """

    unit: str | None = None
    exercise_units: Mapping[str, str] = field(default_factory=dict)
    loads: Mapping[str, str] = field(default_factory=dict)
    sex: str | None = None
    birth_year: int | None = None
    time_zone: str | None = None
    dates: str | None = None
    body_weight_kg: float | None = None
    goal: str | None = None
    wishes: Wishes | None = None
    tested: tuple[TestedMax, ...] = ()


def lifter_folders(settings: Settings, lifter: str) -> list[Path]:
    """Folders where a lifter's own small files may lie: files straight in the inbox belong to "me"."""
    own = settings.inbox / lifter
    return [own, settings.inbox] if lifter == "me" else [own]


def parse_profile(path: Path) -> Profile:
    """Read one profile file.

    Raises
    ------
    ProfileError
        The file is no TOML, or states something that cannot be used.
    """
    return _parsed(path, _toml(path, small_text(path, str(path), ProfileError)))


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ProfileError(f'{path}: is nested too deep; write lines such as unit = "kg"') from error
    except ValueError as error:  # of TOML, or of a number with too many digits
        raise ProfileError(f'{path}: not TOML ({error}); write lines such as unit = "kg"') from error


def _parsed(path: Path, stated: dict[str, Any]) -> Profile:
    """Read what a profile states, as TOML gives it; whatever goes wrong with it stops this profile alone."""
    try:
        return _read(path, stated)
    except ProfileError:
        raise
    except Exception as error:
        raise ProfileError(unforeseen.sentence(str(path), error)) from error


def _read(path: Path, stated: dict[str, Any]) -> Profile:
    keys = {each.name for each in fields(Profile)} - {"wishes"} | {"body_weight_lb", *KEYS}
    unknown = sorted(set(stated) - keys)
    if unknown:
        raise ProfileError(f"{path}: does not know {', '.join(unknown)}; it may hold {', '.join(sorted(keys))}")
    wishes = parse_wishes(str(path), stated)
    return Profile(
        unit=_choice(path, stated, "unit"),
        exercise_units=_exercise_units(path, stated),
        loads=parse_readings(str(path), stated),
        sex=_choice(path, stated, "sex"),
        goal=_choice(path, stated, "goal"),
        dates=_choice(path, stated, "dates"),
        wishes=wishes if set(KEYS) & set(stated) else None,
        birth_year=_birth_year(path, stated),
        tested=parse_tested(str(path), stated),
        time_zone=_time_zone(path, stated),
        body_weight_kg=_body_weight(path, stated),
    )


def _place(settings: Settings, lifter: str) -> tuple[Path, str]:
    """Where a lifter's profile lies, or is to lie, and what stands in it; one that cannot be used is refused."""
    folders = lifter_folders(settings, lifter)
    path = first_of(folders, FILE)
    if path is None:
        return next((folder for folder in folders if folder.is_dir()), folders[0]) / FILE, ""
    parse_profile(path)
    return path, path.read_bytes().decode("utf-8-sig")


def state(settings: Settings, lifter: str, stated: Mapping[str, Any]) -> Path:
    """Write what a lifter states into their profile, and leave all else in it as it stands.

    Parameters
    ----------
    stated : mapping
        Keys of a profile to TOML values; None or an empty list takes a key away, a table keeps its others.

    Returns
    -------
    Path
        The profile.

    Raises
    ------
    ProfileError
        The profile there, or what is to be stated, cannot be used; nothing is written.
    """
    path, text = _place(settings, lifter)
    restated = _restated(text, stated)
    _parsed(path, tomllib.loads(restated))
    write_text(path, restated)
    return path


def _restated(text: str, stated: Mapping[str, Any]) -> str:
    """A profile's text with keys stated anew; None or an empty list takes a key away, a table keeps its others."""
    document = tomlkit.parse(text)
    for key, value in stated.items():
        if value is None or value == []:
            document.pop(key, None)
        elif isinstance(value, Mapping) and key in document:
            document[key].update(value)
        else:
            document[key] = value
    return tomlkit.dumps(document)


def _choice(path: Path, stated: dict[str, Any], name: str) -> str | None:
    """The word stated, one of those allowed."""
    value = stated.get(name)
    if value is not None and value not in ALLOWED[name]:
        raise ProfileError(f"{path}: {name} is {value!r}; write one of {', '.join(ALLOWED[name])}")
    return value


def _exercise_units(path: Path, stated: dict[str, Any]) -> dict[str, str]:
    """Units of single exercises."""
    units = stated.get("exercise_units", {})
    if not isinstance(units, dict) or not set(map(str, units.values())) <= set(ALLOWED["unit"]):
        raise ProfileError(
            f'{path}: exercise_units is {units!r}; write [exercise_units] and under it lines such as "Leg Press" = "lb"'
        )
    return units


def _birth_year(path: Path, stated: dict[str, Any]) -> int | None:
    value = stated.get("birth_year")
    if value is None:
        return None
    low, high = BIRTH_YEARS
    if type(value) is not int or not low <= value <= high:
        raise ProfileError(f"{path}: birth_year is {value!r}; write a year such as 1990")
    return value


def _time_zone(path: Path, stated: dict[str, Any]) -> str | None:
    value = stated.get("time_zone")
    if value is None:
        return None
    if not isinstance(value, str) or value not in available_timezones():
        raise ProfileError(f"{path}: time_zone is {value!r}; write a place of its zone, such as Europe/Berlin")
    return value


def _body_weight(path: Path, stated: dict[str, Any]) -> float | None:
    """Body weight in kg, whichever unit it was stated in."""
    if "body_weight_kg" in stated and "body_weight_lb" in stated:
        raise ProfileError(f"{path}: states body_weight_kg and body_weight_lb; keep one of them")
    name, factor = ("body_weight_lb", KG_PER_LB) if "body_weight_lb" in stated else ("body_weight_kg", 1.0)
    value = stated.get(name)
    if value is None:
        return None
    low, high = BODY_WEIGHTS_KG
    if isinstance(value, bool) or not isinstance(value, int | float) or not low / factor <= value <= high / factor:
        raise ProfileError(
            f"{path}: {name} is {value!r}; write a number between {low / factor:g} and {high / factor:g}"
        )
    return value * factor
