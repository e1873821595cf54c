"""What a person states: profile, goal and limits, tested maxes, what loads are, names. Small files of the inbox."""

__all__ = ["corrections", "goals", "load_questions", "loads", "profiles", "tested"]
