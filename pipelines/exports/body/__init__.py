"""What each app's body measurements mean: records of figures, all text as exported."""

__all__ = ["base", "identify", "rows", "sites", "table", "texts"]
