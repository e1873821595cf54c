"""How people sign in: the provider in `secrets.toml` of the home, in Streamlit's own form, checked before serving.

Sign-in is on as soon as either file of it is there, and off only where neither is: half a set-up lets nobody in.
"""

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pipelines.errors import PeopleError
from pipelines.files.small_files import small_text
from pipelines.people.roles import people_file, people_of
from pipelines.settings import THIS_MACHINE, Settings, is_this_machine

FILE: Final = "secrets.toml"
CALLBACK: Final = "/oauth2callback"
SHORTEST_SECRET: Final = 32
NEEDED: Final = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
MAKE_ONE: Final = 'python -c "import secrets; print(secrets.token_urlsafe(48))"'


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """A set-up that can be used.

    Parameters
    ----------
    secrets : Path
        The file with the provider's and the cookie's secrets.
    origin : str
        Where people find the dashboard, such as `https://gym.example`.
    host : str
        The host of it.
    """

    secrets: Path
    origin: str
    host: str


def secrets_file(settings: Settings) -> Path:
    """Return where the provider and the secrets stand."""
    return settings.home / FILE


def is_wanted(settings: Settings) -> bool:
    """Tell whether this home asks for a sign-in."""
    return people_file(settings).exists() or secrets_file(settings).exists()


def checked(settings: Settings, listen: str = THIS_MACHINE) -> SignIn | None:
    """Return how people sign in; None where only this machine is served and no sign-in is set up.

    Raises
    ------
    PeopleError
        Others could reach what is served and no sign-in is set up, or it is set up in part or wrongly.
    """
    if not is_wanted(settings):
        if is_this_machine(listen):
            return None
        raise PeopleError(
            f"LIFTCAST_LISTEN is {listen}, where others can reach the dashboard, and no sign-in is set up: write "
            f"{secrets_file(settings)} and {people_file(settings)} as docs/signin.md shows, or unset LIFTCAST_LISTEN "
            "to serve this machine alone"
        )
    sign_in = _read(secrets_file(settings))
    people_of(settings)
    if find_spec("authlib") is None:
        raise PeopleError("signing in needs Authlib: pip install 'liftcast[signin]'")
    return sign_in


def _read(path: Path) -> SignIn:
    """Read and check the file of secrets; others lose the right to read it, should they have it."""
    if not path.exists():
        raise PeopleError(f"{path} is not there: write [auth] with your provider, as docs/signin.md shows")
    with suppress(OSError):  # another user's, or a folder mounted read-only: who set that up decides
        path.chmod(0o600)
    try:
        auth = tomllib.loads(small_text(path, FILE, PeopleError)).get("auth")
    except tomllib.TOMLDecodeError as error:
        raise PeopleError(f"{FILE}: is no TOML ({error}); docs/signin.md shows the form") from error
    if not isinstance(auth, dict):
        raise PeopleError(f"{FILE}: [auth] is missing; docs/signin.md shows the form")
    said = {key: _text(auth, key) for key in NEEDED}
    if len(said["cookie_secret"]) < SHORTEST_SECRET:
        raise PeopleError(
            f"{FILE}: cookie_secret has fewer than {SHORTEST_SECRET} characters; whoever guesses it is anybody. Make "
            f"one with {MAKE_ONE}"
        )
    return _checked_address(path, said["redirect_uri"])


def _text(auth: Mapping[str, Any], key: str) -> str:
    value = auth.get(key)
    if not isinstance(value, str) or not value.strip():
        raise PeopleError(f"{FILE}: {key} of [auth] is missing; docs/signin.md says what each is")
    return value.strip()


def _checked_address(path: Path, redirect_uri: str) -> SignIn:
    """Read where people find the dashboard from the address to which the provider sends them back."""
    try:
        address = urlsplit(redirect_uri)
        host, _ = address.hostname or "", address.port
    except ValueError:
        address, host = urlsplit(""), ""
    if not host or address.path != CALLBACK or address.scheme not in {"http", "https"}:
        raise PeopleError(
            f"{FILE}: redirect_uri is {redirect_uri!r}; write where people find the dashboard followed by {CALLBACK}, "
            f"such as https://gym.example{CALLBACK}"
        )
    if address.scheme == "http" and not is_this_machine(host):
        raise PeopleError(
            f"{FILE}: redirect_uri is {redirect_uri!r}, where sign-ins could be read on the way; write it with https, "
            "and let a proxy in front of the dashboard speak it"
        )
    return SignIn(secrets=path, origin=f"{address.scheme}://{address.netloc}", host=host)
