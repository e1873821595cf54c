"""The Plan page in a real Chromium, as people use it: at the desk, on paper, and in a gym without a network."""

import re

import pytest

from dashboard.screenshots import IDLE, SIZES, chromium, find_chromium, settle

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def profile(profile_of):
    with chromium() as opened:
        yield profile_of(opened, accept_downloads=True)


@pytest.fixture(scope="module")
def address(lifted, serving):
    with serving(lifted.home) as url:
        yield f"{url}/plan"


def open_plan(profile, address, size="desktop", query=""):
    page = profile.new_page()
    page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
    page.goto(f"{address}{query}", wait_until="load")
    settle(page, still_ms=0)
    return page


def test_days_and_goal_change_the_answer_and_the_address_gives_it_again(profile, address):
    page = open_plan(profile, address)
    page.get_by_label("Days a week").click()
    page.get_by_role("option", name="3", exact=True).click()
    page.get_by_text("Day 3, Fri").first.wait_for()
    page.get_by_role("radio", name="Size").or_(page.get_by_role("button", name="Size", exact=True)).first.click()
    page.get_by_text("Goal: size, ").wait_for()
    page.wait_for_url(re.compile("goal=size"))
    page.reload(wait_until="load")
    page.get_by_text("Goal: size, ").wait_for()
    page.get_by_text("Day 3, Fri").first.wait_for()
    page.close()


def test_a_misspelt_target_is_refused_where_it_is_typed(profile, address):
    page = open_plan(profile, address)
    page.get_by_text("Target, equipment, exercises").click()
    page.get_by_label("Target: lift").fill("bnech press")
    page.keyboard.press("Enter")
    page.get_by_text("We don’t know an exercise called").wait_for()
    page.get_by_role("button", name="Bench press (barbell)").click()
    page.get_by_text("We don’t know an exercise called").wait_for(state="detached")
    page.wait_for_url(re.compile("lift=Bench"))
    page.close()


def test_print_gives_a_page_for_each_day_and_nothing_else(profile, address):
    page = open_plan(profile, address)
    assert len(re.findall(rb"/Type /Page\b", page.pdf(format="A4"))) == 2
    page.emulate_media(media="print")
    said = page.evaluate("document.body.innerText")
    assert said.index("Day 1, ") < said.index("Day 2, ")
    assert "@ " in said
    assert "Keep this" not in said
    assert "Days a week" not in said
    page.close()


def test_the_gym_file_works_without_a_network_and_remembers_what_was_done(profile, profile_of, address, tmp_path):
    page = open_plan(profile, address)
    with page.expect_download() as given:
        page.get_by_role("button", name="Take it to the gym").click()
    given.value.save_as(tmp_path / "gym.html")
    page.close()
    context = profile_of(profile.browser, offline=True, viewport={"width": 390, "height": 844})
    gym, asked = context.new_page(), []
    gym.on("request", lambda request: asked.append(request.url))
    gym.goto((tmp_path / "gym.html").as_uri())
    first = gym.get_by_role("checkbox").first
    first.click()
    gym.get_by_role("timer").get_by_text(re.compile(r"^\d:\d\d$")).wait_for()
    gym.reload()
    assert gym.get_by_role("checkbox").first.get_attribute("aria-checked") == "true"
    assert gym.evaluate("document.documentElement.scrollWidth") <= 390
    assert all(url.startswith("file:") for url in asked)
    context.close()


def test_on_a_phone_nothing_is_cut_at_the_edge_and_old_addresses_lead_here(profile, address):
    page = open_plan(profile, address.replace("/plan", "/advice"), "phone", "?days=3")
    page.wait_for_url(re.compile("/plan.*days=3"))
    settle(page)
    page.wait_for_function(IDLE)
    wide = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth")
    assert wide <= 0
    page.close()
