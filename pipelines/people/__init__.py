"""What a person states: profile, goal and limits, tested maxes, corrections of names. Small files of the inbox."""

__all__ = ["corrections", "goals", "loads", "profiles", "tested"]
