"""Exported exercise names to the catalogue: by alias, by readable rules, or honestly not at all.

Names are compared as sets of words, so that "Barbell Bench Press", "Bench Press - Barbell" and "BB bench
presses" are one. Every word must be accounted for: what the tables of ``data/exercise_words.toml`` do not
call neutral is never dropped, so an incline press can never become a flat one.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import pandas as pd

from data.catalogue import load_aliases, load_exercises, normalise_name
from pipelines.errors import ProfileError
from pipelines.exercises.candidates import Candidates
from pipelines.exercises.slips import Slips
from pipelines.exercises.words import Language, Words, exercise_language

UNMAPPED: Final = "unmapped:"
ANY_APP: Final = "any"

CONFIDENT: Final = 1.0
OTHER_APP_CONFIDENCE: Final = 0.95
RULE_CONFIDENCE: Final = 0.95
STEP_CONFIDENCE: Final = 0.05
"""Taken off a rule's confidence for each liberty: a neutral word left out, an unsaid one added."""
SPELLING_CONFIDENCE: Final = 0.10

SAME_NAMES: Final = {"hevy_api": "hevy", "fitnotes_backup": "fitnotes"}
"""Two ways out of one app, which calls its exercises the same in both."""

WEIGHTED: Final = "weighted"
EQUIPMENT_WORDS: Final = {
    "barbell": "barbell",
    "dumbbell": "dumbbell",
    "machine": "machine",
    "plateloaded": "machine",
    "cable": "cable",
    "smith": "smith_machine",
    "kettlebell": "kettlebell",
    "band": "band",
    "bodyweight": "bodyweight",
    "ezbar": "ez_bar",
    "trapbar": "trap_bar",
    "plate": "other",
    "suspension": "other",
}
MOSTLY_SAID: Final = frozenset({"band", "suspension"})
"""Equipment that is hardly ever left unsaid, for its load is no weight: taken for granted last of all."""


@dataclass(frozen=True)
class Match:
    """What one name was taken for, and why."""

    exercise_id: str
    how: str
    confidence: float


def resolve(names: pd.DataFrame, corrections: pd.DataFrame | None = None) -> pd.DataFrame:
    """Say which exercise of the catalogue each exported name means.

    Parameters
    ----------
    names
        One row per name: ``app, exported_name`` and optionally ``lifter``; other columns are ignored.
    corrections
        What people decided, which wins over everything: ``exported_name, exercise_id`` and optionally
        ``lifter`` (without it, or empty, for everybody). An empty ``exercise_id`` means "none of the
        catalogue's exercises".

    Returns
    -------
    pandas.DataFrame
        One row per distinct input row: ``[lifter,] app, exported_name, exercise_id, is_mapped, how``
        (``correction``, ``alias``, ``alias of another app``, ``rule``, ``unmapped``), ``confidence``
        (0 to 1) and ``candidates`` (JSON list of the three nearest exercises; null where mapped).

    Raises
    ------
    ProfileError
        If a correction names an exercise that is not in the catalogue.
    """
    keys = [column for column in ("lifter", "app", "exported_name") if column in names]
    out = names[keys].drop_duplicates(ignore_index=True)
    resolver = _resolver()
    decided = _decisions(corrections, resolver)
    lifters = out["lifter"] if "lifter" in out else [""] * len(out)
    matches = [
        _decided(decided, lifter, name) or resolver.match(app, name)
        for lifter, app, name in zip(lifters, out["app"], out["exported_name"], strict=True)
    ]
    out["exercise_id"] = pd.array([match.exercise_id for match in matches], dtype="str")
    out["is_mapped"] = ~out["exercise_id"].str.startswith(UNMAPPED)
    out["how"] = pd.array([match.how for match in matches], dtype="str")
    out["confidence"] = pd.array([match.confidence for match in matches], dtype="float64")
    unknown = out.loc[~out["is_mapped"], "exported_name"].unique()
    out["candidates"] = out["exported_name"].where(~out["is_mapped"]).map(resolver.candidates(unknown))
    return out


def make_ready() -> None:
    """Read the catalogue and all known names, which takes a core for a while: beside other work, before `resolve`."""
    _resolver().match(ANY_APP, "")  # has the words of all known names read, as any name does that is none of them


def ids_of(names: Iterable[str], lifter: str, corrections: pd.DataFrame | None = None) -> dict[str, str]:
    """Exercise that a lifter means by each name they wrote themselves, of no app.

    Parameters
    ----------
    names
        As the lifter wrote them.
    corrections
        As of `resolve`.
    """
    asked = pd.DataFrame({"exported_name": list(dict.fromkeys(names))}, dtype="str").assign(lifter=lifter, app=ANY_APP)
    matches = resolve(asked, corrections)
    return dict(zip(matches["exported_name"], matches["exercise_id"], strict=True))


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What a name that somebody types is taken for.

    Parameters
    ----------
    exercise_id : str
    is_sure : bool
        Whether nothing had to be guessed: a slip of the finger is better asked about than mended in silence.
    nearest : tuple of str
        Names of the exercises it may mean, the likeliest first.
    """

    exercise_id: str
    is_sure: bool
    nearest: tuple[str, ...]


def typed(name: str, lifter: str, corrections: pd.DataFrame | None = None) -> Typed:
    """Say what one name that a lifter types means, and what it may mean where that is not sure.

    Parameters
    ----------
    name
        As typed, of no app.
    corrections
        As of `resolve`.
    """
    asked = pd.DataFrame({"exported_name": [name], "lifter": [lifter], "app": [ANY_APP]}, dtype="str")
    found, resolver = resolve(asked, corrections).iloc[0], _resolver()
    exercise_id = str(found["exercise_id"])
    nearest = [resolver.names[exercise_id]] if exercise_id in resolver.names else []
    if not nearest:
        nearest = [row["name"] for row in json.loads(found["candidates"])]
    is_sure = bool(found["confidence"] > RULE_CONFIDENCE - SPELLING_CONFIDENCE)
    return Typed(exercise_id=exercise_id, is_sure=is_sure, nearest=tuple(nearest))


class Resolver:
    """The catalogue and its aliases, looked up by name and by words."""

    def __init__(self, exercises: pd.DataFrame, aliases: pd.DataFrame, language: Language) -> None:
        self._language = language
        self.names: dict[str, str] = dict(zip(exercises["exercise_id"], exercises["name"], strict=True))
        self._equipment = dict(zip(exercises["exercise_id"], exercises["equipment"], strict=True))
        self._load_kind = dict(zip(exercises["exercise_id"], exercises["load_kind"], strict=True))
        self._aliases: dict[str, dict[str, str]] = {}
        for exercise_id, name in self.names.items():
            self._aliases.setdefault(normalise_name(name), {})[ANY_APP] = exercise_id
        rows = (aliases[column].tolist() for column in ("app", "exported_name", "exercise_id"))
        for app, name, exercise_id in zip(*rows, strict=True):
            self._aliases.setdefault(normalise_name(name), {})[app] = exercise_id
        self._slips = Slips(language, list(self.names.values()), self._aliases)
        self._seen: dict[str, Match] = {}

    def match(self, app: str, name: str) -> Match:
        """What one app's name means."""
        key = normalise_name(name)
        apps = self._aliases.get(key, {})
        exercise_id = apps.get(SAME_NAMES.get(app, app)) or apps.get(ANY_APP)
        if exercise_id:
            return Match(exercise_id, "alias", CONFIDENT)
        if apps and len(set(apps.values())) == 1:
            return Match(next(iter(apps.values())), "alias of another app", OTHER_APP_CONFIDENCE)
        if key not in self._seen:
            self._seen[key] = self._by_rule(key) or Match(UNMAPPED + key, "unmapped", 0.0)
        return self._seen[key]

    def candidates(self, names: Iterable[str]) -> dict[str, str]:
        """Nearest exercises of each name as JSON, the best first."""
        asked = {name: self._slips.mended(name) for name in names}
        return self._candidates.of(asked) if asked else {}

    @cached_property
    def _candidates(self) -> Candidates:
        return Candidates(self.names, [self._language.words_of(name) for name in self.names.values()])

    @cached_property
    def _by_words(self) -> dict[Words, str]:
        """Map sets of words to the one exercise they mean; of several, the one the catalogue calls so, or none.

        Only names that mean the same everywhere take part: what an app takes for granted (its "Bicep
        Curl" is done with dumbbells) does not hold for another's spelling of it. Nor does what a language takes
        for granted hold for the English words that its name is read as.
        """
        own = {self._language.words_of(name): exercise_id for exercise_id, name in self.names.items()}
        meanings: dict[Words, set[str]] = {words: {exercise_id} for words, exercise_id in own.items()}
        english, spelled = frozenset().union(*own), frozenset(self._slips.vocabulary)
        for key, apps in self._aliases.items():
            if ANY_APP not in apps:
                continue
            words = self._language.words_of(key)
            if words in own:
                continue
            if not (words <= english and self._language.is_translated(key, spelled)):
                meanings.setdefault(words, set()).add(apps[ANY_APP])
        return {
            words: next(iter(ids))
            for words, ids in meanings.items()
            if len(ids) == 1 and words - EQUIPMENT_WORDS.keys()
        }

    def _by_rule(self, key: str) -> Match | None:
        """Exercise whose words are the name's, spelling mistakes mended if that helps."""
        single = self._by_liberties(self._language.words_of(key))
        if single is None:
            single, confidence = self._by_liberties(self._slips.mended(key)), RULE_CONFIDENCE - SPELLING_CONFIDENCE
        else:
            confidence = RULE_CONFIDENCE
        if single is None:
            return None
        exercise_id, liberties = single
        return Match(exercise_id, "rule", round(confidence - liberties * STEP_CONFIDENCE, 2))

    def _by_liberties(self, words: Words) -> tuple[str, int] | None:
        """The one exercise that these words mean with the fewest liberties, and how many."""
        last_resort = None
        for liberties, attempt in [(0, words), *self._language.without_neutral(words)]:
            if attempt in self._by_words:
                return self._by_words[attempt], liberties
            meant = self._own_equipment(attempt) | self._weighted(attempt) | self._unsaid(attempt)
            if len(meant) == 1:
                exercise_id = meant.pop()
                if not (self._language.words_of(self.names[exercise_id]) - words) & MOSTLY_SAID:
                    return exercise_id, liberties + 1
                last_resort = last_resort or (exercise_id, liberties + 1)
        return last_resort

    def _own_equipment(self, words: Words) -> set[str]:
        """Exercises done with one kind of equipment only, which the name says needlessly or leaves out."""
        stated = words & EQUIPMENT_WORDS.keys()
        if not stated:
            if len(words) == 1 and len({hit for known, hit in self._by_words.items() if words <= known}) > 1:
                return set()  # "abs", "overhead": alone they say too little
            hits = (self._by_words.get(words | {equipment}) for equipment in EQUIPMENT_WORDS)
            return {hit for hit in hits if hit}
        hits = (self._by_words.get(words - {word}) for word in stated)
        return {hit for hit in hits if hit and self._equipment[hit] in {EQUIPMENT_WORDS[word] for word in stated}}

    def _weighted(self, words: Words) -> set[str]:
        """Exercise done with one's own weight of which the name says that weight was added."""
        hit = self._by_words.get(words - {WEIGHTED}) if WEIGHTED in words else None
        return {hit} if hit and "bodyweight" in (self._load_kind[hit], self._equipment[hit]) else set()

    def _unsaid(self, words: Words) -> set[str]:
        """Exercises of which the name is a common short form."""
        additions = (words | added for beside, added in self._language.unsaid if beside <= words)
        return {self._by_words[longer] for longer in additions if longer in self._by_words}


@lru_cache(maxsize=1)
def _resolver() -> Resolver:
    """Read the catalogue once."""
    return Resolver(load_exercises(), load_aliases(), exercise_language())


def _decisions(corrections: pd.DataFrame | None, resolver: Resolver) -> dict[tuple[str, str], str]:
    """Key people's corrections by lifter and normalised name; the empty lifter is everybody."""
    decided: dict[tuple[str, str], str] = {}
    if corrections is None:
        return decided
    for row in corrections.fillna("").to_dict("records"):
        name, exercise_id = str(row["exported_name"]), str(row["exercise_id"]).strip()
        if exercise_id and exercise_id not in resolver.names:
            raise ProfileError(
                f"exercises.csv: {name!r} is said to be {exercise_id!r}, which the catalogue does not hold. "
                "Use an exercise_id of data/exercises.csv, or leave it empty to keep the name unmapped."
            )
        key = normalise_name(name)
        decided[str(row.get("lifter", "")), key] = exercise_id or UNMAPPED + key
    return decided


def _decided(decided: dict[tuple[str, str], str], lifter: str, name: str) -> Match | None:
    """What a person decided about a name, if anything."""
    if not decided:
        return None
    key = normalise_name(name)
    exercise_id = decided.get((lifter, key)) or decided.get(("", key))
    return Match(exercise_id, "correction", CONFIDENT) if exercise_id else None
