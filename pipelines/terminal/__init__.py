"""The public door: the commands of `liftcast`, and what they print for people and for programs."""

__all__ = []
