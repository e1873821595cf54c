"""A choice that stands in the address, so that reload, share and Back give the same view in any language."""

from collections.abc import Mapping

import streamlit as st

from dashboard.language import _


def choice(label: str, options: Mapping[str, str], key: str) -> str:
    """Let one of several be chosen; the address comes first, and the first option where it names none.

    Parameters
    ----------
    label : str
    options : mapping of str to str
        What stands in the address -> what is read.
    key : str
        Its name in the address.
    """
    asked = st.query_params.get(key)
    st.session_state[key] = asked if asked in options else next(iter(options))

    def into_address() -> None:
        st.query_params[key] = st.session_state[key]

    chosen = st.segmented_control(
        label, list(options), required=True, format_func=lambda name: _(options[name]), key=key, on_change=into_address
    )
    return str(chosen)
