"""Links drawn in one piece of HTML that open within the page: a tap puts what was tapped into the address."""

from typing import Final

import streamlit as st

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
