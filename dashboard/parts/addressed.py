"""A choice or a tap that stands in the address, so that reload, share and Back give the same view in any language."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboard.language import _

JS: Final = """
export default function ({ data, parentElement, setTriggerValue }) {
  let box = parentElement.querySelector(".tapping");
  if (!box) {
    box = document.createElement("div");
    box.className = "tapping";
    parentElement.appendChild(box);
  }
  if (box.dataset.drawn !== data.html) {
    box.innerHTML = data.html;
    box.dataset.drawn = data.html;
  }
  box.onclick = (event) => {
    const link = event.target.closest("a[data-tap]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("tapped", link.dataset.tap);
  };
}
"""
"""Whoever opens a link in a new tab, or has it read out, still finds an ordinary link there."""

_drawn: Final = st.components.v2.component("tapping", js=JS, isolate_styles=False)


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


def linked(html: str, key: str, name: str) -> None:
    """Draw HTML; a link tapped in it stands in the address before the page is drawn anew, so that it is drawn once.

    Parameters
    ----------
    html : str
        Ours: whatever comes from an export is escaped in it. Each `<a>` has an `href`, for a tab of its own, and tells
        by `data-tap` what it is of.
    key : str
    name : str
        What the address calls it.
    """

    def into_address() -> None:
        what = st.session_state[key].get("tapped")
        if what is not None:
            st.query_params[name] = str(what)

    _drawn(data={"html": html}, key=key, on_tapped_change=into_address)
