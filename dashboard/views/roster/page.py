"""A coach's lifters: who needs attention and why, who is away, who is on the way."""

from html import escape

import streamlit as st

from dashboard import shell, words
from dashboard.language import _
from dashboard.parts import addressed, pieces, queries
from dashboard.shell import Here
from dashboard.views.roster.rows import ORDERS, SHOWN, Line, chosen, counts, line_of, with_standing

HORIZON_WEEKS = 12
AT_A_TIME = 25


def page(here: Here) -> None:
    """Show the lifters."""
    roster = queries.frame(here.source, "roster/roster", horizon_weeks=HORIZON_WEEKS)
    roster = with_standing(roster, here.made_at.date())
    number = counts(roster)
    asked = words.counted(number["attention"], "lifter needs attention", "lifters need attention")
    sentence = _("{training} of {lifters} trained in the last four weeks, {away}, and {over}.").format(
        training=words.number(number["training"]),
        lifters=words.counted(len(roster), "lifter", "lifters"),
        away=words.counted(number["away"], "has been away since", "have been away since"),
        over=words.counted(number["over"], "log ended", "logs ended"),
    )
    st.html(pieces.headline(_("Your lifters"), asked if number["attention"] else _("All is well"), sentence))
    shown, order, search = _controls(number)
    rows = chosen(roster, shown=shown, order=order, search=search)
    if rows.empty:
        st.html(pieces.quiet(_("Nobody here. Show everybody, or type less of the name.")))
        return
    pages = -(-len(rows) // AT_A_TIME)
    at = _page_number(pages)
    first = (at - 1) * AT_A_TIME
    with st.container(border=True, key="card-roster"):
        for place, row in enumerate(queries.rows(rows.iloc[first : first + AT_A_TIME])):
            _line(line_of(row), place)
    last = min(first + AT_A_TIME, len(rows))
    said = _(
        "{first} to {last} of {lifters}. Ahead: the middle of the squat, bench press, deadlift and overhead press "
        "in {weeks}."
    )
    lifters = words.counted(len(rows), "lifter", "lifters")
    first_said, last_said = words.number(first + 1), words.number(last)
    weeks = words.weeks(HORIZON_WEEKS)
    st.html(pieces.quiet(said.format(first=first_said, last=last_said, lifters=lifters, weeks=weeks)))


def _controls(number: dict[str, int]) -> tuple[str, str, str]:
    """Let be chosen who is shown, and in which order."""
    first = next((name for name in ("attention", "training", "away") if number[name]), "all")
    shown = addressed.choice(_("Show"), SHOWN, "show", first=first)
    left, right = st.columns(2, gap="medium")
    with left:
        order = addressed.choice(_("Order"), ORDERS, "order", is_menu=True)
    search = right.text_input(_("Name"), key="name", placeholder=_("Part of a name"), bind="query-params")
    return shown, order, search


def _page_number(pages: int) -> int:
    """Let the page of a long roster be chosen."""
    if pages == 1:
        return 1
    return int(st.number_input(_("Page, of {pages}").format(pages=pages), 1, pages, key="roster_page", width=140))


def _line(line: Line, place: int) -> None:
    """Draw one lifter: the name leads to the lifter's week."""
    with st.container(key=f"roster-{place}", horizontal=True, gap="small"):
        name = pieces.plain(line.lifter)
        st.page_link(shell.view("week"), label=name, query_params={"lifter": line.lifter}, width=150)
        facts = "".join(
            f"<div><small>{escape(head)}</small>{escape(said) or '–'}</div>"
            for head, said in (
                (_("Last trained"), line.trained),
                (_("Trains"), line.habit),
                (_("Ahead"), line.ahead),
                (_("Target"), line.target),
            )
        )
        flag = f'<span class="flag {escape(line.severity)}">{escape(line.kind)}</span>' if line.kind else ""
        why = f'<p class="why">{flag}{escape(line.attention)}</p>' if line.kind else ""
        st.html(pieces.wrap(f'<div class="facts">{facts}</div>{why}'))


page(shell.here())
