"""Muscles: the body as its sets are, one muscle of it in full, and what the plan and each style may do to size."""

import json
from collections.abc import Mapping
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import shell, words
from dashboard.language import _, gettext_noop
from dashboard.palette import name_of
from dashboard.parts import addressed, pieces, queries
from dashboard.parts.advice import advice_of
from dashboard.shell import Here
from dashboard.views.muscles import body, charts, one, sets, told
from dashboard.views.muscles.told import HORIZON
from models.training.block import PLAN
from models.training.style import AS_NOW

MUSCLE: Final = "muscle"
SHOWN: Final = {"now": gettext_noop("Sets of the last weeks"), "plan": gettext_noop("What the plan adds")}


def page(here: Here) -> None:
    """Show all muscles, and the one that the address names."""
    st.title(_("Muscles"), anchor=False)
    rows = queries.frame(here.source, "muscles/muscle_sets", lifter=here.lifter, last_day=here.last_day)
    recent = sets.recent_of(queries.rows(rows), body.drawn_muscles())
    names = {muscle: words.named(muscle) for muscle in recent}
    planned = _planned(here)
    wanted = st.query_params.get(MUSCLE)
    chosen = wanted if wanted in names else None
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, key="card-body"):
        _body(here, rows, recent, planned, names, chosen)
    with right.container(border=True, key="card-muscle"):
        if chosen is None:
            st.html(
                pieces.headline(
                    _("One muscle"),
                    _("Tap a muscle"),
                    _("You’ll see its exercises, its sets and its size here."),
                    size="mid",
                )
            )
        else:
            one.show(here, chosen, recent[chosen], planned)
    with right.container(border=True, key="card-girths"):
        _girths(here)
    with st.container(border=True, key="card-sizes"):
        _sizes(here, list(names))


def _planned(here: Here) -> dict[str, float]:
    """Fractional sets a week of each muscle in the block advised; empty without one."""
    recommendation = queries.frame(here.source, "recommendation", lifter=here.lifter)
    block = None if recommendation.empty else recommendation["next_block"].iloc[0]
    found = json.loads(block).get("muscle_sets") if isinstance(block, str) else None
    return {str(muscle): float(count) for muscle, count in (found or {}).items()}


def _body(
    here: Here,
    rows: pd.DataFrame,
    recent: Mapping[str, float],
    planned: Mapping[str, float],
    names: Mapping[str, str],
    chosen: str | None,
) -> None:
    """Draw the body by the sets of the last weeks, or by what the plan adds; a tapped muscle opens."""
    if rows.empty:
        st.html(pieces.quiet(_("No sets with a known muscle in the last 16 weeks.")))
        return
    show = addressed.choice(_("Coloured by"), SHOWN, "show") if planned else "now"
    if show == "plan":
        looks, kinds, said = sets.looks_planned(recent, planned), sets.CHANGES, _plan_said()
    else:
        looks, kinds, said = sets.looks_now(recent), sets.KINDS, _sets_said(here)
    drawing = body.draw(looks, names, here.lifter, chosen, said)
    addressed.linked(pieces.wrap(drawing, _legend(sets.named(looks, kinds, names))), key="body", name=MUSCLE)
    st.html(pieces.quiet(said))
    heads = [
        (_("Muscle"), "name"),
        (_("Sets a week"), "num"),
        (_("12-week average"), "num"),
        (_("Under the plan"), "num"),
    ]
    table = pieces.table(heads, sets.table_rows(rows, recent, planned, names))
    st.html(pieces.folded(_("Show data"), table))


def _sets_said(here: Here) -> str:
    """Say what the colours of the last weeks mean."""
    return _(
        "The average of the 4 weeks to {day}. A set counts 1 for a muscle it works directly and half for one that "
        "helps. For size, {low} to {high} sets a week are best."
    ).format(day=words.day(here.last_day), low=f"{sets.SETS_LOW:g}", high=f"{sets.SETS_HIGH:g}")


def _plan_said() -> str:
    """Say what the colours of a plan mean."""
    return _(
        "The plan’s first block compared with the last 4 weeks: a muscle is coloured if it gets a set a week more or "
        "less."
    )


def _legend(listed: list[tuple[str, str, str]]) -> str:
    """Say which muscles have which colour."""
    items = "".join(
        f'<li><span class="swatch {kind}"></span><span><b>{escape(title)}</b> {escape(found)}</span></li>'
        for kind, title, found in listed
    )
    return f'<ul class="legend">{items}</ul>'


def _sizes(here: Here, order: list[str]) -> None:
    """Draw the change in size under the plan and each style."""
    st.subheader(_("Size under your plan and each style"), anchor=False)
    sizes = queries.frame(here.source, "muscles/sizes", lifter=here.lifter)
    if sizes.empty:
        st.html(pieces.quiet(_("No size forecast yet: it needs sets with a known muscle in the last weeks.")))
        return
    horizons = sorted(int(weeks) for weeks in sizes["horizon_weeks"].unique())
    horizon = st.segmented_control(
        _("Weeks ahead"),
        horizons,
        default=HORIZON if HORIZON in horizons else horizons[-1],
        required=True,
        key="weeks",
        bind="query-params",
    )
    pairs = queries.frame(here.source, "muscles/size_pairs", lifter=here.lifter)
    said = _of_plan(here)
    if said:
        st.markdown(f"**{said}**")
    st.html(pieces.quiet(told.answer(pairs[pairs["horizon_weeks"] == (horizon or HORIZON)])))
    st.html(pieces.key())
    rows = sizes[sizes["horizon_weeks"] == (horizon or HORIZON)]
    led = PLAN if PLAN in set(rows["style"]) else AS_NOW
    by_most = rows[rows["style"] == led].sort_values("q50", ascending=False)["muscle"]
    shown = [*dict.fromkeys([*[muscle for muscle in by_most if muscle in order], *rows["muscle"]])]
    titled = rows.assign(muscle=rows["muscle"].map(words.named))
    chart = charts.sizes(titled, [words.named(muscle) for muscle in shown], here.palette)
    rests_on = told.evidence(float(rows["own_share"].fillna(0).max()))
    caveat = _("Lines hold 8 chances in 10, marks are the middle. {rests_on}").format(rests_on=rests_on)
    st.altair_chart(chart, width="stretch", alt=_("Change in size of each muscle. {said}").format(said=caveat))
    st.html(pieces.quiet(caveat))
    st.html(pieces.folded(_("Show data"), one.sizes_table(titled, by="muscle")))


def _of_plan(here: Here) -> str:
    """Say what the plan would do to size by its end, as the page of the plan says it."""
    recommendation = queries.frame(here.source, "recommendation", lifter=here.lifter)
    if recommendation.empty:
        return ""
    advice = advice_of(recommendation.iloc[0])
    return told.plan_said([change for change in advice.changes if change.kind == "muscle"], advice.plan_weeks)


def _girths(here: Here) -> None:
    """Put size into centimetres and kilograms where the lifter measured."""
    st.subheader(_("By your tape"), anchor=False)
    girths = queries.frame(here.source, "muscles/girths", lifter=here.lifter)
    is_own = (girths["basis"] == "measured") & (girths["horizon_weeks"] == HORIZON)
    rows = girths[is_own & girths["style"].isin([AS_NOW, "hypertrophy"])]
    if rows.empty:
        st.html(pieces.quiet(_("No tape measurements in this log. With some, you’d see size in your own centimetres.")))
    else:
        heads = [(_("Now"), "name"), *((name_of(style), "num") for style in dict.fromkeys(rows["style"]))]
        table = [
            (
                escape(f"{words.named(str(site))}, {of['now'].iloc[0]:.0f} {of['unit'].iloc[0]}"),
                *(
                    " ".join([told.signed(low), _("to"), told.signed(high)])
                    for low, high in zip(of["q10"], of["q90"], strict=True)
                ),
            )
            for site, of in rows.groupby("site", sort=False)
        ]
        st.html(pieces.table(heads, table))
        note = _(
            "8 in 10 chance of ending up within this, {when}. Muscle only: fat and water move a tape just as much."
        )
        st.html(pieces.quiet(note.format(when=words.from_now(HORIZON, is_over=here.is_over))))
    for row in queries.rows(queries.frame(here.source, "muscles/measured_growth", lifter=here.lifter)):
        st.html(pieces.quiet(told.measured(row)))


page(shell.here())
