"""How strong now: what a set says about 1RM, the current 1RM of each lift, and where it stands among others."""

__all__ = ["most_lifted", "now", "rep_load", "rep_max", "standing", "trends"]
