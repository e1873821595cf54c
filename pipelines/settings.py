"""Where things are and how much of the machine may be used: the one place that reads the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Places and limits of one installation.

    Parameters
    ----------
    home : Path
        Holds everything private; `LIFTCAST_HOME`, default `./var` of the project.
    threads : int
        Threads for DuckDB and scikit-learn; `LIFTCAST_THREADS`, default the machine's cores.
    memory_limit : str
        DuckDB's memory limit, in its own words; `LIFTCAST_MEMORY`, default `2GB`.
    """

    home: Path = field(default_factory=lambda: PROJECT / "var")
    threads: int = field(default_factory=lambda: os.cpu_count() or 2)
    memory_limit: str = "2GB"

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the `LIFTCAST_*` variables; what is unset keeps its default."""
        default = cls()
        return cls(
            home=Path(os.environ.get("LIFTCAST_HOME", default.home)).expanduser().resolve(),
            threads=int(os.environ.get("LIFTCAST_THREADS", default.threads)),
            memory_limit=os.environ.get("LIFTCAST_MEMORY", default.memory_limit),
        )

    @property
    def inbox(self) -> Path:
        """What people drop in."""
        return self.home / "inbox"

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
        """One JSON file per pipeline run."""
        return self.home / "runs"

    @property
    def samples(self) -> Path:
        """The project's own simulated exports."""
        return PROJECT / "data" / "samples"
