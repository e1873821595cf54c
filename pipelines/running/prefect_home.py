"""Where Prefect keeps its state, who may speak to it and how much it says: set before Prefect is imported.

Prefect is ours alone: whatever the shell says about some other Prefect is set aside, and every server we start asks
for a key that only our own processes have. The key goes from process to process in their environment, never on a
command line, which anybody on the machine can read. Who has a server of their own and wants it used says so to us, by
`LIFTCAST_PREFECT_API_URL`; our key is not for it.
"""

import os
import secrets
import tempfile
from hashlib import sha256
from pathlib import Path
from socket import gethostname

from pipelines.files.private import be_private, private
from pipelines.settings import Settings, engine_elsewhere

_LEASES = "prefect.server.concurrency.lease_storage.filesystem"


def prepare_environment(settings: Settings, *, port: int | None = None) -> None:
    """Point Prefect at our home, quiet, and at our own server, closed to others, or at the one we were told to use.

    With `port` flows report to our own server there; without, a temporary one starts for the process (its start-up can
    take half a minute on an empty home, over Prefect's own limit).
    """
    elsewhere = engine_elsewhere()
    be_private()
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        del os.environ[name]
    home = _folder(settings)
    os.environ |= {
        "PREFECT_HOME": str(home),
        # Said although it is the default: a `.env` or `prefect.toml` where we are started must not put it elsewhere.
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home}/prefect.db",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "DO_NOT_TRACK": "true",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        # What our runs say is kept with them; the screen has it from ourselves.
        "PREFECT_LOGGING_LOGGERS_PREFECT_FLOW_RUNS_LEVEL": "INFO",
        "PREFECT_LOGGING_LOGGERS_PREFECT_TASK_RUNS_LEVEL": "INFO",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
    }
    os.environ |= _theirs(elsewhere) if elsewhere else _ours(settings, port)


def _theirs(elsewhere: dict[str, str]) -> dict[str, str]:
    """Return what leads to a server that is not ours; what may sign in there is said to us, or nothing."""
    return {"PREFECT_API_KEY": "", "PREFECT_API_AUTH_STRING": "", "PREFECT_LOGGING_TO_API_ENABLED": "true"} | elsewhere


def _ours(settings: Settings, port: int | None) -> dict[str, str]:
    """Return what leads to our server, and closes it to others."""
    key = server_key(settings)
    ours = {
        "PREFECT_API_AUTH_STRING": key,
        "PREFECT_SERVER_API_AUTH_STRING": key,
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "" if port is None else address(port),
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": _LEASES,
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_LOGGING_TO_API_ENABLED": "false" if port is None else "true",
    }
    if port is not None:  # unset otherwise, for an empty address counts as one when Prefect sends events
        ours |= {"PREFECT_API_URL": api_address(port), "PREFECT_SERVER_API_PORT": str(port)}
    return ours


def address(port: int) -> str:
    """Return where our server's pages are."""
    return f"http://127.0.0.1:{port}"


def api_address(port: int) -> str:
    """Return where our server answers programs."""
    return f"{address(port)}/api"


def home_digest(home: Path) -> str:
    """Return the few letters that tell this home's deployments from those of any other."""
    return sha256(str(home).encode()).hexdigest()[:8]


def tags_of(home: Path) -> list[str]:
    """Return what all runs of a home are found by."""
    return ["liftcast", f"home:{home_digest(home)}"]


def owner_of_deployments(home: Path) -> str:
    """Return what the names of this home's deployments end in: on a server of many machines, of this one's too."""
    return home_digest(Path(f"{gethostname()}:{home}") if engine_elsewhere() else home)


def key_file(settings: Settings) -> Path:
    """Return the file that holds the key, readable by its owner alone."""
    return _folder(settings) / "key"


def server_key(settings: Settings) -> str:
    """Return the key of this home's servers; it is made the first time."""
    path = key_file(settings)
    if key := _read(path):
        return key
    with private():
        path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(dir=path.parent)  # which nobody else may read
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(f"liftcast:{secrets.token_urlsafe(32)}\n")
        os.link(part, path)  # of two processes that come here together, the first one's key is the one
    except OSError:
        if not _read(path):  # an empty file, or a file system that knows no links
            Path(part).replace(path)
    finally:
        Path(part).unlink(missing_ok=True)
    return _read(path)


def _read(path: Path) -> str:
    """Return the key in a file, empty without one; others lose the right to read it, should they have it."""
    try:
        path.chmod(0o600)
        return path.read_text().strip()
    except FileNotFoundError:
        return ""


def _folder(settings: Settings) -> Path:
    return settings.home / "prefect"
