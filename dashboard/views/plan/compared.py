"""Plans side by side: what each gains and gives up, in a sentence each, the likeliest marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from dashboard import words
from dashboard.language import _
from dashboard.parts import pieces
from dashboard.parts.advice import Advice, Option, Spread, phases_of
from dashboard.views.plan import controls
from models.plans.choice import kind_key
from models.training import block as training

SHOWN: Final = 3
"""Plans side by side; the others fold."""
FELT_PCT: Final = 0.5
"""What differs by less is not told as a gain or a loss."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The plans compared, the one advised first.

    Parameters
    ----------
    options : tuple of Option
    written : str
        The plan written out, as `key_of` names it.
    """

    options: tuple[Option, ...]
    written: str


def key_of(option: Option) -> str:
    """Name a plan in one word, as the address does."""
    return kind_key(tuple(training.Block(block.style, block.weeks) for block in option.blocks))


def compared(advised: Advice, followed: Advice) -> Compared:
    """Put the plans in order: the one advised, those as good, the others; `followed` writes one of them out."""
    beside = {key_of(option): option for option in (followed.option, *followed.others)}
    order = [key_of(option) for option in (advised.option, *_in_order(advised.others))]
    return Compared(options=tuple(beside[key] for key in order if key in beside), written=key_of(followed.option))


def _in_order(options: Sequence[Option]) -> list[Option]:
    """Those as good first, then the likelier to be the best."""
    return sorted(options, key=lambda one: (not one.is_equal, -one.p_best))


def side_by_side(advice: Advice, plans: Compared) -> None:
    """Show the plans beside each other, each with a button that writes it out."""
    shown, rest = plans.options[:SHOWN], plans.options[SHOWN:]
    for place, (column, option) in enumerate(zip(st.columns(len(shown), gap="small"), shown, strict=True)):
        key = key_of(option)
        with column.container(border=True, key=f"card-option-{place}", height="stretch"):
            st.html(_card(option, advice, is_written=key == plans.written, is_likeliest=place == 0))
            if key == plans.written:
                st.html(pieces.quiet(_("Written out below")))
            else:
                chosen = "" if place == 0 else key
                st.button(_("Write this one out"), key=f"pick-{key}", on_click=controls.pick, args=(chosen,))
    st.html(pieces.folded(_("How sure is that?"), _how_sure(advice, plans, rest)))


def _card(option: Option, advice: Advice, *, is_written: bool, is_likeliest: bool) -> str:
    """One plan: its name, how it goes, what it gains, what it gives up."""
    likeliest = escape(_("Likeliest to be best"))
    flag = f'<span class="flag high">{likeliest}</span>' if is_likeliest else ""
    strip = pieces.strip(phases_of(option.blocks))
    gives = "" if is_written else _beside(option)
    return pieces.wrap(
        f'<p class="kicker">{flag}&#8203;</p>',
        f'<p class="mid" role="heading" aria-level="2">{escape(option.in_brief)}</p>',
        strip,
        f"<p>{escape(_gains(option, advice))}</p>",
        f'<p class="quiet">{escape(gives)}</p>' if gives else "",
        kind="option written" if is_written else "option",
    )


def _gains(option: Option, advice: Advice) -> str:
    """Say what a plan adds to carrying on."""
    strength, size = _middle(option.strength), _middle(option.size)
    stronger = _("{amount} stronger") if strength > 0 else _("{amount} weaker")
    bigger = _("{amount} more muscle") if size > 0 else _("{amount} less muscle")
    told = ((stronger, abs(strength)), (bigger, abs(size)))
    gains = [said.format(amount=words.lead(gain)) for said, gain in told if gain >= FELT_PCT]
    if option.carries_on:
        return _("What you do now.")
    if not gains:
        return _("About where carrying on takes you.")
    weeks = words.weeks(advice.plan_weeks)
    return _("After {weeks}, compared with carrying on: {gains}.").format(weeks=weeks, gains=words.listed(gains))


def _middle(spread: Spread | None) -> float:
    return 0.0 if spread is None else spread[1]


def _beside(option: Option) -> str:
    """Say what a plan gives up, and has for it, beside the one written out."""
    if not option.gives_up:
        return _("You’d hardly feel a difference from the plan written out.")
    return _("Compared with the plan written out: {what}.").format(what=option.gives_up)


def _how_sure(advice: Advice, plans: Compared, rest: Sequence[Option]) -> str:
    """The chances and ranges behind the cards."""
    more = words.counted(len(rest), "more plan was compared", "more plans were compared") + "." if rest else ""
    told = _(
        "Gains are compared with carrying on, after {weeks}: the middle figure, and below it the range that should "
        "hold 8 times in 10. A projection from your own log and from published trials, not a promise. {more}"
    ).format(weeks=words.weeks(advice.plan_weeks), more=more)
    return pieces.plans_table(plans.options) + pieces.quiet(told)
