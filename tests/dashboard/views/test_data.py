"""What people do on the Data page, in a real browser, with somebody at work behind it as the app would be."""

import re
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.screenshots import SIZES, chromium, find_chromium, settle
from pipelines import Liftcast
from pipelines.files.locking import scheduling
from pipelines.running import steps
from pipelines.running.requests import is_due
from pipelines.settings import Settings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine: apt-get install chromium"),
]

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
LAST = datetime.now(UTC).date() - timedelta(days=2)


def strong(weeks=12, curl="Zottmanish Thing", bench=80):
    """Write a made-up log: two days a week, loads that could be of either unit, an exercise nobody knows."""
    lines = [HEADER]
    for week in reversed(range(weeks)):
        for ago in (3, 0):
            day = LAST - timedelta(days=7 * week + ago)
            lifts = {"Bench Press (Barbell)": bench, "Squat (Barbell)": bench + 30, curl: 20}
            for name, load in lifts.items():
                weight = load + 2.5 * ((weeks - week) // 4)
                lines += [f'{day} 18:00:00,"Day",1h,"{name}",{order},{weight},8,0,0,"=1+1","",' for order in (1, 2, 3)]
    return "\n".join(lines) + "\n"


@contextmanager
def kept_up(settings):
    """Do what is asked on the page, as the app does that stays up."""
    ended, ready = threading.Event(), threading.Event()

    def work():
        with scheduling(settings):
            ready.set()
            while not ended.wait(0.2):
                if is_due(settings):
                    steps.refresh(settings)

    worker = threading.Thread(target=work)
    worker.start()
    ready.wait()
    try:
        yield
    finally:
        ended.set()
        worker.join()


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return Settings(home=tmp_path_factory.mktemp("empty") / "home", threads=1)


@pytest.fixture(scope="module")
def at(settings, serving):
    """Give the address of a dashboard of an empty home, with somebody at work behind it."""
    with kept_up(settings), serving(settings.home) as address:
        yield address


@pytest.fixture(scope="module")
def profile(profile_of):
    width, height = SIZES["desktop"]
    with chromium() as opened:
        yield profile_of(opened, viewport={"width": width, "height": height})


@pytest.fixture
def page(profile):
    opened = profile.new_page()
    errors = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    opened.close()
    assert errors == []


def go(page, address):
    page.goto(address, wait_until="load")
    settle(page, still_ms=0)


def unfolded(page, question):
    """Unfold a question of the list, unless it is, and give its place."""
    place = page.locator("[data-testid='stExpander']").filter(has_text=question).first
    place.wait_for()
    if place.locator("details").get_attribute("open") is None:
        place.locator("summary").click()
    return place


def drop(page, folder, name, text):
    (folder / name).write_text(text)
    page.locator("input[type=file]").first.set_input_files([folder / name])
    page.get_by_role("heading", name="What would happen").wait_for()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_first_visit_can_be_made_by_everybody(at, page, size, unusable):
    page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
    go(page, at)
    page.get_by_text("Nothing here yet").wait_for()
    page.get_by_text("From a terminal instead").click()
    page.get_by_text("cp my-export.csv").wait_for()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        settle(page, still_ms=0)
        assert unusable(page) == [], scheme


def test_from_the_first_visit_to_forecasts_without_a_terminal(at, page, settings, tmp_path):
    go(page, at)
    page.get_by_text("Nothing here yet").wait_for()
    drop(page, tmp_path, "strong.csv", strong())
    page.get_by_text("216 sets would be added.").wait_for()
    page.get_by_text("Zottmanish Thing").first.wait_for()
    assert not settings.inbox.exists()
    page.get_by_role("button", name="Leave it").click()
    page.get_by_text("Left: nothing was changed.").wait_for()
    settle(page)
    drop(page, tmp_path, "strong.csv", strong())
    page.get_by_role("button", name="Take it").click()
    page.get_by_text("Nothing here yet").wait_for(state="detached")
    page.get_by_text("What matters most").first.wait_for()
    assert page.locator("[data-testid='stException']").count() == 0
    assert (settings.inbox / "me" / "strong.csv").read_text() == strong()


def test_an_exercise_is_explained_and_history_moves(at, page, settings):
    go(page, f"{at}/data")
    question = unfolded(page, "Which exercises are these?")
    question.get_by_label("is", exact=True).fill("Preacher curl (barbell)")
    page.keyboard.press("Enter")
    settle(page, still_ms=0)
    question.get_by_role("button", name="Save").click()
    page.get_by_text("Which exercises are these?").wait_for(state="detached")
    named = Liftcast(settings.home).table("sets", lifters="me")["exercise_id"].unique()
    assert not any(name.startswith("unmapped") for name in named)


def test_a_unit_is_answered_where_it_is_asked(at, page, settings):
    before = Liftcast(settings.home).table("sets")["load_kg"].max()
    go(page, f"{at}/data")
    question = unfolded(page, re.compile("In which unit are these loads|Is a unit of load wrong"))
    question.get_by_text("lb", exact=True).first.click()
    question.get_by_role("button", name="Save").first.click()
    page.get_by_text("Saved in profile.toml").wait_for()
    page.get_by_text("profile.toml is in the results now").first.wait_for()
    assert Liftcast(settings.home).table("sets")["load_kg"].max() == pytest.approx(before * 0.45359237)


def test_a_lifter_is_deleted_on_the_page_by_typing_the_name(at, page, settings):
    go(page, f"{at}/data?lifter=me")
    page.get_by_role("button", name="Show what would go").click()
    delete = page.get_by_role("button", name="Delete for ever")
    delete.wait_for()
    assert delete.is_disabled()
    page.get_by_label("To delete all of this, type the name", exact=False).fill("me")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => [...document.querySelectorAll('button')].some(b => b.innerText == 'Delete for ever' && !b.disabled)"
    )
    delete.click()
    page.get_by_text("Nothing here yet").wait_for()
    assert Liftcast(settings.home).lifters() == []
    assert not list(settings.home.rglob("*.duckdb"))
