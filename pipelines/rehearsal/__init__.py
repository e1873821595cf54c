"""An ingest that changes nothing: what would become of each file, told beforehand."""

__all__ = ["rehearsal"]
