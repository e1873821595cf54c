"""Loads that cannot be what the log says: the question, what follows from each answer, and the answers in a profile."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from data.units import KG_PER_LB
from pipelines.errors import ProfileError

KEY: Final = "loads"
READINGS: Final = ("added", "total", "assisted", "right", "lb", "kg")
"""Added to the body weight; the whole load; what a machine or band takes off; as logged; logged in that unit."""
BODY_WEIGHT, ANYBODY = "body weight", "anybody"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer to a question, and what follows from it.

    Parameters
    ----------
    reading : str
        As it is written in the profile.
    meaning : str
        The same in words.
    one_rm : str
        The lift's estimated 1RM under it, with its unit.
    """

    reading: str
    meaning: str
    one_rm: str


def parse_readings(where: str, stated: Mapping[str, Any]) -> dict[str, str]:
    """Read `[loads]` of a profile: what the loads of single exercises are, by the names the lifter wrote.

    Raises
    ------
    ProfileError
        Something stated cannot be used: what was found and what to write.
    """
    loads = stated.get(KEY, {})
    if not isinstance(loads, dict) or not set(map(str, loads.values())) <= set(READINGS):
        raise ProfileError(
            f'{where}: {KEY} is {loads!r}; write [{KEY}] and under it lines such as "Pull Up" = "total", one of '
            f"{', '.join(READINGS)}"
        )
    return loads


def answers(row: Mapping[str, Any]) -> list[Answer]:
    """What a lifter may answer about a row of `odd_loads`, the log's own reading first."""
    unit = row["unit"]
    load = _logged(row["load_kg"], unit)
    said = [("right", f"{load} is right", "one_rm_kg"), ("lb", f"{row['load_kg']:g} is in lb", "lb_kg")]
    if row["load_kind"] == "bodyweight":
        said = [
            ("added", f"{load} hung from you", "one_rm_kg"),
            ("total", f"{load} is the whole load", "total_kg"),
            ("assisted", f"a machine or band took {load} off", "assisted_kg"),
        ]
    return [
        Answer(reading=reading, meaning=meaning, one_rm=_estimated(row[name], unit))
        for reading, meaning, name in said
        if _is_known(row[name])
    ]


def question(row: Mapping[str, Any]) -> str:
    """Say of a row of `odd_loads` what was seen, why it cannot be, and what follows from each answer."""
    unit, sets, body_kg = row["unit"], row["sets"], row["body_weight_kg"]
    weighing = f", at a body weight of {_logged(body_kg, unit)}" if _is_known(body_kg) else ""
    counting = ", your body's share included" if row["load_kind"] == "bodyweight" else ""
    first, *others = answers(row)
    follows = [f"If {answer.meaning}, it is {answer.one_rm}." for answer in others]
    waiting = f"these {sets:,} sets count" if sets > 1 else "this set counts"
    return " ".join(
        [
            f"{row['exported_name']}: {_logged(row['load_kg'], unit)} × {row['reps']:g} is logged{weighing}.",
            f"If {first.meaning}, your 1RM is about {first.one_rm}{counting}, and {_why(row)}.",
            *follows,
            f"Until you say which, {waiting} as training, but not towards 1RM.",
        ]
    )


def how_to_answer(row: Mapping[str, Any]) -> str:
    """Say what to write into the profile."""
    words = " or ".join(f'"{answer.reading}"' for answer in answers(row))
    return f'[{KEY}] and under it "{row["exported_name"]}" = {words}'


def _why(row: Mapping[str, Any]) -> str:
    """Say why a load cannot be what the log says."""
    if row["beyond"] == BODY_WEIGHT:
        return "you add about your body weight or more, and hardly ever less"
    if row["beyond"] == ANYBODY:
        who = " at that body weight" if _is_known(row["body_weight_kg"]) else ""
        return f"almost nobody lifts more than {_estimated(row['top_kg'], row['unit'])}{who}"
    return f"your {row['other_lifts']:g} other lifts lead to expect {_estimated(row['expected_kg'], row['unit'])}"


def _is_known(value: float | None) -> bool:
    return value is not None and not math.isnan(value)


def _logged(kg: float, unit: str) -> str:
    """A load as it was logged."""
    return f"{round(kg / (KG_PER_LB if unit == 'lb' else 1), 1):g} {unit}"


def _estimated(kg: float, unit: str) -> str:
    """An estimated load: no more digits than are known."""
    return f"{kg / (KG_PER_LB if unit == 'lb' else 1):.0f} {unit}"
