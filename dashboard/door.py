"""Who may come in: the dashboard shows private logs and has no sign-in, so it answers only visitors of this machine."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import cli_util, config
from streamlit.starlette import App
from streamlit.web.server import server_util
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

SAFE_WAY: Final = (
    "Keep server.address at 127.0.0.1, as `liftcast dashboard` does. To reach the dashboard from other machines, put a "
    "proxy that asks for a sign-in in front of it: one that runs on this machine, connects to 127.0.0.1, passes on the "
    "Host header, and whose host is named in server.allowedHosts."
)
OPEN_AFTER_S: Final = 0.5
"""The server accepts connections only once the lifespan hook has yielded."""
POLICY_VIOLATION: Final = 1008


def make_sure_of_this_machine() -> None:
    """Stop, saying why, where visitors from other machines or for any host would be served.

    Raises
    ------
    SystemExit
        `server.address` is not this machine's own, or `server.allowedHosts` names no hosts or all.
    """
    address, hosts = config.get_option("server.address"), config.get_option("server.allowedHosts")
    if not address or not _is_this_machine(address):
        where = f"on {address}" if address else "on every address, as server.address is not set"
        sys.exit(f"The dashboard shows private logs and has no sign-in, so it is not served {where}. {SAFE_WAY}")
    if not any(host.strip() for host in hosts) or "*" in (host.strip() for host in hosts):
        sys.exit(
            f"server.allowedHosts is {hosts}: any web site could read the dashboard by pointing its own name at this "
            "machine. Name the hosts it is reached by, such as 127.0.0.1 and localhost."
        )


@asynccontextmanager
async def opening(_app: App) -> AsyncIterator[None]:
    """Say where the dashboard is and open a browser, unless that is not wanted: Streamlit does neither for an `App`."""
    url = server_util.get_url(config.get_option("server.address"))
    sys.stderr.write(f"Dashboard: {url}  (stop with Ctrl-C)\n")
    if not config.get_option("server.headless"):
        asyncio.get_running_loop().call_later(OPEN_AFTER_S, cli_util.open_browser, url)
    yield


class ThisMachineOnly:
    """Refuses requests and websockets for other hosts, or that did not come over the loopback interface.

    A web site can let its own name point at 127.0.0.1, so that a browser here takes the dashboard for a part of that
    site; the Host header still tells. The interface tells whatever program serves the app.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is welcome."""
        if scope["type"] == "lifespan" or _is_welcome(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            await PlainTextResponse(f"Refused. {SAFE_WAY}\n", status_code=403)(scope, receive, send)


def _is_welcome(scope: Scope) -> bool:
    """Tell whether a request came to this machine's own address and asks for a host it is known by."""
    own_end, *_ = scope.get("server") or ("",)
    return _is_this_machine(own_end) and is_host_allowed(Headers(scope=scope).get("host"))


def _is_this_machine(address: str) -> bool:
    """Tell whether an address can be reached from this machine only."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
