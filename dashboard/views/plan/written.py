"""The block written out below the plans: by week and day, to print, and to take along."""

from datetime import date
from html import escape
from typing import Final

import streamlit as st

from dashboard import words
from dashboard.language import _
from dashboard.parts import pieces, queries
from dashboard.parts.advice import Advice
from dashboard.shell import Here
from dashboard.views.plan import block
from dashboard.views.plan.gym import gym_file
from models.blocks import routine
from models.blocks.gym_days import GymDay, gym_days
from models.plans.milestone import milestones_of
from models.training.block import PLAN

LIFTS_SHOWN: Final = 8
PRINT: Final = """<script>
document.querySelectorAll("button.print").forEach(one => { one.onclick = () => window.print(); });
</script>"""


def next_block(here: Here, advice: Advice) -> None:
    """Write out the next block, a tab a week; and offer it for the gym, for paper and as a table."""
    st.header(_("The first {weeks}, day by day").format(weeks=words.weeks(advice.weeks)), anchor=False)
    st.html(pieces.quiet(_("This is how “{plan}” begins.").format(plan=advice.option.in_brief)))
    days = list(gym_days(advice.block, here.unit))
    _take_along(here, advice, days)
    weeks = sorted({day.week for day in days})
    tabs = st.tabs([_("Week {n}").format(n=week) for week in weeks])
    for tab, week in zip(tabs, weeks, strict=True):
        tab.html(block.week_said((day for day in days if day.week == week), here.unit))
    if advice.notes:
        st.html(pieces.sentences(advice.notes))
    st.html(pieces.folded(_("How to read this"), pieces.sentences(_how_to_read(here.unit))))
    st.html(block.on_paper(days, here.unit, _heading(here, advice)))


def _how_to_read(unit: str) -> list[str]:
    """Say what the figures mean."""
    return [
        _("“4 × 5 @ 80 {unit}, 2 in reserve”: four sets of five reps with 80 {unit}, stopping when you could still do "
          "two more.").format(unit=unit),
        _("Loads on a barbell count the bar (20 kg, or 45 lb); “each side” is what to put on it. Dumbbells are per "
          "hand. Other loads are as you log them."),
        _("Loads are rounded down to what you can load. If a set feels easier or harder than written, change the "
          "load, not how much you keep in reserve."),
        _("Warm-ups are a suggestion: before heavy sets and before the first exercise of a day."),
        _("The weekdays are a suggestion too: other days do just as well if the gaps between them stay about the "
          "same."),
    ]  # fmt: skip


def _heading(here: Here, advice: Advice) -> str:
    """Name the block and whose it is, for paper."""
    return f"{here.lifter if here.lifter != 'me' else 'Liftcast'}: {advice.option.in_brief}"


def _take_along(here: Here, advice: Advice, days: list[GymDay]) -> None:
    """Offer the block as files."""
    title = f"{advice.option.in_brief}, {words.weeks(advice.weeks)}"
    who = _("Made on {day}").format(day=words.day(date.today()))  # noqa: DTZ011 (the reader's own day)
    who = who if here.lifter == "me" else f"{here.lifter} · {who}"
    with st.container(horizontal=True):
        st.download_button(
            _("Take it to the gym"), gym_file(days, here.unit, title, who), "liftcast-gym.html", "text/html",
            icon=":material/phone_iphone:", type="primary", on_click="ignore",
            help=_("One file for your phone that works without a network: tick off sets, with a rest timer."),
        )  # fmt: skip
        st.download_button(
            _("As a table (CSV)"), routine.as_csv(advice.block, here.unit), "next-block.csv", "text/csv",
            on_click="ignore",
        )  # fmt: skip
        label = escape(_("Print"))
        st.html(f'<button class="lc print">{label}</button>{PRINT}', unsafe_allow_javascript=True)
    st.html(pieces.quiet(_("Printing (Ctrl+P, or ⌘P) gives one page for each training day.")))


def next_loads(here: Here) -> None:
    """Say the chance of the next round load of each lift under the plan as it is kept."""
    outlook = queries.frame(here.source, "outlook", lifter=here.lifter)
    order = queries.frame(here.source, "lifts", lifter=here.lifter, last_day=here.last_day)["exercise_id"]
    rows = outlook[outlook["style"] == PLAN]
    ahead = {one.exercise_id: one for one in milestones_of(rows.to_dict("records"), here.unit)}
    shown = [ahead[key] for key in order if key in ahead][:LIFTS_SHOWN]
    if not shown:
        return
    weeks = shown[0].weeks
    columns = [i for i, count in enumerate(weeks) if count in (4, 12, 26)]
    heads = [(_("Lift"), "name"), (_("Load"), "num"), *((words.weeks(weeks[i]), "num") for i in columns)]
    cells = [
        (escape(one.name), words.plates(one.load_kg, here.unit), *(words.odds(one.chances[i]) for i in columns))
        for one in shown
    ]
    st.html(pieces.table(heads, cells))
    st.html(pieces.quiet(_("The chance that your estimated 1RM has got there by then, if you follow your saved plan.")))
