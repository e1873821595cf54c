"""How work that falls into portions is handed to other processes, whoever runs them."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

Portion = TypeVar("Portion")
Result = TypeVar("Result")


class Spread(Protocol):
    """Runs a function once for each portion in other processes, which may run on other machines."""

    def __call__(
        self,
        name: str,
        work: Callable[[Portion], Result],
        portions: Sequence[Portion],
        take: Callable[[Result], None],
    ) -> None:
        """Work on all portions.

        Parameters
        ----------
        name : str
            Of the step, as people know it.
        work : callable
            What it gives is a function of the portion and of files that every process reads. It may run again for the
            same portion, where the process that had it has died.
        portions : sequence
        take : callable
            Gets each result in this process, one after the other, in the order in which they come.
        """
