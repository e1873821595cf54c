"""Archived bytes to landed rows: each file identified, read and typed, and every record accounted for."""

__all__ = [
    "accounting",
    "index",
    "ingest",
    "keeping",
    "left_out",
    "repeats",
    "reports",
    "spreading",
    "treatment",
    "undecided",
]
