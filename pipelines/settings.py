"""Where things are and how much of the machine may be used: the one place that reads the environment."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from pipelines.errors import WrongUseError

PROJECT = Path(__file__).resolve().parent.parent

THIS_MACHINE: Final = "127.0.0.1"

WAIT_S: Final = 60.0
"""How long a command waits for another that is writing: longer than a refresh of a few lifters takes."""

LOCAL: Final = "local"
DASK: Final = "dask"
RUNNERS: Final = (LOCAL, DASK)

_PREFECT: Final = "LIFTCAST_PREFECT_"
_MEMORY: Final = re.compile(r"\d{1,9}(\.\d{1,3})?\s?([KMGT]i?B|B|%)", re.IGNORECASE)


def home_by_default() -> Path:
    """Return the home where none is named: beside a checkout, and never inside an environment that is made anew."""
    if (PROJECT / "pyproject.toml").exists():
        return PROJECT / "var"
    return user_data_path("liftcast", appauthor=False)


def language_set() -> str:
    """Return the language of the pages whoever looks, such as `de`: `LIFTCAST_LANGUAGE`, empty where unset."""
    return os.environ.get("LIFTCAST_LANGUAGE", "").strip()


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Places and limits of one installation.

    Parameters
    ----------
    home : Path
        Holds everything private; `LIFTCAST_HOME`, default `./var` of a checkout of the project, else Liftcast's folder
        among the user's data.
    threads : int
        Threads for DuckDB and scikit-learn, and processes where many files or lifters are worked on;
        `LIFTCAST_THREADS`, default the machine's cores.
    memory_limit : str
        DuckDB's memory limit, in its own words; `LIFTCAST_MEMORY`, default `2GB`.
    wait_s : float
        How long to wait for another process that writes; `LIFTCAST_WAIT`, default a minute.
    most_file_mb : int
        The largest file that is taken in, unpacked too; `LIFTCAST_MOST_FILE_MB`, default 4,096.
    most_lifter_mb : int
        How much of what one lifter brought is kept, compressed; `LIFTCAST_MOST_LIFTER_MB`, default 16,384.
    runner : {"local", "dask"}
        Who lands files and forecasts lifters: this machine's processes, or those of a Dask cluster; `LIFTCAST_RUNNER`.
    dask_scheduler : str
        Address of the cluster's scheduler; `LIFTCAST_DASK_SCHEDULER`, default a cluster of `threads` processes here.
    log_file : Path or None
        Where the log goes instead of the home's `logs`; `LIFTCAST_LOG_FILE`.
    """

    home: Path = field(default_factory=home_by_default)
    threads: int = field(default_factory=lambda: os.cpu_count() or 2)
    memory_limit: str = "2GB"
    wait_s: float = WAIT_S
    most_file_mb: int = 4_096
    most_lifter_mb: int = 16_384
    runner: str = LOCAL
    dask_scheduler: str = ""
    log_file: Path | None = None

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the `LIFTCAST_*` variables; what is unset keeps its default.

        Raises
        ------
        WrongUseError
            A variable says what cannot be meant.
        """
        default = cls()
        return cls(
            home=_folder("LIFTCAST_HOME", default.home),
            threads=int(_number("LIFTCAST_THREADS", default.threads, least=1, most=1024, whole=True)),
            memory_limit=_memory("LIFTCAST_MEMORY", default.memory_limit),
            wait_s=_number("LIFTCAST_WAIT", default.wait_s, least=0, most=86_400),
            most_file_mb=int(_number("LIFTCAST_MOST_FILE_MB", default.most_file_mb, least=1, most=1e7, whole=True)),
            most_lifter_mb=int(
                _number("LIFTCAST_MOST_LIFTER_MB", default.most_lifter_mb, least=1, most=1e7, whole=True)
            ),
            runner=_one_of("LIFTCAST_RUNNER", RUNNERS),
            dask_scheduler=_scheduler(),
            log_file=_file("LIFTCAST_LOG_FILE"),
        )

    @property
    def inbox(self) -> Path:
        """What people drop in."""
        return self.home / "inbox"

    @property
    def incoming(self) -> Path:
        """What comes by other ways than the inbox, until it is archived."""
        return self.home / "incoming"

    @property
    def exports(self) -> Path:
        """Every file ever ingested, named by its digest."""
        return self.home / "exports"

    @property
    def landed(self) -> Path:
        """Typed rows, one Parquet file per export and adapter version."""
        return self.home / "landed"

    @property
    def builds(self) -> Path:
        """Finished warehouses."""
        return self.home / "builds"

    @property
    def forecasts_given(self) -> Path:
        """What builds put in force have said, kept for looking back."""
        return self.home / "forecasts_given"

    @property
    def current(self) -> Path:
        """Names the build in force."""
        return self.home / "current"

    @property
    def runs(self) -> Path:
        """The diary of pipeline runs."""
        return self.home / "runs"

    @property
    def samples(self) -> Path:
        """The project's own simulated exports."""
        return PROJECT / "data" / "samples"


def wants_dashboard() -> bool:
    """Tell whether `LIFTCAST_DASHBOARD` leaves the dashboard on.

    Raises
    ------
    WrongUseError
        It is neither 0 nor 1.
    """
    said = os.environ.get("LIFTCAST_DASHBOARD", "1")
    if said not in {"", "0", "1"}:
        raise WrongUseError(f"LIFTCAST_DASHBOARD is {said!r}: say 0 to go without the dashboard, or 1")
    return said != "0"


def listen_address() -> str:
    """Return the address that the dashboard listens on: `LIFTCAST_LISTEN`, default this machine's own.

    Raises
    ------
    WrongUseError
        It is no address.
    """
    said = os.environ.get("LIFTCAST_LISTEN", "").strip() or THIS_MACHINE
    try:
        return str(ip_address(THIS_MACHINE if said == "localhost" else said))
    except ValueError as error:
        raise WrongUseError(
            f"LIFTCAST_LISTEN is {said!r}: say an address of this machine, such as 0.0.0.0 for all of them, or leave "
            f"it unset for {THIS_MACHINE}"
        ) from error


def is_this_machine(address: str) -> bool:
    """Tell whether an address can be reached from this machine only."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def engine_elsewhere() -> dict[str, str]:
    """Return the settings, by Prefect's own names, of a server that is not ours to start; none where ours is used.

    A variable such as PREFECT_API_URL may stand in the shell for other work, or in a file of the folder we are started
    in. What is meant for us says so: `LIFTCAST_PREFECT_API_URL`, and beside it any other setting in the same way.

    Raises
    ------
    WrongUseError
        Something is set of a server whose address is not, or the address is none.
    """
    said = {name: value for name, value in os.environ.items() if name.startswith(_PREFECT) and value}
    if said and not re.match(r"https?://[^/\s]", said.get(f"{_PREFECT}API_URL", "")):
        raise WrongUseError(
            f"{', '.join(sorted(said))}: set {_PREFECT}API_URL to the address of your Prefect server's API, such as "
            "http://prefect.example:4200/api, or leave all of them unset"
        )
    return {name.removeprefix("LIFTCAST_"): value for name, value in said.items()}


def _folder(name: str, default: Path) -> Path:
    """Read a folder, which need not be there yet."""
    said = os.environ.get(name, "")
    try:
        path = (Path(said) if said else default).expanduser().resolve()
        standing = next(place for place in (path, *path.parents) if place.exists())
    except (OSError, RuntimeError, ValueError) as error:  # no such user, a link that leads to itself, a name too long
        raise WrongUseError(f"{name} is {said!r}, which is no place for a folder ({error}): name another") from error
    if not standing.is_dir():
        raise WrongUseError(f"{name} is {said!r}, but {standing} is a file: name a folder")
    return path


def _file(name: str) -> Path | None:
    """Read where a file is to be, in a folder that is there."""
    said = os.environ.get(name, "")
    if not said:
        return None
    path = Path(os.path.expanduser(said)).absolute()  # noqa: PTH111 (of a user there is not, it leaves the name)
    if path.is_dir() or not path.parent.is_dir():
        what = "is a folder" if path.is_dir() else f"lies in {path.parent}, which is no folder"
        raise WrongUseError(f"{name} is {said!r}, but that {what}: name a file in a folder that is there")
    return path


def _number(name: str, default: float, *, least: float, most: float, whole: bool = False) -> float:
    """Read a number within bounds."""
    said = os.environ.get(name, "")
    if not said:
        return default
    try:
        number = float(int(said) if whole else float(said))
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        kind = "whole number" if whole else "number"
        raise WrongUseError(f"{name} is {said!r}: say a {kind} from {least:g} to {most:g}, or leave it unset")
    return number


def _one_of(name: str, words: Sequence[str]) -> str:
    """Read a word, the first of those there are where nothing is said."""
    said = os.environ.get(name, "").strip().lower() or words[0]
    if said not in words:
        raise WrongUseError(f"{name} is {said!r}: say one of {', '.join(words)}, or leave it unset for {words[0]}")
    return said


def _scheduler() -> str:
    """Read the address of a Dask scheduler."""
    said = os.environ.get("LIFTCAST_DASK_SCHEDULER", "").strip()
    if said and not re.fullmatch(r"(tcp|tls)://[^/\s]+:\d{1,5}", said):
        raise WrongUseError(
            f"LIFTCAST_DASK_SCHEDULER is {said!r}: say an address such as tcp://scheduler.example:8786, or leave it "
            "unset for processes of this machine"
        )
    return said


def _memory(name: str, default: str) -> str:
    """Read an amount of memory in DuckDB's words."""
    said = os.environ.get(name, "").strip() or default
    if not _MEMORY.fullmatch(said):
        raise WrongUseError(f"{name} is {said!r}: say an amount with its unit, such as 2GB or 512MB")
    return said
