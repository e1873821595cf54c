"""Strava: the activities of an account, of which those that an app logged there describe their sets in words.

Such a text names an exercise on a line of its own, and below it the sets: `Set 1: 80 kg x 5 [Failure]`. Activities
without such a text are no sets. Times are in UTC.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipelines.errors import ExportError
from pipelines.exports.notation.sets import sets_in
from pipelines.exports.reading.base import MARKERS, Dialect, Reading
from pipelines.exports.reading.gathered import Gathered, ragged_lines
from pipelines.exports.reading.source import Source, shortened

_NEEDED: Final = frozenset({"activity id", "activity date", "activity name", "activity description"})
_BEGINS: Final = re.compile(r'"?\d{3,},')
_SET: Final = re.compile(r"\s*set \d{1,3}\s*:(?P<done>.*)", re.IGNORECASE)
_REPS: Final = re.compile(r"\d{1,3}\s*reps?")
_WITHOUT: Final = "an activity whose description states no sets"


@dataclass(frozen=True, kw_only=True)
class _Strava:
    """One table, whose sets stand in its descriptions."""

    app: str = "strava"
    title: str = "Strava"
    version: int = 1

    def recognises(self, source: Source) -> bool:
        """Tell by the header."""
        return source.is_text and {" ".join(name.casefold().split()) for name in source.header} >= _NEEDED

    def read(self, source: Source) -> Reading:
        """Read the sets of every description.

        Raises
        ------
        ExportError
            If no description states any.
        """
        names = [" ".join(name.casefold().split()) for name in source.header]
        gathered = Gathered()
        count = 0
        for line in ragged_lines(source, source.delimiter, _BEGINS, source.header_line + 1):
            if not line.raw.strip():
                continue
            if line.cells is None:
                gathered.add(line.number, line.raw, problem="a quotation mark opens here and never closes")
                continue
            row = dict(zip(reversed(names[: len(line.cells)]), reversed(line.cells[: len(names)]), strict=True))
            workout = {"started": row.get("activity date"), "workout": row.get("activity name")}
            sets = list(_sets(row.get("activity description", "")))
            count += len(sets)
            for each in sets or [{"not_set_reason": _WITHOUT}]:
                gathered.add(line.number, line.raw, **workout, **each)
        if not count:
            raise ExportError(
                f"{source.name}: lists Strava's activities as wholes, and none describes its sets; export the sets "
                "from the app in which they were logged"
            )
        return gathered.reading(source, "activities", dialect=Dialect(markers=MARKERS, in_utc=True))


def _sets(description: str) -> Iterator[Mapping[str, str | None]]:
    """The sets that a description states."""
    exercise = None
    for text in filter(None, map(str.strip, description.splitlines())):
        match = _SET.match(text)
        if match is None:
            exercise = text
            continue
        done = match["done"].strip()
        written = "reps" if _REPS.fullmatch(done) else "load x reps"
        sets = sets_in(done, written) or sets_in(done, "seconds")
        if sets is None:
            yield {"exercise": exercise, "problem": f"the set is not load x reps: found '{shortened(done)}'"}
        for each in sets or ():
            yield {"exercise": exercise, **vars(each)}


FORMAT = _Strava()
