"""Pictures of every page of a running dashboard, desktop and phone: `python -m dashboard.screenshots URL FOLDER`.

Needs Chromium and the development environment's Playwright.
"""

import argparse
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PAGES: Final = ("roster", "week", "lift", "muscles", "plan", "history", "data", "models")
SIZES: Final = {"desktop": (1440, 900), "phone": (390, 844)}
SHARPNESS: Final = {"desktop": 1, "phone": 2}
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium as root on a machine without internet."""

READY_MS: Final = 240_000
"""Only what hangs takes longer, on however busy a machine."""
SETTLE_MS: Final = 700

HEIGHT: Final = "() => document.querySelector('[data-testid=stMain]').scrollHeight"
IDLE: Final = "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
DRAWN: Final = """() => !document.querySelector('[data-testid=stSkeleton]')
    && [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
        .every(chart => chart.querySelector('canvas, svg'))"""


def find_chromium() -> str | None:
    """Path of Chromium, or None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a browser with a fresh profile.

    Raises
    ------
    FileNotFoundError
        No Chromium on this machine.
    """
    path = find_chromium()
    if path is None:
        raise FileNotFoundError("no Chromium found: install it (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def settle(page: Page, still_ms: int = SETTLE_MS) -> None:
    """Wait until the page has run to its end, its charts are drawn, and nothing grew for `still_ms`."""
    page.wait_for_load_state("load")
    page.locator(".stMainBlockContainer .lc, [data-testid='stException']").first.wait_for(timeout=READY_MS)
    page.wait_for_function(IDLE, timeout=READY_MS)
    page.wait_for_function(DRAWN, timeout=READY_MS)
    heights = [-1, int(page.evaluate(HEIGHT))]
    while still_ms and heights[-1] != heights[-2]:
        page.wait_for_timeout(still_ms)
        heights.append(int(page.evaluate(HEIGHT)))


def take(
    browser: Browser,
    url: str,
    folder: Path,
    *,
    scheme: Literal["light", "dark"] = "light",
    lifter: str | None = None,
    pages: Sequence[str] = PAGES,
) -> list[Path]:
    """Save one picture per page and size.

    Parameters
    ----------
    browser : Browser
        From `chromium`.
    url : str
        Of the running dashboard.
    folder : Path
        Where the pictures go: `<page>-<size>.png`, dark ones `<page>-<size>-dark.png`.
    scheme, lifter, pages
        Light or dark; whose pages, the dashboard's own first choice where not given; which.

    Returns
    -------
    list of Path
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    query = f"?lifter={quote(lifter)}" if lifter else ""
    for size, (width, height) in SIZES.items():
        view = ViewportSize(width=width, height=height)
        context = browser.new_context(viewport=view, color_scheme=scheme, device_scale_factor=SHARPNESS[size])
        context.set_default_timeout(READY_MS)
        page = context.new_page()
        for name in pages:
            picture = folder / f"{name}-{size}{'-dark' if scheme == 'dark' else ''}.png"
            _picture(page, f"{url.rstrip('/')}/{name}{query}", picture, view)
            made.append(picture)
        context.close()
    return made


def _picture(page: Page, address: str, picture: Path, view: ViewportSize) -> None:
    """Save one page, the window as high as the page: Streamlit scrolls inside of it."""
    page.set_viewport_size(view)
    page.goto(address, wait_until="load")
    settle(page)
    tall = int(page.evaluate(HEIGHT))
    page.set_viewport_size(ViewportSize(width=view["width"], height=max(view["height"], tall)))
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=picture)


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="of the running dashboard, e.g. http://127.0.0.1:8501")
    parser.add_argument("folder", type=Path, help="where the pictures go, e.g. docs/images")
    parser.add_argument("--scheme", choices=["light", "dark"], default="light", help="of the page")
    parser.add_argument("--lifter", help="whose pages")
    arguments = parser.parse_args()
    with chromium() as browser:
        for path in take(browser, arguments.url, arguments.folder, scheme=arguments.scheme, lifter=arguments.lifter):
            print(path)  # noqa: T201 this is its answer


if __name__ == "__main__":
    main()
