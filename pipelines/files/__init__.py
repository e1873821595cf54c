"""How files are written and kept: one writer at a time, the diary and the log of what was done."""

__all__ = [
    "atomic",
    "code",
    "held",
    "jsonlines",
    "links",
    "locking",
    "logs",
    "names",
    "places",
    "private",
    "processes",
    "runs",
    "several",
    "signing",
    "small_files",
    "unforeseen",
]
