"""What all charts share: the quiet axis, the size, labels that do not overlap."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, wraps
from typing import Any, Final, ParamSpec, TypeVar, cast

import altair as alt
import numpy as np
import pandas as pd
from altair.utils import schemapi
from babel.dates import get_day_names, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from dashboard.language import language
from dashboard.palette import Palette

# Altair holds each part of a chart against Vega-Lite's schema as it is made, and then the whole. That takes most of the
# time that a chart costs, and finds what is wrong with our code, never with a log: tests do it, pages need not.
schemapi.disable_debug_mode()

Channel = TypeVar("Channel", bound=alt.SchemaBase)
P = ParamSpec("P")

FONT: Final = 13
LOOKS_KEPT: Final = 64
"""Of each kind of chart: by theme, unit and language, and by what else it is drawn for."""
SIGNED: Final = "(datum.value > 0 ? '+' : datum.value < 0 ? '\u2212' : '') + format(abs(datum.value), '.3~g')"
"""Vega expression for changes on an axis: a sign on all but zero."""


def axis(palette: Palette, title: str | None = None, **more: Any) -> alt.Axis:
    """Quiet axis all charts share; `more` overrides its looks."""
    quiet: dict[str, Any] = {
        "gridColor": palette.grid,
        "gridWidth": 1,
        "domain": False,
        "ticks": False,
        "labelColor": palette.muted,
        "labelFontSize": FONT,
        "labelPadding": 6,
        "titleColor": palette.muted,
        "titleFontSize": FONT,
        "titleFontWeight": "normal",
    }
    return alt.Axis(title=title, **{**quiet, **more})


def finish(chart: alt.LayerChart, height: int, right: int = 6) -> alt.LayerChart:
    """Size a chart, let the card show through, and write its numbers and months as the visitor's language does.

    What is given back is written out without being held against the schema.
    """
    sized = chart.properties(
        height=height, background="transparent", padding={"left": 2, "right": right, "top": 8, "bottom": 2}
    ).configure(locale=_locale(language()))
    return cast("alt.LayerChart", _Finished(sized))


class _Finished:
    """A chart with nothing more to be done to it but to write it out, which is all that Streamlit asks of one."""

    def __init__(self, chart: alt.LayerChart) -> None:
        self._chart = chart

    def to_dict(self, *, validate: bool = False) -> dict[str, Any]:
        """Write it out."""
        written: dict[str, Any] = self._chart.to_dict(validate=validate)
        return written


class _Filled:
    """A look with one lifter's data in it. Writing a look out costs more than all else of a chart: it is done once."""

    def __init__(self, look: alt.LayerChart, data: Mapping[str, pd.DataFrame], values: Mapping[str, Any]) -> None:
        self._look, self._data, self._values = look, data, values

    def to_dict(self, *, validate: bool = False) -> dict[str, Any]:
        """Write it out; held against the schema, its data are rows, as the schema has them."""
        look = self._look.to_dict(validate=True) if validate else _written(self._look)
        params = [
            {**param, "value": self._values[param["name"]]} if param["name"] in self._values else param
            for param in look.get("params", [])
        ]
        data = {name: table.to_dict("records") for name, table in self._data.items()} if validate else dict(self._data)
        return {**look, **({"params": params} if params else {}), "datasets": data}


@lru_cache(maxsize=8 * LOOKS_KEPT)
def _written(look: alt.LayerChart) -> dict[str, Any]:
    """Write a look out, the first time that Streamlit asks: it says then by which of Altair's themes."""
    written: dict[str, Any] = look.to_dict(validate=False)
    return written


def look(make: Callable[P, alt.LayerChart]) -> Callable[P, alt.LayerChart]:
    """Have a chart made once for each set of arguments and each language; its data are named, and `filled` in later."""

    @lru_cache(maxsize=LOOKS_KEPT)
    def made(_spoken: str, *args: P.args, **more: P.kwargs) -> alt.LayerChart:
        return make(*args, **more)

    @wraps(make)
    def kept(*args: P.args, **more: P.kwargs) -> alt.LayerChart:
        return made(language(), *args, **more)  # type: ignore[arg-type]  # what can be hashed

    return kept


def filled(look: alt.LayerChart, data: Mapping[str, pd.DataFrame], **values: Any) -> alt.LayerChart:
    """Put data into a look, by their names, and values into its parameters."""
    return cast("alt.LayerChart", _Filled(look, data, values))


def named(name: str) -> alt.Chart:
    """Begin a layer of a look whose data `filled` brings under a name."""
    return alt.Chart(alt.NamedData(name))


def either(channel: type[Channel], test: str, this: Any, other: Any) -> Channel:
    """One value of a channel where a test of Vega's holds, another where it does not."""
    made: Channel = channel(other, condition={"test": test, "value": this})
    return made


@cache
def _locale(spoken: str) -> alt.Locale:
    """What a language calls months and days and how it writes numbers, for the library that draws."""
    months, days = (
        {width: [names(width, "stand-alone", spoken)[at] for at in order] for width in ("wide", "abbreviated")}
        for names, order in ((get_month_names, range(1, 13)), (get_day_names, (6, 0, 1, 2, 3, 4, 5)))
    )
    return alt.Locale(
        number=alt.NumberLocale(
            decimal=get_decimal_symbol(spoken), thousands=get_group_symbol(spoken), grouping=[3], currency=["", ""]
        ),
        time=alt.TimeLocale(
            dateTime="%x, %X", date="%d.%m.%Y", time="%H:%M:%S", periods=["AM", "PM"],
            months=months["wide"], shortMonths=months["abbreviated"],
            days=days["wide"], shortDays=days["abbreviated"],
        ),
    )  # fmt: skip


def apart(values: Sequence[float], gap: float) -> list[float]:
    """Move label positions so that neighbours are at least `gap` apart, keeping their order and centre.

    Parameters
    ----------
    values : sequence of float
        Where labels belong.
    gap : float
        Least distance, in the same unit.

    Returns
    -------
    list of float
        Where to put them, in the order given.
    """
    order = np.argsort(values, kind="stable")
    placed = np.asarray(values, float)[order]
    lifted = np.maximum.accumulate(placed - gap * np.arange(placed.size)) + gap * np.arange(placed.size)
    lowered = np.minimum.accumulate((placed - gap * np.arange(placed.size))[::-1])[::-1]
    middle = (lifted + lowered + gap * np.arange(placed.size)) / 2
    result = np.empty_like(middle)
    result[order] = middle
    return [float(value) for value in result]
