"""Frames → Altair charts. Direct labels instead of legends; units on axes; no Streamlit in here."""
