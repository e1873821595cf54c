"""How files are written and kept: one writer at a time, lines that outlive a crash, names that may be used."""

__all__ = ["atomic", "code", "held", "jsonlines", "locking", "names", "processes", "runs", "small_files", "unforeseen"]
