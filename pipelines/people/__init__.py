"""What a person states, and who may see whose log: profile, goal and limits, tested maxes, names. Small files."""

__all__ = ["corrections", "goals", "load_questions", "loads", "profiles", "roles", "sign_in", "tested"]
