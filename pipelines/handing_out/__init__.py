"""Results handed out: the tables of a published build as files for spreadsheets, warehouses and programs."""

__all__ = ["asked", "door", "files", "following", "postgresql", "results"]
