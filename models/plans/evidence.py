"""What published trials say about a plan: sentences with their sources."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from data import published
from models.plans.advice import Reason
from models.plans.situation import Case

BEGINNER_WEEKS: Final = 26


@cache
def _figures() -> dict[str, dict[str, str]]:
    """Look up published figures by id; what is known from memory only is not quotable."""
    table = published.evidence()
    quotable = table[table["how_known"] != published.FROM_MEMORY].astype(object).fillna("").set_index("id")
    return {str(index): {str(k): str(v) for k, v in row.items()} for index, row in quotable.iterrows()}


def reason(text: str, evidence: list[str], **facts: object) -> Reason:
    """Make one reason.

    Raises
    ------
    ValueError
        A figure is cited that is not in `data/evidence/evidence.csv`, or is known from memory only.
    """
    unknown = [name for name in evidence if name not in _figures()]
    if unknown:
        raise ValueError(f"evidence: got evidence ids {unknown}; cite ids of data/evidence/evidence.csv that were read")
    return Reason(text=text, evidence=evidence, facts=facts)


def citations(ids: Iterable[str]) -> list[dict[str, str]]:
    """List published figures by their ids, once each: id, quantity, value, unit, source."""
    keys = ("quantity", "value", "unit", "source")
    return [{"id": name, **{key: _figures()[name][key] for key in keys}} for name in dict.fromkeys(ids)]


def mechanism(style: str) -> list[Reason]:
    """Say what published trials show about the style."""
    figures = _figures()
    heavy = reason(
        f"At equal effort, loads above 60 % of 1RM raise 1RM more than lighter ones: by "
        f"{figures['schoenfeld2017-1']['value']} standard deviations over 21 trials.",
        ["schoenfeld2017-1", "swinton2024-1"],
    )
    alike = reason(
        f"Size does not depend on the load as long as sets end near failure: heavy against light, "
        f"{figures['schoenfeld2017-2']['value']} standard deviations.",
        ["schoenfeld2017-2", "lopez2021-3"],
    )
    volume = reason(
        f"More hard sets grow more muscle, each a little less than the one before: about "
        f"{figures['pelland2026-1']['value']} points per extra weekly set at 12 sets.",
        ["pelland2026-1", "pelland2026-2"],
    )
    few = reason(
        f"1RM needs few sets: gains flatten beyond {_flattening()}.",
        ["pelland2026-8", "pelland2026-3"],
    )
    return {"strength": [heavy, few], "hypertrophy": [volume, alike], "hybrid": [heavy, volume]}[style]


def beginner(case: Case) -> list[Reason]:
    """Say that those new to training gain both from either style."""
    if case.training_weeks >= BEGINNER_WEEKS:
        return []
    trained, untrained = _figures()["trials-1"]["value"].split(" vs ")
    text = (
        f"Your log holds {case.training_weeks} weeks: if you’re new to this, either style brings strength and size. In "
        f"trials of 8-12 weeks with sets for size, untrained people added {untrained} % to their 1RM, "
        f"trained ones {trained} %. Part of what comes first is learning the lift."
    )
    return [reason(text, ["trials-1", "hammarstrom2020-1"], weeks=case.training_weeks)]


def between_styles(style: str) -> list[Reason]:
    """Say what tiredness and soreness have to do with how the days lie."""
    text = (
        "Days are spread so that no muscle works hard two days in a row. More sets, or sets that are new to you, leave "
        "muscles sore for up to three days, and heavy sets need rested ones: so sets build up over the first weeks, "
        "and heavy work comes first in a session."
    )
    return [reason(text, [], style=style)]


def limits(own_share: float) -> Reason:
    """Say where the difference comes from."""
    figures = _figures()
    own = round(100 * own_share)
    whence = f"{100 - own} % from published trials and {own} % from your own training"
    whence = whence if own else "from published trials, and none of it from your own training yet"
    strength, size = (published.direct_comparisons()[outcome] for outcome in ("1RM", "muscle size"))
    untrained = figures["ahtiainen2016-1"]["value"].replace("+/-", "±")
    text = (
        f"The difference between styles comes {whence}. Few trials compare the styles themselves: {strength} for 1RM, "
        f"{size} for size; the others compare sets, loads or rests. People differ as well: half a year of training "
        f"raised the 1RM of untrained people by {untrained} %."
    )
    facts = {"own_pct": own, "trials_pct": 100 - own, "direct_1rm": strength, "direct_size": size}
    return reason(text, ["ahtiainen2016-1"], own_share=round(own_share, 2), **facts)


def left_out() -> Reason:
    """Say what is not modelled, on purpose."""
    text = (
        "Left out on purpose, because too few trials tell us about them: fibre types, metabolic stress, tempo, and the "
        "order of exercises. What they do is within the ranges given."
    )
    return reason(text, [])


def _flattening() -> str:
    """Say from how many sets on 1RM gains little: published sets are fractional, not those of the lift alone."""
    sets = _figures()["pelland2026-8"]["value"]
    return f"{sets} weekly sets, where sets of other exercises for the same muscles count half"
