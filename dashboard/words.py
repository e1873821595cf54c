"""Numbers → words. Never more digits than are known; loads in the lifter's own unit."""

import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from dashboard.language import _, dated, decimal, language, ngettext
from data.units import KG_PER_LB
from models.alerts.records import MEET_NOISE_LOG
from models.outlook.what_matters import CLEAR_GAIN_PCT

MINUS: Final = "\u2212"
NARROW: Final = "\u202f"

RETEST_PCT: Final = 100 * MEET_NOISE_LOG
"""What one test of a 1RM varies by, %: see `models.alerts.records`."""

EVEN: Final = 0.5
SURE: Final = 0.95


def in_unit(kg: float, unit: str) -> float:
    """A mass in the unit of the screen, `kg` or `lb`."""
    return kg / KG_PER_LB if unit == "lb" else kg


def load(kg: float | None, unit: str) -> str:
    """Say an *estimated* load: whole units, halves below 20."""
    if kg is None or math.isnan(kg):
        return _("unknown")
    value = in_unit(kg, unit)
    shown = decimal(round(value * 2) / 2, 1, least=0) if abs(value) < 20 else f"{value:.0f}"
    return f"{shown}{NARROW}{unit}"


def span(low_kg: float, high_kg: float, unit: str, joined: str = "") -> str:
    """Say a range of estimated loads: `102 to 115 kg`."""
    low, high = load(low_kg, unit).removesuffix(f"{NARROW}{unit}"), load(high_kg, unit)
    return high if high.startswith(f"{low}{NARROW}") else " ".join([low, joined or _("to"), high])


def plates(kg: float | None, unit: str) -> str:
    """Say a load to put on the bar: exact to the quarter, for it was rounded to plates already."""
    if kg is None or math.isnan(kg):
        return _("by feel")
    return f"{figure(round(in_unit(kg, unit) * 4) / 4)}{NARROW}{unit}"


def figure(value: float) -> str:
    """Say a figure as it stands, to the hundredth."""
    return decimal(value, 2, least=0)


def percent(value_pct: float) -> str:
    """Say a percentage as a whole number."""
    return f"{value_pct:.0f}{NARROW}%".replace("-", MINUS)


def change(value_pct: float) -> str:
    """Say a change with its sign; what rounds to nothing is `0 %` without one."""
    whole = round(value_pct)
    sign = "+" if whole > 0 else MINUS if whole < 0 else ""
    return f"{sign}{abs(whole)}{NARROW}%"


def fine_change(value_pct: float) -> str:
    """Say a change of which tenths are told, with its sign: `+1.4 %`."""
    tenth = round(value_pct, 1)
    sign = "+" if tenth > 0 else MINUS if tenth < 0 else ""
    return f"{sign}{decimal(abs(tenth), 1)}{NARROW}%"


def change_span(low_pct: float, high_pct: float) -> str:
    """Say a range of changes: `−1 to +7 %`."""
    low, high = change(low_pct), change(high_pct)
    return high if low == high else " ".join([low.removesuffix(f"{NARROW}%"), _("to"), high])


def chance(p: float) -> str:
    """Say a probability as people count: tenths, with the ends in words."""
    if p < 1 - SURE:
        return _("less than 1 in 20")
    if p > SURE:
        return _("more than 19 in 20")
    if round(p * 10) == EVEN * 10:
        return _("even odds")
    return _("{n} in 10").format(n=max(1, min(9, round(p * 10))))


def odds(p: float) -> str:
    """Say a probability for a narrow column: tens of percent, with open ends."""
    tens = round(p * 10) * 10
    return f"<{NARROW}10{NARROW}%" if tens < 10 else f">{NARROW}90{NARROW}%" if tens > 90 else f"{tens}{NARROW}%"


def weeks(count: float) -> str:
    """Say a number of weeks."""
    whole = round(count)
    return ngettext("{n} week", "{n} weeks", whole).format(n=number(whole))


def from_now(count: float, *, is_over: bool) -> str:
    """Say a distance ahead: `in 12 weeks`, or `after 12 weeks of training` where a log is over."""
    said = _("after {weeks} of training") if is_over else _("in {weeks}")
    return said.format(weeks=weeks(count))


def number(count: float) -> str:
    """Say a count with thousands set apart."""
    return decimal(count)


def counted(count: float, one: str, many: str | None = None) -> str:
    """Say a count with its noun in the right number."""
    return f"{number(count)} {ngettext(one, many or f'{one}s', count)}"


def day(when: date | datetime | None) -> str:
    """Say a day: `3 Feb 2026`."""
    return _("unknown") if when is None or when != when else dated(when, _("d MMM y"))  # noqa: PLR0124 NaT


def iso_day(text: str) -> str:
    """Say a day that is written in ISO form."""
    return day(date.fromisoformat(text))


def capital(text: str) -> str:
    """Begin with a capital."""
    return f"{text[:1].upper()}{text[1:]}"


def within(name: str) -> str:
    """Write a name of ours as it stands inside of a sentence; German writes its nouns with a capital there too."""
    return name if language() == "de" else f"{name[:1].lower()}{name[1:]}"


def title(name: str) -> str:
    """Say an id of one word or more: `side_delts` → `Side delts`."""
    return name.replace("_", " ").capitalize()


def named(name: str) -> str:
    """Say a muscle, a site or a piece of equipment by its id, in the visitor's language."""
    return _(title(name))


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop."""
    trimmed = text.strip().rstrip(".")
    return f"{capital(trimmed)}." if trimmed else ""


def listed(words: Sequence[str]) -> str:
    """Join with commas and a last `and`."""
    return _(" and ").join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def rest(seconds: float) -> str:
    """Say a rest: minutes from two on, seconds below."""
    return f"{figure(seconds / 60)}{NARROW}min" if seconds >= 120 else f"{figure(seconds)}{NARROW}s"


def matters(difference_pct: float) -> str:
    """Say whether a lifter could see a difference between two 1RMs, by the measure recommendations use."""
    if abs(difference_pct) < CLEAR_GAIN_PCT:
        return _("No clear difference")
    if abs(difference_pct) < RETEST_PCT:
        return _("Smaller than one test can show")
    return _("Would show in a test")


def lead(median_pct: float) -> str:
    """Say by how much one style is ahead of another."""
    return _("less than 1\u202f%") if median_pct < 1 else percent(median_pct)


def share(own_share: float) -> str:
    """Say where a style's effect comes from: `92 % from trials, 8 % from your own training`."""
    own = round(100 * own_share)
    if not own:
        return _("from published trials, and none of it from your own training yet")
    said = _("{trials} from published trials, {own} from your own training")
    return said.format(trials=percent(100 - own), own=percent(own))


class Rival(NamedTuple):
    """A plan that is not as good as the one advised, by its name: its chance of being the best, what it gives up."""

    plan: str
    p_best: float
    gives_up: str


def verdict(
    plan: str, *, carries_on: bool, is_clear: bool, equals: int, p_best: float, goal: str, rival: Rival | None = None
) -> tuple[str, str]:
    """Headline and the sentence under it for a recommendation.

    Parameters
    ----------
    plan : str
        In words.
    carries_on : bool
        Whether the plan is to carry on as now.
    is_clear : bool
        Whether the choice is more than a matter of taste.
    equals : int
        How many other plans are about as good.
    p_best : float
        Probability that the plan is the best of those compared.
    goal : str
        In words.
    rival : Rival, optional
        The likeliest of the plans that are not as good.
    """
    if carries_on:
        why = _("For {goal}, nothing we compared looks clearly better than what you do now.")
        return _("Carry on as now"), why.format(goal=goal)
    if equals:
        why = _("For {goal} they should take you about equally far: you’d hardly feel the difference. {rival}")
        return _("Pick the one you like"), why.format(goal=goal, rival=_rival(rival, p_best)).strip()
    if is_clear:
        why = _("Most likely your best way to {goal}: {chance} that it beats the other plans.")
        return plan, why.format(goal=goal, chance=chance(p_best))
    passed_over = _rival(rival, p_best)
    if passed_over:
        return plan, _("The safest bet for {goal}. {rival}").format(goal=goal, rival=passed_over)
    why = _("A little ahead of the other plans for {goal}, and no more than that: no need to switch if you like yours.")
    return plan, why.format(goal=goal)


def _rival(rival: Rival | None, p_best: float) -> str:
    """Say why a plan that is likelier to be the best is not advised; nothing where there is none."""
    if rival is None or rival.p_best <= p_best:
        return ""
    if rival.gives_up:
        said = _("{plan} may turn out better ({chance}), but it comes with {what}.")
    else:
        said = _("{plan} may turn out better ({chance}), but it could also leave you worse off than carrying on.")
    return said.format(plan=rival.plan, chance=chance(rival.p_best), what=rival.gives_up)


def accounting(read: int, loaded: int, not_sets: int, duplicate: int, rejected: int) -> str:
    """Say that every row is accounted for, or by how many the sum is out."""
    total = loaded + not_sets + duplicate + rejected
    parts = _(
        "{read} rows read = {loaded} loaded + {not_sets} not data + {duplicate} duplicates + {rejected} rejected"
    ).format(
        read=number(read),
        loaded=number(loaded),
        not_sets=number(not_sets),
        duplicate=number(duplicate),
        rejected=number(rejected),
    )
    if total == read:
        return _("Every row is accounted for: {parts}.").format(parts=parts)
    return _("The sum is out by {n}: {parts}.").format(n=number(abs(read - total)), parts=parts)


def skilled(skill: float, mae_pct: float, horizon_weeks: int) -> str:
    """Say what a forecast's skill and error mean."""
    said = (
        _("{weeks} ahead, the middle is off by {off} on average: {better} better than saying nothing will change.")
        if round(100 * skill) >= 1
        else _("{weeks} ahead, the middle is off by {off} on average: no better than saying nothing will change.")
    )
    return said.format(weeks=weeks(horizon_weeks), off=percent(mae_pct), better=percent(100 * skill))
