"""Who there is in a home, and all that it holds of one of them: listed, searched for, handed back, removed."""

__all__ = ["handing_back", "marks", "present", "removing", "searching", "traces"]
