"""The body, front and back, each muscle as its sets are: drawn once, every muscle a link to what is known of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from dashboard.language import _

BODY: Final = Path(__file__).with_name("body.svg")
GROUP: Final = re.compile(r'<g class="muscle" data-muscle="(\w+)">(.*?)</g>', re.DOTALL)

HATCHES: Final = """<defs>
<pattern id="hatch-few" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect class="under" width="5" height="5"/><rect class="over" width="2" height="5"/></pattern>
<pattern id="hatch-many" width="5" height="5" patternUnits="userSpaceOnUse">
<rect class="under" width="5" height="5"/><circle class="over" cx="2.5" cy="2.5" r="1.1"/></pattern>
</defs>"""
"""Stripes and dots, so that nobody need tell colours apart."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """How one muscle is drawn, and what it says.

    Parameters
    ----------
    kind : str
        `none`, `few`, `range` or `many`; of a plan `less`, `same` or `more`.
    said : str
        In a word or two, such as `12 sets a week`.
    """

    kind: str
    said: str


@cache
def _svg() -> str:
    """The drawing as it is on disk."""
    return BODY.read_text(encoding="utf-8")


@cache
def drawn_muscles() -> tuple[str, ...]:
    """Return the muscles drawn, by their names in the catalogue."""
    return tuple(dict.fromkeys(muscle for muscle, _shapes in GROUP.findall(_svg())))


def draw(looks: Mapping[str, Look], names: Mapping[str, str], lifter: str, chosen: str | None, said: str) -> str:
    """Draw the body.

    Parameters
    ----------
    looks : mapping of str to Look
        By muscle; one that is missing is drawn as not trained.
    names : mapping of str to str
        What a muscle is called on the page.
    lifter : str
    chosen : str or None
        The muscle to stress.
    said : str
        What the drawing shows, for who does not see it.
    """
    seen: set[str] = set()

    def link(found: re.Match[str]) -> str:
        muscle, shapes = found.groups()
        look = looks.get(muscle, Look(kind="none", said=_("not trained")))
        label = f"{names.get(muscle, muscle)}: {look.said}"
        where = escape(f"?{urlencode({'lifter': lifter, 'muscle': muscle})}")
        stress = " chosen" if muscle == chosen else ""
        again = ' tabindex="-1" aria-hidden="true"' if muscle in seen else ""
        seen.add(muscle)
        return (
            f'<a class="muscle {escape(look.kind)}{stress}" href="{where}" target="_self" '
            f'data-tap="{escape(muscle)}" aria-label="{escape(label)}"{again}>'
            f"<title>{escape(label)}</title>{shapes}</a>"
        )

    svg = GROUP.sub(link, _svg())
    opened = f'<svg class="body" role="group" aria-label="{escape(said)}" '
    start, end = svg.index("<svg "), svg.index(">") + 1
    return f"{opened}{svg[start + len('<svg ') : end]}{HATCHES}{svg[end:]}"
