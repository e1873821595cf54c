"""What several pages are made of: queries, cards, charts, and words about advice and alerts."""

__all__ = [
    "advice",
    "attention",
    "charts",
    "habits",
    "history",
    "milestone",
    "pieces",
    "queries",
    "underway",
    "uploading",
    "verdict",
]
