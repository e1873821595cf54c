"""Names people give to folders, files and themselves, and what may be made of them."""

import os
import unicodedata
from typing import Final

LONGEST_LIFTER_BYTES: Final = 120
_UNSEEN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control characters, undecodable bytes, line separators


def may_be_lifter(name: str) -> bool:
    """Tell whether a lifter can have this name: it is that of a folder and becomes part of those of files."""
    return (
        bool(name.strip())
        and len(os.fsencode(name)) <= LONGEST_LIFTER_BYTES
        and not name.startswith(".")
        and not {"/", "\\"} & set(name)
        and name == shown(name)
    )


def shown(name: str) -> str:
    """A name as it can be shown and written down: what cannot be seen or decoded becomes a mark."""
    return "".join("\ufffd" if unicodedata.category(character) in _UNSEEN else character for character in name)
