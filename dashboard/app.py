"""Entry of the dashboard: `streamlit run dashboard/app.py`. Navigation only."""

import streamlit as st

from dashboard import shell

PAGES = [
    st.Page("views/overview.py", title="Overview", icon=":material/home:", default=True),
    st.Page("views/lift.py", title="Lift", icon=":material/show_chart:"),
    st.Page("views/muscles.py", title="Muscles", icon=":material/accessibility_new:"),
    st.Page("views/advice.py", title="Advice", icon=":material/route:"),
    st.Page("views/data.py", title="Data", icon=":material/database:"),
    st.Page("views/models.py", title="Models", icon=":material/insights:"),
]

st.set_page_config(page_title="Liftcast", page_icon=":material/show_chart:", layout="wide")
page = st.navigation(PAGES)
if shell.frame():
    page.run()
