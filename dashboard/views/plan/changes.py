"""The plan's verdict on each lift and muscle as HTML: what gains or loses most stands open, the rest folds."""

from collections.abc import Sequence
from html import escape
from typing import Final

from dashboard import words
from dashboard.language import _, gettext_noop
from dashboard.parts import pieces
from dashboard.parts.verdict import Change

SHOWN: Final = 5
"""So many lifts, and so many muscles, stand open; the rest fold."""
NAMED: Final = 4
HEADS: Final = {
    "lift": (gettext_noop("Lifts"), gettext_noop("1RM")),
    "muscle": (gettext_noop("Muscles"), gettext_noop("size")),
}
HOW_LIKELY: Final = {
    "likely": gettext_noop("likely, {chance}"),
    "perhaps": gettext_noop("perhaps, {chance}"),
    "costs": gettext_noop("likely a loss, {chance}"),
}


def changes_said(changes: Sequence[Change]) -> str:
    """List what the plan does, lifts then muscles: what gains or loses most stands open, what hardly differs folds."""
    sides = "".join(f"<div>{_side([each for each in changes if each.kind == kind], kind)}</div>" for kind in HEADS)
    alike = [change for change in changes if change.verdict == "even"]
    rest = pieces.folded(_alike(alike), _plain_list(alike)) if alike else ""
    return f"{pieces.wrap(sides, kind='sides')}{rest}"


def _side(changes: Sequence[Change], kind: str) -> str:
    """The lifts, or the muscles: the most telling ones, and the others folded."""
    telling = [change for change in changes if change.verdict != "even"]
    if not telling:
        return ""
    most = sorted(telling, key=lambda change: (not change.stands, -abs(change.gain_pct)))[:SHOWN]
    rest = [change for change in telling if change not in most]
    shown = _table([change for change in telling if change in most], kind)
    more = {
        "lift": words.counted(len(rest), "more lift", "more lifts"),
        "muscle": words.counted(len(rest), "more muscle", "more muscles"),
    }[kind]
    return shown + (pieces.folded(more, _table(rest, kind)) if rest else "")


def _table(changes: Sequence[Change], kind: str) -> str:
    """Rows of what is done and what it is worth."""
    head, what = HEADS[kind]
    cells = [
        (
            f"{escape(change.name)}<small>{escape(change.does)}</small>",
            f"{words.fine_change(change.gain_pct)} {escape(_(what))}<small>{_how_likely(change)}</small>",
        )
        for change in changes
    ]
    return pieces.table([(_(head), "name two"), (_("Compared with carrying on"), "num two")], cells)


def _how_likely(change: Change) -> str:
    """Say how likely a gain is, or a loss."""
    p = 1 - change.p_better if change.verdict == "costs" else change.p_better
    return _(HOW_LIKELY[change.verdict]).format(chance=words.chance(p))


def _alike(changes: Sequence[Change]) -> str:
    """Name what hardly differs, lifts and muscles together, in one line."""
    names = [change.name for change in changes[:NAMED]]
    names += [_("{n} more").format(n=len(changes) - NAMED)] if len(changes) > NAMED else []
    return _("About the same as now: {names}").format(names=words.listed(names))


def _plain_list(changes: Sequence[Change]) -> str:
    """What is done all the same with what hardly differs."""
    rows = "".join(f"<p>{escape(change.name)}: {escape(change.does)}.</p>" for change in changes)
    return pieces.wrap(rows)
