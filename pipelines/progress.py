"""How a long run tells how far it is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Protocol

Advance = Callable[[int], None]


class Progress(Protocol):
    """Whoever is told: the terminal, a flow's log, or nobody."""

    def step(self, name: str, total: int | None = None) -> AbstractContextManager[Advance]:
        """Begin one step of `total` units; what it gives is called with the units just done."""

    def say(self, text: str) -> None:
        """Tell one fact."""


class Silent:
    """Tells nobody."""

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Advance]:  # noqa: ARG002 (the protocol's words)
        """Begin a step nobody hears of."""
        yield lambda _units: None

    def say(self, text: str) -> None:
        """Tell nobody."""


class Together:
    """Tells several at once.

    Parameters
    ----------
    progresses : Progress
        Who is told.
    """

    def __init__(self, *progresses: Progress) -> None:
        self._progresses = progresses

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Begin one step for each."""
        with ExitStack() as steps:
            advances = [steps.enter_context(progress.step(name, total)) for progress in self._progresses]

            def advance(units: int) -> None:
                for each in advances:
                    each(units)

            yield advance

    def say(self, text: str) -> None:
        """Tell each."""
        for progress in self._progresses:
            progress.say(text)
