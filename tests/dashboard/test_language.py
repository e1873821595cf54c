"""The catalogues are whole and up to date, and the language is the one set or the visitor's."""

import io
import re
from datetime import date
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from dashboard import language, words
from pipelines.settings import PROJECT

CATALOGUES = sorted(language.FOLDER.glob("*/LC_MESSAGES/*.po"))
WITHIN_AN_F_STRING = re.compile(r"""\bf(["']).*?\{[^{}]*\b_\((?!\1)["'].*?\1""")


def fields(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def read(path):
    return read_po(io.BytesIO(path.read_bytes()), locale=path.parts[-3])


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_fills_in_what_the_sentence_does(path):
    for message in read(path):
        ids, said = ((text,) if isinstance(text, str) else text for text in (message.id, message.string))
        for text in filter(None, said if message.id else ()):
            assert fields(text) == fields(ids[-1]), ids


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_what_is_compiled_is_what_the_catalogue_says(path):
    made = io.BytesIO()
    write_mo(made, read(path))
    made.seek(0)
    with path.with_suffix(".mo").open("rb") as file:
        compiled = [(message.id, message.string) for message in read_mo(file) if message.id]
    assert compiled == [(message.id, message.string) for message in read_mo(made) if message.id], "run `make languages`"


def test_the_frame_speaks_german_throughout():
    german = {message.id: message.string for message in read(language.FOLDER / "de" / "LC_MESSAGES" / "liftcast.po")}
    wanted = {"_": None, "gettext_noop": None}
    framed = ("app.py", "shell.py", "views/week/page.py", "views/roster/page.py", "views/history/page.py")
    found = {
        message
        for name, _, message, *_ in extract_from_dir(str(PROJECT / "dashboard"), keywords=wanted)
        if name in framed
    }
    assert len(found) > 100
    assert sorted(message for message in found if not german.get(message)) == []


def test_no_sentence_stands_within_an_f_string_where_no_catalogue_would_find_it():
    found = [
        f"{path.name}:{number}"
        for path in sorted((PROJECT / "dashboard").rglob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if WITHIN_AN_F_STRING.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("wanted", "spoken"), [("", "en"), ("de", "de"), ("de_AT.UTF-8", "de"), ("de-CH", "de"), ("tlh", "en")]
)
def test_the_language_set_is_spoken_where_it_is_known(monkeypatch, wanted, spoken):
    monkeypatch.setenv("LIFTCAST_LANGUAGE", wanted)
    assert language.language() == spoken


def test_german_has_its_own_numbers_days_and_plurals(monkeypatch):
    monkeypatch.setenv("LIFTCAST_LANGUAGE", "de")
    assert words.number(5234) == "5.234"
    assert words.plates(82.5, "kg") == "82,5\u202fkg"
    assert words.day(date(2026, 10, 3)) == "3. Okt. 2026"
    assert (words.weeks(1), words.weeks(3)) == ("1 Woche", "3 Wochen")
    assert words.counted(1, "set", "sets") == "1 Satz"
