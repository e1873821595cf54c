"""Usual words for kinds of sets."""

from typing import Final

_WARMUPS: Final = (
    *("warmup", "warm-up", "warm up", "warm_up", "warm", "w", "wu", "warming up", "aufwärmen", "aufwärmsatz"),
    *("échauffement", "calentamiento", "aquecimento", "riscaldamento", "opwarming", "uppvärmning", "rozgrzewka"),
)
_PLAIN: Final = (
    *("working", "work", "normal", "regular", "standard", "straight", "main", "top", "backoff", "back-off", "amrap"),
    *("arbeitssatz", "efectiva", "efectivo", "normale", "lavoro"),
)
_DROPS: Final = ("drop", "dropset", "drop-set", "drop_set", "d", "dropsatz")
_FAILURES: Final = ("failure", "to failure", "fail", "f", "until failure", "muskelversagen", "fallo", "falha")

MARKERS: Final[dict[str, str]] = {
    marker: kind
    for kind, words in (("working", _PLAIN), ("warmup", _WARMUPS), ("drop", _DROPS), ("failure", _FAILURES))
    for word in words
    for marker in (word, f"{word} set", f"{word} sets")
} | {"set": "working", "sets": "working"}
"""What usual words for kinds of sets mean, unless the mapping says otherwise; case-folded."""
