"""Slips of the finger in exercise names: the known word that a misspelled one must have been."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from pipelines.exercises.words import Language, Words

SHORTEST_CORRECTED_WORD: Final = 4
SHORTEST_SHORTENED_WORD: Final = 5
"""In a shorter word a letter left out or two exchanged ("benh", "psuh") are mended, and no letter is one too many."""
SHORTEST_TWICE_CORRECTED_WORD: Final = 9
SHORTEST_EXCHANGED_LETTER: Final = 6
"""In a shorter word alone one letter for another is no slip: too many words differ by it ("punch" and "pinch")."""

SHORTEST_ABBREVIATION: Final = 3

_VOWELS: Final = re.compile(r"[aeiou]")


class Slips:
    """What a misspelled name must have been.

    Parameters
    ----------
    language
        The words of exercise names.
    names
        What the catalogue calls its exercises: a misspelled word may be one of theirs.
    known
        All known names in all languages: a word of theirs is no slip.
    """

    def __init__(self, language: Language, names: Sequence[str], known: Iterable[str]) -> None:
        self._language = language
        self._names = names
        self._known = known

    @cached_property
    def _spellings(self) -> Words:
        """Words of all known names, as they stand in them."""
        return frozenset(word for name in self._known for word in self._language.spelled(name)) | self._language.said

    @cached_property
    def vocabulary(self) -> list[str]:
        """Words that a misspelled one may be."""
        return sorted({word for name in self._names for word in self._language.spelled(name)})

    def mended(self, name: str) -> Words:
        """Words of a name, each unknown one replaced by the one known word a slip or two away."""
        spelled = self._language.spelled(name)
        is_alone = self._spellings.isdisjoint(spelled)
        mended = {}
        for word in sorted(set(spelled) - self._spellings, key=len, reverse=True):
            mended[word] = self._slips_away(word, alone=is_alone)
            is_alone = is_alone and mended[word] == word
        return self._language.words_in(mended.get(word, word) for word in spelled)

    @cached_property
    def _without_vowels(self) -> dict[str, list[str]]:
        """Words by their consonants: "bnch" and "shldr"."""
        shortened: dict[str, list[str]] = {}
        for word in self.vocabulary:
            shortened.setdefault(_VOWELS.sub("", word), []).append(word)
        return shortened

    def _abbreviated(self, word: str) -> str | None:
        """The only known word that a word without vowels, or cut off after its first letters, stands for."""
        if len(word) < SHORTEST_ABBREVIATION or not word.isalpha():
            return None
        meant = self._without_vowels.get(word) or [known for known in self.vocabulary if known.startswith(word)]
        return meant[0] if len(meant) == 1 else None

    @lru_cache(maxsize=100_000)  # noqa: B019 (there is one resolver, and it lives as long as the process)
    def _slips_away(self, word: str, *, alone: bool) -> str:
        """The only known word a slip away, or two of a long word; else the word itself. `alone`: no other is known."""
        if not alone and (abbreviated := self._abbreviated(word)):
            return abbreviated
        if len(word) < SHORTEST_CORRECTED_WORD or (alone and len(word) < SHORTEST_SHORTENED_WORD):
            return word
        slips = 1 if len(word) < SHORTEST_TWICE_CORRECTED_WORD else 2
        near = process.extract(word, self.vocabulary, scorer=OSA.distance, score_cutoff=slips, limit=None)
        near = [slip for slip in near if slip[1] == near[0][1]]
        if len(word) < SHORTEST_SHORTENED_WORD:
            near = [slip for slip in near if len(slip[0]) > len(word) or sorted(slip[0]) == sorted(word)]
        if alone and len(word) < SHORTEST_EXCHANGED_LETTER:
            near = [slip for slip in near if len(slip[0]) != len(word) or sorted(slip[0]) == sorted(word)]
        same_start = [near_word for near_word, _, _ in near if near_word[0] == word[0]]
        return same_start[0] if len(same_start) == 1 else word
