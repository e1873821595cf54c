"""The app that stays up: the dashboard, the inbox watched, the schedules kept, until it is told to stop."""

import os
import signal
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import Final
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from pipelines.champion.registry import training_is_due
from pipelines.errors import BusyError
from pipelines.files.atomic import write_text
from pipelines.files.locking import scheduling
from pipelines.health import state
from pipelines.running import engine
from pipelines.running.prefect_home import address
from pipelines.running.programs import Program
from pipelines.running.watcher import Watcher
from pipelines.settings import PROJECT, Settings
from pipelines.terminal import screen
from pipelines.terminal.commands.options import REFUSED
from pipelines.terminal.scheduling import Timetable

LOOK_S: Final = 0.5
"""How often the programs are looked after."""

INBOX_LOOK_S: Final = 2.0
INBOX_SHARE: Final = 50
"""A large inbox is looked at more seldom, so that looking takes at most a 50th of the time."""

FIRST_PAGE_S: Final = 20.0
"""How long all else waits for the dashboard's first answer: two cores do one thing at a time best."""

IN_ORDER_S: Final = 7.0
"""How long the programs have to end in order."""

PATIENCE_S: Final = 600.0
"""How long work in the background waits for somebody else who is writing."""

_direct = build_opener(ProxyHandler({}))


def address_of(settings: Settings) -> str:
    """Return where the dashboard of this home's app answers; empty where the app is not up, or not with a dashboard."""
    try:
        with scheduling(settings) if settings.home.exists() else nullcontext():
            return ""
    except BusyError:
        place = _place_of_address(settings)
        said = place.read_text(encoding="utf-8") if place.exists() else ""
        return said if said and _answers(said) else ""


def _place_of_address(settings: Settings) -> Path:
    return settings.home / "prefect" / "dashboard"


def _answers(at: str) -> bool:
    """Tell whether a dashboard answers there."""
    try:
        with _direct.open(f"{at}/_stcore/health", timeout=1):
            return True
    except (URLError, OSError):
        return False


class App:
    """All programs of one home's app.

    Parameters
    ----------
    settings : Settings
    timetable : Timetable
    dashboard_port : int or None
        The port wanted; None for no dashboard.
    engine_port : int
        The port wanted for the Prefect server.
    open_browser : bool
        Whether the dashboard opens a browser window when it first comes up.
    """

    def __init__(
        self,
        settings: Settings,
        timetable: Timetable,
        *,
        dashboard_port: int | None,
        engine_port: int,
        open_browser: bool,
    ) -> None:
        self._settings = settings
        self._ports = {"dashboard": dashboard_port or 0, "Prefect server": engine_port}
        self._open_browser = open_browser
        self._timetable = timetable
        self._stopping = threading.Event()
        self._watcher = Watcher(settings)
        self._next_look = 0.0
        self._asks_for_training = True
        wait = os.environ.get("LIFTCAST_WAIT") or str(PATIENCE_S)
        environment = {"LIFTCAST_HOME": str(settings.home), "LIFTCAST_WAIT": wait}
        say = screen.note
        self._dashboard = Program("the dashboard", self._dashboard_words, environment=environment, say=say)
        self._engine = Program("the schedule", self._engine_words, environment=environment, say=say)
        self._kept_up = [self._dashboard] if dashboard_port is not None else []
        self._environment = environment
        self._work: Program | None = None

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask all of it to end."""
        self._stopping.set()

    def stay_up(self) -> None:
        """Stay up until stopped; then nothing that was started is left."""
        try:
            if self._kept_up:
                self._dashboard.start()
                self._wait_for_first_page()
            while not self._stopping.wait(LOOK_S):
                for program in self._kept_up:
                    program.keep_up()
                self._look_after_work()
        finally:
            self._end()

    def _wait_for_first_page(self) -> None:
        until = time.monotonic() + FIRST_PAGE_S
        while not self._stopping.wait(0.1) and time.monotonic() < until and self._dashboard.is_up:
            if _answers(address(self._ports["dashboard"])):
                return

    def _look_after_work(self) -> None:
        """Tell of work that ended, start what is due; the engine comes up when the first of it is done."""
        if self._work is not None:
            code = self._work.ended()
            if code is None:
                return
            self._work = None
            for place, pause_s in self._watcher.failed():
                screen.note(
                    f"{place} could not be taken in; it is tried again in {pause_s / 60:.0f} min, then less and less "
                    "often, and at once when it changes."
                )
            if code > REFUSED:
                screen.note(f"The work ended with code {code}; the results before it stay in force.")
        if time.monotonic() >= self._next_look:
            began = time.monotonic()
            is_due = self._watcher.is_due()
            self._next_look = time.monotonic() + max(INBOX_LOOK_S, INBOX_SHARE * (time.monotonic() - began))
            if is_due:
                self._start_work(is_quiet=self._watcher.is_retry)
                return
            if self._asks_for_training:  # once, for what was missed while the app was not up; then the schedule does
                self._asks_for_training = False
                if training_is_due(self._settings):
                    self._start_work(retrain=True)
                    return
        if self._engine not in self._kept_up:
            self._kept_up.append(self._engine)

    def _start_work(self, *, retrain: bool = False, is_quiet: bool = False) -> None:
        words = ["pipelines.terminal.newcomer", "--port", str(self._ports["Prefect server"])]
        words += ["--retrain"] * retrain + ["--quiet"] * screen.is_quiet()
        self._work = Program(
            "the work", lambda: words, environment=self._environment, say=screen.note, is_quiet=is_quiet
        )
        self._work.start()

    def _dashboard_words(self) -> list[str]:
        port = self._free_port("dashboard")
        opens, self._open_browser = self._open_browser, False  # once: whoever closed the window knows the way
        write_text(_place_of_address(self._settings), address(port), durable=False)
        words = ["streamlit", "run", str(PROJECT / "dashboard" / "app.py")]
        words += ["--server.address", "127.0.0.1", "--server.port", str(port)]
        return [*words, "--server.headless", "false" if opens else "true"]

    def _engine_words(self) -> list[str]:
        return self._timetable.words(self._free_port("Prefect server"))

    def _free_port(self, name: str) -> int:
        """Find the port wanted, or another where somebody else listens, who is left alone."""
        wanted = self._ports[name]
        port = self._ports[name] = engine.free_port(wanted)
        if port != wanted:
            screen.note(
                f"Port {wanted} is taken, by another home or another program, which is left alone: the {name} goes to "
                f"{port}."
            )
        return port

    def _end(self) -> None:
        """End all programs in order, and by force what takes too long."""
        programs = [program for program in (self._work, self._dashboard, self._engine) if program is not None]
        for program in programs:
            program.ask_to_end()
        until = time.monotonic() + IN_ORDER_S
        for program in programs:
            program.end(until)
        _place_of_address(self._settings).unlink(missing_ok=True)
        state.forget_due(self._settings)  # whoever stopped it knows that nothing will come


def keep_up(
    settings: Settings, timetable: Timetable, *, dashboard_port: int | None, engine_port: int, open_browser: bool
) -> None:
    """Keep this home's app up until Ctrl-C or SIGTERM; where it is up with its dashboard already, only say where.

    Raises
    ------
    BusyError
        It is up already, without a dashboard or with one that does not answer.
    WrongUseError
        The timetable says no time.
    """
    timetable.check(settings)
    if dashboard_port is not None and (at := address_of(settings)):
        screen.note(f"This home's app is up already, at {at}; what is new in the inbox is taken in by itself.")
        if open_browser:
            webbrowser.open(at)
        return
    settings.inbox.mkdir(parents=True, exist_ok=True)
    with scheduling(settings):
        app = App(
            settings, timetable, dashboard_port=dashboard_port, engine_port=engine_port, open_browser=open_browser
        )
        with _stopped_by_signals(app):
            screen.note(f"Watching {settings.inbox}; stop with Ctrl-C.")
            app.stay_up()
    screen.note("Stopped.")


@contextmanager
def _stopped_by_signals(app: App) -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and a terminal that closes stop the app, in whatever way it was started."""
    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, app.stop) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
