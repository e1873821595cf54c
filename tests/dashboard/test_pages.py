"""Every page through Streamlit's own test harness, on a fabricated build."""

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.parts import queries
from pipelines import Liftcast
from pipelines.exports.reading.in_doubt import AMBIGUOUS
from pipelines.handing_out.following import follow
from pipelines.progress import Silent
from pipelines.running.requests import answered, open_requests
from pipelines.running.underway import counted, underway
from pipelines.settings import PROJECT, Settings

PAGES = ("roster", "week", "history", "lift", "muscles", "plan", "data", "models")
LIFTERS = ("me", "ada", "newcomer", "unread")
STRONG = b"""Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE
2026-11-28 18:00:00,"Day",1h,"Bench Press (Barbell)",1,100,5,0,0,"","",
2026-11-28 18:00:00,"Day",1h,"Bench Press (Barbell)",2,100,5,0,0,"","",
2026-11-28 18:00:00,"Day",1h,"Cave wheel",1,10,5,0,0,"","",
"""


def open_app(home: Path, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    monkeypatch.setenv("LIFTCAST_HOME", str(home))
    app = AppTest.from_file(str(PROJECT / "dashboard" / "app.py"), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run().switch_page("views/week/page.py").run()


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def drawn(app: AppTest, key: str = "html") -> Any:
    """What is handed to the one piece of the page that has it: HTML with links, or what is told of each style."""
    parts = [json.loads(element.proto.json) for element in app.get("bidi_component")]
    return next(part[key] for part in parts if key in part)


@pytest.mark.parametrize("lifter", LIFTERS)
def test_every_page_works_and_says_that_samples_are_simulated(published, monkeypatch, lifter):
    app = open_app(published, monkeypatch, lifter=lifter)
    for page in PAGES:
        app.switch_page(f"views/{page}/page.py").run()
        assert not app.exception, page
        assert "Simulated sample data" in html(app), page
        assert "add your own export on the Data page" in html(app)
        assert app.selectbox(key="lifter_choice").value == lifter


def test_a_home_that_follows_shows_what_the_other_shows(published, tmp_path, monkeypatch):
    Liftcast(published).export("build", to=tmp_path / "out")
    follow(Settings(home=tmp_path / "follower", threads=1), str(tmp_path / "out"))
    shown = []
    for home in (published, tmp_path / "follower"):
        app = open_app(home, monkeypatch, lifter="me")
        pages = []
        for page in ("week", "lift", "history"):
            app.switch_page(f"views/{page}/page.py").run()
            assert not app.exception, page
            pages.append(html(app).replace(str(home), "HOME"))
        shown.append(pages)
    assert shown[0] == shown[1]


def test_the_week_says_what_was_done_and_the_one_thing_that_matters_most(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me")
    said = html(app)
    assert "Your last week, from" in said or "This week" in said
    assert "Usually" in said
    assert "weeks in a row" in said
    assert "What matters most" in said
    assert "<b>24 sets added and 1 set changed</b>" in said


def test_the_roster_says_who_needs_attention_and_leads_to_each(published, monkeypatch):
    app = open_app(published, monkeypatch).switch_page("views/roster/page.py").run()
    said = html(app)
    assert "1 lifter needs attention" in said
    assert "of 4 lifters trained in the last four weeks" in said
    app.segmented_control(key="show").set_value("all").run()
    assert "1 to 4 of 4 lifters" in html(app)
    app.text_input(key="name").set_value("ADA").run()
    assert "1 to 1 of 1 lifter" in html(app)
    app.text_input(key="name").set_value("nobody").run()
    assert "Nobody here" in html(app)


def test_the_history_compares_two_periods_and_lists_records(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me").switch_page("views/history/page.py").run()
    assert not app.exception
    said = html(app)
    assert "days a week since" in said
    assert "Working sets a week" in said
    assert "Squat (barbell), best 1RM" in said
    newcomer = open_app(published, monkeypatch, lifter="newcomer").switch_page("views/history/page.py").run()
    assert not newcomer.exception
    assert "No lift has been trained on enough days for a record yet." in html(newcomer)


def test_the_week_answers_at_once(published, monkeypatch):
    said = html(open_app(published, monkeypatch, lifter="me"))
    assert "Strength" in said
    assert "7 in 10 that it beats the other plans" in said
    assert "not a fact" in said
    assert "Plateau" in said


def test_the_week_says_what_was_not_looked_at_and_how_forecasts_fared(published, monkeypatch):
    said = html(open_app(published, monkeypatch, lifter="me"))
    assert "1 thing we can’t judge yet" in said
    assert "2 of 3 past forecasts came true within their range" in said
    assert "Advice was followed 2 of 3 times" in said
    assert "No forecast is old enough" in html(open_app(published, monkeypatch, lifter="ada"))


def test_alerts_fold_out_the_figures_they_cite(published, monkeypatch):
    said = html(open_app(published, monkeypatch, lifter="me"))
    assert "<summary>1 source</summary><p>3-wk breaks: no sig. loss CSA/1RM. Ogasawara 2011/2013</p>" in said


def test_a_lift_shows_its_own_alerts_and_only_warnings_come_first(published, monkeypatch):
    found = {}
    for lift in ("overhead-press", "squat", "bench-press"):
        app = open_app(published, monkeypatch, lifter="me", lift=lift).switch_page("views/lift/page.py").run()
        found[lift] = html(app)
    warned, noted, quiet = found.values()
    assert warned.index("as likely falling") < warned.index("1RM now")
    assert noted.index("55 % likely not rising") > noted.index("1RM now")
    assert "Plateau" not in quiet


def test_standing_is_shown_or_what_it_needs(published, monkeypatch):
    assert "Above 41 % of men" in html(open_app(published, monkeypatch, lifter="me"))
    assert "Needed: your sex, stated on a page or in profile.toml" in html(
        open_app(published, monkeypatch, lifter="ada")
    )


def test_who_to_compare_with_is_said_on_the_page_and_goes_into_the_profile(own_exports, monkeypatch):
    app = open_app(own_exports, monkeypatch, lifter="ada")
    assert app.radio(key="sex_of_ada").value is None
    app.radio(key="sex_of_ada").set_value("F")
    app.number_input(key="weight_of_ada").set_value(150.0)
    app.button(key="FormSubmitter:described-Save").click().run()
    assert not app.exception
    profile = tomllib.loads((own_exports / "inbox" / "ada" / "profile.toml").read_text())
    assert profile == {"sex": "F", "body_weight_lb": 150.0}
    assert [(one.kind, one.lifter) for one in open_requests(Settings(home=own_exports))] == [("profile", "ada")]


def test_a_body_weight_nobody_has_is_refused_where_it_is_typed(own_exports, monkeypatch):
    app = open_app(own_exports, monkeypatch, lifter="ada")
    weight = app.number_input(key="weight_of_ada")
    assert (weight.min, weight.max) == (45.0, 881.0)
    assert app.number_input(key="born_of_ada").max < datetime.now(UTC).year


def test_no_clear_difference_is_said_where_there_is_none(published, monkeypatch):
    said = html(open_app(published, monkeypatch, lifter="ada"))
    assert "Carry on as now" in said


def test_week_and_advice_tell_the_same_milestone_and_targets(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me")
    overview = html(app)
    advice = html(app.switch_page("views/plan/page.py").run())
    for said in (overview, advice):
        assert "Next milestone, under your plan" in said
        assert "Squat (barbell): 145" in said
        assert "As likely as not by 1 Jan 2027; 7 in 10 within 12 weeks." in said
        assert "<b>Bench 120 kg:</b> 40% by 1 Jun 2027 with this plan" in said
    assert "Your targets" not in [mark.value for mark in open_app(published, monkeypatch, lifter="ada").markdown]


def test_the_week_draws_lifts_under_the_plan_beside_carrying_on(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me")
    assert "if you follow your plan; the square is carrying on as now" in html(app)
    assert "if you follow your plan. The pale bar" in html(
        open_app(published, monkeypatch, lifter="ada")
    )  # which is to carry on


def test_the_advice_goes_through_lifts_then_muscles_and_folds_what_hardly_differs(published, monkeypatch):
    said = html(open_app(published, monkeypatch, lifter="me").switch_page("views/plan/page.py").run())
    assert "5 → 7 sets a week, 2 of them heavy (now 0)" in said
    assert "+2.6\u202f% 1RM<small>likely, 9 in 10</small>" in said
    assert "−1.1\u202f% size<small>likely a loss, 9 in 10</small>" in said
    assert said.index("Squat (barbell)<small>") < said.index("Chest<small>")
    assert "<summary>2 more lifts</summary>" in said
    assert "<summary>About the same as now: Deadlift (barbell) and Calves</summary>" in said
    assert "The first week is lighter, for you come from a break." in said


def test_reasons_known_of_everybody_fold(published, monkeypatch):
    said = html(open_app(published, monkeypatch, lifter="me").switch_page("views/plan/page.py").run())
    fold = said.index("<summary>What trials show, and what they do not</summary>")
    assert said.index("In your last weeks 10 % of sets were heavy.") < fold < said.index("Heavier loads raise 1RM")


def test_close_plans_are_a_choice_with_what_each_gives_up(fabricate, tmp_path, monkeypatch):
    with duckdb.connect(fabricate(tmp_path)) as con:
        con.execute("update recommendations set alternatives = replace(alternatives, '\"is_equal\": false', ?)",
                    ['"is_equal": true'])  # fmt: skip
    app = open_app(tmp_path, monkeypatch, lifter="me")
    said = html(app)
    assert "<b>11 weeks of your own week adjusted.</b> Gives up 1.0 % 1RM; 3 in 10 that it comes out ahead." in said
    assert "<b>5 weeks strength, then 6 weeks hypertrophy.</b> 7 in 10" in said
    for page in ("week", "plan"):
        assert "Pick the one you like" in html(app.switch_page(f"views/{page}/page.py").run()), page


def test_a_log_that_is_over_is_told_as_of_its_last_day(fabricate, tmp_path, monkeypatch):
    with duckdb.connect(fabricate(tmp_path)) as con:
        con.execute("update builds_meta set made_at = timestamp '2027-11-20'")
    app = open_app(tmp_path, monkeypatch, lifter="me", lift="squat")
    overview = html(app)
    assert "For you, as of 20 Nov 2026" in overview
    assert "As likely as not after 6 weeks of training" in overview
    assert "the next" not in overview
    lift = html(app.switch_page("views/lift/page.py").run())
    assert "1RM as of 20 Nov 2026" in lift
    assert drawn(app, "told")["plan"][11][0] == "1RM after 12 weeks of training, your plan"
    assert "now" not in drawn(app, "told")["plan"][11][2]
    assert "as of 20 Nov 2026" in html(app.switch_page("views/plan/page.py").run())


def test_the_muscles_say_what_the_plan_does_to_them(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me").switch_page("views/muscles/page.py").run()
    said = " ".join(mark.value for mark in app.markdown)
    assert "In 11 weeks your plan is likely to grow chest about 1\u202f% more than carrying on would" in said
    assert "to cost side delts about 1\u202f%" in said
    assert "Your plan" in html(app)


def test_a_lifter_without_a_forecast_is_told_what_is_missing(published, monkeypatch):
    said = html(open_app(published, monkeypatch, lifter="newcomer"))
    assert "Too early to say" in said
    assert "56 days of training" in said


def test_loads_are_in_the_lifters_own_unit(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="ada").switch_page("views/lift/page.py").run()
    assert "\u202flb" in drawn(app)
    app.query_params["lift"] = "squat"
    app.run()
    assert "\u202flb" in html(app)
    for said in (drawn(app, "told")["plan"][0][1], html(app)):
        assert "\u202fkg" not in said


def test_all_lifts_stand_on_cards_and_those_without_a_forecast_say_what_is_missing(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me").switch_page("views/lift/page.py").run()
    cards = drawn(app)
    assert cards.count('class="card"') == 6
    assert 'href="?lifter=me&amp;lift=squat"' in cards
    assert "138\u202f±\u202f9\u202fkg" in cards
    assert "+6\u202f%</b> in 12 weeks" in cards
    assert "under your plan; 8 in 10: " in cards
    assert '<span class="flag warning">Plateau</span>' in cards
    assert cards.index("Needed: at least 8 training days") > cards.index("Deadlift (barbell)")


def test_cards_are_sorted_by_what_one_cares_about(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me").switch_page("views/lift/page.py").run()
    app.button_group(key="order").set_value("attention").run()
    assert app.query_params["order"] == "attention"
    assert drawn(app).index("Overhead press") < drawn(app).index("Bench press")


def test_an_address_holds_style_and_weeks_and_what_it_cannot_hold_is_passed_over(published, monkeypatch):
    lift = {"lifter": "me", "lift": "squat"}
    page = "views/lift/page.py"
    app = open_app(published, monkeypatch, **lift, style="strength", weeks="37").switch_page(page).run()
    assert (drawn(app, "style"), drawn(app, "weeks")) == ("strength", 37)
    assert "1RM in 37 weeks, strength style" in drawn(app, "told")["strength"][36]
    app = open_app(published, monkeypatch, **lift, style="none", weeks="99").switch_page(page).run()
    assert (drawn(app, "style"), drawn(app, "weeks")) == ("plan", 12)
    assert "1RM in 12 weeks, carrying on as now" in drawn(app, "told")["as_now"][11]


def test_a_load_is_told_by_when_and_how_likely(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me", lift="squat").switch_page("views/lift/page.py").run()
    assert "140\u202fkg, under your plan" in html(app)
    app.select_slider(key="load").set_value(147.5).run()
    assert "147.5\u202fkg, under your plan" in html(app)
    assert "As likely as not by then" in html(app)


def test_a_lift_that_is_not_in_the_log_leads_to_all(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me", lift="<b>none").switch_page("views/lift/page.py").run()
    assert "There’s no lift “&lt;b&gt;none” in this log" in html(app)
    assert 'class="card"' in drawn(app)


def test_the_body_is_drawn_by_sets_and_names_what_was_not_trained(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me").switch_page("views/muscles/page.py").run()
    assert 'aria-label="Chest: 4 sets a week"' in drawn(app)
    assert "<b>Not trained</b> Neck" in drawn(app)
    app.button_group(key="show").set_value("plan").run()
    assert 'aria-label="Chest: 8 sets a week, now 4"' in drawn(app)


def test_a_muscle_says_its_exercises_its_sets_and_its_size(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me", muscle="chest").switch_page("views/muscles/page.py").run()
    said = html(app)
    assert "Below the range: 10 to 20 a week are best for size. Under the plan: 8 a week." in said
    assert 'href="lift?lifter=me&amp;lift=overhead-press"' in said
    assert "+1 to +6\u202f%" in said
    assert "No tape measurements in this log" in said


def test_two_styles_are_told_apart_by_chance_and_size_or_not_at_all(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me", lift="squat").switch_page("views/lift/page.py").run()
    assert "Strength over hypertrophy:</b> 9 in 10 that it is better, by 2" in html(app)
    assert "hybrid or as now." in html(app)
    app = open_app(published, monkeypatch, lifter="ada", lift="squat").switch_page("views/lift/page.py").run()
    assert "No clear difference:</b> between any two of the styles." in html(app)


def test_a_lift_says_its_1rm_now_and_what_it_rests_on(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me", lift="squat").switch_page("views/lift/page.py").run()
    assert "Squat (barbell): 1RM now" in html(app)
    assert "from your test of 138" in html(app)
    app = open_app(published, monkeypatch, lifter="me", lift="curl").switch_page("views/lift/page.py").run()
    assert "not from a test" in html(app)


def test_a_refused_lift_says_what_is_missing(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me", lift="row").switch_page("views/lift/page.py").run()
    assert "Not yet" in html(app)
    assert "at least 8 training days" in html(app)


def test_a_link_opens_the_lifter_and_the_lift_it_names(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="ada", lift="deadlift").switch_page("views/lift/page.py").run()
    assert app.selectbox(key="lift").value == "deadlift"
    assert app.title[0].value == "Deadlift \\(barbell\\)"
    assert app.query_params["lifter"] == "ada"


def test_an_unknown_lifter_in_a_link_falls_back(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="nobody")
    assert not app.exception
    assert app.selectbox(key="lifter_choice").value in LIFTERS


def test_the_choice_of_lifter_lasts_across_pages(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me")
    app.selectbox(key="lifter_choice").set_value("ada").run()
    app.switch_page("views/data/page.py").run()
    assert app.selectbox(key="lifter_choice").value == "ada"


def test_the_data_page_accounts_for_every_row(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me").switch_page("views/data/page.py").run()
    said = html(app)
    assert "Every row is accounted for: 2,104 rows read" in said
    assert "no known export: its header is &#x27;a,b,c&#x27;" in said
    assert "strong.csv: an extract, which adds and updates: 1,354 rows" in said
    assert "strong.csv, 17<" in said
    assert "strong.csv, 1,201<" in said
    assert said.index("Cave wheel") < said.index("Ab wheel rollout") < said.index("Zzz")
    assert said.count("Ab wheel rollout") == 1  # what is like nothing is near nothing
    assert app.text_input(key="rejected_search").value == ""
    assert [each.label for each in app.expander if "6 days" in each.label] == ["Show 6 days"]


def test_a_unit_no_file_states_is_asked_for_and_written_into_the_profile(own_exports, monkeypatch):
    app = open_app(own_exports, monkeypatch, lifter="me").switch_page("views/data/page.py").run()
    app.radio[0].set_value("lb")
    app.button(key="FormSubmitter:unit-Save").click().run()
    assert not app.exception
    assert 'unit = "lb"' in (own_exports / "inbox" / "me" / "profile.toml").read_text()
    assert "next `liftcast run`" in app.success[0].value


def test_what_is_asked_on_a_page_is_noted_and_answered_there(own_exports, monkeypatch):
    settings = Settings(home=own_exports)
    app = open_app(own_exports, monkeypatch, lifter="me").switch_page("views/data/page.py").run()
    app.file_uploader[0].upload("more.csv", STRONG, "text/csv")
    app.run()
    assert not app.exception
    assert "What would happen" in [heading.value for heading in app.subheader]
    assert "Names we don’t know yet, which you can explain afterwards: Cave wheel." in html(app)
    assert not (own_exports / "inbox").exists()
    app.button(key="take_it").click().run()
    assert not app.exception
    assert (own_exports / "inbox" / "me" / "more.csv").read_bytes() == STRONG
    assert "next `liftcast run`" in app.success[0].value
    app.run()
    assert "1 request waits" in html(app)
    assert "more.csv</b> waits for the next refresh" in html(app)
    with answered(settings):
        app.run()
    assert "Done:</b> more.csv is in the results now" in html(app.run())


def test_what_goes_on_is_a_strip_on_every_page(own_exports, monkeypatch):
    app = open_app(own_exports, monkeypatch, lifter="me")
    with underway(Settings(home=own_exports), "refresh", Silent()) as told, told.step("Forecasting", 8) as advance:
        advance(2)
        counted(told, files_new=3)
        for page in PAGES:
            said = html(app.switch_page(f"views/{page}/page.py").run())
            assert "Bringing results up to date · forecasting 2 of 8 · 3 new files · for " in said
    assert "Bringing results" not in html(app.run())


def test_an_exercise_in_doubt_is_asked_about_first_and_any_other_may_be_stated(own_exports, monkeypatch):
    app = open_app(own_exports, monkeypatch, lifter="me").switch_page("views/data/page.py").run()
    assert "kg, assumed: some loads fit lb better: Curl." in html(app)
    names = app.selectbox(key="unit_of_name")
    assert names.options == ["Curl", "Bench", "Machine"]
    assert app.radio(key="unit_of_Curl").value == "kg"
    names.set_value("Machine").run()
    app.radio(key="unit_of_Machine").set_value("lb")
    app.button(key="save_exercise_unit").click().run()
    profile = tomllib.loads((own_exports / "inbox" / "me" / "profile.toml").read_text())
    assert profile == {"exercise_units": {"Machine": "lb"}}


def test_loads_that_cannot_be_are_asked_about_and_the_answer_is_written_into_the_profile(own_exports, monkeypatch):
    app = open_app(own_exports, monkeypatch, lifter="me").switch_page("views/data/page.py").run()
    assert "If 76 kg is the whole load, it is 94 kg." in html(app)
    names = app.selectbox(key="odd_name")
    assert names.options == ["Pull Up", "Chin Up"]
    assert app.radio(key="loads_of_Pull Up").value is None
    names.set_value("Chin Up").run()
    app.radio(key="loads_of_Chin Up").set_value("total")
    app.button(key="save_load").click().run()
    profile = tomllib.loads((own_exports / "inbox" / "me" / "profile.toml").read_text())
    assert profile == {"loads": {"Chin Up": "total"}}


def test_what_comes_first_in_dates_is_asked_once_and_written_into_the_profile(own_exports, monkeypatch):
    (build,) = (own_exports / "builds").iterdir()
    with duckdb.connect(build) as con:
        reason = f"{AMBIGUOUS}: found '03/04/2026'"
        con.execute("update rejected_rows set reason = ?", [reason])
    app = open_app(own_exports, monkeypatch, lifter="me").switch_page("views/data/page.py").run()
    assert "Dates such as 03/04/2026 could be either, in 2 rows" in html(app)
    (order,) = [radio for radio in app.radio if radio.label == "In these dates"]
    assert order.value is None
    order.set_value("day first")
    app.button(key="FormSubmitter:dates-Save").click().run()
    assert not app.exception
    profile = tomllib.loads((own_exports / "inbox" / "me" / "profile.toml").read_text())
    assert profile == {"dates": "day first"}


def test_an_unknown_exercise_is_told_what_it_is_nearest_first(own_exports, monkeypatch):
    app = open_app(own_exports, monkeypatch, lifter="me").switch_page("views/data/page.py").run()
    offered = app.selectbox(key="exercise_of_Cave wheel")
    assert offered.value == "Ab wheel rollout"
    offered.set_value("Ab wheel")
    app.button(key="save_exercise").click().run()
    assert (
        own_exports / "inbox" / "me" / "exercises.csv"
    ).read_text() == "exported_name,exercise_id\nCave wheel,ab_wheel\n"


def test_a_name_like_no_exercise_is_not_said_to_be_one(own_exports, monkeypatch):
    app = open_app(own_exports, monkeypatch, lifter="me").switch_page("views/data/page.py").run()
    app.selectbox(key="unmapped_name").set_value("Zzz").run()
    assert app.selectbox(key="exercise_of_Zzz").value is None
    assert app.button(key="save_exercise").disabled
    app.selectbox(key="exercise_of_Zzz").set_value("Ab wheel").run()
    app.button(key="save_exercise").click().run()
    assert "Zzz,ab_wheel" in (own_exports / "inbox" / "me" / "exercises.csv").read_text()


def test_how_good_it_is_is_said_in_one_sentence_and_what_it_rests_on(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me").switch_page("views/models/page.py").run()
    assert not app.exception
    assert app.title[0].value == "How good is it?"
    said = html(app)
    assert "7 in 10 outcomes fell within the range given" in said
    assert "Over the last 26 weeks, 1,040 forecasts made here came due." in said
    assert "they were too narrow, so trust them a little less" in said
    assert "Do the ranges hold?" in [heading.value for heading in app.header]
    assert "better than saying nothing will change" in said
    assert said.count("<summary>Show data</summary>") == 3
    assert "<code>liftcast mlflow</code>" in said


def test_a_lifters_own_forecasts_are_held_against_what_came(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me").switch_page("views/models/page.py").run()
    assert "2 of 3 forecasts came true within the range given. 1 ended above it and 0 below." in html(app)
    ada = open_app(published, monkeypatch, lifter="ada").switch_page("views/models/page.py").run()
    assert "No forecast made here has come due yet. The first can be checked against your log about" in html(ada)


def test_before_the_first_build_it_says_what_to_run(tmp_path, monkeypatch):
    app = open_app(tmp_path, monkeypatch)
    assert not app.exception
    assert "Nothing here yet" in html(app)
    assert "make run" in app.code[0].value
    assert len(app.file_uploader) == 1


def test_a_new_build_is_shown_on_the_next_look(tmp_path, monkeypatch, fabricate):
    fabricate(tmp_path, "20260101T000000000-aaaaaaaaaaaa")
    app = open_app(tmp_path, monkeypatch)
    assert "Simulated sample data" in html(app)
    fabricate(tmp_path, "20260102T000000000-bbbbbbbbbbbb", simulated=False)
    app.run()
    assert "Simulated sample data" not in html(app)


def test_markup_in_an_export_is_shown_not_run(tmp_path, monkeypatch, fabricate):
    fabricate(tmp_path, lifter="<img src=x onerror=alert(1)>")
    app = open_app(tmp_path, monkeypatch)
    for page in PAGES:
        app.switch_page(f"views/{page}/page.py").run()
        assert not app.exception
        assert "<img" not in html(app)


def test_a_rerun_asks_the_build_nothing_again(published, monkeypatch):
    app = open_app(published, monkeypatch, lifter="me")
    monkeypatch.setattr(queries, "_connection", None)  # whatever asks now raises, and the page says so
    assert not app.run().exception


def test_results_of_another_version_are_not_read_and_say_what_to_do(fabricate, tmp_path, monkeypatch):
    with duckdb.connect(fabricate(tmp_path)) as con:
        con.execute("drop table current_maxes; update builds_meta set shape = 'other'")
    app = open_app(tmp_path, monkeypatch)
    for page in PAGES:
        app.switch_page(f"views/{page}/page.py").run()
        assert not app.exception, page
        assert "made by another version" in html(app), page
        assert app.get("code")[0].proto.code_text == "liftcast run"
