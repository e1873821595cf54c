"""Who may come in: visitors of this machine alone, or, where people sign in, who asks for the dashboard by its name."""

import asyncio
import json
import sys
import threading
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import cli_util, config
from streamlit.runtime import Runtime
from streamlit.starlette import App
from streamlit.web.server import server_util
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks, is_host_allowed

from dashboard import ready
from dashboard.parts.rates import SENT
from dashboard.parts.visitor import NotAdmittedError, Visitor, admitted, asks_for_sign_in
from pipelines.errors import LiftcastError
from pipelines.people import sign_in
from pipelines.settings import Settings, is_this_machine

SAFE_WAY: Final = (
    "Keep server.address at 127.0.0.1, as `liftcast dashboard` does. To reach the dashboard from other machines, let "
    "people sign in, as docs/signin.md shows, or put a proxy that asks for a sign-in in front of it: one that runs on "
    "this machine, connects to 127.0.0.1, passes on the Host header, and whose host is named in server.allowedHosts."
)
OPEN_AFTER_S: Final = 0.5
"""The server accepts connections only once the lifespan hook has yielded."""
POLICY_VIOLATION: Final = 1008

NOT_THEIRS: Final = "This is not yours to see, or no longer there."
REDRAWN_S: Final = 4.0
"""A click on a download draws the page anew, and till that is done it offers nothing: so long the request waits."""

DOWNLOAD: Final = "media"
UPLOAD: Final = "_stcore/upload_file"
CLOSED: Final = (DOWNLOAD, UPLOAD, "_stcore/metrics", "_stcore/agent")
"""What is beside the pages, only for who has signed in. A page asks by itself who is looking, and offers to sign in."""


def make_sure_who_comes_in() -> None:
    """Stop, saying why, where visitors from other machines or for any host would be served without a sign-in.

    Raises
    ------
    SystemExit
        `server.address` is not this machine's own and no sign-in is set up; one is set up in part; or
        `server.allowedHosts` names no hosts or all.
    """
    address, hosts = config.get_option("server.address"), config.get_option("server.allowedHosts")
    try:
        settings = Settings.from_environment()
        if not asks_for_sign_in(settings) and not (address and is_this_machine(address)):
            where = f"on {address}" if address else "on every address, as server.address is not set"
            sys.exit(
                f"The dashboard shows private logs and has no sign-in set up, so it is not served {where}. {SAFE_WAY}"
            )
        found = sign_in.checked(settings, address or "0.0.0.0")  # noqa: S104 (what an address left out means)
    except LiftcastError as error:
        sys.exit(f"The dashboard is not served: {error}")
    if not any(host.strip() for host in hosts) or "*" in (host.strip() for host in hosts):
        sys.exit(
            f"server.allowedHosts is {hosts}: any web site could read the dashboard by pointing its own name at this "
            "machine. Name the hosts it is reached by, such as 127.0.0.1 and localhost."
        )
    if found is not None:
        _let_people_sign_in(found, hosts)


def _let_people_sign_in(found: sign_in.SignIn, hosts: list[str]) -> None:
    """Tell Streamlit where the provider stands and by which name the dashboard is reached."""
    if config.get_option("server.trustedUserHeaders") or not config.get_option("server.enableXsrfProtection"):
        sys.exit(
            "server.trustedUserHeaders lets whoever sends a header be anybody, and without server.enableXsrfProtection "
            "other sites could act for who has signed in: leave both as they are, or take the sign-in away."
        )
    config.set_option("secrets.files", [str(found.secrets)])
    config.set_option("server.allowedHosts", [*hosts, found.host])


@asynccontextmanager
async def opening(_app: App) -> AsyncIterator[None]:
    """Say where the dashboard is and open a browser, unless that is not wanted: Streamlit does neither for an `App`.

    What first visitors would wait for is got ready meanwhile.
    """
    url = server_util.get_url(config.get_option("server.address"))
    sys.stderr.write(f"Dashboard: {url}  (stop with Ctrl-C)\n")
    if not config.get_option("server.headless"):
        asyncio.get_running_loop().call_later(OPEN_AFTER_S, cli_util.open_browser, url)
    threading.Thread(target=ready.get_ready, name="ready", daemon=True).start()
    yield


class Door:
    """Refuses what asks for another host, comes from another site or machine, or wants what is not the visitor's.

    A web site can let its own name point at 127.0.0.1, so that a browser here takes the dashboard for a part of that
    site; the Host header still tells. The interface tells whatever program serves the app; where people sign in,
    requests may come over any.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is welcome."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        status, why = _judged(scope)
        until = time.monotonic() + REDRAWN_S
        while why == NOT_THEIRS and time.monotonic() < until:
            await asyncio.sleep(0.2)
            status, why = _judged(scope)
        if status == 200:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            await PlainTextResponse(f"Refused. {why}\n", status_code=status)(scope, receive, send)


def _judged(scope: Scope) -> tuple[int, str]:
    """Say how a request is answered that is refused, and why; 200 where it is passed on."""
    settings, headers = Settings.from_environment(), Headers(scope=scope)
    asks = asks_for_sign_in(settings)
    own_end, *_ = scope.get("server") or ("",)
    if not is_host_allowed(headers.get("host")) or not (asks or is_this_machine(own_end)):
        return 403, SAFE_WAY
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return 403, "Another site asks for this."
    parts = PurePosixPath(scope["path"].removeprefix(f"/{config.get_option('server.baseUrlPath').strip('/')}")).parts
    path = "/".join(part for part in parts if part != "/")
    if not asks or not path.startswith(CLOSED):
        return 200, ""
    try:
        return _of_their_own(admitted(settings, _claims(scope)), scope, path)
    except NotAdmittedError:
        return 403, "Sign in first."


def _claims(scope: Scope) -> Mapping[str, Any]:
    """Return what the provider said of whoever sends a request, by the signed cookie."""
    said = _get_signed_cookie_with_chunks(HTTPConnection(scope).cookies, USER_COOKIE_NAME)
    try:
        claims = json.loads(said) if said else {}
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) else {}


def _of_their_own(visitor: Visitor, scope: Scope, path: str) -> tuple[int, str]:
    """Judge a request of somebody signed in for what is beside the pages: only their own, and so much an hour."""
    name = path.removeprefix(f"{DOWNLOAD}/").partition(".")[0]
    if path.startswith(f"{DOWNLOAD}/"):
        return (200, "") if name in _downloads_of(visitor) else (403, NOT_THEIRS)
    if not path.startswith(f"{UPLOAD}/"):
        return 403, "There is nothing here for visitors."
    session = path.removeprefix(f"{UPLOAD}/").partition("/")[0]
    if session not in _sessions_of(visitor):
        return 403, "This page is not yours, or no longer open."
    megabytes = _number(Headers(scope=scope).get("content-length")) / 1e6
    if scope["method"] == "PUT" and (wait_s := SENT.wait_s(visitor.email, megabytes)):
        return 429, f"You sent much within an hour. Try again in {wait_s / 60:.0f} minutes."
    return 200, ""


def _number(said: str | None) -> float:
    return float(said) if said and said.isdecimal() else 0.0


def _sessions_of(visitor: Visitor) -> set[str]:
    """Return the open pages of a person, by Streamlit's names of them."""
    runtime, settings = Runtime.instance(), Settings.from_environment()
    own = set()
    for info in runtime._session_mgr.list_active_sessions():  # noqa: SLF001 (nothing public tells whose a page is)
        try:
            if admitted(settings, info.session._user_info) == visitor:  # noqa: SLF001
                own.add(info.session.id)
        except NotAdmittedError:
            continue
    return own


def _downloads_of(visitor: Visitor) -> set[str]:
    """Return what the open pages of a person offer for download."""
    files = Runtime.instance().media_file_mgr._files_by_session_and_coord  # noqa: SLF001 (nor what it offers)
    return {file for session in _sessions_of(visitor) for file in dict(files.get(session, {})).values()}
