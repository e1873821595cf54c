"""The block as one file for the phone that needs no network: sets to tick off, a rest timer, light and dark."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path

from dashboard.language import _
from dashboard.views.plan.block import load
from models.blocks.gym_days import GymDay


def gym_file(days: Sequence[GymDay], unit: str, title: str, who: str) -> str:
    """The whole file.

    Parameters
    ----------
    days : sequence of GymDay
        Of all weeks.
    unit : {'kg', 'lb'}
    title, who : str
        What the block is, and whose.
    """
    plan = [
        asdict(day)
        | {
            "weekday": _(day.weekday),
            "exercises": [asdict(one) | {"load_said": load(one, unit)} for one in day.exercises],
        }
        for day in days
    ]
    said = {
        "week": _("Week"), "day": _("Day"), "rest": _("Rest"), "done": _("Done"), "skip": _("Skip"),
        "warm_up": _("Warm up"), "side": _("Each side"), "reserve": _("in reserve"), "new": _("new"),
        "minutes": _("about {minutes} min"), "sets": _("sets"), "all": _("All sets ticked. Well done."),
        "clear": _("Untick this day"), "ready": _("Ready for the next set"),
    }  # fmt: skip
    content = json.dumps({"title": title, "who": who, "unit": unit, "days": plan, "said": said}, ensure_ascii=False)
    key = hashlib.sha256(content.encode()).hexdigest()[:12]
    page = Path(__file__).with_name("gym.html").read_text(encoding="utf-8")
    safe = content.replace("<", "\\u003c")
    return page.replace("%TITLE%", escape(title)).replace("%KEY%", key).replace("%PLAN%", safe)
