"""When a refresh is due: something in the inbox changed and has come to rest, and did not fail just now."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pipelines.serving import freshness
from pipelines.serving.freshness import Stamp
from pipelines.settings import Settings

REST_S: Final = 2.0
"""How long a file must not have changed: who pauses longer while writing is read twice."""
FIRST_PAUSE_S: Final = 60.0
LONGEST_PAUSE_S: Final = 3600.0

_REST_OF_IT: Final = ""
"""Stands for all that is not a file: no build, other code, another model."""


@dataclass
class _Trouble:
    """A change that a refresh did not take in."""

    stamp: Stamp
    pause_s: float
    not_before: float


class Watcher:
    """Tells when a refresh is due; what keeps failing is tried less and less often, and at once when it changes.

    Parameters
    ----------
    settings : Settings
        Whose inbox.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._seen: dict[str, tuple[Stamp, float]] = {}
        self._troubles: dict[str, _Trouble] = {}
        self._tried: dict[str, Stamp] = {}
        self._asks_code = True
        self.is_retry = False

    def is_due(self, *, files_only: bool = False) -> bool:
        """Tell whether to refresh now; `is_retry` then says whether only for what failed before.

        With `files_only` another model is no reason: a training that is on ends in forecasts itself.
        """
        waiting = {place: stamp for place, stamp in self._waiting().items() if place or not files_only}
        now = time.monotonic()
        self._seen = {
            place: self._seen[place] if self._seen.get(place, (None,))[0] == stamp else (stamp, now)
            for place, stamp in waiting.items()
        }
        at_rest = {place: stamp for place, stamp in waiting.items() if self._is_at_rest(place, stamp, now)}
        fresh = [place for place, stamp in at_rest.items() if not self._has_failed(place, stamp)]
        again = [place for place in at_rest if place not in fresh and now >= self._troubles[place].not_before]
        self.is_retry = not fresh
        self._tried = at_rest if fresh or again else {}
        return bool(fresh or again)

    def failed(self) -> list[tuple[str, float]]:
        """Say, after a refresh, what it first failed to take in now, and in how many seconds it is tried again."""
        waiting, now = self._waiting(), time.monotonic()
        self._troubles = {place: trouble for place, trouble in self._troubles.items() if place in waiting}
        told = []
        for place, stamp in self._tried.items():
            if waiting.get(place) != stamp:
                continue
            is_first = not self._has_failed(place, stamp)
            pause_s = FIRST_PAUSE_S if is_first else min(2 * self._troubles[place].pause_s, LONGEST_PAUSE_S)
            self._troubles[place] = _Trouble(stamp, pause_s, now + pause_s)
            if is_first:
                told.append((place or "the refresh", pause_s))
        self._tried = {}
        return told

    def _waiting(self) -> Mapping[str, Stamp]:
        """Look at what a refresh would take in; other code only at first, as this process keeps its own."""
        stale = freshness.stale(self._settings, code=self._asks_code)
        self._asks_code = self._asks_code and bool(stale.other)
        rest = {_REST_OF_IT: (0, 0)} if stale.other else {}
        return {**rest, **stale.files, **stale.decided}

    def _is_at_rest(self, place: str, stamp: Stamp, now: float) -> bool:
        """Tell whether a file has not changed for a while, by its own clock or by ours."""
        since_change_s = time.time() - stamp[1] / 1e9
        return since_change_s > REST_S or now - self._seen[place][1] > REST_S

    def _has_failed(self, place: str, stamp: Stamp) -> bool:
        return place in self._troubles and self._troubles[place].stamp == stamp
