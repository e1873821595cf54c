"""Simulated lifters written as exports of each app, the truth beside them; and the project's own samples."""

__all__ = ["simulate"]
