"""What a home has written down itself, known by a signature: its key is made once, and lies beside what it signs.

It tells apart what this home wrote from what was put into a copy of it, its artifacts or its database by somebody who
could not read the key. Who can read the whole home can sign as well.
"""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from pipelines.files.atomic import part_in
from pipelines.files.private import FILE, private

KEY: Final = "key"
_BYTES: Final = 32


def signature(home: Path, *said: str) -> str:
    """Sign texts with the key of a home, which is made the first time."""
    key = _key(home) or _made(home)
    return hmac.new(key, "\0".join(said).encode(), hashlib.sha256).hexdigest()


def is_signed(home: Path, found: str, *said: str) -> bool:
    """Tell whether texts bear the signature of a home.

    A home without a key has signed nothing yet: what an earlier version wrote there counts until it is written anew.
    """
    key = _key(home)
    if key is None:
        return not found
    made = hmac.new(key, "\0".join(said).encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(made.encode(), found.encode())


def _key(home: Path) -> bytes | None:
    with suppress(FileNotFoundError):
        key = (home / KEY).read_bytes()
        return key if len(key) == _BYTES else None
    return None


def _made(home: Path) -> bytes:
    """Make the key; of two processes that come here together, the first one's is the one."""
    with private(), part_in(home) as part:
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, home / KEY)
        except OSError:  # it is there by now, is damaged, or the file system knows no links
            if _key(home) is None:
                part.replace(home / KEY)
    return (home / KEY).read_bytes()
