"""Every sentence a lifter is shown traces to a figure of the build or to a published one.

The walk knows no sentence by name: it goes through every text of every table that the forecasting stage fills, and
through every answer made of them. A sentence is an object with `text` and its figures beside it; a text with figures that
is no such object fails, and so does a figure in it that nothing vouches for.
"""

import ast
import json
import re
import shutil
from pathlib import Path

import pytest

import dashboard
from models.definitions import LEAST_DAYS, LEAST_RECENT_DAYS, LEAST_SPAN_DAYS, RECENT_DAYS
from models.plans import looked_back
from models.sentences import DEFINITIONS, loose, numbers, sentences, untraced
from pipelines.landing.ingest import ingest
from pipelines.serving.forecast import add_forecasts
from pipelines.serving.milestones import milestone_answer
from pipelines.settings import PROJECT, Settings
from pipelines.warehouse import read
from pipelines.warehouse.build import build_marts
from pipelines.warehouse.database import SQL

SAMPLES = ("sim-ada", "sim-cleo", "sim-dag")
NAMES = {"exercise_id", "lifter", "name", "model", "model_version", "given_by", "build", "basis", "subject"}
"""Columns of names: chosen by people or by the catalogue, and no statements."""
THRESHOLDS = {LEAST_DAYS, LEAST_SPAN_DAYS, LEAST_RECENT_DAYS, RECENT_DAYS, 4, 6, 8, 100, 1}
"""What a forecast and advice need; what is missing is so much or less."""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("home") / "var", threads=2)
    for name in SAMPLES:
        shutil.copytree(PROJECT / "data" / "samples" / name, settings.inbox / name)
    ingest(settings)
    return settings, add_forecasts(settings, build_marts(settings))


@pytest.fixture(scope="module")
def tables(built):
    """Give every row of every table that the forecasting stage fills, JSON decoded."""
    settings, build = built
    names = re.findall(r"create table build\.(\w+)", (SQL / "schema" / "later_tables.sql").read_text())
    with read.connect(settings, build) as con:
        found = {}
        for name in names:
            cursor = con.execute(f"select * from {name}")  # noqa: S608 (our own names)
            columns = [(column[0], str(column[1])) for column in cursor.description]
            found[name] = [
                {
                    key: json.loads(value) if kind == "JSON" and isinstance(value, str) else value
                    for (key, kind), value in zip(columns, row, strict=True)
                }
                for row in cursor.fetchall()
            ]
    return found


def unvouched(sentence, row=None):
    """List the figures of a sentence that neither it nor the row it is said in vouches for."""
    facts = {key: value for key, value in sentence.items() if key != "text"}
    cited = [*sentence.get("evidence", []), *(sentence.get("facts") or {}).get("evidence", [])]
    return untraced(sentence["text"], facts=[facts, row or {}], evidence=cited)


def test_the_walk_meets_sentences_of_each_kind(tables):
    told = {row["kind"] for row in tables["alerts"]}
    assert {"muscle_undertrained", "personal_record", "side_imbalance"} <= told
    assert tables["recommendations"]
    assert tables["standing"]


def test_every_sentence_of_the_build_traces_to_its_figures(tables):
    wrong = [
        (name, sentence["text"], found)
        for name, rows in tables.items()
        for row in rows
        for sentence in sentences(list(row.values()))
        if (found := unvouched(sentence, {key: row[key] for key in row.keys() - {"reasons", "facts"}}))
    ]
    assert wrong == []


def test_no_text_with_figures_stands_outside_a_sentence(tables):
    wrong = []
    for name, rows in tables.items():
        for row in rows:
            for column, value in row.items():
                if name == "refused" or column in NAMES or column == "evidence":
                    continue
                wrong += [(name, column, text) for text in loose(_without_names(value))]
    assert wrong == []


def _without_names(value):
    """Leave out names of lifts and sources, which may hold figures of their own."""
    if isinstance(value, dict):
        return {key: _without_names(inner) for key, inner in value.items() if key not in NAMES | {"evidence", "source"}}
    return [_without_names(inner) for inner in value] if isinstance(value, list) else value


def test_refusals_name_thresholds_or_less(tables):
    for row in tables["refused"]:
        for text in (row["reason"], row["missing"]):
            assert all(number <= max(THRESHOLDS) for number in numbers(text)), text


def test_every_answer_traces_to_its_figures(built):
    settings, build = built
    with read.connect(settings, build) as con:
        answers = [milestone_answer(con), milestone_answer(con, load="100kg"), list(read.recommend_answer(con))]
    rows = [row for answer in answers for row in answer]
    assert len(rows) > len(SAMPLES)
    wrong = [
        (sentence["text"], found)
        for row in rows
        for sentence in sentences(row)
        if (found := unvouched(sentence, {key: value for key, value in row.items() if key != "reasons"}))
    ]
    assert wrong == []


def test_looking_back_traces_to_its_counts():
    row = {"forecasts": 40, "inside": 31, "above": 6, "advised": 5, "followed": 2}
    assert unvouched(looked_back.looking_back(row)) == []
    assert unvouched(looked_back.looking_back(None)) == []


def test_an_invented_figure_is_caught():
    said = {"text": "82 % likely not rising over 11 weeks", "facts": {"p": 0.82}, "evidence": []}
    assert unvouched(said) == [11.0]
    assert list(loose({"note": "about 12 weeks more"})) == ["about 12 weeks more"]
    with pytest.raises(ValueError, match="cite ids"):
        untraced("0.58 of it", facts={}, evidence=["nobody2020-1"])


def test_published_figures_are_traced_to_the_evidence():
    assert untraced("by 0.58 standard deviations over 21 trials", facts={}, evidence=["schoenfeld2017-1"]) == []
    assert untraced("by 0.59 standard deviations", facts={}, evidence=["schoenfeld2017-1"]) == [0.59]


def test_pages_state_no_figures_of_their_own():
    wrong = []
    for path in sorted(Path(dashboard.__file__).parent.glob("views/*/page.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                text = node.value
                if len(text.split()) >= 3 and "<" not in text and numbers(PAGE_DEFINITIONS.sub("", text)):
                    wrong.append((path.name, text))
    assert wrong == []


def _has_docstring(node):
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef
    return isinstance(node, kinds) and bool(node.body) and isinstance(node.body[0], ast.Expr)


PAGE_DEFINITIONS = re.compile(
    r"(?:last|of|in|the) \d+ weeks(?: before)?|of your last \d+\b|(?:\d, )*(?:\d and )?\d+(?: chances)? in 10|\d-in-10 range|(?:80|90|80 and 90) %"
    r"|counts 1 |0\.5 indirectly|0 no better|about 1 point|\([A-Z][a-z]+ \d{4}\)"
)
"""What figures of pages may say: over which weeks, within which interval, by which rule, by whom."""


def test_definitions_hold_figures_only_where_they_say_how_something_is_counted():
    assert len(set(DEFINITIONS)) == len(DEFINITIONS)
    assert all(re.search(r"\d", phrase) for phrase in DEFINITIONS)
