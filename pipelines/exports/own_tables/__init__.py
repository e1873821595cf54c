"""Tables of one's own: what their columns may be, and the mapping that makes a format of what a person answered."""

__all__ = [
    "body",
    "guess_body",
    "guess_workouts",
    "header_words",
    "mapping",
    "pages",
    "refusals",
    "sample",
    "workouts",
]
