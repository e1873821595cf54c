"""What frames every page: which build, which lifter, what to say when there is none."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final, NoReturn, cast
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from dashboard import ready, words
from dashboard.language import _, language
from dashboard.palette import Palette, palette_of
from dashboard.parts import pieces, queries, underway, uploading
from dashboard.parts.queries import Source
from dashboard.parts.visitor import Visitor
from models.training.days_off import OVER_DAYS
from pipelines.settings import PROJECT, Settings

CHOICE: Final = "lifter_choice"
ADDRESSED: Final = "lifter_in_address"
"""The lifter last written into the address: what stands there now and differs was asked for since."""


@dataclass(frozen=True, kw_only=True)
class Here:
    """What a page is about.

    Parameters
    ----------
    source : Source
        The build read.
    made_at : datetime
        When it was made, UTC.
    model : str
        The champion that made its forecasts, with its version; empty before the first forecast.
    lifter : str
    unit : {"kg", "lb"}
        The lifter's own.
    first_day, last_day : date
        Of the lifter's log; the build's own day where no training could be read.
    training_days : int
    palette : Palette
        Of the theme in use.
    """

    source: Source
    made_at: datetime
    model: str
    lifter: str
    unit: str
    first_day: date
    last_day: date
    training_days: int
    palette: Palette

    @property
    def who(self) -> str:
        """Name the lifter in a sentence; whoever owns the inbox is spoken to."""
        return _("you") if self.lifter == "me" else self.lifter

    @property
    def is_over(self) -> bool:
        """Whether the log ended so long before the build that what comes next is said as of then."""
        return (self.made_at.date() - self.last_day).days > OVER_DAYS

    def day_after(self, weeks: float) -> date | None:
        """The day so many weeks after the last one logged; None where it has gone by, or the log is over."""
        day = self.last_day + timedelta(weeks=weeks)
        return None if self.is_over or day <= self.made_at.date() else day

    def ahead(self, weeks: float) -> str:
        """Say which weeks a plan is for: `the next 12 weeks`, or as of when the log ended."""
        if self.is_over:
            return _("as of {day}").format(day=words.day(self.last_day))
        return _("the next {weeks}").format(weeks=words.weeks(weeks))


def view(name: str) -> str:
    """Return the file of a page, from this folder."""
    return f"views/{name}/page.py"


def are_several() -> bool:
    """Tell whether there is a roster to show: more than one lifter."""
    source = queries.source_in_force(Settings.from_environment())
    return source is not None and len(queries.lifters(source)) > 1


def lead_to(page: StreamlitPage) -> NoReturn:
    """Open a page in place of one that has none of its own, with what the address asks for."""
    st.switch_page(page, query_params=st.query_params.to_dict())


def here() -> Here:
    """What the page is about."""
    return cast("Here", st.session_state["here"])


def dress() -> None:
    """Give a page its look."""
    st.html(Path(__file__).parent / "style.css")
    with st.container(key="language"):
        # Streamlit says English of every page; screen readers and translators go by what is said here.
        spoken = f"<script>document.documentElement.lang = {json.dumps(language())}</script>"
        st.html(spoken, unsafe_allow_javascript=True)
    st.logo(Path(__file__).parent / "logo.svg", size="large")


def bar(main: Sequence[StreamlitPage], more: Sequence[StreamlitPage]) -> None:
    """Draw the bar at the foot of a phone's screen: the main pages, and the others behind one more button."""
    lifter = st.session_state.get(ADDRESSED)
    query = {"lifter": lifter} if lifter else None
    with st.container(key="bar", horizontal=True, gap=None):
        for page in main:
            st.page_link(page, query_params=query)
        with st.popover(_("More"), icon=":material/more_horiz:"):
            for page in more:
                st.page_link(page, query_params=query)
        st.html(f"<script>{_scripts()}</script>", unsafe_allow_javascript=True)


@cache
def _scripts() -> str:
    """What runs on every page: a phone's menus close, and what charts are drawn with is fetched ahead."""
    phone, ahead = (Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("phone.js", "ahead.js"))
    # In braces: the page may run them more than once, and a constant may be declared but once.
    return f"{phone}\n{{ const PIECES = {json.dumps(ready.pieces_ahead())};\n{ahead} }}"


def frame(visitor: Visitor) -> bool:
    """Draw what is around every page; give False, having said why, where there is nothing to show in it."""
    settings = Settings.from_environment()
    source = queries.source_in_force(settings)
    underway.watch(settings, queries.name_in_force(settings), visitor)
    if source is None:
        _outdated() if queries.is_outdated(settings) else _nothing_yet(settings, visitor)
        return False
    meta = queries.meta(source)
    if meta["simulated"]:
        st.html(
            pieces.banner(
                _("Simulated sample data."), _("Nobody trained like this: add your own export on the Data page.")
            )
        )
    with st.sidebar:
        name = _choose_lifter(source)
        _about(meta)
    row = queries.lifter(source, name) if name else None
    if row is None and visitor.email:
        _nothing_of_theirs(settings, visitor)
        return False
    if row is None:
        st.info(_("There’s no lifter here yet. Drop an export into the inbox and run `make run`."))
        return False
    st.session_state["here"] = _here(source, meta, row)
    return True


def _here(source: Source, meta: pd.Series, row: pd.Series) -> Here:
    """Put together what the page is about."""
    model, made = meta["model"], meta["made_at"]
    first, last = (made if pd.isna(row[day]) else pd.Timestamp(row[day]) for day in ("first_day", "last_day"))
    return Here(
        source=source,
        made_at=made.to_pydatetime(),
        model=f"{model}, version {meta['model_version']}" if isinstance(model, str) and model else "",
        lifter=str(row["lifter"]),
        unit="lb" if row["unit"] == "lb" else "kg",
        first_day=first.date(),
        last_day=last.date(),
        training_days=0 if pd.isna(row["training_days"]) else int(row["training_days"]),
        palette=palette_of(st.context.theme.type),
    )


def _place(folder: Path) -> str:
    """Say where a folder is, from the project's own where it lies within."""
    return str(folder.relative_to(PROJECT) if folder.is_relative_to(PROJECT) else folder)


def _nothing_of_theirs(settings: Settings, visitor: Visitor) -> None:
    """Say what to do where there is nothing yet of the lifters whom a visitor may see."""
    with st.container(border=True, key="card-welcome"):
        st.html(
            pieces.headline(
                "Liftcast",
                _("Nothing of yours here yet"),
                _("Export the training log from the app and add the file here. This page then fills itself in."),
            )
        )
        uploading.add_files_for_one(settings, visitor)


def _nothing_yet(settings: Settings, visitor: Visitor) -> None:
    """Say what to do before the first build."""
    if visitor.email:
        _nothing_of_theirs(settings, visitor)
        return
    with st.container(border=True, key="card-welcome"):
        st.html(
            pieces.headline(
                "Liftcast",
                _("Nothing here yet"),
                _(
                    "Export your training log from your app and drop the file here: you see what it would bring before "
                    "anything is kept. This page fills itself in as soon as the first forecasts are made."
                ),
            )
        )
        uploading.add_files(settings, "me")
        underway.answers(settings, "me")
        with st.expander(_("From a terminal instead")):
            st.code(f"cp my-export.csv {_place(settings.inbox)}/\nmake run", language=None, wrap_lines=True)
            st.caption(_("Without an export of your own, `make run` shows simulated sample data."))


def _outdated() -> None:
    """Say what to do when another version of the project made the results in force."""
    with st.container(border=True, key="card-welcome"):
        st.html(
            pieces.headline(
                "Liftcast",
                _("Made by another version"),
                _(
                    "These results were made by another version of Liftcast. Your logs are safe: one run makes the "
                    "results anew from them, and this page then shows them by itself."
                ),
            )
        )
        st.code("liftcast run", language="bash", wrap_lines=True)


def _choose_lifter(source: Source) -> str | None:
    """Let a lifter be chosen; the choice is part of the address, so that a page can be shared."""
    everyone = queries.lifters(source)
    if everyone.empty:
        return None
    total = int(everyone["found"].iloc[0])
    wanted, unknown = _wanted(source)
    names = list(everyone["lifter"])
    if total > queries.CHOICES:
        names = _searched(source, total, names)
    if wanted not in names and wanted and not st.session_state.get("lifter_search"):
        names = [wanted, *names] if queries.lifter(source, wanted) is not None else names
    if total == 1:
        st.html(pieces.headline(_("Lifter"), names[0], "", size="mid"))
        return str(names[0])
    st.session_state[CHOICE] = wanted if wanted in names else names[0]
    choice = st.selectbox(_("Lifter"), names, key=CHOICE)
    st.query_params["lifter"] = st.session_state[ADDRESSED] = choice
    if unknown:
        said = _("There is no lifter named “{name}” here. Shown instead: {shown}.")
        st.warning(said.format(name=pieces.plain(unknown), shown=pieces.plain(choice)))
    return str(choice)


def _wanted(source: Source) -> tuple[str | None, str]:
    """Return the lifter to show, and the name asked for by the address where nobody has it.

    The address comes first where it asks for another lifter than it was left with: a link, or the browser's Back.
    """
    chosen, asked = st.session_state.get(CHOICE), st.query_params.get("lifter")
    if not asked or asked == st.session_state.get(ADDRESSED):
        return chosen, ""
    if queries.lifter(source, asked) is None:
        return chosen, asked
    return asked, ""


def _searched(source: Source, total: int, names: list[str]) -> list[str]:
    """Let lifters beyond the first be found by typing."""
    search = st.text_input(
        _("Find a lifter"),
        key="lifter_search",
        placeholder=_("Type to search {n} lifters").format(n=words.number(total)),
    )
    matches = queries.lifters(source, search) if search else None
    if matches is None:
        return names
    if matches.empty:
        st.caption(_("No lifter's name contains “{text}”.").format(text=pieces.plain(search)))
        return names
    count = int(matches["found"].iloc[0])
    said = _("{lifters} found, {shown} shown.") if count > len(matches) else _("{lifters} found.")
    st.caption(said.format(lifters=words.counted(count, "lifter", "lifters"), shown=len(matches)))
    return list(matches["lifter"])


def _about(meta: pd.Series) -> None:
    """Say when the build was made, in the reader's own time where the browser tells it."""
    made = meta["made_at"].to_pydatetime().replace(tzinfo=UTC)
    zone = st.context.timezone
    local = made.astimezone(ZoneInfo(zone)) if zone else made
    said = _("Results of {day}, {time}").format(day=words.day(local), time=f"{local:%H:%M}")
    st.caption(f"{said}{'' if zone else ' UTC'}")
