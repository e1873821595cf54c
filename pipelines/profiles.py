"""What a lifter says of themselves: `profile.toml` in their folder of the inbox."""

import os
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipelines.errors import ProfileError
from pipelines.settings import Settings

KG_PER_LB = 0.45359237
"""International avoirdupois pound, exact by definition (international yard and pound agreement, 1959)."""

FILE = "profile.toml"
ALLOWED: dict[str, tuple[str, ...]] = {
    "unit": ("kg", "lb"),
    "sex": ("F", "M"),
    "goal": ("strength", "size", "both"),
}
_UNIT_LINE = re.compile(r"""(?m)^([ \t]*["']?unit["']?[ \t]*=[ \t]*)["'](?:kg|lb)["']([^\r\n]*)""")
BODY_WEIGHTS_KG = (20.0, 400.0)
BIRTH_YEARS = (1900, 2100)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One lifter's own statements; what they do not state is None.

    Parameters
    ----------
    unit : {"kg", "lb"}, optional
        Of loads whose export does not say, and on the screen.
    sex : {"F", "M"}, optional
    birth_year : int, optional
    body_weight_kg : float, optional
    goal : {"strength", "size", "both"}, optional
    """

    unit: str | None = None
    sex: str | None = None
    birth_year: int | None = None
    body_weight_kg: float | None = None
    goal: str | None = None


def lifter_folders(settings: Settings, lifter: str) -> list[Path]:
    """Give the folders where a lifter's own small files may lie: files straight in the inbox belong to "me"."""
    own = settings.inbox / lifter
    return [own, settings.inbox] if lifter == "me" else [own]


def parse_profile(path: Path) -> Profile:
    """Read one profile file.

    Raises
    ------
    ProfileError
        The file is no TOML, or states something that cannot be used.
    """
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f'{path}: not TOML ({error}); write lines such as unit = "kg"') from error
    known = {field.name for field in fields(Profile)} | {"body_weight_lb"}
    unknown = sorted(set(stated) - known)
    if unknown:
        raise ProfileError(f"{path}: does not know {', '.join(unknown)}; it may hold {', '.join(sorted(known))}")
    return Profile(
        unit=_choice(path, stated, "unit"),
        sex=_choice(path, stated, "sex"),
        goal=_choice(path, stated, "goal"),
        birth_year=_birth_year(path, stated),
        body_weight_kg=_body_weight(path, stated),
    )


def state_unit(settings: Settings, lifter: str, unit: str) -> Path:
    """Write a lifter's unit into their profile, and leave all else in it as it stands.

    Parameters
    ----------
    unit : {"kg", "lb"}
        Of loads whose export does not say.

    Returns
    -------
    Path
        The profile.

    Raises
    ------
    ProfileError
        The profile there is cannot be used as it is; nothing is written.
    """
    folders = lifter_folders(settings, lifter)
    places = [folder / FILE for folder in folders]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        path = next((folder for folder in folders if folder.is_dir()), folders[0]) / FILE
        text = ""
    else:
        parse_profile(path)
        text = path.read_bytes().decode("utf-8-sig")
    stated, count = _UNIT_LINE.subn(rf'\g<1>"{unit}"\g<2>', text, count=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{os.getpid()}.part")
    part.write_bytes((stated if count else f'unit = "{unit}"\n{text}').encode())
    part.replace(path)
    return path


def _choice(path: Path, stated: dict[str, Any], name: str) -> str | None:
    """Give one of the words allowed."""
    value = stated.get(name)
    if value is not None and value not in ALLOWED[name]:
        raise ProfileError(f"{path}: {name} is {value!r}; write one of {', '.join(ALLOWED[name])}")
    return value


def _birth_year(path: Path, stated: dict[str, Any]) -> int | None:
    value = stated.get("birth_year")
    if value is None:
        return None
    low, high = BIRTH_YEARS
    if not isinstance(value, int) or not low <= value <= high:
        raise ProfileError(f"{path}: birth_year is {value!r}; write a year such as 1990")
    return value


def _body_weight(path: Path, stated: dict[str, Any]) -> float | None:
    """Give the body weight in kg, whichever unit it was stated in."""
    if "body_weight_kg" in stated and "body_weight_lb" in stated:
        raise ProfileError(f"{path}: states body_weight_kg and body_weight_lb; keep one of them")
    name, factor = ("body_weight_lb", KG_PER_LB) if "body_weight_lb" in stated else ("body_weight_kg", 1.0)
    value = stated.get(name)
    if value is None:
        return None
    low, high = BODY_WEIGHTS_KG
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value * factor <= high:
        raise ProfileError(
            f"{path}: {name} is {value!r}; write a number between {low / factor:g} and {high / factor:g}"
        )
    return value * factor
