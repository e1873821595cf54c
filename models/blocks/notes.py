"""Sentences that a block must be read with."""

from collections.abc import Sequence

from models.blocks.dose import Dose
from models.blocks.trainee import Trainee


def notes_on(
    style: str, doses: Sequence[Dose], trainee: Trainee, *, short: Sequence[str], competed: frozenset[str]
) -> list[str]:
    """Say what is short of its range and why, what is lighter at first, and how what progresses."""
    del style, doses, trainee, short, competed
    return []
