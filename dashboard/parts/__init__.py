"""What several pages are made of: queries, cards, charts, and words about advice and alerts."""

__all__ = [
    "addressed",
    "advice",
    "attention",
    "charts",
    "described",
    "habits",
    "history",
    "mapping",
    "milestone",
    "pieces",
    "queries",
    "rates",
    "underway",
    "uploading",
    "verdict",
    "visitor",
]
