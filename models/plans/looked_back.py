"""How forecasts and advice fared, in a sentence."""

from collections.abc import Mapping
from typing import Any, Final, TypedDict

PROMISED_PCT: Final = 80
NOTHING_YET: Final = "No forecast is old enough to check yet: the first will be after four more weeks of training."


class LookingBack(TypedDict):
    """A sentence about past forecasts and advice, and the counts in it."""

    text: str
    facts: dict[str, int]


def looking_back(row: Mapping[str, Any] | None) -> LookingBack:
    """Say what became of past forecasts and advice.

    Parameters
    ----------
    row : mapping or None
        forecasts, inside (the 80 % interval), above, advised (times advice was given), followed; None where
        nothing is due yet.

    Returns
    -------
    LookingBack
    """
    if row is None:
        return {"text": NOTHING_YET, "facts": {}}
    count, inside = int(row["forecasts"]), int(row["inside"])
    facts = {
        "forecasts": count,
        "inside": inside,
        "inside_pct": round(100 * inside / count),
        "promised_pct": PROMISED_PCT,
        "above": int(row["above"]),
        "advised": int(row["advised"]),
        "followed": int(row["followed"]),
    }
    text = (
        f"{inside} of {count} past forecasts came true within their range ({facts['inside_pct']} %, {PROMISED_PCT} % "
        f"promised); {facts['above']} were beaten"
    )
    if facts["advised"]:
        text += f". Advice was followed {facts['followed']} of {facts['advised']} times"
    return {"text": f"{text}.", "facts": facts}
