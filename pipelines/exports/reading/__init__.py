"""What formats share: files as text, tables and documents, and how apps write dates, figures and units."""

__all__ = [
    "base",
    "databases",
    "date_words",
    "dates",
    "documents",
    "figures",
    "gathered",
    "grid",
    "in_doubt",
    "source",
    "table",
    "typed",
    "utc",
    "workbooks",
]
