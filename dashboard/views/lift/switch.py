"""The forecast in words: it follows what is switched in the chart, as the address does, without asking the server."""

from typing import Final

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.language import _
from dashboard.palette import name_of
from dashboard.parts import pieces, queries
from models.training.block import PLAN
from models.training.style import AS_NOW

JS: Final = """
export default function ({ data, parentElement }) {
  let box = parentElement.querySelector(".switched");
  if (!box) {
    box = document.createElement("div");
    box.className = "switched";
    parentElement.appendChild(box);
  }
  box.innerHTML = data.frame;
  const put = (part, text) => { box.querySelector(part).textContent = text; };
  const show = (style, weeks) => {
    const [kicker, big, said] = data.told[style][weeks - 1];
    put(".kicker", kicker);
    put(".figure-said", big);
    put(".said", said);
    box.querySelector(".dot").style.setProperty("--c", `var(--${style})`);
  };
  const keep = (chosen) => {
    const address = new URL(window.location.href);
    for (const [name, value] of Object.entries(chosen)) {
      if (String(value) === String(data.first[name])) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    }
    window.history.replaceState(window.history.state, "", address);
  };
  const hear = (event) => {
    const controls = event.target.closest && event.target.closest(".vega-bindings");
    if (!controls) return;
    const style = controls.querySelector("input[type=radio]:checked").value;
    const weeks = Number(controls.querySelector("input[type=range]").value);
    show(style, weeks);
    keep({ style, weeks });
  };
  show(data.style, data.weeks);
  document.addEventListener("input", hear);
  return () => document.removeEventListener("input", hear);
}
"""

_drawn: Final = st.components.v2.component("switched", js=JS, isolate_styles=False)


def then(told: dict[str, list[tuple[str, str, str]]], style: str, weeks: int, first: tuple[str, int]) -> None:
    """Say the forecast of a style at a week; as the chart's controls are moved, it says the new one.

    Parameters
    ----------
    told : dict of str to list of (str, str, str)
        From `every_then`.
    style, weeks
        Chosen by the address.
    first : (str, int)
        What an address that names none means.
    """
    frame = pieces.wrap(
        '<p class="kicker"></p><p class="mid" role="heading" aria-level="2"><span class="dot"></span>'
        '<span class="figure-said"></span></p><p class="said" aria-live="polite"></p>'
    )
    chosen = {"style": style, "weeks": weeks, "first": {"style": first[0], "weeks": first[1]}}
    _drawn(data={"frame": frame, "told": told, **chosen}, key="then")


def every_then(
    ahead: pd.DataFrame, now_kg: float, unit: str, *, is_over: bool
) -> dict[str, list[tuple[str, str, str]]]:
    """Say the forecast of every style at every week: a small line, the load, a sentence.

    Parameters
    ----------
    ahead : pandas.DataFrame
        One row per style and week from 1 on: style, horizon_weeks, q10, q50, q90 (kg).
    now_kg : float
        What it starts from.
    unit : {"kg", "lb"}
    is_over : bool
        Whether the log has ended.
    """
    manners = {AS_NOW: _("carrying on as now"), PLAN: _("your plan")}
    start = words.load(now_kg, unit)
    since = _("{change} from {start} then") if is_over else _("{change} from {start} now")
    when = {weeks: words.from_now(weeks, is_over=is_over) for weeks in ahead["horizon_weeks"].unique()}
    said, likely_said, joined = _("1RM {when}, {manner}"), _("8 in 10 chance between {likely}. {change}."), _("and")
    told: dict[str, list[tuple[str, str, str]]] = {}
    for row in queries.rows(ahead.sort_values(["style", "horizon_weeks"])):
        style = str(row["style"])
        manner = manners.get(style) or _("{style} style").format(style=words.within(name_of(style)))
        change = since.format(change=words.change(100 * (row["q50"] / now_kg - 1)), start=start)
        likely = words.span(row["q10"], row["q90"], unit, joined)
        told.setdefault(style, []).append(
            (
                said.format(when=when[row["horizon_weeks"]], manner=manner),
                words.load(row["q50"], unit),
                likely_said.format(likely=likely, change=change),
            )
        )
    return told
