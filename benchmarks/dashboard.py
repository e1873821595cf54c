"""Time what people do on the pages, in a real Chromium, on a home of 5,000 simulated lifters and 10 million sets.

Usage: python -m benchmarks.dashboard HOME [--repeats 15] [--sizes desktop phone] [--visits 200]; HOME is made where it
is not there. Each repeat is one visitor's round in a browser profile of their own, with lifters whom nobody looked at
before: first page, roster, a lifter, every page, a lift, a muscle, a plan. Milliseconds run from the press of the
button, or from asking for the address, until the page is there, its script has ended and its charts are drawn. Each is
told beside the same of a bare Streamlit page in the same browser, a moment before, and with the processor time that
the server took.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import duckdb
from playwright.sync_api import Browser, Error, Page

from benchmarks.crowd import crowded_home, small_home
from dashboard.screenshots import DRAWN, IDLE, SIZES, chromium
from pipelines.settings import PROJECT

COPIES: Final = 50
BARE: Final = """
import streamlit as st
st.title("Bare")
st.session_state.n = st.session_state.get("n", 0) + st.button("More")
st.write(f"{st.session_state.n} times")
"""
STAMPS: Final = """
for (const kind of ["pointerdown", "keydown", "input"])
  window.addEventListener(kind, () => { window.pressedAt = performance.now() }, true);
"""
THERE: Final = f"(found) => ({IDLE})() && ({DRAWN})() && found() && performance.now() - (window.pressedAt ?? 0)"
MOST_MS: Final = 120_000
VISITED: Final = ("week", "plan", "lift", "history")
Timed = dict[str, list[tuple[float, float, float]]]
"""Of each act: milliseconds, times a bare page, the server's processor milliseconds."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(script: Path, home: Path) -> Iterator[tuple[str, int]]:
    """Serve a script of Streamlit's over a home: its address and its process's id."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    quiet = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    server = subprocess.Popen(
        [*command, *quiet],
        env={**os.environ, "LIFTCAST_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait()


def cpu_ms(process: int) -> float:
    """Processor milliseconds that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def there(page: Page, found: str) -> float:
    """Milliseconds from the last press, or from asking, until something is there on a page that stands still."""
    got = page.wait_for_function(f"() => ({THERE})(() => {found})", timeout=MOST_MS)
    return float(got.json_value())


def seen(selector: str) -> str:
    """What is found where a selector finds something that is not from before."""
    return f"[...document.querySelectorAll({json.dumps(selector)})].some(e => !e.closest('[data-stale=true]'))"


def says(text: str) -> str:
    """What is found where a page says something."""
    return f"document.querySelector('[data-testid=stMain]').innerText.includes({json.dumps(text)})"


class Visitor:
    """One visitor's round: a page of the dashboard, and a bare one to compare with.

    Parameters
    ----------
    browser : Browser
    size : {"desktop", "phone"}
    url, bare_url : str
    server : int
        Its process.
    timed : Timed
        What each act took is added here.
    """

    def __init__(self, browser: Browser, size: str, url: str, bare_url: str, server: int, timed: Timed) -> None:
        width, height = SIZES[size]
        self.is_phone = size == "phone"
        self._context = browser.new_context(viewport={"width": width, "height": height})
        self._context.set_default_timeout(MOST_MS)
        self._context.add_init_script(STAMPS)
        self._bare, self.page = self._context.new_page(), self._context.new_page()
        self._bare_url, self._url, self._server, self._timed = bare_url, url, server, timed

    def close(self) -> None:
        """Leave."""
        self._context.close()

    def opens(self, name: str, address: str, found: str) -> None:
        """Time an address."""
        self._bare.goto("about:blank")
        self._bare.goto(self._bare_url, wait_until="commit")
        bare = there(self._bare, says("0 times"))
        before = cpu_ms(self._server)
        self.page.goto(f"{self._url}/{address}", wait_until="commit")
        self._note(name, there(self.page, found), bare, before)

    def does(self, name: str, act: Callable[[Page], None], found: str) -> None:
        """Time an act on the page that is open."""
        count = int(self._bare.evaluate("+document.querySelector('[data-testid=stMain]').innerText.match(/\\d+/)[0]"))
        self._bare.get_by_role("button", name="More").click()
        bare = there(self._bare, says(f"{count + 1} times"))
        before = cpu_ms(self._server)
        act(self.page)
        self._note(name, there(self.page, found), bare, before)

    def _note(self, name: str, ms: float, bare: float, before: float) -> None:
        self._timed.setdefault(name, []).append((ms, ms / bare, cpu_ms(self._server) - before))

    def goes(self, title: str, path: str, found: str) -> None:
        """Time another page, by the menu."""
        if not self.is_phone:
            link = f"[data-testid=stSidebarNavLink][href*='/{path}']"
            self.does(f"page: {title}", lambda page: page.locator(link).click(), found)
            return
        if path in ("history", "data", "models", "week"):
            self.page.locator(".st-key-bar button").click()
        link = f".st-key-bar a[href*='{path}?'], [data-testid=stPopoverBody] a[href*='{path}?']"
        self.does(f"page: {title}", lambda page: page.locator(link).first.click(), found)


def chooses(page: Page, label: str, option: str) -> None:
    """Choose by a menu."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def types(page: Page, label: str, text: str) -> None:
    """Type into a field, and press Enter."""
    page.get_by_label(label).fill(text)
    page.keyboard.press("Enter")


def round_of(visitor: Visitor, lifter: str, other: str) -> None:
    """Go once through the pages, with two lifters."""
    roster = ".st-key-card-roster .st-key-roster-0"
    visitor.opens("first page: roster", "", seen(roster))
    visitor.does(
        "roster: everybody",
        lambda p: p.get_by_text("Everybody", exact=True).click(),
        "location.search.includes('show=all')",
    )
    visitor.does(
        "roster: sorted by name",
        lambda p: chooses(p, "Order", "Name"),
        "document.querySelector('.st-key-roster-0 a')?.innerText.trim() === 'sim-ada'",
    )
    visitor.does("roster: next page", lambda p: p.get_by_test_id("stNumberInputStepUp").click(), says("26 to 50 of"))
    visitor.does("roster: searched", lambda p: types(p, "Name", lifter), says("1 to 1 of"))
    link = f".st-key-roster-0 a[href*='lifter={lifter}']"
    visitor.does("lifter: from the roster", lambda p: p.locator(link).click(), seen(".st-key-card-standing"))
    if not visitor.is_phone:
        types(visitor.page, "Find a lifter", other)
        there(visitor.page, seen(".st-key-card-standing"))
    visitor.goes("Lifts", "lift", seen(".cards"))
    visitor.does("lift: from its card", lambda p: p.locator(".cards a.card").first.click(), seen(".st-key-card-why"))
    _switch(visitor)
    visitor.goes("Muscles", "muscles", seen(".st-key-card-sizes"))
    visitor.does(
        "muscle: tapped", lambda p: p.locator("a.muscle[data-tap=chest] path").first.click(), says("What works it")
    )
    visitor.goes("Plan", "plan", seen(".st-key-card-attention"))
    _what_if(visitor)
    visitor.goes("History", "history", says("Body weight"))
    visitor.goes("Data", "data", seen(".st-key-card-suspects"))
    visitor.goes("How good is it?", "models", seen(".st-key-card-force"))
    visitor.opens("first page: week", f"week?lifter={other}", seen(".st-key-card-standing"))


def _switch(visitor: Visitor) -> None:
    """Switch style, weeks and load of the lift that is open."""
    radio = ".vega-bindings label:has-text('As now')"
    visitor.does("switch: style", lambda p: p.locator(radio).last.click(), says("carrying on as now"))
    weeks = ".vega-bindings input[type=range]"
    visitor.page.locator(weeks).focus()
    visitor.does("switch: weeks", lambda p: p.keyboard.press("ArrowRight"), says("1RM in 13 weeks"))
    slider = visitor.page.get_by_role("slider", name="Load")
    slider.scroll_into_view_if_needed()
    slider.focus()
    value = slider.get_attribute("aria-valuenow") or slider.get_attribute("value")
    handle = ".st-key-card-when [role=slider], .st-key-card-when input[type=range]"
    moved = f"(e => (e.ariaValueNow || e.value) !== {json.dumps(value)})(document.querySelector({json.dumps(handle)}))"
    visitor.does("switch: load", lambda p: p.keyboard.press("ArrowRight"), moved)


def _what_if(visitor: Visitor) -> None:
    """Ask for fewer days, then for more, then for size alone."""
    for days in (2, 3, 4):
        name = "what-if: days" if days > 2 else "what-if: days, first"
        visitor.does(name, lambda p, days=days: chooses(p, "Days a week", str(days)), says(f"{days} days a week"))


def lifters_of(build: Path) -> list[str]:
    """Lifters with advice, in an order of no meaning."""
    with duckdb.connect(str(build), read_only=True) as con:
        return [name for (name,) in con.execute("select lifter from recommendations order by hash(lifter)").fetchall()]


def told(timed: Timed, size: str) -> None:
    """Print what each act took."""
    print(f"{size:26} {'n':>3} {'median':>7} {'95th':>7} {'x bare':>7} {'cpu':>6}   (ms)")
    for name, taken in timed.items():
        ms, times, cpu = zip(*taken, strict=True)
        most = quantiles(ms, n=20, method="inclusive")[-1] if len(ms) > 1 else ms[0]
        print(f"{name:26} {len(ms):3} {median(ms):7.0f} {most:7.0f} {median(times):7.1f} {median(cpu):6.0f}")
    sys.stdout.flush()


def main() -> None:
    """Make the home, serve it, and go round."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--sizes", nargs="*", default=list(SIZES))
    parser.add_argument("--visits", type=int, default=200, help="lifters looked at before memory is told")
    parser.add_argument("--minutes", type=float, default=60.0, help="no round begins after so many")
    asked, began = parser.parse_args(), time.monotonic()
    build = crowded_home(asked.home / "crowd", small_home(asked.home / "small"), COPIES)
    lifters = iter(lifters_of(build.path))
    bare = asked.home / "bare.py"
    bare.write_text(BARE, encoding="utf-8")
    with (
        served(PROJECT / "dashboard" / "app.py", asked.home / "crowd") as (url, server),
        served(bare, asked.home / "crowd") as (bare_url, _),
        chromium() as browser,
    ):
        cold: Timed = {}
        _first(browser, url, bare_url, server, cold, next(lifters))
        told(cold, "cold server")
        timed: dict[str, Timed] = {size: {} for size in asked.sizes}
        for _ in range(asked.repeats):
            for size in asked.sizes:
                visitor = Visitor(browser, size, url, bare_url, server, timed[size])
                try:
                    round_of(visitor, next(lifters), next(lifters))
                except Error as error:
                    print(f"{size}: a round was cut short: {str(error).splitlines()[0]}", flush=True)
                visitor.close()
            if time.monotonic() > began + 60 * asked.minutes:
                break
        for size in asked.sizes:
            told(timed[size], size)
        _visit(browser, url, lifters, asked.visits)
        print(f"memory: {_mb(server, 'VmRSS'):.0f} MB, at the most {_mb(server, 'VmHWM'):.0f} MB")


def _visit(browser: Browser, url: str, lifters: Iterator[str], count: int) -> None:
    """Look at so many lifters, a page of each."""
    page = browser.new_page()
    for number, lifter in zip(range(count), lifters, strict=False):
        page.goto(f"{url}/{VISITED[number % len(VISITED)]}?lifter={lifter}", wait_until="commit")
        there(page, seen(".stMainBlockContainer .lc"))
    page.close()


def _first(browser: Browser, url: str, bare_url: str, server: int, timed: Timed, lifter: str) -> None:
    """The first pages that a server is ever asked for."""
    visitor = Visitor(browser, "desktop", url, bare_url, server, timed)
    visitor.opens("first page: roster", "", seen(".st-key-card-roster .st-key-roster-0"))
    visitor.opens("first page: week", f"week?lifter={lifter}", seen(".st-key-card-standing"))
    visitor.close()


def _mb(process: int, held: str) -> float:
    """Memory of a process: `VmRSS` now, `VmHWM` the most that it ever held."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(status.partition(f"{held}:")[2].split()[0]) / 1000


if __name__ == "__main__":
    main()
