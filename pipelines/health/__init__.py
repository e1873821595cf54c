"""Whether all is well: failures as sentences, the health file for monitors, and who is told."""

__all__ = ["failures", "notices", "record", "state"]
