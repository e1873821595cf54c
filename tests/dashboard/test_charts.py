import json

import altair as alt
import numpy as np
import pandas as pd
import pytest
from altair.utils.schemapi import SchemaValidationError
from hypothesis import given
from hypothesis import strategies as st

from dashboard.palette import DARK, LIGHT, TOLD
from dashboard.parts.charts import apart, finish
from dashboard.views.history import charts as history
from dashboard.views.lift import charts
from dashboard.views.lift.level import level_before
from dashboard.views.models import charts as score
from dashboard.views.muscles import charts as muscle
from dashboard.views.week import charts as overview
from models.forecasters.ahead import lifts_ahead
from models.plans.milestone import QUANTILES

Z = np.array([-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645])


@pytest.fixture
def outlook():
    return pd.DataFrame(
        [
            {
                "style": style,
                "horizon_weeks": weeks,
                "now_kg": 100.0,
                "now_se_kg": 2.0,
                "exercise_id": "squat",
                "name": "Squat",
            }
            | {"cutoff": pd.Timestamp("2026-11-01")}
            | dict(zip(QUANTILES, 100 + weeks / 4 + Z * (2 + weeks / 4), strict=True))
            for style in TOLD
            for weeks in (4, 8, 12, 26)
        ]
    )


@pytest.fixture
def weekly(outlook):
    return lifts_ahead(outlook, range(1, 53))


@pytest.fixture
def past():
    cutoff = pd.Timestamp("2026-11-01")
    when = pd.date_range("2026-06-01", periods=30, freq="5D")
    days = pd.DataFrame({"day": when, "one_rm_kg": 100.0, "top_load_kg": 85.0, "top_reps": 5.0, "is_record": False})
    zones = pd.DataFrame({"week": [cutoff], "heavy_sets": [3.0], "moderate_sets": [1.0], "light_sets": [0.0]})
    return charts.Past(days=days, level=level_before(days, 100.0, 2.0, cutoff, 52), zones=zones)


def titles(chart):
    return json.dumps(chart.to_dict(validate=True), ensure_ascii=False, default=str)


def test_the_fan_starts_from_now_as_unsure_as_it_is_and_goes_week_by_week(weekly):
    ahead = charts.paths(weekly, pd.Timestamp("2026-11-01"), "kg")
    start = ahead[(ahead["style"] == "hybrid") & (ahead["horizon_weeks"] == 0)].iloc[0]
    assert start["q50"] == 100
    assert start["q10"] == pytest.approx(97.5, abs=0.1)
    assert (ahead.groupby("style")["horizon_weeks"].count() == 53).all()


def test_the_fan_never_crosses_itself(weekly):
    ahead = charts.paths(weekly, pd.Timestamp("2026-11-01"), "lb")
    assert (np.diff(ahead[QUANTILES].to_numpy(), axis=1) >= 0).all()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("unit", ["kg", "lb"])
def test_the_fan_says_its_unit_and_names_every_style(weekly, past, unit, palette):
    ahead = charts.paths(weekly, pd.Timestamp("2026-11-01"), unit)
    drawn = titles(charts.fan(past, ahead, style="strength", weeks=12, unit=unit, palette=palette))
    assert f"Estimated 1RM ({unit})" in drawn
    assert all(name in drawn for name in ("Your plan", "Strength", "Hypertrophy", "Hybrid", "As now"))
    assert all(color in drawn for color in palette.styles.values())


def test_style_and_weeks_are_switched_within_the_one_chart(weekly, past):
    ahead = charts.paths(weekly, pd.Timestamp("2026-11-01"), "kg")
    drawn = charts.fan(past, ahead, style="hybrid", weeks=20, unit="kg", palette=LIGHT).to_dict()
    params = {one["name"]: one for one in drawn["params"]}
    assert params["style"]["value"] == "hybrid"
    assert params["style"]["bind"]["options"] == list(TOLD)
    assert params["weeks"]["value"] == 20
    assert params["weeks"]["bind"]["max"] == 52


def test_the_past_takes_no_more_of_the_chart_than_the_future(weekly, past):
    cutoff = pd.Timestamp("2026-11-01")
    ahead = charts.paths(weekly, cutoff, "kg")
    drawn = charts.fan(past, ahead, style="hybrid", weeks=12, unit="kg", palette=LIGHT).to_dict()
    scale = drawn["layer"][0]["encoding"]["x"]["scale"]
    params = {one["name"]: one["value"] for one in drawn["params"]}
    assert params["cutoff"] == cutoff.timestamp() * 1000
    back, forth = scale["domainMin"]["expr"], scale["domainMax"]["expr"]
    assert back.replace("cutoff - ", "cutoff + ") == forth == f"cutoff + (weeks <= 26 ? 26 : 52) * {7 * 86_400_000}"


def test_a_fan_is_written_out_once_and_holds_what_is_each_lifters_own(weekly, past):
    def drawn(kg, day, unit="kg"):
        kilos = {name: weekly[name] * kg / 100 for name in [*QUANTILES, "now_kg"]}
        ahead = charts.paths(weekly.assign(**kilos), pd.Timestamp(day), unit)
        return charts.fan(past, ahead, style="hybrid", weeks=12, unit=unit, palette=LIGHT).to_dict()

    one, other = drawn(100, "2026-11-01"), drawn(140, "2026-11-08")
    assert one["layer"] is other["layer"]
    assert other["datasets"]["ahead"]["q50"].iloc[0] == pytest.approx(1.4 * one["datasets"]["ahead"]["q50"].iloc[0])
    mine, theirs = ({param["name"]: param["value"] for param in each["params"]} for each in (one, other))
    assert theirs["cutoff"] - mine["cutoff"] == 7 * 86_400_000
    assert theirs["near_high"] > mine["near_high"]
    assert drawn(100, "2026-11-01", "lb")["layer"] is not one["layer"]


def test_a_fan_says_of_each_week_how_its_sets_were_spread(weekly, past):
    ahead = charts.paths(weekly, pd.Timestamp("2026-11-01"), "kg")
    (week,) = charts.fan(past, ahead, style="hybrid", weeks=12, unit="kg", palette=LIGHT).to_dict(validate=True)[
        "datasets"
    ]["zones"]
    assert (week["part_0"], week["part_1"], week["part_2"]) == (0.75, 0.25, 0.0)
    assert week["told_0"] == "3 sets"


def test_a_chart_speaks_the_language_of_who_looks(monkeypatch):
    rows = pd.DataFrame({"candidate": ["best"], "horizon_weeks": [12], "skill": [0.08]})
    assert "Weeks ahead" in titles(score.skill(rows, "best", LIGHT))
    monkeypatch.setenv("LIFTCAST_LANGUAGE", "de")
    assert "Weeks ahead" not in titles(score.skill(rows, "best", LIGHT))


def test_an_unfinished_past_is_drawn_all_the_same(past):
    days = past.days.assign(top_load_kg=np.nan)
    assert charts.past_alone(charts.Past(days=days, level=past.level, zones=past.zones), "kg", LIGHT).to_dict()


def test_the_overview_says_each_lift_in_the_lifters_unit(outlook):
    rows = outlook[(outlook["style"] == "strength") & (outlook["horizon_weeks"] == 12)]
    rows = rows.assign(as_now_kg=101.0)
    drawn = titles(overview.lifts_ahead(rows, "lb", LIGHT, LIGHT.styles["strength"]))
    assert '"carrying_on": "223\u202flb"' in drawn
    assert "220\u202flb → 227\u202flb" in drawn
    assert "Change from now (%)" in drawn


def test_muscles_keep_the_order_given():
    rows = pd.DataFrame(
        [
            {"muscle": name, "style": style, "q10": -1.0, "q50": 2.0, "q90": 5.0}
            for name in ("Chest", "Abs")
            for style in TOLD
        ]
    )
    assert '["Chest", "Abs"]' in titles(muscle.sizes(rows, ["Chest", "Abs"], LIGHT))


def test_a_ruinous_baseline_does_not_squeeze_the_skill_chart():
    rows = pd.DataFrame({"candidate": ["drift", "best"], "horizon_weeks": [12, 12], "skill": [-3.0, 0.08]})
    assert '"drawn": -0.2' in titles(score.skill(rows, "best", LIGHT))


def test_coverage_is_drawn_against_the_promise():
    rows = pd.DataFrame({"horizon_weeks": [4, 8], "coverage80": [0.79, 0.8], "coverage90": [0.9, 0.88]})
    assert '"promise": 0.8' in titles(score.coverage(rows, LIGHT))


@given(
    st.lists(st.floats(min_value=-100, max_value=100), min_size=1, max_size=8), st.floats(min_value=0.1, max_value=10)
)
def test_labels_end_up_apart_and_in_order(values, gap):
    placed = apart(values, gap)
    assert all(second - first >= gap - 1e-6 for first, second in zip(sorted(placed), sorted(placed)[1:], strict=False))
    order = np.argsort(values, kind="stable")
    assert list(np.argsort(placed, kind="stable")) == list(order)


def test_labels_that_do_not_overlap_stay_where_they_belong():
    assert apart([1.0, 9.0, 5.0], 1.0) == [1.0, 9.0, 5.0]


def linear(channel):
    return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4


def luminance(color):
    red, green, blue = (linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# Severity 1.0 of Machado, Oliveira, Fernandes 2009, doi:10.1109/TVCG.2009.113, on linear RGB
VISION = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]],
    "deuteranopia": [[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]],
    "tritanopia": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}


def cielab(color, vision):
    rgb = np.clip(np.array(VISION[vision]) @ [linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5)], 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    x, y, z = np.cbrt(np.maximum(xyz / [0.95047, 1, 1.08883], 0.0089))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_styles_stay_apart_for_every_kind_of_colour_vision(palette, vision):
    seen = [cielab(color, vision) for color in palette.styles.values()]
    assert min(np.linalg.norm(a - b) for i, a in enumerate(seen) for b in seen[:i]) > 15


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_style_is_legible_as_a_small_label(palette):
    for color in (*palette.styles.values(), palette.ink, palette.muted, palette.accent):
        light, dark = sorted((luminance(color), luminance(palette.paper)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5  # WCAG 2.2, success criterion 1.4.3


def test_a_page_does_not_hold_charts_against_the_schema_and_a_test_does():
    wrong = finish(alt.layer(alt.Chart(pd.DataFrame({"a": [1]})).mark_bar(opacity="none").encode(x=alt.X("a:Q"))), 100)
    assert wrong.to_dict()["layer"][0]["mark"]["opacity"] == "none"
    with pytest.raises(SchemaValidationError):
        wrong.to_dict(validate=True)


def test_charts_of_the_past_and_of_scores_keep_to_the_schema(past):
    days = pd.DataFrame({"day": past.days["day"], "working_sets": 9})
    weeks = days.assign(week=days["day"], heavy_sets=3, moderate_sets=6, light_sets=0, days=2)
    blocks = pd.DataFrame(
        {"style": ["strength"], "first_day": days["day"][:1], "last_day": days["day"][-1:].to_numpy()}
    )
    weights = pd.DataFrame({"day": days["day"], "body_weight_kg": 80.0})
    shares = pd.DataFrame({"horizon_weeks": 12, "level": [0.1, 0.9], "below": [0.12, 0.88]})
    looked = pd.DataFrame({"name": ["Squat"], "horizon_weeks": 12, "is_inside": True, "due": days["day"][:1]})
    looked = looked.assign(best_kg=100.0, q10=95.0, q50=100.0, q90=105.0, reached_kg=101.0)
    drawn = [
        charts.past_alone(past, "kg", LIGHT),
        overview.training_weeks(weeks, 10.0, LIGHT),
        history.calendar(days, days["day"].iloc[0].date(), days["day"].iloc[-1].date(), LIGHT),
        history.volume(weeks, blocks, LIGHT),
        history.body_weight(weights, "kg", LIGHT),
        score.calibration(shares, LIGHT),
        score.looked_back(looked, "kg", LIGHT),
    ]
    assert all(titles(chart) for chart in drawn)


def test_the_level_of_a_week_is_the_mean_of_the_best_days_of_eight():
    rng = np.random.default_rng(3)
    cutoff = pd.Timestamp("2026-11-01")
    when = cutoff - pd.to_timedelta(rng.integers(0, 300, 60), unit="D")
    days = pd.DataFrame({"day": when, "one_rm_kg": rng.uniform(80, 120, 60)})
    level = level_before(days, 100.0, 2.0, cutoff, 30)
    for row in level.itertuples():
        inside = days[(days["day"] <= row.day) & (days["day"] > row.day - pd.Timedelta(days=56))]
        assert row.level_kg / level["level_kg"].iloc[-1] == pytest.approx(
            inside["one_rm_kg"].nlargest(3).mean()
            / days[days["day"] > cutoff - pd.Timedelta(days=56)]["one_rm_kg"].nlargest(3).mean()
        )
    assert level["level_kg"].iloc[-1] == 100.0
