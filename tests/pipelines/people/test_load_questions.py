"""The question about a load says what follows from each answer, in the lifter's unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import ProfileError
from pipelines.people.load_questions import READINGS, answers, how_to_answer, question
from pipelines.people.profiles import parse_profile

KG = st.floats(min_value=20, max_value=400)
ROWS = st.fixed_dictionaries(
    {
        "exported_name": st.just("Pull Up"),
        "unit": st.sampled_from(["kg", "lb"]),
        "load_kind": st.sampled_from(["bodyweight", "external", "assisted"]),
        "beyond": st.sampled_from(["body weight", "anybody", "other lifts"]),
        "sets": st.integers(min_value=1, max_value=5000),
        "reps": st.integers(min_value=1, max_value=12),
        "other_lifts": st.integers(min_value=5, max_value=90),
        **dict.fromkeys(("load_kg", "one_rm_kg", "top_kg", "expected_kg"), KG),
        **dict.fromkeys(("body_weight_kg", "total_kg", "assisted_kg", "lb_kg"), KG | st.none() | st.just(float("nan"))),
    }
)


@given(ROWS)
def test_a_question_names_the_1rm_of_each_answer_and_how_to_give_it(row):
    said = question(row)
    offered = answers(row)
    assert said.startswith("Pull Up: ")
    assert said.endswith(".")
    assert "nan" not in said
    assert "None" not in said
    assert {answer.reading for answer in offered} <= set(READINGS)
    for answer in offered:
        assert answer.one_rm in said
        assert answer.one_rm.endswith(row["unit"])
        assert f'"{answer.reading}"' in how_to_answer(row)


@pytest.mark.parametrize("text", ["loads = 3", '[loads]\n"Pull Up" = "heavy"'])
def test_a_reading_nobody_knows_is_refused_and_those_known_are_named(tmp_path, text):
    path = tmp_path / "profile.toml"
    path.write_text(text)
    with pytest.raises(ProfileError, match="added, total, assisted"):
        parse_profile(path)
