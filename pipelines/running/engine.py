"""The Prefect server of one home while it runs: started, told from other people's, watched.

Nothing here imports Prefect, and nothing is sent to a server that is not ours.
"""

import socket
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener, urlopen

from pipelines.errors import LiftcastError
from pipelines.files.processes import ending_with_us
from pipelines.running.prefect_home import api_address, server_key
from pipelines.settings import Settings, engine_elsewhere

_direct = build_opener(ProxyHandler({}))


def free_port(wanted: int) -> int:
    """Return `wanted`, or any free port where another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(
    settings: Settings, port: int, *, on_death: Callable[[LiftcastError], None], patience_s: float = 120.0
) -> Iterator[None]:
    """Run this home's Prefect server on 127.0.0.1 while inside; its environment must be prepared.

    Parameters
    ----------
    settings : Settings
        Whose server it is.
    port : int
        Free, as far as is known.
    on_death : callable
        Told from another thread, in a sentence, that the server ended by itself once it was up.
    patience_s : float
        How long it may take to start.

    Raises
    ------
    LiftcastError
        The server did not answer in time, or ended, or another one has taken its port.
    """
    # In a session of its own, so that Ctrl-C reaches what runs first, which has yet to tell the server how it ended.
    process = subprocess.Popen(
        ending_with_us("prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    stopping = threading.Event()
    try:
        _wait_until_ours(process, settings, port, patience_s)
        threading.Thread(target=_watch, args=(process, stopping, on_death), daemon=True).start()
        yield
    finally:
        stopping.set()
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def _watch(
    process: subprocess.Popen[bytes], stopping: threading.Event, on_death: Callable[[LiftcastError], None]
) -> None:
    """Tell of a server that ends before it is told to."""
    code = process.wait()
    if not stopping.is_set():
        on_death(
            LiftcastError(
                f"the Prefect server ended by itself with code {code}: nothing is scheduled till it is up again"
            )
        )


def is_up(settings: Settings, port: int | None) -> bool:
    """Tell whether flows can report to a server: the one we were told to use, or this home's own at the port."""
    elsewhere = engine_elsewhere().get("PREFECT_API_URL")
    return answers(elsewhere) if elsewhere else port is not None and is_ours(settings, port)


def answers(api: str) -> bool:
    """Tell whether anybody answers at the address of a Prefect API that is not ours; nothing of ours is sent."""
    try:
        with urlopen(f"{api.rstrip('/')}/health", timeout=5):  # noqa: S310 (the address that a person set)
            return True
    except HTTPError:  # it asks for a key, or knows no such page: somebody is there
        return True
    except (URLError, OSError):
        return False


def is_ours(settings: Settings, port: int) -> bool:
    """Tell whether this home's own server answers at the port: it refuses us without the key and answers with it."""
    return _status(port) == 401 and _status_with_key(settings, port) == 200


def _status_with_key(settings: Settings, port: int) -> int | None:
    """Return what a server that asks for a key says to ours; nothing where it takes too long, as on a busy machine."""
    key = b64encode(server_key(settings).encode()).decode()
    return _status(port, authorization=f"Basic {key}")


def _wait_until_ours(process: subprocess.Popen[bytes], settings: Settings, port: int, patience_s: float) -> None:
    """Return once our own server answers at the port."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        if process.poll() is not None:
            raise LiftcastError(
                f"the Prefect server ended with code {process.returncode}: is port {port} in use? Try another port"
            )
        answer = _status(port)
        keyed = _status_with_key(settings, port) if answer == 401 else None
        if keyed == 200:
            return
        if answer == 200 or keyed == 401:
            raise LiftcastError(
                f"port {port} is answered by a Prefect server that is not this home's, which is left alone: "
                "try another port"
            )
        time.sleep(0.3)
    raise LiftcastError(f"the Prefect server did not answer on port {port} within {patience_s:.0f} s: try again")


def _status(port: int, **headers: str) -> int | None:
    """Return the HTTP status that a question about the server itself gets, nothing where nobody answers."""
    try:
        with _direct.open(Request(f"{api_address(port)}/admin/version", headers=headers), timeout=2) as answer:  # noqa: S310 (http, our own)
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (URLError, OSError):
        return None
