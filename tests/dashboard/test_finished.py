"""Sentences that a build holds finished are said in another language by patterns that follow the models' own words."""

import ast
import re
import tomllib

import pytest

from dashboard.finished import FIELD, finished
from dashboard.language import FOLDER
from data import catalogue
from pipelines.settings import PROJECT

PATTERNS = {
    path.parent.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*/finished.toml")
}


@pytest.fixture(scope="module")
def written():
    """Give all that the models write, without what is filled in; and the names of muscles, which are."""
    said = [catalogue.load_muscles().to_csv().replace("_", " ")]
    for path in (PROJECT / "models").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                said.append("".join(part.value if isinstance(part, ast.Constant) else " " for part in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.append(node.value)
    return "\n".join(said)


@pytest.mark.parametrize("spoken", PATTERNS)
def test_each_pattern_has_no_words_but_those_that_the_models_write(written, spoken):
    words = {word for english in PATTERNS[spoken] for word in re.findall(r"[A-Za-z’'-]+", FIELD.sub(" ", english))}
    assert sorted(words - set(re.findall(r"[A-Za-z’'-]+", written))) == []


@pytest.mark.parametrize("spoken", PATTERNS)
def test_a_pattern_fills_in_what_the_sentence_does(spoken):
    for english, said in PATTERNS[spoken].items():
        assert sorted(FIELD.findall(english)) == sorted(FIELD.findall(said)), english


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (
            "It has probably not risen over the last 19 weeks. Carrying on, +4.1 % is forecast in 12 weeks.",
            "Wohl über die letzten 19 Wochen nicht gestiegen. Mit weiter wie bisher sind in 12 Wochen +4,1 % vorhergesagt.",
        ),
        ("2 more training days, 3 more weeks of history", "2 weitere Trainingstage, 3 weitere Wochen Verlauf"),
        ("No training logged for 5 weeks", "Seit 5 Wochen kein Training im Log"),
        ("5 weeks hypertrophy, then 7 weeks strength", "5 Wochen Hypertrophie, dann 7 Wochen Kraft"),
        (
            "many sets a week: glutes 30, front delts 21; trials found no clear advantage beyond 20",
            "viele Sätze pro Woche: Gesäß 30, vordere Schulter 21; Studien fanden über 20 keinen klaren Vorteil",
        ),
        ("What no pattern fits keeps its 1.5 words.", "What no pattern fits keeps its 1,5 words."),
    ],
)
def test_german_says_figures_and_parts_its_own_way(monkeypatch, english, german):
    assert finished(english) == english
    monkeypatch.setenv("LIFTCAST_LANGUAGE", "de")
    assert finished(english) == german
