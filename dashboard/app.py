"""Entry of the dashboard: `streamlit run dashboard/app.py`.

The server imports this file for `app`, which runs it again as a script for every visitor: there, navigation only.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboard import door
from pipelines.files.private import be_private

if __name__ == "__main__":
    from dashboard import gate, shell
    from dashboard.language import _
    from pipelines.settings import Settings

    # A named icon here would be fetched from another host; those of the pages are in a font that Streamlit brings.
    st.set_page_config(page_title="Liftcast", page_icon=Path(__file__).with_name("icon.svg"), layout="wide")
    shell.dress()
    visitor = gate.let_in(Settings.from_environment())
    several = shell.are_several()
    roster = st.Page(
        shell.view("roster"),
        url_path="roster",
        title=_("Roster"),
        icon=":material/groups:",
        visibility="visible" if several else "hidden",
    )
    week = st.Page(shell.view("week"), url_path="week", title=_("This week"), icon=":material/home:")
    home = st.Page(lambda: shell.lead_to(roster if several else week), default=True, visibility="hidden")
    pages = [
        home,
        roster,
        week,
        lift := st.Page(shell.view("lift"), url_path="lift", title=_("Lifts"), icon=":material/show_chart:"),
        muscles := st.Page(
            shell.view("muscles"), url_path="muscles", title=_("Muscles"), icon=":material/accessibility_new:"
        ),
        plan := st.Page(shell.view("plan"), url_path="plan", title=_("Plan"), icon=":material/route:"),
        st.Page(shell.view("history"), url_path="history", title=_("History"), icon=":material/calendar_month:"),
        st.Page(shell.view("data"), url_path="data", title=_("Data"), icon=":material/database:"),
        st.Page(shell.view("models"), url_path="models", title=_("How good is it?"), icon=":material/insights:"),
    ]
    advice = st.Page(lambda: shell.lead_to(plan), url_path="advice", visibility="hidden")
    page = st.navigation([*pages, advice])
    is_drawn = page in (home, advice) or shell.frame(visitor)
    gate.offer_way_out(visitor)
    if is_drawn:
        main = [roster if several else week, lift, muscles, plan]
        shell.bar(main, [other for other in pages if other not in [home, *main] and (several or other is not roster)])
        page.run()
else:
    be_private()
    door.make_sure_who_comes_in()
    app = App(__file__, lifespan=door.opening, middleware=[Middleware(door.Door)])
