"""The engine of the app that stays up: this home's Prefect server and the schedules it keeps.

The app starts it in a process of its own, `python -m pipelines.terminal.scheduling '<timetable as JSON>'`.
"""

import json
import os
import sys
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass

from pipelines.errors import BusyError, LiftcastError
from pipelines.files.locking import writing
from pipelines.files.runs import close_cut_off
from pipelines.running import engine
from pipelines.running.prefect_home import address, key_file, owner_of_deployments, prepare_environment
from pipelines.settings import Settings, engine_elsewhere
from pipelines.terminal import screen
from pipelines.terminal.commands.options import DONE, FAILED, NIGHTLY, WEEKLY
from pipelines.terminal.door import told


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """When what is done; `refresh_every_s` goes before `refresh_cron`."""

    refresh_cron: str = NIGHTLY
    train_cron: str = WEEKLY
    refresh_every_s: float | None = None

    def check(self, settings: Settings) -> None:
        """Stop where nobody could say when that is.

        Raises
        ------
        WrongUseError
            Names the option.
        """
        if (self.refresh_cron, self.train_cron) == (NIGHTLY, WEEKLY):
            return
        prepare_environment(settings)
        from pipelines.running import deployments  # noqa: PLC0415 (Prefect reads its environment on import)

        deployments.make_sure_of_cron("--refresh-cron", self.refresh_cron)
        deployments.make_sure_of_cron("--train-cron", self.train_cron)

    def words(self, port: int) -> list[str]:
        """Return the program that keeps it, as module and arguments."""
        return ["pipelines.terminal.scheduling", json.dumps(asdict(self) | {"port": port})]


def keep(settings: Settings, timetable: Timetable, port: int) -> None:
    """Keep this home's schedules, on a Prefect server of its own or the one we were told to use, until told to stop.

    Raises
    ------
    LiftcastError
        The server did not start, or the one we were told to use does not answer.
    """
    prepare_environment(settings, port=port)
    elsewhere = engine_elsewhere().get("PREFECT_API_URL")
    if elsewhere and not engine.answers(elsewhere):
        raise LiftcastError(
            f"{elsewhere}: no Prefect server answers there; start it, or unset LIFTCAST_PREFECT_API_URL"
        )
    with nullcontext() if elsewhere else engine.server(settings, port, on_death=_give_up):
        _serve(
            settings,
            timetable,
            elsewhere or f"{address(port)}; to sign in there, paste the line in {key_file(settings)}",
        )


def _serve(settings: Settings, timetable: Timetable, where: str) -> None:
    """Serve the schedules, once what the last ones left is cleared up."""
    from pipelines.running import deployments, due, flows  # noqa: PLC0415 (Prefect reads its environment on import)
    from pipelines.running.time_zones import time_zone_of  # noqa: PLC0415 (who keeps the app up stays small)

    os.environ[flows.KEEPER] = str(os.getpid())
    zone = time_zone_of(settings)
    whose = owner_of_deployments(settings.home)
    made = deployments.deployments(settings.home, whose=whose, time_zone=zone, **asdict(timetable))
    cut_off = deployments.take_up(settings, made)
    with suppress(BusyError), writing(settings):  # who writes now closes what was cut off as well
        close_cut_off(settings)
    if cut_off:
        screen.note("A run was cut off last time; its place is free again.")
    refresh = f"every {timetable.refresh_every_s:g} s" if timetable.refresh_every_s else timetable.refresh_cron
    screen.note(f"Scheduled: refresh ({refresh}), retrain ({timetable.train_cron}), by the clock of {zone}.")
    screen.note(f"Watch it at {where}")
    crons = (timetable.train_cron,) if timetable.refresh_every_s else (timetable.refresh_cron, timetable.train_cron)
    with due.noted(settings, crons=crons, time_zone=zone, every_s=timetable.refresh_every_s):
        deployments.serve_schedules(made)


def _give_up(problem: LiftcastError) -> None:
    """Say what happened and end at once: Prefect's own way out would ask a dead server, for minutes."""
    screen.say_error(problem)
    os._exit(FAILED)


def main() -> int:
    """Keep the timetable given."""
    said = json.loads(sys.argv[1])
    port = said.pop("port")
    keep(Settings.from_environment(), Timetable(**said), port)
    return DONE


if __name__ == "__main__":
    sys.exit(told(main))
