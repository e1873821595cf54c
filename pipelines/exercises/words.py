"""The words of exercise names: which spellings are one word, which wordings are one meaning."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
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
_HOW: Final = re.compile(r"\d|tempo|rpe")
_TEMPO: Final = re.compile(r"(?:\b\d{3,4} )?\btempo\b(?: ?\d[\dx ]*)?|\b[1-5] ?s(?:ecs?)? (?:holds?|squeezes?)\b")
_SCHEME: Final = re.compile(
    r"\b\d{1,3}(?: ?[x×] ?\d{1,3})+(?: \d{1,2})?(?: ?reps?)?\b"  # sets and reps: "5x5", "3x8-12"
    r"|\b\d{1,2}(?:/\d{1,2}){2,3}\b|\b\d(?: \d){2,3}\b|\b531\b"  # "5/3/1", and a tempo: "3-1-0"
    r"|\b(?:seat|pad|pos|position|setting|notch|hole|level|lvl)\.? ?#?\d{1,2}\b"  # how a machine is set
    r"|[+@]? ?\b(?:\d ?[x×] ?)?\d{1,3}(?:[.,]\d)? ?(?:kgs?\b|kilos?\b|lbs?\b|pounds?\b|#)"  # how heavy
    r"|\b\d{1,4} ?(?:ft|feet|m|met(?:er|re)s?|yds?|yards?|miles?|km?|cm)\b"  # how far
    r"|\b[1-4] (?=boards?\b)"
    r"|\brpe ?\d*\b"
    r"|\b\d{1,3} ?(?:secs?|seconds?|mins?|minutes?)\b|\b\d{1,2} ?(?:ct|counts?)\b|\b(?!21s)\d{1,3} ?s\b"  # how long
    r"|\bx ?\d{1,3}\b|\b(?:\d{1,2} )?\d{1,3} ?(?:reps?|r)\b"  # how often
    r"|\b\d{1,2} ?(?:inch(?:es)?\b|\")"
    r"|\b\d\d(?:o\b| ?(?:°|deg\b|degrees?\b))"  # how steep a bench is
    r"|(?<=[\w)]) [#@]?[1-9](?:\.5)?$"  # "Bench press 2"
)
"""How a set is done, not what is lifted; removed from a name before it is read."""


class Language:
    """The tables of ``exercise_words.toml``, applied."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._noise = frozenset(tables["noise"])
        self._read: dict[str, Words] = {}
        self._spellings: dict[str, str] = {}
        meant = {
            word for words in (tables["phrases"] | tables["translated_phrases"]).values() for word in words.split()
        }
        english = meant | tables["words"].keys() | tables["implied"].keys()
        translated = {variant for variants in tables["translated_words"].values() for variant in variants.split()}
        self._translated = translated.union(*(said.split() for said in tables["translated_phrases"])) - english
        spellings = [*tables["words"].items(), *tables["translated_words"].items()]
        self._variants = {variant: word for word, variants in spellings for variant in variants.split()}
        phrases = tables["phrases"] | tables["translated_phrases"]
        self._phrases = {tuple(said.split()): meant.split() for said, meant in phrases.items()}
        self._longest_phrase: dict[str, int] = {}
        for first, *more in self._phrases:
            self._longest_phrase[first] = max(self._longest_phrase.get(first, 0), 1 + len(more))
        self._rewrites = [
            (rule["from"].split()[0], frozenset(rule["from"].split()), frozenset(rule["to"].split()))
            for rule in tables["rewrites"]
        ]
        self.said = frozenset(
            word for words in (*self._phrases, *(said for _, said, _ in self._rewrites)) for word in words
        )
        self._rewritten = frozenset(first for first, _, _ in self._rewrites)
        self._implied = {word: frozenset(by.split()) for word, by in tables["implied"].items()}
        self._implying = frozenset(self._implied)
        self._neutral = [
            (
                rule["word"],
                frozenset(rule.get("becomes", "").split()),
                frozenset(rule.get("needs", "").split()),
                frozenset(rule.get("unless", "").split()),
            )
            for rule in tables["neutral"]
        ]
        self.unsaid = [
            (frozenset(rule["beside"].split()), frozenset(rule["word"].split())) for rule in tables["unsaid"]
        ]

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
            self._read[name] = self.words_in(self.spelled(name))
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

    def spelled(self, name: str) -> list[str]:
        """Words of a name as they stand in it, each in its one spelling."""
        text = _without_accents(normalise_name(name)).replace("'", "").replace("w/", "with ")
        if _HOW.search(text):
            text = _SCHEME.sub(" ", _TEMPO.sub("tempo ", text))
        return [word for word in map(self._spelled, _WORD.findall(text)) if word not in self._noise]

    def is_translated(self, name: str, english: Words) -> bool:
        """Whether a name has words of another language that are read as English ones; `english` are surely none."""
        found = {word for word in _WORD.findall(_without_accents(normalise_name(name))) if word not in english}
        return bool((found | {_PLURAL.sub("", word) for word in found}) & self._translated)

    def words_in(self, spelled: Iterable[str]) -> Words:
        """What words, as they stand in a name, say together."""
        words = frozenset(self._phrased(list(spelled)))
        if not words.isdisjoint(self._rewritten):
            for first, said, meant in self._rewrites:
                if first in words and said <= words:
                    words = (words - said) | meant
        if words.isdisjoint(self._implying):
            return words
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
