"""Which processes land files and forecast lifters: those of this machine, or those of a Dask cluster."""

import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec

from pipelines.errors import WrongUseError
from pipelines.running.prefect_home import prepare_environment
from pipelines.settings import DASK, Settings
from pipelines.spread import Portion, Result, Spread


def spread_of(settings: Settings) -> Spread | None:
    """Return what hands work to a Dask cluster where the settings ask for one; None for this machine's processes.

    Raises
    ------
    WrongUseError
        It is asked for and not installed.
    """
    if settings.runner != DASK:
        return None
    if find_spec("prefect_dask") is None:
        raise WrongUseError(
            "LIFTCAST_RUNNER is dask, which is not installed: install the extra with `pip install 'liftcast[dask]'`, "
            "or leave LIFTCAST_RUNNER unset"
        )

    def spread(
        name: str, work: Callable[[Portion], Result], portions: Sequence[Portion], take: Callable[[Result], None]
    ) -> None:
        if "prefect" not in sys.modules:  # it reads its settings once, on import
            prepare_environment(settings)
        from pipelines.running.on_dask import run_on_dask  # noqa: PLC0415 (seconds: only where there is work to spread)

        run_on_dask(settings, name, work, portions, take)

    return spread
