"""The words of exercise names: which spellings are one word, which wordings are one meaning."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

from data.catalogue import load_words, normalise_name

MOST_NEUTRAL_WORDS: Final = 3
"""Neutral words left out at once: keeps the choices to try below a dozen."""

Words = frozenset[str]

_WORD: Final = re.compile(r"[^\W_]+")
_PLURAL: Final = re.compile(r"(?<=[^s])s$")
_ACCENT: Final = re.compile(r"[\u0300-\u0307\u0309-\u036f]")


class Language:
    """The tables of ``exercise_words.toml``, applied."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._noise = frozenset(tables["noise"])
        self._read: dict[str, Words] = {}
        self._spellings: dict[str, str] = {}
        self._variants = {variant: word for word, variants in tables["words"].items() for variant in variants.split()}
        self._phrases = {tuple(said.split()): meant.split() for said, meant in tables["phrases"].items()}
        self._longest_phrase: dict[str, int] = {}
        for first, *more in self._phrases:
            self._longest_phrase[first] = max(self._longest_phrase.get(first, 0), 1 + len(more))
        self._rewrites = [
            (rule["from"].split()[0], frozenset(rule["from"].split()), frozenset(rule["to"].split()))
            for rule in tables["rewrites"]
        ]
        self._implied = {word: frozenset(by.split()) for word, by in tables["implied"].items()}
        self._neutral = [
            (
                rule["word"],
                frozenset(rule.get("becomes", "").split()),
                frozenset(rule.get("needs", "").split()),
                frozenset(rule.get("unless", "").split()),
            )
            for rule in tables["neutral"]
        ]
        self.unsaid: dict[str, str] = tables["unsaid"]

    def words_of(self, name: str) -> Words:
        """Words of a name, each in its one spelling.

        Parameters
        ----------
        name
            An exercise name.

        Returns
        -------
        frozenset of str
            For instance ``{"incline", "bench", "press", "dumbbell"}`` for "Incline DB Bench Presses".
        """
        if name not in self._read:
            self._read[name] = self._words_of(name)
        return self._read[name]

    def without_neutral(self, words: Words) -> Iterator[tuple[int, Words]]:
        """Words less every choice of neutral ones, the fewest left out first."""
        neutral = {
            word: becomes
            for word, becomes, needs, unless in self._neutral
            if word in words and (not needs or needs & words) and not unless & words
        }
        for left_out in range(1, min(len(neutral), MOST_NEUTRAL_WORDS) + 1):
            for choice in combinations(sorted(neutral), left_out):
                yield left_out, words.difference(choice).union(*(neutral[word] for word in choice))

    def _words_of(self, name: str) -> Words:
        """Read a name not met before."""
        text = _without_accents(normalise_name(name)).replace("'", "").replace("w/", "with ")
        spelled = [self._spelled(word) for word in _WORD.findall(text)]
        words = frozenset(self._phrased([word for word in spelled if word not in self._noise]))
        for first, said, meant in self._rewrites:
            if first in words and said <= words:
                words = (words - said) | meant
        return words - {word for word in words & self._implied.keys() if self._implied[word] & words}

    def _spelled(self, word: str) -> str:
        """A word in the singular and in its one spelling."""
        if word not in self._spellings:
            singular = word
            for ending, kept in (("sses", "ss"), ("ches", "ch")):
                singular = singular.removesuffix(ending) + kept if singular.endswith(ending) else singular
            singular = _PLURAL.sub("", singular)
            self._spellings[word] = self._variants.get(word) or self._variants.get(singular, singular)
        return self._spellings[word]

    def _phrased(self, words: list[str]) -> Iterator[str]:
        """Replace known phrases, the longest first."""
        start = 0
        while start < len(words):
            longest = self._longest_phrase.get(words[start], 0)
            for length in range(min(longest, len(words) - start), 0, -1):
                phrase = self._phrases.get(tuple(words[start : start + length]))
                if phrase is not None:
                    yield from phrase
                    start += length
                    break
            else:
                yield words[start]
                start += 1


def _without_accents(text: str) -> str:
    """Leave out the accents that many type without ("maquina"), but no umlaut: "ö" is a letter of its own."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", text)))


@lru_cache(maxsize=1)
def exercise_language() -> Language:
    """Read the tables once."""
    return Language(load_words())
