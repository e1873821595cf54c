"""What `liftcast plan` answers: the plan a build holds where it is the one asked for, else one worked out."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from models.blocks import routine
from models.goal import wishes_stated
from pipelines.errors import NothingYetError, ProfileError
from pipelines.people.loads import parse_load
from pipelines.settings import Settings
from pipelines.warehouse import read
from pipelines.warehouse.database import Connection
from pipelines.warehouse.read import Row


def plan_answer(
    con: Connection, settings: Settings, lifter: Row, given: Mapping[str, Any], *, today: date, weeks: int | None = None
) -> Row | None:
    """A lifter's plan, with the wishes stated or with others put over them.

    Parameters
    ----------
    con : Connection
        Of a full build.
    settings : Settings
    lifter : dict
        As from `only_lifter`.
    given : mapping
        Wishes other than those stated, as for `planner.wishes_with`.
    today : date
    weeks : int, optional
        How far to plan; default: as the goal asks.

    Returns
    -------
    dict or None
        A recommendation; None where too little is logged for advice.

    Raises
    ------
    ProfileError
        What is given cannot be used.
    """
    if not given and weeks is None and not _has_days(lifter):
        return next(iter(read.recommendations(con, lifter["lifter"])), None)
    from pipelines.serving import planner  # noqa: PLC0415 (seconds to import: only those who ask for another plan wait)

    return planner.plan(con, lifter, planner.wishes_with(settings, lifter, given), today=today, weeks=weeks)


def _has_days(lifter: Row) -> bool:
    """Whether a goal has a day, so that the plan depends on the day it is asked for."""
    goal = wishes_stated(lifter).goal
    return goal.competition is not None or any(target.by is not None for target in goal.targets)


def only_lifter(con: Connection, lifter: str | None) -> Row:
    """The lifter asked for, or the only one there is.

    Raises
    ------
    NothingYetError
        There is no such lifter, or several and none was named.
    """
    lifters = read.lifters(con, lifter)
    if not lifters:
        raise NothingYetError(f"no lifter {lifter!r} in this build: `liftcast imports` lists what was read")
    if len(lifters) > 1:
        names = ", ".join(row["lifter"] for row in lifters[:5])
        raise NothingYetError(f"{len(lifters)} lifters ({names} ...): say whose plan with --lifter")
    return lifters[0]


def targets_of(texts: Sequence[str], by: str | None) -> list[Row]:
    """Read targets such as `bench press=140kg`, all for the same day.

    Raises
    ------
    ProfileError
        One is no target, or a day is given without any.
    """
    if by and not texts:
        raise ProfileError("--by is the day of targets: give --target too, or --competition for a meet")
    targets: list[Row] = []
    for text in texts:
        name, equals, load = text.partition("=")
        if not equals or not name.strip():
            raise ProfileError(f'--target: {text!r} is no target; write a lift and a load: "bench press=140kg"')
        targets.append({"exercise": name.strip(), "load_kg": parse_load("--target", load), "by": by})
    return targets


def write_out(advice: Row | None, lifter: Row, *, csv: Path | None, html: Path | None) -> None:
    """Write the next block to files where they are asked for.

    Raises
    ------
    NothingYetError
        There is no plan to write.
    """
    if advice is None:
        if csv or html:
            raise NothingYetError(f"{lifter['lifter']}: too little training logged for a plan; nothing was written")
        return
    if csv is not None:
        csv.write_text(routine.as_csv(advice["next_block"], lifter["unit"]), encoding="utf-8")
    if html is not None:
        html.write_text(routine.as_html(advice, lifter["unit"]), encoding="utf-8")
