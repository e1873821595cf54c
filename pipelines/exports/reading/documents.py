"""JSON exports: documents whose objects know the line they stand on, and whose numbers are text as exported."""

import json
import re
from collections.abc import Mapping
from typing import Any

# Key under which every object of a document keeps the line it begins on; no app's own key has a control character.
LINE = "\x01line"

# A text that never closes is one token, to its end: looking for the end from each quotation mark in it takes too long.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|\{(?:\s*+\})?|\n')


class _Figure(str):
    """A number as it stands in the document."""

    __slots__ = ()


def read_document(text: str) -> Any:
    """Read a JSON document.

    Returns
    -------
    Any
        Mappings, lists, texts, booleans and None. Numbers stay text, as exported; mappings that are not empty hold the
        line they begin on, as text and 1-based, under `LINE`.

    Raises
    ------
    ValueError
        If it is not JSON.
    """
    line = 1

    def numbered(match: re.Match[str]) -> str:
        nonlocal line
        number_text = match[0]
        begins = line
        line += number_text.count("\n")
        return f'{{"\\u0001line":{begins},' if number_text == "{" else number_text

    try:
        return json.loads(_TOKEN.sub(numbered, text), parse_int=_Figure, parse_float=_Figure, parse_constant=_Figure)
    except RecursionError as error:
        raise ValueError("it is nested deeper than any export") from error
    except json.JSONDecodeError as error:
        json.loads(text)  # tells the place in the text as it stands in the file
        raise ValueError(error.msg) from error


def line_of(item: Mapping[str, Any]) -> int:
    """Tell the line an object begins on, 1-based."""
    return int(item.get(LINE, 1))


def text_of(item: Any) -> str:
    """Write a part of a document again, on one line."""
    if isinstance(item, dict):
        pairs = ((json.dumps(key, ensure_ascii=False), value) for key, value in item.items() if key != LINE)
        return "{" + ", ".join(f"{key}: {text_of(value)}" for key, value in pairs) + "}"
    if isinstance(item, list):
        return "[" + ", ".join(map(text_of, item)) + "]"
    return str(item) if isinstance(item, _Figure) else json.dumps(item, ensure_ascii=False)
