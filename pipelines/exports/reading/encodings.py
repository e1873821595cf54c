"""How the bytes of a text are encoded, as far as its first ones tell."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_CHUNK: Final = 1 << 22


def marked_encoding(head: bytes) -> str | None:
    """Tell the encoding by its byte order mark, or by the zero bytes that UTF-16 puts beside Latin letters."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0:400:2], head[1:400:2]
    if len(odd) > 20 and odd.count(0) > 0.8 * len(odd) and not even.count(0):
        return "utf-16-le"
    if len(odd) > 20 and even.count(0) > 0.8 * len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def beyond_ascii(path: Path) -> tuple[int, int]:
    """Count the bytes that are no UTF-8 and, where there are any, the letters that are UTF-8 of several bytes.

    In text of another encoding hardly any letter happens to be one; in UTF-8 with a damaged byte most are.
    """
    try:
        for _ in _decoded(path, "strict"):
            pass
    except UnicodeDecodeError:
        foreign = letters = 0
        for text in _decoded(path, "surrogateescape"):
            whole = len(text.encode("utf-8", "ignore").decode("utf-8"))
            foreign += len(text) - whole
            letters += whole - len(text.encode("ascii", "ignore"))
        return foreign, letters
    return 0, 0


def _decoded(path: Path, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")(errors=errors)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
