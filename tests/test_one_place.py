"""A rule stands in one place: numbers are not written a second time, and the glossary says what the code does."""

import re

import pytest

from data.catalogue import PRIMARY_CREDIT, SECONDARY_CREDIT
from data.units import RPE_AT_FAILURE
from models.alerts import plateau_and_decline
from models.alerts.easy_week import DUE
from models.definitions import (
    DELOAD_SHARE,
    HEAVY_MOST_REPS,
    LEAST_DAYS,
    LEAST_RECENT_DAYS,
    LEAST_SPAN_DAYS,
    MODERATE_MOST_REPS,
    RECENT_DAYS,
    REP_DECAY,
    REP_POWER,
)
from models.forecasters.backtest import LONG_DAYS, THIN_DAYS
from pipelines.landing.index import BUCKETS
from pipelines.settings import PROJECT

PACKAGES = ("data", "models", "pipelines", "dashboard")

NUMBERS = {
    "0.45359237": "data/units.py",
    "6.35029318": None,
    "1609.344": "data/units.py",
    "0.0325": "models/definitions.py",
    "0.905": "models/definitions.py",
    "1.28": None,
    "1.2816": "models/definitions.py",
    "1.6449": "models/definitions.py",
    "2.3263": "models/definitions.py",
    "10 - rpe": None,
    "reps / 30": None,
}
"""What is unmistakable where it is written, and the one file that may write it."""

WORDS = {"four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}

GLOSSARY = {
    "best": [RECENT_DAYS / 7],
    "bucket": [BUCKETS],
    "easy week": [DELOAD_SHARE],
    "fractional sets": [PRIMARY_CREDIT, SECONDARY_CREDIT],
    "RIR / RPE": [RPE_AT_FAILURE],
    "skill": [1],
    "gap": [RECENT_DAYS / 7],
    "plateau": [round(100 * plateau_and_decline.STALLED), round(100 * plateau_and_decline.SURE)],
    "slice": [THIN_DAYS, LONG_DAYS],
    "zone": [HEAVY_MOST_REPS, HEAVY_MOST_REPS + 1, MODERATE_MOST_REPS],
}
"""The figures that stand in the meaning of a word, in their order."""

NUMBER = re.compile(rf"(?<![\w.])\d+(?:\.\d+)?(?!\w)|\b(?:{'|'.join(WORDS)})\b")


def glossary():
    rows = re.findall(
        r"^\| (.+?) \| (.+) \|$", (PROJECT / "docs/glossary.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    return dict(rows[1:])


def figures(text):
    return [float(WORDS.get(found, found)) for found in NUMBER.findall(text)]


def files_of_ours():
    for package in PACKAGES:
        for path in sorted((PROJECT / package).rglob("*")):
            if path.suffix in {".py", ".sql"}:
                yield path.relative_to(PROJECT).as_posix(), path.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_defines_is_written_once(number):
    pattern = re.compile(rf"(?<![\w.]){re.escape(number)}(?![\w.])")
    found = [name for name, text in files_of_ours() if pattern.search(text)]
    assert found == [place for place in [NUMBERS[number]] if place], f"{number}: take it from where it is defined"


def test_the_glossary_says_the_figures_of_the_code():
    said = {word: figures(meaning) for word, meaning in glossary().items()}
    assert {word: found for word, found in said.items() if found} == {
        word: pytest.approx(found) for word, found in GLOSSARY.items()
    }


def in_words(number):
    return next((word for word, value in WORDS.items() if value == round(number)), f"{number:g}")


@pytest.mark.parametrize(
    "phrase",
    [
        (
            f"from {LEAST_DAYS} training days over {LEAST_SPAN_DAYS} days on, {LEAST_RECENT_DAYS} of them in the last "
            f"{RECENT_DAYS}"
        ),
        (
            f"exp(−k (r − 1)^{REP_POWER}), k {REP_DECAY['bench']} for the bench press, {REP_DECAY['leg_press']} for the leg "
            f"press, {REP_DECAY['general']} otherwise"
        ),
        f"told from a chance of {100 * plateau_and_decline.STALLED:.0f} % on, from {in_words(10 * plateau_and_decline.SURE)} in ten",
        f"sets of two weeks are {100 * (DUE - 1):.0f} % above the usual",
        f"under {THIN_DAYS} training days",
        f"{LONG_DAYS} training days or more",
    ],
)
def test_the_pages_on_models_say_the_figures_of_the_code(phrase):
    pages = [PROJECT / "docs/models.md", *sorted((PROJECT / "docs/models").glob("*.md"))]
    assert any(phrase in " ".join(page.read_text(encoding="utf-8").split()) for page in pages)
