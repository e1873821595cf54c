"""The one thing that matters most to a lifter now."""

from typing import NamedTuple

from dashboard import words
from dashboard.language import _
from dashboard.parts.advice import Advice
from dashboard.parts.attention import Alert
from models.alerts.kinds import Severity


class OneThing(NamedTuple):
    """What matters most: a line, why, and the page where more of it is written."""

    what: str
    why: str
    page: str


def one_thing(alerts: list[Alert], advice: Advice | None, *, is_over: bool) -> OneThing:
    """Choose what matters most.

    A log that is over comes before all, then a warning, then the change of the plan that is worth most, then what is
    noticed, then to carry on.

    Parameters
    ----------
    alerts : list of Alert
        The gravest first.
    advice : Advice or None
    is_over : bool
        Whether the log ended long ago.
    """
    if is_over:
        return OneThing(
            _("Bring your log up to date"),
            _("Everything here is as of its last day. Add a newer export on the Data page."),
            "data",
        )
    first = alerts[0] if alerts else None
    if first and first.severity == Severity.WARNING:
        return _of_alert(first)
    likely = [change for change in advice.changes if change.verdict == "likely" and change.stands] if advice else []
    if advice and likely and not advice.option.carries_on:
        best = max(likely, key=lambda change: change.gain_pct)
        said = (
            _("{does}: likely {gain} on your 1RM after {weeks}, compared with carrying on.")
            if best.kind == "lift"
            else _("{does}: likely {gain} in size after {weeks}, compared with carrying on.")
        )
        why = said.format(
            does=words.capital(best.does), gain=words.change(best.gain_pct), weeks=words.weeks(advice.plan_weeks)
        )
        return OneThing(best.name, why, "plan")
    if first and first.severity == Severity.NOTICE:
        return _of_alert(first)
    return OneThing(
        _("Carry on"), _("Nothing needs attention, and no change we compared is likely to bring you more."), "plan"
    )


def _of_alert(alert: Alert) -> OneThing:
    """Say what needs attention most."""
    return OneThing(f"{alert.title}: {alert.subject}" if alert.subject else alert.title, alert.facts, "plan")
