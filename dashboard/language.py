"""The language of a page: what a visitor reads is said through `_`, so that a catalogue may say it in another.

Sentences stand in the code in English. `languages/<language>/LC_MESSAGES/liftcast.po` says them in another; what it
does not say stays English.
"""

import gettext
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pipelines.settings import language_set

FOLDER: Final = Path(__file__).parent / "languages"
DOMAIN: Final = "liftcast"
ENGLISH: Final = "en"


def _(message: str) -> str:
    """Return a sentence of ours in the visitor's language.

    Parameters
    ----------
    message : str
        A whole sentence or label; figures and names stand in it as `{fields}`, filled in afterwards with
        `.format(...)`, since another language may order them otherwise.
    """
    return catalogue(language()).gettext(message) if message else ""


def ngettext(one: str, many: str, count: float) -> str:
    """Return one of two sentences by the count they tell of, in the visitor's language, which may know more numbers."""
    return catalogue(language()).ngettext(one, many, round(count))


def gettext_noop(message: str) -> str:
    """Return a sentence as it is: marks one for the catalogues that is said through `_` elsewhere."""
    return message


def language() -> str:
    """Return the language to speak: the one set, else the browser's, else English."""
    return _known(language_set() or _of_browser() or ENGLISH)


def _of_browser() -> str:
    """Return what the visitor's browser speaks, as `st.context.locale` does: a page asks for it some thousand times."""
    script = get_script_run_ctx(suppress_warning=True)
    return script.context_info.locale if script is not None and script.context_info is not None else ""


@lru_cache(maxsize=256)
def _known(wanted: str) -> str:
    """Return a language by its short name, English where it cannot be spoken."""
    known = wanted.replace("_", "-").partition("-")[0].lower()
    return known if known in languages() else ENGLISH


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """Return the languages that can be spoken."""
    return frozenset({ENGLISH, *(path.parts[-3] for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))})


@lru_cache(maxsize=8)
def catalogue(of: str) -> gettext.NullTranslations:
    """Return the sentences of a language; those of English are the ones in the code."""
    return gettext.translation(DOMAIN, FOLDER, [of], fallback=True)


def decimal(value: float, digits: int = 0, *, least: int | None = None) -> str:
    """Write a number with up to so many digits behind the point, as the visitor's language does: `1,234`, `2.5`.

    Parameters
    ----------
    value : float
    digits : int
    least : int, optional
        How many to write even where they are zero; as many as `digits` where not given.
    """
    behind = "0" * (digits if least is None else least)
    pattern = f"#,##0.{behind.ljust(digits, '#')}" if digits else "#,##0"
    return _written(round(value, digits) + 0.0, pattern, language())  # -0.0 becomes 0.0


@lru_cache(maxsize=8192)
def _written(value: float, pattern: str, spoken: str) -> str:
    """Write a number by a pattern; the same few stand on every page."""
    return str(format_decimal(value, pattern, locale=spoken))


def dated(when: date, pattern: str) -> str:
    """Write a day by a pattern of Unicode's, such as `d MMM y`, as the visitor's language does."""
    return str(format_date(when, pattern, locale=language()))
