"""What training is: styles, the stimulus of a week, the usual week of a lifter and the blocks of their past."""

__all__ = ["block", "classification", "days_off", "own_blocks", "stimulus", "style", "traits", "week"]
