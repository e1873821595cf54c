"""What each export means: bytes in, logged rows out, all text as exported.

A new format is one module in `apps/` (or `body/apps/`) that names a `FORMAT`; nothing else lists it.
"""

__all__ = ["body", "identify", "notation", "own_tables", "reading", "unwrapped"]
