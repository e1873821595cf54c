"""The dashboard in a real Chromium: it starts as `liftcast dashboard` starts it, from any folder."""

import pytest

from dashboard.screenshots import PAGES, READY_MS, SIZES, chromium, find_chromium, settle, take

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine: apt-get install chromium"),
]


ASKED = []


@pytest.fixture(scope="module")
def profile(url, profile_of):
    """Give one browser profile, where what a page brings is fetched once, and each is opened as if for the first time."""
    with chromium() as opened:
        profile = profile_of(opened)
        profile.add_init_script("localStorage.clear()")  # whether menus were left open is kept there
        yield profile


@pytest.fixture(autouse=True)
def nobody_else_is_asked(url):
    """Fail where a page asked any other address than ours for anything."""
    ASKED.clear()
    yield
    ours = (f"{url}/", url.replace("http", "ws") + "/", "data:", "blob:")
    assert [address for address in ASKED if not address.startswith(ours)] == []


def resize(page, size):
    page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})


def open_page(profile, url, size, name="", query="?lifter=me"):
    page = profile.new_page()
    resize(page, size)
    page.on("request", lambda request: ASKED.append(request.url))
    page.on("websocket", lambda websocket: ASKED.append(websocket.url))
    page.goto(f"{url}/{name}{query}", wait_until="load")
    settle(page, still_ms=0)
    return page


UNFOLD = "() => document.querySelectorAll('details').forEach(folded => { folded.open = true })"
TOO_WIDE = "() => document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth"
STICKING_OUT = """() => [...document.querySelectorAll('.lc, .lc table, .lc .strip, canvas')]
    .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1).length"""
FOLDED = {"desktop": "false", "phone": "true"}
WINDOWS = (("desktop", "light"), ("desktop", "dark"), ("phone", "dark"), ("phone", "light"))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_its_window_shows_no_error_and_can_be_used_by_everybody(profile, url, name, unusable):
    """Of one page, loaded once: the server does not know how wide a window is, and the page follows it."""
    page = open_page(profile, url, "desktop", name)
    settle(page, still_ms=300)
    assert page.locator("[data-testid='stException']").count() == 0
    for size, scheme in WINDOWS:
        resize(page, size)
        page.emulate_media(color_scheme=scheme)
        settle(page, still_ms=300)
        assert page.evaluate(TOO_WIDE) <= 0, f"wider than a {size}"
        assert page.evaluate(STICKING_OUT) == 0, size
        assert page.locator(".st-key-bar").is_visible() == (size == "phone")
        assert page.locator("[data-testid='stSidebar']").get_attribute("data-collapsed") == FOLDED[size]
        page.evaluate(UNFOLD)
        assert unusable(page) == [], f"{size}, {scheme}"
    page.close()


def test_the_icon_is_our_own_and_there_is_nothing_of_streamlits_to_click(profile, url):
    page = open_page(profile, url, "desktop")
    icon = page.locator("link[rel~='icon']").first.get_attribute("href")
    assert icon.startswith("data:image/svg+xml")
    assert page.locator("[data-testid='stAppDeployButton'], [data-testid='stMainMenu']").count() == 0
    page.close()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_card_opens_its_lift_and_back_leads_to_the_cards(profile, url, size):
    page = open_page(profile, url, size, "lift")
    page.locator("a.card", has_text="Squat (barbell)").click()
    page.get_by_role("heading", name="Squat (barbell)").wait_for()
    assert "lift=squat" in page.url
    settle(page)
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth") <= 0
    page.go_back()
    page.locator("a.card", has_text="Deadlift (barbell)").wait_for()
    assert "lift=squat" not in page.url
    page.close()


def test_style_and_weeks_are_switched_at_once_and_a_shared_address_gives_the_same_view(profile, url):
    page = open_page(profile, url, "desktop", "lift", query="?lifter=me&lift=squat")
    weeks = page.locator(".vega-bindings input[type=range]")
    weeks.wait_for()
    page.locator(".vega-bindings label", has_text="As now").last.click()
    page.get_by_text("1RM in 12 weeks, carrying on as now").wait_for()
    weeks.focus()
    weeks.press("ArrowRight")
    page.get_by_text("1RM in 13 weeks, carrying on as now").wait_for()
    assert "style=as_now" in page.url
    assert "weeks=13" in page.url
    page.reload()
    page.get_by_text("1RM in 13 weeks, carrying on as now").wait_for()
    assert weeks.input_value() == "13"
    page.close()


def test_a_load_on_the_slider_says_when(profile, url):
    page = open_page(profile, url, "desktop", "lift", query="?lifter=me&lift=squat")
    page.get_by_text("140\u202fkg, under your plan").wait_for()
    slider = page.get_by_role("slider", name="Load (kg)")
    slider.focus()
    slider.press("ArrowRight")
    page.get_by_text("142.5\u202fkg, under your plan").wait_for()
    page.close()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_tapped_muscle_opens(profile, url, size):
    page = open_page(profile, url, size, "muscles")
    page.locator("a.muscle[data-tap=chest] path").first.click()
    page.get_by_text("What works it").wait_for()
    assert "muscle=chest" in page.url
    page.get_by_role("link", name="Bench press (barbell)").wait_for()
    page.close()


def test_a_phone_has_a_bar_at_its_foot_and_its_menus_close_after_a_choice(profile, url):
    page = open_page(profile, url, "phone", "week", query="?lifter=ada")
    targets = page.locator(".st-key-bar a, .st-key-bar button")
    assert targets.all_inner_texts()[0].endswith("Roster")
    boxes = [target.bounding_box() for target in targets.all()]
    assert len(boxes) == 5
    assert all(box["height"] >= 44 and box["y"] + box["height"] <= SIZES["phone"][1] for box in boxes)
    sidebar = page.locator("[data-testid='stSidebar']")
    assert sidebar.get_attribute("data-collapsed") == "true"
    targets.last.click()
    page.get_by_test_id("stPopoverBody").get_by_role("link", name="Data").click()
    page.wait_for_url("**/data?lifter=ada")
    page.get_by_test_id("stPopoverBody").wait_for(state="hidden")
    page.get_by_test_id("stExpandSidebarButton").click()
    sidebar.get_by_role("link", name="Plan").click()
    page.wait_for_url("**/plan?lifter=ada")
    page.locator("[data-testid='stSidebar'][data-collapsed='true']").wait_for(state="attached")
    page.close()


def test_a_german_browser_is_spoken_to_in_german(profile, profile_of, url):
    page = profile_of(profile.browser, locale="de-DE").new_page()
    page.goto(f"{url}/week?lifter=me", wait_until="load")
    page.get_by_role("link", name="Muskeln").first.wait_for()
    page.get_by_role("heading", name="Was sich geändert hat").wait_for()
    page.wait_for_function("document.documentElement.lang == 'de'")
    page.close()


def test_the_lifter_is_kept_when_another_page_is_opened(profile, url):
    page = open_page(profile, url, "desktop", query="?lifter=ada")
    page.get_by_role("link", name="Data").click()
    page.wait_for_url("**/data**lifter=ada**")
    page.get_by_role("heading", name="Data").wait_for()
    page.close()


def test_a_new_build_appears_by_itself(profile, url, published, fabricate):
    page = open_page(profile, url, "desktop")
    assert page.get_by_text("Simulated sample data").count() == 1
    before = (published / "current").read_text()
    fabricate(published, "20261121T000000000-cccccccccccc", simulated=False)
    try:
        page.get_by_text("Simulated sample data").wait_for(state="detached", timeout=READY_MS)
    finally:
        (published / "current").write_text(before)
    page.close()


def test_pictures_of_every_page_can_be_taken(profile, url, tmp_path):
    made = take(profile.browser, url, tmp_path / "images", pages=PAGES[:1])
    assert [path.name for path in made] == ["roster-desktop.png", "roster-phone.png"]
    assert all(path.stat().st_size > 10_000 for path in made)
