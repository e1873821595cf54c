"""The one list of what may need attention, and of how grave it is."""

from enum import StrEnum


class Kind(StrEnum):
    """What an alert is about, as the table `alerts` names it."""

    PLATEAU = "plateau"
    DECLINE = "decline"
    PERSONAL_RECORD = "personal_record"
    NOT_TRAINED_LATELY = "not_trained_lately"
    BACK_AFTER_A_BREAK = "back_after_a_break"
    DELOAD_DUE = "deload_due"
    OVERREACHING = "overreaching"
    MUSCLE_UNDERTRAINED = "muscle_undertrained"
    MUSCLE_OVERTRAINED = "muscle_overtrained"
    PATTERN_IMBALANCE = "pattern_imbalance"
    SIDE_IMBALANCE = "side_imbalance"
    GOAL_MISMATCH = "goal_mismatch"


class Severity(StrEnum):
    """How grave an alert is, the gravest first; `UNKNOWN`: it could not be evaluated, and says what is missing."""

    WARNING = "warning"
    NOTICE = "notice"
    INFO = "info"
    UNKNOWN = "unknown"
