"""Who may see whose log: `people.toml` of the home, by the e-mail address they sign in with."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, get_args

from pipelines.errors import PeopleError
from pipelines.files.names import may_be_lifter
from pipelines.files.small_files import small_text
from pipelines.settings import Settings

FILE: Final = "people.toml"
SIGNED_IN_HOURS: Final = 12.0
LONGEST_HOURS: Final = 720.0

Role: TypeAlias = Literal["lifter", "coach", "admin"]
ROLES: Final[tuple[str, ...]] = get_args(Role)
_KEYS: Final[Mapping[str, frozenset[str]]] = {
    "lifter": frozenset({"email", "role", "lifter"}),
    "coach": frozenset({"email", "role", "lifters"}),
    "admin": frozenset({"email", "role"}),
}


@dataclass(frozen=True, kw_only=True)
class Person:
    """One who may sign in.

    Parameters
    ----------
    email : str
        In lower case.
    role : {"lifter", "coach", "admin"}
    lifters : frozenset of str or None
        Whose data they may see and add to; None for everybody's.
    """

    email: str
    role: Role
    lifters: frozenset[str] | None

    def may_see(self, lifter: str) -> bool:
        """Tell whether a lifter's data are theirs to see and to add to."""
        return self.lifters is None or lifter in self.lifters


@dataclass(frozen=True, kw_only=True)
class People:
    """Everybody who may sign in.

    Parameters
    ----------
    persons : mapping of str to Person
        By e-mail address, in lower case.
    signed_in_hours : float
        How long a sign-in counts.
    """

    persons: Mapping[str, Person]
    signed_in_hours: float = SIGNED_IN_HOURS

    def of(self, email: str) -> Person | None:
        """Return the person with an address, or None."""
        return self.persons.get(_plain(email))


def people_file(settings: Settings) -> Path:
    """Return where it stands who may see whose log."""
    return settings.home / FILE


def people_of(settings: Settings) -> People:
    """Return who may sign in, as the file says now: it is read anew when it changes.

    Raises
    ------
    PeopleError
        There is no such file, or something in it cannot be meant.
    """
    path = people_file(settings)
    try:
        state = path.stat()
    except OSError as error:
        raise PeopleError(f"{path} is not there: write one line for each person, as docs/signin.md shows") from error
    return _read(path, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=4)
def _read(path: Path, _changed_at: int, _size: int, _inode: int) -> People:
    return parse_people(small_text(path, FILE, PeopleError))


def parse_people(text: str) -> People:
    """Read who may sign in.

    Raises
    ------
    PeopleError
        Something in it cannot be meant; says where and what to write.
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PeopleError(f"{FILE}: is no TOML ({error}); docs/signin.md shows the form") from error
    if unknown := sorted(set(said) - {"person", "signed_in_hours"}):
        raise PeopleError(f"{FILE}: {', '.join(unknown)} means nothing; it holds [[person]] and signed_in_hours")
    rows = said.get("person", [])
    if not isinstance(rows, list) or not rows:
        raise PeopleError(f"{FILE}: names nobody; write a [[person]] with email and role for each")
    persons: dict[str, Person] = {}
    for number, row in enumerate(rows, start=1):
        person = _person(f"{FILE}, person {number}", row)
        if person.email in persons:
            raise PeopleError(f"{FILE}, person {number}: {person.email} stands there twice; keep one")
        persons[person.email] = person
    return People(persons=persons, signed_in_hours=_hours(said.get("signed_in_hours", SIGNED_IN_HOURS)))


def _person(where: str, row: Any) -> Person:
    """Read one person."""
    if not isinstance(row, dict):
        raise PeopleError(f"{where}: is no table; begin each person with [[person]]")
    email, role = row.get("email"), row.get("role")
    if not isinstance(email, str) or email.strip().count("@") != 1 or len(email.split()) != 1:
        raise PeopleError(f"{where}: email is {email!r}; write the address they sign in with")
    if role not in ROLES:
        raise PeopleError(f"{where}: role is {role!r}; write one of {', '.join(ROLES)}")
    if unknown := sorted(set(row) - _KEYS[role]):
        keys = ", ".join(sorted(_KEYS[role]))
        raise PeopleError(f"{where}: {', '.join(unknown)} means nothing for a {role}; write {keys}")
    return Person(email=_plain(email), role=role, lifters=_lifters(where, role, row))


def _lifters(where: str, role: Role, row: Mapping[str, Any]) -> frozenset[str] | None:
    """Read whose data a person may see."""
    if role == "admin":
        return None
    said = row.get("lifters") if role == "coach" else [row.get("lifter")]
    if not isinstance(said, list) or not all(isinstance(name, str) and may_be_lifter(name) for name in said):
        wanted = 'lifters, such as ["ada", "bo"]' if role == "coach" else 'lifter, such as "ada"'
        raise PeopleError(f"{where}: write {wanted}: each is named as the folder in the inbox is")
    return frozenset(said)


def _hours(said: Any) -> float:
    """Read how long a sign-in counts."""
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 < said <= LONGEST_HOURS:
        raise PeopleError(f"{FILE}: signed_in_hours is {said!r}; write a number of hours up to {LONGEST_HOURS:g}")
    return float(said)


def _plain(email: str) -> str:
    return email.strip().casefold()
