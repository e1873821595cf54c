"""A coach's lifters: who needs attention and why, who is away, who is on the way."""

from html import escape

import streamlit as st

from dashboard import shell, words
from dashboard.parts import pieces, queries
from dashboard.shell import Here
from dashboard.views.roster.rows import ORDERS, SHOWN, Line, chosen, counts, line_of, with_standing

HORIZON_WEEKS = 12
AT_A_TIME = 25


def page(here: Here) -> None:
    """Show the lifters."""
    roster = queries.frame(here.source, "roster/roster", horizon_weeks=HORIZON_WEEKS)
    roster = with_standing(roster, here.made_at.date())
    number = counts(roster)
    asked = words.counted(number["attention"], "lifter needs", "lifters need")
    sentence = (
        f"{words.number(number['training'])} of {words.counted(len(roster), 'lifter')} trained in the last four weeks, "
        f"{words.number(number['away'])} have been away since, and {words.counted(number['over'], 'log')} ended."
    )
    st.html(pieces.headline("Your lifters", f"{asked} attention" if number["attention"] else "All is well", sentence))
    shown, order, search = _controls(number)
    rows = chosen(roster, shown=shown, order=order, search=search)
    if rows.empty:
        st.html(pieces.quiet("Nobody here. Show everybody, or search for less of the name."))
        return
    pages = -(-len(rows) // AT_A_TIME)
    at = _page_number(pages)
    first = (at - 1) * AT_A_TIME
    with st.container(border=True, key="card-roster"):
        for place, row in enumerate(queries.rows(rows.iloc[first : first + AT_A_TIME])):
            _line(line_of(row), place)
    last = min(first + AT_A_TIME, len(rows))
    st.html(
        pieces.quiet(
            f"{words.number(first + 1)} to {words.number(last)} of {words.counted(len(rows), 'lifter')}. "
            f"Ahead: the middle of the squat, bench press, deadlift and overhead press in {HORIZON_WEEKS} weeks."
        )
    )


def _controls(number: dict[str, int]) -> tuple[str, str, str]:
    """Let be chosen who is shown, and in which order."""
    first = next((name for name in ("attention", "training", "away") if number[name]), "all")
    shown = st.segmented_control(
        "Show", list(SHOWN), format_func=SHOWN.__getitem__, default=first, key="show", bind="query-params"
    )
    left, right = st.columns(2, gap="medium")
    order = left.selectbox("Order", list(ORDERS), format_func=ORDERS.__getitem__, key="order", bind="query-params")
    search = right.text_input("Name", key="name", placeholder="Part of a name", bind="query-params")
    return shown or first, order, search


def _page_number(pages: int) -> int:
    """Let the page of a long roster be chosen."""
    if pages == 1:
        return 1
    return int(st.number_input(f"Page, of {pages}", 1, pages, key="roster_page", width=140))


def _line(line: Line, place: int) -> None:
    """Draw one lifter: the name leads to the lifter's week."""
    with st.container(key=f"roster-{place}", horizontal=True, gap="small"):
        name = pieces.plain(line.lifter)
        st.page_link(shell.view("week"), label=name, query_params={"lifter": line.lifter}, width=150)
        facts = "".join(
            f"<div><small>{head}</small>{escape(said) or '–'}</div>"
            for head, said in (
                ("Last trained", line.trained),
                ("Trains", line.habit),
                ("Ahead", line.ahead),
                ("Target", line.target),
            )
        )
        flag = f'<span class="flag {escape(line.severity)}">{escape(line.kind)}</span>' if line.kind else ""
        why = f'<p class="why">{flag}{escape(line.attention)}</p>' if line.kind else ""
        st.html(pieces.wrap(f'<div class="facts">{facts}</div>{why}'))


page(shell.here())
