"""JSON exports: documents whose objects know the line they stand on, and whose numbers are text as exported."""

import json
import re
from collections.abc import Mapping
from typing import Any

# Key under which every object of a document keeps the line it begins on; no app's own key has a control character.
LINE = "\x01line"

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|\{(?:\s*\})?|\n')


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
        token = match[0]
        begins = line
        line += token.count("\n")
        return f'{{"\\u0001line":{begins},' if token == "{" else token

    try:
        return json.loads(_TOKEN.sub(numbered, text), parse_int=str, parse_float=str, parse_constant=str)
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

    def bare(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: bare(value) for key, value in part.items() if key != LINE}
        return [bare(value) for value in part] if isinstance(part, list) else part

    return json.dumps(bare(item), ensure_ascii=False)
