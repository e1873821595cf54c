"""A choice that stands in the address, so that reload, share and Back give the same view in any language."""

from collections.abc import Mapping

import streamlit as st

from dashboard.language import _


def choice(label: str, options: Mapping[str, str], key: str, *, first: str = "", is_menu: bool = False) -> str:
    """Let one of several be chosen, and return what the address calls it; the address comes first.

    Parameters
    ----------
    label : str
    options : mapping of str to str
        What stands in the address -> what is read.
    key : str
        Its name in the address.
    first : str
        The option where the address names none; the first one where not given.
    is_menu : bool
        Whether the options are in a menu rather than side by side.
    """
    asked = st.query_params.get(key)
    shown = asked if asked in options else first or next(iter(options))
    st.session_state[key] = shown

    def into_address() -> None:
        # A control that is drawn anew may report what it shows: that is no choice, and no step to go back by.
        if st.session_state[key] != shown:
            st.query_params[key] = st.session_state[key]

    def said(name: str) -> str:
        return _(options[name])

    if is_menu:
        return str(st.selectbox(label, list(options), format_func=said, key=key, on_change=into_address))
    return str(
        st.segmented_control(label, list(options), required=True, format_func=said, key=key, on_change=into_address)
    )
