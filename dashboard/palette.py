"""One colour, one shape and one name per style and for the plan, the same on every page, light and dark."""

from dataclasses import dataclass
from typing import Final, Literal

from dashboard.language import _, gettext_noop
from models.training.block import BLOCK_NAMES, PLAN

Theme = Literal["light", "dark"]

STYLES: Final = ("strength", "hypertrophy", "hybrid", "as_now")
TOLD: Final = (PLAN, *STYLES)
"""What forecasts are shown under: the plan advised comes first."""

SHAPES: Final = {
    PLAN: "cross",
    "strength": "triangle-up",
    "hypertrophy": "circle",
    "hybrid": "diamond",
    "as_now": "square",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Palette:
    """Colours of one theme as hex strings; there is one object of each theme, by which charts are kept.

    The style colours keep 4.5:1 against the page for small labels, and stay apart for people with
    protanopia, deuteranopia and tritanopia; shapes and names say the same again.

    Parameters
    ----------
    ink, muted, faint, grid, paper, accent : str
        Text, quiet text, quiet areas, rules, the card, and the one accent.
    styles : dict of str to str
        Colour by style, and of the plan advised.
    """

    ink: str
    muted: str
    faint: str
    grid: str
    paper: str
    accent: str
    styles: dict[str, str]


_NAMES: Final = (
    gettext_noop("Strength"), gettext_noop("Hypertrophy"), gettext_noop("Hybrid"), gettext_noop("As now"),
    gettext_noop("Your week, adjusted"), gettext_noop("Light"), gettext_noop("Your plan"),
)  # fmt: skip
"""What the models call styles and plans, for the catalogues."""

LIGHT: Final = Palette(
    ink="#1D2026",
    muted="#666B75",
    faint="#C9C6DE",
    grid="#E4E0D6",
    paper="#FFFFFF",
    accent="#4B4FBF",
    styles={
        PLAN: "#A3217F",
        "strength": "#B8420B",
        "hypertrophy": "#2A79C2",
        "hybrid": "#08664C",
        "as_now": "#2F333B",
    },
)
DARK: Final = Palette(
    ink="#E9E7E1",
    muted="#A2A6AF",
    faint="#454866",
    grid="#33373F",
    paper="#1A1D22",
    accent="#9DA0F5",
    styles={
        PLAN: "#F0A0D8",
        "strength": "#F2905F",
        "hypertrophy": "#6AA8F5",
        "hybrid": "#58D8B0",
        "as_now": "#E4E7EE",
    },
)


def palette_of(theme: str | None) -> Palette:
    """Colours of a theme; an unknown theme is light."""
    return DARK if theme == "dark" else LIGHT


def name_of(style: str) -> str:
    """Name a style, or the plan advised, for the screen."""
    return _(BLOCK_NAMES.get(style, style.replace("_", " ").capitalize()))
