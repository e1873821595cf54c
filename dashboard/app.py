"""Entry of the dashboard: `streamlit run dashboard/app.py`.

The server imports this file for `app`, which runs it again as a script for every visitor: there, navigation only.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboard import door

if __name__ == "__main__":
    from dashboard import shell

    pages = [
        st.Page("views/overview/page.py", url_path="overview", title="Overview", icon=":material/home:", default=True),
        st.Page("views/lift/page.py", url_path="lift", title="Lift", icon=":material/show_chart:"),
        st.Page("views/muscles/page.py", url_path="muscles", title="Muscles", icon=":material/accessibility_new:"),
        st.Page("views/advice/page.py", url_path="advice", title="Advice", icon=":material/route:"),
        st.Page("views/data/page.py", url_path="data", title="Data", icon=":material/database:"),
        st.Page("views/models/page.py", url_path="models", title="Models", icon=":material/insights:"),
    ]
    # A named icon here would be fetched from another host; those of the pages are in a font that Streamlit brings.
    st.set_page_config(page_title="Liftcast", page_icon=Path(__file__).with_name("icon.svg"), layout="wide")
    page = st.navigation(pages)
    if shell.frame():
        page.run()
else:
    door.make_sure_of_this_machine()
    app = App(__file__, lifespan=door.opening, middleware=[Middleware(door.ThisMachineOnly)])
