"""The next block by week and day, as HTML: for the screen, and for paper a page a day."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from dashboard import words
from dashboard.language import _
from dashboard.parts import pieces
from models.blocks.gym_days import GymDay, GymSets


def week_said(days: Iterable[GymDay], unit: str) -> str:
    """One week: its days side by side."""
    return pieces.wrap("".join(_day(day, unit) for day in days), kind="week")


def title_of(day: GymDay) -> str:
    """Name a day of the week's training: `Day 1, Mon`."""
    return _("Day {day}, {weekday}").format(day=day.day, weekday=_(day.weekday))


def dose(sets: GymSets, unit: str) -> str:
    """Say sets, reps and load: `4 × 5 @ 82.5 kg`."""
    return f"{_amount(sets)} {load(sets, unit)}"


def _amount(sets: GymSets) -> str:
    return f"{sets.sets} × {sets.reps}" if sets.reps else words.counted(sets.sets, "set", "sets")


def load(sets: GymSets, unit: str) -> str:
    """Say a load, and what it is of where that could be misread: `@ 82.5 kg`."""
    if sets.load is None:
        return _("with body weight") if sets.by_body_weight else _("with a load by feel")
    per_hand = " " + _("per hand") if sets.each == "per hand" else ""
    return f"@ {words.figure(sets.load)}{words.NARROW}{unit}{per_hand}"


def _reserve(sets: GymSets) -> list[str]:
    """Say the reps left in reserve, where they are prescribed."""
    return [] if sets.rir is None else [_("{n} in reserve").format(n=words.figure(sets.rir))]


def _rest(sets: GymSets) -> list[str]:
    """Say the rest, where one is prescribed."""
    return [_("rest {time}").format(time=words.rest(sets.rest_s))] if sets.rest_s else []


def _set_up(sets: GymSets) -> list[str]:
    """Say how to get to the working load: warm-ups, and the plates on the bar."""
    said = []
    if sets.warm_ups:
        easier = ", ".join(f"{words.figure(load)} × {reps}" for load, reps in sets.warm_ups)
        said.append(_("Warm up: {sets}").format(sets=easier))
    if sets.plates:
        said.append(_("Each side: {plates}").format(plates=" + ".join(words.figure(plate) for plate in sets.plates)))
    return said


def _day(day: GymDay, unit: str) -> str:
    """One day: its exercises in order."""
    rows = "".join(
        f"<li><b>{_named(one)}</b><span class='dose'>{escape(dose(one, unit))}</span>"
        f"<small>{escape(' · '.join([*_reserve(one), *_rest(one), *_set_up(one)]))}</small></li>"
        for one in day.exercises
    )
    about = _("about {minutes} min").format(minutes=day.minutes)
    return f"<section><h3>{escape(title_of(day))} <small>{escape(about)}</small></h3><ol>{rows}</ol></section>"


def _named(sets: GymSets) -> str:
    """An exercise's name, and whether it is new."""
    new = escape(_("new"))
    return escape(sets.name) + (f" <span class='flag'>{new}</span>" if sets.is_new else "")


def on_paper(days: Sequence[GymDay], unit: str, heading: str) -> str:
    """All weeks of each day on a page of its own, shown in print only."""
    by_day = {day: list(own) for day, own in groupby(sorted(days, key=lambda one: one.day), lambda one: one.day)}
    pages = "".join(_page(own, unit, heading) for own in by_day.values())
    return pieces.wrap(pages, kind="paper")


def _page(days: Sequence[GymDay], unit: str, heading: str) -> str:
    """One day of every week: an exercise a row, a week a column, with room to tick off."""
    weeks = [day.week for day in days]
    exercises: dict[str, dict[int, GymSets]] = {}
    for day in days:
        for one in day.exercises:
            exercises.setdefault(one.name, {})[day.week] = one
    named = [_("Week {n}").format(n=week) for week in weeks]
    head = "".join(f"<th>{escape(name)}</th>" for name in named)
    rows = "".join(
        f"<tr><td><b>{escape(name)}</b><small>{escape(''.join(_rest(next(iter(own.values())))))}</small></td>"
        + "".join(f"<td>{_cell(own.get(week), unit)}</td>" for week in weeks)
        + "</tr>"
        for name, own in exercises.items()
    )
    return (
        f"<section><p class='quiet'>{escape(heading)}</p><h2>{escape(title_of(days[0]))}</h2>"
        f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{rows}</tbody></table></section>"
    )


def _cell(sets: GymSets | None, unit: str) -> str:
    """One exercise in one week; a dash where it is left out."""
    if sets is None:
        return "–"
    easier = [", ".join(f"{words.figure(load)} × {reps}" for load, reps in sets.warm_ups)] if sets.warm_ups else []
    quiet = "".join(f"<small>{escape(one)}</small>" for one in [*_reserve(sets), *easier])
    return f"{escape(_amount(sets))}<br>{escape(load(sets, unit))}{quiet}"
