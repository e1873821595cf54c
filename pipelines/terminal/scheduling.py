"""The schedule as a person meets it: what `liftcast schedule` starts, says and takes up from last time."""

import contextlib
import os

from pipelines.errors import BusyError, LiftcastError
from pipelines.files.locking import scheduling, writing
from pipelines.files.runs import close_cut_off
from pipelines.running import engine
from pipelines.running.prefect_home import address, key_file, prepare_environment
from pipelines.settings import Settings
from pipelines.terminal import screen
from pipelines.terminal.commands.options import FAILED


def keep(
    settings: Settings, *, wanted_port: int, refresh_cron: str, train_cron: str, refresh_every_s: float | None
) -> None:
    """Keep this home's schedules on a Prefect server of its own, until told to stop.

    Raises
    ------
    BusyError
        Another process keeps them.
    LiftcastError
        The server did not start.
    """
    with scheduling(settings):
        port = engine.free_port(wanted_port)
        if port != wanted_port:
            screen.err.print(
                f"Port {wanted_port} is taken, by another home's schedule or another program, which is left alone: "
                f"this one goes to {port}."
            )
        prepare_environment(settings, port=port)
        from pipelines.running import flows  # noqa: PLC0415 (Prefect reads its environment on import)

        made = flows.deployments(
            settings.home, refresh_cron=refresh_cron, train_cron=train_cron, refresh_every_s=refresh_every_s
        )
        with engine.server(settings, port, on_death=_give_up):
            cut_off = flows.take_up(made)
            with contextlib.suppress(BusyError), writing(settings):  # who writes now closes what was cut off as well
                close_cut_off(settings)
            if cut_off:
                screen.err.print("A run was cut off last time; its place is free again.")
            screen.err.print(f"Scheduled: refresh ({refresh_every_s or refresh_cron}), retrain ({train_cron}).")
            screen.err.print(f"Watch it at {address(port)}; stop with Ctrl-C.")
            screen.err.print(f"To sign in there, paste the line in {key_file(settings)}", soft_wrap=True)
            flows.serve_schedules(made)


def _give_up(problem: LiftcastError) -> None:
    """Say what happened and end at once: Prefect's own way out would ask a dead server, for minutes."""
    screen.say_error(problem)
    os._exit(FAILED)
