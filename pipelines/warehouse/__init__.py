"""The warehouse: landed rows in, one finished DuckDB file of checked tables out."""

__all__ = ["build", "changes", "database", "decisions", "elsewhere", "inputs", "panel", "publish", "read", "rules"]
