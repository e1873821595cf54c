"""How much one person may send in an hour, where people sign in: years of logs, and no more."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

HOUR_S: Final = 3600.0


class Rate:
    """A limit per person and hour.

    Parameters
    ----------
    files : int
        Most files.
    megabytes : float
        Most megabytes of them together.
    now : callable
        The clock, in seconds.
    """

    def __init__(self, *, files: int, megabytes: float, now: Callable[[], float] = time.monotonic) -> None:
        self.files, self.megabytes, self._now = files, megabytes, now
        self._sent: dict[str, deque[tuple[float, float]]] = {}
        self._counting = threading.Lock()

    def wait_s(self, email: str, *megabytes: float) -> float:
        """Count files of a person as sent and return 0; or count nothing and return how long to wait first.

        Parameters
        ----------
        email : str
        megabytes : float
            Of each file.
        """
        with self._counting:
            sent, now = self._sent.setdefault(email, deque()), self._now()
            while sent and now - sent[0][0] >= HOUR_S:
                sent.popleft()
            files, total = len(sent) + len(megabytes), sum(each for _, each in sent) + sum(megabytes)
            if files > self.files or total > self.megabytes:
                return HOUR_S - (now - sent[0][0]) if sent else HOUR_S
            sent.extend((now, each) for each in megabytes)
            return 0.0


UPLOADS: Final = Rate(files=200, megabytes=1000)
"""What may be put into the inbox."""

SENT: Final = Rate(files=1000, megabytes=2000)
"""What may be sent to the server at all: it holds it in memory till it is put into the inbox or the page is left."""
