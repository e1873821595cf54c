"""Where Prefect keeps its state, who may speak to it and how much it says: set before Prefect is imported.

Prefect is ours alone: whatever the shell says about some other Prefect is set aside, and every server we start asks
for a key that only our own processes have. The key goes from process to process in their environment, never on a
command line, which anybody on the machine can read.
"""

import os
import secrets
import tempfile
from hashlib import sha256
from pathlib import Path

from pipelines.settings import Settings

_LEASES = "prefect.server.concurrency.lease_storage.filesystem"


def prepare_environment(settings: Settings, *, port: int | None = None) -> None:
    """Point Prefect at our home, quiet, offline and closed to others.

    With `port` flows report to our own server there; without, a temporary one starts for the process (its start-up can
    take half a minute on an empty home, over Prefect's own limit).
    """
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        del os.environ[name]
    home, key = _folder(settings), server_key(settings)
    os.environ |= {
        "PREFECT_HOME": str(home),
        # Said although it is the default: a `.env` or `prefect.toml` where we are started must not put it elsewhere.
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home}/prefect.db",
        "PREFECT_API_AUTH_STRING": key,
        "PREFECT_SERVER_API_AUTH_STRING": key,
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "" if port is None else address(port),
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": _LEASES,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "DO_NOT_TRACK": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_TO_API_ENABLED": "false" if port is None else "true",
    }
    if port is not None:  # unset otherwise, for an empty address counts as one when Prefect sends events
        os.environ |= {"PREFECT_API_URL": api_address(port), "PREFECT_SERVER_API_PORT": str(port)}


def address(port: int) -> str:
    """Return where our server's pages are."""
    return f"http://127.0.0.1:{port}"


def api_address(port: int) -> str:
    """Return where our server answers programs."""
    return f"{address(port)}/api"


def home_digest(home: Path) -> str:
    """Return the few letters that tell this home's deployments from those of any other."""
    return sha256(str(home).encode()).hexdigest()[:8]


def key_file(settings: Settings) -> Path:
    """Return the file that holds the key, readable by its owner alone."""
    return _folder(settings) / "key"


def server_key(settings: Settings) -> str:
    """Return the key of this home's servers; it is made the first time."""
    path = key_file(settings)
    if key := _read(path):
        return key
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
