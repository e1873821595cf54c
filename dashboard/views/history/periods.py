"""Two periods of a log side by side."""

from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from dashboard import words
from dashboard.language import _, decimal, gettext_noop

MOST_LIFTS = 6


class Period(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def weeks(self) -> float:
        """How long it is."""
        return ((self.last - self.first).days + 1) / 7

    def of(self, days: pd.DataFrame) -> pd.DataFrame:
        """The rows whose day lies in it."""
        return days[(days["day"] >= pd.Timestamp(self.first)) & (days["day"] <= pd.Timestamp(self.last))]


def side_by_side(
    training_days: pd.DataFrame, lift_days: pd.DataFrame, earlier: Period, later: Period, unit: str
) -> list[tuple[str, str, str, str]]:
    """Compare two periods.

    Parameters
    ----------
    training_days : pandas.DataFrame
        One row per training day: day, working_sets, heavy_sets.
    lift_days : pandas.DataFrame
        One row per lift and training day: exercise_id, name, is_main, day, one_rm_kg, is_suspect.
    earlier, later : Period
    unit : {"kg", "lb"}

    Returns
    -------
    list of (what, earlier, later, change)
        In words: habits first, then the best estimated 1RM of lifts trained in both, main lifts first.
    """
    habits = [_habits(period.of(training_days), period.weeks) for period in (earlier, later)]
    rows = [(_(what), *_beside(what, habits[0][what], habits[1][what])) for what in habits[0]]
    trusted = lift_days[~lift_days["is_suspect"]]
    before, after = (
        period.of(trusted)
        .groupby("exercise_id")
        .agg(**{f"best_{name}": ("one_rm_kg", "max"), f"days_{name}": ("day", "size")})
        for name, period in (("earlier", earlier), ("later", later))
    )
    names = trusted.groupby("exercise_id")[["name", "is_main"]].first()
    both = before.join(after, how="inner").join(names)
    both["days"] = both["days_earlier"] + both["days_later"]
    both = both.sort_values(["is_main", "days"], ascending=False).head(MOST_LIFTS)
    for row in both.to_dict("records"):
        kg: Any = (row["best_earlier"], row["best_later"])
        rows.append(
            (
                _("{lift}, best 1RM").format(lift=row["name"]),
                words.load(kg[0], unit),
                words.load(kg[1], unit),
                _change(*kg),
            )
        )
    return rows


def _habits(days: pd.DataFrame, weeks: float) -> dict[str, float]:
    """Sum up how somebody trained."""
    sets = float(days["working_sets"].sum())
    return {
        gettext_noop("Days a week"): len(days) / weeks,
        gettext_noop("Working sets a week"): sets / weeks,
        gettext_noop("Share of sets of 1 to 5 reps"): 100 * float(days["heavy_sets"].sum()) / sets if sets else 0.0,
    }


def _beside(what: str, earlier: float, later: float) -> tuple[str, str, str]:
    """Say one figure of the habits twice, and what changed: of a share, in points."""
    if what.startswith("Share"):
        figure = words.change(later - earlier).removesuffix("%")
        points = figure + _("points")
        return words.percent(earlier), words.percent(later), points
    digits = 1 if what.startswith("Days") else 0
    return decimal(earlier, digits), decimal(later, digits), _change(earlier, later)


def _change(earlier: float, later: float) -> str:
    """Say a change in %; nothing where there was nothing before."""
    return words.change(100 * (later / earlier - 1)) if earlier > 0 else "–"
