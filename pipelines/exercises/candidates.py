"""The exercises nearest to a name that means none of them: what a lifter is offered to choose from."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from pipelines.exercises.words import Words

CANDIDATES: Final = 3
NAMES_AT_A_TIME: Final = 2_000
"""Names scored against the catalogue at a time: bounds the scores to some tens of megabytes."""
LETTERS_SHARE: Final = 0.25
"""Of a score, the part that letters have: enough to choose between exercises that share as many words."""


class Candidates:
    """The catalogue's exercises by their words, the rarer ones weighing more: "shrug" tells more than "dumbbell".

    Parameters
    ----------
    names
        What the catalogue calls each exercise, by exercise id.
    words
        The words of each of these names, in the same order.
    """

    def __init__(self, names: Mapping[str, str], words: Sequence[Words]) -> None:
        self._names = list(names.items())
        self._letters = [" ".join(sorted(each)) for each in words]
        counts = Counter(word for each in words for word in each)
        self._place = {word: place for place, word in enumerate(counts)}
        self._most = float(np.log(len(words)))
        self._weights = self._most - np.log(np.fromiter(counts.values(), dtype="float64"))
        self._words = self._table(words)
        self._sums = self._words @ self._weights

    def of(self, asked: Mapping[str, Words]) -> dict[str, str]:
        """Nearest exercises of each name as JSON, the best first.

        Parameters
        ----------
        asked
            The words of each name.

        Returns
        -------
        dict of str to str
            Lists of ``exercise_id, name, score`` (0 to 1).
        """
        by_name = {}
        pending = list(asked.items())
        for start in range(0, len(pending), NAMES_AT_A_TIME):
            chunk = pending[start : start + NAMES_AT_A_TIME]
            scores = self._scores([words for _, words in chunk])
            best = np.argsort(-scores, axis=1, kind="stable")[:, :CANDIDATES]
            for (name, _), row, places in zip(chunk, scores, best, strict=True):
                nearest = [
                    dict(zip(("exercise_id", "name"), self._names[i], strict=True), score=round(float(row[i]), 2))
                    for i in places
                ]
                by_name[name] = json.dumps(nearest, ensure_ascii=False)
        return by_name

    def _scores(self, asked: Sequence[Words]) -> np.ndarray:
        """Score names (rows) against exercises (columns): the weight of shared words in that of all, and letters."""
        table = self._table(asked)
        unknown = np.array([sum(word not in self._place for word in words) for words in asked]) * self._most
        sums = (table @ self._weights + unknown)[:, np.newaxis] + self._sums
        shared = 2 * (table * self._weights) @ self._words.T / np.maximum(sums, self._most)
        queries = [" ".join(sorted(words)) for words in asked]
        letters = process.cdist(queries, self._letters, scorer=fuzz.ratio, dtype=np.float32) / 100
        scores: np.ndarray = (1 - LETTERS_SHARE) * shared + LETTERS_SHARE * letters
        return scores

    def _table(self, words: Sequence[Words]) -> np.ndarray:
        """Mark the known words (columns) of each name (rows)."""
        table = np.zeros((len(words), len(self._place)))
        for row, each in enumerate(words):
            table[row, [self._place[word] for word in each if word in self._place]] = 1
        return table
