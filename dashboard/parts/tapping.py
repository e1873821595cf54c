"""Links drawn in one piece of HTML that open within the page: a tap tells what was tapped, without loading anew."""

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


def tapped(html: str, key: str) -> str | None:
    """Draw HTML and return the `data-tap` of the link in it that was just tapped, if any was.

    Parameters
    ----------
    html : str
        Ours: whatever comes from an export is escaped in it. Each `<a>` has an `href`, for a tab of its own.
    key : str
    """
    result = _drawn(data={"html": html}, key=key, on_tapped_change=_nothing_more)
    what = result.get("tapped")
    return None if what is None else str(what)


def _nothing_more() -> None:
    """Ask for the trigger: Streamlit hands it on only where a callback stands."""
