"""Muscle size: how much muscles grow by trials, and what a lifter's own tape and scales say about it."""

__all__ = ["girths", "growth", "measured"]
