"""Small HTML pieces for what Streamlit has no element for. Everything that comes from an export is escaped."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

import pandas as pd

from dashboard import words
from dashboard.language import _
from dashboard.palette import TOLD, name_of
from dashboard.parts.advice import Block, Effect, Option, Reason
from dashboard.parts.attention import Alert
from dashboard.parts.verdict import Target
from models.training.block import PLAN

MARKUP: Final = frozenset("\\`*_{}[]()<>#+-.!|~$:")


def wrap(*parts: str, kind: str = "") -> str:
    """Put parts under the page's own style."""
    return f'<div class="lc {kind}">{"".join(parts)}</div>'


def dot(style: str) -> str:
    """A style's dot."""
    return f'<span class="dot" style="--c: var(--{escape(style)}, var(--muted))"></span>'


def headline(kicker: str, big: str, sentence: str, style: str | None = None, size: str = "big") -> str:
    """A small line, a large one and a sentence."""
    mark = dot(style) if style else ""
    return wrap(
        f'<p class="kicker">{escape(kicker)}</p>',
        f'<p class="{size}" role="heading" aria-level="{1 if size == "big" else 2}">{mark}{escape(big)}</p>',
        f'<p class="said">{escape(sentence)}</p>',
    )


def quiet(text: str) -> str:
    """A quiet sentence."""
    return wrap(f'<p class="quiet">{escape(text)}</p>')


def strip(blocks: Iterable[Block]) -> str:
    """A plan as blocks side by side, as wide as they are long."""
    cells = "".join(_cell(block) for block in blocks)
    return wrap(f'<div class="strip">{cells}</div>') if cells else ""


def _cell(block: Block) -> str:
    """One block of a plan."""
    then = _(", then {what}").format(what=block.then) if block.then else ""
    look = f"--w: {block.weeks:g}; --c: var(--{escape(block.style)}, var(--muted))"
    label = f"<b>{escape(name_of(block.style))}</b><span>{words.weeks(block.weeks)}{escape(then)}</span>"
    return f'<div style="{look}">{label}</div>'


def bullets(items: Sequence[tuple[str, str]]) -> str:
    """A list of (what stands out, what is said of it)."""
    rows = "".join(f"<li><b>{escape(first)}</b> {escape(rest)}</li>" for first, rest in items)
    return wrap(f'<ul class="plain">{rows}</ul>')


def choices(options: Sequence[Option], where: str) -> str:
    """Plans of which any may be picked: what each gives up against the first, its chance, where it is written."""
    items = []
    for place, option in enumerate(options):
        said = [option.gives_up, _("{chance} that it comes out ahead").format(chance=words.chance(option.p_best))]
        sentence = words.capital("; ".join(part for part in said if part))
        written = f" {where}" if place == 0 else ""
        items.append((f"{words.capital(option.in_words)}.", f"{sentence}.{written}"))
    return bullets(items)


def sentences(items: Sequence[str]) -> str:
    """A list of sentences."""
    return wrap(f'<ul class="plain">{"".join(f"<li>{escape(item)}</li>" for item in items)}</ul>')


def chips(items: Sequence[str]) -> str:
    """A few words each, side by side."""
    return wrap("".join(f'<span class="chip">{escape(item)}</span>' for item in items), kind="chips")


def targets(items: Sequence[Target]) -> str:
    """Loads to lift, and how each stands."""
    return bullets([(f"{item.what}:", item.stands) for item in items])


def command(line: str) -> str:
    """A line to type into a terminal; `st.code` would make a browser load all of a highlighter's languages first."""
    return wrap(f"<code>{escape(line)}</code>", kind="command")


def folded(summary: str, inside: str) -> str:
    """Fold some HTML under a line."""
    return wrap(f"<details><summary>{escape(summary)}</summary>{inside}</details>")


def alerts(items: Sequence[Alert]) -> str:
    """Alerts, each with its kind, its subject and the facts, and what these rest on folded under them."""
    rows = "".join(
        f'<li><span class="flag {escape(item.severity)}">{escape(item.title)}</span>'
        f'<b>{escape(item.subject)}</b> {escape(item.facts)} <span class="quiet">{escape(item.since)}</span>'
        f"{_how_sure(item)}{_sources(item)}</li>"
        for item in items
    )
    return wrap(f'<ul class="plain">{rows}</ul>')


def reasons(items: Sequence[Reason]) -> str:
    """Reasons, each with the figures it rests on folded under it."""
    rows = "".join(f"<li>{escape(item.text)}{_sources(item)}</li>" for item in items)
    return wrap(f'<ul class="plain">{rows}</ul>')


def _how_sure(item: Alert) -> str:
    """How sure an alert is and what it rests on, folded."""
    if not item.how_sure:
        return ""
    ask = escape(_("How sure is that?"))
    return f'<details class="quiet"><summary>{ask}</summary><p>{escape(item.how_sure)}</p></details>'


def _sources(item: Reason | Alert) -> str:
    """Published figures that something rests on."""
    if not item.sources:
        return ""
    rows = "".join(f"<p>{escape(figure)}. {escape(source)}</p>" for figure, source in item.sources)
    count = words.counted(len(item.sources), "source", "sources")
    return f'<details class="quiet"><summary>{count}</summary>{rows}</details>'


def key() -> str:
    """The colours and names of the plan and the styles."""
    names = "".join(f"<span>{dot(style)}{name_of(style)}</span>" for style in TOLD)
    return wrap(f'<div class="key">{names}</div>')


def table(
    heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], chosen: int | None = None, *, stacked: bool = False
) -> str:
    """A table.

    Parameters
    ----------
    heads : sequence of (str, str)
        Heading and CSS classes (`num`, `name`, `wide`) of each column.
    rows : iterable of sequence of str
        Cells as HTML: escaped by who made them.
    chosen : int, optional
        The row to stress.
    stacked : bool
        Whether a narrow screen shows each row as a name with its cells, labelled, beneath.
    """
    top = "".join(f'<th class="{kind}">{escape(head)}</th>' for head, kind in heads)
    body = "".join(
        f'<tr class="{"chosen" if i == chosen else ""}">'
        + "".join(
            f'<td class="{kind}" data-head="{escape(head)}">{cell}</td>'
            for cell, (head, kind) in zip(row, heads, strict=True)
        )
        + "</tr>"
        for i, row in enumerate(rows)
    )
    return wrap(
        f"<table class='{'stacked' if stacked else ''}'><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


def effects_table(effects: Sequence[Effect]) -> str:
    """Compare what the styles add to carrying on, in % of 1RM and of muscle size."""
    rows = [
        (
            f'<span class="whole">{dot(effect.style)}{name_of(effect.style)}</span>',
            _within(effect.strength),
            _within(effect.size),
            words.odds(effect.p_best),
        )
        for effect in effects
    ]
    heads = [(_("Style"), "name"), (_("1RM"), "num"), (_("Muscle size"), "num"), (_("Chance of being best"), "num")]
    return table(heads, rows, stacked=True)


def plans_table(options: Sequence[Option]) -> str:
    """Compare plans by what they add to carrying on, the one advised first."""
    rows = [
        (
            escape(words.capital(option.in_words)),
            _within(option.strength),
            _within(option.size),
            words.odds(option.p_best),
        )
        for option in options
    ]
    heads = [(_("Plan"), "name"), (_("1RM"), "num"), (_("Muscle size"), "num"), (_("Chance of being best"), "num")]
    return table(heads, rows, 0, stacked=True)


def _within(spread: tuple[float, float, float] | None) -> str:
    """Say a change with what holds 8 in 10."""
    if spread is None:
        return "–"
    low, middle, high = spread
    median, within = words.change(middle), words.change_span(low, high)
    return median if median == within else f"{median} <small>{within}</small>"


def styles_table(outlook: pd.DataFrame, unit: str, chosen: str) -> str:
    """Compare the plan and the styles of one lift at one horizon: where each leads, and whether it matters.

    Parameters
    ----------
    outlook : pandas.DataFrame
        One row per style, and the plan: style, q10, q50, q90 (kg).
    unit : {"kg", "lb"}
    chosen : str
        The style to stress.
    """
    by_style = {row["style"]: row for row in outlook.to_dict("records")}
    styles = [style for style in TOLD if style in by_style]
    as_now = by_style["as_now"]["q50"] if "as_now" in styles else None
    rows = []
    for style in styles:
        q10, q50, q90 = (by_style[style][q] for q in ("q10", "q50", "q90"))
        if style == "as_now" or not as_now:
            against = "–"
        else:
            difference = 100 * (q50 / as_now - 1)
            against = f"{words.change(difference)} <small>{words.matters(difference)}</small>"
        rows.append(
            (
                f'<span class="whole">{dot(style)}{name_of(style)}</span>',
                words.load(q50, unit),
                words.span(q10, q90, unit),
                against,
            )
        )
    heads = [
        (_("Plan or style") if PLAN in styles else _("Style"), "name"),
        (_("Middle"), "num"),
        (_("8 in 10 within"), "num"),
        (_("Compared with as now"), "num"),
    ]
    return table(heads, rows, styles.index(chosen) if chosen in styles else None)


def plain(text: str) -> str:
    """Make text safe inside Streamlit's Markdown: what would be markup is shown as it stands."""
    return "".join(f"\\{character}" if character in MARKUP else character for character in text)


def banner(title: str, say: str) -> str:
    """Loud line above every page of simulated data."""
    return wrap(f"<b>{escape(title)}</b> {escape(say)}", kind="banner")
