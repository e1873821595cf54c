"""The app that stays up: the dashboard, the inbox watched, the schedules kept, until it is told to stop."""

import os
import signal
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from typing import Final
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from pipelines.champion.registry import read_champion, training_is_due
from pipelines.errors import ModelError
from pipelines.files.atomic import write_text
from pipelines.files.locking import is_scheduled, scheduling
from pipelines.files.private import private
from pipelines.files.runs import noted
from pipelines.health import state
from pipelines.people import sign_in
from pipelines.running import engine, requests
from pipelines.running.prefect_home import address
from pipelines.running.programs import LONGEST_PAUSE_S, Program
from pipelines.running.watcher import FIRST_PAUSE_S, Watcher
from pipelines.settings import PROJECT, Settings, listen_address
from pipelines.terminal import screen, warm
from pipelines.terminal.commands.options import REFUSED
from pipelines.terminal.scheduling import Timetable

LOOK_S: Final = 0.5
"""How often the programs are looked after."""

INBOX_LOOK_S: Final = 2.0
INBOX_SHARE: Final = 50
"""A large inbox is looked at more seldom, so that looking takes at most a 50th of the time ..."""

INBOX_SELDOM_S: Final = 20.0
"""... but so often that a new file is begun with within half a minute, whatever the inbox holds."""

WARM_AFTER_S: Final = 20.0
"""How long after the last work, when the engine is up too, a process warms up for the next."""

FIRST_PAGE_S: Final = 20.0
"""How long all else waits for the dashboard's first answer: two cores do one thing at a time best."""

IN_ORDER_S: Final = 7.0
"""How long the programs have to end in order."""

PATIENCE_S: Final = 600.0
"""How long work in the background waits for somebody else who is writing."""

_direct = build_opener(ProxyHandler({}))


def address_of(settings: Settings) -> str:
    """Return where the dashboard of this home's app answers; empty where the app is not up, or not with a dashboard."""
    place = _place_of_address(settings)
    said = place.read_text(encoding="utf-8") if is_scheduled(settings) and place.exists() else ""
    return said if said and _answers(said) else ""


def _place_of_address(settings: Settings) -> Path:
    return settings.home / "prefect" / "dashboard"


def _found_at(port: int) -> str:
    """Return where this machine finds the dashboard, wherever else it listens."""
    listens = ip_address(listen_address())
    if listens.is_unspecified:
        return address(port) if listens.version == 4 else f"http://[::1]:{port}"
    return f"http://[{listens}]:{port}" if listens.version == 6 else f"http://{listens}:{port}"


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
        self._asked_from = 0.0
        self._asks_for_training = True
        wait = os.environ.get("LIFTCAST_WAIT") or str(PATIENCE_S)
        environment = {"LIFTCAST_HOME": str(settings.home), "LIFTCAST_WAIT": wait}
        say = screen.note
        self._dashboard = Program("the dashboard", self._dashboard_words, environment=environment, say=say)
        self._engine = Program("the schedule", self._engine_words, environment=environment, say=say)
        self._kept_up = [self._dashboard] if dashboard_port is not None else []
        self._environment = environment
        self._work: Program | None = None
        self._training: Program | None = None
        self._warm: Program | None = None
        self._warm_from = time.monotonic() + WARM_AFTER_S

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
            if _answers(_found_at(self._ports["dashboard"])):
                return

    def _look_after_work(self) -> None:
        """Tell of work that ended, start what is due; the engine comes up when the first of it is done."""
        self._look_after_training()
        if self._work is not None:
            code = self._work.ended()
            if code is None:
                return
            self._work, self._warm_from = None, time.monotonic() + WARM_AFTER_S
            self._tell_of_work(code)
        if time.monotonic() >= self._asked_from and requests.is_due(self._settings):
            self._start_work()
            return
        if time.monotonic() >= self._next_look:
            began = time.monotonic()
            is_due = self._watcher.is_due(files_only=self._training is not None)
            pause_s = min(INBOX_SHARE * (time.monotonic() - began), INBOX_SELDOM_S)
            self._next_look = time.monotonic() + max(INBOX_LOOK_S, pause_s)
            if is_due:
                self._start_work(is_quiet=self._watcher.is_retry)
                return
            if self._asks_for_training:  # once, for what was missed while the app was not up; then the schedule does
                self._asks_for_training = False
                if training_is_due(self._settings):
                    self._training = self._started("the training", *self._port_words(), "--retrain", "--quiet")
                    screen.note("Training in the background; new files are taken in meanwhile.")
        if self._engine not in self._kept_up:
            self._kept_up.append(self._engine)
        self._warm_up()

    def _look_after_training(self) -> None:
        """Tell of a training that ended, which keeps no other work waiting."""
        code = self._training.ended() if self._training is not None else None
        if code is None:
            return
        self._training = None
        if code > REFUSED:
            screen.note(f"The training ended with code {code}; the model before it stays in force.")
            return
        with suppress(ModelError):  # which the next work tells of
            champion = read_champion(self._settings)
            screen.note(f"Training is done. {champion.decision if champion else ''}".strip())

    def _tell_of_work(self, code: int) -> None:
        """Tell what could not be done, on the screen and in the diary: once, and then only tried again."""
        for place, pause_s in self._watcher.failed():
            told = (
                f"{place} could not be taken in; it is tried again in {pause_s / 60:.0f} min, then less and less "
                "often, and at once when it changes."
            )
            screen.note(told)
            with suppress(OSError):  # a full disk is told of by the work itself
                noted(self._settings, "inbox", seconds=0, counts={"file": place, "pause_s": pause_s}, error=told)
        if code > REFUSED:
            self._asked_from = time.monotonic() + FIRST_PAUSE_S  # what is still asked would fail again just now
            screen.note(f"The work ended with code {code}; the results before it stay in force.")

    def _start_work(self, *, is_quiet: bool = False) -> None:
        """Start the main job, in the process that has warmed up for it if there is one."""
        words = [*self._port_words(), *["--quiet"] * screen.is_quiet()]
        if self._warm is not None and self._warm.is_up and not is_quiet:
            self._work, self._warm = self._warm, None
            self._work.tell(warm.line_for(words))
        else:
            self._work = self._started("the work", *words, is_quiet=is_quiet)

    def _warm_up(self) -> None:
        """Have a process ready for the next work, once there was none for a while."""
        if self._warm is not None and self._warm.ended() is not None:
            self._warm, self._warm_from = None, time.monotonic() + LONGEST_PAUSE_S
        if self._warm is None and time.monotonic() >= self._warm_from:
            self._warm = self._started("the work", *self._port_words(), "--when-told", is_told=True)

    def _started(self, name: str, *words: str, is_quiet: bool = False, is_told: bool = False) -> Program:
        """Start the main job in a process of its own."""
        program = Program(
            name,
            lambda: [warm.WORK, *words],
            environment=self._environment,
            say=screen.note,
            is_quiet=is_quiet,
            is_told=is_told,
        )
        program.start()
        return program

    def _port_words(self) -> list[str]:
        return ["--port", str(self._ports["Prefect server"])]

    def _dashboard_words(self) -> list[str]:
        port = self._free_port("dashboard")
        opens, self._open_browser = self._open_browser, False  # once: whoever closed the window knows the way
        write_text(_place_of_address(self._settings), _found_at(port), durable=False)
        words = ["streamlit", "run", str(PROJECT / "dashboard" / "app.py")]
        words += ["--server.address", listen_address(), "--server.port", str(port)]
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
        started = (self._work, self._warm, self._training, self._dashboard, self._engine)
        programs = [program for program in started if program is not None]
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
    PeopleError
        The dashboard is to listen where others can reach it without a sign-in, or that is not set up rightly.
    """
    timetable.check(settings)
    if dashboard_port is not None:
        sign_in.checked(settings, listen_address())
    if dashboard_port is not None and (at := address_of(settings)):
        screen.note(f"This home's app is up already, at {at}; what is new in the inbox is taken in by itself.")
        if open_browser:
            webbrowser.open(at)
        return
    with private():
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
